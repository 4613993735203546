"""submit."""

from __future__ import annotations

from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    return [h("p", "submit")]


PAGE = Page("submit", "/submit", body)
