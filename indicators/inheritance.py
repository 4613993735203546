"""Inheritance: which target holds in a region, from where it comes, whether it may be otherwise there.

Source: methods.md, Targets (in force); design.md, Protected elements. Numbers are judged by the same choice:
``targets.nearest``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.model import DataElement, Period, Target
from data.regions import RegionTree
from data.target_overrides import base_of
from indicators.definition import Indicators
from indicators.targets import FAR, FIGURE, UNSEEN, Reach, comparable, evaluable, nearest, reaches

# Set for the region itself; from above; a nearer one counts; an equally near one counts; not comparable now.
Why = Literal["own", "inherited", "nearer", "equal", "not_now"]
Refusal = Literal["", "protected", "not_below", "levels"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target stands in one region: ``steps`` up to where it was set, and what counts instead."""

    target: Target
    why: Why
    steps: int
    instead: Target | None = None

    @property
    def holds(self) -> bool:
        return self.why in ("own", "inherited")


def standings(
    targets: Sequence[Target],
    region: str,
    period: Period,
    *,
    indicators: Indicators,
    elements: Mapping[str, DataElement],
    tree: RegionTree,
) -> tuple[Standing, ...]:
    """Every target that reaches the region, in the order of the register, each with how it stands there.

    Targets that a number can be judged by displace one another on the same indicator and 口径; any other
    only the one that it is set in place of.
    """
    reach, row = Reach([region], np.zeros(1, dtype=np.int64), tree), np.zeros(1, dtype=np.int64)
    level = tree.get(region).level
    steps = [int(reach.steps(target.region, row)[0]) for target in targets]
    here = [
        number
        for number, target in enumerate(targets)
        if steps[number] < FAR and (not target.levels or level in target.levels)
    ]
    found: dict[int, Standing] = {}
    for subject, group in _subjects(targets, here, indicators).items():
        now = _now(targets, group, subject, period, indicators, elements)
        chosen = int(nearest(row, now, targets, dict.fromkeys(now, FIGURE), reach)[0])
        for number in group:
            counts = targets[chosen] if number in now else None
            found[number] = _standing(targets[number], steps[number], counts, steps[chosen])
    return tuple(found[number] for number in here)


def refused(base: Target, region: str, *, indicators: Indicators, tree: RegionTree) -> Refusal:
    """Why a target may not be set otherwise for a region; empty where it may."""
    described = indicators.all.get(base.indicator)
    if base.kind == "prohibition" or (described is not None and described.protected):
        return "protected"
    if region not in tree or base.region not in tree or not tree.is_ancestor(base.region, region):
        return "not_below"
    below = {each.level for each in tree.descendants(region)}
    return "levels" if base.levels and not below & set(base.levels) else ""


Subject = tuple[str, ...]  # indicator and 口径, or the code of a target that stands for itself


def _subjects(
    targets: Sequence[Target], here: Sequence[int], indicators: Indicators
) -> dict[Subject, list[int]]:
    """What targets compete for, with their places."""
    found: dict[Subject, list[int]] = {}
    for number in here:
        target = targets[number]
        described = indicators.all.get(target.indicator)
        judged = described and not described.protected and evaluable(target, described)
        variant = target.variant or (described.default if described else "")
        subject: Subject = (target.indicator, variant) if judged else (base_of(target.target),)
        found.setdefault(subject, []).append(number)
    return found


def _now(
    targets: Sequence[Target],
    group: Sequence[int],
    subject: Subject,
    period: Period,
    indicators: Indicators,
    elements: Mapping[str, DataElement],
) -> list[int]:
    """Those that can be compared with the period, or hold in it where there is nothing to compare."""
    if len(subject) == 1:
        return [number for number in group if reaches(targets[number], period)]
    indicator = indicators[subject[0]]
    variant = indicator.variants.get(subject[1])
    if variant is None:
        return []
    known = [targets[number] for number in group if targets[number].kind not in UNSEEN]
    seen = comparable(known, indicator, variant, period, elements)
    return [group[place] for place in seen]


def _standing(target: Target, steps: int, counts: Target | None, nearest_steps: int) -> Standing:
    if counts is None:
        return Standing(target, "not_now", steps)
    if counts is target:
        return Standing(target, "own" if steps == 0 else "inherited", steps)
    return Standing(target, "nearer" if nearest_steps < steps else "equal", steps, counts)
