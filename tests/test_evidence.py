"""Evidence: kept once, withdrawn with a reason, seen by those who see the place, purged with its file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_proof import SECRET, faults
from builders_record import AT, accept, filing, opened, view

from data import tables
from data.evidence import Evidence, EvidenceError, Happened
from data.kept import kept_file
from data.model import Viewer
from data.people import MASK, Reach, Role
from data.publishing import CatalogueCopy
from data.registers import Entry, Signature, enter
from data.store import Store

TARGET = "T-1"
PAPER = Evidence(
    dataset="demo",
    subject="target",
    code=TARGET,
    region="990101",
    on="2025-03-01",
    by="李某",
    at=AT,
    title="实施方案",
    document="示例人社〔2025〕3号",
)
SCAN = b"%PDF-1.7 scan"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def scanned(store: Store, **changes: str) -> Evidence:
    sha256 = hashlib.sha256(SCAN).hexdigest()
    store.keep_file(sha256, SCAN)
    file = replace(PAPER, sha256=sha256, name="方案.pdf", kind="pdf", size=len(SCAN))
    return replace(file, **changes)


def changed(**changes: Any) -> Evidence:
    return replace(PAPER, **changes)


def viewer(role: Role, region: str, name: str = "他人") -> Viewer:
    reach = Reach({role: frozenset([region])}, kept=frozenset(["demo"]))
    return Viewer(name, stage="published", reach=reach)


def test_evidence_is_read_back_as_it_was_kept(store: Store) -> None:
    number = store.add_evidence(scanned(store, period="2025Q1", link="https://example.org/a"))
    (found,) = view(store).evidence("demo")
    assert found == replace(scanned(store), period="2025Q1", link="https://example.org/a", number=number)
    assert view(store).one_evidence(number) == found
    assert view(store).evidence("demo", subject="task") == view(store).evidence("demo", code="T-2") == ()


def test_the_same_evidence_again_is_the_same(store: Store) -> None:
    first = store.add_evidence(PAPER)
    assert store.add_evidence(PAPER) == first
    assert store.add_evidence(replace(PAPER, region="990102")) != first


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document": " "}, "nothing"),
        ({"link": "http://example.org"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"on": "2025-02-30"}, "on"),
        ({"on": (AT + timedelta(days=1)).date().isoformat()}, "on"),
        ({"period": "2025Q5"}, "period"),
        ({"subject": "figure"}, "subject"),
        ({"code": ""}, "code"),
        ({"region": ""}, "region"),
        ({"sha256": "a" * 64}, "name"),
    ],
)
def test_what_shows_nothing_is_not_kept(store: Store, changes: dict[str, str], code: str) -> None:
    with pytest.raises(EvidenceError) as problem:
        store.add_evidence(changed(**changes))
    assert problem.value.code == code
    assert view(store).evidence("demo") == ()


def test_withdrawn_evidence_counts_no_more_and_stays_in_the_record(store: Store) -> None:
    number = store.add_evidence(PAPER)
    store.withdraw_evidence(number, why="传错了", by="王某", at=AT)
    assert view(store).evidence("demo") == ()
    (kept,) = view(store).evidence("demo", with_withdrawn=True)
    assert (kept.number, kept.withdrawn) == (number, "传错了")
    assert store.add_evidence(PAPER) != number
    assert faults(store) == []


@pytest.mark.parametrize(
    ("number", "why", "code"), [(0, "误", "unknown"), (7, "误", "unknown"), (1, " ", "no_reason")]
)
def test_a_withdrawal_names_what_counts_and_a_reason(store: Store, number: int, why: str, code: str) -> None:
    store.add_evidence(PAPER)
    with pytest.raises(EvidenceError) as problem:
        store.withdraw_evidence(number, why=why, by="王某", at=AT)
    assert problem.value.code == code


def test_evidence_is_withdrawn_once(store: Store) -> None:
    number = store.add_evidence(PAPER)
    store.withdraw_evidence(number, why="误", by="王某", at=AT)
    for again in (number, number + 1):
        with pytest.raises(EvidenceError):
            store.withdraw_evidence(again, why="误", by="王某", at=AT)


def test_only_those_who_see_the_region_see_its_evidence_and_have_the_file(store: Store) -> None:
    number = store.add_evidence(scanned(store))
    sha256 = scanned(store).sha256
    own, other = store.seen_by(viewer("view", "990101")), store.seen_by(viewer("view", "990102"))
    assert [each.number for each in own.evidence("demo")] == [number]
    assert own.file(sha256) == SCAN
    assert other.evidence("demo") == ()
    assert other.one_evidence(number) is None
    with pytest.raises(PermissionError):
        other.file(sha256)


def test_who_gave_it_is_told_to_those_who_review(store: Store) -> None:
    store.add_evidence(PAPER)
    for who, told in (
        (viewer("view", "990101"), MASK),
        (viewer("review", "990101"), "李某"),
        (viewer("file", "990101", "李某"), "李某"),
    ):
        assert [each.by for each in store.seen_by(who).evidence("demo")] == [told]


def test_a_file_that_is_also_a_submission_stays_with_those_who_may_have_that(store: Store) -> None:
    store.add_evidence(scanned(store))
    sha256 = scanned(store).sha256
    store.turn_away("returned", sha256=sha256, path="x", size=1, by="李某", at=AT, findings=())
    with pytest.raises(PermissionError):
        store.seen_by(viewer("view", "990101")).file(sha256)


def test_a_computation_is_told_what_counts_of_every_region(store: Store) -> None:
    store.add_evidence(PAPER)
    store.add_evidence(replace(PAPER, region="990102", period="2025Q1"))
    store.withdraw_evidence(store.add_evidence(replace(PAPER, region="990103")), why="误", by="王某", at=AT)
    told = store.seen_by(viewer("view", "990102")).on_record("demo", "target")
    on = date(2025, 3, 1)
    assert dict(told) == {TARGET: (Happened("990101", "", on), Happened("990102", "2025Q1", on))}


def test_a_publication_knows_the_evidence_of_its_time(store: Store) -> None:
    store.add_evidence(PAPER)
    accept(store, filing(suit_heard=1))
    store.publish("demo", ["2024"], catalogue=CatalogueCopy("c" * 64, 10), by="王某", at=AT)
    store.add_evidence(replace(PAPER, region="990102", at=AT + timedelta(days=1)))
    (made,) = view(store).publications("demo")
    then = store.as_published(Viewer("王某", stage="published"), made, ())
    assert [each.region for each in then.on_record("demo", "target")[TARGET]] == ["990101"]


def test_new_evidence_gives_the_registers_another_version(store: Store) -> None:
    before = view(store).versions("demo").get("registers", 0)
    store.add_evidence(PAPER)
    assert view(store).versions("demo")["registers"] == before + 1


def test_a_purged_file_takes_its_evidence_with_it(store: Store, tmp_path: Path) -> None:
    file = scanned(store, title=SECRET, document=f"{SECRET}号")
    number = store.add_evidence(replace(file, name=f"{SECRET}.pdf"))
    store.purge(file.sha256, by="李某", second="王某", why="误传", at=AT)
    assert not kept_file(tmp_path / "files", file.sha256).exists()
    assert SECRET.encode() not in (tmp_path / "faheng.db").read_bytes()
    assert view(store).evidence("demo") == ()
    assert view(store).on_record("demo", "target") == {}
    (left,) = view(store).evidence("demo", with_withdrawn=True)
    assert (left.number, left.purged, left.on) == (number, True, "2025-03-01")
    assert faults(store, with_files=True) == []


def test_an_event_of_a_veto_happened_on_the_day_of_its_evidence_and_goes_with_it(store: Store) -> None:
    shown = replace(PAPER, subject="veto", code="V1", on="2025-02-01")
    number = store.add_evidence(shown)
    told = {"scheme": "K", "rule": "V1", "period": "2025Q1", "event": "被通报"}
    with store._engine.begin() as connection:
        for code in ("V1", "V2"):  # of V2 there is no evidence
            entry = Entry("demo", code, "990101", told)
            enter(connection, tables.veto, "veto.set", entry, Signature("李某", AT))
    events = view(store).veto_events("demo")
    assert dict(events) == {"K/V1": (Happened("990101", "2025Q1", date(2025, 2, 1)),)}
    store.withdraw_evidence(number, why="误", by="李某", at=AT)
    assert view(store).veto_events("demo") == {}
