from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.marking import (
    FULL,
    NOTHING,
    Award,
    Band,
    Between,
    ByHand,
    ByRank,
    Flat,
    Marking,
    Met,
    Per,
    Placing,
    Share,
    Steps,
    Unread,
)
from data.marking_parse import EXAMPLES, parse_rule
from data.marking_words import plain_rule


def points(amount):
    return Award(full=False, amount=Fraction(amount))


def deduct(side, marks, unit="个百分点", step=1, **more):
    return Per("deduct", side, Fraction(step), unit, Fraction(marks), **more)


@pytest.mark.parametrize("words", EXAMPLES)
def test_every_example_of_the_grammar_can_be_read(words):
    assert isinstance(parse_rule(words), Marking)


@pytest.mark.parametrize(
    ("words", "per"),
    [
        ("每低1个百分点扣1分，扣完为止", deduct("below", 1)),
        ("每低 １％ 扣０．５分", deduct("below", "0.5")),
        ("每低一个百分点，扣一分，扣完该项分值为止", deduct("below", 1)),
        ("低于90%的，每低1个百分点扣1分", deduct("below", 1, base=Fraction(90))),
        ("达到90%得满分，每低1个百分点扣1分", deduct("below", 1, base=Fraction(90))),
        ("达标得满分；未达标的，每低1个百分点扣1分", deduct("below", 1)),
        ("实际值每低于目标值1个百分点扣2分", deduct("below", 2)),
        ("低于目标值的，每满1个百分点扣1分", deduct("below", 1, counting="whole")),
        ("每低1个百分点扣1分，不足1个百分点的不扣分", deduct("below", 1, counting="whole")),
        ("每低5个百分点扣1分，不足5个百分点的按5个百分点计", deduct("below", 1, step=5, counting="started")),
        ("每低1个百分点扣1分，不足1按1", deduct("below", 1, counting="started")),
        ("每高1个百分点扣0.5分，最多扣5分", deduct("above", "0.5", most=Fraction(5))),
        ("每少一次扣零点三分，累计不超过一点二分", deduct("below", "0.3", unit="次", most=Fraction("1.2"))),
        ("每少报1次扣半分", deduct("below", "0.5", unit="次")),
        ("每发生一起扣2分", deduct("above", 2, unit="起", base=Fraction(0))),
        (
            "每发生一起败诉案件扣2分，累计扣分不超过6分",
            deduct("above", 2, unit="起", base=Fraction(0), most=Fraction(6)),
        ),
        ("败诉案件每件扣1分", deduct("above", 1, unit="件", base=Fraction(0))),
        ("每多1件扣2分，扣完为止", deduct("above", 2, unit="件")),
        ("超过5件的，每多1件扣2分", deduct("above", 2, unit="件", base=Fraction(5))),
        ("每超过目标1天扣0.5分", deduct("above", "0.5", unit="天")),
    ],
)
def test_deductions_are_read(words, per):
    assert parse_rule(words) == Marking(words, None, (per,))


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("达到95%得满分，60%及以下得0分，其间按比例计分", Between(Fraction(60), NOTHING, Fraction(95), FULL)),
        (
            "5%以下得满分，15%以上不得分，中间按线性插值法计算",
            Between(Fraction(5), FULL, Fraction(15), NOTHING),
        ),
        ("达到百分之九十五得满分，其余按比例计分", Share(Fraction(95))),
        ("按完成率计分", Share()),
        ("按比例计分", Share()),
        ("达标得满分，未达标的按完成率计分", Share()),
        ("达标得满分，否则不得分", Met()),
        ("完成得满分，未按时完成得2分", Met(points(2))),
        ("达到90%得满分，否则不得分", Steps((Band(FULL, Fraction(90)),))),
        (
            "95%以上得10分，90%以上得8分，其余不得分",
            Steps((Band(points(10), Fraction(95)), Band(points(8), Fraction(90)))),
        ),
        (
            "95%（含）以上得10分，80%以上不足95%得6分，低于80%不得分",
            Steps(
                (
                    Band(points(10), Fraction(95)),
                    Band(points(6), Fraction(80), Fraction(95), high_in=False),
                    Band(NOTHING, None, Fraction(80), high_in=False),
                )
            ),
        ),
        (
            "超过95%得10分，90%以上的扣2分",
            Steps(
                (
                    Band(points(10), Fraction(95), low_in=False),
                    Band(Award(full=True, amount=Fraction(-2)), Fraction(90)),
                )
            ),
        ),
        ("第一名得十分，每降一名减一分", ByRank((Placing(1, 1, points(10)),), Fraction(1))),
        ("第1名得满分，每降低1个位次扣0.5分，扣完为止", ByRank((Placing(1, 1, FULL),), Fraction("0.5"))),
        (
            "第1名10分、第2名8分，依次递减1分",
            ByRank((Placing(1, 1, points(10)), Placing(2, 2, points(8))), Fraction(1)),
        ),
        (
            "前三名得10分，第4至第6名得8分，其余得5分",
            ByRank((Placing(1, 3, points(10)), Placing(4, 6, points(8))), None, points(5)),
        ),
        ("凭佐证材料评分，最高5分", ByHand(Fraction(5))),
        ("由考核组酌情计分", ByHand()),
    ],
)
def test_what_marks_begin_with_is_read(words, base):
    assert parse_rule(words) == Marking(words, base)


