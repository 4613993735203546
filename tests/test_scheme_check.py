from dataclasses import replace

import pytest
from builders_scoring import item, scheme, veto_rule

from data.catalogue import read_catalogue
from data.scheme import League
from data.scheme_check import check_scheme
from indicators.definition import read_indicators
from indicators.scoring_subjects import subjects_of

CATALOGUE = read_catalogue()
SUBJECTS = subjects_of(read_indicators(CATALOGUE))
GOOD = item("每低1个百分点扣1分，扣完为止")


def wrong(its):
    return [
        (each.section, each.entry, each.field, each.code) for each in check_scheme(its, CATALOGUE, SUBJECTS)
    ]


def of(**more):
    """The mistakes of one item, by field and code."""
    return [(field, code) for _, _, field, code in wrong(scheme(replace(GOOD, **more)))]


def test_a_good_scheme_has_no_mistake():
    assert wrong(scheme(GOOD)) == []


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"subject": "FY99"}, "subject", "scheme.unknown_indicator"),
        ({"subject": "ZF02", "rule": "达标得满分，否则不得分"}, "subject", "scheme.protected"),
        ({"subject": "FY01", "rule": "达标得满分，否则不得分"}, "subject", "scheme.neutral"),
        ({"variant": "Z"}, "variant", "scheme.unknown_variant"),
        ({"kind": "task", "subject": ""}, "subject", "scheme.no_subject"),
        ({"weight": -1.0}, "weight", "scheme.bad_number"),
        ({"rule": ""}, "rule", "scheme.no_rule"),
        ({"rule": "看情况"}, "rule", "scheme.unread_rule"),
        ({"rule": "每高1个百分点加1分"}, "rule", "scheme.no_most"),
        ({"weight": 0.0}, "floor", "scheme.no_room"),
        ({"rule": "95%以上得12分"}, "rule", "scheme.over_full"),
        ({"rule": "凭佐证材料评分，最高12分"}, "rule", "scheme.over_full"),
        ({"rule": "每少1天扣1分"}, "rule", "scheme.rule_unit"),
        ({"subject": "FY06", "rule": "每高1个百分点扣1分"}, "rule", "scheme.rule_unit"),
        ({"subject": "FY05"}, "rule", "scheme.wrong_way"),
        ({"rule": "5%以下得满分，15%以上不得分，中间按比例计算"}, "rule", "scheme.wrong_way"),
        ({"rule": "80%以上得8分，90%以上得6分"}, "rule", "scheme.wrong_way"),
        ({"rule": "第1名得6分，第2名得8分，其余不得分"}, "rule", "scheme.wrong_way"),
        ({"floor": 5.0, "cap": 3.0}, "cap", "scheme.bad_number"),
        ({"target": 900.0}, "target", "scheme.bad_number"),
    ],
)
def test_each_mistake_of_an_item_is_told_at_its_field(more, field, code):
    assert (field, code) in of(**more)


def test_a_rule_that_cannot_be_read_is_told_with_the_nearest_one_and_how_far_it_was_read():
    (mistake,) = check_scheme(scheme(replace(GOOD, rule="每低1个百分点扣1分，看情况")), CATALOGUE, SUBJECTS)
    assert dict(mistake.params) == {
        "read": "每低1个百分点扣1分，看情况",
        "expected": "每低1个百分点扣1分，扣完为止",
        "upto": "每低1个百分点扣1分",
        "rest": "看情况",
    }


def test_an_unknown_indicator_is_told_with_the_nearest_code():
    (mistake,) = check_scheme(scheme(replace(GOOD, subject="FY004")), CATALOGUE, SUBJECTS)
    assert mistake.params["expected"] == "FY04"


def test_cases_behind_a_rate_may_be_counted():
    assert of(subject="FY05", rule="每发生一起扣2分") == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"dataset": "demos"}, ("scheme", 0, "dataset", "scheme.unknown_dataset")),
        ({"dataset": "public-renshe", "region": "510800"}, ("scheme", 0, "dataset", "scheme.no_duty")),
        ({"region": "000000"}, ("scheme", 0, "region", "scheme.unknown_region")),
        ({"region": "510800"}, ("scheme", 0, "region", "scheme.unknown_region")),
        ({"period": "去年"}, ("scheme", 0, "period", "scheme.bad_period")),
        ({"items": ()}, ("scheme", 0, "name", "scheme.no_items")),
        ({"status": "active"}, ("scheme", 0, "number", "scheme.no_basis")),
        ({"items": (GOOD, GOOD)}, ("items", 1, "code", "scheme.bad_code")),
        ({"vetoes": (veto_rule("item", item="9"),)}, ("vetoes", 0, "item", "scheme.unknown_item")),
        ({"vetoes": (veto_rule(period="上年"),)}, ("vetoes", 0, "period", "scheme.bad_period")),
        (
            {"leagues": (League("甲", "甲", regions=("1",)),)},
            ("leagues", 0, "regions", "scheme.unknown_region"),
        ),
        (
            {"leagues": (League("甲", "甲", regions=("990101",)), League("乙", "乙", regions=("990101",)))},
            ("leagues", 1, "regions", "scheme.region_twice"),
        ),
        (
            {"leagues": (League("甲", "甲", regions=("990201",)),)},  # another city's
            ("leagues", 0, "regions", "scheme.unknown_region"),
        ),
        ({"leagues": (League("甲", "甲", ("unit",)),)}, ("leagues", 0, "levels", "scheme.strange_level")),
        (
            {"leagues": (League("甲", "甲", ("county",)),), "levels": ("city", "county")},
            ("scheme", 0, "levels", "scheme.level_left"),
        ),
    ],
)
def test_each_mistake_of_a_scheme_is_told_at_its_place(more, expected):
    assert expected in wrong(replace(scheme(GOOD), **more))


def test_a_structure_without_marks_may_stand_in_a_public_dataset():
    empty = replace(GOOD, weight=None, rule="")
    assert wrong(scheme(empty, dataset="public-renshe", region="510800")) == []


@pytest.mark.parametrize(
    ("subject", "tasks", "wrong"),
    [
        ("S3", (), False),
        ("S4-6", (), False),
        ("s4", (), False),
        ("ZX-1", ("ZX-1",), False),
        ("ZX-1", (), True),
        ("胡说八道", ("ZX-1",), True),
        ("all", (), True),
    ],
)
def test_a_task_item_names_a_plan_an_item_of_one_or_a_task_that_there_is(subject, tasks, wrong):
    its = scheme(replace(GOOD, kind="task", subject=subject))
    found = [(each.field, each.code) for each in check_scheme(its, CATALOGUE, SUBJECTS, tasks)]
    assert found == ([("subject", "scheme.unknown_task")] if wrong else [])
