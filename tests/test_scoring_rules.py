"""Each rule with an example computed by hand; full marks are 10, the target in force is 90 %."""

from dataclasses import replace
from fractions import Fraction

import pytest
from builders_scoring import item, one, rate, scheme, sheets, value


@pytest.mark.parametrize(
    ("rule", "measured", "marks"),
    [
        # 90 - 85.5 = 4.5 points, 1 each: 10 - 4.5
        ("每低1个百分点扣1分，扣完为止", 85.5, "5.5"),
        ("每低1个百分点扣1分，扣完为止", 90, "10"),
        ("每低1个百分点扣1分，扣完为止", 99, "10"),
        # 20 points short: 10 - 20, stopped at 0
        ("每低1个百分点扣1分，扣完为止", 70, "0"),
        # 4.5 points: four whole ones, five started ones
        ("低于目标值的，每满1个百分点扣1分", 85.5, "6"),
        ("每低1个百分点扣1分，不足1个百分点按1个百分点计", 85.5, "5"),
        # 4.5 points are not two whole fives but one started and none whole
        ("每低5个百分点扣2分，不足5个百分点按5个百分点计", 85.5, "8"),
        ("每低5个百分点扣2分，不足5个百分点的不扣", 85.5, "10"),
        # own base 95: 95 - 85.5 = 9.5 points at 0.5: 10 - 4.75
        ("达到95%得满分，每低1个百分点扣0.5分", 85.5, "5.25"),
        # from 8 on: 4.5 points at 0.2 are 0.9; below 60 nothing, 60 itself loses 6
        ("达到90%以上得8分，每低1个百分点扣0.2分，低于60%不得分", 85.5, "7.1"),
        ("达到90%以上得8分，每低1个百分点扣0.2分，低于60%不得分", 60, "2"),
        ("达到90%以上得8分，每低1个百分点扣0.2分，低于60%不得分", 59.9, "0"),
        # 20 points at 1, at most 5: 10 - 5
        ("每低1个百分点扣1分，最多扣5分", 70, "5"),
        # 5.5 over: 10 + 2.75, at most 2
        ("每低1个百分点扣1分；每高1个百分点加0.5分，最多加2分", 95.5, "12"),
        # 3 over at 0.5
        ("每低1个百分点扣1分；每高1个百分点加0.5分，最多加2分", 93, "11.5"),
        ("每低1个百分点扣1分；每高1个百分点加0.5分，最多加2分", 88, "8"),
        # from 60 to 95 is 35; 81 is 21/35 of the way
        ("达到95%得满分，60%及以下得0分，其间按比例计分", 81, "6"),
        ("达到95%得满分，60%及以下得0分，其间按比例计分", 60, "0"),
        ("达到95%得满分，60%及以下得0分，其间按比例计分", 50, "0"),
        ("达到95%得满分，60%及以下得0分，其间按比例计分", 97, "10"),
        # downwards: 5 to 15 is 10; 8 is 3/10 of the way down
        ("5%以下得满分，15%以上不得分，中间按比例计算", 8, "7"),
        # 以上 includes the number
        ("95%以上得10分，90%以上得8分，其余不得分", 95, "10"),
        ("95%以上得10分，90%以上得8分，其余不得分", 94.99, "8"),
        ("95%以上得10分，90%以上得8分，其余不得分", 90, "8"),
        ("95%以上得10分，90%以上得8分，其余不得分", 89.99, "0"),
        # written the other way round it means the same
        ("90%以上得8分，95%以上得10分", 96, "10"),
        # 超过 excludes it
        ("超过95%得10分，90%以上得8分", 95, "8"),
        ("95%以上得10分，80%以上不足95%得6分，低于80%得1分", 80, "6"),
        ("95%以上得10分，80%以上不足95%得6分，低于80%得1分", 79.9, "1"),
        ("95%以上不扣分，90%以上的扣2分", 92, "8"),
        ("达标得满分，否则不得分", 90, "10"),
        ("达标得满分，否则不得分", 89.9, "0"),
        ("达标得满分，未达标得3分", 89.9, "3"),
        # 72 of 90: four fifths
        ("按完成率计分", 72, "8"),
        ("按完成率计分", 95, "10"),
        # 76 of 95: four fifths
        ("达到95%得满分，其余按比例计分", 76, "8"),
    ],
)
def test_a_rule_gives_the_marks_that_one_computes_by_hand(rule, measured, marks):
    found = one(rule, value(measured))
    assert (found.state, found.reason, found.marks) == ("scored", "rule", Fraction(marks))


