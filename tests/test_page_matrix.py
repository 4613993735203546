"""指标矩阵: what stands in the grid, in the phone's list and in the export is one set of numbers."""

import json
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from layouts import say, tracing
from layouts.numbers import Numbers
from layouts.pages import matrix as page
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.matrix_cells import LETTERS, Matrix, cells, matrix, sortable
from layouts.views.matrix_grid import INDICATOR, REGION, column_defs, context, grid, row_data
from layouts.views.matrix_list import region_list
from tests.builders_store import public_services, small_services

ASSETS = Path(__file__).parents[1] / "layouts" / "assets"
JUDGED = set(LETTERS.values())


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def look(services: Services, **query: str) -> tuple[Numbers, Selection, Matrix]:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "period": "2025", "domain": "all", **query}, numbers)
    return numbers, chosen, matrix(numbers, chosen)


def cell(services: Services, indicator: str, of: str, **query: str) -> str:
    numbers, chosen, shown = look(services, **query)
    place = shown.assessed.regions.index(of)
    return cells(shown.assessed, numbers.indicators[indicator], chosen.lang)[place]


def heads(defs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {child["colId"]: child for group in defs for child in group.get("children", [group])}


def strings(node: Any) -> list[str]:
    """Every text below an element, in order."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return [text for child in node for text in strings(child)]
    return strings(node["props"].get("children", [])) if isinstance(node, dict) else []


@pytest.mark.parametrize(("lang", "title"), [("zh", "指标矩阵"), ("en", "Indicator matrix")])
def test_the_page_can_be_sent_in_both_languages(made_up: Services, lang: str, title: str) -> None:
    query = {"dataset": "demo", "period": "2025", "lang": lang}
    sent = json.dumps(answer(made_up, page.PAGE, query), ensure_ascii=False)
    assert '"AgGrid"' in sent
    assert title in sent


def test_a_cell_is_text_letter_and_flags(made_up: Services) -> None:
    assert cell(made_up, "FY04", "990103") == "30.0|x|"
    assert cell(made_up, "FY04", "990101") == "90.0|m|!"  # meets 90 within the band of 3


def test_few_cases_get_the_corner_and_stay_a_value(made_up: Services) -> None:
    text, _, flags = cell(made_up, "FY04", "990104").split("|")
    assert (text, "s" in flags) == ("100.0", True)


def test_a_gap_says_its_reason(made_up: Services) -> None:
    assert cell(made_up, "FY04", "990105") == "无案件|g|"
    assert cell(made_up, "FY04", "990105", lang="en").startswith("no cases|g")


def test_what_nobody_owes_for_the_period_is_not_called_unreported(
    made_up: Services, published: Services
) -> None:
    assert cell(made_up, "FY10", "990106").split("|")[0] == "未报"
    yearly = cell(made_up, "ZD02", "990101", period="2025Q3")
    public = cell(published, "ZF04", "331082", dataset="public-renshe", region="331082", period="2021")
    assert (yearly.split("|")[0], public.split("|")[0]) == ("本期无", "未公布")


def test_a_region_without_others_below_shows_the_way_to_its_siblings(made_up: Services) -> None:
    sent = answer(made_up, page.PAGE, {"dataset": "demo", "period": "2025", "region": "990103"})
    *_, shown = look(made_up, region="990103")
    assert shown.regions == ()
    assert "没有下级地区，可看上级各地：" in json.dumps(sent, ensure_ascii=False)


def test_an_incomplete_total_is_flagged(made_up: Services) -> None:
    assert "i" in cell(made_up, "FY04", "990000").split("|")[2]


def test_protected_columns_have_no_judgement_and_no_order(made_up: Services) -> None:
    numbers, chosen, shown = look(made_up)
    protected = [each for each in shown.indicators if each.protected]
    found = heads(column_defs(numbers, chosen, shown))
    assert protected
    for indicator in protected:
        letters = {text.split("|")[1] for text in cells(shown.assessed, indicator, "zh")}
        assert not letters & (JUDGED | {"g"}), indicator.code
        head = found[indicator.code]
        assert (head["sortable"], head["context"]["under"], head["context"]["set"]) == (
            False,
            "不得评价",
            False,
        )


def test_neutral_columns_have_no_order_by_value(made_up: Services) -> None:
    numbers = made_up.numbers()
    neutral = [each for each in numbers.shown() if each.direction == "neutral"]
    assert neutral
    assert not any(sortable(each) for each in neutral)
    assert sortable(numbers.indicators["FY04"])


def test_every_cell_is_a_record_of_the_export(made_up: Services) -> None:
    numbers, chosen, shown = look(made_up)
    records = {
        (each["region_code"], each["code"]): each for each in page.rows(made_up, numbers, chosen).records
    }
    drawn = {
        (row["r"], indicator.code): text.split("|")[0]
        for row in row_data(numbers, chosen, shown)
        for indicator, text in zip(shown.indicators, row["c"].split("\t"), strict=True)
    }
    assert drawn.keys() == records.keys()
    for key, text in drawn.items():
        record = records[key]
        if record["value"] is None:
            assert text == record["gap"], key
        else:
            unit = numbers.indicators[key[1]].unit
            assert text == say.number(record["value"], unit, record["threshold"]), key


def test_the_export_has_exact_numbers_and_distances(made_up: Services) -> None:
    numbers, chosen, _ = look(made_up)
    found = {
        (each["region_code"], each["code"]): each for each in page.rows(made_up, numbers, chosen).records
    }
    record = found["990103", "FY04"]
    assert (record["value"], record["numerator"], record["denominator"]) == (30.0, 3.0, 10.0)
    assert (record["status"], record["threshold"], record["to_target"]) == ("未达标", 90.0, -60.0)


def test_the_region_is_pinned_and_the_most_missed_come_first(made_up: Services) -> None:
    _, chosen, shown = look(made_up)
    counts = [(shown.missed[code], shown.near[code]) for code in shown.regions]
    assert shown.all_regions[0] == chosen.region == "990000"
    assert counts == sorted(counts, reverse=True)
    assert shown.regions[0] == "990103"


def test_the_order_by_code_is_an_address(made_up: Services) -> None:
    _, _, shown = look(made_up, sort="code")
    assert list(shown.regions) == sorted(shown.regions)


def test_counts_are_those_of_the_statuses(made_up: Services) -> None:
    _, _, shown = look(made_up)
    statuses = [shown.assessed.number(each.code, "990103").status for each in shown.indicators]
    assert shown.missed["990103"] == statuses.count("missed") == 2  # 30 of 90, 50 of 8


def test_cities_can_stand_below_instead_of_counties(made_up: Services) -> None:
    numbers, _, shown = look(made_up, units="city")
    assert {numbers.catalogue.regions.get(code).level for code in shown.regions} == {"city"}


def test_indicators_without_value_and_target_are_hidden_until_their_domain_is_chosen(
    made_up: Services,
) -> None:
    numbers, _, shown = look(made_up)
    _, _, domain = look(made_up, domain="FY")
    assert shown.hidden
    assert len(shown.indicators) + len(shown.hidden) == len(numbers.shown())
    assert not domain.hidden
    assert [each.domain for each in domain.indicators] == ["FY"] * len(domain.indicators)


def test_sensitive_indicators_are_in_no_column(made_up: Services) -> None:
    _, _, shown = look(made_up)
    assert not any(each.sensitive for each in (*shown.indicators, *shown.hidden))


def test_the_status_filter_keeps_rows_and_columns_that_hold_it(made_up: Services) -> None:
    _, _, shown = look(made_up, status="missed")
    status = shown.assessed.columns["status"]
    for indicator in shown.indicators:
        assert "missed" in {status[shown.assessed.row(indicator.code, code)] for code in shown.all_regions}
    assert all(shown.missed[code] for code in shown.regions)


def test_a_filter_that_leaves_nothing_offers_to_clear_it(made_up: Services) -> None:
    numbers, chosen, _ = look(made_up, domain="KJ", status="met")
    assert "清除筛选" in strings(page.body(made_up, numbers, chosen))


def test_columns_with_a_target_stand_first(made_up: Services) -> None:
    numbers, chosen, shown = look(made_up)
    found = heads(column_defs(numbers, chosen, shown))
    assert {each.code for each in shown.indicators[:2]} == {"FY04", "FY05"}
    assert [found[code]["context"]["under"] for code in ("FY04", "FY05")] == ["≥90%", "≤8%"]
    assert found["FY05"]["context"]["lower"]
    assert not found["FY04"]["context"]["lower"]


def test_the_address_of_a_cell_is_that_of_its_passport(made_up: Services) -> None:
    _, chosen, _ = look(made_up, lang="en")
    drawn = context(chosen)["trace"].replace(INDICATOR, "FY04").replace(REGION, "990103")
    assert drawn == tracing.href(chosen, indicator="FY04", region="990103")


def test_the_browser_knows_every_letter() -> None:
    drawn = (ASSETS / "dashAgGridComponentFunctions.js").read_text(encoding="utf-8")
    assert all(f'{letter}: "{status}"' in drawn for status, letter in LETTERS.items())


def test_the_grid_is_of_the_community_part_and_names_plain_functions(made_up: Services) -> None:
    sent = json.dumps(grid(*look(made_up)))
    named = (ASSETS / "dashAgGridFunctions.js").read_text(encoding="utf-8")
    assert "nterprise" not in sent
    assert "dangerously" not in sent
    assert all(f"functions.{name} = " in named for name in ("matrixValue", "matrixClass", "matrixOrder"))


def test_the_grids_script_comes_only_when_it_is_drawn(made_up: Services) -> None:
    client = create_app(made_up).server.test_client()
    sent = client.get("/").get_data(as_text=True)
    script = "_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js"
    assert "dash_ag_grid/dash_ag_grid" not in sent
    assert "page-matrix.js" in sent
    assert script in (ASSETS / "page-matrix.js").read_text(encoding="utf-8")
    assert client.get(f"/{script}").status_code == 200


def test_the_phones_list_has_the_worst_first_and_the_numbers_of_the_row(made_up: Services) -> None:
    numbers, chosen, shown = look(made_up, region="990103")
    texts = strings(region_list(numbers, chosen, shown))
    assert texts.index("50.0%") < texts.index("30.0%") < texts.index("50件")  # by attainment: 16 %, 33 %
    words = [text for text in texts if text in ("未达标", "达标", "未设目标")]
    assert words[:2] == ["未达标", "未达标"]
    assert words[-1] != "未达标"


def test_public_figures_are_compared_with_every_unit_that_filed(published: Services) -> None:
    numbers, chosen, shown = look(published, dataset="public-renshe", region="440117", period="2021")
    assert shown.all_regions == ("440117", "331082")
    assert shown.levels == ()
    assert "报送率" not in "".join(strings(page.body(published, numbers, chosen)))


def test_a_cap_reached_is_met_with_a_warning(published: Services) -> None:
    query = {"dataset": "public-renshe", "region": "331082", "period": "2021"}
    assert cell(published, "FY19", "331082", **query) == "5|m|!"
    assert cell(published, "FY01", "331082", **query).startswith("4|m")


def test_the_matrix_begins_with_the_headlines_and_offers_all(made_up: Services) -> None:
    numbers, chosen, shown = look(made_up, domain="")
    headlines = numbers.catalogue.datasets["demo"].headlines
    assert {each.code for each in shown.indicators} <= set(headlines)
    assert shown.indicators
    assert (shown.domain, shown.hidden) == ("", ())
    sent = json.dumps(answer(made_up, page.PAGE, {"dataset": "demo", "period": "2025"}), ensure_ascii=False)
    assert f"全部指标 {len(numbers.shown())} 项" in sent
    assert "domain=all" in sent
    everything = look(made_up)[2]
    assert everything.domain == "all"
    assert len(everything.indicators) > len(shown.indicators)
    assert ("领域", "重点指标") in page.rows(made_up, numbers, chosen).notes


def test_a_set_or_period_without_headlines_shows_all_indicators(
    made_up: Services, published: Services
) -> None:
    assert (
        look(published, dataset="public-renshe", region="440117", period="2021", domain="")[2].domain == "all"
    )
    assert look(made_up, period="2019", domain="")[2].domain in ("", "all")


def test_a_status_is_sought_among_all_where_the_overview_counts_all(made_up: Services) -> None:
    few = look(made_up, domain="", status="missed")[2]
    every = look(made_up, domain="all", status="missed")[2]
    assert sum(every.missed.values()) >= sum(few.missed.values())
