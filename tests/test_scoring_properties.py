"""What holds for every scheme and every fact."""

from dataclasses import replace
from fractions import Fraction

from builders_scoring import COUNTIES, item, rate, scheme, sheets, value, veto, veto_rule
from hypothesis import given, settings
from hypothesis import strategies as st

from data.marking_parse import EXAMPLES, parse_rule
from indicators.scoring import bounds
from indicators.scoring_model import Measured
from indicators.scoring_ranks import ranked, robustness

GAPS = ("not_reported", "no_cases", "not_applicable", "zero_denominator")
QUALIFIERS = ("exact", "about", "at_least", "at_most", "above", "just_below")
BY_RANK = tuple(rule for rule in EXAMPLES if rule.startswith("第1名"))
UPWARDS = (  # rules under which more is never worse
    *("每低1个百分点扣1分，扣完为止", "低于目标值的，每满1个百分点扣1分，扣完为止", "按完成率计分"),
    *("每低1个百分点扣1分，不足1个百分点按1个百分点计，扣完为止", "达标得满分，否则不得分"),
    *("每高1个百分点加0.5分，最多加2分", "达到95%得满分，60%及以下得0分，其间按比例计分"),
    *("95%以上得10分，90%以上得8分，其余不得分", "每少一次扣0.3分，累计不超过1.2分"),
)

cases = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda pair: (min(pair), max(pair)))
facts = st.one_of(
    st.builds(lambda pair, word: replace(rate(*pair), qualifier=word), cases, st.sampled_from(QUALIFIERS)),
    st.sampled_from(GAPS).map(lambda gap: Measured(None, gap=gap, target=90.0, wanted="floor")),
)
items = st.builds(
    lambda rule, weight, floor, out: item(
        rule, weight=float(weight), floor=float(floor), no_cases="left_out" if out else "full"
    ),
    st.sampled_from(EXAMPLES),
    st.integers(1, 30),
    st.integers(-5, 0),
    st.booleans(),
)


@st.composite
def assessments(draw, most=4):
    """A scheme of a few items, and a fact for each in each of four counties."""
    its = [
        replace(each, code=str(number))
        for number, each in enumerate(draw(st.lists(items, min_size=1, max_size=most)))
    ]
    told = {(county, each.code): draw(facts) for county in range(1, 5) for each in its}
    return scheme(*its, vetoes=(veto_rule(),)), told


@settings(deadline=None)  # a busy machine is no fault
@given(assessments())
def test_no_score_passes_its_cap_or_falls_below_its_floor(made):
    its, told = made
    allowed = {each.code: bounds(each, parse_rule(each.rule)) for each in its.items}
    least = sum(min(low, 0) for low, _ in allowed.values())
    most = sum(Fraction(each.weight) for each in its.items)
    most += sum(max(high - Fraction(its.item(code).weight), 0) for code, (_, high) in allowed.items())
    for sheet in sheets(its, told):
        for line in sheet.items:
            low, high = allowed[line.item]
            assert line.marks is None or low <= line.marks <= high
        assert sheet.marks is None or least <= sheet.marks <= most


@settings(deadline=None)
@given(assessments())
def test_a_veto_dominates_whatever_the_items_say(made):
    its, told = made
    plain = sheets(its, told)[0]
    struck = sheets(its, told, vetoes=[veto()])[0]
    assert struck.marks is not None
    assert struck.marks <= 0
    assert struck.without_veto == plain.marks
    assert struck.marks <= (plain.marks if plain.marks is not None else 0)


@settings(deadline=None)
@given(assessments(), st.randoms(use_true_random=False))
def test_the_order_of_items_and_regions_changes_nothing(made, random):
    its, told = made
    shuffled = list(its.items)
    random.shuffle(shuffled)
    one = {sheet.region: sheet for sheet in sheets(its, told)}
    for sheet in sheets(replace(its, items=tuple(shuffled)), told):
        assert sheet.marks == one[sheet.region].marks
        assert {line.item: line for line in sheet.items} == {
            line.item: line for line in one[sheet.region].items
        }


@given(st.sampled_from(UPWARDS), st.integers(1, 30), st.integers(0, 60), st.integers(0, 60))
def test_more_of_what_is_good_never_costs_marks(rule, due, one, other):
    low, high = sorted((min(one, due), min(other, due)))
    its = scheme(item(rule))
    worse, better = sheets(its, {(1, "1"): rate(low, due), (2, "1"): rate(high, due)})
    assert worse.marks <= better.marks


@given(st.integers(0, 30), st.integers(0, 30))
def test_fewer_of_what_is_bad_never_costs_marks(one, other):
    its = scheme(
        item("每发生一起扣2分", "1"), item("每多1件扣2分，扣完为止", "2"), item("达标得满分，否则不得分", "3")
    )
    found = sheets(
        its,
        {
            (county, code): value(cases, target=5.0, wanted="cap", direction="lower", unit="件")
            for county, cases in ((1, min(one, other)), (2, max(one, other)))
            for code in "123"
        },
    )
    assert found[0].marks >= found[1].marks


@given(st.lists(cases, min_size=4, max_size=4), st.sampled_from(BY_RANK))
def test_a_better_place_never_has_fewer_points(pairs, rule):
    told = {(county, "1"): rate(*pair) for county, pair in enumerate(pairs, start=1)}
    lines = [sheet.items[0] for sheet in sheets(scheme(item(rule), minimum=1), told)]
    for one in lines:
        for other in lines:
            if one.marks is not None and other.marks is not None and one.value > other.value:
                assert one.marks >= other.marks


@settings(deadline=None)
@given(assessments())
def test_robustness_without_spread_keeps_every_place(made):
    found = sheets(*made)
    places = {place.region: place.rank for place in ranked(found) if place.rank}
    kept = robustness(found, spread=0.0, draws=20)
    assert {each.region: (each.rank, each.best, each.worst, each.kept) for each in kept} == {
        region: (rank, rank, rank, 1) for region, rank in places.items()
    }


@settings(deadline=None)
@given(assessments())
def test_a_place_counts_those_before_it(made):
    found = ranked(sheets(*made))
    taking = [place for place in found if place.rank is not None]
    assert len(found) == len(COUNTIES) - 1
    for place in taking:
        assert place.rank == 1 + sum(other.marks > place.marks for other in taking)
        assert place.of == len(taking)
