"""报表: the forms, their versions and validity, and what changed from one version to the next."""

from __future__ import annotations

from typing import Any

from layouts import blocks, tables
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import page_head, section
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import form_words
from loaders.form import Form

COLUMNS = (
    RowColumn("of", "报表", "Form"),
    RowColumn("number", "表号", "Form number"),
    RowColumn("version", "版次", "Version", kind="number"),
    RowColumn("valid", "有效期", "Valid"),
    RowColumn("kind", "改动", "Change"),
    RowColumn("place", "位置", "Where"),
    RowColumn("subject", "项目", "Item"),
    RowColumn("before", "原来", "Before"),
    RowColumn("after", "现在", "Now"),
)
WIDE = "wide-only"


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    subtitle = h("span", spoken.say("forms.subtitle", n=len(services.forms)), class_name="muted")
    template = link(spoken["forms.template"], "/submit" + chosen.query(), class_name="button primary")
    return [
        page_head(spoken["forms.title"], subtitle, actions=[template]),
        section(spoken["forms.versions"], _versions(services, chosen), *_gaps(services, chosen)),
        section(spoken["forms.changes"], *_changes(services, chosen)),
    ]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Every version with its changes since the one before: one line for each, or for a first version."""
    records: list[dict[str, Any]] = []
    for version in _every_version(services):
        line = {
            "of": form_words.name(version, chosen.lang),
            "number": version.number,
            "version": version.version,
            "valid": form_words.validity(version, chosen.lang),
        }
        changes = form_words.change_rows(version, chosen.lang) or (("",) * len(form_words.FIELDS),)
        records += [{**line, **dict(zip(form_words.FIELDS, texts, strict=True))} for texts in changes]
    return Rows(words(chosen.lang)["forms.changes"], COLUMNS, records)


def _versions(services: Services, chosen: Selection) -> Element:
    """The newest version of each form first, those before it under it."""
    spoken = words(chosen.lang)
    columns = [
        tables.Column(spoken["forms.of"]),
        tables.Column(spoken["forms_field.number"], class_name=WIDE),
        tables.Column(spoken["forms.version_head"]),
        tables.Column(spoken["forms.valid"]),
        tables.Column(spoken["forms.who"], class_name=WIDE),
        tables.Column(spoken["forms.when"], class_name=WIDE),
        tables.Column(spoken["forms.sheets"], kind="number", class_name=WIDE),
        tables.Column(spoken["forms.rows"], kind="number"),
    ]
    lines = [
        _line(version, chosen, newest=version is form)
        for form in services.forms.values()
        for version in reversed(form.versions)
    ]
    return tables.table(columns, lines, caption=spoken["forms.caption"])


def _line(form: Form, chosen: Selection, *, newest: bool) -> list[Child]:
    spoken, language = words(chosen.lang), chosen.lang
    return [
        form_words.name(form, language) if newest else "",
        form.number if newest else "",
        spoken.say("forms.version", n=form.version),
        form_words.validity(form, language),
        form_words.codes(form.levels, language),
        form_words.codes(form.periods, language),
        str(len(form.sheets)) if form.sheets else "",
        spoken["forms.open_rows"] if form.open else str(len(form.rows)),
    ]


def _gaps(services: Services, chosen: Selection) -> list[Element]:
    told = [form_words.gap(version, chosen.lang) for version in _every_version(services)]
    return [h("p", text, class_name="note") for text in told if text]


def _changes(services: Services, chosen: Selection) -> list[Element]:
    """One table for each version that follows another, the newest first."""
    spoken, language = words(chosen.lang), chosen.lang
    changed = [version for version in reversed(_every_version(services)) if version.earlier]
    if not changed:
        return [blocks.empty(spoken["forms.no_changes"])]
    columns = [tables.Column(spoken[f"forms.{field}"]) for field in form_words.FIELDS]
    made: list[Element] = []
    for version in changed:
        lines = form_words.change_rows(version, language)
        told = {"name": form_words.name(version, language), "new": version.version}
        caption = spoken.say("forms.change_caption", old=version.earlier[-1].version, **told)
        made.append(h("h3", form_words.change_line(version, len(lines), language)))
        made.append(tables.table(columns, lines, caption=caption) if lines else h("p", spoken["forms.same"]))
    return made


def _every_version(services: Services) -> list[Form]:
    return [version for form in services.forms.values() for version in form.versions]


PAGE = Page("forms", "/forms", body, rows, own_head=True, variants=False)
