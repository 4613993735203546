"""The comparison behind the page 地区对比: which regions, in which order, and what stands on each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.current import CurrentFiling
from data.model import Target
from indicators.definition import Indicator
from indicators.rank_bands import RankBand, rank_bands
from indicators.ranking import MINIMUM_SIBLINGS, rankable, ranks
from indicators.variants import Variant
from layouts import say
from layouts.changes import Change, breaks_of, change
from layouts.kept import kept
from layouts.numbers import Assessed, Number, Numbers
from layouts.scope import region_name
from layouts.selection import Selection, variants
from layouts.services import Services
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.compare_filed import filed_text, filings_of
from layouts.views.compare_groups import groups_of, with_group
from layouts.views.compare_modes import Modes, alias, modes
from layouts.views.compare_target import shared
from layouts.views.compare_units import Units, among, default, units_of, valued_in
from layouts.views.region_links import portrait_of
from layouts.views.verdict_why import struck, why_of


@dataclass(frozen=True, slots=True)
class Line:
    """One region's row; ``code``, ``href`` and ``filed`` are empty where names are off."""

    region: str
    code: str
    name: str
    number: Number
    place: int | None
    small: bool
    target: Target | None
    to_target: float | None
    change: Change
    badges: tuple[str, ...]
    reason: str
    filed: str
    href: str
    band: RankBand | None = None  # how far chance alone could move the place
    portrait: str = ""  # where the name leads; empty where names are off
    why: str = ""  # what decided it, where that was not the value: evidence, an event

    @property
    def struck(self) -> bool:
        return struck(self.number, self.target)


@dataclass(frozen=True)
class Comparison:
    """``chosen`` names the indicator that is shown; ``target`` is the one that most rows share, if any."""

    chosen: Selection
    indicator: Indicator
    variant: Variant
    units: Units
    lines: tuple[Line, ...]
    parent: Number | None
    parent_target: Target | None
    target: Target | None
    mixed: bool  # some rows have another target, or none
    ranked: bool
    valued: frozenset[str]  # indicators that have a value in one of the regions
    table: Assessed
    modes: Modes


def compare(services: Services, numbers: Numbers, chosen: Selection) -> Comparison:
    """The rows in the order of the judged direction, ties by code, those without a value last.

    Kept for this viewer and address until something of the set is filed, stepped or entered; not in a
    publication, for it says how its submissions stand now.
    """
    table = numbers.assessed(chosen.dataset, chosen.period, variants=variants(chosen, numbers))
    looked = with_group(modes(chosen), groups_of(numbers, chosen))
    if numbers.view.heads.publication:
        return _compare(services, numbers, chosen, table, looked)
    found: Comparison = kept(
        numbers,
        chosen.dataset,
        (chosen, looked),
        lambda: _compare(services, numbers, chosen, table, looked),
        made_from=table,
        store="compared",
    )
    return found


def _compare(
    services: Services, numbers: Numbers, chosen: Selection, table: Assessed, looked: Modes
) -> Comparison:
    units = among(units_of(numbers, chosen, table), looked)
    valued = valued_in(table, units.regions)
    code = chosen.indicator or default(numbers, chosen, table, units, valued)
    chosen = replace(chosen, indicator=code)
    indicator = numbers.indicators[code]
    found = [table.number(code, region) for region in units.regions]
    before = _year_before(numbers, chosen)
    filings = filings_of(services, numbers, chosen)
    judged = looked.ranks and numbers.catalogue.datasets[chosen.dataset].duty
    taking = [_taking(number, table) for number in found]
    places = _places(taking, indicator, duty=judged)
    bands = _bands(table, indicator, taking) if any(places) else [None] * len(found)
    told = why_of(numbers, chosen, indicator, table, units.regions, named=looked.names)
    lines = [
        replace(
            _line(numbers, chosen, table, number, place, before, filings, band),
            why=told.get(number.region, ""),
        )
        for number, place, band in zip(found, places, bands, strict=True)
    ]
    target, mixed = shared([line.target for line in lines])
    parent = table.get(code, units.parent) if units.parent else None
    return Comparison(
        chosen=chosen,
        indicator=indicator,
        variant=indicator.variant(found[0].variant if found else ""),
        units=units,
        lines=_named(numbers, chosen, _ordered(lines, indicator, looked), looked),
        parent=parent,
        parent_target=table.targets.get(parent.target) if parent else None,
        target=target,
        mixed=mixed,
        ranked=any(place is not None for place in places),
        valued=valued,
        table=table,
        modes=looked,
    )


