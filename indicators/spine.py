"""A region against its siblings (地区画像): quartiles, position, strengths and worries.

Source: design.md, 地区画像; methods.md, Reliability (ranks: who may take part, at least three of them).
Protected indicators are refused by the caller. Quartiles interpolate as Excel's QUARTILE.INC does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from indicators.exact import known
from indicators.ranking import MINIMUM_DENOMINATOR, MINIMUM_SIBLINGS, rankable, ranks

SHOWN = 3  # strengths and worries named of a region

Lean = Literal["strength", "worry", ""]


@dataclass(frozen=True, slots=True)
class Spine:
    """One indicator: the spread of the siblings that may be ranked, and the region's own value.

    All in the unit of the value, ``low`` to ``high`` whatever the direction. ``place`` of ``ranked`` is
    None for no value, for too small a denominator (``few``) and for a neutral indicator.
    """

    low: float
    lower_quartile: float
    median: float
    upper_quartile: float
    high: float
    direction: str
    value: float | None
    place: int | None
    ranked: int
    few: bool

    @property
    def position(self) -> float | None:
        """Where the value stands on the spine; None without a value."""
        return None if self.value is None else self.at(self.value)

    def at(self, value: float) -> float:
        """Place on a line from 0 (worst) to 1 (best) with the median in the middle, cut off at its ends.

        One scale on both sides: the end farther from the median is 0 or 1. A neutral indicator goes
        from low to high.
        """
        reach = max(self.high - self.median, self.median - self.low)
        if not reach:
            return 0.5
        away = (value - self.median) / (2 * reach)
        return min(max(0.5 + (-away if self.direction == "lower" else away), 0.0), 1.0)

    @property
    def lean(self) -> Lean:
        """Strength in the best quarter, worry in the worst; the median itself is neither.

        Where half of the siblings stand at 100 %, 100 % is the median and no strength.
        """
        if self.value is None or self.place is None:
            return ""
        top = self.value >= self.upper_quartile and self.value > self.median
        bottom = self.value <= self.lower_quartile and self.value < self.median
        if not top and not bottom:
            return ""
        return "strength" if top == (self.direction == "higher") else "worry"


def spine(
    values: Sequence[float | None],
    denominators: Sequence[float | None],
    own: int,
    *,
    direction: str,
    minimum: float = MINIMUM_DENOMINATOR,
) -> Spine | None:
    """The spine of the sibling at ``own``, itself among the siblings; None where fewer than three count.

    >>> found = spine([90, 95, 97, 100, 100], [9, 9, 9, 9, 2], 2, direction="higher")
    >>> (found.median, found.place, found.ranked, round(found.position, 3), found.lean)
    (96.0, 2, 4, 0.583, '')
    """
    given, below = _there(values), _there(denominators)
    taking = sorted(
        value
        for value, denominator in zip(given, below, strict=True)
        if value is not None and rankable(value, denominator, minimum=minimum)
    )
    if len(taking) < MINIMUM_SIBLINGS:
        return None
    value = given[own]
    return Spine(
        low=taking[0],
        lower_quartile=quartile(taking, 1),
        median=quartile(taking, 2),
        upper_quartile=quartile(taking, 3),
        high=taking[-1],
        direction=direction,
        value=value,
        place=ranks(given, below, direction=direction, minimum=minimum)[own],
        ranked=len(taking),
        few=value is not None and not rankable(value, below[own], minimum=minimum),
    )


def quartile(ordered: Sequence[float], number: int) -> float:
    """Quartile 1, 2 or 3 of values in rising order; between two values on the straight line.

    >>> [quartile([1, 2, 3, 4], number) for number in (1, 2, 3)]
    [1.75, 2.5, 3.25]
    """
    at, quarters = divmod((len(ordered) - 1) * number, 4)
    if not quarters:
        return ordered[at]
    return ordered[at] + (ordered[at + 1] - ordered[at]) * (quarters / 4)


def strengths_and_worries(
    spines: Mapping[str, Spine], *, shown: int = SHOWN
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the indicators that lean, the farthest from the middle first; ties in the order given."""
    leaning = {code: (each.lean, each.position or 0.0) for code, each in spines.items()}
    best = sorted(
        (code for code in leaning if leaning[code][0] == "strength"), key=lambda code: -leaning[code][1]
    )
    worst = sorted(
        (code for code in leaning if leaning[code][0] == "worry"), key=lambda code: leaning[code][1]
    )
    return tuple(best[:shown]), tuple(worst[:shown])


def _there(column: Sequence[float | None]) -> list[float | None]:
    return [number if known(number) else None for number in column]