@pytest.mark.parametrize(
    ("words", "per"),
    [
        ("负责人出庭应诉率达到90%得满分，每降低1个百分点扣0.5分", deduct("below", "0.5", base=Fraction(90))),
        ("发生败诉案件的，每件扣2分", deduct("above", 2, unit="件", base=Fraction(0))),
        ("全年未发生败诉案件的得满分，每发生1件扣1分", deduct("above", 1, unit="件", base=Fraction(0))),
        ("缺一项扣1分，扣完为止", deduct("below", 1, unit="项")),
        ("较目标值每低1个百分点扣1分", deduct("below", 1)),
    ],
)
def test_rules_as_offices_write_them_are_read(words, per):
    assert parse_rule(words) == Marking(words, None, (per,))


def test_deductions_may_begin_with_marks_of_their_own_and_end_at_a_limit():
    words = "达到90%以上得8分，每低1个百分点扣0.2分，低于60%不得分"
    cut = Band(NOTHING, None, Fraction(60), high_in=False)
    assert parse_rule(words) == Marking(
        words, Flat(points(8), (cut,)), (deduct("below", "0.2", base=Fraction(90)),)
    )


def test_a_bonus_beside_one_step_is_counted_from_its_edge():
    (per,) = parse_rule("95%以上得满分；每高1个百分点加0.5分，最多加1分").pers
    assert per.base == 95


@pytest.mark.parametrize(
    "words",
    [
        "低于全省平均值1个百分点扣1分",
        "每比上年提高1个百分点加0.5分，最多加2分",
        "被省级通报一次扣3分，被市级通报一次扣1分",
        "低于90%的每低1个百分点扣0.5分；低于80%的每低1个百分点扣1分",
        "95%以上得满分，每低1个百分点扣1分，其余不得分",
    ],
)
def test_what_could_mean_two_things_is_never_guessed(words):
    assert isinstance(parse_rule(words), Unread)


def test_a_bonus_has_its_most():
    rule = parse_rule("每高1个百分点加0.5分，最多加2分")
    assert rule.pers == (Per("add", "above", Fraction(1), "个百分点", Fraction("0.5"), most=Fraction(2)),)
    assert rule.added == 2


def test_a_bonus_without_a_most_is_unbounded():
    assert parse_rule("每高1个百分点加0.5分").added is None


def test_deduction_and_bonus_stand_together():
    rule = parse_rule("每低1个百分点扣1分，扣完为止；每高1个百分点加0.5分，最多加2分")
    assert [(per.effect, per.side, per.most) for per in rule.pers] == [
        ("deduct", "below", None),
        ("add", "above", Fraction(2)),
    ]


