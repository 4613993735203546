"""Old binary workbooks and .ods at the door: read as the form itself, filed, and said to be converted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from builders import annual, catalogue, edited, figures, forms, public
from builders_foreign import (
    error,
    label,
    number,
    xls,
)
from builders_office import converted, office

from data.model import Observation
from data.store import Store
from layouts.text import finding_message
from loaders.cells import Cell
from loaders.extract import extract, recognise
from loaders.foreign import read_any
from loaders.intake import Desk, receive
from loaders.marks import mark_in_cells
from loaders.rules import read_rules
from loaders.workbook import Workbook, read

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def observed(workbook: Workbook) -> dict[tuple[str, str], tuple[float | None, str, str]]:
    form = recognise(workbook, forms())
    assert form
    filing = extract(workbook, form, catalogue()).filing
    assert filing
    return {(each.element, each.scope): told(each) for each in filing.observations}


def told(figure: Observation) -> tuple[float | None, str, str]:
    return figure.value, figure.qualifier, f"{figure.sheet}!{figure.cell}"


def with_a_percentage(book: openpyxl.Workbook) -> None:
    book.worksheets[0]["J3"] = 0.875
    book.worksheets[0]["J3"].number_format = "0.0%"
    book.worksheets[0].row_dimensions[5].hidden = True


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_form_saved_in_another_format_reads_as_the_form_itself(kind: str, tmp_path: Path) -> None:
    if office() is None:
        return
    data = edited(annual(suit_closed=12, suit_lost=2, suit_heard=10), with_a_percentage)
    ours, theirs = read(data), read_any(converted(data, kind, tmp_path))
    assert theirs.source == kind
    assert observed(theirs) == observed(ours)
    for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
        assert {place: shown(cell) for place, cell in other.cells.items()} == {
            place: shown(cell) for place, cell in mine.cells.items()
        }
        assert set(other.merges) == set(mine.merges)
        assert (other.name, other.hidden_rows) == (mine.name, mine.hidden_rows)


def shown(cell: Cell) -> tuple[str, object, bool]:
    return cell.kind, cell.value, "%" in cell.number_format


def first_sheet(data: bytes) -> bytes:
    """The first sheet of an .xlsx as an .xls."""
    sheet = read(data).sheets[0]
    records = [
        number(cell.row - 1, cell.column - 1, cell.value)
        if isinstance(cell.value, float)
        else label(cell.row - 1, cell.column - 1, str(cell.value))
        for cell in sheet.cells.values()
    ]
    return xls(records, name=sheet.name)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store.create(f"sqlite:///{tmp_path / 'f.db'}", tmp_path / "files", tuple(catalogue().elements))
    yield Desk(store, catalogue(), forms(), read_rules(catalogue()), {})
    store.close()


def test_an_old_workbook_is_filed_and_said_to_have_been_converted(desk: Desk) -> None:
    data = first_sheet(public(figures(suit_closed=12, suit_heard=10)))
    outcome = receive("公开数据.xls", data, desk=desk, by="经办人", at=AT)
    assert (outcome.status, outcome.form) == ("accepted", "public")
    assert [(found.code, found.severity) for found in outcome.findings] == [("file.foreign", "note")]
    assert "公式没有读" in finding_message(outcome.findings[0], "zh")


def test_an_error_in_an_old_workbook_is_a_finding_and_no_blank(desk: Desk) -> None:
    data = first_sheet(public(figures(suit_closed=12)))
    place = next(cell for cell in read_any(data).sheets[0].cells.values() if cell.value == 12.0)
    spoilt = data.replace(
        number(place.row - 1, place.column - 1, 12.0), error(place.row - 1, place.column - 1, 7)
    )
    outcome = receive("公开数据.et", spoilt, desk=desk, by="经办人", at=AT)
    assert ("cell.error", place.address) in [(found.code, found.cell) for found in outcome.findings]


def test_a_secrecy_mark_in_a_cell_of_a_converted_file_is_found() -> None:
    workbook = read_any(xls([label(0, 0, "表"), label(4, 2, "机密★10年")]))
    assert mark_in_cells(workbook) == "机密★10年"
    assert mark_in_cells(read_any(xls([label(0, 0, "机密")]))) == ""
