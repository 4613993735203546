"""Qualifiers: what remains open when qualified values are added, taken away and divided."""

import numpy as np
import pytest

from data.model import NOT_FILED, QUALIFIERS, Qualifier
from indicators.qualifiers import BITS, bits_of, flipped, name_of

CARRYING: tuple[Qualifier, ...] = QUALIFIERS[:6]


@pytest.mark.parametrize("qualifier", CARRYING)
def test_a_qualifier_alone_keeps_its_name(qualifier: Qualifier) -> None:
    assert name_of(BITS[qualifier]) == qualifier


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("exact", "at_least", "at_least"),
        ("at_least", "at_least", "at_least"),
        ("above", "at_least", "above"),
        ("just_below", "at_most", "just_below"),
        ("at_least", "at_most", "about"),
        ("above", "just_below", "about"),
        ("about", "at_least", "about"),
        ("exact", "exact", "exact"),
    ],
)
def test_a_sum_is_as_open_as_its_parts_together(one: Qualifier, other: Qualifier, joined: Qualifier) -> None:
    assert name_of(BITS[one] | BITS[other]) == joined


@pytest.mark.parametrize(
    ("one", "turned"),
    [
        ("at_least", "at_most"),
        ("above", "just_below"),
        ("about", "about"),
        ("exact", "exact"),
    ],
)
def test_what_is_taken_away_or_divided_by_turns_round(one: Qualifier, turned: Qualifier) -> None:
    bits = np.array([BITS[one]], dtype=np.uint8)
    assert name_of(int(flipped(bits)[0])) == turned
    assert flipped(flipped(bits))[0] == bits[0]


def test_what_carries_no_value_has_no_bits() -> None:
    state = np.array(
        [QUALIFIERS.index("not_applicable"), QUALIFIERS.index("no_cases"), NOT_FILED], dtype=np.uint8
    )
    assert bits_of(state).tolist() == [0, 0, 0]


def test_states_become_their_bits() -> None:
    state = np.arange(6, dtype=np.uint8)
    assert bits_of(state).tolist() == [BITS[name] for name in CARRYING]
