"""What the portrait of a region says, as values: each indicator among its siblings, strengths, worries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.model import Period, Target
from indicators.definition import Indicator
from indicators.facts import needed
from indicators.spine import SHOWN, Spine, spine, strengths_and_worries
from layouts import selection
from layouts.changes import Change, breaks_of, change
from layouts.numbers import MONTH, Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.views import reading
from layouts.views.overview_facts import Scene
from layouts.views.verdict_why import struck

PEERS, EVERYWHERE = "peers", "all"  # the page's own choice: siblings of one parent, or all of the level
MOST_TALL = 16  # lines that stand in rows of full height


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with a value. No ``spine``: it may not be judged, or fewer than three siblings count.

    ``parent`` is None where the value above is a sum of these: it stands on another scale.
    """

    indicator: Indicator
    number: Number
    target: Target | None
    spine: Spine | None
    parent: Number | None
    before: Number | None
    change: Change

    @property
    def judged(self) -> bool:
        """May it be told to be better or worse than another."""
        return may_stand(self.indicator)

    @property
    def few(self) -> bool:
        return reading.is_small(self.number, self.indicator)


@dataclass(frozen=True)
class Portrait:
    """The page's choices with the lines of the region; ``above`` is whose value stands beside them."""

    scene: Scene
    wide: bool  # compared with all units of its level in the set
    can_widen: bool
    peers: tuple[str, ...]  # the region among them
    above: str  # empty where nothing stands above the region in the set
    lines: tuple[Line, ...]

    @property
    def chosen(self) -> Selection:
        return self.scene.chosen

    @property
    def numbers(self) -> Numbers:
        return self.scene.numbers

    @property
    def ranked(self) -> bool:
        """Is there anything to be ranked among: never where filing is no duty."""
        return self.scene.dataset.duty and any(line.spine for line in self.lines)

    @property
    def drawn(self) -> bool:
        return any(line.spine for line in self.lines)


def may_stand(indicator: Indicator) -> bool:
    """Protected indicators and those without a better end have no place on a spine."""
    return not indicator.protected and indicator.direction != "neutral"


def portrait(services: Services, numbers: Numbers, chosen: Selection) -> Portrait:
    variants = selection.variants(chosen, numbers)
    dataset = numbers.catalogue.datasets[chosen.dataset]
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    now = numbers.assessed(chosen.dataset, chosen.span, variants=variants, regions=axis)
    near, all_ = _siblings(numbers, chosen, now)
    wide = dict(chosen.own).get(PEERS) == EVERYWHERE and len(all_) > len(near)
    peers = all_ if wide else near
    above = _above(numbers, chosen, now, wide=wide)
    before = _year_before(numbers, chosen, variants, axis)
    scene = Scene(services, numbers, chosen, dataset, now, ((chosen.span, now),), peers)
    key = ("portrait", chosen.region, wide)
    kept = now.notes.get(key)
    if kept is None or kept[0] is not before:
        kept = (before, _lines(scene, peers, above, before))
        now.notes[key] = kept
    return Portrait(scene, wide, len(all_) > len(near), peers, above, kept[1])


def worries(found: Portrait) -> tuple[Line, ...]:
    """Missed targets, the largest missing share first and few cases last; then the worst quarter."""
    missed = [line for line in found.lines if line.number.status == "missed"]
    missed.sort(key=lambda line: (line.few, -_missing(line), line.indicator.code))
    named = {line.indicator.code for line in missed}
    more = [line for line in _leaning(found)[1] if line.indicator.code not in named]
    return tuple([*missed, *more][:SHOWN])


def strengths(found: Portrait) -> tuple[Line, ...]:
    """The best quarter, unless a target there is not met; without siblings, the targets that are met."""
    if found.ranked:
        fine = [line for line in _leaning(found)[0] if line.number.status not in ("missed", "near")]
    else:
        fine = [line for line in found.lines if line.number.status == "met" and not line.few]
    return tuple(fine[:SHOWN])


def changed(found: Portrait) -> tuple[Line, ...]:
    """Lines with a change to the year before that is not nothing: by what it means, the largest first.

    Percentage points and percent of a count are not one scale: rates stand before counts.
    """
    moved = [line for line in found.lines if line.change.amount and not line.change.reason]
    return tuple(
        sorted(moved, key=lambda line: (line.indicator.kind == "count", -abs(line.change.amount or 0.0)))
    )


