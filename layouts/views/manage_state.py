"""What the office chooses for all, and the state of the system: sizes, versions, the last backup."""

from __future__ import annotations

from collections.abc import Sequence

from data.choices import NO, YES
from data.model import Dataset
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
    """What the office chooses for all: between siblings, 敏感 indicators, the order of publishing."""
    spoken, office = words(chosen.lang), services.office
    forms = [
        _choice(
            "siblings", [(each, spoken[f"siblings.{each}"]) for each in SIBLINGS], office.siblings, chosen
        )
    ]
    switch = [(NO, spoken["manage.no"]), (YES, spoken["manage.yes"])]
    forms.append(_choice("sensitive", switch, YES if office.tells_sensitive else NO, chosen))
    for dataset in services.catalogue.datasets.values():
        if dataset.duty and dataset.rollup:
            now = YES if office.children_first(dataset) else NO
            forms.append(_choice("children", switch, now, chosen, dataset))
    forms += [_headlines(each, chosen) for each in services.catalogue.datasets.values() if each.duty]
    return section(spoken["manage.settings"], *forms)


def _headlines(dataset: Dataset, chosen: Selection) -> Element:
    """The cards of the overview, by code in their order."""
    now = " ".join(dataset.headlines)
    field = h("input", name="headlines", value=now, class_name="field headline-codes", maxlength="200")
    return _form("headlines", field, chosen, dataset)


def _choice(
    act: str,
    options: Sequence[tuple[str, str]],
    now: str,
    chosen: Selection,
    dataset: Dataset | None = None,
) -> Element:
    """One of several, with its button and a line that says what it does."""
    picked = [
        h("option", text, value=value, selected=True if value == now else None) for value, text in options
    ]
    return _form(act, h("select", *picked, name=act, class_name="field"), chosen, dataset)


def _form(act: str, field: Element, chosen: Selection, dataset: Dataset | None) -> Element:
    spoken, zh = words(chosen.lang), chosen.lang == "zh"
    label = spoken[f"manage_choice.{act}"]
    if dataset is not None:
        label += f"（{dataset.name}）" if zh else f" ({dataset.english})"
    return h(
        "form",
        h("label", h("span", label, class_name="field-label"), field),
        h("input", type="hidden", name="dataset", value=dataset.code) if dataset else None,
        h("button", spoken["manage.save"], type="submit", class_name="button"),
        h("p", spoken[f"manage_choice.{act}_note"], class_name="note"),
        method="post",
        action=f"/manage/{act}",
        class_name="manage-act manage-form",
    )


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
