"""The made-up province: the same every time, right by the rules, wrong only where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders_demo import (
    QUIET,
    catalogue,
    figures,
    filed,
    findings_of,
    forms,
    made,
    opened,
    read_back,
    take_in,
)

from data.demo_regions import demo_regions
from data.model import Period, Viewer
from data.store import Store
from indicators.definition import read_indicators
from loaders import workbook
from loaders.demo_recipes import missing_recipes, read_recipes
from loaders.demonstration import (
    TARGET_FILE,
    build_demo,
    demo_parcels,
    demo_targets,
    periods_of,
    received_at,
    workbooks_of,
    write_demo,
)
from loaders.targets import read_targets, write_targets


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_the_same_workbook_has_the_same_bytes_twice() -> None:
    assert made("990104", "quarterly", "2026Q2") == made("990104", "quarterly", "2026Q2")
    assert write_targets(demo_targets()) == write_targets(demo_targets())


def test_every_element_of_both_forms_has_a_recipe_and_no_recipe_is_left_over() -> None:
    annual, quarterly = (forms()[code].elements for code in ("annual", "quarterly"))
    assert missing_recipes(read_recipes(), annual, catalogue()) == ()
    assert set(read_recipes().all) == {*annual, *quarterly}


def test_more_counties_change_no_figure_of_the_others_but_ranks() -> None:
    year = Period.parse("2025")
    few, many = figures("990205"), figures("990205", counties=60)
    changed = [code for code in read_recipes().all if few.figure(code, year) != many.figure(code, year)]
    assert set(changed) <= {"random_rank", "random_rank_of", "assessment_rank", "assessment_rank_of"}


def test_quarters_add_up_to_the_year() -> None:
    one = figures("990202")
    quarters = [Period.parse(f"2025Q{number}") for number in (1, 2, 3, 4)]
    for code in forms()["quarterly"].elements:
        if read_recipes().all[code].way in ("rate", "yoy", "none"):
            continue
        parts = [one.total(code, quarter) for quarter in quarters]
        expected = {"sum": sum(parts), "first": parts[0], "last": parts[-1]}
        assert one.total(code, Period.parse("2025")) == expected[catalogue().elements[code].over_time], code


def test_what_is_pending_at_the_end_is_carried_over() -> None:
    for code in (region.code for region in demo_regions(24)[1:]):
        one = figures(code)
        for kind in ("review", "arbitration"):
            left = one.total(f"{kind}_pending_end", Period.parse("2025"))
            assert left == one.total(f"{kind}_pending_start", Period.parse("2026Q1"))
            assert one.total(f"{kind}_closed", Period.parse("2026Q1")) >= 0


def test_every_right_return_of_a_period_keeps_every_rule() -> None:
    for form, period in (("annual", "2024"), ("quarterly", "2026Q1")):
        parcels = demo_parcels(catalogue(), forms(), counties=24, periods=[(form, Period.parse(period))])
        for parcel in parcels:
            ((_, data),) = workbooks_of(replace(parcel, faults=()))
            extraction = read_back(data)
            assert {found.code for found in findings_of(extraction)} <= QUIET, parcel.name
            assert (extraction.place.region, extraction.place.period) == (parcel.region.code, period)


def test_a_county_without_hearings_has_no_rate_and_says_so() -> None:
    ((_, data),) = made("990306", "annual", "2025")
    said = filed(read_back(data).filing)
    assert said["suit_heard"].value == 0
    assert said["FY04_reported"].qualifier == "no_cases"


def test_a_city_files_no_figures_that_only_counties_have() -> None:
    ((name, data),) = made("990100", "annual", "2025")
    assert name == "2025/霁川市本级_年报_2025.xlsx"
    assert filed(read_back(data).filing)["counties_legal_unit"].qualifier == "not_applicable"


def test_most_counties_improve_and_some_get_worse() -> None:
    codes = [region.code for region in demo_regions(24) if region.level == "county"]

    def rate(code: str, year: int) -> float:
        one = figures(code)
        heard = one.total("ratings", Period.year(year))
        return one.total("ratings_good", Period.year(year)) / heard

    better = [code for code in codes if rate(code, 2025) > rate(code, 2021)]
    assert 16 <= len(better) < 24


def test_a_small_province_is_taken_in_by_the_ordinary_door(store: Store) -> None:
    files = list(build_demo(catalogue(), forms(), counties=3, years=1, quarters=2))
    outcomes = take_in(files, store)
    assert [outcome.status for outcome in outcomes] == ["accepted", *["waiting"] * (len(outcomes) - 1)]
    order = [form for form, _ in periods_of(1, 2, "2026Q3") for _ in range(4)]  # a city and 3 counties
    assert [outcome.form for outcome in outcomes] == ["targets", *order]
    view = store.seen_by(Viewer("演示"))
    assert len(view.targets("demo")) == len(demo_targets())
    periods = {outcome.period for outcome in outcomes[1:]}
    assert periods == {"2025", "2026Q2", "2026Q3"}


def test_files_are_written_under_their_year(tmp_path: Path) -> None:
    paths = write_demo(tmp_path, catalogue(), forms(), counties=1, years=1, quarters=1)
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names == [
        TARGET_FILE,
        "2025/霁川市本级_年报_2025.xlsx",
        "2025/月屿区_年报_2025.xlsx",
        "2026/霁川市本级_季报_2026Q3.xlsx",
        "2026/月屿区_季报_2026Q3.xlsx",
    ]
    assert all(path.read_bytes()[:2] == b"PK" for path in paths)


def test_the_targets_survive_their_workbook_and_touch_nothing_protected() -> None:
    protection = read_indicators(catalogue()).protection
    targets, findings = read_targets(workbook.read(write_targets(demo_targets())), catalogue(), protection)
    assert findings == ()
    assert targets == demo_targets()
    assert not any(protection[target.indicator] for target in targets if target.indicator)
    assert all("虚构" in target.source and target.author and target.decided_on for target in targets)


def test_an_override_has_a_reason() -> None:
    overrides = [target for target in demo_targets() if target.region != "990000"]
    assert overrides
    assert all(target.reason for target in overrides)


def test_a_period_that_is_no_quarter_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="no quarter"):
        periods_of(1, 1, "2026")


def test_years_before_the_form_was_valid_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="ask for fewer years"):
        list(demo_parcels(catalogue(), forms(), counties=1, periods=[("annual", Period.year(2001))]))


def test_a_workbook_comes_in_when_it_says_and_never_later_than_now() -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    names = {region.code: region.name for region in demo_regions(24)}
    days = {
        f"2026/{names['990101']}_季报_2026Q3.xlsx": "2026-10-12",
        f"2026/{names['990207']}_季报_2026Q3.xlsx": "2026-11-04",  # the late one
        f"2026/{names['990207']}_季报_2026Q2.xlsx": "2026-07-12",
        f"2026/{names['990203']}_季报_2026Q3_更正.xlsx": "2026-10-15",
        f"2025/{names['990101']}_年报_2025.xlsx": "2026-01-12",
        "目标值登记表_示例省.xlsx": "2026-11-22",
    }
    assert {name: str(received_at(name, now).date()) for name in days} == days
    assert received_at(next(iter(days)), datetime(2026, 10, 1, tzinfo=UTC)).date().isoformat() == "2026-10-01"
