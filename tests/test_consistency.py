"""Printed figures against what the counts give: agrees, truncated, differs."""

from collections.abc import Mapping

import pandas as pd
import pytest
from builders_numbers import definitions, indicator

from data.frames import FINDINGS, OBSERVATIONS
from indicators.consistency import Computed, agreement, consistency
from indicators.definition import Indicators

RATE = indicator("X", "closed", "pending + filed", others={"B": ("closed", "filed")})
CASES = indicator("Y", "cases")


def known() -> Indicators:
    plain = definitions(RATE, CASES)
    return Indicators({}, plain.all, plain.reported, {"Y": "Y_yoy", "X": "X_yoy"}, plain.units)


def observed(element: str, value: float | None, decimals: int, **changes: object) -> pd.DataFrame:
    row: dict[str, object] = {
        "dataset": "public-renshe",
        "region": "440117",
        "period": "2021",
        "element": element,
        "scope": "own",
        "value": value,
        "qualifier": "exact",
        "submission": 7,
        "sheet": "公开数据",
        "cell": "D12",
        "raw": str(value),
        "decimals": decimals,
        **changes,
    }
    return pd.DataFrame({name: pd.Series([row[name]], dtype=dtype) for name, dtype in OBSERVATIONS.columns})


def giving(values: Mapping[tuple[str, str, str, str], float]) -> Computed:
    """Computed values by (indicator, variant, period, scope)."""
    return lambda code, variant, _region, period, scope: values.get((code, variant, period, scope))


def found(
    observations: pd.DataFrame, values: Mapping[tuple[str, str, str, str], float]
) -> list[tuple[str, str]]:
    frame = consistency(observations, known(), giving(values))
    assert list(frame.columns) == FINDINGS.names
    return list(zip(frame["code"], frame["severity"], strict=True))


@pytest.mark.parametrize(
    ("printed", "computed", "decimals", "result"),
    [
        (258.86, 100 * (1963 - 547) / 547, 2, "truncated"),
        (258.87, 100 * (1963 - 547) / 547, 2, "agrees"),
        (75.45, 100 * 587 / 787, 2, "differs"),
        (98.3, 100 * 577 / 587, 1, "agrees"),
        (98.30, 100 * 577 / 587, 2, "agrees"),
        (98, 98.5, 0, "truncated"),
        (99, 98.5, 0, "agrees"),
        (12.35, 12.345, 2, "agrees"),
        (-12.35, -12.345, 2, "agrees"),
        (-12.34, -12.345, 2, "truncated"),
        (100, 100.0, 0, "agrees"),
        (0.0, 0.04, 1, "agrees"),
    ],
)
def test_a_printed_figure_is_compared_at_its_own_decimals(
    printed: float, computed: float, decimals: int, result: str
) -> None:
    assert agreement(printed, computed, decimals) == result


def test_a_printed_rate_that_agrees_is_no_finding() -> None:
    assert found(observed("X_reported", 74.6, 1), {("X", "A", "2021", "own"): 74.587}) == []


def test_a_rate_that_differs_from_the_default_variant_needs_an_explanation() -> None:
    computed = {("X", "A", "2021", "own"): 74.587}
    assert found(observed("X_reported", 75.45, 2), computed) == [("reported.differs", "explain")]


def test_a_rate_equal_only_when_truncated_is_a_note() -> None:
    computed = {("X", "A", "2021", "own"): 75.459}
    assert found(observed("X_reported", 75.45, 2), computed) == [("reported.truncated", "note")]


def test_where_the_default_variant_has_no_counts_another_that_differs_is_a_note() -> None:
    computed = {("X", "B", "2021", "own"): 98.296}
    assert found(observed("X_reported", 95.69, 2), computed) == [("reported.differs", "note")]


def test_without_any_counts_there_is_nothing_to_compare() -> None:
    assert found(observed("X_reported", 95.69, 2), {}) == []


def test_a_lone_units_total_is_compared_where_it_has_no_own_counts() -> None:
    computed = {("X", "A", "2021", "total"): 74.587}
    assert found(observed("X_reported", 75.45, 2), computed) == [("reported.differs", "explain")]


def test_a_qualified_figure_is_not_compared() -> None:
    computed = {("X", "A", "2021", "own"): 74.587}
    assert found(observed("X_reported", 80, 0, qualifier="about"), computed) == []


def test_a_printed_change_equal_only_when_truncated_is_a_note() -> None:
    """从化 2021: printed 258.86, computed 258.8665."""
    computed = {("Y", "A", "2021", "own"): 1963.0, ("Y", "A", "2020", "own"): 547.0}
    assert found(observed("Y_yoy", 258.86, 2), computed) == [("change.truncated", "note")]
    assert found(observed("Y_yoy", 258.87, 2), computed) == []
    assert found(observed("Y_yoy", 300.0, 1), computed) == [("change.differs", "explain")]


def test_a_printed_change_without_both_years_is_not_compared() -> None:
    assert found(observed("Y_yoy", 258.86, 2), {("Y", "A", "2021", "own"): 1963.0}) == []
    none_before = {("Y", "A", "2021", "own"): 3.0, ("Y", "A", "2020", "own"): 0.0}
    assert found(observed("Y_yoy", 100.0, 1), none_before) == []


def test_a_printed_change_of_a_rate_is_in_percentage_points() -> None:
    computed = {("X", "A", "2021", "own"): 50.345, ("X", "A", "2020", "own"): 50.0}
    assert found(observed("X_yoy", 0.35, 2), computed) == []


def test_a_finding_says_where_it_stands_and_both_figures() -> None:
    frame = consistency(
        observed("X_reported", 75.45, 2), known(), giving({("X", "A", "2021", "own"): 74.587})
    )
    (record,) = frame.to_dict("records")
    params = record["params"]
    assert (record["submission"], record["sheet"], record["cell"]) == (7, "公开数据", "D12")
    assert (record["region"], record["period"], record["indicator"]) == ("440117", "2021", "X")
    assert (params["read"], params["expected"], params["variant"]) == ("75.45", "74.59", "A")


def test_no_observation_gives_an_empty_frame_of_findings() -> None:
    frame = consistency(observed("X_reported", None, 0), known(), giving({}))
    assert len(frame) == 0
    assert list(frame.columns) == FINDINGS.names


def test_a_figure_printed_as_about_is_told_beyond_a_tenth_and_asks_for_nothing() -> None:
    computed = {("X", "A", "2021", "own"): 21.48}
    assert found(observed("X_reported", 19.2, 1, qualifier="about"), computed) == [
        ("reported.differs", "note")
    ]
    assert found(observed("X_reported", 19.5, 1, qualifier="about"), computed) == []
    assert found(observed("X_reported", 10, 1, qualifier="above"), computed) == []


def test_where_both_scopes_print_a_rate_neither_is_held_to_the_others_counts() -> None:
    both = pd.concat([observed("X_reported", 9.1, 1), observed("X_reported", 2.6, 1, scope="total")])
    computed = {("X", "A", "2021", "total"): 2.6011}
    assert found(both, computed) == []
    assert found(observed("X_reported", 9.1, 1), computed) == [("reported.differs", "explain")]
