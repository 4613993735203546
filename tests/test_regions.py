"""The tree of regions, its names, and the list that is shipped."""

from pathlib import Path

import pytest

from data.region_names import short_names
from data.regions import Region, RegionAlias, RegionTree, read_aliases, read_regions

CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue"
HEAD = "code,name,english,level,parent,valid_from,valid_to,former\n"


@pytest.fixture(scope="module")
def china() -> RegionTree:
    regions, mistakes = read_regions(CATALOGUE / "regions.csv")
    aliases, wrong = read_aliases(CATALOGUE / "region_aliases.csv", regions)
    assert mistakes == []
    assert wrong == []
    return RegionTree(regions, aliases)


def small_tree() -> RegionTree:
    regions = [
        Region("330000", "甲省", level="province"),
        Region("330200", "丁市", level="city", parent="330000"),
        Region("330100", "乙市", level="city", parent="330000", valid_from="2015-03", valid_to="2023-12"),
        Region("330102", "丙丙区", parent="330100", former=("330182",)),
        Region("330202", "丙丙区", parent="330200"),
        Region("330203", "戊戊区", parent="330200"),
    ]
    return RegionTree(regions, [RegionAlias("老戊县", "330200", "330203")])


def codes(regions: tuple[Region, ...]) -> list[str]:
    return [region.code for region in regions]


def written(folder: Path, rows: str) -> Path:
    path = folder / "regions.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("临海市", "331082"),
        ("从化区", "440117"),
        ("广元市", "510800"),
        ("苍溪县", "510824"),
        ("深圳市", "440300"),
    ],
)
def test_the_regions_of_the_sources_have_their_codes(china: RegionTree, name: str, code: str) -> None:
    assert codes(china.find(name)) == [code]


def test_the_list_has_every_province_city_and_county(china: RegionTree) -> None:
    levels = [region.level for region in china.descendants("100000")]
    assert {level: levels.count(level) for level in ("nation", "province", "city", "county")} == {
        "nation": 1,
        "province": 34,
        "city": 333,
        "county": 2847,
    }


def test_a_former_code_leads_to_the_region_of_today(china: RegionTree) -> None:
    assert china.get("440184").code == "440117"
    assert china.get("511521").name == "叙州区"
    assert "440184" in china


def test_every_way_of_writing_a_name_means_the_same(china: RegionTree) -> None:
    ways = ("从化", "从化区", "广州市从化区", "广东省广州市从化区", "广州从化", "从化市", " 从化\u3000区")
    assert {way: codes(china.find(way)) for way in ways} == {way: ["440117"] for way in ways}


def test_a_name_that_repeats_needs_its_parent(china: RegionTree) -> None:
    assert codes(china.find("鼓楼区")) == ["320106", "320302", "350102", "410204"]
    assert codes(china.find("鼓楼区", "320100")) == ["320106"]
    assert codes(china.find("南京市鼓楼区")) == ["320106"]
    assert codes(china.find("鼓楼", "350000")) == ["350102"]


def test_a_former_name_means_its_region_under_the_parent_only() -> None:
    tree = small_tree()
    assert codes(tree.find("老戊县", "330200")) == ["330203"]
    assert codes(tree.find("丁市老戊县")) == ["330203"]
    assert tree.find("老戊县", "330100") == ()


def test_places_without_a_code_are_not_found(china: RegionTree) -> None:
    for text in ("市本级", "市直", "示范区", "开发区", "", "某某县"):
        assert china.find(text) == ()


def test_nearest_names_what_was_perhaps_meant(china: RegionTree) -> None:
    assert "从化区" in china.nearest("从化曲")
    assert "440117" in china.nearest("440119")


