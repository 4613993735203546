"""What a filing is checked against: its figures with their cells, and everything filed for its dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.blocks import Block
from data.checking import CrossCheck
from data.model import QUALIFIERS, SCOPES, DataElement, Finding, Period
from data.regions import RegionTree
from indicators.definition import Indicators

EXACT = QUALIFIERS.index("exact")
NOISE = 1e-9  # what floats add to a sum of decimals

Line = NDArray[np.float64]  # [scope, element]


class Figure(NamedTuple):
    """One exact figure of the filing, where it stands."""

    element: str
    scope: str
    value: float
    sheet: str
    cell: str


class Filed:
    """The exact figures of one dataset: ``blocks`` by period, read one unit at a time."""

    def __init__(self, blocks: Mapping[Period, Block]) -> None:
        self.blocks = blocks
        codes = next(iter(blocks.values())).elements if blocks else ()
        self.places = {code: place for place, code in enumerate(codes)}
        self._lines: dict[tuple[str, Period], Line | None] = {}

    def line(self, region: str, period: Period) -> Line | None:
        """Values [scope, element] of a unit, NaN where none is exact; None where it filed nothing."""
        name = (region, period)
        if name not in self._lines:
            block = self.blocks.get(period)
            place = block.regions.index(region) if block and region in block.regions else -1
            self._lines[name] = (
                np.where(block.state[:, :, place] == EXACT, block.values[:, :, place], np.nan)
                if block and place >= 0
                else None
            )
        return self._lines[name]

    def value(self, region: str, period: Period, scope: str, element: str) -> float | None:
        line = self.line(region, period)
        if line is None or element not in self.places:
            return None
        found = float(line[SCOPES.index("own" if scope == "own" else "total"), self.places[element]])
        return None if found != found else found


@dataclass(frozen=True)
class Case:
    """One current filing and what surrounds it; ``rollup`` says that parents add up their children."""

    region: str
    level: str
    period: Period
    figures: Sequence[Figure]
    filed: Filed
    elements: Mapping[str, DataElement]
    indicators: Indicators
    tree: RegionTree
    rollup: bool

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that this unit filed, oldest first."""
        return tuple(
            period for period in sorted(self.filed.blocks) if self.filed.line(self.region, period) is not None
        )

    def before(self, figure: Figure, period: Period) -> float | None:
        """The same figure of this unit in another period."""
        return self.filed.value(self.region, period, figure.scope, figure.element)

    @cached_property
    def seasons(self) -> tuple[Period, ...]:
        """Earlier periods of the same season and length, oldest first."""
        mine = self.period
        return tuple(
            period
            for period in self.periods
            if period.months == mine.months and period < mine and (mine.first - period.first) % 12 == 0
        )

    def parted(self, element: str, earlier: Period) -> bool:
        """Did what the element counts change since: do most indicators on it, or on its total, break."""
        broken = self._broken(earlier)
        code = element
        while code:
            users = self._users.get(code, frozenset())
            if 2 * len(users & broken) > len(users):
                return True
            code = self.elements[code].parent
        return False

    def _broken(self, earlier: Period) -> frozenset[str]:
        """Indicators whose 口径 changed since an earlier period."""
        if earlier not in self._since:
            self._since[earlier] = frozenset(
                code
                for each in self.indicators.breaks
                if each.between(earlier, self.period)
                for code in each.indicators
            )
        return self._since[earlier]

    @cached_property
    def _since(self) -> dict[Period, frozenset[str]]:
        return {}

    @cached_property
    def _users(self) -> Mapping[str, frozenset[str]]:
        """Indicators that are computed from each element."""
        users: dict[str, set[str]] = {}
        for indicator in self.indicators.all.values():
            for variant in indicator.variants.values():
                for code in variant.elements:
                    users.setdefault(code, set()).add(indicator.code)
        return {code: frozenset(found) for code, found in users.items()}

    def counted(self) -> Iterator[Figure]:
        """Counts and amounts that may be compared over time; protected ones are never judged by change."""
        for figure in self.figures:
            element = self.elements[figure.element]
            if element.kind in ("count", "amount") and not element.protected:
                yield figure

    def ancestors(self, code: str) -> Iterator[str]:
        parent = self.elements[code].parent
        while parent:
            yield parent
            parent = self.elements[parent].parent

    def found(
        self,
        check: CrossCheck,
        code: str,
        figure: Figure | None,
        *,
        indicator: str = "",
        **params: str | float,
    ) -> Finding:
        """A finding at the figure's cell, with its name, the rule and what was read."""
        told: dict[str, str | float] = {"rule": check.name, "name": check.code}
        if figure:
            element = self.elements[figure.element]
            told |= {
                "element": element.code,
                "label": element.name,
                "english": element.english,
                "read": shown(figure.value),
            }
        sheet, cell = (figure.sheet, figure.cell) if figure else ("", "")
        return Finding(
            code,
            check.severity,
            sheet,
            cell,
            {**told, **params},
            region=self.region,
            period=self.period.code,
            indicator=indicator,
        )


def shown(value: float) -> str:
    """A number as a person writes it.

    >>> shown(12.0), shown(0.1 + 0.2)
    ('12', '0.3')
    """
    return f"{value:.10g}"
