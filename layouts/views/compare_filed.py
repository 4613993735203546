"""What each compared region has filed: its current submissions, and how they read on its row."""

from __future__ import annotations

from collections.abc import Sequence

from data.current import CurrentFiling
from indicators.facts import needed
from layouts import say
from layouts.numbers import Number, Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words


def filings_of(services: Services, numbers: Numbers, chosen: Selection) -> dict[str, list[CurrentFiling]]:
    """Current submissions of the forms that carry the indicator, by region: one query."""
    indicator = numbers.indicators[chosen.indicator]
    wanted = {element for variant in indicator.variants.values() for element in variant.elements}
    wanted.add(numbers.indicators.reported.get(indicator.code, ""))
    forms = {code for code, form in services.forms.items() if form.open or wanted & form.ever_asked}
    found: dict[str, list[CurrentFiling]] = {}
    for filing in numbers.view.current(chosen.dataset, _sources(numbers, chosen)):
        if filing.form in forms:
            found.setdefault(filing.region, []).append(filing)
    return found


def filed_text(filings: Sequence[CurrentFiling], number: Number, chosen: Selection) -> str:
    """“第2版 审核通过”; for a region with others below it how many of them have reported."""
    spoken = words(chosen.lang)
    if number.regions_expected > 1:
        return spoken.say(
            "comparison.below", reported=number.regions_reported, expected=number.regions_expected
        )
    whole = [each for each in filings if each.period == number.period]
    filings = whole or filings  # a filed year stands before its quarters
    if not filings:
        return say.NONE
    waiting = next((each.status for each in filings if each.status == "waiting"), filings[-1].status)
    status = spoken.choose("submission", waiting)
    if len(filings) > 1:
        return spoken.say("comparison.several", n=len(filings), status=status)
    return spoken.say("comparison.version", n=filings[0].version, status=status)


def _sources(numbers: Numbers, chosen: Selection) -> tuple[str, ...]:
    filed = numbers.filed_periods(chosen.dataset)
    return tuple(source.code for source in needed(chosen.span, filed))
