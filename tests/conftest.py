"""What many tests begin with: an empty record with its desk, and a workbook that has been marked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders_marked import FINDINGS, marked
from builders_markup import rich_workbook
from builders_store import fresh_services
from flask.testing import FlaskClient

import app
from layouts.services import Services


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """What ships is frozen and the same for every record: read once for all tests, which saves minutes."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("read_definitions", "read_forms", "read_rules"):
            patched.setattr(app, name, kept(getattr(app, name)))
        yield


def kept(read: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, answering at once where it is asked of the very same thing again."""
    known: dict[tuple[int, ...], tuple[object, Any]] = {}

    def again(*given: object) -> Any:
        key = tuple(map(id, given))
        if key not in known:
            known[key] = (given, read(*given))  # what was given is held: its id stays its own
        return known[key][1]

    return again


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """A record of its own, nothing filed."""
    return fresh_services(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """Who visits the whole site over it."""
    return app.create_app(services).server.test_client()


@pytest.fixture(scope="session")
def rich() -> bytes:
    """A workbook with everything that a sender may have put in."""
    return rich_workbook()


@pytest.fixture(scope="session")
def result(rich: bytes) -> bytes:
    """The same with findings on it."""
    return marked(rich, *FINDINGS)
