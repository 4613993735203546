"""Schemes on record: a draft first, in force only with what must stand behind it, in the audit trail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders_assessment import APPROVAL, ITEMS, SCHEME, in_force, small_scheme
from builders_store import AT
from sqlalchemy import text

from data.people import Reach
from data.schemes import Approval, SchemeError
from layouts.services import Services


def states(services: Services) -> list[tuple[int, str]]:
    return [(each.version, each.status) for each in services.view().schemes("demo")]


def test_a_scheme_begins_as_a_draft_whatever_it_says(services: Services) -> None:
    number = services.store.save_scheme(small_scheme(status="active"), by="审某", at=AT)
    (found,) = services.view().schemes("demo")
    assert (number, found.scheme) == (1, small_scheme())


def test_a_scheme_is_put_in_force_with_its_document_and_who_approved_it(services: Services) -> None:
    in_force(services)
    (found,) = services.view().schemes("demo")
    told = (found.scheme.basis, found.scheme.number, found.scheme.approver, found.scheme.decided_on)
    assert found.status == "active"
    assert told == (APPROVAL.basis, APPROVAL.number, APPROVAL.approver, APPROVAL.decided_on)


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"basis": " "}, "no_basis"),
        ({"number": ""}, "no_number"),
        ({"approver": ""}, "no_approver"),
        ({"decided_on": "去年"}, "no_decided"),
        ({"decided_on": "2027-01-01"}, "future"),
    ],
)
def test_a_scheme_without_its_document_stays_a_draft(
    services: Services, missing: dict[str, str], reason: str
) -> None:
    number = services.store.save_scheme(small_scheme(), by="审某", at=AT)
    approval = replace(APPROVAL, **missing)
    with pytest.raises(SchemeError, match=reason):
        services.store.activate_scheme("demo", SCHEME, number, approval, by="发某", at=AT)
    assert states(services) == [(1, "draft")]


def test_a_scheme_with_an_empty_mark_is_not_put_in_force(services: Services) -> None:
    empty = small_scheme(items=(replace(ITEMS[0], weight=None), *ITEMS[1:]))
    number = services.store.save_scheme(empty, by="审某", at=AT)
    with pytest.raises(SchemeError, match="unmarked"):
        services.store.activate_scheme("demo", SCHEME, number, APPROVAL, by="发某", at=AT)


def test_a_new_version_in_force_retires_the_one_before(services: Services) -> None:
    in_force(services)
    in_force(services, small_scheme(name="示例考核（修订）"))
    assert states(services) == [(1, "retired"), (2, "active")]
    assert services.view().scheme("demo", SCHEME) == services.view().scheme("demo", SCHEME, 2)


def test_the_same_scheme_again_is_no_new_version(services: Services) -> None:
    services.store.save_scheme(small_scheme(), by="审某", at=AT)
    with pytest.raises(SchemeError, match="same"):
        services.store.save_scheme(small_scheme(), by="审某", at=AT)


def test_a_discarded_draft_leaves_the_list_and_its_number_is_not_given_again(services: Services) -> None:
    services.store.save_scheme(small_scheme(), by="审某", at=AT)
    services.store.retire_scheme("demo", SCHEME, 1, why="不用了", by="审某", at=AT)
    assert states(services) == []
    assert services.store.save_scheme(small_scheme(), by="审某", at=AT) == 2


def test_a_scheme_in_force_is_retired_with_a_reason_and_not_twice(services: Services) -> None:
    in_force(services)
    with pytest.raises(SchemeError, match="no_reason"):
        services.store.retire_scheme("demo", SCHEME, 1, why=" ", by="发某", at=AT)
    services.store.retire_scheme("demo", SCHEME, 1, why="年度已结束", by="发某", at=AT)
    with pytest.raises(SchemeError, match="not_active"):
        services.store.retire_scheme("demo", SCHEME, 1, why="再来", by="发某", at=AT)
    assert states(services) == [(1, "retired")]


def test_an_unknown_version_is_refused(services: Services) -> None:
    with pytest.raises(SchemeError, match="unknown"):
        services.store.activate_scheme("demo", "XX", 1, APPROVAL, by="发某", at=AT)
    in_force(services)
    with pytest.raises(SchemeError, match="not_draft"):
        services.store.activate_scheme(
            "demo", SCHEME, 1, Approval("a", "b", "c", "2025-01-01"), by="发某", at=AT
        )


def test_drafts_are_for_those_who_assess(services: Services) -> None:
    in_force(services)
    services.store.save_scheme(small_scheme(name="修订"), by="审某", at=AT)
    viewer = services.viewer()
    county = replace(viewer, reach=Reach({"file": frozenset(("990101",))}))
    office = replace(viewer, reach=Reach({"review": frozenset(("990000",))}))
    assert [each.version for each in services.store.seen_by(county).schemes("demo")] == [1]
    assert [each.version for each in services.store.seen_by(office).schemes("demo")] == [1, 2]


def test_every_step_of_a_scheme_is_in_the_trail(services: Services) -> None:
    in_force(services)
    with services.store._engine.begin() as connection:
        rows = connection.execute(
            text("SELECT object, actor FROM audit WHERE action = 'scheme.set' ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [(SCHEME, "审某"), (SCHEME, "发某")]
    assert services.store.prove(at=AT, largest=0).whole