def test_a_bonus_may_stand_beside_all_or_nothing():
    rule = parse_rule("达标得满分，否则不得分；每高1个百分点加0.5分，最多加2分")
    assert rule.base == Met()
    assert rule.added == 2


@pytest.mark.parametrize(
    ("words", "read", "rest", "nearest"),
    [
        ("每低1个百分点扣1分，看情况", "每低1个百分点扣1分", "看情况", "每低1个百分点扣1分，扣完为止"),
        ("每低扣1分", "", "每低扣1分", "每发生一起扣2分"),
        ("每1个百分点扣1分", "", "每1个百分点扣1分", "每低1个百分点扣1分，扣完为止"),
        ("达标得满分，表现好", "达标得满分", "表现好", "达标得满分，否则不得分"),
        (
            "95%以上得10分，凭佐证材料评分",
            "",
            "95%以上得10分,凭佐证材料评分",
            "凭佐证材料评分，最高5分",
        ),
        ("其间按比例计分", "", "其间按比例计分", "按完成率计分"),
        (
            "95%以上得10分，80%以下得0分",
            "95%以上得10分",
            "80%以下得0分",
            "95%以上得10分，90%以上得8分，其余不得分",
        ),
        (
            "超过95%得10分，低于95%得5分",
            "超过95%得10分",
            "低于95%得5分",
            "95%以上得10分，90%以上得8分，其余不得分",
        ),
        (
            "95%以上得10分，95%以上得8分",
            "95%以上得10分",
            "95%以上得8分",
            "95%以上得10分，90%以上得8分，其余不得分",
        ),
        (
            "达标得满分，95%以上得8分",
            "",
            "达标得满分,95%以上得8分",
            "达标得满分，否则不得分",
        ),
        ("第1名得10分，第3名得6分", "第1名得10分", "第3名得6分", "第1名得10分，每降1名减1分"),
        (
            "前三名得10分，第2名得8分",
            "前3名得10分",
            "第2名得8分",
            "第1名得10分，第2名得8分，第3名得6分，其余不得分",
        ),
        ("低于90%的，达标得满分", "", "低于90%的,达标得满分", "达标得满分，否则不得分"),
    ],
)
def test_words_that_are_no_rule_say_how_far_they_were_read(words, read, rest, nearest):
    assert parse_rule(words) == Unread(words, read, rest, nearest)


def test_empty_words_are_no_rule():
    assert isinstance(parse_rule(" "), Unread)


def test_a_number_is_never_read_in_part():
    assert parse_rule("60%及以下得0分，达到95%得满分，其间按比例计分").base == Between(
        Fraction(60), NOTHING, Fraction(95), FULL
    )


def test_chinese_numerals_and_full_width_forms_are_plain_digits():
    assert plain_rule("每低　１个百分点扣一分，计“0”分") == "每低1个百分点扣1分,计0分"
    assert plain_rule("二十五件、一百零五分、百分之六十") == "25件、105分、60%"


def test_words_that_are_no_numbers_stay():
    assert plain_rule("一票否决，第一名，其中一般") == "一票否决,第1名,其中一般"


PIECES = sorted(
    {*"，".join(EXAMPLES).split("，"), *"满不足第名0.（）至，；", "每满", "其间按比例计分", "达标得满分"}
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_written_is_a_rule_or_is_told_as_none(words):
    found = parse_rule(words)
    if isinstance(found, Unread):
        assert plain_rule(words).startswith(found.read)
        assert found.nearest in EXAMPLES
    else:
        assert found.base is not None or found.pers


@pytest.mark.parametrize("words", ["每低0个百分点扣1分", f"每低{'9' * 5000}个百分点扣1分", "90%至80%得5分"])
def test_numbers_that_mean_nothing_make_no_rule(words):
    assert isinstance(parse_rule(words), Unread)
