"""The page of targets for tests: what it shows for city 990100 in 2025, and who asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from builders_people import account, client_of
from builders_rights import token
from builders_store import demo_target
from flask.testing import FlaskClient

from data.model import Target
from data.people import Grant
from layouts.pages import targets as page
from layouts.selection import parse
from layouts.services import Services
from layouts.views.targets_facts import KEYS, Scene, scene

CITY = "990100"


def plan(services: Services, **changes: Any) -> Target:
    """A day by which something is to be done, of no indicator."""
    bare = replace(
        demo_target(services, "FY04", "floor", 1),
        target="T-plan",
        indicator="",
        kind="date",
        op="",
        threshold=None,
        due="2025-06-30",
        object="实施方案印发",
    )
    return replace(bare, **changes)


def chosen_of(services: Services, **query: str) -> Any:
    numbers = services.numbers()
    given = {"dataset": "demo", "region": CITY, "period": "2025", **query}
    own = tuple((key, given[key]) for key in KEYS if key in given)
    return replace(parse(given, numbers), own=own)


def seen(services: Services, **query: str) -> Scene:
    return scene(services.numbers(), chosen_of(services, **query))


def body(services: Services, **query: str) -> Any:
    return page.body(services, services.numbers(), chosen_of(services, **query))


def entered(services: Services, name: str, grant: Grant) -> FlaskClient:
    """A browser that has signed in and sends its token along."""
    client = client_of(services, account(services, name, [grant]))
    client.environ_base["HTTP_X_FAHENG_TOKEN"] = token(client)
    return client


def statuses(found: Scene, code: str) -> dict[str, str]:
    line = next(each for each in found.every if each.target.target == code)
    return {region: number.status for region, number in line.cells.items()}
