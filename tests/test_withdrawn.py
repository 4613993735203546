"""A withdrawn file: its bytes may be filed again, as a submission of their own."""

from __future__ import annotations

from datetime import timedelta

import builders
import pytest
from builders_store import AT

from layouts.services import Services
from loaders.desk import Outcome
from loaders.intake import receive
from loaders.preview import preview

FILER, REVIEWER = "李某", "王某"


@pytest.fixture(scope="module")
def data() -> bytes:
    return builders.annual("2025", suit_heard=10, suit_head_appeared=9)


def file(services: Services, data: bytes, *, hours: int = 0, by: str = FILER) -> Outcome:
    return receive("年报.xlsx", data, desk=services.desk(), by=by, at=AT + timedelta(hours=hours))


def withdraw(services: Services, number: int, *, by: str = FILER) -> None:
    services.store.step(number, "withdraw", by=by, at=AT, why="以为报错了")


def statuses(services: Services) -> list[str]:
    return [each.status for each in reversed(services.view().submissions())]


def test_the_same_bytes_are_filed_again_after_a_withdrawal(services: Services, data: bytes) -> None:
    first = file(services, data).submission or 0
    withdraw(services, first)
    foreseen = preview("年报.xlsx", data, desk=services.desk(), at=AT)
    assert (foreseen.status, foreseen.known) == ("accepted", None)
    again = file(services, data, hours=30, by="赵某")
    assert (again.status, again.known) == ("waiting", False)
    assert again.submission != first
    assert statuses(services) == ["withdrawn", "waiting"]
    found = services.view().submission(again.submission or 0)
    assert found is not None
    assert (found[0].by, found[0].received_at) == ("赵某", AT + timedelta(hours=30))
    assert services.view().is_current(again.submission or 0)


def test_what_was_filed_again_is_known_then(services: Services, data: bytes) -> None:
    withdraw(services, file(services, data).submission or 0)
    again = file(services, data)
    third = file(services, data)
    assert (third.known, third.submission) == (True, again.submission)


def test_bytes_can_be_withdrawn_and_filed_as_often_as_one_likes(services: Services, data: bytes) -> None:
    for _ in range(3):
        withdraw(services, file(services, data).submission or 0)
    last = file(services, data)
    assert statuses(services) == ["withdrawn"] * 3 + ["waiting"]
    services.store.step(last.submission or 0, "approve", by=REVIEWER, at=AT)
    assert services.store.prove(at=AT, largest=10**9).whole


def test_what_a_reviewer_returned_is_told_and_not_filed_again(services: Services, data: bytes) -> None:
    first = file(services, data)
    services.store.step(first.submission or 0, "return", by=REVIEWER, at=AT, why="数字不对")
    again = file(services, data)
    assert (again.known, again.status, again.submission) == (True, "returned", first.submission)
