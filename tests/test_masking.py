"""Masking: what is not shown is not there, aliases tell nothing, totals stay true."""

from __future__ import annotations

import pytest
from builders_people import CITY, OTHER, OWN, PROVINCE, PUBLISHED, people_services
from builders_store import AT, demo_target
from flask import g

from app import create_app
from data.people import EVERYWHERE, Account, Grant, Reach, Siblings
from layouts.login import reach_of
from layouts.masking import Mask, mask_of
from layouts.numbers import Numbers
from layouts.services import Services

COUNTY = (Grant("view", OWN),)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = people_services(tmp_path_factory.mktemp("masking"))
    targets = [demo_target(made, "FY04", "floor", 90), demo_target(made, "FY04", "floor", 77, region=OTHER)]
    made.store.set_targets(targets, sha256="f" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    return made


def account(grants: tuple[Grant, ...]) -> Account:
    return Account(1, "x", "某人", "", False, False, 0, "", 1, "", "", grants)


def reached(services: Services, grants: tuple[Grant, ...], siblings: Siblings) -> Reach:
    return reach_of(account(grants), services.shipped, siblings, b"secret")


def seen(services: Services, siblings: Siblings, grants: tuple[Grant, ...] = COUNTY) -> Numbers:
    """The numbers of a request of this person."""
    services.store.choose_siblings(siblings, by="测试", at=AT)
    with create_app(services).server.test_request_context():
        g.viewer = services.viewer_of(account(grants))
        return services.numbers()


def masked(services: Services, siblings: Siblings) -> Mask:
    found = mask_of(reached(services, COUNTY, siblings), services.shipped, frozenset())
    assert found is not None
    return found


def test_who_is_granted_everything_is_shown_everything(services: Services) -> None:
    reach = reached(services, (Grant("view", EVERYWHERE),), "own")
    assert mask_of(reach, services.shipped, frozenset()) is None


def test_own_shows_the_region_those_below_and_those_above(services: Services) -> None:
    numbers = seen(services, "own")
    assert numbers.axis("demo") == (PROVINCE, CITY, OWN)
    assert OTHER not in numbers.catalogue.regions
    assert numbers.assessed("demo", "2024").regions == (PROVINCE, CITY, OWN)


def test_totals_above_are_of_all_regions(services: Services) -> None:
    for siblings in ("own", "anonymous", "all"):
        number = seen(services, siblings).assessed("demo", "2024").number("FY04", CITY)
        assert number.denominator == sum(PUBLISHED.values())


def test_a_region_that_is_not_shown_cannot_be_asked_for(services: Services) -> None:
    for siblings in ("own", "anonymous"):
        with pytest.raises(KeyError):
            seen(services, siblings).assessed("demo", "2024", regions=[OTHER])


def test_an_alias_has_the_figures_and_neither_name_nor_place(services: Services) -> None:
    numbers = seen(services, "anonymous")
    table, tree = numbers.assessed("demo", "2024"), numbers.catalogue.regions
    (alias,) = [code for code in table.regions if table.number("FY04", code).denominator == PUBLISHED[OTHER]]
    region = tree.get(alias)
    assert region.name.endswith("县")
    assert region.parent == CITY
    assert alias not in services.shipped.regions
    assert services.shipped.regions.get(OTHER).name not in {each.name for each in tree.descendants(PROVINCE)}


def test_the_order_of_aliases_is_not_that_of_the_codes(services: Services) -> None:
    hidden = masked(services, "anonymous").reach.aliases
    assert sorted(hidden) != sorted(hidden, key=lambda code: hidden[code])
    other = reach_of(account(COUNTY), services.shipped, "anonymous", b"another secret").aliases
    assert other != hidden


def test_a_target_of_an_alias_is_shown_without_its_words(services: Services) -> None:
    numbers = seen(services, "anonymous")
    (own,) = [each for each in numbers.targets("demo") if each.threshold == 77]
    assert (own.text, own.source, own.author, OTHER in own.target) == ("", "", "", False)
    table = numbers.assessed("demo", "2024")
    assert table.targets[own.target] == own
    assert table.number("FY04", own.region).target == own.target


def test_a_target_of_a_hidden_region_is_not_shown(services: Services) -> None:
    numbers = seen(services, "own")
    assert [each.threshold for each in numbers.targets("demo")] == [90]


def test_that_others_have_filed_is_known_by_their_alias_only(services: Services) -> None:
    numbers = seen(services, "anonymous")
    filed = {(region, number) for _, region, _, number in numbers.view.filed("demo", ["2024"])}
    assert (OWN, 1) in filed
    assert all(number == 0 for region, number in filed if region != OWN)
    assert OTHER not in {region for region, _ in filed}
    assert {region for _, region, _, _ in seen(services, "own").view.filed("demo", ["2024"])} == {OWN}


def test_one_begins_with_ones_own_region(services: Services) -> None:
    assert seen(services, "own").home("demo") == OWN
    assert seen(services, "own", (Grant("view", OWN), Grant("view", OTHER))).home("demo") == PROVINCE
    assert seen(services, "own", (Grant("view", CITY),)).home("demo") == CITY


def test_frames_are_computed_once_for_all_who_read_the_same_stage(services: Services) -> None:
    first = seen(services, "own").assessed("demo", "2024")
    assert seen(services, "own").assessed("demo", "2024") is first
    assert seen(services, "own", (Grant("view", OTHER),)).assessed("demo", "2024") is not first


def test_public_sets_are_not_masked(services: Services) -> None:
    numbers = seen(services, "own")
    assert "331082" in numbers.catalogue.regions
    assert len(numbers.catalogue.regions) > 3_000
