"""Filings in the record: stored whole, versioned, the newest of a place current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from builders_numbers import target
from builders_record import AT, ELEMENTS, accept, broken_at, count, current, filing, observation, opened, view

from data import tables
from data.cells import TracedCell
from data.model import Filing, Finding
from data.regions import Region
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_a_filing_is_stored_whole_with_its_cells_event_and_findings(store: Store, tmp_path: Path) -> None:
    found = Finding("reported.differs", "explain", "复议应诉", "D12", {"read": "75.45", "exact": 74.587})
    number = accept(store, filing(suit_heard=10, suit_lost=1), name="a", findings=(found,))
    stored = view(store).submission(number)
    assert stored is not None
    submission, findings = stored
    assert (submission.status, submission.region, submission.period) == ("accepted", "990101", "2024")
    assert (submission.received_at, submission.by, submission.path) == (AT, "李某", "a.xlsx")
    assert findings == (found,)
    assert [count(tmp_path, name) for name in ("cell", "submission_event", "audit")] == [2, 1, 1]


def test_the_same_bytes_twice_change_nothing(store: Store, tmp_path: Path) -> None:
    first = accept(store, filing(suit_heard=10), name="a")
    counts = {name: count(tmp_path, name) for name in tables.metadata.tables}
    versions = view(store).versions("demo")
    assert accept(store, filing(suit_heard=99), name="a") == first
    assert {name: count(tmp_path, name) for name in tables.metadata.tables} == counts
    assert view(store).versions("demo") == versions
    assert current(store, "suit_heard") == 10


def turn_away(store: Store, sha256: str, *findings: Finding, **place: str) -> int:
    return store.turn_away(
        "returned", sha256=sha256, path="x.xlsx", size=5, by="李某", at=AT, findings=findings, place=place
    )


def test_known_bytes_repeat_what_became_of_them(store: Store) -> None:
    sha256 = "b" * 64
    assert store.known(sha256) is None
    finding = Finding("form.unknown", "must")
    number = turn_away(store, sha256, finding)
    assert turn_away(store, sha256) == number
    known = store.known(sha256)
    assert known is not None
    assert (known[0].submission, known[0].status, known[1]) == (number, "returned", (finding,))


def test_bytes_once_returned_are_taken_in_when_they_are_judged_anew(store: Store) -> None:
    sha256 = "b" * 64
    place = {"form": "annual", "dataset": "demo", "region": "990101", "period": "2024"}
    returned = [turn_away(store, sha256), turn_away(store, sha256, **place)]
    number = store.accept(filing(suit_heard=1), sha256=sha256, path="x", size=5, by="", at=AT)
    later = turn_away(store, sha256, form="other")
    assert [each.submission for each, _ in store.submissions_of(sha256)] == [*returned, number, later]
    assert current(store, "suit_heard") == 1
    known, filed = store.known(sha256), view(store).submission_of(sha256)
    assert known is not None
    assert known[0] == filed
    assert filed is not None
    assert filed.submission == number


def test_of_bytes_never_taken_in_the_newest_outcome_is_known(store: Store) -> None:
    turn_away(store, "b" * 64)
    newest = turn_away(store, "b" * 64, form="annual")
    known, filed = store.known("b" * 64), view(store).submission_of("b" * 64)
    assert known is not None
    assert filed is not None
    assert known[0].submission == filed.submission == newest


def accept_all(store: Store, *filings: Filing, findings: tuple[Finding, ...] = ()) -> tuple[int, ...]:
    pairs = [(filed, findings) for filed in filings]
    return store.accept_all(pairs, sha256="a" * 64, path="汇总.xlsx", size=9, by="李某", at=AT)


def test_one_file_of_many_regions_is_one_submission_for_each(store: Store, tmp_path: Path) -> None:
    found = Finding("reported.differs", "explain")
    numbers = accept_all(
        store, filing(suit_heard=1), filing(region="990102", suit_heard=2), findings=(found,)
    )
    assert [current(store, "suit_heard", region=code) for code in ("990101", "990102")] == [1, 2]
    stored = [view(store).submission(number) for number in numbers]
    assert [each and (each[0].region, each[1]) for each in stored] == [
        ("990101", (found,)),
        ("990102", (found,)),
    ]
    assert [count(tmp_path, name) for name in ("source_file", "submission", "audit")] == [1, 2, 2]
    assert broken_at(tmp_path) is None


def test_one_file_of_many_regions_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    filings = (filing(suit_heard=1), filing(region="990102", suit_heard=2))
    numbers = accept_all(store, *filings)
    counts = {name: count(tmp_path, name) for name in tables.metadata.tables}
    versions = view(store).versions("demo")
    assert accept_all(store, *filings) == numbers
    assert {name: count(tmp_path, name) for name in tables.metadata.tables} == counts
    assert view(store).versions("demo") == versions


def test_a_file_of_many_regions_is_stored_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    doubled = filing(observation("suit_heard", 1.0), observation("suit_heard", 2.0), region="990102")
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        accept_all(store, filing(suit_heard=1), doubled)
    assert [count(tmp_path, name) for name in ("source_file", "submission", "cell", "head", "audit")] == [
        0
    ] * 5
    assert view(store).versions("demo") == {}


def test_a_file_that_brings_one_place_twice_is_a_mistake_of_its_reader(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="990101"):
        accept_all(store, filing(suit_heard=1), filing(suit_heard=2))
    assert count(tmp_path, "submission") == 0


def test_only_the_newest_submission_of_a_place_is_current(store: Store) -> None:
    old = accept(store, filing(suit_heard=1), name="a")
    other = accept(store, filing(region="990102", suit_heard=1), name="b")
    new = accept(store, filing(suit_heard=2), name="c")
    away = turn_away(store, "d" * 64)
    read = view(store)
    assert [number for number in (old, other, new, away, 0, 99, 10**30) if read.is_current(number)] == [
        other,
        new,
    ]


def test_a_file_turned_away_keeps_its_findings_and_no_observation(store: Store, tmp_path: Path) -> None:
    for status in ("returned", "refused"):
        store.turn_away(
            status,
            sha256=status.ljust(64, "0"),
            path="x.xlsx",
            size=1,
            by="李某",
            at=AT,
            findings=[Finding("cell.negative", "must", "表", "D9")],
        )
    assert [count(tmp_path, name) for name in ("submission", "finding", "cell", "head")] == [2, 2, 0, 0]


def test_a_new_version_becomes_current_and_the_old_one_stays_readable(store: Store, tmp_path: Path) -> None:
    old = accept(store, filing(suit_heard=10), name="a")
    new = accept(store, filing(suit_heard=12), name="b")
    assert current(store, "suit_heard") == 12
    assert [each.submission for each in view(store).history("demo", "990101", "2024", "annual")] == [old, new]
    assert [cell.submission for cell in traced(store)] == [new]
    assert count(tmp_path, "cell") == 2


def traced(store: Store) -> list[TracedCell]:
    return list(view(store).trace("demo", elements=ELEMENTS, regions=["990101", "990102"], periods=["2024"]))


def test_what_the_new_version_leaves_out_is_no_longer_current(store: Store) -> None:
    accept(store, filing(suit_heard=10, suit_lost=2), name="a")
    accept(store, filing(suit_heard=12), name="b")
    assert current(store, "suit_lost") is None


def test_the_version_of_a_period_rises_with_each_filing_and_of_no_other(store: Store) -> None:
    accept(store, filing(suit_heard=1), name="a")
    accept(store, filing(suit_heard=2), name="b")
    accept(store, filing(suit_heard=3, period="2023"), name="c")
    assert view(store).versions("demo") == {"2024": 2, "2023": 1}
    assert view(store).versions("public-renshe") == {}


def test_a_target_entered_again_replaces_the_old_entry_in_the_register(store: Store, tmp_path: Path) -> None:
    first = [target(threshold=90.0), target(target="T2", threshold=50.0)]
    store.set_targets(first, sha256="1" * 64, path="一.xlsx", size=1, by="李某", at=AT)
    store.set_targets([target(threshold=95.0)], sha256="2" * 64, path="二.xlsx", size=1, by="李某", at=AT)
    register = view(store).targets("demo")
    assert [(each.target, each.threshold) for each in register] == [("T1", 95.0), ("T2", 50.0)]
    assert view(store).versions("demo") == {"targets": 2}
    assert count(tmp_path, "target") == 3


def test_own_regions_are_entered_once_and_kept_with_everything_they_say(store: Store) -> None:
    zone = Region("990171", "开发区", "Zone", parent="990100", valid_from="2020-01", former=("990172",))
    store.add_regions([zone], by="李某", at=AT)
    store.add_regions([Region("990171", "别的名字")], by="李某", at=AT)
    assert view(store).regions() == (zone,)
