"""Why a number stands as it does where its value does not say so: evidence or an event has decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.model import Target
from indicators.definition import Indicator
from indicators.target_evidence import way
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.views.targets_proved import by_evidence, said


def why_of(
    numbers: Numbers,
    chosen: Selection,
    indicator: Indicator,
    frame: Assessed,
    regions: Sequence[str],
    *,
    named: bool = True,
) -> Mapping[str, str]:
    """In words, of each of these regions whose target evidence decides; not ``named``: without days."""
    judged: dict[str, list[str]] = {}
    for region in regions:
        number = frame.get(indicator.code, region)
        target = frame.targets.get(number.target) if number else None
        if target is not None and way(target, indicator):
            judged.setdefault(target.target, []).append(region)
    found: dict[str, str] = {}
    for code, alike in judged.items():
        cells = by_evidence(numbers, chosen, frame.targets[code], indicator, frame, alike)
        for region, cell in cells.items():
            if cell.verdict is not None:
                found[region] = said(cell.verdict, chosen.lang, dated=named)
    return found


def struck(number: Number, target: Target | None) -> bool:
    """Is it missed by an event on record, whatever the value: such a region takes no rank."""
    return target is not None and target.kind == "veto" and number.status in ("missed", "near")
