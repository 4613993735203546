"""The grammar table of docs/schemes.md is computed, row by row."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from builders_scoring import item, one, rate, scheme, sheets, value

from data.marking import Marking
from data.marking_parse import parse_rule

DOCS = Path(__file__).parent.parent / "docs" / "schemes.md"
TABLE = DOCS.read_text(encoding="utf-8").partition("## 计分规则")[2].partition("\n## ")[0]
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in TABLE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| 规则"))
]
COUNTS = (
    "未发生的得满分，每发生1件扣1分，扣完为止",
    "每发生一起扣2分",
    "每多1件扣2分，扣完为止",
    "超过3件的，每多1件扣2分",
)


def computed(rule, told):
    if told.startswith("第"):
        facts = {(number, "1"): rate(each, 100) for number, each in enumerate((95, 90, 80), start=1)}
        return sheets(scheme(item(rule)), facts)[int(told[1]) - 1].items[0].marks
    if "/" in told:
        return one(rule, rate(*map(int, told.split("/")))).marks
    capped = {"target": 5.0, "wanted": "cap", "direction": "lower", "unit": "件"} if rule in COUNTS else {}
    return one(rule, value(float(told), **capped)).marks


@pytest.mark.parametrize(("rule", "example"), [(rule, example) for rule, _, example in ROWS])
def test_every_rule_of_the_table_is_read_and_its_example_is_right(rule, example):
    assert isinstance(parse_rule(rule), Marking)
    found = re.fullmatch(r"(.+) → (.+)", example)
    if found is None:
        assert example == "—"
        assert one(rule, value(80)).reason == "to_be_marked"
    else:
        assert computed(rule, found[1]) == Fraction(found[2])


def test_the_table_has_every_kind_of_rule():
    assert len(ROWS) == 21
