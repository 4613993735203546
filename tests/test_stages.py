"""Steps in the record: who may take them, what counts after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_record import AT, broken_at, filing, opened, raw
from builders_stages import FILER, PUBLISHER, REVIEWER, approve, heard, publish, send, status, told, view

from data.entering import LockedError
from data.model import Finding
from data.stages import StepError
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


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
