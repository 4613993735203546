"""Squares and the office's own maps: drawn by ourselves, each region a link, nothing protected coloured."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from builders_maps import APPROVAL, cell, province_map
from builders_page import section, text, with_class
from builders_store import AT, file, public_services, small_services

from cli import main
from data.demo_regions import demo_regions
from layouts.figures.outlines import WIDTH, sheet
from layouts.markup import html_of
from layouts.pages import compare, overview
from layouts.selection import parse
from layouts.services import Services
from layouts.site import Page, export
from layouts.text import words
from layouts.views import map_area
from loaders.maps import MapShelf

CITY = "990100"
COUNTIES = tuple(f"9901{place:02}" for place in range(1, 9))
FIRST = {"dataset": "demo", "region": CITY, "period": "2025", "indicator": "FY04"}
OFFICE = {"map": "office"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("maps"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


@pytest.fixture
def mapped(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    shelf = MapShelf(tmp_path / "maps")
    monkeypatch.setattr(services, "maps", shelf)
    data = province_map(COUNTIES[:-1])
    assert shelf.add("city", data, APPROVAL, services.catalogue.regions, source="某厅", at=AT) == ()
    return services


def body(services: Services, page: Page, **query: str) -> list[Any]:
    given = FIRST | query
    numbers = services.numbers()
    chosen = parse(given, numbers)
    own = tuple((key, given[key]) for key in page.keys if given.get(key))
    fields = {name: getattr(chosen, name) for name in chosen.__dataclass_fields__}
    return page.body(services, numbers, type(chosen)(**fields | {"own": own}))


def block(services: Services, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = section(body(services, overview.PAGE, **query), "各地")
    return found


def drawn(services: Services, **query: str) -> str:
    return "".join(html_of(part) for part in body(services, compare.PAGE, **{"view": "map"} | query))


def areas(html: str) -> list[tuple[str, str]]:
    """(status, label) of each area that is a link."""
    return re.findall(
        r'<a class="number area ground-(\w+)[^"]*" href="/trace[^"]*" aria-label="([^"]*)"', html
    )


def squares(node: Any) -> list[tuple[str, str]]:
    return [
        (each["props"]["className"].split("ground-")[-1], text(with_class(each, "tile-name")))
        for each in with_class(node, "tile")
    ]


def test_each_compared_region_is_one_square_in_the_order_of_the_codes(services: Services) -> None:
    tree = services.catalogue.regions
    expected = [tree.get(code).name for code in COUNTIES]
    assert [name for _, name in squares(block(services))] == expected
    assert [name for _, name in squares(body(services, compare.PAGE, view="map"))] == expected
    assert squares(block(services)) == squares(block(services))


def test_a_square_says_its_status_by_ground_mark_and_word(services: Services) -> None:
    third = with_class(body(services, compare.PAGE, view="map"), "tile")[2]
    assert "ground-missed" in third["props"]["className"]
    assert "mk-missed" in html_of(third)
    assert text(with_class(third, "tile-value")) == "30.0%"
    assert text(with_class(third, "tile-sub")) == "3/10 未达标"
    assert "目标 ≥90%" in third["props"]["title"]
    assert with_class(block(services), "note")[0]["props"]["children"] == "方格示意，不表示疆界"


def test_squares_stand_under_the_unit_between_them_and_the_chosen_one(services: Services) -> None:
    html = drawn(services, region="990000")
    heads = re.findall(r"<h3>(.*?)</h3>", html)
    assert heads == [each.name for each in services.catalogue.regions.children("990000")]
    assert re.findall(r"<h3>", drawn(services)) == []


def test_a_large_country_side_is_shown_by_the_units_right_below(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layouts.views.overview_map.MOST", 20)
    found = block(services, region="990000")
    cities = [each.name for each in services.catalogue.regions.children("990000")]
    assert [name for _, name in squares(found)] == cities
    assert "看全部 24 个地区" in text(found)
    assert len(demo_regions(24)) == 24 + len(cities) + 1


def test_the_office_map_is_drawn_with_its_approval_number(mapped: Services) -> None:
    for html in (html_of(block(mapped, **OFFICE)), drawn(mapped, **OFFICE)):
        found = areas(html)
        assert len(found) == 7
        names = {label.split()[0]: status for status, label in found}
        tree = mapped.catalogue.regions
        assert names[tree.get("990103").name] == "missed"
        assert names[tree.get("990101").name] == "met"
        assert "审图号：示S(2026)001号　某厅" in html
        assert re.search(f"地图上没有边界，数值见(表|方格)：{tree.get('990108').name}", html)
        assert "不表示疆界" not in html


def test_areas_say_name_value_and_status_and_are_reached_by_keyboard(mapped: Services) -> None:
    name = mapped.catalogue.regions.get("990103").name
    found = areas(drawn(mapped, **OFFICE))
    assert ("missed", f"{name} 30.0%，未达标，目标 ≥90%") in found
    assert f"<title>{name} 30.0%，未达标，目标 ≥90%</title>" in drawn(mapped, **OFFICE)


def test_squares_come_first_and_the_map_is_one_choice_away(mapped: Services) -> None:
    assert areas(html_of(block(mapped))) == []
    assert "map=office" in html_of(block(mapped))


def test_without_a_map_of_its_own_no_choice_is_offered(services: Services) -> None:
    assert "map=office" not in html_of(block(services))
    assert len(squares(block(services, **OFFICE))) == 8


def test_a_map_that_cannot_be_read_is_said_and_squares_stand_instead(mapped: Services) -> None:
    folder = mapped.maps.folder
    assert folder is not None
    (folder / "city.geojson").write_bytes(b"{}")
    shown = block(mapped, **OFFICE)
    assert len(squares(shown)) == 8
    assert words("zh").say("map_view.own_maps", names="city") in text(shown)


@pytest.mark.parametrize("view", [{}, OFFICE])
def test_a_protected_indicator_is_never_drawn_and_the_reason_is_said(
    mapped: Services, view: dict[str, str]
) -> None:
    html = drawn(mapped, indicator="ZF01", **view)
    assert "国办发〔2024〕54号" in html
    assert "tile" not in html
    assert "office-map" not in html
    refused = block(mapped, indicator="ZF01", **view)
    assert "国办发〔2024〕54号" in text(with_class(refused, "map-refused"))
    assert "indicator=ZF01&amp;region" not in html_of(refused)


def test_without_names_nothing_is_drawn(mapped: Services) -> None:
    for view in ({}, OFFICE):
        html = drawn(mapped, names="off", **view)
        assert words("zh")["map_view.no_names"] in html
        assert "tile" not in html
        assert "office-map" not in html


def test_the_nation_is_drawn_when_asked_for_and_then_whole(public: Services) -> None:
    query = {"dataset": "public-review", "region": "100000", "period": "2018", "indicator": "FY07"}
    for code in ("310000", "440117"):
        file(public, code, "2018", {"review_received": 12}, form="public", dataset="public-review")
    assert words("zh")["map_view.nation"] in drawn(public, **query)
    assert "nation=on" in drawn(public, **query)
    query |= {"view": "map", "nation": "on"}
    shown = squares(body(public, compare.PAGE, **query))
    provinces = [each.name for each in public.catalogue.regions.children("100000")]
    assert [name for _, name in shown] == [map_area.short(name) for name in provinces]
    assert len(provinces) == 34
    inside = [name for (status, _), name in zip(shown, provinces, strict=True) if "outside" not in status]
    assert inside == ["上海市"]
    written = export(public, compare.PAGE, query, "csv").decode("utf-8-sig")
    assert written.count(words("zh")["map.outside"]) == 33


def test_the_export_of_the_map_is_its_table_with_the_approval_number(mapped: Services) -> None:
    written = export(mapped, compare.PAGE, FIRST | OFFICE | {"view": "map"}, "csv").decode("utf-8-sig")
    codes = [code for code in COUNTIES if code in written]
    assert codes == list(COUNTIES)
    numbers = mapped.numbers()
    chosen = parse(FIRST, numbers)
    own = (("view", "map"), ("map", "office"))
    fields = {name: getattr(chosen, name) for name in chosen.__dataclass_fields__}
    assert compare.PAGE.rows is not None
    notes = compare.PAGE.rows(mapped, numbers, type(chosen)(**fields | {"own": own})).notes
    assert ("地图", "审图号：示S(2026)001号　某厅") in notes


def test_nothing_is_asked_from_outside(mapped: Services) -> None:
    html = drawn(mapped, **OFFICE) + html_of(block(mapped, **OFFICE))
    assert not re.search(r"https?://|<image|url\(", html)


def test_a_sheet_keeps_the_shape_of_what_it_shows() -> None:
    """Two degrees by one at 60° north look square, since a degree of longitude is half as long there."""
    ring = ((10.0, 59.5), (12.0, 59.5), (12.0, 60.5), (10.0, 60.5), (10.0, 59.5))
    made = sheet({"990101": ((ring,),)})
    assert made.height / made.width == pytest.approx(1.0, abs=0.01)
    assert made.shapes["990101"].x == pytest.approx(made.width / 2, abs=1)


def test_a_border_loses_only_the_points_that_nobody_sees() -> None:
    circle = [(110 + math.cos(turn / 500), 30 + math.sin(turn / 500)) for turn in range(3142)]
    made = sheet({"990101": (((*circle, circle[0]),),)})
    steps = made.shapes["990101"].path.count(" ")
    assert 20 < steps < 400
    assert max(made.width, made.height) <= WIDTH


def test_the_name_stands_inside_its_area() -> None:
    """An L: the middle of its frame lies outside."""
    ring = ((0, 0), (10, 0), (10, 2), (2, 2), (2, 10), (0, 10), (0, 0))
    made = sheet({"990101": ((tuple((float(x), float(y)) for x, y in ring),),)})
    shape = made.shapes["990101"]
    unit = made.width / 10
    x, y = shape.x / unit, 10 - shape.y / unit
    assert (0 < x < 10 and 0 < y < 2.1) or (0 < x < 2.1 and 0 < y < 10)


def test_small_islands_are_left_out_beside_a_larger_part_only() -> None:
    large = tuple((x, y) for x, y in cell(0, 0))
    speck = ((110.2, 31.0), (110.2001, 31.0), (110.2, 31.0001), (110.2, 31.0))
    both = sheet({"990101": ((large,), (speck,))})
    assert both.shapes["990101"].path.count("M") == 1
    alone = sheet({"990101": ((large,),), "990102": ((speck,),)})
    assert alone.shapes["990102"].path.count("M") == 1
    assert sheet({"990101": ()}).shapes == {}


def test_a_map_is_added_listed_and_removed_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FAHENG_HOME", str(tmp_path / "home"))
    given = tmp_path / "city.geojson"
    given.write_bytes(province_map(COUNTIES))
    assert main(["init"]) == 0
    assert main(["map", "add", str(given), "--approval", "无"]) == 1
    assert "审图号" in capsys.readouterr().err
    assert main(["map", "add", str(given), "--approval", APPROVAL, "--source", "某厅"]) == 0
    assert main(["map", "list"]) == 0
    assert "city\t示S(2026)001号\t8\t某厅" in capsys.readouterr().out
    (tmp_path / "home" / "maps" / "city.geojson").write_bytes(b"{}")
    assert main(["map", "list"]) == 1
    assert main(["map", "remove", "city", "--by", "李四"]) == 0
    assert main(["map", "remove", "city"]) == 1
    assert "no map city" in capsys.readouterr().err
    assert main(["audit", "export", "--out", str(tmp_path / "trail.csv")]) == 0
    trail = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig")
    assert "加入地图,map.add,city" in trail
    assert "示S(2026)001号" in trail
    assert "李四,移去地图,map.remove,city" in trail
    spoilt = json.loads(province_map(COUNTIES[:1]))
    spoilt["features"][0]["properties"]["code"] = "990777"
    given.write_text(json.dumps(spoilt), encoding="utf-8")
    assert main(["map", "add", str(given), "--approval", APPROVAL]) == 1
    assert "city.geojson features[1]: " in capsys.readouterr().err
