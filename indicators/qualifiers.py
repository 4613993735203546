"""Qualifiers as bits that add up: may the true value be higher, lower, and strictly so?

Source: methods.md, Values (qualifiers travel into every result).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.model import NOT_FILED, QUALIFIERS, Qualifier

UP, DOWN, STRICT = 1, 2, 4
BITS: dict[Qualifier, int] = {
    "exact": 0,
    "about": UP | DOWN,
    "above": UP | STRICT,
    "just_below": DOWN | STRICT,
    "at_least": UP,
    "at_most": DOWN,
}
_NAMES: dict[int, Qualifier] = {bits: name for name, bits in BITS.items()}


def bits_of(state: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bits for a block's state array; cells without a value have none."""
    table = np.zeros(256, dtype=np.uint8)
    for number, qualifier in enumerate(QUALIFIERS):
        table[number] = BITS.get(qualifier, 0)
    table[NOT_FILED] = 0
    return table[state]


def flipped(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bits of the negated or inverted value: higher becomes lower."""
    higher = (bits & UP) << 1
    lower = (bits & DOWN) >> 1
    return (higher | lower | (bits & STRICT)).astype(np.uint8)


def name_of(bits: int) -> Qualifier:
    """The qualifier of combined bits; both ways is ``about``.

    >>> name_of(UP | DOWN | STRICT), name_of(UP | STRICT), name_of(0)
    ('about', 'above', 'exact')
    """
    if bits & UP and bits & DOWN:
        return "about"
    return _NAMES[bits & 7 if bits & (UP | DOWN) else 0]
