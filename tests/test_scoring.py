from fractions import Fraction

import pytest
from builders_scoring import COUNTIES, item, mark, one, rate, scheme, sheets, value, veto, veto_rule

from data.regions import Region
from data.scheme import League
from indicators.scoring import score_sheets
from indicators.scoring_model import Measured

RULE = "每低1个百分点扣1分，扣完为止"
SHARE = "按完成率计分"


def gap(code):
    return Measured(None, gap=code, target=90.0, wanted="floor")


def only(its, facts, **more):
    return sheets(its, facts, **more)[0]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("not_reported", ("scored", "not_reported", 0)),
        ("missing_element", ("scored", "missing_element", 0)),
        ("no_cases", ("scored", "no_cases", 10)),
        ("not_applicable", ("left_out", "not_applicable", None)),
        ("zero_denominator", ("unscored", "zero_denominator", None)),
        ("reported_only_below", ("unscored", "reported_only_below", None)),
        ("protected", ("unscored", "protected", None)),
    ],
)
def test_every_reason_for_no_value_has_its_own_consequence(code, expected):
    found = one(RULE, gap(code))
    assert (found.state, found.reason, found.marks) == expected


def test_a_fact_that_nobody_gives_was_not_reported():
    sheet = score_sheets(scheme(item(RULE)), COUNTIES[:1], {})[0]
    assert (sheet.items[0].reason, sheet.marks) == ("not_reported", 0)


def test_no_cases_is_never_0():
    left_out = one(RULE, gap("no_cases"), no_cases="left_out")
    assert (left_out.state, left_out.marks) == ("left_out", None)


def test_the_scheme_may_leave_out_what_was_not_reported():
    assert one(RULE, gap("not_reported"), not_reported="left_out").state == "left_out"


def test_an_item_that_only_takes_away_stays_open_where_nothing_was_reported():
    found = one("每发生一起扣2分", gap("not_reported"), weight=0.0, floor=-10.0)
    assert (found.state, found.reason) == ("unscored", "not_reported")


def test_an_item_that_only_takes_away_goes_down_to_its_floor():
    events = {"unit": "件", "direction": "lower", "target": None}
    assert one("每发生一起扣2分", value(3, **events), weight=0.0, floor=-10.0).marks == -6
    assert one("每发生一起扣2分", value(9, **events), weight=0.0, floor=-10.0).marks == -10


def test_what_is_left_out_gives_its_weight_to_the_others():
    its = scheme(item(SHARE, "1", weight=60.0), item(SHARE, "2", weight=40.0))
    found = only(its, {(1, "1"): value(45), (1, "2"): gap("not_applicable")})
    # half of 60 is 30; 60 stand for 100: 50
    assert (found.full, found.counted, found.marks, found.state) == (100, 60, 50, "final")


def test_a_bonus_is_not_scaled_up():
    its = scheme(item(SHARE + "；每高1个百分点加1分，最多加5分", "1"), item(SHARE, "2"))
    found = only(its, {(1, "1"): value(93), (1, "2"): gap("not_applicable")})
    assert found.marks == 23  # 10 of 10 for 20, and 3 more


def test_where_everything_is_left_out_there_is_no_score():
    found = only(scheme(item(RULE)), {(1, "1"): gap("not_applicable")})
    assert (found.state, found.marks) == ("none", None)


def test_what_is_undecidable_leaves_the_sheet_pending():
    its = scheme(item(RULE, "1"), item(RULE, "2"))
    found = only(its, {(1, "1"): value(85), (1, "2"): value(89, qualifier="about")})
    assert (found.state, found.marks, found.waiting, found.projected) == ("pending", 5, 10, 10)


def test_not_every_unit_below_has_reported_leaves_the_item_open():
    assert one(RULE, value(95, short=True)).reason == "short"


def test_an_item_by_hand_waits_for_its_mark():
    its = scheme(item("凭佐证材料评分，最高5分", kind="manual", subject=""))
    assert only(its, {(1, "1"): value(0)}).items[0].reason == "to_be_marked"
    line = only(its, {(1, "1"): value(0)}, marks=[mark(4.5)]).items[0]
    assert (line.reason, line.marks, line.params["why"]) == ("by_hand", Fraction("4.5"), "佐证材料")


