"""The register of rules as a workbook: written, edited offline, read back."""

from __future__ import annotations

import json

import openpyxl
import pytest
from builders import catalogue, edited, find, places
from openpyxl.worksheet.worksheet import Worksheet

from data.model import Finding
from loaders.rules import RuleBook, read_rules
from loaders.rules_edit import in_codes
from loaders.rules_look import COLUMNS, write_rules
from loaders.rules_register import read_register

BOOK = read_rules(catalogue())
AT = {column.field: number for number, column in enumerate(COLUMNS, start=1)}
OWN = {
    "code": "closed_of_filed",
    "name": "结案不多于立案",
    "left": "仲裁当期结案数",
    "op": "≤",
    "right": "仲裁当期立案数 ＋ 2×arbitration_pending_start",
    "severity": "核实",
    "levels": "县、市",
    "periods": "年",
}


def register(book: RuleBook = BOOK) -> bytes:
    return write_rules(book)


def changed(*edits: tuple[str, str, object], book: RuleBook = BOOK) -> bytes:
    """The register with (code, field, value) changed; a code that is not there is written at the end."""

    def edit(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.active
        assert isinstance(sheet, Worksheet)
        for code, field, value in edits:
            sheet.cell(row(sheet, code), AT[field]).value = value

    return edited(register(book), edit)


def row(sheet: Worksheet, code: str) -> int:
    codes = {sheet.cell(number, 1).value: number for number in range(1, sheet.max_row + 1)}
    if code in codes:
        return codes[code]
    last = find(sheet, BOOK.entries[-1].code)[0]
    number = next(number for number in range(last + 1, last + 50) if not sheet.cell(number, 1).value)
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row == number:
            sheet.unmerge_cells(str(merged))
    sheet.cell(number, 1).value = code
    return number


def read(data: bytes, book: RuleBook = BOOK) -> tuple[dict[str, object], tuple[Finding, ...]]:
    edits, findings = read_register(data, book, catalogue())
    return {code: json.loads(content) for code, content in edits}, findings


def test_the_register_as_downloaded_changes_nothing():
    assert read(register()) == ({}, ())
    assert register() == register()


def test_only_what_differs_is_an_edit():
    data = changed(
        ("suit_heard", "severity", "提示"),
        ("suit_heard", "tolerance", 2),
        ("SS01_reported_share", "on", "停用"),
        ("last_year", "limits", "变化幅度（%）=80；最少相差=10"),
        ("random_rank", "levels", "县、市"),
    )
    edits, findings = read(data)
    assert findings == ()
    assert edits == {
        "suit_heard": {"severity": "note", "tolerance": 2},
        "SS01_reported_share": {"off": True},
        "last_year": {"limits": {"percent": 80}},
        "random_rank": {"levels": ["city", "county"]},
    }


def test_the_edits_run_and_are_in_the_next_register():
    data = changed(*[("closed_of_filed", field, text) for field, text in OWN.items()])
    edits, findings = read_register(data, BOOK, catalogue())
    assert findings == ()
    book = read_rules(catalogue(), edits=dict(edits))
    rule = next(each for each in book if each.code == "closed_of_filed")
    assert (str(rule.left), str(rule.right)) == (
        "arbitration_closed",
        "arbitration_filed + 2*arbitration_pending_start",
    )
    assert (rule.levels, rule.periods) == (("city", "county"), ("year",))
    assert read(register(book), book) == ({}, ())


def test_putting_a_rule_back_is_an_edit_without_keys():
    book = read_rules(catalogue(), edits={"suit_heard": '{"severity": "must"}'})
    assert read(changed(("suit_heard", "severity", "核实"), book=book), book)[0] == {"suit_heard": {}}


def test_switching_an_own_rule_off_keeps_its_content():
    content = json.loads(
        read_register(
            changed(*[("closed_of_filed", field, text) for field, text in OWN.items()]), BOOK, catalogue()
        )[0][0][1]
    )
    book = read_rules(catalogue(), edits={"closed_of_filed": json.dumps(content)})
    edits, _ = read(changed(("closed_of_filed", "on", "停用"), book=book), book)
    assert edits == {"closed_of_filed": {**content, "off": True}}


@pytest.mark.parametrize(
    ("code", "field", "value", "finding"),
    [
        ("suit_heard", "severity", "严格", "rule.bad_word"),
        ("last_year", "severity", "强制", "rule.bad_word"),
        ("suit_heard", "tolerance", "少许", "rule.bad_number"),
        ("suit_heard", "tolerance", -1, "rule.bad_number"),
        ("suit_heard", "levels", "乡", "rule.bad_word"),
        ("suit_heard", "left", "suit_closed", "rule.fixed"),
        ("suit_heard", "name", "改了的名称", "rule.fixed"),
        ("last_year", "limits", "幅度=1", "rule.bad_word"),
        ("last_year", "limits", "变化幅度（%）=多", "rule.bad_number"),
        ("funnel", "limits", "单侧概率=0.9", "rule.bad_number"),
        ("suit_heard", "on", "是吧", "rule.bad_word"),
    ],
)
def test_a_mistake_is_told_at_its_cell(code: str, field: str, value: object, finding: str):
    edits, findings = read(changed((code, field, value)))
    sheet: list[str] = []

    def look(workbook: openpyxl.Workbook) -> None:
        active = workbook.active
        assert isinstance(active, Worksheet)
        sheet.append(active.cell(row(active, code), AT[field]).coordinate)

    edited(register(), look)
    assert edits == {}
    assert places(findings) == [(f"校验规则登记表!{sheet[0]}", finding)]


def test_an_unknown_element_names_the_nearest():
    wrong = {**OWN, "left": "suit_losst", "right": "行政诉讼败诉件数"}
    _, findings = read(
        changed(*[("own_one", field, text) for field, text in {**wrong, "code": "own_one"}.items()])
    )
    assert [(finding.code, finding.params["expected"]) for finding in findings] == [
        ("rule.unknown_element", "suit_lost"),
        ("rule.unknown_element", "行政诉讼败诉数"),
    ]


def test_a_code_that_stands_twice_is_told():
    def double(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.active
        assert isinstance(sheet, Worksheet)
        sheet.cell(row(sheet, "suit_heard"), 1).value = "suit_outcomes"

    found = [finding.code for finding in read(edited(register(), double))[1]]
    assert "rule.twice" in found


def test_any_other_workbook_is_no_register():
    from builders import annual

    assert [finding.code for finding in read(annual("2024"))[1]] == ["rule.no_register"]


def test_formulas_may_use_the_names_of_elements():
    elements = catalogue().elements
    assert in_codes("仲裁当期立案数 ＋ 2×arbitration_closed − x", elements).replace(" ", "") == (
        "arbitration_filed+2*arbitration_closed-x"
    )
    for element in elements.values():
        if not set(element.name) & set("+-*"):
            assert in_codes(element.name, elements) == element.code
