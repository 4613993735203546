"""The passport of a period in which nobody has filed anything: said so, with the way to one that has."""

from __future__ import annotations

from indicators.facts import needed
from layouts import blocks, say, scope
from layouts.elements import Element, link
from layouts.numbers import Numbers
from layouts.opening import opening
from layouts.text import words
from layouts.tracing import href
from layouts.views.trace_facts import Passport


def nothing_filed(passport: Passport, numbers: Numbers) -> Element | None:
    """None where there is a value, or the period is one of which something was filed."""
    chosen, spoken = passport.chosen, words(passport.chosen.lang)
    if passport.number.value is not None or passport.own:
        return None
    if needed(chosen.span, numbers.filed_periods(chosen.dataset)):
        return None
    why = spoken.say(
        "front.nothing",
        region=scope.region_name(numbers, chosen.region, chosen.lang),
        period=say.period(chosen.span, chosen.lang),
    )
    latest = opening(numbers, chosen.dataset).period
    if latest is None:
        return blocks.empty(why)
    address = href(
        chosen,
        indicator=passport.indicator.code,
        region=chosen.region,
        period=latest.code,
        variant=passport.variant.code,
    )
    return blocks.empty(
        why, link(spoken.say("front.latest", period=say.period(latest, chosen.lang)), address)
    )
