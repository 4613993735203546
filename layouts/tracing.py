"""trace: a number back to its cells, for the passport and the API alike."""

from __future__ import annotations

from dataclasses import dataclass

from data import audit
from data.cells import TracedCell, counting
from data.model import Event, Period, Scope
from indicators.facts import needed
from indicators.task_counts import DONE, DUE, within
from indicators.variants import Variant
from layouts import say
from layouts.kept import kept
from layouts.numbers import Number, Numbers
from layouts.selection import Selection

MOST_TERMS = 20_000  # of all kept traces together: some 20 MB


@dataclass(frozen=True, slots=True)
class Term:
    """One cell that went into a number; ``part`` says as what, ``factor`` how often."""

    part: str  # numerator, denominator or reported
    factor: int
    element: str
    region: str
    period: str
    scope: str
    value: float | None
    qualifier: str
    submission: int
    file: str
    sheet: str
    cell: str
    raw: str
    by: str
    at: str
    approved_by: str = ""  # empty: waits, or is of a set that needs no review
    approved_at: str = ""


@dataclass(frozen=True)
class Trace:
    number: Number
    variant: Variant
    formula: str
    terms: tuple[Term, ...]
    missing: tuple[str, ...]  # elements of the formula that nobody filed


def trace(
    numbers: Numbers,
    dataset: str,
    indicator: str,
    region: str,
    period: Period,
    *,
    variant: str = "",
    scope: Scope = "total",
) -> Trace:
    """The number, its formula, and every current cell of the region and those below that it reads.

    Kept for this viewer until something of the set is filed, stepped or entered: a province has hundreds of
    cells behind each number.
    """
    described = numbers.indicators[indicator]
    chosen = described.variant(variant)
    choice = {indicator: chosen.code} if variant and variant != described.default else None
    axis = None if region in numbers.axis(dataset) else (region,)
    table = numbers.assessed(dataset, period, variants=choice, scope=scope, regions=axis)
    name = (indicator, chosen.code, region, period, scope)
    found: Trace = kept(
        numbers,
        dataset,
        name,
        lambda: _trace(numbers, dataset, table.number(indicator, region), period, chosen, scope),
        made_from=table,
        store="traces",
        most=MOST_TERMS,
        weigh=lambda made: len(made.terms) + 1,
    )
    return found


def _trace(
    numbers: Numbers, dataset: str, number: Number, period: Period, chosen: Variant, scope: Scope
) -> Trace:
    indicator, region = number.indicator, number.region
    sources = [source.code for source in needed(period, numbers.filed_periods(dataset))]
    printed = numbers.indicators.reported.get(indicator)
    elements = [*chosen.elements, *([printed] if printed else [])]
    regions = _regions(numbers, dataset, region, scope)
    every = numbers.view.trace(dataset, elements=elements, regions=regions, periods=sources)
    cells = counting(every, numbers.catalogue.datasets[dataset].forms)
    found = {cell.element for cell in cells} | _registered(numbers, dataset, regions, period, cells)
    lone = _lone(numbers, dataset, {cell.region for cell in cells})
    used = _scoped(_used(cells, period), chosen, lone, scope)
    approvals = numbers.view.approvals({cell.submission for cell in used})
    return Trace(
        number,
        chosen,
        _formula(numbers.indicators[indicator].scale, chosen),
        tuple(_term(cell, chosen, approvals.get(cell.submission)) for cell in used),
        tuple(element for element in chosen.elements if element not in found)
        if numbers.whole(dataset, region)
        else (),  # what others have filed is not told, so neither is what they have not
    )


def href(chosen: Selection, *, indicator: str, region: str = "", period: str = "", variant: str = "") -> str:
    """Address of a number's passport; region, period and 口径 are the page's unless given."""
    passport = Selection(
        dataset=chosen.dataset,
        region=region or chosen.region,
        period=period or chosen.period,
        indicator=indicator,
        variant=variant or chosen.variant,
        snapshot=chosen.snapshot,
        lang=chosen.lang,
    )
    return "/trace" + passport.query()


def _regions(numbers: Numbers, dataset: str, region: str, scope: Scope) -> list[str]:
    if scope == "own" or not numbers.catalogue.datasets[dataset].rollup:
        return [region]
    return [below.code for below in numbers.catalogue.regions.descendants(region)]


def _registered(
    numbers: Numbers, dataset: str, regions: list[str], period: Period, cells: tuple[TracedCell, ...]
) -> set[str]:
    """The elements that the register of tasks gives for any of the regions, because it filed neither."""
    filed = {cell.region for cell in cells if cell.element in (DONE, DUE)}
    given = within(numbers.on_record(dataset).counts, period)
    return {DONE, DUE} if given.keys() & set(regions) - filed else set()


def _used(cells: tuple[TracedCell, ...], period: Period) -> list[TracedCell]:
    """A filed value of the period itself stands before its parts."""
    whole = {(cell.region, cell.element, cell.scope) for cell in cells if cell.period == period.code}
    return [
        cell
        for cell in cells
        if cell.period == period.code or (cell.region, cell.element, cell.scope) not in whole
    ]


def _lone(numbers: Numbers, dataset: str, regions: set[str]) -> set[str]:
    """The units without others below them in the set."""
    if not numbers.catalogue.datasets[dataset].rollup:
        return regions
    return {region for region in regions if not numbers.catalogue.regions.children(region)}


def _scoped(cells: list[TracedCell], variant: Variant, lone: set[str], scope: Scope) -> list[TracedCell]:
    """A lone unit's 全辖区 where it has every element, else 本级 before 全辖区; never both of one element."""
    if scope == "own":
        return cells
    places = {(cell.region, cell.period, cell.element, cell.scope) for cell in cells}

    def stands(cell: TracedCell) -> bool:
        if cell.region not in lone:
            return True
        at = (cell.region, cell.period)
        elements = variant.elements if cell.element in variant.elements else (cell.element,)
        first = "total" if all((*at, element, "total") in places for element in elements) else "own"
        return cell.scope == first or (*at, cell.element, first) not in places

    return [cell for cell in cells if stands(cell)]


def _term(cell: TracedCell, variant: Variant, approval: Event | None) -> Term:
    above = {element: factor for factor, element in variant.numerator.terms}
    below = {element: factor for factor, element in variant.denominator.terms} if variant.denominator else {}
    if cell.element in above:
        part, factor = "numerator", above[cell.element]
        if cell.element in below:
            part = "both"
    elif cell.element in below:
        part, factor = "denominator", below[cell.element]
    else:
        part, factor = "reported", 1
    return Term(
        part,
        factor,
        cell.element,
        cell.region,
        cell.period,
        cell.scope,
        cell.value,
        cell.qualifier,
        cell.submission,
        say.base_name(cell.file),
        cell.sheet,
        cell.cell,
        cell.raw,
        cell.by,
        cell.at,
        approval.by if approval else "",
        audit.stamp(approval.at) if approval else "",
    )


def _formula(scale: int, variant: Variant) -> str:
    """``100 * (suit_head_appeared) / (suit_heard)`` in element codes."""
    if variant.denominator is None:
        return str(variant.numerator)
    times = f"{scale} * " if scale != 1 else ""
    return f"{times}({variant.numerator}) / ({variant.denominator})"