def test_the_tree_is_walked_by_code() -> None:
    tree = small_tree()
    assert codes(tree.roots()) == ["330000"]
    assert codes(tree.children("330000")) == ["330100", "330200"]
    assert codes(tree.descendants("330000")) == [
        "330000", "330100", "330102", "330200", "330202", "330203",
    ]  # fmt: skip
    assert codes(tree.ancestors("330182")) == ["330100", "330000"]
    assert tree.path_name("330102") == "甲省乙市丙丙区"


def test_nothing_is_its_own_ancestor() -> None:
    tree = small_tree()
    assert tree.is_ancestor("330000", "330102")
    assert not tree.is_ancestor("330102", "330000")
    assert not tree.is_ancestor("330100", "330100")
    assert not tree.is_ancestor("330200", "330102")


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        small_tree().get("999999")
    with pytest.raises(KeyError):
        small_tree().children("999999")


def test_a_region_is_valid_from_its_first_to_its_last_month() -> None:
    tree = small_tree()
    assert tree.valid_in("330100", "2015-01", "2015-03")
    assert not tree.valid_in("330100", "2014-01", "2015-02")
    assert tree.valid_in("330100", "2023-12", "2024-12")
    assert not tree.valid_in("330100", "2024-01", "2024-12")
    assert tree.valid_in("330102", "1990-01", "2090-12")


@pytest.mark.parametrize(
    ("name", "shorts"),
    [
        ("赵县", ()),
        ("城区", ()),
        ("土默特左旗", ()),
        ("阿荣旗", ("阿荣",)),
        ("新疆维吾尔自治区", ("新疆",)),
        ("内蒙古自治区", ("内蒙古",)),
        ("恩施土家族苗族自治州", ("恩施", "恩施州")),
        ("双江拉祜族佤族布朗族傣族自治县", ("双江", "双江县")),
        ("鄂伦春自治旗", ("鄂伦春", "鄂伦春旗")),
        ("神农架林区", ("神农架",)),
        ("清新区", ("清新",)),
    ],
)
def test_a_short_name_leaves_out_rank_and_peoples(name: str, shorts: tuple[str, ...]) -> None:
    assert short_names(name) == shorts


def test_every_mistake_of_a_list_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "100000,全国,,nation,,,,\n"
        "330000,甲省,,provinse,100000,,,\n"
        "330100,乙市,,city,330009,2024-13,,\n"
        "330100,又一市,,city,330000,,,\n"
        "330101,丙县,,county,100000,2024-05,2023-01,330100;x\n",
    )
    _, mistakes = read_regions(path)
    assert [mistake.removeprefix("regions.csv line ") for mistake in mistakes] == [
        "3: level = 'provinse'; expected one of nation, province, city, county; did you mean 'province'?",
        "4: valid_from '2024-13' is not a month YYYY-MM",
        "5: code 330100 is already on line 4",
        "6: valid_from 2024-05 is after valid_to 2023-01",
        "6: former code 'x' is not six digits",
        "4: unknown parent '330009'; did you mean '330100'?",
        "6: former code 330100 is the code of 乙市",
    ]


def test_a_circle_of_parents_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "110000,甲,,province,110100,,,\n110100,乙,,city,110000,,,\n")
    _, mistakes = read_regions(path)
    assert "regions.csv line 2: 110000 is above itself" in mistakes
    assert "regions.csv line 3: 110100 is above itself" in mistakes


def test_a_former_code_belongs_to_one_region(tmp_path: Path) -> None:
    path = written(tmp_path, "110000,甲,,province,,,,110001\n120000,乙,,province,,,,110001\n")
    _, mistakes = read_regions(path)
    assert mistakes == ["regions.csv line 3: former code 110001 is also given to 110000"]


def test_an_alias_must_lie_under_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("alias,parent,code\n某,330100,330203\n某,,999999\n好,,330203\n", encoding="utf-8")
    _, mistakes = read_aliases(path, small_tree().descendants("330000"))
    assert mistakes == [
        "aliases.csv line 2 [某]: 330100 is not above 330203",
        "aliases.csv line 3 [某]: unknown code '999999'",
    ]
