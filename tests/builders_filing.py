"""What the tests of 报送 file, how they file it, and what they see of its pages."""

from __future__ import annotations

import io
from urllib.parse import parse_qsl, urlsplit

import builders
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model import Finding
from layouts.elements import Element
from layouts.pages import submit
from layouts.rows import Rows
from layouts.selection import parse
from layouts.services import Services
from layouts.views.submit_routes import blueprint

NASTY = '<img src=x onerror="alert(1)">'


def filing_client(services: Services) -> FlaskClient:
    """The routes of 报送 alone."""
    server = Flask("test")
    server.register_blueprint(blueprint(services))
    return server.test_client()


def good(heard: int = 10, period: str = "2025") -> bytes:
    return builders.annual(period, suit_heard=heard, suit_head_appeared=9)


def spoiled() -> bytes:
    """More appearances than hearings."""
    return builders.annual("2025", suit_heard=6, suit_head_appeared=7)


def bad() -> bytes:
    """More appearances than hearings; letters for a number on another sheet's row."""

    def spoil(book: object) -> None:
        sheet = book["复议应诉"]
        sheet.cell(builders.row_of(sheet, "suit_lost"), 4).value = NASTY

    return builders.edited(spoiled(), spoil)


def doubtful() -> bytes:
    """The filed rate is not what the counts give: taken in, and to be explained."""
    return builders.annual("2025", suit_heard=10, suit_head_appeared=9, FY04_reported=75)


def post(client: FlaskClient, name: str, data: bytes, by: str = "李某", **headers: str) -> TestResponse:
    return client.post(
        "/file/receive",
        data={"by": by, "lang": "zh", "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
        headers={key.replace("_", "-"): text for key, text in headers.items()},
    )


def posted(client: FlaskClient, name: str, data: bytes, by: str = "李某") -> dict:
    response = post(client, name, data, by)
    assert response.status_code == 200, response.text
    (told,) = response.json["files"]
    return told


def filed(client: FlaskClient, data: bytes, name: str = "年报.xlsx") -> dict:
    return posted(client, name, data)


def send(client: FlaskClient, what: str, name: str, data: bytes, **fields: str) -> list[dict]:
    form = {"lang": "zh", "by": "李某", **fields, "file": (io.BytesIO(data), name)}
    answer = client.post(f"/file/{what}", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    return answer.json["files"]


def seen(client: FlaskClient, data: bytes, name: str = "年报.xlsx", **fields: str) -> dict:
    (told,) = send(client, "preview", name, data, **fields)
    return told


def explain(client: FlaskClient, number: int, finding: Finding, text: str, **fields: str) -> dict:
    form = {"submission": str(number), "text": text, "by": "王某"}
    form |= {name: getattr(finding, name) for name in ("code", "sheet", "cell", "indicator")}
    return client.post("/file/explain", data={**form, **fields}, content_type="multipart/form-data").json


def page(services: Services, address: str) -> list[Element]:
    """The parts of the page at an address."""
    numbers = services.numbers()
    chosen = parse(dict(parse_qsl(urlsplit(address).query)), numbers)
    return submit.body(services, numbers, chosen)


def page_of(services: Services, number: int, language: str = "zh") -> list[Element]:
    """The page of a submission."""
    return page(services, f"/submit?submission={number}&lang={language}")


def rows_of(services: Services, query: str) -> Rows:
    numbers = services.numbers()
    return submit.rows(services, numbers, parse(dict(parse_qsl(query)), numbers))


def texts(element: object) -> list[str]:
    """Every text a reader sees, in order."""
    if isinstance(element, dict):
        return texts(element["props"].get("children"))
    if isinstance(element, list | tuple):
        return [text for each in element for text in texts(each)]
    return [] if element is None else [str(element)]


def all_of(element: object, kind: str, **props: str) -> list[dict]:
    """Every element of a kind whose props hold these texts."""
    if isinstance(element, list | tuple):
        return [found for each in element for found in all_of(each, kind, **props)]
    if not isinstance(element, dict):
        return []
    mine = element["type"] == kind and all(
        text in str(element["props"].get(key.replace("_", "-"), element["props"].get(key, "")))
        for key, text in props.items()
    )
    return ([element] if mine else []) + all_of(element["props"].get("children"), kind, **props)


def buttons(services: Services, address: str) -> dict[str, str]:
    """Words of the outcome's buttons -> their addresses."""
    links = all_of(page(services, address), "A", className="button")
    return {"".join(texts(link)): link["props"]["href"] for link in links}
