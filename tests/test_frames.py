"""Schemas: a frame that does not fit is our own mistake and stops."""

import pandas as pd
import pytest

from data.frames import (
    ASSESSED,
    FINDINGS,
    OBSERVATIONS,
    RESULTS,
    FrameError,
    Schema,
    category,
    conform,
    empty,
)


@pytest.mark.parametrize("schema", [OBSERVATIONS, RESULTS, ASSESSED, FINDINGS])
def test_an_empty_frame_of_a_schema_conforms(schema: Schema) -> None:
    assert list(conform(empty(schema), schema).columns) == schema.names


def test_a_missing_and_an_unknown_column_are_both_named() -> None:
    frame = empty(RESULTS).rename(columns={"value": "worth"})
    with pytest.raises(FrameError, match=r"missing \['value'\], not known \['worth'\]"):
        conform(frame, RESULTS)


def test_columns_in_another_order_are_refused() -> None:
    frame = empty(RESULTS)
    with pytest.raises(FrameError, match="order"):
        conform(frame[frame.columns[::-1]], RESULTS)


def test_a_wrong_dtype_is_refused_with_the_one_expected() -> None:
    frame = empty(OBSERVATIONS).assign(value=pd.Series([], dtype="int64"))
    with pytest.raises(FrameError, match=r"OBSERVATIONS\.value: dtype int64, expected float64"):
        conform(frame, OBSERVATIONS)


def test_assessed_is_results_and_four_more_columns() -> None:
    assert ASSESSED.names == [*RESULTS.names, "target", "attainment", "status", "warning"]
    assert ASSESSED.key == RESULTS.key


def test_a_category_keeps_every_name_even_those_not_used() -> None:
    made = category(pd.array([1, 0, 1]).to_numpy(), ["a", "b", "c"])
    assert list(made) == ["b", "a", "b"]
    assert list(made.categories) == ["a", "b", "c"]