def leading(found: Portrait) -> tuple[Sequence[Line], Sequence[Line]]:
    """Lines with a target or among the headlines of the set; the others, which open below.

    Where that leaves nothing, or nearly everything stands there anyway, all lines lead.
    """
    headlines = found.scene.dataset.headlines
    leads = [bool(line.target) or line.indicator.code in headlines for line in found.lines]
    if not any(leads) or len(found.lines) <= MOST_TALL:
        return found.lines, ()
    both = list(zip(leads, found.lines, strict=True))
    return [line for lead, line in both if lead], [line for lead, line in both if not lead]


def without_value(found: Portrait) -> tuple[Number, ...]:
    """Indicators that somebody owes and that have no value, for their reasons."""
    now, region = found.scene.now, found.chosen.region
    values = now.columns["value"]
    numbers = [
        now.number(each.code, region)
        for each in found.numbers.shown()
        if values[now.row(each.code, region)] is None
    ]
    return tuple(one for one in numbers if one.gap in ("no_cases", "not_applicable") or one.regions_expected)


def _leaning(found: Portrait) -> tuple[list[Line], list[Line]]:
    """Best and worst quarter; a count that nothing is asked of is only the size of a place."""
    if not found.ranked:
        return [], []
    lines = {line.indicator.code: line for line in found.lines}
    spines = {
        code: line.spine
        for code, line in lines.items()
        if line.spine is not None and (line.target or line.indicator.kind != "count")
    }
    best, worst = strengths_and_worries(spines, shown=len(spines))
    return [lines[code] for code in best], [lines[code] for code in worst]


def _missing(line: Line) -> float:
    return reading.severity(line.number, line.target, line.indicator) if line.target else 1.0


def _siblings(numbers: Numbers, chosen: Selection, now: Assessed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units of the region's level below its own parent, and all of them; of those that are shown.

    In a set without roll-up: the units of the level that published figures for the period.
    """
    key = ("portrait siblings", chosen.region)
    if key not in now.notes:
        now.notes[key] = _found_siblings(numbers, chosen, now)
    found: tuple[tuple[str, ...], tuple[str, ...]] = now.notes[key]
    return found


def _found_siblings(
    numbers: Numbers, chosen: Selection, now: Assessed
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    tree = numbers.catalogue.regions
    mine = tree.get(chosen.region)
    first, last = (MONTH.format(*month) for month in (chosen.span.start, chosen.span.end))
    alike = [code for code in now.regions if tree.get(code).level == mine.level]
    if not numbers.catalogue.datasets[chosen.dataset].rollup:
        filed = {region for period, region, _, _ in numbers.filed(chosen.dataset) if period == chosen.period}
        units = tuple(code for code in alike if code in filed or code == chosen.region)
        return units, units
    units = tuple(code for code in alike if tree.valid_in(code, first, last) or code == chosen.region)
    return tuple(code for code in units if tree.get(code).parent == mine.parent), units


def _above(numbers: Numbers, chosen: Selection, now: Assessed, *, wide: bool) -> str:
    described = numbers.catalogue.datasets[chosen.dataset]
    parent = numbers.catalogue.regions.get(chosen.region).parent
    wanted = described.root if wide else parent
    fits = described.rollup and wanted in now.regions and wanted != chosen.region
    return wanted if fits else ""


def _year_before(
    numbers: Numbers, chosen: Selection, variants: dict[str, str], axis: Sequence[str] | None
) -> Assessed | None:
    span: Period = chosen.span.year_before
    if not needed(span, numbers.filed_periods(chosen.dataset)):
        return None
    return numbers.assessed(chosen.dataset, span, variants=variants, regions=axis)


def _lines(scene: Scene, peers: Sequence[str], above: str, before: Assessed | None) -> tuple[Line, ...]:
    """The indicators that have a value here: in the catalogue's order, the protected ones last."""
    now, region, columns = scene.now, scene.chosen.region, scene.now.columns
    place = now.row(now.indicators[0], region)
    others = [now.row(now.indicators[0], code) for code in peers]
    own = peers.index(region) if region in peers else -1
    breaks, found = breaks_of(scene.numbers, region), []
    for each in sorted(scene.numbers.shown(), key=lambda each: each.protected):
        start = now.row(each.code, now.regions[0])
        if columns["value"][start + place] is None:
            continue
        number = now.number(each.code, region)
        earlier = before.get(each.code, region) if before else None
        target = None if each.protected else now.targets.get(number.target)
        stands = None
        if may_stand(each) and own >= 0 and not struck(number, target):
            stands = spine(
                [columns["value"][start + other] for other in others],
                [columns["denominator"][start + other] for other in others],
                own,
                direction=each.direction,
            )
        found.append(
            Line(
                each,
                number,
                target,
                stands,
                now.number(each.code, above) if above and each.aggregation != "sum" else None,
                earlier,
                change(each, number, earlier, breaks),
            )
        )
    return tuple(found)
