"""The setting between units of one level, and the state of the system: sizes, versions, the last backup."""

from __future__ import annotations

from data.people import SIBLINGS
from data.tables import SCHEMA_VERSION
from layouts import say
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import page_link, section
from layouts.selection import Selection, split
from layouts.services import Services
from layouts.text import words


def settings(services: Services, chosen: Selection) -> Element:
    """Whether those who file see each other's published figures."""
    spoken, now = words(chosen.lang), services.siblings
    options = [
        h("option", spoken[f"siblings.{each}"], value=each, selected=True if each == now else None)
        for each in SIBLINGS
    ]
    choice = h("select", *options, name="siblings", class_name="field")
    form = h(
        "form",
        h("label", h("span", spoken["siblings.label"], class_name="field-label"), choice),
        h("button", spoken["manage.save"], type="submit", class_name="button"),
        method="post",
        action="/manage/siblings",
        class_name="manage-act manage-form",
    )
    return section(spoken["manage.settings"], form)


def state(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """What an administrator looks at in the morning."""
    spoken, made = words(chosen.lang), services.whole_view().backups()
    size, files = services.store.sizes()
    last = say.moment(made[0].at, chosen.lang) if made else spoken["manage.no_backup"]
    regions: Child = link(spoken["manage.regions"], page_link("indicators", split(chosen.query())))
    facts: list[tuple[str, Child]] = [
        (spoken["manage.record"], say.file_size(size)),
        (spoken["manage.files"], say.file_size(files)),
        (spoken["manage.schema"], SCHEMA_VERSION),
        (spoken["manage.version"], services.version),
        (spoken["manage.backup"], last),
        (spoken["manage.regions"], f"{len(numbers.catalogue.regions)}"),
    ]
    rows = [part for name, value in facts for part in (h("dt", name), h("dd", value))]
    note = h("p", regions, " ", spoken["manage.regions_note"], class_name="note")
    return section(spoken["manage.health"], h("dl", *rows, class_name="facts"), note)
