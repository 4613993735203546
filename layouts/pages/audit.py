"""审计: who did what when, whether the record is whole, and the removal of a wrongly uploaded file."""

from __future__ import annotations

from dash import Dash

from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.page import page_head
from layouts.rows import Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views.audit_entries import KEYS, entries, export_rows, wanted
from layouts.views.audit_proof import proof, purging
from layouts.views.audit_routes import blueprint


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    told = spoken.say("audit.subtitle", n=numbers.view.audit_head().number)
    return [
        page_head(spoken["audit.title"], h("span", told, class_name="muted")),
        proof(services, numbers, chosen),
        entries(numbers.view, chosen),
        purging(services, numbers, chosen),
    ]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    return export_rows(numbers.view, wanted(chosen), chosen.lang)


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


PAGE = Page("audit", "/audit", body, rows, register, own_head=True, variants=False, keys=KEYS)
