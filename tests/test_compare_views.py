"""Views of 地区对比: limits, quartiles, bands against scipy, numpy; screen and export are the same rows."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from builders_page import walk
from builders_store import public_services, small_services
from scipy.stats import binom

from indicators.intervals import wilson
from layouts.pages.compare import PAGE, rows
from layouts.rows import Rows
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.site import answer, export
from layouts.text import LANGUAGES, words
from layouts.views.compare_funnel import course
from layouts.views.compare_lines import Comparison, compare
from layouts.views.compare_modes import MAP, VIEWS, alias
from layouts.views.compare_spread import quartiles

DEMO = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04"}
COUNTIES = ("990101", "990102", "990103", "990104", "990105")
NAMES_HIDDEN = {"names": "off"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def choose(services: Services, **query: str) -> Selection:
    given = DEMO | query
    own = tuple((key, given[key]) for key in PAGE.keys if given.get(key))
    chosen = parse(given, services.numbers())
    return Selection(**{name: getattr(chosen, name) for name in chosen.__dataclass_fields__} | {"own": own})


def compared(services: Services, **query: str) -> Comparison:
    return compare(services, services.numbers(), choose(services, **query))


def exported(services: Services, **query: str) -> Rows:
    return rows(services, services.numbers(), choose(services, **query))


def page(services: Services, **query: str) -> Any:
    return answer(services, PAGE, DEMO | query)


def drawn(services: Services, **query: str) -> dict[str, Any]:
    body = PAGE.body(services, services.numbers(), choose(services, **query))
    graph = next(each for each in walk(body) if each["type"] == "Graph")
    figure: dict[str, Any] = graph["props"]["figure"]
    return figure


@pytest.mark.parametrize("view", [view for view in VIEWS if view != MAP])  # which no chart library draws
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_is_a_figure_that_plotly_accepts(services: Services, view: str, language: str) -> None:
    figure = drawn(services, view=view, lang=language)
    assert go.Figure(figure).layout.height == figure["layout"]["height"]
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
    assert len(json.dumps(page(services, view=view, lang=language))) > 5_000


def test_funnel_limits_are_those_of_scipy() -> None:
    for alpha in (0.025, 0.001):
        for cases, low, high in course(60, 0.83, alpha, 100):
            assert low == pytest.approx(100 * binom.ppf(alpha, cases, 0.83) / cases)
            assert high == pytest.approx(100 * (cases - binom.ppf(alpha, cases, 0.17)) / cases)


def test_a_region_outside_the_funnel_is_told_and_named(services: Services) -> None:
    """3 of 10 around 37 of 47: fewer than the 5 of 0.025, not fewer than the 3 of 0.001."""
    assert (binom.ppf(0.025, 10, 37 / 47), binom.ppf(0.001, 10, 37 / 47)) == (5, 3)
    found = {record["code"]: record for record in exported(services, view="funnel").records}
    assert found["990103"]["position"] == words("zh")["funnel.below"]
    assert found["990103"]["low95"] == pytest.approx(50)
    assert found["990101"]["position"] == words("zh")["funnel.inside"]
    names = [note["text"] for note in drawn(services, view="funnel")["layout"]["annotations"]]
    assert compared(services).lines[2].name in names


def test_a_funnel_stands_only_on_parts_of_a_whole_below_a_parent(
    services: Services, public: Services
) -> None:
    for indicator in ("FY01", "ZF01"):
        assert "Graph" in str(page(services, view="bars", indicator=indicator))
        body = PAGE.body(services, services.numbers(), choose(services, view="funnel", indicator=indicator))
        assert any(each["props"].get("role") == "note" for each in walk(body))
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021", "indicator": "TZ04"}
    assert words("zh")["funnel.no_parent"][:10] in str(page(public, view="funnel", **query)) or words("zh")[
        "funnel.not_part"
    ][-10:] in str(page(public, view="funnel", **query))


def test_quartiles_are_those_of_numpy() -> None:
    values = [30.0, 90.0, 90.0, 100.0, 71.4]
    assert quartiles(values) == pytest.approx(tuple(np.quantile(values, (0.25, 0.5, 0.75))))
    assert quartiles([1.0, 2.0]) is None


def test_the_histogram_holds_every_value_once(services: Services) -> None:
    figure = drawn(services, view="distribution")
    bins, points = figure["data"]
    assert sum(bins["y"]) == len(points["x"]) == 4
    assert sorted(points["x"]) == [30, 90, 90, 100]


def test_the_chosen_region_is_marked_in_every_plane(services: Services) -> None:
    blue = drawn(services, view="distribution", region="990103")["data"][1]["marker"]["size"]
    assert sorted(blue)[-1] == 12
    assert sorted(drawn(services, view="distribution")["data"][1]["marker"]["size"])[-1] < 12


def test_a_scatter_has_both_target_lines_no_line_through_and_says_no_cause(services: Services) -> None:
    figure = drawn(services, view="scatter", second="FY05")
    assert [trace["mode"] for trace in figure["data"]] == ["markers"]
    assert [(shape["x0"], shape["y0"]) for shape in figure["layout"]["shapes"]] == [(90, 0), (0, 8)]
    assert "不表示因果" in str(page(services, view="scatter", second="FY05"))
    points = set(zip(figure["data"][0]["x"], figure["data"][0]["y"], strict=True))
    records = exported(services, view="scatter", second="FY05").records
    both = [(each["value"], each["value_second"]) for each in records]
    assert points == {pair for pair in both if None not in pair}


def test_a_protected_indicator_is_in_no_plane_and_no_panel(services: Services) -> None:
    for view in ("funnel", "distribution", "scatter", "multiples"):
        shown = str(page(services, view=view, indicator="ZF01"))
        assert "国办发〔2024〕54号" in shown or view == "multiples"
    assert "ZF01" not in {
        column.key for column in exported(services, view="multiples", indicator="ZF01").columns
    }
    assert words("zh")["scatter.protected"][-8:] in str(page(services, view="scatter", second="ZF01"))
    codes = [record["code"] for record in exported(services, view="scatter", indicator="ZF01").records]
    assert codes[:4] == sorted(codes[:4])


def test_multiples_keep_one_order_of_regions(services: Services) -> None:
    order = [line.region for line in compared(services).lines]
    assert [record["code"] for record in exported(services, view="multiples").records] == order
    figure = drawn(services, view="multiples")
    for trace in figure["data"]:
        assert [code for code, _ in trace["customdata"]] == order


def test_rank_bands_hold_the_rank_and_are_exported(services: Services) -> None:
    ranked = [record for record in exported(services).records if record["rank"]]
    assert [record["rank"] for record in ranked] == [1, 1, 3]
    assert all(record["rank_best"] <= record["rank"] <= record["rank_worst"] for record in ranked)
    best = f"（{ranked[0]['rank_best']}—{ranked[0]['rank_worst']}）"
    assert best in str(page(services))


def test_the_interval_is_wilson_and_drawn_as_a_whisker(services: Services) -> None:
    """9 of 10: 59.6 to 98.2 by hand."""
    record = next(each for each in exported(services, interval="on").records if each["code"] == "990101")
    assert (record["interval_low"], record["interval_high"]) == wilson(9, 10)
    assert record["interval_low"] == pytest.approx(59.6, abs=0.05)
    assert record["interval_high"] == pytest.approx(98.2, abs=0.05)
    assert "error_x" not in drawn(services)["data"][0]
    trace = drawn(services, interval="on")["data"][0]
    assert trace["x"][0] - trace["error_x"]["arrayminus"][0] == pytest.approx(59.6, abs=0.05)


def test_peers_alone_are_compared_and_ranked_among_themselves(services: Services) -> None:
    shown = compared(services, peers="990103,990101,990102")
    assert {line.region for line in shown.lines} == {"990101", "990102", "990103"}
    assert [line.place for line in shown.lines] == [1, 1, 3]
    assert len(shown.units.siblings) == 8
    assert len(compared(services, peers="330000").lines) == 8


@pytest.mark.parametrize("view", VIEWS)
def test_without_names_neither_page_nor_export_leads_to_a_region(services: Services, view: str) -> None:
    names = [line.name for line in compared(services).lines]
    chosen = choose(services, view=view, **NAMES_HIDDEN)
    body = json.dumps(PAGE.body(services, services.numbers(), chosen), ensure_ascii=False)
    file = export(services, PAGE, DEMO | NAMES_HIDDEN | {"view": view}, "csv").decode("utf-8-sig")
    for text in (body, file):
        assert not [name for name in names if name in text]
        assert not [code for code in COUNTIES if code in text]
        assert "甲县" in text


def test_without_ranks_rows_stand_by_code_and_no_place_is_given(services: Services) -> None:
    shown = compared(services, ranks="off")
    valued = [line.region for line in shown.lines if line.number.value is not None]
    assert valued == sorted(valued)
    assert not shown.ranked
    for view in VIEWS:
        keys = {column.key for column in exported(services, ranks="off", view=view).columns}
        assert not keys & {"rank", "rank_best", "rank_worst", "quarter"}


@pytest.mark.parametrize("view", VIEWS)
def test_the_csv_of_a_view_is_its_table(services: Services, view: str) -> None:
    read = list(
        csv.reader(io.StringIO(export(services, PAGE, DEMO | {"view": view}, "csv").decode("utf-8-sig")))
    )
    body = PAGE.body(services, services.numbers(), choose(services, view=view))
    heads = [each for each in walk(body) if each["type"] == "Th" and each["props"].get("scope") == "row"]
    names = [record["name"] for record in exported(services, view=view).records]
    assert len(read) - 1 == len(names) == len(heads)
    for row, name, head in zip(read[1:], names, heads, strict=True):
        assert name in row
        assert name in json.dumps(head, ensure_ascii=False)


def test_a_set_without_duty_has_no_ranks_in_any_view(public: Services) -> None:
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021", "indicator": "TZ04"}
    for view in VIEWS:
        keys = {column.key for column in exported(public, view=view, **query).columns}
        assert not keys & {"rank", "rank_best", "quarter"}


def test_a_view_can_be_shown_on_a_projector(services: Services) -> None:
    shown = str(page(services, view="funnel,projector"))
    assert "site projector" in shown
    assert "%2Cprojector" in shown


def test_letters_go_on_after_the_tenth(services: Services) -> None:
    county = services.numbers().catalogue.regions.get("990101")
    assert [alias(place, county, "zh") for place in (1, 2, 11)] == ["甲县", "乙县", "甲甲县"]
    assert alias(27, county, "en").endswith(" AA")


def test_every_switch_leads_to_the_other_state(services: Services) -> None:
    shown = str(page(services))
    for wanted in ("names=off", "ranks=off", "interval=on", "view=funnel"):
        assert wanted in shown
