"""Targets that contradict each other: two in force on one indicator from regions equally near.

Source: methods.md, Targets: the later decided one counts, and it is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.checking import CrossCheck
from data.model import Finding, Target
from indicators.consistency_case import Case
from indicators.definition import Indicator
from indicators.judgement import BINDING
from indicators.targets import EVALUATED, window


def equal_near(case: Case, check: CrossCheck, targets: Sequence[Target]) -> Iterator[Finding]:
    """One finding for each indicator of the filing on which two targets apply equally; it has no cell."""
    filed = {figure.element for figure in case.figures}
    line = [case.region, *(region.code for region in case.tree.ancestors(case.region))]
    grouped: dict[str, list[Target]] = {}
    for target in targets:
        if target.indicator in case.indicators.all and target.region in line:
            grouped.setdefault(target.indicator, []).append(target)
    for code, candidates in grouped.items():
        indicator = case.indicators[code]
        if indicator.protected or not filed & set(indicator.variant().elements):
            continue
        usable = [target for target in candidates if _usable(case, indicator, target)]
        for variant in dict.fromkeys(target.variant or indicator.default for target in usable):
            same = [target for target in usable if (target.variant or indicator.default) == variant]
            distance = min(line.index(target.region) for target in same)
            nearest = [target for target in same if line.index(target.region) == distance]
            if len(nearest) > 1:
                yield case.found(
                    check,
                    "target.equal_near",
                    None,
                    indicator=code,
                    label=indicator.name,
                    english=indicator.english,
                    read="",
                    found="、".join(target.target for target in nearest),
                    expected=_counting(nearest).target,
                )


def _usable(case: Case, indicator: Indicator, target: Target) -> bool:
    """Can the filing's figure be judged by this target: kind, unit, levels and period."""
    variant = indicator.variants.get(target.variant or indicator.default)
    if variant is None or target.kind not in EVALUATED or target.threshold is None:
        return False
    cumulative = variant.denominator is None and all(
        case.elements[code].over_time == "sum" for code in variant.numerator.elements
    )
    fits = target.unit == indicator.unit and (not target.levels or case.level in target.levels)
    return fits and window(target, case.period, cumulative=cumulative) is not None


def _counting(targets: Sequence[Target]) -> Target:
    """The one that assess() takes: the later decided, then the binding, then the earlier entered."""
    order = sorted(targets, key=lambda target: target.strength != BINDING)
    return sorted(order, key=lambda target: target.decided_on, reverse=True)[0]
