"""The name of a region leads to its portrait, in the scope that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from builders_page import Element, text, walk
from builders_store import small_services

from layouts.pages import compare, overview
from layouts.selection import parse
from layouts.services import Services
from layouts.site import Page
from layouts.views.matrix_cells import matrix
from layouts.views.matrix_grid import row_data
from layouts.views.region_links import portrait_of

SCOPE = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04", "lang": "en"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("links"))


def links(services: Services, page: Page, **own: str) -> dict[str, str]:
    numbers = services.numbers()
    chosen = replace(parse(SCOPE, numbers), own=tuple(own.items()))
    made: list[Element] = page.body(services, numbers, chosen)
    found = [each["props"] for each in walk(made) if each["type"] == "A"]
    return {
        text(each.get("children")): each["href"] for each in found if each["href"].startswith("/portrait")
    }


def test_a_lists_own_choices_stay_behind(services: Services) -> None:
    numbers = services.numbers()
    chosen = replace(parse({**SCOPE, "status": "missed", "units": "county"}, numbers), own=(("view", "map"),))
    wanted = "/portrait?dataset=demo&region=990101&period=2025&indicator=FY04&lang=en"
    assert portrait_of(chosen, "990101") == wanted


@pytest.mark.parametrize(
    "linked",
    [
        lambda services: links(services, overview.PAGE),
        lambda services: links(services, compare.PAGE),
        lambda services: links(services, compare.PAGE, view="funnel"),
    ],
    ids=["overview", "bars", "funnel"],
)
def test_names_of_regions_lead_to_their_portraits(
    services: Services, linked: Callable[[Services], dict[str, str]]
) -> None:
    found = linked(services)
    assert found["Yueyu"] == "/portrait?dataset=demo&region=990101&period=2025&indicator=FY04&lang=en"
    assert len(found) > 2


def test_without_names_nothing_leads_to_a_region(services: Services) -> None:
    assert links(services, compare.PAGE, names="off") == {}


def test_rows_of_the_matrix_lead_down_and_then_to_the_portrait(services: Services) -> None:
    numbers = services.numbers()
    chosen = parse({**SCOPE, "region": "990000", "units": "city"}, numbers)
    cities = {row["r"]: row["h"] for row in row_data(numbers, chosen, matrix(numbers, chosen))}
    assert cities["990100"].startswith("/matrix?dataset=demo&region=990100")
    chosen = parse({**SCOPE, "region": "990100"}, numbers)
    counties = {row["r"]: row["h"] for row in row_data(numbers, chosen, matrix(numbers, chosen))}
    assert counties["990101"] == "/portrait?dataset=demo&region=990101&period=2025&indicator=FY04&lang=en"
