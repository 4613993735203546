"""Periods built from others: tilings, differences of cumulative values, and what cannot be built."""

from collections.abc import Mapping

import numpy as np
import pytest
from builders_numbers import COUNTIES, Figure, block, element, gathered

from data.model import NOT_FILED, QUALIFIERS, Period, Qualifier
from indicators.facts import FALLS, NOT_ADDITIVE, Facts, differences_of, needed, parts_of
from indicators.qualifiers import BITS

REGION = COUNTIES[0]
ELEMENTS = {
    "cases": element("cases"),
    "pending_start": element("pending_start", over_time="first"),
    "pending_end": element("pending_end", over_time="last"),
    "persons": element("persons", over_time="none"),
}
QUARTERS = ("2024Q1", "2024Q2", "2024Q3", "2024Q4")


def built(period: str, filed: Mapping[str, Mapping[str, Figure]]) -> Facts:
    """One county's facts of a period from what it filed, by period."""
    blocks = [block(code, ELEMENTS, {REGION: figures}) for code, figures in filed.items()]
    return gathered(period, ELEMENTS, *blocks)


def value(facts: Facts, code: str) -> float | None:
    found = facts.values[0, facts.elements[code], facts.regions.index(REGION)]
    return None if np.isnan(found) else float(found)


def state(facts: Facts, code: str) -> int:
    return int(facts.state[0, facts.elements[code], facts.regions.index(REGION)])


def bits(facts: Facts, code: str) -> int:
    return int(facts.bits[0, facts.elements[code], facts.regions.index(REGION)])


def tilings(period: str, *filed: str) -> list[list[str]]:
    found = parts_of(Period.parse(period), [Period.parse(code) for code in filed])
    return [[part.code for part in parts] for parts in found]


def test_a_year_is_its_filed_value_even_where_its_quarters_add_up_to_another() -> None:
    quarters = {code: {"cases": 2.0} for code in QUARTERS}
    assert value(built("2024", {"2024": {"cases": 9.0}, **quarters}), "cases") == 9


def test_four_quarters_make_a_year() -> None:
    facts = built("2024", {code: {"cases": number} for number, code in enumerate(QUARTERS, start=1)})
    assert value(facts, "cases") == 10


def test_three_quarters_make_no_year() -> None:
    facts = built("2024", {code: {"cases": 1.0} for code in QUARTERS[:3]})
    assert value(facts, "cases") is None
    assert state(facts, "cases") == NOT_FILED


def test_a_quarter_that_one_region_did_not_file_leaves_it_without_a_year_although_others_have_one() -> None:
    blocks = [
        block(code, ELEMENTS, {COUNTIES[0]: {"cases": 1.0, "pending_start": 3.0, "pending_end": 4.0}})
        for code in QUARTERS[:3]
    ]
    blocks.append(block("2024Q4", ELEMENTS, {COUNTIES[1]: {"cases": 1.0}}))
    facts = gathered("2024", ELEMENTS, *blocks)
    assert [value(facts, code) for code in ("cases", "pending_start", "pending_end")] == [None, None, None]


def test_what_was_pending_at_the_start_comes_from_the_first_part_and_at_the_end_from_the_last() -> None:
    facts = built(
        "2024H1",
        {"2024Q1": {"pending_start": 5, "pending_end": 7}, "2024Q2": {"pending_start": 7, "pending_end": 4}},
    )
    assert value(facts, "pending_start") == 5
    assert value(facts, "pending_end") == 4


def test_distinct_persons_are_never_built_from_shorter_periods() -> None:
    facts = built("2024H1", {"2024Q1": {"persons": 5}, "2024Q2": {"persons": 5}})
    assert value(facts, "persons") is None
    assert state(facts, "persons") == NOT_ADDITIVE


def test_the_third_quarter_is_january_to_september_minus_january_to_june() -> None:
    facts = built(
        "2024Q3", {"2024M01-M09": {"cases": 30, "persons": 9}, "2024H1": {"cases": 18, "persons": 7}}
    )
    assert value(facts, "cases") == 12
    assert value(facts, "persons") is None


def test_the_fourth_quarter_is_the_year_minus_january_to_september() -> None:
    assert value(built("2024Q4", {"2024": {"cases": 30}, "2024M01-M09": {"cases": 30}}), "cases") == 0


def test_only_what_adds_up_over_time_is_taken_as_a_difference() -> None:
    facts = built("2024Q3", {"2024M01-M09": {"pending_end": 30}, "2024H1": {"pending_end": 18}})
    assert value(facts, "pending_end") is None


def test_a_cumulative_value_that_falls_gives_no_difference() -> None:
    facts = built("2024Q3", {"2024M01-M09": {"cases": 17}, "2024H1": {"cases": 18}})
    assert value(facts, "cases") is None
    assert state(facts, "cases") == FALLS


