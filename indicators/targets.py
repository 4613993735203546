"""assess: RESULTS and targets to ASSESSED, the status of every value.

Source: methods.md, Targets. Floor, cap and exact targets in the indicator's own unit, and ranks of filed
ranks, are decided by the figure; dates, cadences, vetoes and occasions by evidence (target_evidence), other
ranks among siblings. Where nothing says what is on record these leave a value undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.frames import ASSESSED, category, conform
from data.model import DataElement, Period, Target
from data.regions import RegionTree
from indicators.definition import Indicator, Indicators
from indicators.judgement import BINDING, STATUS, STATUSES, WARNINGS, Figures, attainment, judge, without
from indicators.qualifiers import BITS
from indicators.target_evidence import Known
from indicators.target_verdicts import by_evidence, by_rank, evaluated_by_evidence, is_ranked
from indicators.variants import Variant

EVALUATED = ("floor", "cap", "exact")
UNSEEN = ("text", "prohibition")  # shown in the register only
FAR = 1_000  # steps up the tree: not above at all
FIGURE, EVIDENCE, NOTHING = 0, 1, 2  # what decides a target: of equal standing the first of these counts

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    """How a target looks at one period: whole, or so far (``before_end``)."""

    before_end: bool


def in_force(target: Target, period: Period) -> bool:
    """Does the target's period hold this one; open ends hold everything."""
    first = Period.parse(target.first).first if target.first else -1
    last = Period.parse(target.last).last if target.last else 10**6
    return first <= period.first and period.last <= last


def reaches(target: Target, period: Period) -> bool:
    """May the target be asked for this period: numbers of all of it, what happened of any part."""
    if target.kind in (*EVALUATED, "rank"):
        return in_force(target, period)
    first = Period.parse(target.first).first if target.first else -1
    last = Period.parse(target.last).last if target.last else 10**6
    return first <= period.last and period.first <= last


