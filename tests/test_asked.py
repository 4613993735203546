"""What a request asks the record about changes: once, unless this very request has changed something."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bench import page_request
from builders_store import AT, file, fresh_services, small_services
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event

from app import create_app
from data.store import Store
from layouts.services import Services

PAGES = ("/", "/compare", "/matrix", "/trend", "/portrait", "/board", "/publish", "/rules", "/submit")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


@contextmanager
def questions() -> Iterator[list[str]]:
    """The statements meanwhile that ask for data versions, of any engine; threads of their own aside."""
    asked: list[str] = []
    here = threading.get_ident()

    def told(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if (
            threading.get_ident() == here
            and statement.startswith("SELECT")
            and "FROM part_version" in statement
        ):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", told)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", told)


def show(client: FlaskClient, path: str) -> None:
    answer = client.post("/_dash-update-component", json=page_request(path, "?dataset=demo"))
    assert answer.status_code == 200, path


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_once_what_has_changed(services: Services, path: str) -> None:
    client = create_app(services).server.test_client()
    show(client, path)  # frames and blocks are made, each inside a transaction of its own
    with questions() as asked:
        show(client, path)
    assert len(asked) == 1


def test_every_request_asks_anew(services: Services) -> None:
    client = create_app(services).server.test_client()
    show(client, "/")
    with questions() as asked:
        for _ in range(3):
            show(client, "/")
    assert len(asked) == 3


def test_what_a_request_writes_is_there_for_what_it_reads_next(services: Services) -> None:
    with create_app(services).server.test_request_context():
        before = services.view().versions("demo")["2025"]
        view, rules = services.view(), services.rules
        file(services, "990105", "2025", {"suit_heard": 7})
        assert services.numbers().versions("demo")["2025"] == before + 1
        assert view.versions("demo")["2025"] == before + 1
        content = '{"off": true}'
        services.store.save_rules([(next(iter(rules)).code, content)], by="李某", at=AT, why="试")
        assert services.rules is not rules


def test_what_others_write_shows_in_the_next_request(services: Services, tmp_path: Path) -> None:
    elements = tuple(services.shipped.elements)
    other = Store.open(f"sqlite:///{tmp_path / 'faheng.db'}", tmp_path / "files", elements)
    site = create_app(services).server
    with site.test_request_context():
        before = services.view().versions("*").get("rules", 0)
        other.save_rules([("sum.total", '{"off": true}')], by="李某", at=AT, why="试")
        assert services.view().versions("*").get("rules", 0) == before
    with site.test_request_context():
        assert services.view().versions("*").get("rules", 0) == before + 1
    other.close()


def test_outside_of_requests_everything_is_asked_each_time(services: Services) -> None:
    with questions() as asked:
        services.view().versions("*")
        services.view().versions("*")
    assert len(asked) == 2


def test_a_snapshot_has_its_own_versions_whatever_was_asked_first(services: Services) -> None:
    store, copy = services.store, services.keep_catalogue()
    number = store.publish("demo", ["2024"], by="钱发", at=AT, catalogue=copy)
    outside = services.numbers(number).versions("demo")
    assert set(outside) == {"2024", "targets"}
    with create_app(services).server.test_request_context():
        view = services.numbers(number).view
        assert view.versions("*") == services.view().versions("*")
        assert view.versions("demo") == outside
        assert set(services.view().versions("demo")) == {"2024", "2025", "targets"}


def test_two_records_in_one_request_are_not_taken_for_each_other(services: Services, tmp_path: Path) -> None:
    empty = fresh_services(tmp_path / "other")
    create_app(empty)
    with create_app(services).server.test_request_context():
        assert "2025" in services.view().versions("demo")
        assert empty.view().versions("demo") == {}
