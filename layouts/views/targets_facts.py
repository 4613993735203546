"""What 目标 shows: every target that reaches the region, from where it comes, and how it is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.model import LEVELS, Period, Target
from indicators.definition import Indicator
from indicators.inheritance import Standing, standings
from indicators.target_evidence import way
from indicators.target_verdicts import is_ranked
from layouts.numbers import MONTH, Assessed, Numbers
from layouts.selection import EVERYTHING, Selection
from layouts.views.indicators_register import judged
from layouts.views.targets_proved import Cell, Cells, by_evidence, by_number

COUNTED = ("met", "near", "missed")
KIND, STRENGTH, TARGET = "kind", "strength", "target"  # the page's own choices in the address
KEYS = (KIND, STRENGTH, TARGET)


@dataclass(frozen=True)
class Line:
    """A target as it stands in the region, or where it begins; ``here`` is how it is met there."""

    standing: Standing
    indicator: Indicator | None
    here: Cell | None
    cells: Cells
    reaches: bool  # the chosen region, not only some below it

    @property
    def target(self) -> Target:
        return self.standing.target


@dataclass(frozen=True)
class Scene:
    """The register for a region and period; ``lines`` are those that the filters leave."""

    chosen: Selection
    every: tuple[Line, ...]
    lines: tuple[Line, ...]
    entered: int  # targets in the register of the dataset
    regions: tuple[str, ...]  # columns of the attainment matrix
    without_data: tuple[Line, ...]
    free: tuple[Line, ...]  # of no indicator: no figure can meet them
    without_target: tuple[Indicator, ...]
    protected: int  # indicators with figures that may have none

    def line(self, target: Target) -> Line | None:
        """How a target stands; None where it reaches neither the region nor what is below it."""
        return next((each for each in self.every if each.target.target == target.target), None)

    def counts(self, region: str = "") -> dict[str, int]:
        """How many targets that count are met, near and missed in a region; without one in all columns."""
        places = (region,) if region else self.regions
        found = Counter(
            line.cells[place].status for line in self.every for place in places if place in line.cells
        )
        return {status: found[status] for status in COUNTED}


def scene(numbers: Numbers, chosen: Selection) -> Scene:
    targets, own = numbers.targets(chosen.dataset), dict(chosen.own)
    columns = _columns(numbers, chosen)
    every = tuple(_lines(numbers, chosen, targets, (chosen.region, *columns)))
    lines = tuple(each for each in every if _fits(each, chosen, own))
    frame = numbers.assessed(chosen.dataset, chosen.period)
    asked = {each.indicator.code for each in every if each.indicator}  # here or of units further down
    unasked = [
        each
        for each in numbers.shown()
        if each.code not in asked
        and (number := frame.get(each.code, chosen.region))
        and number.value is not None
        and not number.target
    ]
    judging = [each for each in every if each.standing.holds and each.indicator and decides(each)]
    return Scene(
        chosen,
        every,
        lines,
        len(targets),
        columns,
        tuple(each for each in judging if each.cells and all(cell.empty for cell in each.cells.values())),
        tuple(each for each in every if each.indicator is None),
        tuple(each for each in unasked if not each.protected),
        sum(each.protected for each in unasked),
    )


def decides(line: Line) -> bool:
    """Is anything judged by this target: a number, a place among siblings, what is on record."""
    target, indicator = line.target, line.indicator
    if indicator is not None and indicator.protected:
        return False
    ranked = indicator is not None and is_ranked(target, indicator)
    return judged(target, indicator) or ranked or bool(way(target, indicator))


def family(numbers: Numbers, chosen: Selection) -> Target | None:
    """The target that the address names."""
    wanted = dict(chosen.own).get(TARGET, "")
    return next((each for each in numbers.targets(chosen.dataset) if each.target == wanted), None)


def _columns(numbers: Numbers, chosen: Selection) -> tuple[str, ...]:
    """The units right below the region, else those beside it; without roll-up those anywhere below it."""
    tree, axis = numbers.catalogue.regions, numbers.axis(chosen.dataset)
    if not numbers.catalogue.datasets[chosen.dataset].rollup:
        return tuple(code for code in axis if tree.is_ancestor(chosen.region, code))
    first, last = (MONTH.format(*month) for month in (chosen.span.start, chosen.span.end))
    above = tree.get(chosen.region)
    beside = tree.children(above.code) or (tree.children(above.parent) if above.parent else ())
    shown = set(axis)
    return tuple(each.code for each in beside if each.code in shown and tree.valid_in(each.code, first, last))


def _lines(
    numbers: Numbers, chosen: Selection, targets: Sequence[Target], regions: Sequence[str]
) -> list[Line]:
    """Targets that reach the region or, once each, one of those below it."""
    places = dict.fromkeys(regions)
    stands = {code: _stands(numbers, targets, code, chosen.span) for code in places}
    found = []
    for target in targets:
        indicator = numbers.indicators.all.get(target.indicator)
        here = next((stands[code][target.target] for code in places if target.target in stands[code]), None)
        if here is None:
            deeper = _deeper(numbers, chosen, target)
            if not deeper:
                continue
            if deeper not in stands:
                stands[deeper] = _stands(numbers, targets, deeper, chosen.span)
            here = stands[deeper][target.target]
        cells = _cells(numbers, chosen, Line(here, indicator, None, {}, reaches=False), places, stands)
        reaches = target.target in stands[chosen.region]
        found.append(Line(here, indicator, cells.get(chosen.region), cells, reaches=reaches))
    return found


def _deeper(numbers: Numbers, chosen: Selection, target: Target) -> str:
    """A unit further down that the target reaches: the first; empty where there is none."""
    tree = numbers.catalogue.regions
    described = numbers.catalogue.datasets[chosen.dataset]
    if target.region not in tree:
        return ""
    inside = tree.is_ancestor(chosen.region, target.region)
    above = target.region == chosen.region or tree.is_ancestor(target.region, chosen.region)
    below = tree.descendants(target.region if inside else chosen.region) if inside or above else ()
    levels = target.levels or LEVELS
    fits = (
        each.code for each in below if each.level in levels and numbers.catalogue.holds(described, each.code)
    )
    return next(fits, "")


def _stands(numbers: Numbers, targets: Sequence[Target], region: str, span: Period) -> dict[str, Standing]:
    found = standings(
        targets,
        region,
        span,
        indicators=numbers.indicators,
        elements=numbers.catalogue.elements,
        tree=numbers.catalogue.regions,
    )
    return {each.target.target: each for each in found}


def _frame(numbers: Numbers, chosen: Selection, target: Target, indicator: Indicator) -> Assessed:
    """The assessed numbers of the target's 口径."""
    if target.variant in ("", indicator.default):
        return numbers.assessed(chosen.dataset, chosen.period)
    variant = {indicator.code: target.variant}
    return numbers.assessed(chosen.dataset, chosen.period, variants=variant, only=(indicator.code,))


def _cells(
    numbers: Numbers,
    chosen: Selection,
    line: Line,
    places: Mapping[str, None],
    stands: Mapping[str, Mapping[str, Standing]],
) -> Cells:
    """How the target is met wherever it counts."""
    target, indicator = line.target, line.indicator
    if not decides(line):
        return {}
    frame = _frame(numbers, chosen, target, indicator) if indicator else None
    if way(target, indicator):
        here = [code for code in places if (one := stands[code].get(target.target)) and one.holds]
        return by_evidence(numbers, chosen, target, indicator, frame, here)
    return by_number(frame, target, places) if frame else {}


def _fits(line: Line, chosen: Selection, own: Mapping[str, str]) -> bool:
    domain = line.indicator.domain if line.indicator else ""
    return (
        chosen.domain in ("", EVERYTHING, domain)
        and own.get(KIND, "") in ("", line.target.kind)
        and own.get(STRENGTH, "") in ("", line.target.strength)
    )
