"""目标 of published figures: a unit's own chain only, and columns of the units below it."""

from __future__ import annotations

import pytest
from builders_page import text
from builders_store import public_services
from builders_targets import body, seen

from layouts.services import Services

UNIT = {"dataset": "public-renshe", "region": "440117", "period": "2021"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def test_a_unit_that_stands_alone_shows_its_own_chain_and_nothing_of_other_places(services: Services) -> None:
    found, tree = seen(services, **UNIT), services.catalogue.regions
    chain = {"440117", *(each.code for each in tree.ancestors("440117"))}
    assert found.every
    assert {line.target.region for line in found.every} <= chain
    assert found.regions == ()
    shown = text(body(services, **UNIT))
    assert "个地区合计" not in shown
    assert "临海市" not in shown
    assert "台州市" not in shown


def test_columns_are_the_publishing_units_below_the_region(services: Services) -> None:
    found, tree = seen(services, **{**UNIT, "region": "330000"}), services.catalogue.regions
    assert found.regions
    assert all(tree.is_ancestor("330000", code) for code in found.regions)