@pytest.mark.parametrize(
    ("rule", "measured", "marks"),
    [
        # 3 cases at 2: 10 - 6
        ("每发生一起扣2分", 3, "4"),
        ("每发生一起扣2分，最多扣5分", 3, "5"),
        ("每发生一起扣2分", 0, "10"),
        ("全年未发生的得满分，每发生1件扣1分，扣完为止", 3, "7"),
        ("未发生的得满分，否则不得分", 1, "0"),
        ("3件以下得满分，每多1件扣1分，8件以上不得分", 7, "6"),
        ("3件以下得满分，每多1件扣1分，8件以上不得分", 8, "0"),
        # cap 5: 2 cases over it
        ("每多1件扣2分，扣完为止", 7, "6"),
        ("每多1件扣2分，扣完为止", 5, "10"),
        ("超过3件的，每多1件扣2分", 7, "2"),
        ("达标得满分，否则不得分", 5, "10"),
        ("达标得满分，否则不得分", 6, "0"),
        # cap 5 broken with 8: five eighths
        ("按完成率计分", 8, "6.25"),
    ],
)
def test_a_count_under_a_cap_is_judged_from_above(rule, measured, marks):
    capped = value(measured, target=5.0, wanted="cap", direction="lower", unit="件")
    assert one(rule, capped).marks == Fraction(marks)


def test_times_of_a_rate_are_the_cases_behind_it():
    # 1 of 4 reports in time: three short at 0.3 are 0.9; none in time would be 1.2
    rule = "每少一次扣0.3分，累计不超过1.2分"
    assert one(rule, rate(1, 4)).marks == Fraction("9.1")
    assert one(rule, rate(0, 6)).marks == Fraction("8.8")


def test_cases_cannot_be_counted_where_only_the_rate_was_filed():
    assert one("每少一次扣0.3分", value(75)).reason == "no_figures"


def test_a_third_stays_a_third():
    # 2 of 3 is 66 2/3 %; 23 1/3 points short of 90 at 0.3 are 7
    assert one("每低1个百分点扣0.3分", rate(2, 3)).marks == 3


def test_the_items_own_target_stands_before_the_one_in_force():
    assert one("每低1个百分点扣1分", value(85), target=88).marks == 7


def test_an_exact_target_is_met_by_its_number_only():
    exactly = value(71, target=71.0, wanted="exact", unit="项")
    assert one("达标得满分，否则不得分", exactly).marks == 10
    assert one("达标得满分，否则不得分", replace(exactly, value=72.0)).marks == 0


@pytest.mark.parametrize("rule", ["每低1个百分点扣1分", "达标得满分，否则不得分"])
def test_without_a_target_nothing_is_measured_against_one(rule):
    found = one(rule, value(80, target=None))
    assert (found.state, found.reason, found.marks) == ("unscored", "no_target", None)


def test_the_share_of_a_task_needs_no_target():
    assert one("按完成率计分", value(80, target=None)).marks == 8


