"""Places for rank points: who stands where on one indicator within a league.

Source: methods.md, Reliability (ranks): at least the scheme's minimum of cases, at least three valued units.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.scheme import Item
from indicators.exact import exact
from indicators.ranking import MINIMUM_SIBLINGS
from indicators.scoring_model import ItemState, Measured, Reason
from indicators.scoring_rules import span_of


@dataclass(frozen=True, slots=True)
class Placed:
    """Best and worst place that qualifiers leave possible; or the reason for none."""

    best: int = 0
    worst: int = 0
    state: ItemState = "unscored"
    reason: Reason | None = None


UNRANKED = Placed()


def placed(
    items: Sequence[Item], leagues: Mapping[str, str], facts: Mapping[tuple[str, str], Measured], minimum: int
) -> dict[tuple[str, str], Placed]:
    """The place of every region with a value on each of the ``items``, apart for each league."""
    found: dict[tuple[str, str], Placed] = {}
    for item in items:
        for league in dict.fromkeys(leagues.values()):
            here = {
                region: facts[region, item.code]
                for region, its in leagues.items()
                if its == league and (region, item.code) in facts and _valued(facts[region, item.code])
            }
            found |= {(region, item.code): place for region, place in _places(here, minimum).items()}
    return found


def _places(measured: Mapping[str, Measured], minimum: int) -> dict[str, Placed]:
    filed = {region: int(exact(fact.value or 0)) for region, fact in measured.items() if fact.place}
    found = {region: Placed(place, place) for region, place in filed.items()}
    judged = {region: fact for region, fact in measured.items() if region not in filed}
    few = [region for region, fact in judged.items() if not _enough(fact, minimum)]
    found |= {region: Placed(state="left_out", reason="few_cases") for region in few}
    spans = {region: _span(fact) for region, fact in judged.items() if region not in few}
    if len(spans) < MINIMUM_SIBLINGS:
        return found | {region: Placed(state="left_out", reason="few_units") for region in spans}
    return found | _by_spans(spans)


def _by_spans(spans: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, Placed]:
    """Competition places, greatest first; where spans overlap, the best and the worst possible ones."""
    lows, highs = sorted(low for low, _ in spans.values()), sorted(high for _, high in spans.values())
    found: dict[str, Placed] = {}
    for region, (low, high) in spans.items():
        surely = len(lows) - bisect_right(lows, high)
        perhaps = len(highs) - bisect_right(highs, low) - (high > low)
        found[region] = Placed(1 + surely, 1 + perhaps)
    return found


def _span(fact: Measured) -> tuple[Fraction, Fraction]:
    """What the value may be, turned so that greater is better."""
    low, high = span_of(fact)
    return (-high, -low) if fact.direction == "lower" else (low, high)


def _valued(fact: Measured) -> bool:
    return fact.value is not None and not fact.gap and not fact.short and fact.direction != "neutral"


def _enough(fact: Measured, minimum: int) -> bool:
    return fact.denominator is None or fact.denominator >= minimum
