"""What the overview says, as values: headline cards, the red list, ranks, moves since last time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.model import Dataset, Period, Target
from indicators.breaks import between
from indicators.definition import Indicator
from indicators.facts import needed
from indicators.ranking import ranks
from layouts import selection, siblings
from layouts.changes import Change, breaks_of, change
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.views import reading
from layouts.views.verdict_why import struck

JUDGED = ("missed", "near", "met", "undecidable", "pending")
MOST_CARDS = 6
MOST_SPANS = 10  # equal spans looked back over: a streak is no longer than this
SPARK_SPANS = 6
MOVED_TO_MISSED = (("met", "missed"), ("near", "missed"))
MOVED_TO_MET = (("missed", "met"), ("near", "met"))


@dataclass(frozen=True)
class Scene:
    """The page's choices with the frames it reads: the period and equal spans before it, oldest first."""

    services: Services
    numbers: Numbers
    chosen: Selection
    dataset: Dataset
    now: Assessed
    spans: tuple[tuple[Period, Assessed], ...]  # the last one is the chosen period
    regions: tuple[str, ...]  # compared with one another

    @property
    def below(self) -> bool:
        """Are the compared regions parts of the chosen one (else: its siblings)."""
        return self.chosen.region not in self.regions

    def number(self, indicator: str, region: str = "") -> Number:
        return self.now.number(indicator, region or self.chosen.region)

    def target(self, number: Number) -> Target | None:
        return self.now.targets.get(number.target)

    def indicator(self, code: str) -> Indicator:
        return self.numbers.indicators[code]


@dataclass(frozen=True, slots=True)
class Card:
    """A headline indicator of the chosen region; ``course`` is the value in each equal span, oldest first."""

    indicator: Indicator
    number: Number
    target: Target | None
    change: Change
    course: tuple[tuple[Period, float | None], ...]
    cuts: tuple[int, ...]  # places in ``course`` before which the 口径 changed


@dataclass(frozen=True, slots=True)
class Red:
    """A missed target; ``severity`` is the share of the target that is missing."""

    indicator: Indicator
    number: Number
    target: Target
    severity: float

    @property
    def gap(self) -> float | None:
        """Value minus threshold, in the indicator's unit."""
        return reading.distance(self.number, self.target, self.indicator)

    @property
    def few(self) -> bool:
        """案件数少: on too few cases to be ranked or named."""
        return reading.is_small(self.number, self.indicator)


def scene(services: Services, numbers: Numbers, chosen: Selection) -> Scene:
    variants = selection.variants(chosen, numbers)
    filed = numbers.filed_periods(chosen.dataset)
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    spans = [chosen.span.shifted(-12 * years) for years in range(MOST_SPANS)]
    frames = [
        (span, numbers.assessed(chosen.dataset, span, variants=variants, regions=axis))
        for span in spans
        if span == chosen.span or needed(span, filed)
    ]
    now = frames[0][1]
    return Scene(
        services,
        numbers,
        chosen,
        numbers.catalogue.datasets[chosen.dataset],
        now,
        tuple(reversed(frames)),
        siblings.remembered(numbers, chosen, now),
    )


def headlines(scene: Scene) -> tuple[str, ...]:
    """The dataset's headlines due in the period; where it names none, what has a status, then a value."""
    if scene.dataset.headlines:
        due = tuple(code for code in scene.dataset.headlines if not _is_not_due(scene, scene.number(code)))
        return due or scene.dataset.headlines
    shown = [each for each in scene.numbers.shown() if not each.protected]
    found = {each.code: scene.number(each.code) for each in shown}
    judged = [each.code for status in JUDGED for each in shown if found[each.code].status == status]
    valued = [each for each in shown if found[each.code].value is not None and each.code not in judged]
    valued.sort(key=lambda each: (each.direction == "neutral", each.kind != "ratio"))
    return tuple((judged + [each.code for each in valued])[:MOST_CARDS])


def not_due(scene: Scene) -> int:
    """How many headlines nobody owes in the period: yearly ones in a quarter."""
    return len(scene.dataset.headlines) - len(headlines(scene)) if scene.dataset.headlines else 0


def cards(scene: Scene) -> list[Card]:
    return [_card(scene, scene.indicator(code)) for code in headlines(scene)]


def reds(scene: Scene, regions: Sequence[str]) -> list[Red]:
    """Every missed target of these regions: the largest missing share first, ties by region and indicator;
    those on too few cases to be ranked after all others.
    """
    key = ("reds", tuple(regions))
    if key not in scene.now.notes:
        columns = scene.now.columns
        found = [
            _red(scene, scene.number(each.code, region))
            for each in scene.numbers.shown()
            for region in regions
            if columns["status"][scene.now.row(each.code, region)] == "missed"
        ]
        order = {region: place for place, region in enumerate(regions)}
        found.sort(key=lambda red: (red.few, -red.severity, order[red.number.region], red.indicator.code))
        scene.now.notes[key] = found
    kept: list[Red] = scene.now.notes[key]
    return kept


def streak(scene: Scene, red: Red) -> int:
    """In how many equal spans in a row, up to this one, the target was missed."""
    length = 0
    breaks = breaks_of(scene.numbers, red.number.region)
    following: Period | None = None
    for span, frame in reversed(scene.spans):
        parted = following and between(breaks, red.indicator.code, span, following)
        found = frame.get(red.indicator.code, red.number.region)
        next_in_line = following is None or following.year_before == span
        if parted or not next_in_line or found is None or found.status != "missed":
            break
        length, following = length + 1, span
    return length


