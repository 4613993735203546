"""Asking as somebody for tests of rights: one request or all of them, and what an answer says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench import page_request
from builders_people import CITY, OTHER, OWN
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.people import ROLES
from layouts.menu import PAGES
from layouts.services import Services

OFFICERS = ("manage", "security", "audit")
FIGURES = frozenset(("file", "review", "publish", "view"))
DRAFTS = frozenset(("file", "review", "publish"))
ACCOUNTS = frozenset((*ROLES, "none"))  # everybody who has signed in; "none" has no grant at all
WHO = (*ROLES, "none", "nobody")
NOBODY_TOO = frozenset(WHO)

JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}
BATCH = {OWN: "a" * 32, OTHER: "b" * 32}
NUMBERS = {OWN: (1, 3), OTHER: (2, 4)}  # published, waiting


@dataclass(frozen=True)
class Asked:
    """One request about a region; ``own``, ``other``: the roles over OWN that are let in."""

    rule: str
    address: str
    own: frozenset[str]
    other: frozenset[str]
    body: Mapping[str, str] | None = None
    given: bool = True  # "let in" means that it is answered with the thing; else that the door opened


def asked(
    rule: str, address: str, own: Any, other: Any = None, *, body: Any = None, given: bool = False
) -> Asked:
    return Asked(rule, address, frozenset(own), frozenset(own if other is None else other), body, given)


def token(client: FlaskClient) -> str:
    cookies = client.get("/", headers=HTML).headers.get_all("Set-Cookie")
    return next(
        (each.split("=", 1)[1].split(";")[0] for each in cookies if each.startswith("faheng_token")), ""
    )


def everything(client: FlaskClient, services: Services, routes: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    """All that a person can ask for, about both regions, as text."""
    for each in routes:
        for region in (OWN, OTHER):
            answer = call(client, services, each, region)
            if passed(answer):
                yield f"{each.address} {region}", plain(answer)
    searches = [f"?dataset=demo&region={region}&period=2024&indicator=FY04" for region in (OWN, OTHER, CITY)]
    searches += [f"?submission={number}" for number in (*NUMBERS[OWN], *NUMBERS[OTHER])]
    for page in (*PAGES,):
        for search in searches:
            body = page_request(page.path, search)
            yield page.path + search, plain(client.post("/_dash-update-component", json=body))
            yield f"/export/{page.code}.xlsx{search}", plain(client.get(f"/export/{page.code}.xlsx{search}"))
        for extension in ("csv", "xlsx"):
            address = f"/export/{page.code}.{extension}?dataset=demo&period=2025"
            yield address, plain(client.get(address))


def call(client: FlaskClient, services: Services, each: Asked, region: str) -> TestResponse:
    published, draft = NUMBERS[region]
    address = each.address.format(
        region=region,
        published=published,
        draft=draft,
        batch=BATCH[region],
        sha256=hash_of(services, region),
    )
    if each.body is None:
        return client.get(address, headers=JSON, buffered=True)
    return client.post(address, data=each.body, headers=JSON)


def content(client: FlaskClient, path: str, region: str) -> TestResponse:
    search = f"?dataset=demo&region={region}&period=2024&indicator=FY04"
    return client.post("/_dash-update-component", json=page_request(path, search))


def careful(client: FlaskClient, body: Mapping[str, Any]) -> int:
    """The status; a callback that Dash itself does not know in this form has passed the door all the same."""
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    return client.post("/_dash-update-component", json=body).status_code


def passed(answer: TestResponse) -> bool:
    return answer.status_code not in (401, 403) and not turned_to_sign_in(answer)


def turned_to_sign_in(answer: TestResponse) -> bool:
    return answer.headers.get("Location", "").startswith("/sign-in")


def plain(answer: TestResponse) -> str:
    """The text of an answer, of a workbook that of all its parts."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def spelled(number: int) -> list[str]:
    """As it stands in JSON and in cells, and as people read it."""
    return [str(number), f"{number:,}"]


def hash_of(services: Services, region: str) -> str:
    found = services.whole_view().submission(NUMBERS[region][0])
    assert found is not None
    return found[0].sha256
