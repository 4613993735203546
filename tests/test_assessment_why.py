"""Why an item has its marks: every reason and every step has words in both languages, with the numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest
from builders_assessment import ITEMS, small_scheme

from data.demo_regions import demo_regions
from data.scheme import Item
from indicators.scoring import score_sheets
from indicators.scoring_model import ItemScore, ItemState, Measured, Reason
from layouts.text import LANGUAGES, Language
from layouts.views.assessment_why import amount, why

SCHEME = small_scheme()
UNITS = [region for region in demo_regions(24) if region.level == "county"]
LINEAR = "达到95%得满分，60%及以下得0分，其间按比例计分"
LOW, BANDS = "每低1个百分点扣1分，扣完为止", "95%以上得10分，90%以上得8分，其余不得分"
MET, BY_RANK = "达标得满分，否则不得分", "第1名得10分，每降1名减1分"


def told(item: Item, measured: Measured | None, language: Language = "zh") -> str:
    """What is said of a county, three others being better."""
    scheme, cases = small_scheme(items=(item,)), Fraction(9)
    better = Measured(Fraction(99), denominator=cases, target=90)
    facts = {(unit.code, item.code): better for unit in UNITS[1:4]}
    if measured is not None:
        facts[UNITS[0].code, item.code] = measured
    (score,) = score_sheets(scheme, UNITS, facts)[0].items
    return why(score, scheme, language)


def ruled(rule: str, weight: float = 10) -> Item:
    return replace(ITEMS[0], rule=rule, weight=weight)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", get_args(ItemState))
@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_words(reason: Reason, state: ItemState, language: Language) -> None:
    score = ItemScore("1", state, reason, Fraction(60), Fraction(0), params={"why": "核查", "veto": "V1"})
    said = why(score, SCHEME, language)
    assert reason == "rule" or said
    assert "{" not in said


@pytest.mark.parametrize(
    ("rule", "measured", "words"),
    [
        (LOW, Measured(Fraction(88), target=90), "88%，比 90% 低 2 个百分点，扣 2 分"),
        (
            LOW,
            Measured(Fraction(10), target=90),
            "10%，比 90% 低 80 个百分点，扣 80 分；扣完为止，得 0 分",
        ),
        (LOW, Measured(Fraction(95), target=90), "不扣分，得满分 10 分"),
        (
            "每少一次扣3分，扣完为止",
            Measured(Fraction(50), Fraction(1), Fraction(2), target=100),
            "1，应为 2，少 1，扣 3 分",
        ),
        (LINEAR, Measured(Fraction(88)), "88%，在 60% 与 95% 之间按比例得 8 分"),
        (LINEAR, Measured(Fraction(99)), "99%，在 60% 至 95% 的一端或以外，得 10 分"),
        (BANDS, Measured(Fraction(92)), "92%，在 90% 以上一档，得 8 分"),
        (BANDS, Measured(Fraction(50)), "50%，不在任何一档，得 0 分"),
        (MET, Measured(Fraction(92), target=90), "92%，达到 90%，得 10 分"),
        (MET, Measured(Fraction(80), target=90), "80%，没有达到 90%，得 0 分"),
        ("按完成率计分", Measured(Fraction(45), target=90), "完成 50%，得 5 分"),
        (BY_RANK, Measured(Fraction(45), denominator=Fraction(9)), "列第 4 位，得 7 分"),
        (BY_RANK, Measured(Fraction(45), denominator=Fraction(2)), "案件数不足 5 件，不参加名次计分，不计入"),
        ("凭佐证材料评分，最高5分", None, "等待人工评定"),
        (LOW, None, "未报，计 0 分"),
        (LOW, Measured(None, gap="no_cases"), "无案件，按方案得满分"),
        (LOW, Measured(Fraction(88)), "规则要同目标比较，但没有现行目标"),
    ],
)
def test_each_kind_of_rule_says_how_it_came_to_its_marks(
    rule: str, measured: Measured | None, words: str
) -> None:
    assert told(ruled(rule), measured) == words


def test_a_bonus_beyond_a_deduction_says_only_what_happened() -> None:
    item = ruled("达标得满分；每低1个百分点扣0.5分，扣完为止；每高1个百分点加0.2分，最多加1分")
    assert told(item, Measured(Fraction(95), target=90)) == "95%，比 90% 高 5 个百分点，加 1 分"
    assert told(item, Measured(Fraction(88), target=90)) == "88%，比 90% 低 2 个百分点，扣 1 分"


def test_english_says_the_same() -> None:
    measured = Measured(Fraction(130, 7), target=90)
    assert (
        told(ruled("每低1个百分点扣0.1分，扣完为止"), measured, "en")
        == "18.57%, 71.43 points below 90%: 7.14 deducted"
    )


def test_what_is_not_nothing_is_never_shown_as_nothing() -> None:
    assert amount(Fraction(1, 3000)) == "0.0003"
    assert amount(Fraction(0)) == "0"
