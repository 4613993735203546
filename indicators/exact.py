"""Exact numbers: what decides a status is compared as a fraction of what was written.

Source: methods.md, opening: ``Fraction(repr(threshold))``, never ``Fraction(0.9)``.
"""

from __future__ import annotations

import math
from fractions import Fraction

Number = float | Fraction  # whole numbers are floats to the type checker


def exact(number: Number) -> Fraction:
    """The number as it is written: a float by its shortest decimal form, numpy's included.

    >>> exact(0.9), exact(18), exact(Fraction(1, 3))
    (Fraction(9, 10), Fraction(18, 1), Fraction(1, 3))
    """
    return number if isinstance(number, Fraction) else Fraction(repr(float(number)))


def rate(numerator: Number, denominator: Number, *, scale: Number = 100) -> Fraction:
    """``(scale N) / D``, exact; the caller has seen that D is not 0.

    >>> rate(29, 50), rate(1, 3)
    (Fraction(58, 1), Fraction(100, 3))
    """
    return exact(scale) * exact(numerator) / exact(denominator)


def known(number: Number | None) -> bool:
    """Is there a number at all: neither None nor NaN nor infinite."""
    return number is not None and math.isfinite(number)
