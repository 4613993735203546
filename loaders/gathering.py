"""Many findings of one cause as one: it says how many there are, and names every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from data.model import Finding
from loaders.addresses import Area, address_of, area_of, position_of

FEW = 3  # so many of one cause are still told one by one
SEVERAL = "several"
MISSING, BESIDE = "form.row_missing", ("after", "before")
GATHERED = (
    "cell.hidden",
    "column.not_read",
    "mapping.column_not_read",
    "mapping.row_not_read",
    "mapping.sheet_hidden",
    "mapping.total_waits",
    "mapping.twice",
    "sheet.not_read",
    "sheet.other_period",
)


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in their order; more than a few of one code on one sheet stand as one, at the first.

    Rows that are missing at one place are one finding, however few.
    """
    causes: dict[tuple[str, ...], list[Finding]] = {}
    for found in findings:
        causes.setdefault(_cause(found) or (str(len(causes)),), []).append(found)
    told = (each if len(each) <= _few(each[0]) else [_one(each)] for each in causes.values())
    return tuple(chain.from_iterable(told))


def _cause(found: Finding) -> tuple[str, ...] | None:
    """What findings of one cause have in common; None for one that stands by itself."""
    reason = str(found.params.get("reason", ""))
    if found.code == MISSING and reason in BESIDE:
        return found.code, found.severity, found.sheet, found.cell, reason
    if found.code in GATHERED and not reason:
        return found.code, found.severity, found.sheet if found.cell else ""
    return None


def _few(found: Finding) -> int:
    return 1 if found.code == MISSING else FEW


def cells_of(finding: Finding) -> tuple[str, ...]:
    """Every cell that a finding is about: its own, and those that a gathered one names.

    >>> cells_of(Finding("cell.hidden", "note", "表", "B3", {"reason": "several", "cells": "B3:B4、D9"}))
    ('B3', 'B4', 'D9')
    """
    if finding.params.get("reason") != SEVERAL or not finding.cell:
        return (finding.cell,)
    areas = (area_of(each) for each in str(finding.params.get("cells", "")).split("、"))
    return tuple(
        address_of(row, column)
        for top, left, bottom, right in filter(None, areas)
        for column in range(left, right + 1)
        for row in range(top, bottom + 1)
    )


def ranges(addresses: Iterable[str]) -> str:
    """Addresses as few areas, in the order of their first cells.

    >>> ranges(["B3", "B4", "C3", "C4", "F4", "B9"])
    'B3:C4、F4、B9'
    """
    places = {place for each in addresses if (place := position_of(each))}
    runs = list(_runs(places))
    areas: list[Area] = []
    for top, left, bottom, right in sorted(runs, key=lambda run: (run[0], run[2], run[1])):
        before = areas[-1] if areas else (0, 0, 0, 0)
        if (before[0], before[2], before[3] + 1) == (top, bottom, left):
            areas[-1] = (top, before[1], bottom, right)
        else:
            areas.append((top, left, bottom, right))
    return "、".join(_area(area) for area in sorted(areas))


def _one(findings: Sequence[Finding]) -> Finding:
    """What all have in common, with all cells, or all names where they have no cell."""
    first = findings[0]
    reason = "_".join(filter(None, (str(first.params.get("reason", "")), SEVERAL)))
    params = {**first.params, "reason": reason, "found": str(len(findings))}
    params["expected"] = "、".join(dict.fromkeys(str(each.params.get("expected", "")) for each in findings))
    if len({found.cell for found in findings}) > 1:
        params["cells"] = ranges(found.cell for found in findings)
    params["names"] = "、".join(dict.fromkeys(str(each.params.get("read", "")) for each in findings))
    regions, periods = {found.region for found in findings}, {found.period for found in findings}
    return Finding(
        first.code,
        first.severity,
        first.sheet,
        first.cell,
        params,
        region=first.region if len(regions) == 1 else "",
        period=first.period if len(periods) == 1 else "",
    )


def _runs(places: set[tuple[int, int]]) -> Iterable[Area]:
    """Cells that stand one under the other, as areas of one column."""
    ordered = sorted(places, key=lambda place: (place[1], place[0]))
    start = 0
    for index, (above, below) in enumerate(pairwise([*ordered, (0, 0)]), start=1):
        if (above[0] + 1, above[1]) != below:
            yield (ordered[start][0], ordered[start][1], above[0], above[1])
            start = index


def _area(area: Area) -> str:
    first, last = address_of(area[0], area[1]), address_of(area[2], area[3])
    return first if first == last else f"{first}:{last}"
