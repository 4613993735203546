"""Small schemes, regions and facts for tests of scoring."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from data.regions import Region
from data.scheme import Item, Mark, Scheme, Veto, VetoRule
from indicators.scoring import score_sheets
from indicators.scoring_model import Measured, Sheet

COUNTIES = tuple(
    Region(f"99010{number}", f"县{number}", f"County {number}", "county", "990100") for number in range(1, 6)
)


def item(rule, code="1", **more):
    return replace(Item(code, "指标", "组", "indicator", "FY04", "", 10.0, rule), **more)


def scheme(*items, **more):
    made = Scheme("S", "demo", "方案", "990100", "2025", ("county",), (), tuple(items))
    return replace(made, **more)


def value(number, **more):
    return replace(Measured(number, target=90.0, wanted="floor"), **more)


def rate(done, due, **more):
    """A percentage with the counts behind it, exact."""
    return value(Fraction(100 * done, due), numerator=float(done), denominator=float(due), **more)


def sheets(its, facts, **more) -> tuple[Sheet, ...]:
    """Score sheets of as many counties as are named: ``facts`` by number of county and code of item."""
    named = sorted({number for number, _ in facts})
    places = {number: COUNTIES[number - 1] for number in named}
    told = {(places[number].code, code): fact for (number, code), fact in facts.items()}
    return score_sheets(its, places.values(), told, **more)


def one(rule, fact, **more):
    """The only line of the only sheet."""
    return sheets(scheme(item(rule, **more)), {(1, "1"): fact})[0].items[0]


def mark(marks, code="1", number=1):
    return Mark(code, COUNTIES[number - 1].code, marks, "佐证材料")


def veto_rule(effect="total", **more):
    return replace(VetoRule("V", "被通报", "zero", effect), **more)


def veto(number=1, period="2025", **more):
    return replace(Veto("E1", "demo", "V", COUNTIES[number - 1].code, period, "通报"), **more)
