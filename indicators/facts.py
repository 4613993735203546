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
MAX_TILINGS = 64


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
    inside = sorted(part for part in set(filed) if period.holds(part) and part != period)
    to_end = _parts_to_end(period, inside)
    found: list[tuple[Period, ...]] = []

    def extend(parts: tuple[Period, ...], start: int, left: int) -> None:
        if not left:
            found.append(parts)
            return
        for part in inside:
            fits = part.first == start and to_end.get(part.last + 1, MAX_PARTS + 1) < left
            if fits and len(found) < MAX_TILINGS and (part.last == period.last) == (left == 1):
                extend((*parts, part), part.last + 1, left - 1)

    fewest = to_end.get(period.first, MAX_PARTS + 1)
    for size in range(fewest, MAX_PARTS + 1):
        extend((), period.first, size)
    return found


def _parts_to_end(period: Period, inside: Sequence[Period]) -> dict[int, int]:
    """Fewest parts from a first month to the period's end, for the months from which it is reached."""
    to_end = {period.last + 1: 0}
    for part in reversed(inside):
        if part.last + 1 in to_end:
            to_end[part.first] = min(to_end.get(part.first, MAX_PARTS), to_end[part.last + 1] + 1)
    return to_end


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
    states = np.stack([part.state for part in parts])
    marks = bits_of(states)
    complete = ~np.isnan(stack).any(axis=0)
    built = np.full(values.shape, np.nan)
    built_bits = np.zeros(values.shape, dtype=np.uint8)
    for rule, value, mark in (
        ("sum", stack.sum(axis=0), np.bitwise_or.reduce(marks, axis=0)),
        ("first", stack[0], marks[0]),
        ("last", stack[-1], marks[-1]),
    ):
        here = rules == rule
        built[:, here] = value[:, here]
        built_bits[:, here] = mark[:, here]
    use = (state == NOT_FILED) & complete & ~np.isnan(built)
    values[use], bits[use], state[use] = built[use], built_bits[use], 0
    alike = (state == NOT_FILED) & (states == states[0]).all(axis=0) & np.isnan(stack[0])
    state[alike] = states[0][alike]
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


def showable(filed: Sequence[Period]) -> tuple[Period, ...]:
    """Periods that can be shown: filed ones, and years and Jan-to-month spans that they tile."""
    found = set(filed)
    for year in {period.first // 12 for period in filed}:
        for span in (Period(year * 12, year * 12 + months - 1) for months in (6, 9, 12)):
            tiles = [part for part in filed if span.holds(part) and part != span]
            if len(needed(span, tiles)) > 1:
                found.add(span)
    return tuple(sorted(found, key=lambda period: (period.last, -period.months)))
