"""Any findings on any cells change only the looks; LibreOffice opens the result."""

from io import BytesIO
from pathlib import Path

import xlsxwriter
from builders_marked import figures, fill_of, listed, marked, opened, parts_of
from builders_markup import (
    CHARTS,
    PLAIN,
    RICH,
    SENDER,
)
from builders_office import converted, office
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import Finding
from loaders.addresses import address_of
from loaders.markup_styles import FILLS
from loaders.markup_words import SHEET_NAME

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
    given_findings = [Finding("x", severity, "报 表", cell) for cell, severity in findings]
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
