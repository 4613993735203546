"""Two at once, in threads and processes: exactly one wins, and a sudden end leaves nothing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders_record import AT, broken_at, filing, opened, start
from builders_stages import REVIEWER, approve, heard, publish, send, status, view

from data.stages import StepError
from data.store import Store

APPROVER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from builders_record import AT, ELEMENTS
from data.stages import StepError
from data.store import Store

folder, by = Path(sys.argv[2]), sys.argv[3]
store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
print("ready", flush=True)
sys.stdin.readline()
for number in map(int, sys.argv[4:]):
    try:
        store.step(number, "approve", by=by, at=AT)
        print("won", flush=True)
    except StepError as error:
        print(f"told {error.code} {error.last.by}", flush=True)
"""

PUBLISHER_STOPPED = """
import sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
import data.publishing
from builders_record import AT, ELEMENTS
from builders_stages import COPY
from data.store import Store

def stop_at(name, times):
    work = getattr(data.publishing, name)
    def stopping(*args, **kwargs):
        nonlocal times
        times -= 1
        found = work(*args, **kwargs)
        if not times:
            print("here", flush=True)
            time.sleep(60)
        return found
    setattr(data.publishing, name, stopping)

stop_at(sys.argv[3], int(sys.argv[4]))
folder = Path(sys.argv[2])
store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
store.publish("demo", ["2024"], by="赵某", at=AT, catalogue=COPY, why="更正")
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_of_two_approvers_in_threads_exactly_one_wins(store: Store) -> None:
    numbers = [send(store, filing(region=f"9901{n:02}", suit_heard=n)) for n in range(1, 21)]
    won: list[tuple[int, str]] = []
    lost: list[tuple[int, str, str]] = []

    def work(by: str) -> None:
        for number in numbers:
            try:
                store.step(number, "approve", by=by, at=AT)
                won.append((number, by))
            except StepError as error:
                lost.append((number, error.code, error.last.by if error.last else ""))

    threads = [threading.Thread(target=work, args=(by,)) for by in (REVIEWER, "钱某")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _ in won) == numbers
    assert sorted(lost) == [(number, "not_now", by) for number, by in sorted(won)]


def test_of_two_approvers_in_processes_exactly_one_wins(store: Store, tmp_path: Path) -> None:
    numbers = [str(send(store, filing(region=f"9901{n:02}", suit_heard=n))) for n in range(1, 16)]
    racers = [start(APPROVER, tmp_path, by, *numbers) for by in (REVIEWER, "钱某")]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=60)[0].split("\n")[:-1] for racer in racers]
    for one, other in zip(*said, strict=True):
        assert sorted((one == "won", other == "won")) == [False, True]
        assert {one, other} & {f"told not_now {REVIEWER}", "told not_now 钱某"}
    assert broken_at(tmp_path) is None


def test_of_two_filers_at_once_the_later_counts_and_the_other_is_kept(store: Store) -> None:
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                store.accept(
                    filing(suit_heard=number),
                    sha256=f"{name}{number:063}",
                    path=f"{name}.xlsx",
                    size=1,
                    by=name,
                    at=AT + timedelta(seconds=number),
                    status="waiting",
                )
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    every = view(store).submissions(limit=100)
    assert [one.status for one in every] == ["waiting", *["superseded"] * 19]
    assert view(store).is_current(every[0].submission)


@pytest.mark.parametrize(("name", "times"), [("_enter", 1), ("_put_in_force", 1), ("_put_in_force", 3)])
def test_a_publisher_killed_at_work_has_published_nothing(
    store: Store, tmp_path: Path, name: str, times: int
) -> None:
    regions = ("990101", "990102", "990103")
    first = [send(store, filing(region=code, suit_heard=3)) for code in regions]
    approve(store, *first)
    publish(store)
    for number in first:
        store.step(number, "unlock", by=REVIEWER, at=AT, why="更正")
    second = [send(store, filing(region=code, suit_heard=4)) for code in regions]
    approve(store, *second)
    killed = start(PUBLISHER_STOPPED, tmp_path, name, str(times))
    assert killed.stdout is not None
    assert killed.stdout.readline() == "here\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=30)
    assert [heard(store, region=code, stage="published") for code in regions] == [3, 3, 3]
    assert [status(store, number) for number in second] == ["accepted"] * 3
    assert (len(view(store).publications()), view(store).restatements()) == (1, ())
    publish(store, why="更正")
    assert [heard(store, region=code, stage="published") for code in regions] == [4, 4, 4]
    assert len(view(store).restatements()) == 3
    assert broken_at(tmp_path) is None