def _year_before(numbers: Numbers, chosen: Selection) -> Assessed | None:
    period = chosen.span.year_before
    if period not in numbers.periods(chosen.dataset):
        return None
    return numbers.assessed(chosen.dataset, period, variants=variants(chosen, numbers))


def _taking(number: Number, table: Assessed) -> Number:
    """As it is ranked: without its value where an event has struck it."""
    return replace(number, value=None) if struck(number, table.targets.get(number.target)) else number


def _places(found: Sequence[Number], indicator: Indicator, *, duty: bool) -> list[int | None]:
    """Ranks; none for protected and neutral indicators and in sets without a duty to file."""
    if indicator.protected or not duty:
        return [None] * len(found)
    return ranks(
        [number.value for number in found],
        [number.denominator for number in found],
        direction=indicator.direction,
    )


def _bands(table: Assessed, indicator: Indicator, found: Sequence[Number]) -> list[RankBand | None]:
    """Rank bands, drawn once for a frame and a choice of regions; none where the numerator is no part."""
    counts = indicator.kind == "count"
    if not counts and not indicator.variant(found[0].variant).part_of_whole:
        return [None] * len(found)
    key = ("bands", indicator.code, tuple(number.region for number in found))
    if key not in table.notes:
        table.notes[key] = rank_bands(
            [number.value for number in found],
            [number.numerator for number in found],
            [number.denominator for number in found],
            direction=indicator.direction,
            counts=counts,
            scale=indicator.scale,
        )
    bands: list[RankBand | None] = table.notes[key]
    return bands


def _line(
    numbers: Numbers,
    chosen: Selection,
    table: Assessed,
    number: Number,
    place: int | None,
    before: Assessed | None,
    filings: dict[str, list[CurrentFiling]],
    band: RankBand | None,
) -> Line:
    indicator, language = numbers.indicators[chosen.indicator], chosen.lang
    target = table.targets.get(number.target)
    earlier = before.get(indicator.code, number.region) if before else None
    return Line(
        region=number.region,
        code=number.region,
        name=region_name(numbers, number.region, language),
        number=number,
        place=place,
        small=reading.is_small(number, indicator),
        target=target,
        to_target=reading.to_target(number, target, indicator),
        change=change(indicator, number, earlier, breaks_of(numbers, number.region)),
        badges=(
            *reading.fact_badges(number, indicator, language),
            *([words(language)["verdict.veto_cell"]] if struck(number, target) else []),
        ),
        reason=_reason(chosen, number),
        filed=filed_text(filings.get(number.region, []), number, chosen),
        href=href(chosen, indicator=indicator.code, region=number.region),
        band=band,
        portrait=portrait_of(chosen, number.region),
    )


def _named(numbers: Numbers, chosen: Selection, lines: Sequence[Line], looked: Modes) -> tuple[Line, ...]:
    """The rows; without names under letters in their order, and without what leads to the region."""
    if looked.names:
        return tuple(lines)
    tree = numbers.catalogue.regions
    return tuple(
        replace(
            line,
            code="",
            name=alias(place, tree.get(line.region), chosen.lang),
            filed=say.NONE,
            href="",
            portrait="",
        )
        for place, line in enumerate(lines, start=1)
    )


def _reason(chosen: Selection, number: Number) -> str:
    """Why there is no value: “无案件，不评价”; the row's own counts stand beside it."""
    if number.value is not None:
        return ""
    text = reading.reason(number, chosen.lang)
    return words(chosen.lang).say("comparison.no_cases", gap=text) if number.gap == "no_cases" else text


def _ordered(lines: Sequence[Line], indicator: Indicator, looked: Modes) -> list[Line]:
    """By value; those struck by an event or on too few cases after the others, those without a value last."""
    if indicator.protected or not looked.ranks:
        return sorted(lines, key=lambda line: (line.number.value is None, looked.tie(line.region)))
    sign = 1 if indicator.direction == "lower" else -1

    def place(line: Line) -> tuple[bool, bool, float, str]:
        value = line.number.value
        return (
            value is None,
            line.small or line.struck,
            0.0 if value is None else sign * value,
            looked.tie(line.region),
        )

    return sorted(lines, key=place)


def too_few(comparison: Comparison) -> bool:
    """Would be ranked, were there more regions with enough cases."""
    taking = [line for line in comparison.lines if rankable(line.number.value, line.number.denominator)]
    judged = comparison.indicator.direction != "neutral" and not comparison.indicator.protected
    return judged and len(taking) < MINIMUM_SIBLINGS
