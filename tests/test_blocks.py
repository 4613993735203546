"""Blocks, observations and traces: exactly the current rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from builders_record import FORMS, accept, current, filing, observation, opened, raw, view

from data.model import NOT_FILED, QUALIFIERS, SCOPES
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_blocks_hold_exactly_the_current_rows(store: Store, tmp_path: Path) -> None:
    accept(store, filing(suit_heard=1, suit_lost=9), name="old")
    mixed = filing(
        observation("suit_heard", 5.0, scope="total", qualifier="at_least"),
        observation("suit_lost", None, qualifier="not_applicable"),
        suit_heard=3,
    )
    accept(store, mixed, name="new")
    accept(store, filing(region="990102", suit_head_appeared=0), name="other")
    accept(store, filing(period="2023", suit_heard=100), name="before")
    (block,) = view(store).blocks("demo", FORMS, ["2024"])
    query = (
        "SELECT h.region, c.element, c.scope, c.value, c.qualifier FROM head h JOIN cell c "
        "ON c.submission = h.submission WHERE h.period = '2024' AND h.stage = 'accepted'"
    )
    with raw(tmp_path) as connection:
        rows = connection.execute(query).fetchall()
    filed = [
        (region, element, scope, value, qualifier)
        for side, scope in enumerate(SCOPES)
        for row, element in enumerate(block.elements)
        for column, region in enumerate(block.regions)
        if (state := block.state[side, row, column]) != NOT_FILED
        for qualifier in [QUALIFIERS[state]]
        for number in [float(block.values[side, row, column])]
        for value in [None if np.isnan(number) else number]
    ]
    assert sorted(map(repr, filed)) == sorted(map(repr, rows))
    assert len(rows) == 4


def test_where_two_forms_carry_an_element_the_catalogues_order_decides(store: Store) -> None:
    accept(store, filing(form="quarterly", suit_heard=7, suit_lost=1), name="a")
    accept(store, filing(form="annual", suit_heard=5), name="b")
    assert current(store, "suit_heard") == 5
    assert current(store, "suit_lost") == 1


def test_of_two_mapped_forms_the_same_one_counts_whichever_came_first(store: Store) -> None:
    accept(store, filing(form="map-b", suit_heard=7), name="a")
    accept(store, filing(form="map-a", suit_heard=5), name="b")
    accept(store, filing(form="map-b", region="990102", suit_heard=7), name="c")
    assert current(store, "suit_heard") == 5


def test_a_block_cannot_be_written_and_is_the_same_for_all_until_a_new_version(store: Store) -> None:
    accept(store, filing(suit_heard=1), name="a")
    (first,) = view(store).blocks("demo", FORMS, ["2024"])
    assert view(store).blocks("demo", FORMS, ["2024"])[0] is first
    with pytest.raises(ValueError, match="read-only"):
        first.values[0, 0, 0] = 9
    accept(store, filing(suit_heard=2), name="b")
    assert view(store).blocks("demo", FORMS, ["2024"])[0] is not first


def test_a_block_on_another_axis_leaves_others_out_and_blanks_in(store: Store) -> None:
    accept(store, filing(suit_heard=1), name="a")
    accept(store, filing(region="990102", suit_heard=2), name="b")
    (block,) = view(store).blocks("demo", FORMS, ["2024"])
    turned = block.on(["990999", "990102"])
    assert np.isnan(turned.values[0, 0, 0])
    assert turned.state[0, 0, 0] == NOT_FILED
    assert turned.values[0, 0, 1] == 2


def test_a_period_that_was_never_filed_has_no_block(store: Store) -> None:
    assert view(store).blocks("demo", FORMS, ["1999"]) == ()


def test_observations_and_traces_say_where_a_value_stands(store: Store) -> None:
    number = accept(store, filing(suit_heard=10), name="a")
    (cell,) = view(store).trace("demo", elements=["suit_heard"], regions=["990101"], periods=["2024"])
    assert (cell.value, cell.submission, cell.sheet, cell.cell) == (10, number, "复议应诉", "D12")
    assert (cell.file, cell.by, cell.raw) == ("a.xlsx", "李某", "10.0")
    frame = view(store).observations("demo", elements=["suit_heard"])
    assert frame[["region", "value", "submission"]].values.tolist() == [["990101", 10.0, number]]
    assert view(store).observations("demo", elements=["suit_lost"]).empty


def test_a_number_that_no_submission_has_finds_none(store: Store) -> None:
    accept(store, filing(suit_heard=1))
    assert [view(store).submission(number) for number in (0, -1, 2, 10**30)] == [None] * 4