def window(target: Target, period: Period, *, cumulative: bool) -> Window | None:
    """The view of the target on a period; None where they cannot be compared.

    A count that accumulates is compared only from the start of the target's span: a quarter
    of 2 is never judged against 5 a year.
    """
    if not reaches(target, period):
        return None
    if not cumulative:
        return Window(before_end=False)
    if target.every == "year" or not (target.first and target.last):
        span = Period.year(period.first // 12)
    else:
        span = Period(Period.parse(target.first).first, Period.parse(target.last).last)
    if period.first != span.first or period.last > span.last:
        return None
    return Window(before_end=period.last < span.last)


def assess(
    results: pd.DataFrame,
    targets: Sequence[Target],
    indicators: Indicators,
    elements: Mapping[str, DataElement],
    tree: RegionTree,
    on_record: Known | None = None,
) -> pd.DataFrame:
    """Add target, attainment, status and warning to a RESULTS frame; ``on_record`` is what evidence says."""
    size = len(results)
    place = np.full(size, -1, dtype=np.int64)
    reached = np.full(size, np.nan)
    status = np.full(size, STATUS["no_target"], dtype=np.int64)
    warning = np.zeros(size, dtype=np.int64)
    known = [target for target in targets if target.indicator and target.kind not in UNSEEN]
    axis = [str(code) for code in results["region"].cat.categories]
    figures, places = _figures(results), results["region"].cat.codes.to_numpy().astype(np.int64)
    reach = Reach(axis, places, tree)
    for rows, indicator, variant, period in _groups(results, known, indicators):
        candidates = comparable(known, indicator, variant, period, elements)
        tiers = {number: _tier(known[number], indicator, on_record) for number in candidates}
        chosen = nearest(rows, list(candidates), known, tiers, reach)
        regions = [axis[each] for each in places[rows].tolist()]
        for number in np.unique(chosen[chosen >= 0]).tolist():
            mine = chosen == number
            here, target, part = rows[mine], known[number], figures.at(rows[mine])
            place[here] = number
            if tiers[number] == FIGURE:
                before_end = candidates[number].before_end
                found = judge(part, target, scale=indicator.scale, before_end=before_end)
                status[here], warning[here] = found
                reached[here] = attainment(part.value, target)
            elif tiers[number] == NOTHING or on_record is None:
                status[here] = without(part)
            elif is_ranked(target, indicator):
                status[here] = by_rank(target, indicator, regions, figures.at(rows), tree, wanted=mine)
            else:
                own = [region for region, each in zip(regions, mine.tolist(), strict=True) if each]
                status[here] = by_evidence(target, indicator, own, part, period, on_record)
    protected = np.array([indicators[code].protected for code in results["indicator"].cat.categories])
    if size:
        status[protected[results["indicator"].cat.codes]] = STATUS["prohibited"]
    frame = results.copy(deep=False)
    frame["target"] = category(place + 1, ["", *[target.target for target in known]])
    frame["attainment"] = reached
    frame["status"] = category(status, STATUSES)
    frame["warning"] = category(warning, WARNINGS)
    return conform(frame, ASSESSED)


class Reach:
    """How far above each row's region another one stands, and which levels the rows have.

    ``rows`` are places in ``axis``.
    """

    def __init__(self, axis: Sequence[str], rows: Whole, tree: RegionTree) -> None:
        self._rows = rows
        regions = [tree.get(code) for code in axis]
        self._levels = np.array([region.level for region in regions], dtype=object)
        lines = [(region, *tree.ancestors(region.code)) for region in regions]
        self._lines = [{above.code: steps for steps, above in enumerate(line)} for line in lines]
        self._known: dict[str, Whole] = {}

    def steps(self, region: str, rows: Whole) -> Whole:
        """Steps from each row's region up to this one; FAR where it is not above."""
        if region not in self._known:
            self._known[region] = np.array([line.get(region, FAR) for line in self._lines], dtype=np.int64)
        return self._known[region][self._rows[rows]]

    def at_levels(self, levels: Sequence[str], rows: Whole) -> NDArray[np.bool_]:
        return np.isin(self._levels[self._rows[rows]], list(levels))


def _figures(results: pd.DataFrame) -> Figures:
    bits = np.array([BITS.get(name, 0) for name in results["qualifier"].cat.categories], dtype=np.uint8)
    computed = (results["basis"] == "computed").to_numpy()
    reported, expected = results["regions_reported"].to_numpy(), results["regions_expected"].to_numpy()
    return Figures(
        value=results["value"].to_numpy(),
        numerator=results["numerator"].to_numpy(),
        denominator=results["denominator"].to_numpy(),
        computed=computed,
        bits=bits[results["qualifier"].cat.codes],
        short=computed & (reported < expected),
    )


def _groups(
    results: pd.DataFrame, known: Sequence[Target], indicators: Indicators
) -> Iterator[tuple[Whole, Indicator, Variant, Period]]:
    """The rows of each indicator that may be judged and has a target, by 口径 and period."""
    columns = [results[name].cat for name in ("indicator", "variant", "period")]
    named = columns[0].categories
    with_target = {target.indicator for target in known}
    wanted = [code in with_target and not indicators[code].protected for code in named]
    rows = np.flatnonzero(np.array(wanted, dtype=bool)[columns[0].codes]) if wanted else np.zeros(0, int)
    if not rows.size:
        return
    keys = np.stack([column.codes.to_numpy()[rows] for column in columns])
    groups, group = np.unique(keys, axis=1, return_inverse=True)
    for number, (code, variant, period) in enumerate(groups.T.tolist()):
        indicator = indicators[str(named[code])]
        yield (
            rows[group == number],
            indicator,
            indicator.variant(str(columns[1].categories[variant])),
            Period.parse(str(columns[2].categories[period])),
        )


def comparable(
    known: Sequence[Target],
    indicator: Indicator,
    variant: Variant,
    period: Period,
    elements: Mapping[str, DataElement],
) -> dict[int, Window]:
    """Targets on this 口径 that can be compared with the period, by their place in ``known``."""
    counts = variant.denominator is None and all(
        elements[code].over_time == "sum" for code in variant.numerator.elements
    )
    found: dict[int, Window] = {}
    for number, target in enumerate(known):
        if target.indicator == indicator.code and (target.variant or indicator.default) == variant.code:
            seen = window(target, period, cumulative=counts and target.kind in EVALUATED)
            if seen:
                found[number] = seen
    return found


def nearest(
    rows: Whole,
    candidates: Sequence[int],
    known: Sequence[Target],
    tiers: Mapping[int, int],
    reach: Reach,
) -> Whole:
    """The place in ``known`` of the target in force for each row, the nearest one; -1 where there is none.

    Among equally near ones the later decided, then the binding, then the earlier entered; one that a figure
    decides goes before any that evidence decides, and that before any that nothing does (``tiers``).
    """
    order = sorted(candidates, key=lambda number: known[number].strength != BINDING)
    order.sort(key=lambda number: known[number].decided_on, reverse=True)
    best = np.full(len(rows), (NOTHING + 1) * FAR, dtype=np.int64)
    chosen = np.full(len(rows), -1, dtype=np.int64)
    for number in order:
        target = known[number]
        steps = reach.steps(target.region, rows)
        distance = steps + FAR * tiers[number]
        closer = (steps < FAR) & (distance < best)
        if target.levels:
            closer &= reach.at_levels(target.levels, rows)
        best, chosen = np.where(closer, distance, best), np.where(closer, number, chosen)
    return chosen


def evaluable(target: Target, indicator: Indicator) -> bool:
    """Can a value be measured against it: a number in the indicator's unit, a place where ranks are filed."""
    kinds = (*EVALUATED, "rank") if indicator.kind == "rank" else EVALUATED
    return target.kind in kinds and target.unit == indicator.unit and target.threshold is not None


def _tier(target: Target, indicator: Indicator, on_record: Known | None) -> int:
    if evaluable(target, indicator):
        return FIGURE
    if on_record is None or not evaluated_by_evidence(target, indicator):
        return NOTHING
    return EVIDENCE if on_record.duty or not is_ranked(target, indicator) else NOTHING
