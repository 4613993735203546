"""What a scheme must know of the indicators: data.scheme_check tells by it what may be scored and how."""

from __future__ import annotations

from data.scheme_rules import Subject
from indicators.definition import Indicator, Indicators


def subjects_of(indicators: Indicators) -> dict[str, Subject]:
    """Indicator code to what a scheme's items are checked by."""
    return {code: _subject(indicator) for code, indicator in indicators.all.items()}


def _subject(indicator: Indicator) -> Subject:
    counted = any(variant.denominator is not None for variant in indicator.variants.values())
    return Subject(
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,
        protected=indicator.protected,
        variants=tuple(indicator.variants),
        counted=counted,
        wholes=_wholes(indicator),
    )


def wholes_of(indicators: Indicators) -> frozenset[tuple[str, str]]:
    """(indicator, variant or "" for the default) of percentages that cannot pass 100: part of a whole."""
    return frozenset((code, each) for code, one in indicators.all.items() for each in _wholes(one))


def _wholes(indicator: Indicator) -> tuple[str, ...]:
    parts = [code for code, each in indicator.variants.items() if each.part_of_whole]
    named = ("", *parts) if indicator.default in parts else tuple(parts)
    return named if indicator.unit == "%" else ()
