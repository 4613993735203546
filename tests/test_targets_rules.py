"""Every target and rule of the sources: in the register, of its kind, shown, evaluated where it can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders_page import text, with_class
from builders_store import AT, file, fresh_services, public_workbooks, take_in

from data.evidence import Evidence
from data.model import Target
from indicators.target_evidence import way
from indicators.targets import evaluable
from layouts.pages import targets as page
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.text import words
from layouts.views.targets_facts import Scene, scene

SET = "public-renshe"
# How each of the 54 rows is decided: by the figure of its indicator, by a rank that is filed, by evidence of
# a day, of every occurrence, of an event, of occasions; not at all, as it is refused or words only.
RULES = {
    "figure": "S0-01 S0-02 S0-03 S0-04 S0-05 S0-06 S0-07 S3-13 S3-14 S3-22 S3-25 S3-26 "
    "S4-03 S4-04 S4-05 S4-07 S4-08 S4-11 S4-17",
    "filed rank": "S3-01 S3-02 S3-23",
    "date": "S3-03 S3-05 S3-06 S3-07 S3-08 S3-09 S3-10 S3-11 S3-16 S3-18 S3-19 S3-20 S3-21 S4-02",
    "cadence": "S3-24 S4-06 S4-13 S4-14 S4-15",
    "veto": "S3-12",
    "occasions": "S4-16",
    "refused": "S4-09",
    "words": "S0-08 S1-01 S2-01 S3-04 S3-15 S3-17 S3-27 S4-01 S4-10 S4-12",
}
HOW = {code: how for how, codes in RULES.items() for code in codes.split()}
# A year in which the targets of each source hold.
YEAR = {"S0": "2022", "S1": "2021", "S2": "2017", "S3": "2017", "S4": "2022"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = fresh_services(tmp_path_factory.mktemp("rules"))
    register = {name: data for name, data in public_workbooks(made).items() if name.startswith("目标")}
    (outcome,) = take_in(made, register)
    assert outcome.status == "accepted"
    return made


def register(services: Services) -> dict[str, Target]:
    return {each.target: each for each in services.numbers().targets(SET)}


def at(services: Services, target: Target, region: str = "") -> Selection:
    query = {"dataset": SET, "region": region or target.region, "period": YEAR[target.target[:2]]}
    chosen = parse(query, services.numbers())
    return replace(chosen, own=(("target", target.target),))


def seen(services: Services, target: Target, region: str = "") -> Scene:
    return scene(services.numbers(), at(services, target, region))


def test_every_row_is_in_the_register_and_has_one_rule(services: Services) -> None:
    assert set(register(services)) == set(HOW)
    assert len(HOW) == 54


@pytest.mark.parametrize("code", sorted(HOW))
def test_each_row_is_decided_as_its_kind_says(services: Services, code: str) -> None:
    target = register(services)[code]
    indicator = services.indicators.all.get(target.indicator)
    how = HOW[code]
    by_figure = indicator is not None and not indicator.protected and evaluable(target, indicator)
    assert by_figure == (how in ("figure", "filed rank"))
    assert way(target, indicator) == (how if how in ("date", "cadence", "veto", "occasions") else "")
    assert (target.kind == "prohibition") == (how == "refused")
    assert (target.kind == "text") == (how == "words")
    assert (target.kind == "rank") == (how == "filed rank")


@pytest.mark.parametrize("code", sorted(HOW))
def test_each_row_is_shown_where_it_was_set_with_its_words(services: Services, code: str) -> None:
    target = register(services)[code]
    line = seen(services, target).line(target)
    assert line is not None
    made = page.body(services, services.numbers(), at(services, target))
    told = text(made)
    assert code in told
    assert target.text in told
    forms = {each["props"]["action"] for each in with_class(made, "life-form")}
    by_evidence = HOW[code] in ("date", "cadence", "veto", "occasions")
    assert ("/evidence/add" in forms) == by_evidence
    if HOW[code] == "refused":
        assert words("zh")["target_told.protected"] in told
        assert forms == set()


def evidence(target: Target, region: str, on: str, period: str = "") -> Evidence:
    return Evidence(SET, "target", target.target, region, on, "李某", AT, period=period, document="佐证一号")


def county_of(services: Services, target: Target) -> str:
    """A unit that the target binds: itself, else the first below it at its level."""
    tree = services.catalogue.regions
    fits = (each.code for each in tree.descendants(target.region) if each.level in target.levels)
    return next(fits)


def status(services: Services, target: Target, region: str) -> str:
    line = seen(services, target, region).line(target)
    assert line is not None
    return line.cells[region].status


@pytest.mark.parametrize("code", sorted(code for code, how in HOW.items() if how == "date"))
def test_each_date_is_met_in_time_late_and_unproved(services: Services, code: str) -> None:
    target = register(services)[code]
    region, store = county_of(services, target), services.store
    due = target.due or "2018-12-31"
    assert status(services, target, region) == "no_value"  # nobody has a duty here
    late = store.add_evidence(evidence(target, region, next_day(due)))
    assert status(services, target, region) == ("missed" if target.strength == "必须" else "near")
    in_time = store.add_evidence(evidence(target, region, due))
    assert status(services, target, region) == "met"
    for number in (late, in_time):
        store.withdraw_evidence(number, why="测试完毕", by="李某", at=AT)
    assert status(services, target, region) == "no_value"


def next_day(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()


@pytest.mark.parametrize("code", sorted(code for code, how in HOW.items() if how == "cadence"))
def test_each_cadence_is_met_when_every_occurrence_is_shown(services: Services, code: str) -> None:
    target = register(services)[code]
    region, year = county_of(services, target), YEAR[code[:2]]
    quarters = {f"{year}Q1": "03-31", f"{year}Q2": "06-30", f"{year}Q3": "09-30", f"{year}Q4": "12-31"}
    days = {year: "12-31"} if target.text == "每年" else quarters
    numbers = []
    for period, day in days.items():
        assert status(services, target, region) == "no_value"
        numbers.append(services.store.add_evidence(evidence(target, region, f"{year}-{day}", period)))
    assert status(services, target, region) == "met"
    for number in numbers:
        services.store.withdraw_evidence(number, why="测试完毕", by="李某", at=AT)


def test_the_veto_is_named_and_a_filed_zero_meets_it(services: Services) -> None:
    target = register(services)["S3-12"]
    region = county_of(services, target)
    assert status(services, target, region) == "no_value"
    number = services.store.add_evidence(evidence(target, region, "2017-09-01"))
    line = seen(services, target, region).line(target)
    assert line is not None
    verdict = line.cells[region].verdict
    assert verdict is not None
    assert (line.cells[region].status, verdict.why) == ("missed", "vetoed")
    assert "否决：2017-09-01 发生" in text(
        page.body(services, services.numbers(), at(services, target, region))
    )
    services.store.withdraw_evidence(number, why="测试完毕", by="李某", at=AT)
    file(services, region, "2017", {"counties_named": 0}, dataset=SET, form="public")
    assert status(services, target, region) == "met"


def test_training_is_counted_by_evidence(services: Services) -> None:
    target = register(services)["S4-16"]
    region = county_of(services, target)
    assert status(services, target, region) == "no_value"
    services.store.add_evidence(evidence(target, region, "2022-05-01"))
    assert status(services, target, region) == "met"


@pytest.mark.parametrize(
    ("code", "filed", "expected"),
    [("S3-01", 4, "met"), ("S3-01", 5, "missed"), ("S3-23", 3, "met"), ("S3-23", 4, "missed")],
)
def test_a_filed_rank_is_compared(services: Services, code: str, filed: int, expected: str) -> None:
    target = register(services)[code]
    element = services.indicators[target.indicator].variant().numerator.elements[0]
    file(services, target.region, "2017", {element: filed}, dataset=SET, form="public")
    assert status(services, target, target.region) == expected


def test_a_number_that_binds_stands_before_one_that_does_not(services: Services) -> None:
    found = register(services)
    line = seen(services, found["S3-02"]).line(found["S3-02"])
    assert line is not None
    assert (line.standing.why, line.standing.instead) == ("equal", found["S3-01"])
