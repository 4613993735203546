"""After a switch of 口径: what changed by it, and for how many regions. One line above the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.model import Period
from indicators.definition import Indicator
from layouts import say, siblings
from layouts.elements import Element, h, link
from layouts.numbers import Assessed, Number, Numbers
from layouts.page import PATHS
from layouts.scope import region_name
from layouts.selection import Selection, variants
from layouts.text import words
from layouts.views import reading

PAGES = ("overview", "compare", "matrix", "trend", "portrait")
NAMED = 4  # indicators named in the line


@dataclass(frozen=True, slots=True)
class Switched:
    """Counted over ``regions``: those with another value, and among these those with another status."""

    indicators: tuple[str, ...]
    regions: int
    values: int
    statuses: int
    before: Number | None  # of the chosen region, for a lone indicator
    now: Number | None


def variant_line(numbers: Numbers, chosen: Selection, page: str) -> Element | None:
    """None where the default holds, and on pages without figures."""
    if not chosen.variant or page not in PAGES:
        return None
    found = switched(numbers, chosen)
    if found is None:
        return None
    spoken = words(chosen.lang)
    back = link(spoken["variant.back"], PATHS[page] + chosen.query(variant=""))
    return h("p", told(numbers, chosen, found), " ", back, class_name="notice variant", role="note")


def switched(numbers: Numbers, chosen: Selection) -> Switched | None:
    """The figures of the chosen 口径 beside those of the default; None where that is the default itself."""
    meant = variants(chosen, numbers)
    codes = (chosen.indicator,) if chosen.indicator else tuple(meant)
    if not codes or (chosen.indicator and numbers.indicators[chosen.indicator].default == chosen.variant):
        return None
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    span: Period = chosen.span
    now = numbers.assessed(chosen.dataset, span, variants=meant, regions=axis)
    plain = numbers.assessed(chosen.dataset, span, regions=axis)
    regions = [code for code in siblings.remembered(numbers, chosen, now) if code in now.regions]
    regions = regions or [chosen.region]
    changed = {name: _differ(now, plain, codes, regions, name) for name in ("value", "status")}
    lone = bool(chosen.indicator)
    return Switched(
        tuple(code for code in codes if code in meant),
        len(regions),
        len(changed["value"]),
        len(changed["status"]),
        plain.number(codes[0], chosen.region) if lone else None,
        now.number(codes[0], chosen.region) if lone else None,
    )


def told(numbers: Numbers, chosen: Selection, found: Switched) -> str:
    spoken, language = words(chosen.lang), chosen.lang
    if not found.indicators:
        described = numbers.indicators[chosen.indicator]
        return spoken.say(
            "variant.has_none",
            letter=chosen.variant,
            indicator=reading.name_of(described, language),
            default=described.default,
        )
    counts = spoken.say(
        "variant.counts" if found.values else "variant.no_change",
        regions=found.regions,
        values=found.values,
        statuses=found.statuses,
    )
    if found.now is None or found.before is None:
        names = [numbers.indicators[code] for code in found.indicators[:NAMED]]
        listed = say.join(
            [each.short if language == "zh" else each.short_english for each in names], language
        )
        many = spoken.say("variant.used_by", letter=chosen.variant, n=len(found.indicators), names=listed)
        return many + counts
    indicator = numbers.indicators[chosen.indicator]
    lead = spoken.say(
        "variant.lead",
        letter=chosen.variant,
        name=reading.name_of(indicator.variant(chosen.variant), language),
        default=indicator.default,
        default_name=reading.name_of(indicator.variant(), language),
    )
    own = spoken.say(
        "variant.own",
        region=region_name(numbers, chosen.region, language),
        before=_value(found.before, indicator, chosen),
        now=_value(found.now, indicator, chosen),
    )
    return lead + counts + own


def _value(number: Number, indicator: Indicator, chosen: Selection) -> str:
    return say.value(
        number.value,
        indicator.unit,
        chosen.lang,
        qualifier=number.qualifier,
        gap=reading.gap_of(number),
    )


def _differ(
    now: Assessed, plain: Assessed, codes: Sequence[str], regions: Sequence[str], name: str
) -> set[str]:
    """Regions in which any of the indicators has another value (or status)."""
    new, old = now.columns[name], plain.columns[name]
    return {
        region
        for region in regions
        for code in codes
        if new[now.row(code, region)] != old[plain.row(code, region)]
    }
