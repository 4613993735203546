"""Checks across submissions, shown live and never stored: printed rates and changes against recomputed.

Source: methods.md, Basis: a printed figure agrees when it equals the recomputed value rounded half
away from zero to its printed decimals; equal only when truncated is a 提示. A figure printed as 约 is
told where it lies more than a tenth off, and never asks for an explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
CODES = {
    ("reported", "truncated"): "reported.truncated",
    ("reported", "differs"): "reported.differs",
    ("change", "truncated"): "change.truncated",
    ("change", "differs"): "change.differs",
}
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """A printed rate (``reported``) or 同比 (``change``) beside what the counts give in a 口径.

    ``asked``: one that differs is to be explained; ``counts`` of a change: this period and the year before.
    """

    figure: Printed
    kind: Literal["reported", "change"]
    variant: str
    computed: float
    result: Agreement
    asked: bool
    counts: tuple[float, float] | None = None

    @property
    def code(self) -> str:
        """The code of its finding; empty where they agree."""
        return CODES.get((self.kind, self.result), "")

    @property
    def severity(self) -> str:
        return "explain" if self.asked and self.result == "differs" else "note"

    @property
    def difference(self) -> float:
        """Computed minus printed, as beside the number: what floats add is no part of it."""
        return round(self.computed - self.figure.value, EXACT)


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
    rows = [_finding(each, indicators) for each in compared(observations, indicators, computed) if each.code]
    columns = {name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in FINDINGS.columns}
    return conform(pd.DataFrame(columns), FINDINGS)


def compared(
    observations: pd.DataFrame, indicators: Indicators, computed: Computed
) -> tuple[Comparison, ...]:
    """Every printed rate and printed 同比 that the counts can be held beside, those that agree too."""
    rates = {element: code for code, element in indicators.reported.items()}
    changes = {element: code for code, element in indicators.reported_change.items()}
    found: list[Comparison | None] = []
    for element, figure in _printed(observations):
        if element in rates:
            found.append(_rate(figure._replace(indicator=rates[element]), indicators, computed))
        elif element in changes:
            found.append(_change(figure._replace(indicator=changes[element]), indicators, computed))
    return tuple(each for each in found if each)


def _printed(observations: pd.DataFrame) -> Iterator[tuple[str, Printed]]:
    usable = observations[observations["value"].notna() & observations["qualifier"].isin(("exact", "about"))]
    columns = [usable[name].tolist() for name in ("element", *Printed._fields[1:-1])]
    figures = [(element, Printed("", *place)) for element, *place in zip(*columns, strict=True)]
    printed = {(element, each.region, each.period, each.scope) for element, each in figures}
    for element, figure in figures:
        other = "own" if figure.scope == "total" else "total"
        alone = (element, figure.region, figure.period, other) not in printed
        yield element, figure._replace(alone=alone)


def _rate(figure: Printed, indicators: Indicators, computed: Computed) -> Comparison | None:
    """The default 口径 is compared; where it has no counts, the first other 口径 that has is a note."""
    indicator = indicators[figure.indicator]
    order = [indicator.default, *(code for code in indicator.variants if code != indicator.default)]
    for variant in order:
        value = _computed(figure, variant, figure.period, computed)
        if value is not None:
            asked = variant == indicator.default and figure.qualifier == "exact"
            return Comparison(figure, "reported", variant, value, _result(figure, value), asked)
    return None


def _change(figure: Printed, indicators: Indicators, computed: Computed) -> Comparison | None:
    indicator = indicators[figure.indicator]
    before_code = Period.parse(figure.period).year_before.code
    now = _computed(figure, indicator.default, figure.period, computed)
    before = _computed(figure, indicator.default, before_code, computed)
    if now is None or before is None:
        return None
    value = relative_change(now, before) if indicator.kind == "count" else round(now - before, EXACT)
    if value is None:
        return None
    asked = figure.qualifier == "exact"
    result = _result(figure, value)
    return Comparison(figure, "change", indicator.default, value, result, asked, (now, before))


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


def _finding(each: Comparison, indicators: Indicators) -> dict[str, object]:
    figure, indicator = each.figure, indicators[each.figure.indicator]
    params = _params(figure, each.computed, each.variant, indicator)
    if each.counts:
        params |= {"now": f"{each.counts[0]:g}", "before": f"{each.counts[1]:g}"}
    return {
        "submission": figure.submission,
        "region": figure.region,
        "period": figure.period,
        "indicator": figure.indicator,
        "code": each.code,
        "severity": each.severity,
        "sheet": figure.sheet,
        "cell": figure.cell,
        "params": params,
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
