"""Every kind of job × every role × own and another region: it is done with the rights of who sent it."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_people import OTHER, OWN, account, people_services
from builders_store import AT

from data.jobs import NewJob
from data.people import ROLES, Grant, Role
from layouts.services import Services
from layouts.working import desk_of, tasks_of

FILES = frozenset(("file",))  # may file for OWN; for OTHER nobody who has a role over OWN only
KINDS = {"receive": FILES}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return people_services(tmp_path_factory.mktemp("jobs"))


def test_every_kind_of_job_is_in_the_table(services: Services) -> None:
    assert set(tasks_of(services)) == set(KINDS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_job_may_what_its_sender_may(services: Services, kind: str, role: Role) -> None:
    person = f"某{kind}{role}"
    account(services, f"{kind}-{role}", [Grant(role, OWN)], person)
    services.store.enqueue([NewJob(kind)], batch=f"{kind}{role}", by=person, at=AT)
    (job,) = services.whole_view().jobs(f"{kind}{role}")
    barred = desk_of(services, job).barred
    assert barred is not None
    assert [barred(OWN), barred(OTHER)] == [role not in KINDS[kind], True]


def test_a_job_of_nobody_may_nothing(tmp_path: Path) -> None:
    services = people_services(tmp_path)
    services.store.enqueue([NewJob("receive")], batch="nobody", by="查无此人", at=AT)
    (job,) = services.whole_view().jobs("nobody")
    barred = desk_of(services, job).barred
    assert barred is not None
    assert barred(OWN)