def test_an_item_that_need_not_be_marked_is_left_out_until_it_is():
    its = scheme(
        item(RULE, "1"),
        item("凭佐证材料评分，最高2分", "2", kind="manual", weight=0.0, cap=2.0, not_reported="left_out"),
    )
    facts = {(1, "1"): value(85)}
    assert [only(its, facts).state, only(its, facts).marks] == ["final", 5]
    assert only(its, facts, marks=[mark(1.5, "2")]).marks == Fraction("6.5")


def test_a_mark_by_hand_never_passes_what_the_rule_gives_at_most():
    its = scheme(item("凭佐证材料评分，最高5分", kind="manual", subject=""))
    assert only(its, {(1, "1"): value(0)}, marks=[mark(9)]).marks == 5


def test_a_mark_by_hand_stands_over_the_computed_one_which_stays_visible():
    line = only(scheme(item(RULE)), {(1, "1"): value(85)}, marks=[mark(8)]).items[0]
    assert (line.marks, line.computed, line.reason) == (8, 5, "by_hand")


def test_a_veto_zeroes_the_total_and_the_score_without_it_stays():
    its = scheme(item(RULE), vetoes=(veto_rule(),))
    found = only(its, {(1, "1"): value(85)}, vetoes=[veto()])
    assert (found.marks, found.without_veto, found.vetoes) == (0, 5, (veto(),))
    assert found.items[0].marks == 5


def test_a_veto_may_zero_one_item():
    its = scheme(item(RULE, "1"), item(RULE, "2"), vetoes=(veto_rule("item", item="2"),))
    found = only(its, {(1, "1"): value(85), (1, "2"): value(90)}, vetoes=[veto()])
    assert (found.marks, found.without_veto) == (5, 15)
    assert (found.items[1].reason, found.items[1].marks, found.items[1].computed) == ("veto", 0, 10)


def test_a_veto_strikes_its_own_region_and_year_only():
    its = scheme(item(RULE), vetoes=(veto_rule(),))
    facts = {(1, "1"): value(90), (2, "1"): value(90)}
    assert [sheet.marks for sheet in sheets(its, facts, vetoes=[veto(2)])] == [10, 0]
    assert [sheet.marks for sheet in sheets(its, facts, vetoes=[veto(2, "2024")])] == [10, 10]


def test_a_vetoed_total_needs_nothing_more_to_be_settled():
    its = scheme(item(RULE), vetoes=(veto_rule(),))
    found = only(its, {(1, "1"): value(89, qualifier="about")}, vetoes=[veto()])
    assert (found.state, found.marks) == ("final", 0)


def test_a_veto_never_lifts_what_stood_below_0():
    its = scheme(
        item("每发生一起扣2分", weight=0.0, floor=-10.0), vetoes=(veto_rule("item", item="1"), veto_rule())
    )
    found = only(its, {(1, "1"): value(3, unit="件", direction="lower")}, vetoes=[veto()])
    assert found.marks == -6


def test_empty_marks_compute_no_score_and_say_which():
    its = scheme(item(RULE, "1"), item("", "2", weight=None))
    found = only(its, {(1, "1"): value(85)})
    assert (found.state, found.marks) == ("none", None)
    assert [(line.reason, line.full) for line in found.items] == [("no_marks", 10), ("no_marks", None)]


def test_words_that_are_no_rule_give_no_marks():
    assert one("看情况", value(85)).reason == "unread"


def test_only_regions_of_a_league_are_assessed_each_in_its_own():
    its = scheme(
        item(RULE),
        levels=("county", "city"),
        leagues=(League("甲", "试点", regions=("990101",)), League("乙", "其他县", levels=("county",))),
    )
    city = Region("990100", "市", level="city")
    found = score_sheets(its, [city, *COUNTIES[:2]], {})
    assert [(sheet.region, sheet.league) for sheet in found] == [("990101", "甲"), ("990102", "乙")]


def test_rank_points_are_given_within_a_league():
    its = scheme(
        item("第1名得10分，每降1名减1分"),
        leagues=(
            League("甲", "试点", regions=("990101", "990102", "990103")),
            League("乙", "其他", ("county",)),
        ),
    )
    facts = {(number, "1"): rate(number, 10) for number in range(1, 6)}
    assert [sheet.items[0].marks for sheet in sheets(its, facts)] == [8, 9, 10, None, None]
