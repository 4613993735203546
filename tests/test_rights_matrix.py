"""Every route, page, callback, export and job × every role × own and another region × what siblings see.

The tables say who is let in. A route, page or callback that is in none of them fails the first tests.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bench import page_request
from builders_people import CITY, DRAFT, FILERS, OTHER, OWN, PUBLISHED, account, client_of, people_services
from builders_rights import (
    BATCH,
    FIGURES,
    JSON,
    NUMBERS,
    OFFICERS,
    WHO,
    call,
    careful,
    content,
    everything,
    hash_of,
    passed,
    spelled,
    token,
    turned_to_sign_in,
)
from builders_routes import CALLED, ELSEWHERE, POSTS, ROUTES, SHOWN
from builders_tasks import task
from flask.testing import FlaskClient

from app import create_app
from data.jobs import NewJob
from data.people import ROLES, SIBLINGS, Grant, Siblings
from layouts import door
from layouts.menu import PAGES
from layouts.services import Services


@pytest.fixture(scope="module", params=SIBLINGS)
def services(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = people_services(tmp_path_factory.mktemp(request.param), siblings=request.param)
    for region, batch in BATCH.items():
        made.store.enqueue([NewJob("receive")], batch=batch, by=FILERS[region], at=made.clock())
        told = replace(task(f"T_{region}", region), title=f"{region}_任务", lead=f"{region}_科")
        made.store.set_tasks([told], by=FILERS[region], at=made.clock())
        made.store.step_task(told.code, "demo", "done", note=f"{region}_", by=FILERS[region], at=made.clock())
    return made


@pytest.fixture(scope="module")
def clients(services: Services) -> dict[str, FlaskClient]:
    """A browser of each role: over OWN, the 三员 over everything."""
    server = create_app(services).server
    found = {"nobody": server.test_client()}
    for role in (*ROLES, "none"):
        grants = [] if role == "none" else [Grant(role, "*" if role in OFFICERS else OWN)]
        one = account(services, role, grants, FILERS[OWN] if role == "file" else "")
        found[role] = client_of(services, one)
        header = token(found[role])
        found[role].environ_base["HTTP_X_FAHENG_TOKEN"] = header
    return found


def test_every_route_is_in_the_tables(services: Services) -> None:
    server = create_app(services).server
    rules = {rule.rule for rule in server.url_map.iter_rules()}
    assert rules == {each.rule for each in (*ROUTES, *POSTS)} | ELSEWHERE
    assert rules == set(door.ROUTES) | door.OPEN


def test_every_page_is_in_the_table() -> None:
    assert {page.code for page in PAGES} == set(SHOWN)
    assert {page: frozenset(door.PAGES[page]) for page in SHOWN} == dict(SHOWN)


def test_every_callback_is_in_the_table(services: Services) -> None:
    app = create_app(services)
    app.server.test_client().get("/healthz")
    client_of(services, account(services, "caller", [Grant("view", OWN)])).get("/")
    outputs = {part for key in app.callback_map for part in re.split(r"\.\.\.?", key.strip("."))}
    known = {door.plain_output(each) for each in outputs if each}
    assert {each for each in known if "." in each} or known
    for key in app.callback_map:
        for each in door.outputs_of(key):
            assert door.plain_output(each) in CALLED, each
    assert set(CALLED) == set(door.CALLBACKS)


@pytest.mark.parametrize("who", WHO)
def test_a_route_lets_in_whom_the_table_says(
    clients: dict[str, FlaskClient], services: Services, who: str
) -> None:
    wrong = []
    for each in (*ROUTES, *POSTS):
        for region, allowed in ((OWN, each.own), (OTHER, each.other)):
            answer = call(clients[who], services, each, region)
            inside = (
                answer.status_code < 400 and not turned_to_sign_in(answer) if each.given else passed(answer)
            )
            if inside != (who in allowed):
                wrong.append((each.address, region, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_a_page_is_shown_to_whom_the_table_says(clients: dict[str, FlaskClient], who: str) -> None:
    wrong = []
    for page in PAGES:
        for region in (OWN, OTHER):
            answer = content(clients[who], page.path, region)
            shown = answer.status_code == 200 and "没有打开本页的权限" not in answer.get_data(as_text=True)
            if shown != (who in SHOWN[page.code]):
                wrong.append((page.code, region, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_an_export_is_given_to_whom_its_page_is_shown(clients: dict[str, FlaskClient], who: str) -> None:
    wrong = []
    for page in PAGES:
        for extension in ("csv", "xlsx"):
            answer = clients[who].get(
                f"/export/{page.code}.{extension}?dataset=demo&period=2024", headers=JSON
            )
            expected = 401 if who == "nobody" else 404 if page.rows is None else 403
            if who in SHOWN[page.code] and page.rows is not None:
                expected = 200
            if answer.status_code != expected:
                wrong.append((page.code, extension, answer.status_code, expected))
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("output", sorted(CALLED))
def test_a_callback_is_open_to_whom_the_table_says(
    clients: dict[str, FlaskClient], who: str, output: str
) -> None:
    asked_for = {"output": output, "outputs": {}, "inputs": [], "changedPropIds": []}
    if output.startswith("_pages"):
        asked_for = page_request("/forms", "")
    answer = careful(clients[who], asked_for)
    assert (answer not in (401, 403)) == (who in CALLED[output])


@pytest.mark.parametrize("who", sorted(FIGURES))
def test_nothing_of_another_region_comes_out(
    clients: dict[str, FlaskClient], services: Services, who: str
) -> None:
    """Not what is unpublished, not who filed; published figures and names as the setting says."""
    siblings, found = services.siblings, []
    name = services.shipped.regions.get(OTHER).name
    never = [*spelled(DRAFT[OTHER]), FILERS[OTHER], f"{OTHER}_"]
    if siblings != "all":
        never += [OTHER, name]
    if siblings == "own":
        never += spelled(PUBLISHED[OTHER])
    if who == "view":
        never += [*spelled(DRAFT[OWN]), FILERS[OWN]]
    for address, text in everything(clients[who], services, ROUTES):
        echoed = (OTHER, name) if OTHER in address else ()  # what one has written is said back
        found += [(address, each) for each in never if each in text and each not in echoed]
    assert found == []


def test_published_figures_of_siblings_are_seen_as_the_setting_says(
    clients: dict[str, FlaskClient], services: Services
) -> None:
    rows = clients["view"].get("/api/v1/results?dataset=demo&period=2024&indicator=FY04").get_json()["rows"]
    other = [row["region"] for row in rows if row["denominator"] == PUBLISHED[OTHER]]
    siblings: Siblings = services.siblings
    assert len(other) == (0 if siblings == "own" else 1)
    assert (OTHER in other) == (siblings == "all")
    total = next(row for row in rows if row["region"] == CITY)
    assert total["denominator"] == sum(PUBLISHED.values())  # the total above stays


@pytest.mark.parametrize(
    ("who", "heard"), [("file", 710017), ("review", 710017), ("publish", 710017), ("view", None)]
)
def test_unpublished_figures_are_for_those_who_work_on_them(
    clients: dict[str, FlaskClient], who: str, heard: float | None
) -> None:
    address = f"/api/v1/results?region={OWN}&period=2025&indicator=FY04"
    (row,) = clients[who].get(address).get_json()["rows"]
    assert row["denominator"] == heard


def test_no_address_of_a_record_is_guessed(clients: dict[str, FlaskClient], services: Services) -> None:
    for number in (*NUMBERS[OTHER], 99, 0):
        answer = clients["file"].get(f"/api/v1/findings?submission={number}")
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "unknown_submission")
    assert clients["file"].get(f"/file/{hash_of(services, OTHER)}").status_code == 404
    assert clients["file"].get("/file/" + "0" * 64).status_code == 404
