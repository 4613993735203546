"""The made-up province in every size."""

from pathlib import Path

import pytest

from data.demo_regions import LIST, MOST, demo_regions
from data.region_names import short_names
from data.regions import Region, RegionTree, read_aliases, read_regions

CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue"


def names_of(regions: list[Region]) -> set[str]:
    return {name for region in regions for name in (region.name, *short_names(region.name))}


@pytest.fixture(scope="module")
def real() -> list[Region]:
    return read_regions(CATALOGUE / "regions.csv")[0]


@pytest.mark.parametrize("counties", [24, MOST])
def test_no_name_or_code_of_the_demonstration_is_real(real: list[Region], counties: int) -> None:
    aliases = read_aliases(CATALOGUE / "region_aliases.csv", real)[0]
    taken = names_of(real) | {alias.alias for alias in aliases}
    made_up = demo_regions(counties)
    assert names_of(made_up) & taken == set()
    codes = {region.code for region in real} | {old for region in real for old in region.former}
    assert {region.code for region in made_up} & codes == set()


def test_no_shipped_name_reads_like_a_real_one_in_english(real: list[Region]) -> None:
    assert {region.english for region in demo_regions(24)} & {region.english for region in real} == set()


def test_twenty_four_counties_are_the_shipped_list() -> None:
    regions, mistakes = read_regions(LIST, "demo")
    assert mistakes == []
    assert demo_regions(24) == regions
    assert [len(RegionTree(regions).children(city)) for city in ("990100", "990200", "990300")] == [8, 8, 8]


@pytest.mark.parametrize("counties", [1, 9, 23, 25, 36, 37, 100, 1188, 1189, MOST])
def test_any_number_of_counties_makes_a_sound_tree(counties: int) -> None:
    regions = demo_regions(counties)
    tree = RegionTree(regions)
    assert sum(region.level == "county" for region in regions) == counties
    assert len(tree) == len(regions) == len({region.name for region in regions})
    assert len(tree.descendants("990000")) == len(regions)
    assert all(len(tree.children(city.code)) > 0 for city in tree.children("990000"))
    assert all(region.english.isascii() and region.dataset == "demo" for region in regions)


def test_a_larger_province_keeps_the_shipped_counties() -> None:
    assert set(demo_regions(24)) <= set(demo_regions(500))


def test_the_same_number_gives_the_same_province() -> None:
    assert demo_regions(300) == demo_regions(300)


@pytest.mark.parametrize("counties", [0, -1, MOST + 1])
def test_an_impossible_number_is_refused(counties: int) -> None:
    with pytest.raises(ValueError, match="expected 1 to 2800"):
        demo_regions(counties)
