"""twice: figures that another current filing of the same unit and period carries as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from data.cells import TracedCell
from data.model import DataElement, Finding
from indicators.consistency_case import shown

# (element, scope) -> the exact value that counts, None where there is none
Counts = Callable[[str, str], float | None]
NOTHING = "—"


def twice(
    cells: Sequence[TracedCell], submission: int, counts: Counts, elements: Mapping[str, DataElement]
) -> Iterator[Finding]:
    """``cells`` are all current ones of the submission's unit and period.

    Two figures that differ are 核实性, each at its cell; those that agree are told once, in a note.
    """
    others: dict[tuple[str, str], list[TracedCell]] = {}
    for cell in cells:
        if cell.submission != submission:
            others.setdefault((cell.element, cell.scope), []).append(cell)
    same: list[tuple[TracedCell, TracedCell]] = []
    for cell in cells:
        beside = others.get((cell.element, cell.scope), [])
        if cell.submission != submission or not beside:
            continue
        other = next((each for each in beside if _filed(each) != _filed(cell)), None)
        if other is None:
            same.append((cell, beside[0]))
            continue
        value = counts(cell.element, cell.scope)
        params = {"reason": "differs", "value": _said(other), "expected": NOTHING}
        if value is not None:
            params["expected"] = shown(value)
        yield _finding(cell, other, "explain", params, elements)
    if same:
        yield _finding(*same[0], "note", {"found": str(len(same)), "expected": ""}, elements)


def _filed(cell: TracedCell) -> tuple[float | None, str]:
    return cell.value, cell.qualifier


def _said(cell: TracedCell) -> str:
    return cell.raw if cell.value is None or cell.qualifier != "exact" else shown(cell.value)


def _finding(
    cell: TracedCell,
    other: TracedCell,
    severity: Literal["explain", "note"],
    params: Mapping[str, str],
    elements: Mapping[str, DataElement],
) -> Finding:
    element = elements[cell.element]
    told: dict[str, str | float] = {
        "element": element.code,
        "label": element.name,
        "english": element.english,
        "read": _said(cell),
        "other": str(other.submission),
        "first": f"{other.sheet}!{other.cell}",
        **params,
    }
    return Finding(
        "element.twice", severity, cell.sheet, cell.cell, told, region=cell.region, period=cell.period
    )