@pytest.mark.parametrize(
    ("qualifier", "measured", "expected"),
    [
        ("at_least", 92, ("rule", 10)),  # 92 and more: full marks whatever it is
        ("at_least", 88, ("undecidable", None)),
        ("above", 90, ("rule", 10)),
        ("at_most", 60, ("undecidable", None)),
        ("at_most", 79, ("rule", 0)),  # 11 points short and more: nothing is left
        ("about", 92, ("undecidable", None)),
    ],
)
def test_a_qualifier_is_decided_only_where_every_possible_value_agrees(qualifier, measured, expected):
    rule = "低于目标值的，每满1个百分点扣1分" if measured != 79 else "85%以上得10分，80%以上得8分，其余不得分"
    found = one(rule, value(measured, qualifier=qualifier))
    assert (found.reason, found.marks) == expected


def test_a_step_between_the_ends_of_what_may_be_is_seen():
    found = one("低于60%得10分，60%以上不足80%得2分，80%以上得10分", value(50, qualifier="at_least"))
    assert found.reason == "undecidable"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # 95, 90, 90, 80: places 1, 2, 2, 4
        ("第1名得10分，每降1名减1分", [10, 9, 9, 7]),
        ("第1名得10分，第2名得8分，第3名得6分，其余不得分", [10, 8, 8, 0]),
        ("前三名得10分，其余得5分", [10, 10, 10, 5]),
        ("第1名得满分，每降1名减4分，减完为止", [10, 6, 6, 0]),
    ],
)
def test_rank_points_go_by_competition_places(rule, expected):
    values = [95, 90, 90, 80]
    facts = {(number, "1"): rate(each, 100) for number, each in enumerate(values, start=1)}
    assert [sheet.items[0].marks for sheet in sheets(scheme(item(rule)), facts)] == expected


def test_rank_points_take_the_lowest_first_where_lower_is_better():
    facts = {(number, "1"): rate(each, 100, direction="lower") for number, each in ((1, 9), (2, 3), (3, 5))}
    found = sheets(scheme(item("第1名得10分，每降1名减1分")), facts)
    assert [sheet.items[0].marks for sheet in found] == [8, 10, 9]


def test_a_unit_with_few_cases_gets_no_rank_points_and_takes_no_place():
    facts = {(1, "1"): rate(4, 4), (2, "1"): rate(9, 10), (3, "1"): rate(8, 10), (4, "1"): rate(7, 10)}
    lines = [sheet.items[0] for sheet in sheets(scheme(item("第1名得10分，每降1名减1分")), facts)]
    assert [(line.state, line.reason, line.marks) for line in lines] == [
        ("left_out", "few_cases", None),
        ("scored", "rule", 10),
        ("scored", "rule", 9),
        ("scored", "rule", 8),
    ]


def test_two_units_have_no_rank_points():
    facts = {(1, "1"): rate(9, 10), (2, "1"): rate(8, 10)}
    lines = [sheet.items[0] for sheet in sheets(scheme(item("第1名得10分，每降1名减1分")), facts)]
    assert [line.reason for line in lines] == ["few_units", "few_units"]


def test_a_doubtful_value_leaves_the_places_it_might_take_open():
    facts = {
        (1, "1"): rate(95, 100),
        (2, "1"): rate(90, 100, qualifier="at_least"),
        (3, "1"): rate(80, 100),
    }
    lines = [sheet.items[0] for sheet in sheets(scheme(item("第1名得10分，每降1名减1分")), facts)]
    assert [(line.reason, line.marks) for line in lines] == [
        ("undecidable", None),
        ("undecidable", None),
        ("rule", 8),
    ]


def test_a_filed_rank_is_itself_the_place():
    filed = value(4, place=True, unit="位", direction="lower", target=None)
    assert one("第1名得10分，每降1名减1分", filed).marks == 7


def test_every_mark_is_explained_by_its_steps():
    found = one("每低1个百分点扣1分；每高1个百分点加0.5分，最多加2分", value(85.5))
    assert [(part.code, part.marks) for part in found.parts] == [
        ("full", 10),
        ("deducted", Fraction("-4.5")),
        ("added", 0),
    ]
    assert found.parts[1].params["difference"] == Fraction("4.5")
    assert (found.value, found.target, found.lost) == (Fraction("85.5"), 90, Fraction("4.5"))
