"""The page of the filing calendar for tests: what it shows, what is sent to it, and who asks."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from html import unescape
from typing import Any

from builders_site import answered
from flask.testing import FlaskClient

from data.model import Viewer
from data.people import Account, Grant, role_of
from layouts.login import reach_of
from layouts.pages.board import rows
from layouts.selection import parse
from layouts.services import Services
from layouts.views.board_words import KEYS

YEAR = "?dataset=demo&region=990000&year=2025"
CITY = "?dataset=demo&region=990100&period=2025&part=summary"
PDF = b"%PDF-1.7 signed and sealed"


def records(services: Services, search: str) -> list[dict[str, Any]]:
    query = dict(pair.split("=") for pair in search.removeprefix("?").split("&"))
    numbers = services.numbers()
    own = tuple((key, text) for key, text in query.items() if key in KEYS)
    chosen = replace(parse(query, numbers), own=own)
    return [dict(each) for each in rows(services, numbers, chosen).records]


def shown(client: FlaskClient, search: str) -> str:
    """The page as it is answered, finished HTML among it."""
    return unescape(json.dumps(json.loads(answered(client, "/board", search)), ensure_ascii=False))


def post(client: FlaskClient, what: str, lang: str = "zh", **fields: Any) -> tuple[int, dict[str, Any]]:
    given = {"dataset": "demo", "by": "李某", **fields}
    answer = client.post(f"/board/{what}?lang={lang}", data=given, headers={"Accept": "application/json"})
    return answer.status_code, answer.get_json()


def deadline(client: FlaskClient, due: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    return post(client, "deadline", **{"place": "annual 2025", "due": due, "why": "春节前后", **fields})


def make(client: FlaskClient) -> tuple[int, dict[str, Any]]:
    place = {"region": "990100", "period": "2025", "form": "annual"}
    return post(client, "summary", back=CITY, **place)


def attach(
    client: FlaskClient, name: str = "盖章.pdf", data: bytes = PDF, summary: str = "1"
) -> tuple[int, dict[str, Any]]:
    return post(client, "scan", summary=summary, back=CITY, file=(io.BytesIO(data), name))


def signed_in(services: Services, **roles: str) -> None:
    """From now on a person asks who has these rights over a region and those below it."""
    grants = tuple(Grant(role_of(name) or "view", region) for name, region in roles.items())
    account = Account(1, "wang", "王某", "", False, False, 0, "", 1, "", "", grants)
    reach = reach_of(account, services.shipped, "own", b"")
    services.viewer = lambda: Viewer("王某", reach=reach)