def test_a_difference_needs_both_of_its_values() -> None:
    facts = built("2024Q3", {"2024M01-M09": {"cases": 17}, "2024H1": {"persons": 1}})
    assert value(facts, "cases") is None
    assert state(facts, "cases") == NOT_FILED


def test_a_filed_quarter_goes_before_a_difference() -> None:
    facts = built("2024Q3", {"2024Q3": {"cases": 5}, "2024M01-M09": {"cases": 30}, "2024H1": {"cases": 18}})
    assert value(facts, "cases") == 5


def test_a_qualifier_of_one_part_travels_into_the_sum() -> None:
    facts = built("2024H1", {"2024Q1": {"cases": (5, "at_least")}, "2024Q2": {"cases": 2}})
    assert (value(facts, "cases"), bits(facts, "cases")) == (7, BITS["at_least"])


def test_a_qualifier_of_what_is_taken_away_turns_round() -> None:
    facts = built("2024Q3", {"2024M01-M09": {"cases": 30}, "2024H1": {"cases": (18, "at_least")}})
    assert bits(facts, "cases") == BITS["at_most"]


@pytest.mark.parametrize("word", ["not_applicable", "no_cases"])
def test_what_every_part_says_the_whole_says(word: Qualifier) -> None:
    facts = built("2024H1", {code: {"cases": (None, word)} for code in QUARTERS[:2]})
    assert QUALIFIERS[state(facts, "cases")] == word


def test_parts_that_say_different_things_say_nothing_of_the_whole() -> None:
    facts = built("2024H1", {"2024Q1": {"cases": (None, "no_cases")}, "2024Q2": {"cases": 3}})
    assert value(facts, "cases") is None
    assert state(facts, "cases") == NOT_FILED


def test_scopes_are_built_apart() -> None:
    blocks = [
        block("2024Q1", ELEMENTS, {REGION: {"cases": 1}}),
        block("2024Q2", ELEMENTS, None, {REGION: {"cases": 2}}),
    ]
    assert np.isnan(gathered("2024H1", ELEMENTS, *blocks).values[:, 0]).all()


def test_tilings_are_complete_and_begin_with_the_fewest_parts() -> None:
    found = tilings("2024", "2024H1", "2024H2", *QUARTERS, "2024M01-M09")
    assert found[:2] == [["2024H1", "2024H2"], ["2024M01-M09", "2024Q4"]]
    assert found[-1] == list(QUARTERS)
    assert all(parts[0].startswith("2024") for parts in found)


def test_a_period_that_is_not_filled_to_its_end_has_no_tiling() -> None:
    assert tilings("2024", *QUARTERS[1:]) == []
    assert tilings("2024", *QUARTERS[:3]) == []
    assert tilings("2024", "2024Q1", "2024Q3", "2024Q4") == []


def test_no_tiling_goes_beyond_the_period() -> None:
    assert tilings("2024H1", "2024Q1", "2024M04-M09") == []


def test_many_overlapping_spans_still_give_the_shortest_tiling_at_once() -> None:
    months = [Period(24_000 + month, 24_000 + month) for month in range(48)]
    spans = [
        Period(24_000 + year * 12, 24_000 + year * 12 + month) for year in range(4) for month in range(11)
    ]
    quarters = [Period(24_000 + start, 24_000 + start + 2) for start in range(0, 48, 3)]
    found = parts_of(Period(24_000, 24_047), [*months, *spans, *quarters])
    assert len(found[0]) == 8
    assert parts_of(Period(24_000, 24_048), [*months, *spans, *quarters]) == []


def test_a_difference_is_a_longer_span_minus_its_beginning() -> None:
    filed = [Period.parse(code) for code in ("2024M01-M09", "2024H1", "2024Q1", "2024")]
    third, fourth = Period.parse("2024Q3"), Period.parse("2024Q4")
    assert [(long.code, short.code) for long, short in differences_of(third, filed)] == [
        ("2024M01-M09", "2024H1")
    ]
    assert [(long.code, short.code) for long, short in differences_of(fourth, filed)] == [
        ("2024", "2024M01-M09")
    ]


def test_everything_a_period_may_be_read_from_is_needed_itself_first() -> None:
    filed = [Period.parse(code) for code in ("2024H1", "2024Q1", "2024Q2", "2023", "2024M01-M09", "2024Q3")]
    assert [period.code for period in needed(Period.parse("2024H1"), filed)] == ["2024H1", "2024Q1", "2024Q2"]
    assert [period.code for period in needed(Period.parse("2024Q3"), filed)] == [
        "2024Q3",
        "2024M01-M09",
        "2024H1",
    ]
