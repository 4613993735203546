"""What the passport of one number tells: the number, its cells, files, parts below and other 口径."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.formula import Formula
from data.model import Event, Explanation, Finding, Submission, Target
from data.region_lists import Region
from indicators.consistency import Agreement, agreement
from indicators.definition import Indicator
from indicators.variants import Variant
from layouts.changes import Change, breaks_of, change
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection, variants
from layouts.services import Services
from layouts.tracing import Term, Trace, trace
from layouts.views.verdict_why import why_of

_DECIMALS = re.compile(r"\.([0-9]+)")


@dataclass(frozen=True)
class Passport:
    """``own`` are the terms that the region itself filed, ``below`` those of the units under it."""

    chosen: Selection
    indicator: Indicator
    variant: Variant
    number: Number
    target: Target | None
    change: Change
    own: tuple[Term, ...]
    below: tuple[Term, ...]
    missing: tuple[str, ...]
    filings: tuple[Submission, ...]  # the region's own, newest period first
    approvals: Mapping[int, Event]  # of these filings
    findings: tuple[Finding, ...]
    explanations: tuple[Explanation, ...]  # of these findings and cells, oldest first
    explained_below: tuple[tuple[str, Explanation], ...]  # region and what it said, of the units below
    others: tuple[Number, ...]  # one for each 口径, when there are several
    own_number: Number | None  # 本级, where units stand below
    children: tuple[Number, ...]
    why: str  # what decided its status, where that was not the value: evidence, an event
    notes: dict[object, Any]  # what is kept with the frame of these numbers


def gather(services: Services, numbers: Numbers, chosen: Selection) -> Passport | None:
    """Everything about the chosen indicator, region and period; None where no indicator is chosen."""
    if not chosen.indicator:
        return None
    indicator = numbers.indicators[chosen.indicator]
    wanted = variants(chosen, numbers).get(indicator.code, "")
    found = trace(numbers, chosen.dataset, indicator.code, chosen.region, chosen.span, variant=wanted)
    number = found.number
    own = tuple(term for term in found.terms if term.region == chosen.region)
    below = tuple(term for term in found.terms if term.region != chosen.region)
    table = _table(numbers, chosen, indicator, wanted)
    filings = _filings(numbers, own)
    return Passport(
        chosen=chosen,
        indicator=indicator,
        variant=found.variant,
        number=number,
        target=table.targets.get(number.target),
        change=_change(numbers, chosen, indicator, number, wanted),
        own=own,
        below=below,
        missing=_missing(found, chosen.region),
        filings=filings,
        approvals=numbers.view.approvals([each.submission for each in filings]),
        findings=_findings(services, numbers, filings, own, indicator),
        explanations=tuple(said for _, said in _explanations(numbers, own, indicator)),
        explained_below=_explanations(numbers, below, indicator),
        others=_others(numbers, chosen, indicator),
        own_number=_own_number(numbers, chosen, indicator, wanted),
        children=_children(numbers, chosen, table, indicator),
        why=why_of(numbers, chosen, indicator, table, (chosen.region,)).get(chosen.region, ""),
        notes=table.notes,
    )


def part_values(formula: Formula, terms: Sequence[Term], total: float | None) -> Mapping[str, float]:
    """The sum of each element of a formula, where these sums do give ``total``; else nothing.

    A total that was filed for the whole area, or taken from the last of several quarters, is not the
    plain sum of its cells; then no parts are claimed.
    """
    sums: dict[str, float] = {}
    for term in terms:
        if term.element in formula.elements and term.value is not None:
            sums[term.element] = sums.get(term.element, 0.0) + term.value
    if total is None:
        return sums
    made = sum(factor * sums.get(element, 0.0) for factor, element in formula.terms)
    return (
        sums if set(sums) == set(formula.elements) and abs(made - total) < 1e-9 * max(1, abs(total)) else {}
    )


def agreed(passport: Passport) -> Agreement | None:
    """Does the filed rate agree with the computed one, at its printed decimals."""
    number = passport.number
    if number.basis != "computed" or number.value is None or number.reported is None:
        return None
    raw = next((term.raw for term in passport.own if term.part == "reported"), repr(number.reported))
    return agreement(number.reported, number.value, decimals(raw))


def decimals(raw: str) -> int:
    """Digits printed after the point: 95.69 and ９５．６９％ have two.

    >>> decimals("９５．６９％"), decimals("95"), decimals("75.4%")
    (2, 0, 1)
    """
    found = _DECIMALS.search(unicodedata.normalize("NFKC", raw))
    return len(found[1]) if found else 0


def shortfall(number: Number, passport: Passport) -> float | None:
    """What keeps the rate down: denominator − numerator of a share that should be high."""
    whole = passport.variant.part_of_whole and passport.indicator.direction == "higher"
    if not whole or number.numerator is None or number.denominator is None:
        return None
    return number.denominator - number.numerator


def _table(numbers: Numbers, chosen: Selection, indicator: Indicator, wanted: str) -> Assessed:
    """The frame that ``trace`` took the number from."""
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    choice = {indicator.code: wanted} if wanted else None
    return numbers.assessed(chosen.dataset, chosen.span, variants=choice, regions=axis)


def _change(numbers: Numbers, chosen: Selection, indicator: Indicator, number: Number, wanted: str) -> Change:
    before = replace(chosen, period=chosen.span.year_before.code)
    known = chosen.span.year_before in numbers.periods(chosen.dataset)
    earlier = _table(numbers, before, indicator, wanted).get(indicator.code, chosen.region) if known else None
    return change(indicator, number, earlier, breaks_of(numbers, chosen.region))


def _missing(found: Trace, region: str) -> tuple[str, ...]:
    """Elements of the formula that nobody filed; for a gap, those that the region itself did not file."""
    if found.number.value is not None and found.number.basis == "computed":
        return found.missing
    filed = {term.element for term in found.terms if term.region == region}
    return tuple(element for element in found.variant.elements if element not in filed)


def _filings(numbers: Numbers, own: Sequence[Term]) -> tuple[Submission, ...]:
    newest = sorted({(term.period, term.submission) for term in own}, reverse=True)
    found = [numbers.view.submission(number) for _, number in newest]
    return tuple(pair[0] for pair in found if pair is not None)


def _findings(
    services: Services,
    numbers: Numbers,
    filings: Sequence[Submission],
    own: Sequence[Term],
    indicator: Indicator,
) -> tuple[Finding, ...]:
    """Kept and live findings of these files that name the indicator or stand at one of its cells."""
    places = {(term.submission, term.sheet, term.cell) for term in own}
    found: list[Finding] = []
    for filing in filings:
        kept = numbers.view.submission(filing.submission)
        stored = kept[1] if kept else ()
        made = services.live_findings(filing.submission)
        found += [
            finding
            for finding in (*stored, *made)
            if finding.indicator == indicator.code
            or (filing.submission, finding.sheet, finding.cell) in places
        ]
    return tuple(found)


def _explanations(
    numbers: Numbers, terms: Sequence[Term], indicator: Indicator
) -> tuple[tuple[str, Explanation], ...]:
    """What was written about the cells that the number uses, or about the indicator in their files."""
    places = {(term.submission, term.sheet, term.cell) for term in terms}
    regions = {term.submission: term.region for term in terms}
    if not numbers.view.versions("*").get("explanations"):
        return ()
    return tuple(
        (regions[number], said)
        for number in sorted(regions)
        for said in numbers.view.explanations(number)
        if said.indicator == indicator.code or (number, said.sheet, said.cell) in places
    )


def _others(numbers: Numbers, chosen: Selection, indicator: Indicator) -> tuple[Number, ...]:
    if len(indicator.variants) < 2:
        return ()
    axis = numbers.axis(chosen.dataset)
    regions = axis if chosen.region in axis else (chosen.region,)
    return tuple(
        numbers.assessed(
            chosen.dataset,
            chosen.span,
            variants={indicator.code: code},
            regions=regions,
            only=(indicator.code,),
        ).number(indicator.code, chosen.region)
        for code in indicator.variants
    )


def _below(numbers: Numbers, chosen: Selection) -> tuple[Region, ...]:
    if not numbers.catalogue.datasets[chosen.dataset].rollup:
        return ()
    first, last = (f"{year:04d}-{month:02d}" for year, month in (chosen.span.start, chosen.span.end))
    tree = numbers.catalogue.regions
    return tuple(region for region in tree.children(chosen.region) if tree.valid_in(region.code, first, last))


def _own_number(numbers: Numbers, chosen: Selection, indicator: Indicator, wanted: str) -> Number | None:
    """What the region filed at its own level, where there are units below it."""
    if not _below(numbers, chosen) or indicator.aggregation == "none":
        return None
    axis = numbers.axis(chosen.dataset)
    choice = {indicator.code: wanted} if wanted else None
    table = numbers.assessed(
        chosen.dataset, chosen.span, variants=choice, scope="own", regions=axis, only=(indicator.code,)
    )
    number = table.get(indicator.code, chosen.region)
    return number if number is not None and number.numerator is not None else None


def _children(
    numbers: Numbers, chosen: Selection, table: Assessed, indicator: Indicator
) -> tuple[Number, ...]:
    """The units directly below with their numbers; none where the indicator is not rolled up."""
    if indicator.aggregation == "none":
        return ()
    found = (table.get(indicator.code, region.code) for region in _below(numbers, chosen))
    return tuple(number for number in found if number is not None)


def ordered(passport: Passport) -> list[Number]:
    """Largest shortfall first, else the largest numerator; protected ones by code; those without last."""
    if passport.indicator.protected:
        return sorted(passport.children, key=lambda number: number.region)

    def place(number: Number) -> tuple[bool, float, str]:
        size = shortfall(number, passport)
        size = number.numerator if size is None else size
        return size is None, -(size or 0.0), number.region

    return sorted(passport.children, key=place)


def in_parts(passport: Passport) -> bool:
    """Is the number the sum of the rows of 由谁构成 (and not a filed figure for the whole area)."""
    rows = [*passport.children, *([passport.own_number] if passport.own_number else [])]
    total = passport.number.numerator
    if total is None:
        return True
    return abs(sum(row.numerator or 0.0 for row in rows) - total) < 1e-9 * max(1.0, abs(total))
