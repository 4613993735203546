"""How one number reads: its parts by name, its distance to the target, the facts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from data.formula import Formula
from data.model import DataElement, Target
from indicators.definition import Indicator
from indicators.ranking import rankable
from indicators.targets import EVALUATED
from layouts import say
from layouts.changes import Change
from layouts.numbers import Number
from layouts.text import Language, words

MOST_DIGITS = 6


class Named(Protocol):
    """Anything of the catalogue that has a name in both languages."""

    @property
    def name(self) -> str: ...
    @property
    def english(self) -> str: ...


def name_of(thing: Named, language: Language) -> str:
    return thing.name if language == "zh" else thing.english


def formula_name(formula: Formula, elements: Mapping[str, DataElement], language: Language) -> str:
    """The formula in the elements' names: 仲裁上期未结案件数 + 仲裁当期立案数."""
    text = ""
    for place, (factor, code) in enumerate(formula.terms):
        sign = "" if not place and factor > 0 else f" {'+' if factor > 0 else say.MINUS} "
        times = f"{abs(factor)}×" if abs(factor) != 1 else ""
        text += f"{sign}{times}{name_of(elements[code], language)}"
    return text.strip()


def unit_of(formula: Formula, elements: Mapping[str, DataElement]) -> str:
    """The measure unit that all terms share; empty where they differ."""
    units = {elements[code].unit for code in formula.elements}
    return units.pop() if len(units) == 1 else ""


def evaluated(target: Target | None, indicator: Indicator) -> bool:
    """Can the value be measured against this target: a floor, cap or exact number in the same unit."""
    return (
        target is not None
        and not indicator.protected
        and target.kind in EVALUATED
        and target.threshold is not None
        and target.unit == indicator.unit
    )


def to_target(number: Number, target: Target | None, indicator: Indicator) -> float | None:
    """Value minus threshold, in the indicator's unit, taken before rounding."""
    if target is None or target.threshold is None or number.value is None or not evaluated(target, indicator):
        return None
    return float(Decimal(repr(number.value)) - Decimal(repr(target.threshold)))


def distance(number: Number, target: Target | None, indicator: Indicator) -> float | None:
    """The same, and from the number of a target that is to be reached by a day."""
    if target is None or target.kind != "date" or target.threshold is None or number.value is None:
        return to_target(number, target, indicator)
    if target.unit != indicator.unit or indicator.protected:
        return None
    return float(Decimal(repr(number.value)) - Decimal(repr(target.threshold)))


def threshold_of(target: Target | None, indicator: Indicator) -> float | None:
    return target.threshold if target is not None and evaluated(target, indicator) else None


def severity(number: Number, target: Target, indicator: Indicator) -> float:
    """The missing share; all of it where a share means nothing: an event, a day without a number."""
    if number.attainment is not None:
        return abs(1.0 - number.attainment)
    dated = target.kind == "date" and target.unit == indicator.unit
    if not dated or not target.threshold or number.value is None:
        return 1.0
    return max(0.0, 1.0 - number.value / target.threshold)


def gap_text(amount: float | None, unit: str) -> str:
    """A distance to a target with its sign, never rounded onto it.

    >>> gap_text(-18.571, "%"), gap_text(-0.04, "%"), gap_text(0.0, "%"), gap_text(-3.0, "件")
    ('−18.6', '−0.04', '0.0', '−3')
    """
    if amount is None:
        return say.NONE
    if unit not in ("%", "倍", "天"):
        return say.signed_count(amount)
    exact, digits = Decimal(repr(amount)), 1
    while exact and digits < MOST_DIGITS and not exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):
        digits += 1
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    sign = "" if not rounded else "+" if rounded > 0 else say.MINUS
    return f"{sign}{abs(rounded):f}"


def target_text(target: Target, language: Language) -> str:
    """“≥90%”, “前3”, or the kind in words where there is no number."""
    kind = target.kind if target.kind not in EVALUATED else ""
    return say.target(target.op, target.threshold, target.unit, language, kind=kind)


def change_text(change: Change, language: Language) -> str:
    """The change without its unit, which stands in the head; the short reason where there is none."""
    if change.reason or change.amount is None:
        return change.text(language)
    points = change.relative or change.unit in ("%", "倍", "天")
    text = say.signed(change.amount, language=language) if points else say.signed_count(change.amount)
    return say.qualified(text, "about", language) if change.approximate else text


def change_unit(indicator: Indicator, language: Language) -> str:
    """What the change is counted in: % of the value before, 个百分点, or the indicator's own unit."""
    if indicator.kind == "count":
        return "%"
    return words(language)["unit.points"] if indicator.unit == "%" else unit_word(indicator.unit, language)


def gap_unit(unit: str, language: Language) -> str:
    return words(language)["unit.points"] if unit == "%" else unit_word(unit, language)


def unit_word(unit: str, language: Language) -> str:
    return say.unit_name(unit, language)


def is_small(number: Number, indicator: Indicator) -> bool:
    """A ratio on too few cases to be ranked."""
    return (
        indicator.kind == "ratio"
        and number.value is not None
        and not rankable(number.value, number.denominator)
    )


def gap_of(number: Number) -> str:
    """Why there is no number; what nobody owes for the period is not_owed, no one failed to report it."""
    return gap_owed(number.gap, number.regions_expected, published=number.published)


def reason(number: Number, language: Language) -> str:
    return say.gap_reason(gap_of(number), language)


def gap_owed(gap: str, expected: int, *, published: bool) -> str:
    """In a set of published figures nothing is owed at all: what is missing was not published."""
    if gap != "not_reported" or expected:
        return gap
    return "not_published" if published else "not_owed"


def fact_badges(number: Number, indicator: Indicator, language: Language) -> list[str]:
    """Facts beside a number: 小样本, 未报齐 23/24, 约, 报送比率."""
    spoken = words(language)
    facts = []
    if is_small(number, indicator):
        facts.append(spoken["badge.small"])
    if number.incomplete and number.regions_expected > 1:
        facts.append(
            spoken.say("badge.partial", reported=number.regions_reported, expected=number.regions_expected)
        )
    if number.qualifier not in ("", "exact"):
        facts.append(spoken.choose("reading_qualifier", number.qualifier))
    if number.basis == "reported":
        facts.append(spoken["badge.reported_basis"])
    return facts
