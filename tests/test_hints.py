"""What a header leaves out, from elsewhere: a name that is not known is told as such, with the nearest."""

from __future__ import annotations

import pytest
from builders import annual, catalogue, edited, extracted, find

from data.model import Finding
from layouts.text import finding_message


def without_code(name: str) -> Finding:
    """The header finding of a return whose header names its unit and asks for no code."""

    def change(book: object) -> None:
        for sheet in book.worksheets:
            row, column = find(sheet, "行政区划代码")
            sheet.cell(row, column).value = None
            row, column = find(sheet, "填报单位")
            sheet.cell(row, column).value = f"填报单位：{name}"

    (found,) = [
        each for each in extracted(edited(annual(suit_closed=3), change)).findings if each.severity == "must"
    ]
    return found


@pytest.mark.parametrize("name", ["月玙区", "月玙区司法局"])
def test_an_unknown_name_is_told_with_the_nearest_known(name: str) -> None:
    found = without_code(name)
    assert (found.code, found.params["reason"], found.params["read"]) == (
        "form.wrong_region",
        "unnamed",
        name,
    )
    assert "990101" in str(found.params["expected"])
    said = finding_message(found, "zh")
    assert name in said
    assert "没有填行政区划代码" not in said
    assert catalogue().regions.get("990101").name in said


def test_a_name_like_no_other_is_told_as_it_was_read() -> None:
    found = without_code("某某筹备组")
    assert found.params["reason"] == "unnamed_far"
    assert "某某筹备组" in finding_message(found, "zh")
    assert "某某筹备组" in finding_message(found, "en")
