"""Dates with a number: in which regions a figure filed for a period that ends by the day has met it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from data.model import Period, Target
from indicators.cadence import last_day
from indicators.definition import Indicators
from indicators.target_evidence import due_day

MOST_PERIODS = 8  # the latest before the day; what was done stays done
Figures = Callable[..., pd.DataFrame]  # of a period and the codes of indicators
Early = Mapping[str, Mapping[str, Period]]


def met_early(
    targets: Sequence[Target], indicators: Indicators, periods: Sequence[Period], figures: Figures
) -> Early:
    """Target -> region -> the first such period; ``figures`` gives RESULTS."""
    found: dict[str, dict[str, Period]] = {}
    for target in targets:
        due, indicator = due_day(target), indicators.all.get(target.indicator)
        if target.kind != "date" or due is None or indicator is None or target.threshold is None:
            continue
        if target.unit != indicator.unit or target.variant not in ("", indicator.default):
            continue
        before = [period for period in sorted(periods) if last_day(period) <= due][-MOST_PERIODS:]
        for period in reversed(before):
            for region in _met(figures(period, codes=(target.indicator,)), target):
                found.setdefault(target.target, {})[region] = period
    return found


def _met(results: pd.DataFrame, target: Target) -> list[str]:
    """Regions whose exact figure is whole and reaches the number."""
    printed = results["basis"] != "computed"
    whole = printed | (results["regions_reported"] >= results["regions_expected"])
    exact = results["qualifier"].isin(("", "exact"))
    reached = results["value"] >= (target.threshold or 0)
    return [str(code) for code in results["region"][whole & exact & reached].tolist()]
