"""Numbers: the one computation (compute + assess) behind every page, export and API answer.

Frames are kept by the data versions of the periods they were made from, so nothing is ever
invalidated: a new submission has a new version and therefore a new name.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data.catalogue import Catalogue
from data.model import Duty, Period, Scope, Target
from data.view import StoreView
from indicators.compute import Tree, compute
from indicators.definition import Indicator, Indicators
from indicators.facts import gather, needed
from indicators.targets import assess

KEPT_FRAMES = 96
MONTH = "{:04d}-{:02d}"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one region: RESULTS plus its assessment. Absent is None; percent is 0-100."""

    indicator: str
    variant: str
    region: str
    period: str
    scope: str
    numerator: float | None
    denominator: float | None
    value: float | None
    qualifier: str
    reported: float | None
    difference: float | None
    basis: str
    regions_reported: int
    regions_expected: int
    gap: str
    target: str
    attainment: float | None
    status: str
    warning: str
    published: bool = False  # of a set without a duty to file: what is not there was not published

    @property
    def incomplete(self) -> bool:
        """未报齐: fewer regions than owe it have reported."""
        return self.regions_reported < self.regions_expected


@dataclass(frozen=True)
class Assessed:
    """An ASSESSED frame of one dataset, period and scope, indicator by indicator on one axis of regions."""

    frame: pd.DataFrame
    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    targets: Mapping[str, Target]
    published: bool = False  # a set without a duty to file
    notes: dict[object, Any] = field(default_factory=dict)  # what a page derived from this very frame

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """Plain lists in row order, None for no value."""
        found: dict[str, list[Any]] = {}
        for name in self.frame.columns:
            column = self.frame[name]
            if column.dtype == "float64":
                found[name] = [None if value != value else value for value in column.tolist()]
            else:
                found[name] = column.tolist()
        return found

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        return (
            {code: number for number, code in enumerate(self.indicators)},
            {code: number for number, code in enumerate(self.regions)},
        )

    def row(self, indicator: str, region: str) -> int:
        """The row of one number; KeyError when the indicator or region is not on the axes."""
        indicators, regions = self._places
        return indicators[indicator] * len(self.regions) + regions[region]

    def number(self, indicator: str, region: str) -> Number:
        row = self.row(indicator, region)
        return Number(
            **{name: values[row] for name, values in self.columns.items()}, published=self.published
        )

    def get(self, indicator: str, region: str) -> Number | None:
        indicators, regions = self._places
        return self.number(indicator, region) if indicator in indicators and region in regions else None


class FrameCache:
    """Assessed frames by name, shared by all threads of a process."""

    def __init__(self) -> None:
        self._frames: OrderedDict[object, Assessed] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: object) -> Assessed | None:
        with self._lock:
            if name in self._frames:
                self._frames.move_to_end(name)
            return self._frames.get(name)

    def put(self, name: object, frame: Assessed) -> None:
        with self._lock:
            self._frames[name] = frame
            while len(self._frames) > KEPT_FRAMES:
                self._frames.popitem(last=False)


