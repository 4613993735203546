"""Several writers and readers of one record, and a sudden end."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from builders_record import FORMS, accept, broken_at, count, current, filing, opened, raw, start, view

from data.store import Store

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from builders_record import ELEMENTS, accept, filing
from data.store import Store

folder, name = Path(sys.argv[2]), sys.argv[3]
store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
for number in range(int(sys.argv[4])):
    accept(store, filing(region=name, suit_heard=number, suit_lost=number), name=f"{name}-{number}")
    print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_two_writers_at_once_lose_nothing_and_fail_nowhere(store: Store, tmp_path: Path) -> None:
    writers = [start(WRITER, tmp_path, name, "40") for name in ("990101", "990102")]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert (writer.returncode, errors) == (0, "")
    assert count(tmp_path, "submission") == 80
    assert count(tmp_path, "cell") == 160
    assert view(store).versions("demo") == {"2024": 80}
    assert broken_at(tmp_path) is None
    assert [current(store, "suit_heard", region=code) for code in ("990101", "990102")] == [39, 39]


def test_a_reader_sees_whole_filings_only_while_a_writer_commits(store: Store) -> None:
    accept(store, filing(suit_heard=0, suit_lost=0), name="start")
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(1, 60):
                accept(store, filing(suit_heard=number, suit_lost=number), name=f"v{number}")
        except sqlalchemy.exc.SQLAlchemyError as error:
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive():
        (block,) = view(store).blocks("demo", FORMS, ["2024"])
        seen.append((float(block.values[0, 0, 0]), float(block.values[0, 2, 0])))
    writer.join()
    assert failures == []
    assert all(heard == lost for heard, lost in seen)
    assert seen == sorted(seen)
    assert current(store, "suit_heard") == 59


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_writer_killed_at_work_leaves_nothing_half_written(
    store: Store, tmp_path: Path, after: int
) -> None:
    writer = start(WRITER, tmp_path, "990101", "10000")
    assert writer.stdout is not None
    acknowledged = -1
    while acknowledged < after:
        acknowledged = int(writer.stdout.readline())
    time.sleep(0.001 * after)
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate(timeout=30)
    acknowledged = max([acknowledged, *map(int, rest.split())])
    with raw(tmp_path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        incomplete = connection.execute(
            "SELECT s.id FROM submission s LEFT JOIN cell c ON c.submission = s.id GROUP BY s.id "
            "HAVING count(c.element) <> 2"
        ).fetchall()
        assert incomplete == []
        (newest,) = connection.execute("SELECT max(id) FROM submission").fetchone()
        heads = connection.execute("SELECT DISTINCT submission FROM head").fetchall()
        assert heads == [(newest,)]
    submissions = count(tmp_path, "submission")
    assert submissions >= acknowledged + 1
    with raw(tmp_path) as connection:
        taken = "SELECT count(*) FROM submission_event WHERE status = 'accepted'"
        assert count(tmp_path, "audit") == connection.execute(taken).fetchone()[0] == submissions
        stands = "SELECT status, count(*) FROM standing GROUP BY status ORDER BY status"
        expected = [("accepted", 1), ("superseded", submissions - 1)]
        assert connection.execute(stands).fetchall() == expected
    assert view(store).versions("demo") == {"2024": submissions}
    assert broken_at(tmp_path) is None
    assert accept(store, filing(suit_heard=1), name="after") == submissions + 1
