"""校验规则: every rule that figures are held to, in words; edited here or by workbook, with who and why."""

from __future__ import annotations

from dash import Dash

from layouts import say
from layouts.elements import Element, h, link
from layouts.numbers import Numbers
from layouts.page import page_head, section
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import rules_list as lists
from layouts.views.rules_routes import blueprint

UPLOAD = "rules-upload"

COLUMNS = (
    RowColumn("code", "编号", "Code"),
    RowColumn("name", "名称", "Name"),
    RowColumn("sides", "关系", "What it says"),
    RowColumn("limits", "误差、限值", "Tolerance, limits"),
    RowColumn("severity", "强度", "Severity"),
    RowColumn("applies", "适用", "For"),
    RowColumn("on", "启用", "In force"),
    RowColumn("state", "来源", "From"),
    RowColumn("changed", "最后改动", "Last change"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken, book = words(chosen.lang), services.rules
    states = [entry.state for entry in book.entries]
    subtitle = spoken.say(
        "rules.subtitle",
        n=len(states),
        on=sum(entry.on for entry in book.entries),
        edited=states.count("edited"),
        own=states.count("own"),
    )
    download = link(spoken["rules.download"], "/rules/register.xlsx", class_name="button", download="")
    return [
        page_head(spoken["rules.title"], h("span", subtitle, class_name="muted"), actions=[download]),
        h("p", spoken["rules.how"], class_name="note how"),
        *lists.rule_tables(book, numbers.view.rule_edits(), chosen.lang),
        section(
            spoken["rules.upload"],
            h("p", spoken["rules.upload_note"], class_name="note"),
            h("div", id=UPLOAD),  # its form is made by assets/page-rules.js
        ),
        h("dialog", id=lists.DIALOG, class_name="rules-dialog"),
        lists.form_texts(chosen.lang),
    ]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Every rule and check as a record."""
    language, spoken = chosen.lang, words(chosen.lang)
    edits = {edit.code: edit for edit in numbers.view.rule_edits()}
    records = [
        {
            "code": entry.code,
            "name": lists.name_of(entry, language),
            "sides": lists.sides(entry, numbers.catalogue.elements, language),
            "limits": lists.limits(entry, language),
            "severity": say.severity(entry.rule.severity, language),
            "applies": lists.applies(entry, language),
            "on": spoken["say.yes" if entry.on else "say.no"],
            "state": lists.state(entry, spoken),
            "changed": lists.changed(edits.get(entry.code), language),
        }
        for entry in services.rules.entries
    ]
    return Rows(spoken["rules.title"], COLUMNS, records)


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


PAGE = Page("rules", "/rules", body, rows, register, own_head=True, variants=False)
