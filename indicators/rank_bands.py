"""Rank bands: how far chance alone could move each region's place among its siblings.

Source: methods.md, Reliability: 2,000 draws of each rate from Beta(x+½, n−x+½) and of each count from
Gamma(x+½), fixed seed; the 5–95 % band of the place. Say 案件数少，排名波动大, never 不显著所以不算.
The caller caches by versions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.ranking import MINIMUM_DENOMINATOR, ranks

DRAWS = 2_000
SEED = 20_260_101
TAIL = 20  # one in twenty on either side: 5 % and 95 %

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


class RankBand(NamedTuple):
    """Best and worst likely place, 1 is best; the place itself is always inside."""

    best: int
    worst: int


def rank_bands(
    values: Sequence[float | None],
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    *,
    direction: str,
    counts: bool = False,
    scale: float = 100,
    minimum: float = MINIMUM_DENOMINATOR,
    draws: int = DRAWS,
    seed: int = SEED,
) -> list[RankBand | None]:
    """The band of each sibling's place; None where it is not ranked or has no counts behind its value.

    ``counts``: the values are counts themselves (no denominators), else rates of that ``scale`` whose
    numerator is a part of the denominator. A value known only as a printed rate takes its place in every
    draw as it is. Draws never tie while places do (1-1-3), so a band is widened to its place. Equal
    counts have equal bands, and the order of the siblings changes nothing.

    >>> rank_bands([100, 90, 50], [6, 90, 500], [6, 100, 1000], direction="higher")
    [RankBand(best=1, worst=2), RankBand(best=1, worst=2), RankBand(best=3, worst=3)]
    """
    places = ranks(_there(values), _there(denominators), direction=direction, minimum=minimum)
    taking = np.array([row for row, place in enumerate(places) if place is not None], dtype=np.int64)
    bands: list[RankBand | None] = [None] * len(places)
    if not taking.size:
        return bands
    value, x, n = (_array(column)[taking] for column in (values, numerators, denominators))
    if counts:
        x, n = value, np.full(value.shape, np.nan)
    drawn = np.isfinite(x) & (x >= 0) & (counts | (np.isfinite(n) & (n >= x) & (n > 0)))
    kinds = np.column_stack([np.where(drawn, x, value), np.where(drawn & ~np.isnan(n), n, 0.0), drawn])
    order = np.lexsort(kinds.T)
    _, group = np.unique(kinds[order], axis=0, return_inverse=True)
    figures = _draw(value[order], x[order], n[order], drawn[order], scale=scale, draws=draws, seed=seed)
    best, worst = _bands(figures if direction == "lower" else -figures, group.ravel())
    for at, row in enumerate(taking[order].tolist()):
        place = places[row]
        if drawn[order[at]] and place is not None:
            bands[row] = RankBand(min(int(best[at]), place), max(int(worst[at]), place))
    return bands


def _draw(
    value: Numbers, x: Numbers, n: Numbers, drawn: NDArray[np.bool_], *, scale: float, draws: int, seed: int
) -> Numbers:
    """Values [draw, sibling]; those without counts stay as they are."""
    source = np.random.default_rng(seed)
    figures = np.repeat(value[None, :], draws, axis=0)
    rates, free = drawn & ~np.isnan(n), drawn & np.isnan(n)
    size = (draws, int(rates.sum()))
    figures[:, rates] = scale * source.beta(x[rates] + 0.5, n[rates] - x[rates] + 0.5, size=size)
    figures[:, free] = source.gamma(x[free] + 0.5, size=(draws, int(free.sum())))
    return figures


def _bands(figures: Numbers, group: Whole) -> tuple[Whole, Whole]:
    """5 % and 95 % places of each column, lowest figure first; equal columns share their draws."""
    size = figures.shape[1]
    tally = np.zeros((int(group.max()) + 1, size), dtype=np.int64)
    for row in figures:
        np.add.at(tally, (group[np.argsort(row)], np.arange(size)), 1)
    below = tally.cumsum(axis=1)
    whole = below[:, -1:]
    best = (TAIL * below >= whole).argmax(axis=1) + 1
    worst = (TAIL * below >= (TAIL - 1) * whole).argmax(axis=1) + 1
    return best[group], worst[group]


def _there(column: Sequence[float | None]) -> list[float | None]:
    return [None if number is None or math.isnan(number) else number for number in column]


def _array(column: Sequence[float | None]) -> Numbers:
    return np.array([np.nan if number is None else number for number in column], dtype=np.float64)
