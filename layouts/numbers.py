"""Numbers: the one computation (compute + assess) behind every page, export and API answer.

Frames are kept by the data versions of the periods they were made from, so nothing is ever
invalidated: a new submission has a new version and therefore a new name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from data.catalogue import Catalogue
from data.heads import UNDATED
from data.model import Duty, Period, Scope, Target
from data.people import EVERYWHERE, sees
from data.view import StoreView
from indicators.compute import Tree, compute
from indicators.definition import Indicators
from indicators.facts import gather, needed, showable
from indicators.targets import assess
from indicators.task_counts import with_tasks
from layouts.assessed import Assessed as Assessed
from layouts.assessed import FrameCache as FrameCache
from layouts.assessed import Number as Number
from layouts.masking import Mask
from layouts.on_record import Recorded, recorded, with_early
from layouts.sight import Sight
from layouts.withholding import guarded, without_sensitive

MONTH = "{:04d}-{:02d}"
MEMO = 20_000  # rows' worth of what is kept with a set: some 200 of them at most
STANDS = "stands for"  # in a memo: the versions and the day it was made of


class Numbers(Sight):
    """Numbers of one viewer; made anew for each request, over shared caches."""

    def __init__(
        self,
        view: StoreView,
        catalogue: Catalogue,
        indicators: Indicators,
        duties: Mapping[str, Sequence[Duty]],
        cache: FrameCache,
        definitions: str = "",
        mask: Mask | None = None,
        day: date | None = None,
    ) -> None:
        """``definitions`` names a catalogue that is not today's: that of a snapshot.

        With a ``mask`` all is computed over the true tree and shown as it says; at ``day`` dates are judged.
        """
        super().__init__(view, catalogue, indicators, mask)
        self._duties = duties
        self._cache = cache
        headlines = tuple(each.headlines for each in catalogue.datasets.values())
        self._name = (view.heads.name, definitions, headlines)
        self.definitions_lost = False  # of a snapshot: today's are used, its own cannot be read any more
        self.behind: Numbers | None = None  # everything there is, for checks that a page asks for many times
        self._versions: dict[str, dict[str, int]] = {}
        self.day = day
        self._recorded: dict[str, Recorded] = {}
        self._targets: dict[str, tuple[Target, ...]] = {}
        self._computed: dict[object, dict[str, float]] = {}
        self._periods: dict[str, tuple[Period, ...]] = {}

    def versions(self, dataset: str) -> dict[str, int]:
        if dataset not in self._versions:
            self._versions[dataset] = self.view.versions(dataset)
        return self._versions[dataset]

    def filed_periods(self, dataset: str) -> tuple[Period, ...]:
        return tuple(sorted(Period.parse(code) for code in self.versions(dataset) if code not in UNDATED))

    def periods(self, dataset: str) -> tuple[Period, ...]:
        """Periods that can be shown: filed ones, and years and Jan-to-month spans that quarters tile."""
        if dataset not in self._periods:
            self._periods[dataset] = showable(self.filed_periods(dataset))
        return self._periods[dataset]

    def duties(self, dataset: str) -> tuple[Duty, ...]:
        """Who owes which forms; nothing where filing is no duty."""
        return tuple(self._duties.get(dataset, ())) if self.catalogue.datasets[dataset].duty else ()

    def memo(self, dataset: str) -> dict[object, Any]:
        """What was derived from the set as it is filed now; a new submission begins another in its place."""
        seen, versions = self._mask.name if self._mask else "", tuple(sorted(self.versions(dataset).items()))
        name = ("memo", self._name, seen, self.entitled, dataset)
        stands = (versions, self.versions("*").get("regions", 0), self.day)
        kept = self._cache.get(name)
        if kept is None or kept.notes[STANDS] != stands:
            kept = Assessed(pd.DataFrame(), (), (), {}, notes={STANDS: stands}, beside=MEMO)
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
        """The register, as far as it is shown."""
        mask, told = self._mask_of(dataset), ("", *self.codes())
        every = [each for each in self._all_targets(dataset) if each.indicator in told]
        return tuple(every if mask is None else (each for each in map(mask.target, every) if each))

    def _all_targets(self, dataset: str) -> tuple[Target, ...]:
        if dataset not in self._targets:
            name = ("targets", self._name, dataset, self.versions(dataset).get("targets", 0))
            kept = self._cache.get(name)
            if kept is None:
                found = self.view.targets(dataset)
                kept = Assessed(pd.DataFrame(), (), (), {target.target: target for target in found})
                self._cache.put(name, kept)
            self._targets[dataset] = tuple(kept.targets.values())
        return self._targets[dataset]

    def on_record(self, dataset: str) -> Recorded:
        """What evidence says of targets, and how far tasks are, of every region there is."""
        if dataset not in self._recorded:
            described, memo = self.catalogue.datasets[dataset], self.memo(dataset)
            found = recorded(self.view, dataset, self.day, duty=described.duty, memo=memo)
            self._recorded[dataset] = found  # the figures of earlier periods ask for it
            axis = self._true_axis(dataset) if described.rollup else self.axis(dataset)
            figures = partial(self._results, dataset, axis=axis, variants={}, scope="total")
            targets, periods = self._all_targets(dataset), self.filed_periods(dataset)
            early = with_early(found, memo, targets, self.indicators, periods, figures)
            self._recorded[dataset] = early
        return self._recorded[dataset]

    def axis(self, dataset: str) -> tuple[str, ...]:
        """All regions of a set with roll-up; elsewhere those that ever filed. Only what is shown."""
        described = self.catalogue.datasets[dataset]
        if described.rollup:
            below = self.catalogue.regions.descendants(described.root)
            shown = self._mask is None or not self._mask.covers(dataset)
            return tuple(each.code for each in below if shown or self.catalogue.holds(described, each.code))
        memo = self.memo(dataset)
        if "regions" not in memo:
            memo["regions"] = tuple(sorted({region for _, region, _, _ in self.filed(dataset)}))
        found: tuple[str, ...] = memo["regions"]
        return found

    def home(self, dataset: str) -> str:
        """Where a person begins: the one unit that all he sees stands below, else the root."""
        described, reach = self.catalogue.datasets[dataset], self.view.viewer.reach
        if reach is None or self._mask_of(dataset) is None:
            return described.root
        tree = self.catalogue.regions
        mine = [code for code in self.axis(dataset) if sees(reach.seen, code)]
        tops = [code for code in mine if tree.get(code).parent not in mine]
        return tops[0] if len(tops) == 1 else described.root

    def _true_axis(self, dataset: str) -> tuple[str, ...]:
        root = self.catalogue.datasets[dataset].root
        return tuple(region.code for region in self._whole.regions.descendants(root))

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
        mask = self._mask_of(dataset)
        shown = tuple(regions) if regions is not None else self.axis(dataset)
        axis = shown if mask is None else self._behind(dataset, shown, mask, whole=regions is None)
        chosen = tuple(sorted((variants or {}).items()))
        proof = self.on_record(dataset)
        codes = tuple(only) if only is not None else self.codes()
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
            proof.name,
        )
        found = self._cache.get(name)
        if found is None:
            results = self._results(dataset, wanted, axis, dict(chosen), scope, codes)
            targets = self._all_targets(dataset)
            tree = self._whole.regions
            frame = assess(results, targets, self.indicators, self.catalogue.elements, tree, proof.known)
            published = not self.catalogue.datasets[dataset].duty
            found = Assessed(frame, axis, codes, {target.target: target for target in targets}, published)
            self._cache.put(name, found)
        if any(self.indicators[code].sensitive for code in codes) and EVERYWHERE not in self.entitled:
            found = self._told(found, ("told", self.entitled, name))
        return found if mask is None else self._masked(found, shown, name, mask, dataset, scope)

    def _told(self, whole: Assessed, name: object) -> Assessed:
        """A frame whose 敏感 figures are emptied where the viewer has no right to them."""
        kept = self._cache.get(name)
        if kept is None:
            kept = replace(whole, frame=without_sensitive(whole, self.indicators, self.entitled), notes={})
            self._cache.put(name, kept)
        return kept

    def _behind(self, dataset: str, shown: Sequence[str], mask: Mask, *, whole: bool) -> tuple[str, ...]:
        """The true regions to compute; KeyError for one asked for that is not shown."""
        if whole and self.catalogue.datasets[dataset].rollup:
            return self._true_axis(dataset)
        return tuple(mask.region(code) for code in shown)

    def _masked(
        self, whole: Assessed, axis: tuple[str, ...], name: object, mask: Mask, dataset: str, scope: Scope
    ) -> Assessed:
        """What is shown of a frame, on the axis shown; kept like the frame itself."""
        named = ("masked", mask.name, self.entitled, axis, name)
        kept = self._cache.get(named)
        if kept is None:
            targets, told = whole.targets.values(), whole.frame
            if scope == "total" and self.catalogue.datasets[dataset].rollup:
                told = guarded(whole, mask, self._whole, self.indicators)
            frame = mask.rows(told, whole.regions, axis, targets)
            shown = {each.target: each for each in map(mask.target, targets) if each}
            kept = Assessed(frame, axis, whole.indicators, shown, whole.published)
            self._cache.put(named, kept)
        return kept

    def computed(
        self, dataset: str, indicator: str, variant: str, region: str, period: str, scope: Scope
    ) -> float | None:
        """The value from counts alone, for checks of printed figures; None when it is not computed.

        Only the region and those below it are computed, once for all indicators of a 口径.
        """
        default = variant == self.indicators[indicator].default
        name = (dataset, region, period, scope, "" if default else f"{indicator}.{variant}")
        if name not in self._computed:
            true = self._mask.region(region) if self._mask_of(dataset) and self._mask else region
            below = self._whole.regions.descendants(true)
            rollup = self.catalogue.datasets[dataset].rollup
            axis = tuple(each.code for each in below) if rollup else (true,)
            codes = (
                tuple({**self.indicators.reported, **self.indicators.reported_change})
                if default
                else (indicator,)
            )
            frame = self._results(
                dataset, Period.parse(period), axis, {} if default else {indicator: variant}, scope, codes
            )
            places = range(axis.index(true), len(frame), len(axis))
            values, bases = frame["value"].tolist(), frame["basis"].tolist()
            self._computed[name] = {
                code: values[place]
                for code, place in zip(codes, places, strict=True)
                if bases[place] == "computed"
            }
        return self._computed[name].get(indicator)

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
        tree = self._whole.regions
        sources = needed(period, self.filed_periods(dataset))
        blocks = self.view.blocks(dataset, described.forms, [source.code for source in sources])
        filed = gather(period, blocks, self.catalogue.elements, axis)
        facts = with_tasks(filed, self.on_record(dataset).counts)
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
