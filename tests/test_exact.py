"""Exact numbers."""

from fractions import Fraction

import numpy as np
import pytest

from indicators.exact import exact, known, rate


def test_a_float_is_read_as_it_is_written() -> None:
    assert exact(0.9) == Fraction(9, 10) != Fraction(0.9)
    assert exact(1e-7) == Fraction(1, 10**7)


def test_the_floats_and_whole_numbers_of_arrays_are_read_alike() -> None:
    assert exact(np.float64(0.1)) == exact(0.1) == Fraction(1, 10)
    assert exact(np.int64(45)) == 45


def test_a_rate_keeps_what_a_float_would_lose() -> None:
    assert rate(1, 3) * 3 == 100
    assert rate(29, 50) == 58 != 100 * (29 / 50)
    assert rate(9, 10, scale=1) == Fraction("0.9")


@pytest.mark.parametrize(
    ("number", "there"), [(0, True), (-1.5, True), (Fraction(1, 3), True), (None, False)]
)
def test_nothing_is_not_a_number(number: float | None, there: bool) -> None:
    assert known(number) is there
    assert not known(float("nan"))
    assert not known(float("inf"))
