"""Withholding: a total above does not give away, by subtraction, what one hidden unit has filed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from builders_people import CITY, OTHER, OWN, PROVINCE, PUBLISHED, account, client_of, people_services, put
from builders_store import AT, demo_target
from flask import g

from app import create_app
from data.people import Grant, Siblings
from data.regions import Region, RegionTree
from indicators.compute import GAPS
from indicators.judgement import STATUSES, WARNINGS
from layouts.login import reach_of
from layouts.numbers import Numbers
from layouts.services import Services
from layouts.withholding import telling, withheld

LONE = {OWN: 50021, OTHER: 60037}  # of 2023: two counties alone have filed
UNITS = ("p", "a", "a1", "a2", "a3", "b", "b1", "c", "c1")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = people_services(tmp_path_factory.mktemp("withholding"))
    for region, heard in LONE.items():
        put(made, region, "2023", heard, "accepted")
    targets = [demo_target(made, "FY04", "floor", 90)]
    made.store.set_targets(targets, sha256="f" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    copy = made.keep_catalogue()
    made.store.publish("demo", ["2023"], by="钱发", at=AT, catalogue=copy)
    return made


def seen(services: Services, siblings: Siblings, name: str, region: str = OWN) -> Numbers:
    services.store.choose_siblings(siblings, by="测试", at=AT)
    one = services.store.account(name) or account(services, name, [Grant("view", region)])
    with create_app(services).server.test_request_context():
        g.viewer = services.viewer_of(one)
        return services.numbers()


def test_a_county_cannot_take_itself_from_the_total_to_know_the_only_other(services: Services) -> None:
    table = seen(services, "own", "one").assessed("demo", "2023")
    assert table.number("FY04", OWN).denominator == LONE[OWN]
    for above in (CITY, PROVINCE):
        number = table.number("FY04", above)
        assert (number.numerator, number.denominator, number.value) == (None, None, None)
        assert (number.gap, number.status, number.attainment) == ("withheld", "no_value", None)


def test_a_total_of_more_units_is_shown(services: Services) -> None:
    table = seen(services, "own", "one").assessed("demo", "2024")
    assert table.number("FY04", CITY).denominator == sum(PUBLISHED.values())
    assert table.number("FY04", PROVINCE).denominator == sum(PUBLISHED.values())


def test_who_sees_all_units_below_sees_the_total(services: Services) -> None:
    for siblings, name, region in (("all", "one", OWN), ("own", "city", CITY)):
        number = seen(services, siblings, name, region).assessed("demo", "2023").number("FY04", CITY)
        assert number.denominator == sum(LONE.values())


def test_what_is_withheld_is_in_no_answer(services: Services) -> None:
    services.store.choose_siblings("own", by="测试", at=AT)
    client = client_of(services, account(services, "reader", [Grant("view", OWN)]))
    search = f"dataset=demo&region={CITY}&period=2023&indicator=FY04"
    told = [
        client.get(address).get_data(as_text=True)
        for address in (
            "/api/v1/results?dataset=demo&period=2023&indicator=FY04",
            f"/api/v1/trace?{search}",
            f"/export/matrix.csv?{search}",
            f"/export/trend.csv?{search}",
        )
    ]
    never = [
        str(sum(LONE.values())),
        f"{sum(LONE.values()):,}",
        str(LONE[OTHER]),
        str(sum(LONE.values()) - 6),
    ]
    assert [each for each in never for text in told if each in text] == []
    assert '"gap":"withheld"' in told[0].replace(" ", "")


def test_a_lone_hidden_unit_has_no_alias(services: Services) -> None:
    tree = services.shipped.regions
    counties = [each.code for each in tree.children(CITY) if each.code != OTHER]
    grants = [Grant("view", code) for code in counties]
    one = account(services, "nearly", grants)
    hidden = reach_of(one, services.shipped, "anonymous", b"secret").aliases
    assert OTHER not in hidden
    assert len(hidden) > 1  # the units of the other cities have theirs


@pytest.mark.parametrize(
    ("filed", "withheld_for"),
    [
        (("a1", "a2"), ("p", "a")),  # the city's and the province's total are the same
        (("a1", "a2", "a3"), ()),
        (("a1",), ()),  # one's own figure, twice
        (("a2",), ("p", "a")),  # the other's figure itself
        (("a1", "a2", "b1"), ("a",)),  # in the province two units are left
        (("a1", "b1"), ("p",)),
        (("a1", "b1", "c1"), ()),
        (("a1", "a2", "a3", "b1"), ("p",)),  # province less city is b's total
    ],
)
def test_which_totals_would_tell(filed: tuple[str, ...], withheld_for: tuple[str, ...]) -> None:
    rows = telling(
        frame(filed), UNITS, above={"p", "a"}, shown={"p", "a", "a1"}, tree=tree(), adds=np.array([True])
    )
    assert tuple(np.array(UNITS)[rows]) == withheld_for


def test_a_figure_that_is_no_sum_tells_nothing() -> None:
    rows = telling(
        frame(("a1", "a2")),
        UNITS,
        above={"p", "a"},
        shown={"p", "a", "a1"},
        tree=tree(),
        adds=np.array([False]),
    )
    assert not rows.any()


def test_only_the_rows_named_are_emptied() -> None:
    rows = np.array([unit == "a" for unit in UNITS])
    found = withheld(frame(("a1", "a2")), rows)
    assert found["value"].isna().tolist() == [unit not in ("p", "a1", "a2") for unit in UNITS]
    assert found["gap"].tolist() == ["withheld" if unit == "a" else "" for unit in UNITS]
    assert found["status"].tolist() == ["no_value" if unit == "a" else "met" for unit in UNITS]


def tree() -> RegionTree:
    """A province with the cities a (three counties), b and c (one each)."""
    parents = {"p": "", "a": "p", "b": "p", "c": "p", "a1": "a", "a2": "a", "a3": "a", "b1": "b", "c1": "c"}
    levels = {1: "city", 2: "county"}
    return RegionTree(
        Region(code, code, code, "province" if code == "p" else levels[len(code)], above)
        for code, above in parents.items()
    )


def frame(filed: tuple[str, ...]) -> pd.DataFrame:
    """One indicator of which these counties have each filed 1."""
    below = {unit: [each for each in filed if unit == "p" or each.startswith(unit)] for unit in UNITS}
    counts = [len(below[unit]) for unit in UNITS]
    values = [float(count) if count else np.nan for count in counts]
    size = len(UNITS)
    return pd.DataFrame(
        {
            "numerator": values,
            "denominator": values,
            "value": values,
            "difference": values,
            "attainment": values,
            "regions_reported": counts,
            "qualifier": pd.Categorical(["exact"] * size, categories=["", "exact"]),
            "basis": pd.Categorical(["computed"] * size, categories=["", "computed", "reported"]),
            "gap": pd.Categorical([""] * size, categories=GAPS),
            "status": pd.Categorical(["met"] * size, categories=STATUSES),
            "warning": pd.Categorical([""] * size, categories=WARNINGS),
        }
    )
