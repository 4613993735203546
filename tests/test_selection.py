"""An address is a selection: it is read as it is written, and none is too strange to be read."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from builders_store import small_services
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.numbers import Numbers
from layouts.selection import SORTS, STATUS_FILTERS, Selection, parse, split


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Numbers:
    return small_services(tmp_path_factory.mktemp("selection")).numbers()


def queries(numbers: Numbers) -> st.SearchStrategy[dict[str, str]]:
    """Any choices, sound ones among them."""
    sound = {
        "dataset": list(numbers.catalogue.datasets),
        "region": ["990000", "990100", "990101", "440117", "440184", "331082"],
        "period": ["2024", "2025Q3", "2024M01-M09", "2024M01-M03", "2021M08-2022M07"],
        "indicator": list(numbers.indicators.all),
        "variant": ["A", "B", "C"],
        "units": ["city", "county"],
        "domain": list(numbers.indicators.domains),
        "status": list(STATUS_FILTERS),
        "sort": list(SORTS),
        "submission": ["1", "27", "0"],
        "lang": ["zh", "en"],
        "view": ["projector"],
    }
    values = {key: st.sampled_from(choices) | st.text(max_size=8) for key, choices in sound.items()}
    return st.fixed_dictionaries({}, optional={**values, "other": st.text(max_size=8)})


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_address_is_read_as_it_is_written(numbers: Numbers, data: st.DataObject) -> None:
    chosen = parse(data.draw(queries(numbers)), numbers)
    assert parse(split(chosen.query()), numbers) == chosen


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_address_is_too_strange_to_be_read(numbers: Numbers, text: str) -> None:
    for search in (text, f"?{text}", "?" + urlencode({"region": text, "period": text, "lang": text})):
        assert isinstance(parse(split(search), numbers), Selection)


def test_a_changed_choice_is_the_only_difference_in_the_address(numbers: Numbers) -> None:
    chosen = parse({"dataset": "demo", "region": "990101", "indicator": "FY04"}, numbers)
    changed = parse(split(chosen.query(indicator="FY05")), numbers)
    assert changed == replace(chosen, indicator="FY05")
