"""What axe finds on a page that stands."""

from __future__ import annotations

from opened import AXE
from playwright.sync_api import Page

VIOLATIONS = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


def grave(page: Page) -> list[tuple[str, str]]:
    """Serious and critical violations: rule and the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        (each["id"], node["html"][:160])
        for each in page.evaluate(VIOLATIONS)
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
