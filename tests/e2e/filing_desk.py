"""The desk at which a county files, for tests in a browser: choosing, reading, filing, and axe."""

from __future__ import annotations

import json
from pathlib import Path

from opened import AXE, Site
from playwright.sync_api import Page

from loaders.template import FilledValue, write_template

DESK = "/submit?dataset=demo&region=990104&period=2025"


def workbook(site: Site, period: str, region: str = "990104", **figures: float) -> bytes:
    filled = {(element, "own"): FilledValue(float(value)) for element, value in figures.items()}
    return write_template(
        site.services.forms["annual"], site.services.catalogue, region=region, period=period, filled=filled
    )


def choose(page: Page, *paths: Path) -> None:
    page.locator("#submit-files").set_input_files([str(path) for path in paths])


def read(page: Page) -> None:
    page.locator(".phase-ready").wait_for(timeout=20_000)


def filed(page: Page) -> None:
    """Confirms as 李某; who has signed in cannot write another name."""
    name = page.locator("#submit-by")
    if name.is_editable():
        name.fill("李某")
    page.locator("#submit-confirm").click()


def problems(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    return [
        json.dumps({each["id"]: [node["html"][:150] for node in each["nodes"]]})
        for each in found["violations"]
    ]
