"""The scope bar: what a field says closed and open, and the line that stands for it on paper."""

import json
from pathlib import Path

import pytest

from layouts import scope
from layouts.pages.compare import PAGE as COMPARE
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from tests.builders_store import small_services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("scope"))


def test_a_variant_is_a_letter_in_the_field_and_a_formula_in_the_list(services: Services) -> None:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "indicator": "FY04"}, numbers)
    first, second = scope.variant_options(numbers, chosen)
    assert (first["value"], first["label"], second["value"], second["label"]) == ("default", "A", "B", "B")
    assert first["long"] == "A 负责人出庭应诉件数 ÷ 行政诉讼开庭审理数"


def test_the_open_list_is_drawn_by_a_function_of_ours(services: Services) -> None:
    sent = json.dumps(answer(services, COMPARE, {"dataset": "demo", "indicator": "FY04"}))
    script = Path(__file__).parents[1] / "layouts" / "assets" / "select-options.js"
    assert '"renderOption": {"function": "longOption"}' in sent
    assert "longOption:" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "label"), [("zh", "演示数据，地名均为虚构"), ("en", "Demonstration data")])
def test_paper_says_that_figures_are_made_up(services: Services, lang: str, label: str) -> None:
    numbers = services.numbers()
    assert label in scope.print_line(numbers, parse({"dataset": "demo", "lang": lang}, numbers))
    public = parse({"dataset": "public-renshe", "lang": lang}, numbers)
    assert label not in scope.print_line(numbers, public)
