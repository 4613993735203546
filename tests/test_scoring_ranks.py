from fractions import Fraction

import pytest
from builders_scoring import COUNTIES, item, rate, scheme, sheets, value, veto, veto_rule

from data.scheme import League
from indicators.scoring_ranks import ranked, robustness
from indicators.scoring_trial import ItemChange, moved, simulated

SHARE = "按完成率计分"
TWO = scheme(item(SHARE, "1", weight=60.0), item(SHARE, "2", weight=40.0))


def of(*pairs, its=TWO, **more):
    """Sheets of counties by their two values."""
    facts = {
        (number, code): value(each)
        for number, pair in enumerate(pairs, start=1)
        for code, each in zip("12", pair, strict=True)
    }
    return sheets(its, facts, **more)


def places(found):
    return [(place.rank, place.of, place.tied) for place in found]


def test_equal_totals_share_a_place_and_the_next_is_skipped():
    assert places(ranked(of((90, 90), (90, 45), (90, 45), (45, 45)))) == [
        (1, 4, False),
        (2, 4, True),
        (2, 4, True),
        (4, 4, False),
    ]


def test_totals_are_compared_exactly():
    # a third of 60 and two thirds of 40: thirds that floats would tell apart from their sum
    found = sheets(
        TWO,
        {(1, "1"): rate(30, 100), (1, "2"): rate(60, 100), (2, "1"): rate(40, 100), (2, "2"): rate(45, 100)},
    )
    assert [sheet.marks for sheet in found] == [Fraction(140, 3)] * 2
    assert places(ranked(found)) == [(1, 2, True), (1, 2, True)]


def test_a_pending_sheet_takes_no_place_unless_asked():
    facts = {
        (1, "1"): value(90),
        (1, "2"): value(80, qualifier="about"),
        (2, "1"): value(45),
        (2, "2"): value(45),
    }
    found = sheets(TWO, facts)
    assert places(ranked(found)) == [(None, 1, False), (1, 1, False)]
    first = ranked(found, provisional=True)[0]
    assert (first.rank, first.of, first.provisional, first.marks) == (1, 2, True, 100)


def test_the_change_of_place_is_places_gained():
    before = ranked(of((90, 90), (45, 45)))
    after = ranked(of((45, 45), (90, 90), (30, 30)), before)
    assert [place.change for place in after] == [-1, 1, None]


def test_leagues_are_ranked_apart():
    its = scheme(
        *TWO.items,
        leagues=(League("甲", "试点", regions=("990101", "990102")), League("乙", "其他", ("county",))),
    )
    found = ranked(of((90, 90), (45, 45), (60, 60), its=its))
    assert [(place.league, place.rank, place.of) for place in found] == [
        ("甲", 1, 2),
        ("甲", 2, 2),
        ("乙", 1, 1),
    ]


def test_robustness_says_how_far_a_place_depends_on_the_weights():
    near = scheme(item(SHARE, "1", weight=52.0), item(SHARE, "2", weight=48.0))
    found = robustness(of((90, 0), (0, 90), (90, 90), its=near))
    assert [(each.rank, each.best, each.worst) for each in found] == [(2, 2, 3), (3, 2, 3), (1, 1, 1)]
    assert found[2].kept == 1
    assert 0.5 < found[0].kept < 1


def test_robustness_draws_the_same_every_time():
    assert robustness(of((90, 40), (40, 90))) == robustness(of((90, 40), (40, 90)))


def test_equal_sheets_stay_tied_whatever_the_weights():
    assert [(each.best, each.worst, each.kept) for each in robustness(of((80, 30), (80, 30), (10, 10)))] == [
        (1, 1, 1),
        (1, 1, 1),
        (3, 3, 1),
    ]


def test_a_vetoed_total_stays_at_the_bottom_of_every_draw():
    its = scheme(*TWO.items, vetoes=(veto_rule(),))
    found = robustness(of((90, 90), (10, 0), (0, 10), its=its, vetoes=[veto()]))
    assert (found[0].rank, found[0].best, found[0].worst) == (3, 3, 3)


def test_a_simulated_scheme_is_an_unapproved_draft():
    made = simulated(scheme(*TWO.items, approver="某", status="active"), [ItemChange("1", weight=20.0)])
    assert (made.item("1").weight, made.status, made.approver) == (20, "draft", "")
    assert simulated(TWO, []).items == TWO.items
    with pytest.raises(KeyError):
        simulated(TWO, [ItemChange("9", weight=1.0)])


def test_the_targets_in_force_can_take_the_place_of_an_items_own():
    own = scheme(item(SHARE, target=95.0))
    assert simulated(own, [ItemChange("1", target_in_force=True)]).item("1").target is None
    assert simulated(own, [ItemChange("1", target=80.0)]).item("1").target == 80


def test_the_simulator_says_who_moves():
    pairs = ((90, 0), (0, 90), (45, 45))
    changed = simulated(TWO, [ItemChange("1", weight=30.0), ItemChange("2", weight=70.0)])
    found = moved(ranked(of(*pairs)), ranked(of(*pairs, its=changed)))
    assert [(move.region, move.rank_before, move.rank_after, move.kind) for move in found] == [
        (COUNTIES[0].code, 1, 3, "down"),
        (COUNTIES[1].code, 3, 1, "up"),
        (COUNTIES[2].code, 2, 2, "same"),
    ]
