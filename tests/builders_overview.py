"""The overview for tests: its body and what it is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builders_page import Element
from builders_store import file, small_services

from layouts.pages import overview
from layouts.selection import parse
from layouts.services import Services
from layouts.views.overview_facts import scene


def body_of(services: Services, **query: str) -> list[Element]:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", **query}, numbers)
    return overview.body(services, numbers, chosen)


def seen(services: Services, **query: str) -> Any:
    numbers = services.numbers()
    return scene(services, numbers, parse({"dataset": "demo", **query}, numbers))


def city_of(services: Services) -> list[Element]:
    return body_of(services, region="990100", period="2025")


def few_and_many(folder: Path) -> Services:
    """990106 misses on 1 of 3 cases, 990107 on 7 of 10: the smaller one has by far the larger gap."""
    services = small_services(folder)
    file(services, "990106", "2025", {"suit_head_appeared": 1, "suit_heard": 3})
    file(services, "990107", "2025", {"suit_head_appeared": 7, "suit_heard": 10})
    return services


def region_of(services: Services, code: str) -> str:
    return services.catalogue.regions.get(code).name
