"""The office's boundaries: read strictly, every mistake at once and in its place; kept with a 审图号."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders_maps import APPROVAL, cell, collection, feature, province_map
from builders_store import AT

from app import read_definitions
from data.model import Finding
from data.regions import RegionTree
from layouts.text import finding_message, finding_templates
from loaders.geojson import LARGEST, read_areas
from loaders.maps import MapShelf, approval_number

CODES = ("990101", "990102", "990103")


@pytest.fixture(scope="module")
def regions() -> RegionTree:
    return read_definitions()[0].regions


@pytest.fixture
def shelf(tmp_path: Path) -> MapShelf:
    return MapShelf(tmp_path / "maps")


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.cell, finding.code) for finding in findings]


def spoilt(regions: RegionTree, change: Callable[[list[dict[str, Any]]], None]) -> list[tuple[str, str]]:
    return places(read_areas(province_map(CODES, change=change), regions)[1])


def kept(shelf: MapShelf, regions: RegionTree, **more: Any) -> tuple[Finding, ...]:
    given = {"name": "province", "data": province_map(CODES), "approval": APPROVAL} | more
    return shelf.add(given["name"], given["data"], given["approval"], regions, at=AT)


def test_each_region_has_the_rings_of_its_feature(regions: RegionTree) -> None:
    areas, findings = read_areas(province_map(CODES), regions)
    assert findings == ()
    assert set(areas) == set(CODES)
    assert areas["990102"] == ((tuple((x, y) for x, y in cell(0, 1)),),)


def test_several_parts_and_holes_are_kept(regions: RegionTree) -> None:
    shape = feature("990101", [])
    shape["geometry"] = {"type": "MultiPolygon", "coordinates": [[cell(0, 0), cell(0, 1)], [cell(1, 1)]]}
    areas, findings = read_areas(collection([shape]), regions)
    assert findings == ()
    assert [len(part) for part in areas["990101"]] == [2, 1]


@pytest.mark.parametrize(
    "properties", [{"adcode": 990101}, {"gb": "156990101"}, {"code": "990101", "name": "月屿区"}, {}]
)
def test_a_code_may_stand_under_the_usual_names(regions: RegionTree, properties: dict[str, Any]) -> None:
    shape = {**feature(None, cell(0, 0)), "properties": properties}
    if not properties:
        shape["id"] = "990101"
    areas, findings = read_areas(collection([shape]), regions)
    assert (set(areas), findings) == ({"990101"}, ())


def test_every_mistake_is_told_at_once_with_its_place(regions: RegionTree) -> None:
    def change(features: list[dict[str, Any]]) -> None:
        features[0]["properties"]["name"] = "青荻县"
        features[1]["geometry"]["coordinates"][0][2] = ["110", 31]
        features[2]["geometry"]["coordinates"][0].pop()
        features += [
            feature("990101", cell(1, 0)),
            feature("990128", cell(1, 1)),
            feature("990777", cell(1, 2)),
            feature("99", cell(1, 3)),
            feature("100000", cell(1, 4)),
            {"type": "Feature", "properties": {"code": "990104"}, "geometry": None},
            feature("990105", [[1, 1], [2, 2], [1, 1]]),
            feature("990106", [[1e6, 2e6], [1e6, 3e6], [2e6, 2e6], [1e6, 2e6]]),
            "nothing",
        ]

    assert spoilt(regions, change) == [
        ("features[1]", "map.other_name"),
        ("features[2] 990102[1][3]", "map.position"),
        ("features[3] 990103[1]", "map.open_ring"),
        ("features[4] 990101", "map.repeated"),
        ("features[5]", "map.former_code"),
        ("features[6]", "map.unknown_code"),
        ("features[7]", "map.no_code"),
        ("features[8]", "map.nation"),
        ("features[9] 990104", "map.no_area"),
        ("features[10] 990105[1]", "map.flat_ring"),
        ("features[11] 990106[1][1]", "map.position"),
        ("features[12]", "map.not_a_feature"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x7b\xff", "map.not_json"),
        (b'{"type": NaN}', "map.not_json"),
        (b"[" * 100_000, "map.not_json"),
        (b"\xff\xfe", "map.not_json"),
        (b"[]", "map.not_a_collection"),
        (b'{"type": "Topology"}', "map.not_a_collection"),
        (collection([]), "map.empty"),
        (collection(3), "map.empty"),
        (b" " * (LARGEST + 1), "map.too_large"),
    ],
)
def test_what_is_no_collection_of_features_is_refused(regions: RegionTree, data: bytes, code: str) -> None:
    assert places(read_areas(data, regions)[1]) == [("", code)]


def test_broken_json_is_told_with_line_and_column(regions: RegionTree) -> None:
    assert places(read_areas(b'{"type":\n 1,, 2}', regions)[1]) == [("2:4", "map.not_json")]


def test_only_longitude_and_latitude_are_drawn(regions: RegionTree) -> None:
    def read(name: str) -> list[tuple[str, str]]:
        system = {"type": "name", "properties": {"name": name}}
        return places(read_areas(collection([feature("990101", cell(0, 0))], crs=system), regions)[1])

    assert read("urn:ogc:def:crs:OGC:1.3:CRS84") == read("urn:ogc:def:crs:EPSG::4490") == []
    assert read("EPSG:3857") == [("", "map.system")]


def test_a_map_of_provinces_has_all_of_them_or_one(regions: RegionTree) -> None:
    provinces = [each.code for each in regions.children("100000")]
    assert len(provinces) == 34
    for codes in (provinces, provinces[:1]):
        assert read_areas(province_map(codes), regions)[1] == ()
    (finding,) = read_areas(province_map([code for code in provinces if code != "710000"]), regions)[1]
    assert (finding.code, finding.params["expected"]) == ("map.provinces", "台湾省")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("审图号：GS（2024）0650号", "GS(2024)0650号"),
        ("GS京(2022)1061号", "GS京(2022)1061号"),
        ("粤 S〔2018〕071 号", "粤S(2018)071号"),
        ("gs(2019)1822号", "GS(2019)1822号"),
        ("审图号", ""),
        ("无", ""),
        ("GS(24)1号", ""),
    ],
)
def test_a_map_approval_number_has_the_form_it_is_printed_in(text: str, number: str) -> None:
    assert approval_number(text) == number


def test_a_map_is_kept_with_its_number_and_read_once(shelf: MapShelf, regions: RegionTree) -> None:
    assert kept(shelf, regions) == ()
    (found,) = shelf.maps(regions)
    assert (found.name, found.approval, set(found.areas)) == ("province", "示S(2026)001号", set(CODES))
    assert shelf.maps(regions)[0] is found
    assert shelf.faults(regions) == {}


def test_nothing_is_kept_without_a_number_or_with_a_mistake(shelf: MapShelf, regions: RegionTree) -> None:
    assert places(kept(shelf, regions, approval="")) == [("", "map.approval")]
    assert places(kept(shelf, regions, name="../x")) == [("", "map.name")]
    both = kept(shelf, regions, approval="无", data=collection([feature("1", cell(0, 0))]))
    assert [finding.code for finding in both] == ["map.approval", "map.no_code"]
    assert shelf.names() == ()


def test_a_number_vouches_for_the_bytes_it_was_given_with(shelf: MapShelf, regions: RegionTree) -> None:
    kept(shelf, regions)
    assert shelf.folder is not None
    path = shelf.folder / "province.geojson"
    path.write_bytes(province_map(CODES[:2]))
    assert shelf.maps(regions) == ()
    assert [finding.code for finding in shelf.faults(regions)["province"]] == ["map.changed"]
    (shelf.folder / "province.json").unlink()
    assert [finding.code for finding in shelf.faults(regions)["province"]] == ["map.no_approval"]


def test_a_map_whose_regions_are_no_more_known_is_not_shown(shelf: MapShelf, regions: RegionTree) -> None:
    kept(shelf, regions)
    fewer = RegionTree([each for each in regions.descendants("990000") if each.code != "990102"])
    assert shelf.maps(fewer) == ()
    assert places(shelf.faults(fewer)["province"]) == [("features[2]", "map.unknown_code")]


def test_a_map_is_taken_away_by_its_name(shelf: MapShelf, regions: RegionTree) -> None:
    kept(shelf, regions)
    assert shelf.remove("province")
    assert not shelf.remove("province")
    assert shelf.folder is not None
    assert list(shelf.folder.iterdir()) == []
    assert MapShelf().names() == ()


def test_every_mistake_of_a_map_has_words_and_a_fix() -> None:
    source = "".join(
        (Path(__file__).parents[1] / "loaders" / name).read_text(encoding="utf-8")
        for name in ("geojson.py", "maps.py")
    )
    codes = {code for code in finding_templates() if code.startswith("map.")}
    assert {
        code for code in codes if f'"{code.removeprefix("map.")}"' in source or f'"{code}"' in source
    } == codes
    assert {entry for code in codes for entry in finding_templates()[code]} == {
        "zh",
        "zh_fix",
        "en",
        "en_fix",
    }
    finding = Finding("map.unknown_code", "must", params={"code": "990777", "expected": "990107"})
    assert "990107" in finding_message(finding, "zh")


def test_no_boundary_is_shipped() -> None:
    root = Path(__file__).parents[1]
    tracked = [path for path in root.glob("data/**/*") if path.suffix in (".geojson", ".topojson", ".shp")]
    assert tracked == []
