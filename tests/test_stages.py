"""Steps and publications in the record: who wins, what counts, what is kept."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders_numbers import target
from test_store import AT, ELEMENTS, FORMS, ROOT, broken_at, filing, raw, url

from data.entering import LockedError
from data.model import Filing, Finding, Viewer
from data.publishing import CatalogueCopy, PublishError
from data.stages import StepError
from data.store import Store
from data.view import StoreView

COPY = CatalogueCopy("c" * 64, 10)
FILER, REVIEWER, PUBLISHER = "李某", "王某", "赵某"

APPROVER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from test_stages import AT, ELEMENTS, StepError
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
from test_stages import AT, COPY, ELEMENTS
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
    made = Store.create(url(tmp_path), tmp_path / "files", ELEMENTS)
    yield made
    made.close()


def send(
    store: Store,
    filed: Filing,
    *findings: Finding,
    by: str = FILER,
    status: str = "waiting",
    sha256: str = "",
) -> int:
    """A filing that waits for its review."""
    there = len(view(store).submissions(limit=1000))
    taken = "waiting" if status == "waiting" else "accepted"
    return store.accept(
        filed,
        sha256=sha256 or f"{there:064}",
        path="县表.xlsx",
        size=1,
        by=by,
        at=AT,
        findings=findings,
        status=taken,
    )


def view(store: Store, *, stage: str = "accepted", publication: int = 0) -> StoreView:
    viewer = Viewer("", stage="published" if stage == "published" else "accepted")
    seen = store.seen_by(viewer)
    made = seen.publication(publication)
    return store.as_published(viewer, made, ELEMENTS) if made else seen


def status(store: Store, number: int) -> str:
    found = view(store).submission(number)
    assert found is not None
    return found[0].status


def heard(
    store: Store, *, region: str = "990101", stage: str = "accepted", publication: int = 0
) -> float | None:
    for block in view(store, stage=stage, publication=publication).blocks("demo", FORMS, ["2024"]):
        if region in block.regions:
            return float(block.values[0, 0, block.regions.index(region)])
    return None


def approve(store: Store, *numbers: int) -> None:
    for number in numbers:
        store.step(number, "approve", by=REVIEWER, at=AT)


def publish(store: Store, *, why: str = "", periods: tuple[str, ...] = ("2024",)) -> int:
    return store.publish("demo", periods, by=PUBLISHER, at=AT, catalogue=COPY, why=why)


def told(store: Store, number: int) -> list[tuple[str, str, str]]:
    return [(event.by, event.status, event.why) for event in view(store).events(number)]


# Steps


def test_a_filing_waits_is_approved_and_published_and_each_step_is_told(store: Store, tmp_path: Path) -> None:
    number = send(store, filing(suit_heard=3))
    assert (status(store, number), heard(store), heard(store, stage="published")) == ("waiting", 3, None)
    approve(store, number)
    assert (status(store, number), heard(store, stage="published")) == ("accepted", None)
    publish(store)
    assert (status(store, number), heard(store, stage="published")) == ("published", 3)
    assert told(store, number) == [
        (FILER, "waiting", ""),
        (REVIEWER, "accepted", ""),
        (PUBLISHER, "published", "#1"),
    ]
    with raw(tmp_path) as connection:
        actions = [row[0] for row in connection.execute("SELECT action FROM audit ORDER BY id")]
    assert actions == ["submission.receive", "submission.approve", "publication.make"]
    assert broken_at(tmp_path) is None


def test_nobody_approves_what_they_filed(store: Store) -> None:
    number = send(store, filing(suit_heard=3))
    with pytest.raises(StepError) as caught:
        store.step(number, "approve", by=" 李 某", at=AT)
    assert (caught.value.code, status(store, number)) == ("own", "waiting")


def test_open_findings_must_be_explained_before_approval(store: Store) -> None:
    finding = Finding("reported.differs", "explain", "表", "D12")
    live = Finding("outlier.high", "explain", indicator="FY04")
    number = send(store, filing(suit_heard=3), finding)
    for left, said in ((2, finding), (1, live)):
        with pytest.raises(StepError) as caught:
            store.step(number, "approve", by=REVIEWER, at=AT, live=lambda _: (live,))
        assert (caught.value.code, caught.value.unexplained) == ("unexplained", left)
        store.explain(number, said, "已核对台账", by=FILER, at=AT)
    assert store.step(number, "approve", by=REVIEWER, at=AT, live=lambda _: (live,)) == "accepted"


def test_a_second_approver_is_told_who_was_faster(store: Store) -> None:
    number = send(store, filing(suit_heard=3))
    approve(store, number)
    with pytest.raises(StepError) as caught:
        store.step(number, "approve", by="钱某", at=AT)
    assert (caught.value.code, caught.value.last and caught.value.last.by) == ("not_now", REVIEWER)


def test_an_unknown_submission_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.step(77, "approve", by=REVIEWER, at=AT)


def test_a_returned_newest_version_gives_its_place_back(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    second = send(store, filing(suit_heard=4))
    assert (status(store, first), heard(store)) == ("superseded", 4)
    store.step(second, "return", by=REVIEWER, at=AT, why="漏报")
    assert (status(store, first), status(store, second), heard(store)) == ("waiting", "returned", 3)
    assert told(store, first)[1:] == [(FILER, "superseded", "#2"), (REVIEWER, "restored", "#2")]
    assert told(store, second)[-1] == (REVIEWER, "returned", "漏报")


def test_a_withdrawn_only_version_leaves_the_place_empty(store: Store) -> None:
    number = send(store, filing(suit_heard=3))
    with pytest.raises(StepError, match="not_own"):
        store.step(number, "withdraw", by=REVIEWER, at=AT, why="报错了")
    store.step(number, "withdraw", by=FILER, at=AT, why="报错了")
    assert (heard(store), view(store).versions("demo"), view(store).filed("demo")) == (None, {}, ())


def test_a_restored_version_is_what_it_was_and_can_be_approved(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    approve(store, first)
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    second = send(store, filing(suit_heard=4))
    store.step(second, "withdraw", by=FILER, at=AT, why="不用更正")
    assert (status(store, first), heard(store)) == ("accepted", 3)
    publish(store)
    assert heard(store, stage="published") == 3


def test_approved_figures_are_locked_until_a_reviewer_unlocks_them(store: Store) -> None:
    number = send(store, filing(suit_heard=3))
    assert store.locked("demo", "990101", "2024", "annual") is None
    approve(store, number)
    assert store.locked("demo", "990101", "2024", "annual") == number
    with pytest.raises(LockedError) as caught:
        send(store, filing(suit_heard=4))
    assert caught.value.submission == number
    assert len(view(store).submissions()) == 1
    with pytest.raises(StepError, match="why"):
        store.step(number, "unlock", by=REVIEWER, at=AT)
    store.step(number, "unlock", by=REVIEWER, at=AT, why="县里要更正")
    second = send(store, filing(suit_heard=4))
    assert (status(store, number), status(store, second), heard(store)) == ("superseded", "waiting", 4)


def test_published_figures_stay_until_the_correction_is_published(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    approve(store, first)
    publish(store)
    with pytest.raises(LockedError):
        send(store, filing(suit_heard=4))
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    second = send(store, filing(suit_heard=4))
    assert (status(store, first), heard(store), heard(store, stage="published")) == ("published", 4, 3)
    approve(store, second)
    publish(store, why="县里更正")
    assert (status(store, first), heard(store, stage="published")) == ("superseded", 4)
    assert store.locked("demo", "990101", "2024", "annual") == second


def test_a_returned_correction_leaves_the_published_figures_in_force(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    approve(store, first)
    publish(store)
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    second = send(store, filing(suit_heard=4))
    store.step(second, "return", by=REVIEWER, at=AT, why="不对")
    assert (status(store, first), heard(store), heard(store, stage="published")) == ("published", 3, 3)


def test_many_are_approved_at_once_and_those_that_cannot_are_told(store: Store) -> None:
    numbers = [send(store, filing(region=f"99010{n}", suit_heard=n)) for n in (1, 2)]
    own = send(store, filing(region="990103", suit_heard=3), by=REVIEWER)
    refused = store.step_all([*numbers, own], "approve", by=REVIEWER, at=AT)
    assert [(each.code, each.submission.submission) for each in refused] == [("own", own)]
    assert [status(store, number) for number in (*numbers, own)] == ["accepted", "accepted", "waiting"]


def test_public_figures_need_no_review_and_are_never_locked(store: Store) -> None:
    send(store, filing(suit_heard=3), status="accepted")
    publish(store)
    second = send(store, filing(suit_heard=4), status="accepted")
    assert (status(store, second), heard(store), heard(store, stage="published")) == ("accepted", 4, 3)


def test_lists_are_filtered_by_status_and_counted(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    second = send(store, filing(region="990102", suit_heard=3))
    approve(store, second)
    assert [one.submission for one in view(store).submissions(statuses=["waiting"])] == [first]
    assert view(store).status_counts() == {"waiting": 1, "accepted": 1}


# Publications


def test_only_what_is_approved_is_published(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    send(store, filing(region="990102", suit_heard=5))
    with pytest.raises(PublishError, match="nothing"):
        publish(store)
    approve(store, first)
    number = publish(store)
    assert [item.region for item in view(store).published_items(number)] == ["990101"]
    assert heard(store, region="990102", stage="published") is None


def test_publishing_needs_its_right(store: Store) -> None:
    with pytest.raises(PublishError, match="no_right"):
        store.publish("demo", ["2024"], by="", at=AT, catalogue=COPY, rights={"review"})


def corrected(store: Store) -> tuple[int, int]:
    """Two publications: the first with 3, the second with 4."""
    first = send(store, filing(suit_heard=3, suit_lost=1))
    approve(store, first)
    one = publish(store)
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    approve(store, send(store, filing(suit_heard=4, suit_lost=1)))
    return one, publish(store, why="漏计一件")


def test_a_correction_stands_in_the_register_with_both_figures_and_the_reason(store: Store) -> None:
    _, two = corrected(store)
    (entry,) = view(store).restatements("demo")
    assert (entry.element, entry.scope, entry.region, entry.period) == (
        "suit_heard",
        "own",
        "990101",
        "2024",
    )
    assert (entry.old_value, entry.new_value, entry.why) == (3, 4, "漏计一件")
    assert (entry.old_place, entry.before, entry.submission, entry.publication) == (
        "复议应诉!D12",
        1,
        2,
        two,
    )
    assert view(store).restatements("demo", elements=["suit_lost"]) == ()


def test_a_snapshot_shows_the_figures_as_they_were_published(store: Store) -> None:
    one, two = corrected(store)
    assert (heard(store, publication=one), heard(store, publication=two)) == (3, 4)
    assert heard(store, stage="published") == 4
    send(store, filing(region="990102", suit_heard=9))
    assert heard(store, region="990102", publication=two) is None


def test_a_snapshot_keeps_what_an_earlier_publication_put_in_force(store: Store) -> None:
    approve(store, send(store, filing(suit_heard=3)))
    publish(store)
    approve(store, send(store, filing(region="990102", suit_heard=5)))
    two = publish(store)
    assert [heard(store, region=code, publication=two) for code in ("990101", "990102")] == [3, 5]
    assert heard(store, region="990102", publication=1) is None
    assert view(store, publication=two).versions("demo").keys() == {"2024", "targets"}
    assert view(store, publication=two).versions("other") == {}


def test_a_snapshot_keeps_the_targets_of_its_time(store: Store) -> None:
    approve(store, send(store, filing(suit_heard=3)))
    store.set_targets([target()], sha256="t" * 64, path="目标.xlsx", size=1, by=FILER, at=AT)
    number = publish(store)
    later = [target(threshold=95.0)]
    store.set_targets(later, sha256="u" * 64, path="目标2.xlsx", size=1, by=FILER, at=AT)
    assert [each.threshold for each in view(store, publication=number).targets("demo")] == [90]
    assert [each.threshold for each in view(store).targets("demo")] == [95]


def test_changing_published_figures_needs_a_reason_and_changes_nothing_without_one(
    store: Store, tmp_path: Path
) -> None:
    first = send(store, filing(suit_heard=3))
    approve(store, first)
    publish(store)
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    second = send(store, filing(suit_heard=4))
    approve(store, second)
    with pytest.raises(PublishError) as caught:
        publish(store, why=" ")
    assert (caught.value.code, caught.value.changed) == ("why", 1)
    assert (status(store, second), heard(store, stage="published")) == ("accepted", 3)
    assert len(view(store).publications("demo")) == 1
    assert broken_at(tmp_path) is None


def test_parents_wait_for_those_below_them_who_are_named(store: Store) -> None:
    city = send(store, filing(region="990100", suit_heard=1))
    county = send(store, filing(region="990101", suit_heard=3))
    approve(store, city)

    def below(form: str, region: str, period: str) -> tuple[str, ...]:
        return ("990101", "990102") if region == "990100" else ()

    def attempt() -> int:
        return store.publish("demo", ["2024"], by=PUBLISHER, at=AT, catalogue=COPY, below=below)

    with pytest.raises(PublishError) as caught:
        attempt()
    assert caught.value.missing == {"990100 2024": ["990101", "990102"]}
    approve(store, county)
    with pytest.raises(PublishError) as caught:
        attempt()
    assert caught.value.missing == {"990100 2024": ["990102"]}
    approve(store, send(store, filing(region="990102", suit_heard=3)))
    assert attempt() == 1


def test_what_waits_for_publication_is_seen_with_what_is_published(store: Store) -> None:
    corrected(store)
    send(store, filing(region="990102", suit_heard=5))
    found = [(each.region, each.status, each.published) for each in view(store).standings("demo")]
    assert found == [("990101", "published", 2), ("990102", "waiting", None)]


def test_two_versions_are_compared_figure_by_figure(store: Store) -> None:
    corrected(store)
    found = {change.element: change for change in view(store).changes(1, 2)}
    assert [(code, each.restated) for code, each in found.items()] == [
        ("suit_heard", True),
        ("suit_lost", False),
    ]
    assert (found["suit_heard"].old.value, found["suit_heard"].new.place) == (3, "复议应诉!D12")


# At once


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


def start(script: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(ROOT), str(folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


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
