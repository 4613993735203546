"""Targets that no single figure decides, over many rows: by evidence, and by rank among siblings.

Source: methods.md, Targets (rank targets read our computed rank where no rank is filed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.model import Period, Target
from data.regions import RegionTree
from indicators.definition import Indicator
from indicators.judgement import BINDING, STATUS, Figures, Whole
from indicators.ranking import ranks
from indicators.target_evidence import Fact, Known, Verdict, Why, facts_of, happened_of, verdict, way

# A figure that not every region has reported decides nothing yet.
BY_FIGURE: frozenset[Why] = frozenset(("by_value", "value_short", "value_later", "no_event"))


@dataclass(frozen=True)
class Row:
    """What the frame says of one region, for the verdict of a page as for the status of a number."""

    value: float | None = None
    exact: bool = True
    short: bool = False


def decided(
    target: Target,
    indicator: Indicator | None,
    rows: Mapping[str, Row],
    period: Period,
    known: Known,
) -> dict[str, Verdict]:
    """The verdict of each region; those of which nothing is known share theirs."""
    happened, early = facts_of(happened_of(target, known)), known.early.get(target.target, {})

    def judged(fact: Fact) -> Verdict:
        return verdict(target, indicator, fact, period, day=known.day, duty=known.duty)

    silent = judged(Fact())
    found: dict[str, Verdict] = {}
    for region, row in rows.items():
        if row.value is None and region not in happened and region not in early:
            found[region] = silent
            continue
        one = judged(Fact(row.value, row.exact, happened.get(region, ()), early.get(region)))
        waits = row.short and one.why in BY_FIGURE and region not in early
        found[region] = Verdict("pending", one.why, one.on, one.due, one.done, one.asked) if waits else one
    return found


def by_evidence(
    target: Target,
    indicator: Indicator,
    regions: Sequence[str],
    figures: Figures,
    period: Period,
    known: Known,
) -> Whole:
    """Places in STATUSES of rows, one for each of ``regions``."""
    values, exact, short = figures.value.tolist(), (figures.bits == 0).tolist(), figures.short.tolist()
    rows = {
        region: Row(None if value != value else value, sure, waits)
        for region, value, sure, waits in zip(regions, values, exact, short, strict=True)
    }
    found = decided(target, indicator, rows, period, known)
    return np.array([STATUS[found[region].status] for region in regions], dtype=np.int64)


def is_ranked(target: Target, indicator: Indicator) -> bool:
    """Is it a place among siblings that we work out ourselves."""
    return target.kind == "rank" and indicator.kind != "rank" and target.threshold is not None


def by_rank(
    target: Target,
    indicator: Indicator,
    regions: Sequence[str],
    figures: Figures,
    tree: RegionTree,
    *,
    wanted: NDArray[np.bool_],
) -> Whole:
    """Places in STATUSES of the ``wanted`` rows; ``regions`` are all that the indicator has rows of."""
    place: dict[int, int | None] = {}
    for family in _families(regions, tree):
        values = [_number(figures.value[row]) for row in family]
        below = [_number(figures.denominator[row]) for row in family]
        place.update(zip(family, ranks(values, below, direction=indicator.direction), strict=True))
    edge, failed = target.threshold or 0, STATUS["missed" if target.strength == BINDING else "near"]
    found = np.full(len(regions), STATUS["undecidable"], dtype=np.int64)
    for row, rank in place.items():
        if rank is not None:
            found[row] = STATUS["met"] if rank <= edge else failed
    found[figures.short & (found != STATUS["undecidable"])] = STATUS["pending"]
    found[np.isnan(figures.value)] = STATUS["no_value"]
    return found[wanted]


def evaluated_by_evidence(target: Target, indicator: Indicator) -> bool:
    """Is there a rule by which evidence, or the place among siblings, decides it."""
    return bool(way(target, indicator)) or is_ranked(target, indicator)


def _families(regions: Sequence[str], tree: RegionTree) -> list[list[int]]:
    """Rows of siblings of one level."""
    found: dict[tuple[str, str], list[int]] = {}
    for row, code in enumerate(regions):
        region = tree.get(code)
        if region.parent:
            found.setdefault((region.parent, region.level), []).append(row)
    return list(found.values())


def _number(value: float) -> float | None:
    return None if value != value else float(value)
