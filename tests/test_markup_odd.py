"""Marking odd packages: strict, unstyled, protected, prefixed, with notes that are not understood."""

import xml.etree.ElementTree as ElementTree

import pytest
from builders_marked import WORDING, X, figures, listed, local, marked, must, parts_of, said, shades
from builders_markup import (
    RICH,
    prefixed,
    repacked,
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

from loaders.markup import mark_up
from loaders.markup_styles import FILLS
from loaders.markup_words import AUTHOR
from loaders.workbook import Limits, WorkbookRefused

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
