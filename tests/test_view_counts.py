"""Cheap reads for the overview: who filed in some periods, and how many findings stand open."""

from datetime import UTC, datetime
from pathlib import Path

from data.catalogue import read_catalogue
from data.model import Filing, Finding, Observation, Viewer
from data.store import Store
from data.view import StoreView

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def view_of(tmp_path: Path, *filings: tuple[str, str, tuple[str, ...]]) -> StoreView:
    store = Store.create(f"sqlite:///{tmp_path}/x.db", tmp_path / "files", tuple(read_catalogue().elements))
    for number, (region, period, codes) in enumerate(filings):
        cell = Observation("suit_heard", "own", 4.0, "exact", "应诉", "D8", "4", 0)
        filing = Filing("annual", "demo", region, period, (cell,))
        found = tuple(Finding(code, "note", "应诉", "D8") for code in codes)
        store.keep_file(f"{number:064}", b"x")
        store.accept(filing, sha256=f"{number:064}", path="x.xlsx", size=1, by="李某", at=AT, findings=found)
    return store.seen_by(Viewer("t"))


def test_filed_can_be_kept_to_some_periods(tmp_path: Path) -> None:
    view = view_of(tmp_path, ("990101", "2024", ()), ("990101", "2025", ()), ("990102", "2025", ()))
    assert [(row[0], row[1]) for row in view.filed("demo", ["2025"])] == [
        ("2025", "990101"),
        ("2025", "990102"),
    ]
    assert len(view.filed("demo")) == 3


def test_findings_are_counted_by_code_and_submission(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        ("990101", "2025", ("cell.normalised", "cell.normalised", "number.repeated")),
        ("990102", "2025", ("cell.normalised",)),
        ("990103", "2024", ("cell.normalised",)),
    )
    counts = view.open_findings("demo", regions=["990101", "990102", "990103"], periods=["2025"])
    assert [(each.code, each.region, each.count) for each in counts] == [
        ("cell.normalised", "990101", 2),
        ("cell.normalised", "990102", 1),
        ("number.repeated", "990101", 1),
    ]
    assert {(each.severity, each.form) for each in counts} == {("note", "annual")}


def test_findings_of_a_superseded_submission_are_no_longer_counted(tmp_path: Path) -> None:
    view = view_of(tmp_path, ("990101", "2025", ("cell.normalised",)), ("990101", "2025", ()))
    assert view.open_findings("demo", regions=["990101"], periods=["2025"]) == ()
