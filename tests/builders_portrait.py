"""The portrait for tests: what it says, as values and as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from builders_store import AT, demo_target, file, fresh_services

from layouts.pages import portrait as page
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.outlooks import Outlook
from layouts.views.portrait_facts import (
    Portrait,
    portrait,
)
from layouts.views.portrait_lists import outlooks

COUNTIES = ("990101", "990102", "990103", "990104")


def of(services: Services, **query: str) -> Portrait:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "period": "2025", **query}, numbers)
    own = tuple((key, query[key]) for key in page.PAGE.keys if key in query)
    return portrait(services, numbers, replace(chosen, own=own))


def drawn(services: Services, **query: str) -> str:
    """The page as text with its HTML."""
    return str(answer(services, page.PAGE, {"dataset": "demo", "period": "2025", **query}))


def line_of(found: Portrait, code: str) -> Any:
    return next(line for line in found.lines if line.indicator.code == code)


def codes(lines: Any) -> list[str]:
    return [line.indicator.code for line in lines]


def outlook_of(found: Portrait, code: str) -> Outlook:
    return next(one for one in outlooks(found) if one.indicator.code == code)


def filed_counties(folder: Path, rows: dict[str, tuple[int, int]], period: str = "2025") -> Services:
    """Appearances and hearings of counties, with a floor of 90 %."""
    services = fresh_services(folder)
    for region, (came, heard) in rows.items():
        file(services, region, period, {"suit_head_appeared": came, "suit_heard": heard})
    services.store.set_targets(
        [demo_target(services, "FY04", "floor", 90, near=3)],
        sha256="e" * 64,
        path="目标.xlsx",
        size=1,
        by="测试",
        at=AT,
    )
    return services
