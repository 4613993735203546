"""管理: accounts and rights, the setting between siblings, the state of the system."""

from __future__ import annotations

from dash import Dash

from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.page import page_head
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views.manage_accounts import LONGEST, accounts
from layouts.views.manage_routes import blueprint
from layouts.views.manage_state import settings, state


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken, viewer = words(chosen.lang), services.viewer()
    parts = [
        page_head(spoken["manage.title"], h("span", spoken["manage.subtitle"], class_name="muted")),
        None if services.login.on else h("p", spoken["manage.off"], class_name="notice", role="note"),
        None if services.login.on else _by(services, chosen),
        h(
            "p",
            id="manage-told",
            role="status",
            class_name="manage-told",
            data_failed=spoken["manage.failed"],
        ),
        accounts(services, chosen) if viewer.may("security") else None,
        settings(services, chosen) if viewer.may("manage") else None,
        state(services, numbers, chosen) if viewer.may("manage") else None,
    ]
    return [part for part in parts if part is not None]


def _by(services: Services, chosen: Selection) -> Element:
    """Who changes something here, where nobody signs in: goes along with every form of the page."""
    field = h(
        "input",
        class_name="field manage-by",
        name="by",
        value=services.prefilled,
        maxlength=str(LONGEST["person"]),
        autocomplete="name",
    )
    label = h("span", words(chosen.lang)["manage.by"], class_name="field-label")
    return h("p", h("label", label, field), class_name="manage-form")


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


PAGE = Page("manage", "/manage", body, None, register, own_head=True, variants=False)
