"""The marked-up workbook: the findings are on it, and whatever else the sender put in is still there."""

import os
import re
import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ElementTree
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from builders_markup import (
    CHARTS,
    PLAIN,
    RICH,
    SENDER,
    THREAD,
    prefixed,
    repacked,
    rich_workbook,
    with_wide_characters,
)
from builders_xlsx import (
    MAIN,
    SHEET,
    STRICT_LINKS,
    STYLES,
    WORKBOOK,
    WORKBOOK_LINKS,
    compound_file,
    links_part,
    packed,
    sheet_part,
    sound_parts,
    strict_workbook,
    workbook_of,
    workbook_part,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import Finding
from loaders import markup_list
from loaders.addresses import address_of
from loaders.markup import Said, Wording, mark_up
from loaders.markup_alone import list_alone
from loaders.markup_comments import SEPARATOR
from loaders.markup_styles import FILLS, UNDER_LIGHT
from loaders.markup_words import AUTHOR, SHEET_NAME, TITLE
from loaders.workbook import Limits, WorkbookRefused, read

WORDING = Wording(
    severities={"must": "强制", "explain": "核实", "note": "提示"},
    heads=("级别", "工作表", "单元格", "问题", "怎么改", "读到", "应为", "说明"),
    summary="年报.xlsx，第 1 号报送件",
    legend={"must": "必须改", "explain": "改或说明", "note": "已规范读法"},
    whole_sheet="整张表",
    whole_file="整个文件",
    more="另有 {n} 条",
)
FINDINGS = (
    Finding("rule.at_most", "must", RICH, "D5", {"read": "43", "expected": "≤ 41"}),
    Finding("cell.fraction", "explain", RICH, "B4"),
    Finding("cell.normalised", "note", RICH, "C2"),
    Finding("form.row_missing", "must", RICH, "K12"),
    Finding("form.row_missing", "must", RICH, "J30"),
    Finding("cell.normalised", "note", RICH, "H20"),
    Finding("rule.equal", "must", RICH, "F8"),
    Finding("last_year.differs", "explain", RICH, "F8"),
    Finding("cell.not_a_number", "must", PLAIN, "D6"),
    Finding("cell.over_100", "explain", PLAIN, "D5"),
    Finding("form.wrong_period", "must"),
    Finding("form.row_missing", "must", PLAIN),
    Finding("cell.elsewhere", "must", "没有的表", "A1"),
)
X = f"{{{MAIN}}}"


def said(finding: Finding) -> Said:
    return Said(
        f"{finding.code}：<{finding.cell}> & 不符",
        "请核对后改",
        str(finding.params.get("read", "")),
        str(finding.params.get("expected", "")),
    )


def marked(data: bytes, *findings: Finding) -> bytes:
    return mark_up(data, findings, said, wording=WORDING)


def must(sheet: str, cell: str) -> Finding:
    return Finding("cell.not_a_number", "must", sheet, cell)


@pytest.fixture(scope="module")
def rich() -> bytes:
    return rich_workbook()


@pytest.fixture(scope="module")
def result(rich: bytes) -> bytes:
    return marked(rich, *FINDINGS)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says what it does not understand
        return openpyxl.load_workbook(BytesIO(data), data_only=values, rich_text=True)


def figures(data: bytes) -> list[tuple[str, dict]]:
    return [
        (
            sheet.name,
            {
                place: (cell.value, cell.formula, cell.kind, cell.number_format)
                for place, cell in sheet.cells.items()
            },
        )
        for sheet in read(data).sheets
        if not sheet.name.startswith(SHEET_NAME)
    ]


def fill_of(book: openpyxl.Workbook, sheet: str, cell: str) -> str:
    fill = book[sheet][cell].fill
    return str(fill.fgColor.rgb) if fill.fill_type == "solid" else ""


def local(part: bytes) -> ElementTree.Element:
    """The tree without namespaces."""
    root = ElementTree.fromstring(part)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def shades(data: bytes) -> dict[str, str]:
    """Cell -> colour of its fill, in the first sheet, by the parts that the workbook points to."""
    parts = parts_of(data)
    links = local(parts[WORKBOOK_LINKS])
    target = next(link.get("Target") for link in links if link.get("Type", "").endswith("/styles"))
    styles = local(parts[f"xl/{target}"])
    colors = [fill.find("*/fgColor") for fill in styles.find("fills")]
    fills = [color.get("rgb") if color is not None else None for color in colors]
    of = [fills[int(style.get("fillId", "0"))] for style in styles.find("cellXfs")]
    cells = local(parts[SHEET]).iter("c")
    return {cell.get("r", "A1"): color for cell in cells if (color := of[int(cell.get("s", "0"))])}


def listed(data: bytes) -> list[list[str]]:
    """The rows of the added sheet below its heads."""
    sheet = next(each for each in read(data).sheets if each.name.startswith(SHEET_NAME))
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sheet.cells.items():
        rows.setdefault(row, []).append(str(cell.value))
    head = next(row for row, texts in rows.items() if texts[:3] == list(WORDING.heads[:3]))
    return [texts for row, texts in sorted(rows.items()) if row > head]


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


def test_a_note_says_what_was_read_expected_and_how_to_fix_it(result: bytes) -> None:
    text = opened(result)[RICH]["D5"].comment.text
    assert text == "强制\nrule.at_most：<D5> & 不符\n读到：43\n应为：≤ 41\n怎么改：请核对后改"
    assert opened(result)[RICH]["F8"].comment.text.index("强制") < opened(result)[RICH][
        "F8"
    ].comment.text.index("核实")


def test_a_cell_in_a_merged_area_is_marked_at_its_first_cell(result: bytes) -> None:
    book = opened(result)
    assert "<C2>" in book[RICH]["A1"].comment.text
    assert book[RICH]["C2"].comment is None


def test_notes_of_the_sender_stay_and_ours_follow_behind_theirs(result: bytes) -> None:
    note = opened(result)[RICH]["B4"].comment
    assert note.text.startswith("原有批注：请核对")
    assert note.author == SENDER
    assert SEPARATOR in note.text
    assert "cell.fraction" in note.text


def test_a_note_that_stands_for_a_thread_is_left_alone(rich: bytes, result: bytes) -> None:
    before, after = opened(rich)[RICH]["H20"].comment, opened(result)[RICH]["H20"].comment
    assert (after.text, after.author) == (before.text, before.author)
    assert after.author == f"tc={THREAD}"
    assert fill_of(opened(result), RICH, "H20") == FILLS["note"]


def test_buttons_and_old_shapes_stay_in_the_drawing_and_every_note_has_a_shape(
    rich: bytes, result: bytes
) -> None:
    before, after = (parts_of(data)["xl/drawings/vmlDrawing1.vml"].decode() for data in (rich, result))
    for shape in re.findall(r"<v:shape .*?</v:shape>", before, re.DOTALL):
        assert shape in after
    assert 'ObjectType="Button"' in after
    places = re.findall(r"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", after)
    shown = {address_of(int(row) + 1, int(column) + 1) for row, column in places}
    notes = re.findall(r'<comment ref="([A-Z0-9]+)"', parts_of(result)["xl/comments1.xml"].decode())
    assert shown == set(notes) == {"B4", "H20", "A1", "D5", "F8", "K12", "J30"}
    numbers = re.findall(r'id="(_x0000_s\d+)"', after)
    assert len(numbers) == len(set(numbers))


def test_shape_numbers_do_not_meet_those_of_another_sheet(result: bytes) -> None:
    drawings = [content.decode() for name, content in parts_of(result).items() if name.endswith(".vml")]
    maps = [set(re.search(r'idmap[^>]*data="([^"]*)"', each)[1].split(",")) for each in drawings]
    numbers = [set(re.findall(r"_x0000_s(\d+)", each)) for each in drawings]
    assert not maps[0] & maps[1]
    assert not numbers[0] & numbers[1]
    for mapped, own in zip(maps, numbers, strict=True):
        assert {str(int(number) // 1024) for number in own} <= mapped


def test_the_list_has_every_finding_by_severity_with_its_words(result: bytes) -> None:
    rows = listed(result)
    assert [row[0] for row in rows] == ["强制"] * 8 + ["核实"] * 3 + ["提示"] * 2
    assert ["强制", RICH, "D5", "rule.at_most：<D5> & 不符", "请核对后改", "43", "≤ 41"] in rows
    assert [row[:2] for row in rows if row[1:2] == ["整个文件"]] == [["强制", "整个文件"]]
    sheet = read(result).sheet(SHEET_NAME)
    assert sheet.at("A1").value == TITLE
    assert sheet.at("A2").value == WORDING.summary


def test_links_lead_to_the_cells_whatever_the_sheet_is_called(result: bytes) -> None:
    sheet = opened(result)[SHEET_NAME]
    links = {cell.value: cell.hyperlink.location for cell in sheet["C"] if cell.hyperlink}
    assert links["D5"] in (f"'{RICH}'!D5", f"'{PLAIN.replace(chr(39), chr(39) * 2)}'!D5")
    assert {cell.hyperlink.location for cell in sheet["C"] if cell.hyperlink} >= {
        f"'{RICH}'!D5",
        f"'{RICH}'!A1",  # C2 is merged into A1
        "'李''s 附<表>'!D6",
        "'李''s 附<表>'!A1",  # the sheet as a whole
    }
    assert "A1" not in {cell.value for cell in sheet["C"] if cell.hyperlink}  # a sheet that is not there


def test_no_text_becomes_a_formula() -> None:
    data = workbook_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    evil = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", '=HYPERLINK("http://x")', "_x000D_=1", "a\x00b\ud800")
    for text in evil:
        findings = [Finding("x", "must", "报表", "A1")]
        made = mark_up(data, findings, lambda _, text=text: Said(text, text, text, text), wording=WORDING)
        part = parts_of(made)["xl/worksheets/sheet2.xml"]
        assert b"<f" not in part
        (row,) = listed(made)
        assert set(row[3:]) == {text.replace("\x00", "").replace("\ud800", "")}
        assert all(cell.data_type != "f" for cells in opened(made)[SHEET_NAME] for cell in cells)


def test_a_sheet_of_the_same_name_stays_and_the_list_takes_another() -> None:
    book = workbook_part('<sheet name="校验结果" sheetId="7" r:id="rId1"/>')
    data = workbook_of('<row r="1"><c r="A1"><v>1</v></c></row>', workbook=book)
    made = marked(data, must("校验结果", "A1"))
    assert [sheet.name for sheet in read(made).sheets] == ["校验结果", "校验结果 (2)"]
    assert fill_of(opened(made), "校验结果", "A1") == FILLS["must"]


def test_marking_the_same_findings_again_changes_no_byte(result: bytes) -> None:
    assert marked(result, *FINDINGS) == result


def test_a_mark_whose_finding_is_settled_goes_and_the_sender_s_note_is_theirs_again(
    rich: bytes, result: bytes
) -> None:
    again = marked(result, must(RICH, "D5"))
    before, book = opened(rich), opened(again)
    assert fill_of(book, RICH, "D5") == FILLS["must"]
    for sheet, cell in ((RICH, "B4"), (RICH, "F8"), (RICH, "K12"), (RICH, "A1"), (PLAIN, "D5")):
        assert fill_of(book, sheet, cell) == "", cell
        assert book[sheet][cell].number_format == before[sheet][cell].number_format
    assert book[RICH]["F8"].comment is None
    assert book[RICH]["B4"].comment.text == "原有批注：请核对"
    assert [sheet.name for sheet in read(again).sheets] == [RICH, PLAIN, SHEET_NAME]
    assert len(listed(again)) == 1
    assert figures(again) == figures(rich)
    drawing = parts_of(again)["xl/drawings/vmlDrawing1.vml"]
    assert drawing.count(b'ObjectType="Note"') == 3
    assert b'ObjectType="Button"' in drawing


ROWS = (
    '<row r="2" spans="1:2"><c r="A2"><v>1</v></c><c r="D2" s="1"><v>0.5</v></c></row>'
    '<row r="5"><c r="B5" t="inlineStr"><is><t>甲</t></is></c></row>'
)
NO_STYLES = f'<styleSheet xmlns="{MAIN}"/>'
ONE_LINK = links_part([("rId1", "worksheet", "worksheets/sheet1.xml")])
UNSTYLED = sound_parts(ROWS.replace(' s="1"', ""))
LOCK = '<workbookProtection lockStructure="1" workbookPassword="CC1A"/>'
ODD = {
    "x: prefixes": prefixed(workbook_of(ROWS)),
    "strict": strict_workbook(ROWS),
    "two bytes a letter": with_wide_characters(workbook_of(ROWS)),
    "no styles": packed(
        {name: part for name, part in UNSTYLED.items() if name != STYLES} | {WORKBOOK_LINKS: ONE_LINK}
    ),
    "styles that nothing points to": packed(UNSTYLED | {WORKBOOK_LINKS: ONE_LINK}),
    "empty styles": workbook_of(ROWS, styles=NO_STYLES),
    "a style beyond none": workbook_of(ROWS.replace('s="1"', 's="9"'), styles=NO_STYLES),
    "single quotes": workbook_of(ROWS.replace('"', "'")),
    "no addresses": workbook_of("<row><c><v>1</v></c><c><v>2</v></c></row><row/>"),
    "nothing in it": workbook_of(""),
    "an empty tag": workbook_of("", sheet=f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'),
    "no data at all": workbook_of("", sheet=f'<worksheet xmlns="{MAIN}"><sheetPr/></worksheet>'),
    "a worksheet of one tag": workbook_of("", sheet=f'<worksheet xmlns="{MAIN}"/>'),
    "protected": workbook_of(ROWS, workbook=workbook_part(properties=LOCK)),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_odd_packages_are_marked_too(data: bytes) -> None:
    findings = [must("报表", cell) for cell in ("A1", "C2", "D2", "F2", "B3", "B5", "A9")]
    made = marked(data, *findings)
    assert figures(made) == figures(data)
    assert shades(made) == {finding.cell: FILLS["must"] for finding in findings}
    notes = local(parts_of(made)["xl/comments1.xml"])
    assert [author.text for author in notes.iter("author")] == [AUTHOR]
    assert {note.get("ref") for note in notes.iter("comment")} == {finding.cell for finding in findings}
    assert len(listed(made)) == len(findings)
    assert marked(made, *findings) == made


def test_a_protected_workbook_stays_protected() -> None:
    before, after = parts_of(ODD["protected"]), parts_of(marked(ODD["protected"], must("报表", "A1")))
    assert LOCK.encode() in before[WORKBOOK]
    assert LOCK.encode() in after[WORKBOOK]


def test_the_namespaces_of_a_strict_workbook_stay_strict() -> None:
    parts = parts_of(marked(ODD["strict"], must("报表", "A1")))
    assert STRICT_LINKS.encode() + b"/worksheet" in parts[WORKBOOK_LINKS]
    for name in ("xl/worksheets/sheet2.xml", "xl/comments1.xml"):
        assert b"purl.oclc.org" in parts[name]
        assert b"schemas.openxmlformats.org/spreadsheetml" not in parts[name]


def test_the_note_s_link_stands_where_the_sequence_of_a_sheet_wants_it() -> None:
    after = '<pageMargins left="1"/><drawing xmlns:q="urn:q" q:id="x"/><tableParts count="0"/><extLst/>'
    made = marked(workbook_of("", sheet=sheet_part("", after=after)), must("报表", "A1"))
    names = [child.tag.removeprefix(X) for child in ElementTree.fromstring(parts_of(made)[SHEET])]
    assert names[-4:] == ["drawing", "legacyDrawing", "tableParts", "extLst"]


def test_a_row_s_hint_of_its_columns_covers_an_added_cell() -> None:
    made = marked(workbook_of(ROWS), must("报表", "F2"))
    assert b'spans="1:6"' in parts_of(made)[SHEET]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/drawings/vmlDrawing1.vml", b"<xml><v:shape/><br>"),
        ("xl/comments1.xml", b"<comments><broken"),
    ],
)
def test_notes_that_are_not_understood_are_left_as_they_are(rich: bytes, part: str, content: bytes) -> None:
    data = repacked(rich, lambda parts: parts.update({part: content}))
    made = marked(data, must(RICH, "D5"))
    before, after = parts_of(data), parts_of(made)
    for name in ("xl/drawings/vmlDrawing1.vml", "xl/comments1.xml"):
        assert before[name] == after[name]
    assert figures(made) == figures(data)
    assert b'r="D5"' in after["xl/worksheets/sheet1.xml"]
    assert before["xl/worksheets/sheet1.xml"] != after["xl/worksheets/sheet1.xml"]
    assert len(listed(made)) == 1


def test_a_drawing_that_is_no_xml_is_patched_all_the_same(rich: bytes) -> None:
    def patch(parts: dict[str, bytes]) -> None:
        name = "xl/drawings/vmlDrawing1.vml"
        parts[name] = parts[name].replace(b"</v:textbox>", b"<br>\xb2</v:textbox>", 1)

    data = repacked(rich, patch)
    drawing = parts_of(marked(data, must(RICH, "D5")))["xl/drawings/vmlDrawing1.vml"]
    assert b"<br>\xb2</v:textbox>" in drawing
    assert drawing.count(b'ObjectType="Note"') == 3


def test_a_long_list_ends_with_how_many_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup_list, "MOST_LISTED", 3)
    made = marked(workbook_of(""), *(must("报表", f"A{row}") for row in range(1, 6)))
    assert [row[0] for row in listed(made)] == ["强制", "强制", "强制", "另有 2 条"]


def test_the_list_alone_is_a_workbook_without_links() -> None:
    made = list_alone(FINDINGS, said, wording=WORDING)
    assert [sheet.name for sheet in read(made).sheets] == [SHEET_NAME]
    assert len(listed(made)) == len(FINDINGS)
    assert listed(made) == listed(marked(rich_workbook(), *FINDINGS))
    assert not [cell for cell in opened(made)[SHEET_NAME]["C"] if cell.hyperlink]


def test_what_the_reader_refuses_is_not_marked() -> None:
    with pytest.raises(WorkbookRefused, match="old binary"):
        marked(compound_file("Workbook"), must("甲", "A1"))
    with pytest.raises(WorkbookRefused):
        mark_up(workbook_of(ROWS), [], said, wording=WORDING, limits=Limits(bytes=100))


def test_an_entity_in_the_content_types_is_refused() -> None:
    parts = sound_parts("")
    types = "[Content_Types].xml"
    parts[types] = str(parts[types]).replace("<Types", '<!DOCTYPE a [<!ENTITY b "c">]><Types')
    with pytest.raises(WorkbookRefused, match="entities"):
        marked(packed(parts), must("报表", "A1"))


CELLS = st.builds(address_of, st.integers(1, 12), st.integers(1, 8))
VALUES = st.one_of(st.integers(-5, 10**6), st.floats(0, 1), st.sampled_from(["一", "=A1", "约3", "<&>", "'"]))


@settings(max_examples=60, deadline=None)
@given(
    contents=st.dictionaries(CELLS, VALUES, max_size=20),
    notes=st.sets(CELLS, max_size=4),
    findings=st.lists(st.tuples(CELLS, st.sampled_from(["must", "explain", "note"])), max_size=12),
    strings=st.booleans(),
)
def test_any_findings_on_any_cells_change_only_the_looks(
    contents: dict[str, object], notes: set[str], findings: list[tuple[str, str]], strings: bool
) -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "constant_memory": False, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet("报 表")
    for address, value in contents.items():
        sheet.write(address, value, book.add_format({"num_format": "0.00"}) if strings else None)
    for address in notes:
        sheet.write_comment(address, f"注{address}", {"author": SENDER})
    book.close()
    data = buffer.getvalue()
    given_findings = [Finding("x", severity, "报 表", cell) for cell, severity in findings]  # type: ignore[arg-type]
    made = marked(data, *given_findings)
    assert figures(made) == figures(data)
    order = ["must", "explain", "note"]
    worst = {cell: min((s for c, s in findings if c == cell), key=order.index) for cell, _ in findings}
    after = opened(made)
    filled = {cell.coordinate for row in after["报 表"] for cell in row if cell.fill.fill_type == "solid"}
    assert filled == set(worst)
    assert all(fill_of(after, "报 表", cell) == FILLS[severity] for cell, severity in worst.items())
    noted = {cell.coordinate: cell.comment.text for row in after["报 表"] for cell in row if cell.comment}
    assert set(noted) == notes | set(worst)
    assert all(noted[cell].startswith(f"注{cell}") for cell in notes)
    assert len(listed(made)) == len(findings)
    assert figures(marked(made)) == figures(data)


def office() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    assert found or not os.environ.get("CI"), "LibreOffice is not installed: run .ci/system"
    return found


def converted(data: bytes, kind: str, folder: Path) -> bytes:
    source = folder / "标注.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = ["--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    subprocess.run([str(office()), profile, *arguments], check=True, capture_output=True, timeout=300)
    return (folder / "out" / f"标注.{kind}").read_bytes()


def test_libreoffice_opens_it_with_its_notes_links_and_pictures(result: bytes, tmp_path: Path) -> None:
    if office() is None:
        return
    again = converted(result, "xlsx", tmp_path)
    book = opened(again)
    assert book.sheetnames == [RICH, PLAIN, CHARTS, SHEET_NAME]
    assert "rule.at_most" in book[RICH]["D5"].comment.text
    assert book[RICH]["B4"].comment.text.startswith("原有批注：请核对")
    assert "cell.not_a_number" in book[PLAIN]["D6"].comment.text
    assert fill_of(book, RICH, "D5") == FILLS["must"]
    assert any(name.startswith("xl/media/") for name in parts_of(again))
    assert book[RICH]._charts
    links = {cell.hyperlink.location for cell in book[SHEET_NAME]["C"] if cell.hyperlink}
    assert any(RICH in link and "D5" in link for link in links if link)
    pdf = converted(result, "pdf", tmp_path)
    assert pdf.startswith(b"%PDF-")
