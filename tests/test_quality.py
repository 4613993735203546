"""Data quality as shares of counts, by hand."""

from collections.abc import Callable

import pytest
from builders_numbers import COUNTIES, block, element

from indicators.quality import (
    Answers,
    Share,
    answers,
    completeness,
    consistency,
    reporting_rate,
    timeliness,
    total,
)

ELEMENTS = {code: element(code) for code in "abcd"}
ASKED = [("own", code) for code in "abcd"]


@pytest.mark.parametrize("measure", [reporting_rate, timeliness, completeness, consistency])
def test_a_measure_is_a_share_in_percent(measure: Callable[[int, int], Share]) -> None:
    assert measure(29, 50).percent == 58
    assert measure(0, 4).percent == 0
    assert measure(4, 4).percent == 100


def test_a_share_of_nothing_is_no_figure() -> None:
    assert reporting_rate(0, 0).percent is None


def test_shares_of_regions_add_up_before_they_are_divided() -> None:
    """1 of 1 and 1 of 3: 2 of 4 is 50 %, where the mean of the rates would be 66.7 %."""
    assert (timeliness(1, 1) + timeliness(1, 3)).percent == 50
    assert sum([Share(1, 2), Share(0, 2)], Share(0, 0)) == Share(1, 4)


@pytest.mark.parametrize(("part", "whole"), [(5, 4), (-1, 4), (0, -1)])
def test_more_than_there_can_be_is_our_mistake(part: int, whole: int) -> None:
    with pytest.raises(
        ValueError, match=f"actual = {part}, expected = {whole}: expected 0 <= actual <= expected"
    ):
        reporting_rate(part, whole)


def test_zero_no_cases_not_applicable_and_a_blank_are_kept_apart() -> None:
    """3, 0, 无案件 and nothing: three of four answered, 75 %; in the second 不适用 and about 5: half."""
    filed = {
        COUNTIES[0]: {"a": 3, "b": 0, "c": (None, "no_cases")},
        COUNTIES[1]: {"a": (5, "about"), "d": (None, "not_applicable")},
    }
    first, second = answers(block("2024", ELEMENTS, filed), ASKED, COUNTIES[:2], [True, True])
    assert first == Answers(value=1, zero=1, no_cases=1, blank=1)
    assert second == Answers(value=1, not_applicable=1, blank=2)
    assert (first.share.percent, second.share.percent) == (75, 50)
    assert total([first, second]) == Answers(2, 1, 1, 1, 3)


def test_a_filing_that_did_not_come_has_no_blanks_but_is_not_filed() -> None:
    """What another form filed for the same period is no answer to this one."""
    filed = block("2024", ELEMENTS, {COUNTIES[0]: {"a": 3}})
    assert answers(filed, ASKED, COUNTIES[:1], [False]) == (Answers(unfiled=4),)
    assert answers(None, ASKED, COUNTIES[:2], [False, False]) == (Answers(unfiled=4),) * 2


def test_a_scope_is_asked_by_itself_and_an_unknown_element_is_blank() -> None:
    filed = block("2024", ELEMENTS, {COUNTIES[0]: {"a": 3}}, {COUNTIES[0]: {"b": 0}})
    asked = [("own", "a"), ("total", "a"), ("total", "b"), ("own", "new")]
    (found,) = answers(filed, asked, COUNTIES[:1], [True])
    assert found == Answers(value=1, zero=1, blank=2)
    assert (found.filled, found.required, found.lacking) == (2, 4, 2)
