"""The page of data quality for tests: what it finds, and a county whose figures jump."""

from __future__ import annotations

from builders_store import file

from layouts.pages import quality as page
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.quality_facts import Quality, Scene, quality, scene


def seen(services: Services, **query: str) -> Scene:
    numbers = services.numbers()
    return scene(services, numbers, parse({"dataset": "demo", "period": "2025", **query}, numbers))


def of(services: Services, **query: str) -> Quality:
    return quality(seen(services, **query))


def drawn(services: Services, **query: str) -> str:
    """The page as text with its HTML."""
    return str(answer(services, page.PAGE, {"dataset": "demo", "period": "2025", **query}))


def codes(found: Quality) -> dict[str, int]:
    return {kind.code: len(kind.told) for kind in found.found.kinds}


def jumped(services: Services, region: str = "990101") -> int:
    """Cases heard 400 where ten were heard, and ten times the penalties, which are protected."""
    figures = {"suit_head_appeared": 380, "suit_heard": 400, "suit_closed": 400, "penalty_decisions": 4000}
    return file(services, region, "2025", figures)
