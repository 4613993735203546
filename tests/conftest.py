"""What many tests begin with: an empty record with its desk, and a workbook that has been marked up."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_filing import filing_client
from builders_marked import FINDINGS, marked
from builders_markup import rich_workbook
from builders_store import fresh_services
from flask.testing import FlaskClient

from layouts.services import Services


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """A record of its own, nothing filed."""
    return fresh_services(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """Who files into it."""
    return filing_client(services)


@pytest.fixture(scope="session")
def rich() -> bytes:
    """A workbook with everything that a sender may have put in."""
    return rich_workbook()


@pytest.fixture(scope="session")
def result(rich: bytes) -> bytes:
    """The same with findings on it."""
    return marked(rich, *FINDINGS)