def short_of(scene: Scene, red: Red) -> int | None:
    """How many more cases (fewer, for a cap) would have met the target; None where counts do not say."""
    number, target = red.number, red.target
    measured = target.kind in ("floor", "cap") and reading.evaluated(target, red.indicator)
    exact = number.basis == "computed" and number.qualifier == "exact" and measured
    variant = red.indicator.variant(number.variant)
    if not exact or not variant.part_of_whole or number.denominator is None or number.numerator is None:
        return None
    wanted = Fraction(repr(target.threshold)) * Fraction(repr(number.denominator)) / red.indicator.scale
    if target.kind == "floor":
        return math.ceil(wanted - Fraction(repr(number.numerator)))
    return math.ceil(Fraction(repr(number.numerator)) - wanted)


def tile_indicator(scene: Scene) -> Indicator | None:
    """The indicator of the tiles and ranks: the chosen one if it may be judged, else the first headline."""
    for code in (scene.chosen.indicator, *headlines(scene)):
        if code and _may_be_tiled(scene, scene.indicator(code)):
            return scene.indicator(code)
    return None


def places(scene: Scene, indicator: Indicator) -> list[tuple[int, Number]]:
    """(rank, number) of the ranked regions, best first; empty where nothing may be ranked."""
    found = [scene.number(indicator.code, region) for region in scene.regions]
    given = ranks(
        [None if struck(number, scene.target(number)) else number.value for number in found],
        [number.denominator for number in found],
        direction="neutral" if indicator.protected else indicator.direction,
    )
    placed = [(rank, number) for rank, number in zip(given, found, strict=True) if rank is not None]
    return sorted(placed, key=lambda pair: pair[0])


def previous(scene: Scene) -> Period:
    """The quarter or month before a quarter or month; else the same span a year before."""
    span = scene.chosen.span
    return span.shifted(-span.months) if span.kind in ("quarter", "month") else span.year_before


def moves(scene: Scene) -> tuple[list[Number], list[Number]] | None:
    """Numbers newly missed and newly met since the previous period; None where that has no figures."""
    before = previous(scene)
    if not needed(before, scene.numbers.filed_periods(scene.chosen.dataset)):
        return None
    variants = selection.variants(scene.chosen, scene.numbers)
    axis = None if scene.now.regions == scene.numbers.axis(scene.chosen.dataset) else scene.now.regions
    frame = scene.numbers.assessed(scene.chosen.dataset, before, variants=variants, regions=axis)
    watched = scene.regions if scene.below else (scene.chosen.region,)
    key = ("moves", watched)
    kept = scene.now.notes.get(key)
    if kept is None or kept[0] is not frame:
        kept = (frame, _moved(scene, frame, before, watched))
        scene.now.notes[key] = kept
    found: tuple[list[Number], list[Number]] = kept[1]
    return found


def counted(numbers: Sequence[Number]) -> list[tuple[str, int]]:
    """How many of each status, in the order of reading; 未报齐 stands apart from 未到期."""
    found = Counter(
        "incomplete" if each.status == "pending" and each.incomplete else each.status for each in numbers
    )
    order = (
        "met",
        "near",
        "missed",
        "incomplete",
        "pending",
        "undecidable",
        "no_target",
        "no_value",
        "prohibited",
    )
    return [(status, found[status]) for status in order if found[status]]


def _card(scene: Scene, indicator: Indicator) -> Card:
    number = scene.number(indicator.code)
    breaks = breaks_of(scene.numbers, scene.chosen.region)
    spans = scene.spans[-SPARK_SPANS:]
    found = [(span, frame.get(indicator.code, scene.chosen.region)) for span, frame in spans]
    course = tuple((span, one.value if one else None) for span, one in found)
    cuts = tuple(
        place
        for place in range(1, len(course))
        if between(breaks, indicator.code, course[place - 1][0], course[place][0])
    )
    before = dict(found).get(scene.chosen.span.year_before)
    return Card(
        indicator, number, scene.target(number), change(indicator, number, before, breaks), course, cuts
    )


def _is_not_due(scene: Scene, number: Number) -> bool:
    return scene.dataset.duty and number.value is None and number.regions_expected == 0


def _red(scene: Scene, number: Number) -> Red:
    target = scene.now.targets[number.target]
    indicator = scene.indicator(number.indicator)
    return Red(indicator, number, target, reading.severity(number, target, indicator))


def _may_be_tiled(scene: Scene, indicator: Indicator) -> bool:
    if indicator.protected or indicator.sensitive:
        return False
    if indicator.direction != "neutral":
        return True
    return any(scene.number(indicator.code, region).target for region in scene.regions)


def _moved(
    scene: Scene, before: Assessed, period: Period, regions: Sequence[str]
) -> tuple[list[Number], list[Number]]:
    missed: list[Number] = []
    met: list[Number] = []
    old, new = before.columns["status"], scene.now.columns["status"]
    breaks = scene.numbers.indicators.breaks
    for indicator in scene.numbers.shown():
        if between(breaks, indicator.code, period, scene.chosen.span):
            continue
        for region in regions:
            pair = (old[before.row(indicator.code, region)], new[scene.now.row(indicator.code, region)])
            if pair in MOVED_TO_MISSED:
                missed.append(scene.number(indicator.code, region))
            elif pair in MOVED_TO_MET:
                met.append(scene.number(indicator.code, region))
    return missed, met
