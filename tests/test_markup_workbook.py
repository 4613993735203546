"""The marked-up workbook: the findings are on it, and whatever else the sender put in is still there."""

import re
import xml.etree.ElementTree as ElementTree
import zipfile
from io import BytesIO

import pytest
from builders_marked import X, figures, fill_of, marked, must, opened, parts_of
from builders_markup import (
    PLAIN,
    RICH,
    rich_workbook,
)
from builders_xlsx import (
    STYLES,
)

from loaders.markup_styles import FILLS, UNDER_LIGHT

FORCED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}


def test_every_part_that_no_mark_forces_to_change_keeps_its_bytes(rich: bytes, result: bytes) -> None:
    before, after = parts_of(rich), parts_of(result)
    assert {name for name in before if before[name] != after[name]} == FORCED
    kinds = {"charts", "media", "drawings", "tables", "threadedComments", "persons", "theme", "chartsheets"}
    assert kinds <= {name.split("/")[1] for name in before if name.startswith("xl/") and name not in FORCED}
    assert set(after) - set(before) == {
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
    }


def test_untouched_parts_are_copied_compressed_as_they_came(rich: bytes, result: bytes) -> None:
    def compressed(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = {}
            for entry in archive.infolist():
                start = entry.header_offset + 30 + len(entry.filename.encode())
                found[entry.filename] = data[start : start + entry.compress_size]
            return found

    before, after = compressed(rich), compressed(result)
    assert {name for name in before if before[name] != after[name]} == FORCED
    with zipfile.ZipFile(BytesIO(rich)) as one, zipfile.ZipFile(BytesIO(result)) as two:
        assert two.namelist()[: len(one.namelist())] == one.namelist()
        assert [e.date_time for e in two.infolist()][: len(one.infolist())] == [
            e.date_time for e in one.infolist()
        ]


def test_values_formulas_and_formats_are_read_as_before(rich: bytes, result: bytes) -> None:
    assert figures(result) == figures(rich)
    assert ("应诉", (8, 6)) in [(name, place) for name, cells in figures(result) for place in cells]
    for values in (False, True):
        before, after = opened(rich, values=values), opened(result, values=values)
        for name in (RICH, PLAIN):
            assert [[c.value for c in row] for row in before[name]["A1:H14"]] == [
                [c.value for c in row] for row in after[name]["A1:H14"]
            ]


def without_marks(part: bytes, cells: set[str]) -> str:
    """A worksheet as text without marked styles, added blank cells and rows, and the link to the notes."""
    root = ElementTree.fromstring(part)
    for row in root.iter(f"{X}row"):
        for cell in list(row):
            if cell.get("r") in cells:
                cell.attrib.pop("s", None)
                if len(cell) == 0:
                    row.remove(cell)
        row.attrib.pop("spans", None)
    data = root.find(f"{X}sheetData")
    for row in list(data):
        if len(row) == 0 and set(row.attrib) == {"r"}:
            data.remove(row)
    for legacy in root.findall(f"{X}legacyDrawing"):
        root.remove(legacy)
    return ElementTree.canonicalize(ElementTree.tostring(root, encoding="unicode"))


@pytest.mark.parametrize(
    ("part", "cells"),
    [
        ("xl/worksheets/sheet1.xml", {"D5", "B4", "A1", "K12", "J30", "H20", "F8"}),
        ("xl/worksheets/sheet2.xml", {"D6", "D5"}),
    ],
)
def test_a_touched_sheet_differs_by_its_marks_only(
    rich: bytes, result: bytes, part: str, cells: set[str]
) -> None:
    before, after = parts_of(rich)[part], parts_of(result)[part]
    assert without_marks(before, cells) == without_marks(after, cells)
    kept = re.split(rb"<sheetData", before)[0]
    assert after.startswith(kept)


def test_what_stands_around_the_cells_is_there_byte_for_byte(rich: bytes, result: bytes) -> None:
    before, after = (parts_of(data)["xl/worksheets/sheet1.xml"] for data in (rich, result))
    tail = before[before.index(b"</sheetData>") :]
    assert after.endswith(tail)
    for thing in (
        b"sparkline",
        b"sheetProtection",
        b"dataValidation",
        b"mergeCell",
        b"conditionalFormatting",
    ):
        assert thing in tail


def test_each_marked_cell_keeps_its_style_but_for_the_fill(rich: bytes, result: bytes) -> None:
    before, after = opened(rich), opened(result)
    for sheet, cell, severity in (
        (RICH, "D5", "must"),
        (RICH, "B4", "explain"),
        (RICH, "A1", "note"),
        (RICH, "F8", "must"),
        (PLAIN, "D5", "explain"),
    ):
        old, new = before[sheet][cell], after[sheet][cell]
        assert fill_of(after, sheet, cell) == FILLS[severity]
        for name in ("number_format", "font", "border", "alignment", "protection"):
            assert repr(getattr(old, name)) == repr(getattr(new, name)), (cell, name)
    assert fill_of(after, RICH, "C4") == fill_of(before, RICH, "C4")


def test_a_blank_cell_takes_the_style_of_its_row_or_column(result: bytes) -> None:
    book = opened(result)
    assert (fill_of(book, RICH, "K12"), book[RICH]["K12"].number_format) == (FILLS["must"], "General")
    assert (fill_of(book, RICH, "J30"), book[RICH]["J30"].number_format) == (FILLS["must"], "0.0")
    other = opened(marked(rich_workbook(), must(RICH, "J40")))
    assert (other[RICH]["J40"].number_format, other[RICH]["J40"].font.italic) == ("0.00", True)


def test_light_letters_get_a_dark_ground(result: bytes) -> None:
    assert fill_of(opened(result), PLAIN, "D6") == UNDER_LIGHT["must"]


def test_the_differential_styles_of_conditional_formats_are_untouched(rich: bytes, result: bytes) -> None:
    def of(data: bytes) -> bytes:
        found = re.search(rb"<dxfs.*?</dxfs>", parts_of(data)[STYLES], re.DOTALL)
        assert found
        return found[0]

    assert of(rich) == of(result)
