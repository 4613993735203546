"""Facts: the composed values of one period on one axis of regions, ready to compute on.

A period is its filed value, else built from a complete tiling by shorter periods as each element
says (methods.md, Periods): sums add, ``first`` and ``last`` take an end, ``none`` cannot be built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.blocks import Block
from data.model import NOT_FILED, SCOPES, DataElement, Period
from indicators.qualifiers import bits_of, flipped

NOT_ADDITIVE = 254  # state: shorter periods were filed, but the element cannot be built from them
FALLS = 253  # state: a cumulative value falls, so no difference is taken
MAX_PARTS = 12


@dataclass(frozen=True)
class Facts:
    """``values``, ``state`` and ``bits`` have shape [scope, element, region]; NaN is no value."""

    period: str
    elements: Mapping[str, int]
    regions: tuple[str, ...]
    values: NDArray[np.float64]
    state: NDArray[np.uint8]
    bits: NDArray[np.uint8]


def parts_of(period: Period, filed: Sequence[Period]) -> list[tuple[Period, ...]]:
    """Complete tilings of the period by filed shorter ones, fewest parts first.

    >>> filed = [Period.parse("2024Q1"), Period.parse("2024Q2")]
    >>> [[part.code for part in tiling] for tiling in parts_of(Period.parse("2024H1"), filed)]
    [['2024Q1', '2024Q2']]
    """
    inside = sorted(part for part in filed if period.holds(part) and part != period)
    found: list[tuple[Period, ...]] = []

    def extend(parts: tuple[Period, ...], start: int) -> None:
        if start > period.last:
            found.append(parts)
        elif len(parts) < MAX_PARTS and len(found) < 64:
            for part in inside:
                if part.first == start:
                    extend((*parts, part), part.last + 1)

    extend((), period.first)
    return sorted(found, key=len)


def differences_of(period: Period, filed: Sequence[Period]) -> list[tuple[Period, Period]]:
    """(longer, shorter) cumulative pairs whose difference is the period: 1—9月 minus 1—6月."""
    longer = [span for span in filed if span.last == period.last and span.first < period.first]
    return [
        (span, Period(span.first, period.first - 1))
        for span in longer
        if Period(span.first, period.first - 1) in filed
    ]


def needed(period: Period, filed: Sequence[Period]) -> tuple[Period, ...]:
    """Every filed period that the value of ``period`` may be read from, itself first."""
    own = (period,) if period in filed else ()
    tiles = [part for tiling in parts_of(period, filed) for part in tiling]
    pairs = [span for pair in differences_of(period, filed) for span in pair]
    return tuple(dict.fromkeys((*own, *tiles, *pairs)))


def gather(
    period: Period,
    blocks: Sequence[Block],
    elements: Mapping[str, DataElement],
    regions: Sequence[str],
) -> Facts:
    """Compose the period from the blocks of ``needed(...)`` on the axis of ``regions``."""
    axis = tuple(regions)
    known = {Period.parse(block.period): block.on(axis) for block in blocks}
    shape = (len(SCOPES), len(elements), len(axis))
    own = known.get(period)
    values = own.values.copy() if own else np.full(shape, np.nan)
    state = own.state.copy() if own else np.full(shape, NOT_FILED, dtype=np.uint8)
    bits = bits_of(state)
    rules = np.array([element.over_time for element in elements.values()])
    for tiling in parts_of(period, list(known)):
        _fill_tiling([known[part] for part in tiling], rules, values, state, bits)
    for longer, shorter in differences_of(period, list(known)):
        _fill_difference(known[longer], known[shorter], rules, values, state, bits)
    places = {code: number for number, code in enumerate(elements)}
    return Facts(period.code, places, axis, values, state, bits)


def _fill_tiling(
    parts: Sequence[Block],
    rules: NDArray[np.str_],
    values: NDArray[np.float64],
    state: NDArray[np.uint8],
    bits: NDArray[np.uint8],
) -> None:
    stack = np.stack([part.values for part in parts])
    marks = np.stack([bits_of(part.state) for part in parts])
    sums = np.where(np.isnan(stack).any(axis=0), np.nan, np.nansum(stack, axis=0))
    built = np.full(values.shape, np.nan)
    built_bits = np.zeros(values.shape, dtype=np.uint8)
    for rule, value, mark in (
        ("sum", sums, np.bitwise_or.reduce(marks, axis=0)),
        ("first", stack[0], marks[0]),
        ("last", stack[-1], marks[-1]),
    ):
        here = rules == rule
        built[:, here] = value[:, here]
        built_bits[:, here] = mark[:, here]
    use = (state == NOT_FILED) & ~np.isnan(built)
    values[use], bits[use], state[use] = built[use], built_bits[use], 0
    filed = ~np.isnan(stack).all(axis=0)
    state[(state == NOT_FILED) & filed & (rules == "none")[None, :, None]] = NOT_ADDITIVE


def _fill_difference(
    longer: Block,
    shorter: Block,
    rules: NDArray[np.str_],
    values: NDArray[np.float64],
    state: NDArray[np.uint8],
    bits: NDArray[np.uint8],
) -> None:
    built = longer.values - shorter.values
    sums = (rules == "sum")[None, :, None]
    use = (state == NOT_FILED) & sums & (built >= 0)
    values[use], state[use] = built[use], 0
    bits[use] = (bits_of(longer.state) | flipped(bits_of(shorter.state)))[use]
    state[(state == NOT_FILED) & sums & (built < 0)] = FALLS