class Numbers:
    """Numbers of one viewer; made anew for each request, over shared caches."""

    def __init__(
        self,
        view: StoreView,
        catalogue: Catalogue,
        indicators: Indicators,
        duties: Mapping[str, Sequence[Duty]],
        cache: FrameCache,
        definitions: str = "",
    ) -> None:
        """``definitions`` names a catalogue that is not today's: that of a snapshot."""
        self.view = view
        self.catalogue = catalogue
        self.indicators = indicators
        self._duties = duties
        self._cache = cache
        self._name = (view.heads.name, definitions)
        self.definitions_lost = False  # of a snapshot: today's are used, its own cannot be read any more
        self._versions: dict[str, dict[str, int]] = {}
        self._targets: dict[str, tuple[Target, ...]] = {}
        self._computed: dict[object, dict[str, float]] = {}
        self._periods: dict[str, tuple[Period, ...]] = {}

    def versions(self, dataset: str) -> dict[str, int]:
        if dataset not in self._versions:
            self._versions[dataset] = self.view.versions(dataset)
        return self._versions[dataset]

    def filed_periods(self, dataset: str) -> tuple[Period, ...]:
        return tuple(sorted(Period.parse(code) for code in self.versions(dataset) if code != "targets"))

    def periods(self, dataset: str) -> tuple[Period, ...]:
        """Periods that can be shown: filed ones, and years and Jan-to-month spans that quarters tile."""
        if dataset not in self._periods:
            self._periods[dataset] = _showable(self.filed_periods(dataset))
        return self._periods[dataset]

    def duties(self, dataset: str) -> tuple[Duty, ...]:
        """Who owes which forms; nothing where filing is no duty."""
        return tuple(self._duties.get(dataset, ())) if self.catalogue.datasets[dataset].duty else ()

    def memo(self, dataset: str) -> dict[object, Any]:
        """What was derived from the whole set as it is filed now; a new submission begins an empty one."""
        name = ("memo", self._name, dataset, tuple(sorted(self.versions(dataset).items())))
        kept = self._cache.get(name)
        if kept is None:
            kept = Assessed(pd.DataFrame(), (), (), {})
            self._cache.put(name, kept)
        return kept.notes

    def filed(self, dataset: str) -> tuple[tuple[str, str, str, int], ...]:
        """(period, region, form, submission) of every current submission of the set."""
        memo = self.memo(dataset)
        if "filed" not in memo:
            memo["filed"] = self.view.filed(dataset)
        found: tuple[tuple[str, str, str, int], ...] = memo["filed"]
        return found

    def targets(self, dataset: str) -> tuple[Target, ...]:
        if dataset not in self._targets:
            name = ("targets", self._name, dataset, self.versions(dataset).get("targets", 0))
            kept = self._cache.get(name)
            if kept is None:
                found = self.view.targets(dataset)
                kept = Assessed(pd.DataFrame(), (), (), {target.target: target for target in found})
                self._cache.put(name, kept)
            self._targets[dataset] = tuple(kept.targets.values())
        return self._targets[dataset]

    def axis(self, dataset: str) -> tuple[str, ...]:
        """All regions of a set with roll-up; elsewhere those that ever filed."""
        described = self.catalogue.datasets[dataset]
        if described.rollup:
            return tuple(region.code for region in self.catalogue.regions.descendants(described.root))
        memo = self.memo(dataset)
        if "regions" not in memo:
            memo["regions"] = tuple(sorted({region for _, region, _, _ in self.filed(dataset)}))
        found: tuple[str, ...] = memo["regions"]
        return found

    def assessed(
        self,
        dataset: str,
        period: Period | str,
        *,
        variants: Mapping[str, str] | None = None,
        scope: Scope = "total",
        regions: Sequence[str] | None = None,
        only: Sequence[str] | None = None,
    ) -> Assessed:
        """All indicators (or ``only`` these) for all regions of the set (or these), computed and assessed."""
        wanted = period if isinstance(period, Period) else Period.parse(period)
        sources = needed(wanted, self.filed_periods(dataset))
        versions = self.versions(dataset)
        axis = tuple(regions) if regions is not None else self.axis(dataset)
        chosen = tuple(sorted((variants or {}).items()))
        codes = tuple(only) if only is not None else tuple(self.indicators.all)
        name = (
            self._name,
            dataset,
            wanted,
            tuple((source.code, versions[source.code]) for source in sources),
            versions.get("targets", 0),
            axis,
            chosen,
            scope,
            codes,
        )
        found = self._cache.get(name)
        if found is None:
            results = self._results(dataset, wanted, axis, dict(chosen), scope, codes)
            targets = self.targets(dataset)
            tree = self.catalogue.regions
            frame = assess(results, targets, self.indicators, self.catalogue.elements, tree)
            published = not self.catalogue.datasets[dataset].duty
            found = Assessed(frame, axis, codes, {target.target: target for target in targets}, published)
            self._cache.put(name, found)
        return found

    def computed(
        self, dataset: str, indicator: str, variant: str, region: str, period: str, scope: Scope
    ) -> float | None:
        """The value from counts alone, for checks of printed figures; None when it is not computed.

        Only the region and those below it are computed, once for all indicators of a 口径.
        """
        default = variant == self.indicators[indicator].default
        name = (dataset, region, period, scope, "" if default else f"{indicator}.{variant}")
        if name not in self._computed:
            below = self.catalogue.regions.descendants(region)
            rollup = self.catalogue.datasets[dataset].rollup
            axis = tuple(each.code for each in below) if rollup else (region,)
            codes = (
                tuple({**self.indicators.reported, **self.indicators.reported_change})
                if default
                else (indicator,)
            )
            frame = self._results(
                dataset, Period.parse(period), axis, {} if default else {indicator: variant}, scope, codes
            )
            places = range(axis.index(region), len(frame), len(axis))
            values, bases = frame["value"].tolist(), frame["basis"].tolist()
            self._computed[name] = {
                code: values[place]
                for code, place in zip(codes, places, strict=True)
                if bases[place] == "computed"
            }
        return self._computed[name].get(indicator)

    def shown(self) -> list[Indicator]:
        """The indicators that pages list: sensitive ones are off by default."""
        return [indicator for indicator in self.indicators.all.values() if not indicator.sensitive]

    def _results(
        self,
        dataset: str,
        period: Period,
        axis: tuple[str, ...],
        variants: Mapping[str, str],
        scope: Scope,
        codes: tuple[str, ...],
    ) -> pd.DataFrame:
        """Facts gathered and computed: a RESULTS frame of the period."""
        described = self.catalogue.datasets[dataset]
        tree = self.catalogue.regions
        sources = needed(period, self.filed_periods(dataset))
        blocks = self.view.blocks(dataset, described.forms, [source.code for source in sources])
        facts = gather(period, blocks, self.catalogue.elements, axis)
        first, last = MONTH.format(*period.start), MONTH.format(*period.end)
        return compute(
            facts,
            self.indicators,
            self.catalogue.elements,
            tree=Tree.of(axis, tree, rollup=described.rollup),
            duties=self.duties(dataset),
            valid=np.array([tree.valid_in(code, first, last) for code in axis], dtype=bool),
            variants=variants,
            only=codes,
            scope=scope,
        )


def _showable(filed: tuple[Period, ...]) -> tuple[Period, ...]:
    found = set(filed)
    for year in {period.first // 12 for period in filed}:
        for span in (Period(year * 12, year * 12 + months - 1) for months in (6, 9, 12)):
            tiles = [part for part in filed if span.holds(part) and part != span]
            if len(needed(span, tiles)) > 1:
                found.add(span)
    return tuple(sorted(found, key=lambda period: (period.last, -period.months)))
