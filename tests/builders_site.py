"""The site for tests: a small record of which both years are published, and what a page answers."""

from __future__ import annotations

from pathlib import Path

from bench import page_request
from builders_store import small_services
from flask.testing import FlaskClient

from layouts.services import Services


def published_services(folder: Path) -> Services:
    """The small record, with both its years published."""
    made = small_services(folder)
    copy = made.keep_catalogue()
    made.store.publish("demo", ["2024", "2025"], by="发布人", at=made.clock(), catalogue=copy)
    return made


def answered(client: FlaskClient, path: str, search: str) -> str:
    answer = client.post("/_dash-update-component", json=page_request(path, search))
    assert answer.status_code == 200, (path, search)
    return answer.get_data(as_text=True)
