"""Formulas over the axis of regions: many at once, one walk over their terms, no eval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.formula import Formula
from data.model import NOT_FILED, QUALIFIERS
from indicators.facts import FALLS, NOT_ADDITIVE
from indicators.qualifiers import flipped

# What the elements without a value say, and whether any other is not 0.
NA, NO_CASES, UNADDED, UNUSABLE, NOT_ZERO = 1, 2, 4, 8, 16
_SAYS = np.zeros(256, dtype=np.uint8)
_SAYS[QUALIFIERS.index("not_applicable")] = NA
_SAYS[QUALIFIERS.index("no_cases")] = NO_CASES
_SAYS[NOT_ADDITIVE] = UNADDED
_SAYS[FALLS] = UNUSABLE
_SAYS[NOT_FILED] = 0


@dataclass(frozen=True)
class Layer:
    """Figures of one scope: ``values``, ``bits`` and ``state`` have shape [element, region]."""

    values: NDArray[np.float64]
    bits: NDArray[np.uint8]
    state: NDArray[np.uint8]

    def filled_from(self, other: Layer, where: NDArray[np.bool_]) -> Layer:
        """The other's figure where this one has none, in the regions ``where``."""
        swap = where & np.isnan(self.values) & ~np.isnan(other.values)
        return Layer(
            np.where(swap, other.values, self.values),
            np.where(swap, other.bits, self.bits),
            np.where(swap, other.state, self.state),
        )


@dataclass(frozen=True)
class Sums:
    """Formulas evaluated: all arrays have shape [formula, region].

    ``value`` counts only the elements that are there; it is a value only where ``missing`` is 0.
    """

    value: NDArray[np.float64]
    bits: NDArray[np.uint8]
    missing: NDArray[np.int64]
    says: NDArray[np.uint8]


def evaluate(formulas: Sequence[Formula | None], places: Mapping[str, int], layer: Layer) -> Sums:
    """Every formula over the regions; None is the number 1, exact and never missing."""
    rows, factors = _padded(formulas, places)
    shape = (len(formulas), layer.values.shape[1])
    value = np.repeat([1.0 if formula is None else 0.0 for formula in formulas], shape[1]).reshape(shape)
    bits, says = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
    missing = np.zeros(shape, dtype=np.int64)
    for row, factor in zip(rows.T, factors.T[:, :, None], strict=True):
        used = factor != 0
        one, mark = layer.values[row], layer.bits[row]
        absent = np.isnan(one) & used
        there = used & ~absent
        missing += absent
        value += factor * np.where(there, one, 0.0)
        bits |= np.where(there, np.where(factor < 0, flipped(mark), mark), 0).astype(np.uint8)
        says |= np.where(absent, _SAYS[layer.state[row]], 0).astype(np.uint8)
        says |= np.where(there & (one != 0), NOT_ZERO, 0).astype(np.uint8)
    return Sums(value, bits, missing, says)


def _padded(
    formulas: Sequence[Formula | None], places: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places and factors of the terms, [formula, term], short ones filled with factor 0."""
    terms = [formula.terms if formula else () for formula in formulas]
    shape = (len(terms), max((len(each) for each in terms), default=0))
    rows, factors = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for number, each in enumerate(terms):
        for column, (factor, element) in enumerate(each):
            rows[number, column], factors[number, column] = places[element], factor
    return rows, factors
