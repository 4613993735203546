"""Notes, shapes and the added list of the marked-up workbook."""

import re

import pytest
from builders_marked import FINDINGS, WORDING, figures, fill_of, listed, marked, must, opened, parts_of, said
from builders_markup import (
    PLAIN,
    RICH,
    SENDER,
    THREAD,
    rich_workbook,
)
from builders_xlsx import (
    workbook_of,
    workbook_part,
)

from data.model import Finding
from loaders import markup_list
from loaders.addresses import address_of
from loaders.markup import Said, mark_up
from loaders.markup_alone import list_alone
from loaders.markup_comments import SEPARATOR
from loaders.markup_styles import FILLS
from loaders.markup_words import SHEET_NAME, TITLE
from loaders.workbook import read


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
