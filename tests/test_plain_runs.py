"""Plain rows and strings read by one expression are what expat would have read, and nothing else is."""

from dataclasses import asdict

import pytest
from builders_xlsx import MAIN, sheet_part, strings_part, workbook_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import xml_part
from loaders.guards import WorkbookRefused
from loaders.plain_runs import ROWS, STRINGS, cut
from loaders.workbook import read

CELLS = (
    '<c r="{a}"><v>12</v></c>',
    '<c r="{a}" s="2"/>',
    '<c r="{a}" s="1" t="s"><v>0</v></c>',
    '<c r="{a}" t="s"><v>1</v></c>',
    '<c r="{a}" t="s"><v>7</v></c>',
    '<c r="{a}" s="9"><v>1</v></c>',
    '<c r="{a}" s="2"><v>45000</v></c>',
    '<c r="{a}"><f>B1+1</f><v>3</v></c>',
    '<c r="{a}"><f>B1&amp;"a"</f></c>',
    '<c r="{a}"><f aca="false">B1</f></c>',
    '<c r="{a}" t="str"><f>B1</f><v></v></c>',
    '<c r="{a}" t="inlineStr"><is><t xml:space="preserve"> 复议_x0041_ </t></is></c>',
    '<c r="{a}" t="inlineStr"><v>1</v></c>',
    '<c r="{a}" t="b"><v>1</v></c>',
    '<c r="{a}" t="b"><v>2</v></c>',
    '<c r="{a}" t="e"><v>#REF!</v></c>',
    '<c r="{a}"><v> 5 </v></c>',
    '<c r="{a}"><v>1e999</v></c>',
    '<c r="{a}"><v>12<b/></v></c>',
    '<c t="s" r="{a}"><v>0</v></c>',
    "<c><v>4</v></c>",
    '<c r="{a}"><v>1</v><v>2</v></c>',
    '<foo:c xmlns:foo="urn:x" r="{a}"><v>1</v></foo:c>',
    '<!-- <c r="A1"/> -->',
    "<_run/>",
    "text",
)
PLAIN = CELLS[:4] * 6  # most cells are plain
ROW_ATTRIBUTES = (
    'r="{n}"', 'r="{n}" spans="1:4" ht="18.75"', 'r="{n}" hidden="1"', 'r="{n}" ht="0"', 'r="1"', "",
    'r="{n}" x14ac:dyDescent="0.2"', 'r="{n}" ht="1" ht="2"', 'ht="9" r="{n}"', 'r="{n}" r="{n}"',
)  # fmt: skip
NAMESPACES = (
    "", ' xmlns:x14ac="urn:x14ac"', f' xmlns:x="{MAIN}"', ' xmlns:x14ac="urn:x" extra="&lt;"',
)  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Rows in order, most of them plain, some spelt oddly or wrong."""
    text = ""
    for number in range(1, draw(st.integers(1, 4)) + 1):
        attributes = draw(st.sampled_from((*ROW_ATTRIBUTES[:2] * 4, *ROW_ATTRIBUTES))).format(n=number)
        cells = "".join(
            draw(st.sampled_from((*PLAIN, *CELLS))).format(a=f"{'ABCDE'[column]}{number}")
            for column in range(draw(st.integers(0, 5)))
        )
        text += f"<row {attributes}>{cells}</row>" if cells else f"<row {attributes}/>"
    return text


def outcome(data: bytes) -> object:
    try:
        return asdict(read(data))
    except WorkbookRefused as refusal:
        return refusal.code, refusal.params


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows(), st.sampled_from(NAMESPACES))
def test_a_sheet_reads_the_same_with_and_without_plain_runs(
    monkeypatch: pytest.MonkeyPatch, given_rows: str, names: str
) -> None:
    part = sheet_part(given_rows).replace(f'xmlns="{MAIN}"', f'xmlns="{MAIN}"{names}')
    data = workbook_of("", sheet=part, strings=strings_part("<si><t>甲</t></si><si><t/></si>"))
    with monkeypatch.context() as patched:
        patched.setattr(xml_part, "cut", lambda content, runs: None)
        plainly = outcome(data)
    assert outcome(data) == plainly


@pytest.mark.parametrize(
    "items",
    [
        "<si><t>甲</t></si><si><t>乙_x000A_丙</t></si>",
        "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r></si><si><t>丁</t></si>",
        "<si><t>甲</t></si><si><t>a&amp;b</t></si><si><t xml:space='preserve'> 丁 </t></si>",
        "<si><si><t>甲</t></si></si>",
    ],
)
def test_shared_strings_read_the_same_with_and_without_plain_runs(
    monkeypatch: pytest.MonkeyPatch, items: str
) -> None:
    cells = "".join(f'<c r="{"ABC"[at]}1" t="s"><v>{at}</v></c>' for at in range(3))
    data = workbook_of(f'<row r="1">{cells}</row>', strings=strings_part(items))
    with monkeypatch.context() as patched:
        patched.setattr(xml_part, "cut", lambda content, runs: None)
        plainly = outcome(data)
    assert outcome(data) == plainly


ROOT = f'<worksheet xmlns="{MAIN}"'


@pytest.mark.parametrize(
    "part",
    [
        f'{ROOT}><!-- --><sheetData><row r="1"/></sheetData></worksheet>',
        f'{ROOT}><sheetData><row r="1"/><?go?></sheetData></worksheet>',
        f'{ROOT}><a xmlns="urn:x"><row r="1"/></a></worksheet>',
        f'{ROOT}><sheetData><row r="1" x14ac:ht="1"/></sheetData></worksheet>',
        f'{ROOT}><sheetData><_run/><row r="1"/></sheetData></worksheet>',
        f'<x:worksheet xmlns:x="{MAIN}"><row r="1"/></x:worksheet>',
        f'<?xml version="1.0" encoding="GBK"?>{ROOT}><row r="1"/></worksheet>',
    ],
)
def test_a_part_that_could_mean_something_else_is_left_to_expat_whole(part: str) -> None:
    assert cut(part.encode(), ROWS) is None


def test_a_part_that_is_not_utf_8_is_left_to_expat_whole() -> None:
    assert cut(f'{ROOT}><row r="1"/></worksheet>'.encode("utf-16"), ROWS) is None
    assert cut(b'<sst xmlns="x"><si><t>\xff</t></si></sst>', STRINGS) is None


def test_a_long_run_that_ends_badly_is_judged_in_time_that_grows_with_its_length() -> None:
    cells = "".join(f'<c r="A1" t="s"><v>{at}</v></c>' for at in range(100_000))
    part = f'{ROOT}><sheetData><row r="1">{cells}<c/></row></sheetData></worksheet>'
    found = cut(part.encode(), ROWS)
    assert found is not None
    assert len(found[1]) == 1
