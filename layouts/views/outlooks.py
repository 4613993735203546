"""达标预测: for a target on a share of cases, what it still needs and what it can bear.

Source: methods.md, Targets (达标预测). Only rates computed from exact whole counts; a year that is over
tells how many cases were short, or to spare. Shown for a region, for a target and for the headlines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from data.model import Period, Target
from indicators.definition import Indicator
from indicators.facts import needed
from indicators.forecast import Forecast, forecast, margin
from layouts import say, selection
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.views import reading

Verdict = Literal["out_of_reach", "short", "behind", "at_risk", "safe"]
ORDER: tuple[Verdict, ...] = ("out_of_reach", "short", "behind", "at_risk", "safe")
YEAR = 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """``spare``: cases that could have gone otherwise among those so far, below 0 those that are short.

    ``expected``: cases until the year's end, estimated from the whole year before; None where the period
    is over or nothing can be said.
    """

    number: Number
    target: Target
    indicator: Indicator
    done: int
    cases: int
    found: Forecast
    spare: int
    expected: int | None
    over: bool

    @property
    def verdict(self) -> Verdict:
        if self.over:
            return "safe" if self.spare >= 0 else "short"
        if not self.found.reachable:
            return "out_of_reach"
        if not self.found.met:
            return "behind"
        return "at_risk" if self.expected is not None and self.found.misses == 0 else "safe"


def outlooks(
    numbers: Numbers, chosen: Selection, judged: Iterable[tuple[Number, Target | None, Indicator]]
) -> tuple[Outlook, ...]:
    """Of numbers with their targets, in the same order; those of which nothing can be said are left out."""
    span = chosen.span
    over = not (span.first % YEAR == 0 and span.months < YEAR)
    year = None if over else _whole_year_before(numbers, chosen)
    found = (
        _outlook(number, target, indicator, year, over=over)
        for number, target, indicator in judged
        if not _asks_for_protected(numbers, number, indicator)
    )
    return tuple(one for one in found if one)


def worst_first(found: Iterable[Outlook]) -> tuple[Outlook, ...]:
    """The worst verdict first; within one the fewest to spare."""
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.verdict), one.spare, one.indicator.code)))


def said(numbers: Numbers, one: Outlook, language: Language) -> str:
    """What the counts say of the target, in one sentence."""
    params = {
        "n": say.count(abs(one.spare)),
        "needed": say.count(one.found.needed),
        "misses": say.count(one.found.misses),
        "expected": say.count(one.expected),
        "unit": case_unit(numbers, one.number, one.indicator, language),
        "target": reading.target_text(one.target, language),
    }
    return words(language).say(f"portrait.verdict_{_key(one)}", **params)


def case_unit(numbers: Numbers, number: Number, indicator: Indicator, language: Language) -> str:
    """What a rate counts, in the measure word of its denominator."""
    variant = indicator.variant(number.variant)
    unit = reading.unit_of(variant.denominator, numbers.catalogue.elements) if variant.denominator else ""
    return say.unit_name(unit, language) if unit else words(language)["portrait.case"]


def _key(one: Outlook) -> str:
    kind, known = one.target.kind, one.expected is not None
    match one.verdict:
        case "short":
            return "short_never" if one.found.needed is None else f"short_{kind}"
        case "out_of_reach":
            return "never" if known else "never_open"
        case "behind":
            return f"behind_{kind}" if known else f"behind_open_{kind}"
        case "at_risk":
            return "risk"
    if one.over:
        return "to_spare" if one.spare else "exact"
    if known:
        return "safe"
    return "safe_open" if one.spare else "exact_open"


def _outlook(
    number: Number, target: Target | None, indicator: Indicator, year: Assessed | None, *, over: bool
) -> Outlook | None:
    counts = _whole(number.numerator), _whole(number.denominator)
    exact = number.basis == "computed" and number.qualifier == "exact" and not number.incomplete
    rounded = target is not None and target.digits is not None  # judged otherwise than by the cases
    if target is None or target.threshold is None or rounded or not exact or None in counts:
        return None
    if not indicator.variant(number.variant).part_of_whole or not reading.evaluated(target, indicator):
        return None
    x, n = counts[0] or 0, counts[1] or 0
    kind: Literal["floor", "cap"] = "cap" if target.kind == "cap" else "floor"
    spare = margin(x, n, target.threshold, kind=kind, scale=indicator.scale)
    if target.kind not in ("floor", "cap") or spare is None or not n:
        return None
    expected = _expected(number, year, n)
    told = forecast(x, n, target.threshold, kind=kind, scale=indicator.scale, expected=expected)
    return None if told is None else Outlook(number, target, indicator, x, n, told, spare, expected, over)


def _asks_for_protected(numbers: Numbers, number: Number, indicator: Indicator) -> bool:
    """Would more cases mean more inspections or penalties: of those nothing is asked, nothing foretold."""
    below = indicator.variant(number.variant).denominator
    elements = numbers.catalogue.elements
    return below is not None and any(elements[code].protected for code in below.elements)


def _whole_year_before(numbers: Numbers, chosen: Selection) -> Assessed | None:
    span = Period.year(chosen.span.start[0] - 1)
    if not needed(span, numbers.filed_periods(chosen.dataset)):
        return None
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    variants = selection.variants(chosen, numbers)
    return numbers.assessed(chosen.dataset, span, variants=variants, regions=axis)


def _expected(number: Number, year: Assessed | None, n: int) -> int | None:
    """The year before had so many cases; nothing is said where there are more already."""
    before = year.get(number.indicator, number.region) if year else None
    if before is None or before.variant != number.variant or before.incomplete or before.basis != "computed":
        return None
    cases = _whole(before.denominator)
    return cases if cases is not None and cases > n else None


def _whole(count: float | None) -> int | None:
    return int(count) if count is not None and count == int(count) else None
