"""The reader against openpyxl, and what openpyxl cannot say: escapes, cached values beside formulas."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from builders_xlsx import (
    STRINGS,
    WORKBOOK,
    WORKBOOK_LINKS,
    links_part,
    packed,
    sheet_part,
    sound_parts,
    strict_workbook,
    strings_part,
    workbook_of,
    workbook_part,
)
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import to_excel

from loaders.formats import BUILTIN, shows_date
from loaders.workbook import Cell, Workbook, read


def only_cell(data: bytes) -> Cell:
    (cell,) = read(data).sheets[0].cells.values()
    return cell


def one(content: str, *, kind: str = "", style: str = "", **parts: str | bytes) -> Cell:
    """The one cell of a workbook, from the markup inside its <c>."""
    attributes = (f' t="{kind}"' if kind else "") + (f' s="{style}"' if style else "")
    return only_cell(workbook_of(f'<row r="1"><c r="A1"{attributes}>{content}</c></row>', **parts))


def test_a_number_keeps_its_text_beside_its_value() -> None:
    cell = one("<v>75.450</v>")
    assert (cell.kind, cell.value, cell.raw, cell.number_format) == ("number", 75.45, "75.450", "General")


def test_a_formula_and_its_cached_value_are_both_read() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("报表").write_formula("D12", "=B12/C12", None, 0.875)
    cell = read(target.getvalue()).sheets[0].at("D12")
    assert cell is not None
    assert (cell.kind, cell.value, cell.formula) == ("number", 0.875, "B12/C12")


def test_a_formula_never_calculated_is_of_kind_empty() -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "=1+1"
    target = BytesIO()
    book.save(target)
    cell = only_cell(target.getvalue())
    assert (cell.address, cell.kind, cell.value, cell.formula) == ("B2", "empty", None, "1+1")


def test_a_formula_whose_text_is_empty_is_a_text() -> None:
    cell = one('<f>""</f><v></v>', kind="str")
    assert (cell.kind, cell.value, cell.formula) == ("text", "", '""')


def test_a_cell_sharing_a_formula_names_what_it_shares() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="3">B1*2</f><v>4</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="3"/><v>6</v></c></row>'
    )
    cells = read(workbook_of(rows)).sheets[0].cells
    assert [(cell.formula, cell.value) for cell in cells.values()] == [("B1*2", 4.0), ("si=3", 6.0)]


def test_an_error_is_told_from_a_blank() -> None:
    cell = one("<f>A2</f><v>#REF!</v>", kind="e")
    assert (cell.kind, cell.value, cell.formula) == ("error", "#REF!", "A2")


def test_blank_cells_are_absent() -> None:
    rows = (
        '<row r="1"><c r="A1" s="1"/><c r="B1"><v/></c><c r="C1" t="s"/><c r="D1" t="str"><v></v></c></row>'
    )
    assert read(workbook_of(rows)).sheets[0].cells == {}


def test_a_truth_value_is_no_number() -> None:
    assert one("<v>1</v>", kind="b").value is True
    assert one("<v>0</v>", kind="b").value is False


def test_runs_are_joined_and_readings_left_out() -> None:
    runs = "<r><t>行政</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 复议</t></r>"
    item = f"<si>{runs}<rPh sb='0' eb='1'><t>x</t></rPh></si>"
    assert one("<v>0</v>", kind="s", strings=strings_part(item)).value == "行政 复议"
    inline = "<is><r><t>行政</t></r><r><t>诉讼</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is>"
    assert one(inline, kind="inlineStr").value == "行政诉讼"


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("a_x000D__x000A_b", "a\r\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
        ("_x0000_", "_x0000_"),
        ("_xyz_", "_xyz_"),
    ],
)
def test_escapes_in_text_become_their_characters(stored: str, meant: str) -> None:
    assert one("<v>0</v>", kind="s", strings=strings_part(f"<si><t>{stored}</t></si>")).value == meant
    assert one(f"<is><t>{stored}</t></is>", kind="inlineStr").value == meant
    assert one(f"<v>{stored}</v>", kind="str").value == meant


@pytest.mark.parametrize(
    ("style", "code"), [("2", "mm-dd-yy"), ("3", 'yyyy"年"m"月"'), ("4", 'yyyy"年"m"月"')]
)
def test_a_number_in_a_date_format_is_a_date_with_its_serial(style: str, code: str) -> None:
    cell = one("<v>44561</v>", style=style)
    assert (cell.kind, cell.value, cell.number_format) == ("date", 44561.0, code)


def test_a_percent_format_does_not_change_the_value() -> None:
    cell = one("<v>0.875</v>", style="1")
    assert (cell.kind, cell.value, cell.number_format) == ("number", 0.875, "0.00%")


@pytest.mark.parametrize(
    ("stored", "date1904", "serial"),
    [
        ("2021-12-31", "0", 44561.0),
        ("2021-12-31T12:00:00Z", "0", 44561.5),
        ("06:00:00.000", "0", 0.25),
        ("1900-01-01", "0", 1.0),
        ("1904-01-02", "1", 1.0),
    ],
)
def test_a_date_written_out_becomes_its_serial(stored: str, date1904: str, serial: float) -> None:
    workbook = workbook_part(properties=f'<workbookPr date1904="{date1904}"/>')
    cell = one(f"<v>{stored}</v>", kind="d", workbook=workbook)
    assert (cell.kind, cell.value, cell.raw) == ("date", serial, stored)


@pytest.mark.parametrize(
    "code", ["General", "0.00", "[Red]0.00", '0"days"', "#,##0_d", "0;[Red]-0", "@", "G/通用格式"]
)
def test_formats_that_show_no_date(code: str) -> None:
    assert not shows_date(code)


@pytest.mark.parametrize(
    "code", ["yyyy年m月", "[h]:mm", "mm:ss", '[$-804]yyyy"年"', "d\\-m", "[DBNum1]m月;@"]
)
def test_formats_that_show_a_date(code: str) -> None:
    assert shows_date(code)


def test_built_in_formats_are_those_of_openpyxl() -> None:
    theirs = {key: code for key, code in BUILTIN_FORMATS.items() if key != 44}  # its 44 lacks the semicolons
    assert {key: BUILTIN[key] for key in theirs} == theirs


def test_cells_and_rows_without_addresses_follow_each_other() -> None:
    first = '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
    rows = f'{first}<row r="4"><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    cells = read(workbook_of(rows)).sheets[0].cells.values()
    assert [(cell.address, cell.value) for cell in cells] == [
        ("A1", 1),
        ("D1", 2),
        ("E1", 3),
        ("A4", 4),
        ("A5", 5),
    ]


def test_rows_and_columns_of_no_size_are_hidden() -> None:
    sheet = sheet_part(
        '<row r="2" ht="0" customHeight="1"/><row r="3" hidden="1"/><row r="4" ht="15"/>',
        before='<cols><col min="2" max="3" width="0"/><col min="4" max="4" width="9"/>'
        '<col min="999" max="16384" hidden="true"/></cols>',
    )
    found = read(workbook_of("", sheet=sheet)).sheets[0]
    assert found.hidden_rows == {2, 3}
    assert found.hidden_columns == {2, 3, 999, 1000}


def test_sheets_are_found_by_relative_and_absolute_targets_and_chart_sheets_are_skipped() -> None:
    parts = sound_parts()
    parts[WORKBOOK] = workbook_part(
        '<sheet name="甲" sheetId="1" r:id="a"/><sheet name="图" sheetId="2" r:id="b"/>'
        '<sheet name="乙" sheetId="3" state="veryHidden" r:id="c"/>'
    )
    parts[WORKBOOK_LINKS] = links_part(
        [
            ("a", "worksheet", "/xl/worksheets/sheet1.xml"),
            ("b", "chartsheet", "chartsheets/sheet1.xml"),
            ("c", "worksheet", "../xl/./worksheets/sheet%202.xml"),
        ]
    )
    parts["xl/worksheets/sheet 2.xml"] = sheet_part('<row r="1"><c r="A1"><v>2</v></c></row>')
    sheets = read(packed(parts)).sheets
    assert [(sheet.name, sheet.state, len(sheet.cells)) for sheet in sheets] == [
        ("甲", "visible", 1),
        ("乙", "very_hidden", 1),
    ]


def test_links_to_other_files_are_allowed_and_not_followed() -> None:
    parts = sound_parts()
    target = 'Target="file:///etc/passwd" TargetMode="External"'
    outside = f'<Relationship Id="rId9" Type="x/externalLinkPath" {target}/>'
    parts[WORKBOOK_LINKS] = links_part([("rId1", "worksheet", "worksheets/sheet1.xml")], extra=outside)
    parts["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    assert len(read(packed(parts)).sheets) == 1


def test_the_strict_namespaces_are_read() -> None:
    cell = only_cell(strict_workbook('<row r="1"><c r="A1" t="d"><v>2021-12-31</v></c></row>'))
    assert (cell.kind, cell.value) == ("date", 44561.0)


def test_prefixed_elements_are_read() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert only_cell(workbook_of("", sheet=sheet)).value == 7.0


def test_elements_of_other_namespaces_are_not_cells() -> None:
    rows = '<row r="1" xmlns:o="urn:other"><o:c r="A1"><o:v>1</o:v></o:c><c r="B1"><v>2</v></c></row>'
    assert only_cell(workbook_of(rows)).address == "B1"


def test_a_part_in_utf_16_is_read() -> None:
    text = sheet_part('<row r="1"><c r="A1" t="inlineStr"><is><t>法</t></is></c></row>').replace(
        "UTF-8", "UTF-16"
    )
    assert only_cell(workbook_of("", sheet=text.encode("utf-16"))).value == "法"


def test_a_workbook_without_strings_and_styles_is_read() -> None:
    parts = sound_parts('<row r="1"><c r="A1" s="4"><v>1</v></c></row>')
    parts[WORKBOOK_LINKS] = links_part([("rId1", "worksheet", "worksheets/sheet1.xml")])
    kept = {name: content for name, content in parts.items() if name != STRINGS}
    assert only_cell(packed(kept)).number_format == "General"


def test_blank_cells_far_outside_are_not_refused() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
        '<row r="1048576" hidden="1"><c r="A1048576"/></row>'
    )
    sheet = read(workbook_of(rows)).sheets[0]
    assert (len(sheet.cells), sheet.hidden_rows) == (1, frozenset())


def test_a_cell_is_found_by_its_address() -> None:
    book: Workbook = read(workbook_of('<row r="12"><c r="D12"><v>182</v></c></row>'))
    sheet = book.sheet("报表")
    assert sheet is not None
    assert (sheet.at("D12"), sheet.at("D13"), book.sheet("没有")) == (sheet.cells[12, 4], None, None)
    with pytest.raises(ValueError, match="no cell address"):
        sheet.at("12D")


def test_rich_text_written_by_openpyxl_is_plain_text() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("受理 ", TextBlock(InlineFont(b=True), "（件）"))
    target = BytesIO()
    book.save(target)
    assert only_cell(target.getvalue()).value == "受理 （件）"


def test_dates_written_out_by_openpyxl_agree_with_its_serials() -> None:
    moment = datetime.fromisoformat("2020-02-29T06:30")
    book = openpyxl.Workbook(iso_dates=True)
    book.active.append([date(2021, 12, 31), moment, timedelta(hours=30)])
    target = BytesIO()
    book.save(target)
    cells = read(target.getvalue()).sheets[0].cells.values()
    assert [(cell.kind, cell.value) for cell in cells] == [
        ("date", 44561.0),
        ("date", to_excel(moment)),
        ("date", 1.25),
    ]
