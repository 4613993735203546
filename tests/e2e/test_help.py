"""Help in a browser: opened and closed by keys, nothing moves, the screen reader is told."""

from __future__ import annotations

from axe import grave
from opened import Opener


def test_help_is_opened_and_closed_by_keys_and_moves_nothing(open_page: Opener) -> None:
    page = open_page("/compare?dataset=demo&region=990000&period=2025&indicator=FY04")
    before, address = page.evaluate("window.jumps"), page.url
    page.locator(".side .help-open").focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="本页说明")
    drawer.wait_for()
    assert "怎样读" in drawer.inner_text()
    assert grave(page) == []
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className").endswith("help-open")
    page.keyboard.press("Enter")
    drawer.get_by_role("button", name="关闭").click()
    drawer.wait_for(state="hidden")
    assert (page.evaluate("window.jumps"), page.url) == (before, address)
