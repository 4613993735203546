"""The browser's files: packed, whole, and kept for good where the address names the file."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders_store import fresh_services
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
GOOD = "public, max-age=31536000, immutable"
ASSETS = Path(__file__).parents[1] / "layouts" / "assets"
PLOTLY = "00-plotly-cartesian.min.js"
FILE = re.compile(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(fresh_services(tmp_path_factory.mktemp("packed"))).server.test_client()


@pytest.fixture(scope="module")
def files(client: FlaskClient) -> list[str]:
    """The addresses of all files that the document asks for."""
    return FILE.findall(client.get("/").get_data(as_text=True))


def named(files: list[str], part: str) -> str:
    (found,) = [each for each in files if part in each]
    return found


def ask(client: FlaskClient, address: str, headers: Mapping[str, str] = GZIP) -> TestResponse:
    """The answer, read to its end and closed."""
    return client.get(address, headers=headers, buffered=True)


def unpacked(answer: TestResponse) -> bytes:
    data = answer.get_data()
    return gzip.decompress(data) if answer.content_encoding == "gzip" else data


def test_every_file_of_the_document_is_packed_and_kept_for_good(
    client: FlaskClient, files: list[str]
) -> None:
    assert len(files) > 40
    for each in files:
        answer, plain = ask(client, each), ask(client, each, {})
        assert answer.status_code == plain.status_code == 200
        assert answer.headers["Cache-Control"] == plain.headers["Cache-Control"] == GOOD, each
        assert unpacked(answer) == plain.get_data()
        assert plain.content_encoding is None
        assert (answer.content_encoding == "gzip") == (len(plain.get_data()) >= 1000), each
        assert answer.content_length == len(answer.get_data())


def test_the_whole_first_load_is_under_two_megabytes(client: FlaskClient, files: list[str]) -> None:
    assert sum(ask(client, each).content_length for each in files) < 1_500_000


def test_caches_are_told_that_the_answer_depends_on_the_packing(
    client: FlaskClient, files: list[str]
) -> None:
    for headers in (GZIP, {}):
        assert "Accept-Encoding" in ask(client, named(files, PLOTLY), headers).headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_who_cannot_unpack_gets_it_plain(client: FlaskClient, files: list[str], accepted: str) -> None:
    answer = ask(client, named(files, PLOTLY), {"Accept-Encoding": accepted})
    assert answer.content_encoding is None
    assert answer.get_data() == (ASSETS / PLOTLY).read_bytes()


def test_an_address_that_names_no_file_or_an_older_one_is_asked_for_again(client: FlaskClient) -> None:
    for query in ("", "?m=1.5", "?m=soon", "?m=nan", "?m=inf"):
        answer = ask(client, f"/assets/base.css{query}", GZIP)
        assert answer.headers["Cache-Control"] == "no-cache", query


@pytest.mark.parametrize("path", ["/assets/base.css", "/_dash-component-suites/dash/dcc/async-graph.js"])
def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    client.get("/")  # Dash serves what the document has named
    first = ask(client, path)
    again = ask(client, path, {**GZIP, "If-None-Match": first.headers["ETag"]})
    assert first.content_encoding == "gzip"
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_part_of_a_file_is_a_part_of_the_plain_one(client: FlaskClient, files: list[str]) -> None:
    answer = ask(client, named(files, PLOTLY), {**GZIP, "Range": "bytes=0-9"})
    assert (answer.status_code, answer.content_encoding) == (206, None)
    assert answer.get_data() == (ASSETS / PLOTLY).read_bytes()[:10]


def test_a_packed_file_has_the_headers_of_every_answer(client: FlaskClient, files: list[str]) -> None:
    answer = ask(client, named(files, PLOTLY))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_of_one_person_is_neither_packed_nor_kept(client: FlaskClient) -> None:
    for address in ("/", "/api/v1/indicators", "/_dash-layout"):
        answer = ask(client, address)
        assert (answer.content_encoding, answer.headers["Cache-Control"]) == (None, "private, no-store")


def test_an_answer_of_a_file_that_is_none_is_not_kept(client: FlaskClient) -> None:
    answer = ask(client, "/assets/nothing.js?m=1")
    assert answer.status_code == 404
    assert "max-age" not in answer.headers.get("Cache-Control", "")
