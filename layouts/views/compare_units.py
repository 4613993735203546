"""Who is compared on 地区对比: the units, the levels to choose from, what they have values of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.model import LEVELS
from layouts.numbers import Assessed, Numbers
from layouts.selection import Selection
from layouts.siblings import remembered
from layouts.views.compare_modes import Modes

DEFAULT_INDICATOR = "FY04"


@dataclass(frozen=True, slots=True)
class Units:
    """Who is compared: region codes, the region above them, the levels to choose from."""

    regions: tuple[str, ...]
    parent: str
    levels: tuple[str, ...]
    level: str
    siblings: tuple[str, ...] = ()  # all that could be compared, where ``regions`` are chosen peers


def among(units: Units, looked: Modes) -> Units:
    """Only the chosen peers, where any of them stands here."""
    peers = tuple(region for region in units.regions if region in looked.peers)
    return replace(units, regions=peers or units.regions, siblings=units.regions)


def units_of(numbers: Numbers, chosen: Selection, table: Assessed) -> Units:
    """Who stands on the page, under whom, and which levels there are to choose from."""
    regions = remembered(numbers, chosen, table)
    tree = numbers.catalogue.regions
    if not numbers.catalogue.datasets[chosen.dataset].rollup or not regions:
        return Units(regions, "", (), "")
    inside = tree.is_ancestor(chosen.region, regions[0])
    parent = chosen.region if inside else tree.get(chosen.region).parent
    key = ("levels", chosen.region)
    if key not in table.notes:
        below = tree.descendants(parent)[1:] if inside else ()
        table.notes[key] = tuple(sorted({each.level for each in below}, key=LEVELS.index))
    return Units(regions, parent, table.notes[key], tree.get(regions[0]).level)


def valued_in(table: Assessed, regions: Sequence[str]) -> frozenset[str]:
    """Indicators with a value in one of the regions; made once for a frame and a choice of regions."""
    key = ("valued", tuple(regions))
    if key not in table.notes:
        values = table.columns["value"]
        places = [table.row(table.indicators[0], region) for region in regions] if table.indicators else []
        size = len(table.regions)
        table.notes[key] = frozenset(
            code
            for start, code in enumerate(table.indicators)
            if any(values[start * size + place] is not None for place in places)
        )
    found: frozenset[str] = table.notes[key]
    return found


def default(
    numbers: Numbers, chosen: Selection, table: Assessed, units: Units, valued: frozenset[str]
) -> str:
    """The first one with a value; in a set without roll-up one that the chosen unit itself published."""
    rollup = numbers.catalogue.datasets[chosen.dataset].rollup
    own = () if rollup or chosen.region not in units.regions else valued_in(table, (chosen.region,))
    rated = sorted(numbers.shown(), key=lambda each: (each.protected, each.direction == "neutral"))
    shown = [each.code for each in numbers.shown()]
    order = [code for code in (DEFAULT_INDICATOR, *shown) if code in valued and code in shown]
    return next((each.code for each in rated if each.code in own), order[0] if order else DEFAULT_INDICATOR)
