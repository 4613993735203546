"""Breaks of 口径: which periods they part, and what is refused in their file."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.catalogue import CatalogueError, read_catalogue
from data.model import Period
from data.regions import Region, RegionTree
from indicators import breaks
from indicators.breaks import Break, read_breaks
from indicators.definition import FOLDER, read_indicators

LAW = Break("law", date(2024, 1, 1), "行政复议法修订", "Law revised", ("FY10",), "第一条")
MIDYEAR = Break("penalty", date(2021, 7, 15), "行政处罚法修订", "Law revised", ("ZF01",), "第一条")


def parts(each: Break, earlier: str, later: str) -> bool:
    return each.between(Period.parse(earlier), Period.parse(later))


def read(tmp_path: Path, text: str) -> tuple[tuple[Break, ...], list[str]]:
    path = tmp_path / "breaks.toml"
    path.write_text(text, encoding="utf-8")
    mistakes: list[str] = []
    return read_breaks(path, ("FY10", "FY01"), mistakes), mistakes


def test_a_break_on_new_years_day_parts_the_years_beside_it_and_no_others() -> None:
    pairs = [("2022", "2023"), ("2023", "2024"), ("2024", "2025"), ("2022", "2024"), ("2023Q4", "2024Q1")]
    assert [parts(LAW, *pair) for pair in pairs] == [False, True, False, True, True]


def test_a_year_that_holds_the_day_compares_with_neither_side() -> None:
    assert [parts(MIDYEAR, str(year), str(year + 1)) for year in (2019, 2020, 2021, 2022)] == [
        False,
        True,
        True,
        False,
    ]
    assert not parts(MIDYEAR, "2021Q1", "2021Q2")
    assert parts(MIDYEAR, "2021Q2", "2021Q3")
    assert parts(MIDYEAR, "2021Q3", "2021Q4")
    assert not parts(MIDYEAR, "2021M08", "2021M09")


def test_only_the_indicators_named_are_parted() -> None:
    years = Period.year(2023), Period.year(2024)
    assert breaks.between((MIDYEAR, LAW), "FY10", *years) is LAW
    assert breaks.between((MIDYEAR, LAW), "FY04", *years) is None


def test_every_mistake_of_the_file_is_reported_at_once(tmp_path: Path) -> None:
    _, mistakes = read(
        tmp_path,
        '[a]\non = "2024"\nname = ""\nenglish = "x"\nindicators = ["FY1O", "FY10", "FY10"]\nsource = "s"\n'
        '[b]\nday = 2024-01-01\nname = "n"\nenglish = "x"\nindicators = []\nsource = "s"\n'
        "c = 3\n",
    )
    told = "\n".join(mistakes)
    assert "[a]: on = '2024'; expected a day" in told
    assert "[a]: indicators: unknown indicator 'FY1O'; did you mean 'FY1" in told
    assert "[a]: indicators: FY10 is given twice" in told
    assert "[a]: name is empty" in told
    assert "[b]: unknown key 'day'" in told
    assert "[b]: key 'on' is missing" in told


def test_a_break_without_indicators_is_a_mistake(tmp_path: Path) -> None:
    _, mistakes = read(
        tmp_path, '[a]\non = 2024-01-01\nname = "n"\nenglish = "x"\nindicators = []\nsource = "s"\n'
    )
    assert mistakes == ["indicators/catalogue/breaks.toml [a]: indicators: none is named"]


def test_breaks_come_oldest_first(tmp_path: Path) -> None:
    entry = 'name = "n"\nenglish = "x"\nindicators = ["FY10"]\nsource = "s"\n'
    found, mistakes = read(tmp_path, f"[late]\non = 2024-01-01\n{entry}[early]\non = 2015-05-01\n{entry}")
    assert mistakes == []
    assert [each.code for each in found] == ["early", "late"]


def test_the_shipped_breaks_are_those_of_the_notes() -> None:
    shipped = read_indicators(read_catalogue()).breaks
    assert [each.on.isoformat() for each in shipped] == ["2015-05-01", "2021-07-15", "2024-01-01"]
    law = set(shipped[-1].indicators)
    assert law == {"FY01", "FY03", "FY07", "FY08", "FY09", "FY10", "FY11", "FY12", "FY17"}


def test_a_wrong_break_stops_the_whole_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    with (folder / "breaks.toml").open("a", encoding="utf-8") as file:
        file.write('[x]\non = 2024-01-01\nname = "n"\nenglish = "x"\nindicators = ["FY99"]\nsource = "s"\n')
    with pytest.raises(CatalogueError) as caught:
        read_indicators(read_catalogue(), folder)
    assert "breaks.toml [x]: indicators: unknown indicator 'FY99'" in str(caught.value)


def county(code: str, began: str = "", ended: str = "", former: tuple[str, ...] = ()) -> Region:
    return Region(code, code, parent="city", valid_from=began, valid_to=ended, former=former)


@pytest.mark.parametrize(
    ("counties", "days"),
    [
        ([county("a"), county("b", began="2025-01")], [(date(2025, 1, 1), "b")]),
        ([county("a"), county("b", ended="2024-12")], [(date(2025, 1, 1), "b")]),
        ([county("a", ended="2024-12"), county("b", began="2025-01")], []),  # divided anew within the city
        ([county("b", began="2025-01", former=("c",))], []),  # only its code is new
        ([], []),
    ],
)
def test_a_boundary_changes_when_a_unit_below_comes_or_goes(
    counties: list[Region], days: list[tuple[date, str]]
) -> None:
    tree = RegionTree([Region("city", "市", level="city"), *counties])
    assert list(breaks.boundary_days(tree, "city")) == days


def test_policy_events_are_read_like_breaks_and_may_be_missing(tmp_path: Path) -> None:
    indicators = read_indicators(read_catalogue())
    assert any("FY04" in event.indicators for event in indicators.events)
    assert read_breaks(tmp_path / "events.toml", (), [], optional=True) == ()
