"""Checks across submissions, shown live and never stored: printed rates and changes against recomputed.

Source: methods.md, Basis: a printed figure agrees when it equals the recomputed value rounded half
away from zero to its printed decimals; equal only when truncated is a 提示. A figure printed as 约 is
told where it lies more than a tenth off, and never asks for an explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

import pandas as pd

from data.frames import FINDINGS, conform
from data.model import Period
from indicators.change import relative_change
from indicators.definition import Indicator, Indicators

ABOUT = 0.1  # of the computed value: what 约 leaves room for
EXACT = 9  # decimals of a difference of two rates; what floats add beyond is no part of it

Agreement = Literal["agrees", "truncated", "differs"]
# (indicator, variant, region, period, scope) -> value computed from counts, or None
Computed = Callable[[str, str, str, str, str], float | None]


class Printed(NamedTuple):
    """A printed figure where it stands; ``alone`` where the other scope prints none of its own."""

    indicator: str
    region: str
    period: str
    scope: str
    value: float
    decimals: int
    submission: int
    sheet: str
    cell: str
    qualifier: str
    alone: bool = True


def agreement(printed: float, computed: float, decimals: int) -> Agreement:
    """Does the printed figure equal the computed one at its printed decimals?

    >>> agreement(258.86, 258.8665, 2), agreement(75.45, 74.5870, 2), agreement(98.3, 98.2964, 1)
    ('truncated', 'differs', 'agrees')
    """
    step = Decimal(1).scaleb(-decimals)
    exact, shown = Decimal(repr(computed)), Decimal(repr(printed)).quantize(Decimal(1).scaleb(-decimals))
    if exact.quantize(step, ROUND_HALF_UP) == shown:
        return "agrees"
    return "truncated" if exact.quantize(step, ROUND_DOWN) == shown else "differs"


def consistency(observations: pd.DataFrame, indicators: Indicators, computed: Computed) -> pd.DataFrame:
    """Compare every printed rate and printed 同比 with what the counts give: a FINDINGS frame.

    ``observations`` is an OBSERVATIONS frame of the elements that report an indicator.
    """
    rates = {element: code for code, element in indicators.reported.items()}
    changes = {element: code for code, element in indicators.reported_change.items()}
    rows: list[dict[str, object]] = []
    for element, figure in _printed(observations):
        if element in rates:
            rows += _rate(figure._replace(indicator=rates[element]), indicators, computed)
        elif element in changes:
            rows += _change(figure._replace(indicator=changes[element]), indicators, computed)
    columns = {name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in FINDINGS.columns}
    return conform(pd.DataFrame(columns), FINDINGS)


def _printed(observations: pd.DataFrame) -> Iterator[tuple[str, Printed]]:
    usable = observations[observations["value"].notna() & observations["qualifier"].isin(("exact", "about"))]
    columns = [usable[name].tolist() for name in ("element", *Printed._fields[1:-1])]
    figures = [(element, Printed("", *place)) for element, *place in zip(*columns, strict=True)]
    printed = {(element, each.region, each.period, each.scope) for element, each in figures}
    for element, figure in figures:
        other = "own" if figure.scope == "total" else "total"
        alone = (element, figure.region, figure.period, other) not in printed
        yield element, figure._replace(alone=alone)


def _rate(figure: Printed, indicators: Indicators, computed: Computed) -> list[dict[str, object]]:
    """The default 口径 is compared; where it has no counts, the first other 口径 that has is a note."""
    indicator = indicators[figure.indicator]
    order = [indicator.default, *(code for code in indicator.variants if code != indicator.default)]
    for variant in order:
        value = _computed(figure, variant, figure.period, computed)
        if value is None:
            continue
        result = _result(figure, value)
        if result == "agrees":
            return []
        default = variant == indicator.default
        code = "reported.truncated" if result == "truncated" else "reported.differs"
        asked = result == "differs" and default and figure.qualifier == "exact"
        severity = "explain" if asked else "note"
        return [_finding(figure, code, severity, value, variant, indicator)]
    return []


def _change(figure: Printed, indicators: Indicators, computed: Computed) -> list[dict[str, object]]:
    indicator = indicators[figure.indicator]
    before_code = Period.parse(figure.period).year_before.code
    now = _computed(figure, indicator.default, figure.period, computed)
    before = _computed(figure, indicator.default, before_code, computed)
    if now is None or before is None:
        return []
    value = relative_change(now, before) if indicator.kind == "count" else round(now - before, EXACT)
    if value is None:
        return []
    result = _result(figure, value)
    if result == "agrees":
        return []
    code = "change.truncated" if result == "truncated" else "change.differs"
    asked = result == "differs" and figure.qualifier == "exact"
    severity = "explain" if asked else "note"
    found = _finding(figure, code, severity, value, indicator.default, indicator)
    params = {
        **_params(figure, value, indicator.default, indicator),
        "now": f"{now:g}",
        "before": f"{before:g}",
    }
    return [found | {"params": params}]


def _result(figure: Printed, computed: float) -> Agreement:
    if figure.qualifier == "exact":
        return agreement(figure.value, computed, figure.decimals)
    return "differs" if abs(figure.value - computed) > ABOUT * abs(computed) else "agrees"


def _computed(figure: Printed, variant: str, period: str, computed: Computed) -> float | None:
    """The value of the figure's scope, else of the whole: a lone unit's 全辖区 counts are its own.

    Where 本级 and 全辖区 each print a rate, neither stands for the other.
    """
    value = computed(figure.indicator, variant, figure.region, period, figure.scope)
    if value is None and figure.scope != "total" and figure.alone:
        return computed(figure.indicator, variant, figure.region, period, "total")
    return value


def _finding(
    figure: Printed, code: str, severity: str, computed: float, variant: str, indicator: Indicator
) -> dict[str, object]:
    return {
        "submission": figure.submission,
        "region": figure.region,
        "period": figure.period,
        "indicator": figure.indicator,
        "code": code,
        "severity": severity,
        "sheet": figure.sheet,
        "cell": figure.cell,
        "params": _params(figure, computed, variant, indicator),
    }


def _params(figure: Printed, computed: float, variant: str, indicator: Indicator) -> dict[str, object]:
    shown = Decimal(repr(computed)).quantize(Decimal(1).scaleb(-max(figure.decimals, 2)), ROUND_HALF_UP)
    return {
        "indicator": figure.indicator,
        "name": indicator.name,
        "english": indicator.english,
        "variant": variant,
        "read": f"{figure.value:.{figure.decimals}f}",
        "expected": f"{shown:f}",
        "exact": computed,
        "decimals": figure.decimals,
    }
