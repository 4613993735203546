"""发布: what is approved is put in force, with a snapshot; what that changed stands in a register."""

from __future__ import annotations

from typing import Any

from dash import Dash

from layouts import say, scope
from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.page import page_head
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import life_publish as parts
from layouts.views.life_routes import blueprint

COLUMNS = (
    RowColumn("publication", "发布次", "Publication", kind="number"),
    RowColumn("time", "发布时间（北京时间）", "Published (Beijing time)"),
    RowColumn("by", "发布人", "Published by"),
    RowColumn("region", "地区", "Region"),
    RowColumn("code", "地区代码", "Region code"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("element", "填报项", "Data element"),
    RowColumn("scope", "范围", "Scope"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("old", "原发布值", "As published", kind="number"),
    RowColumn("old_said", "原发布", "As published, in words"),
    RowColumn("old_cell", "原单元格", "Old cell"),
    RowColumn("new", "更正值", "Corrected value", kind="number"),
    RowColumn("new_said", "更正为", "Corrected, in words"),
    RowColumn("new_cell", "新单元格", "New cell"),
    RowColumn("why", "理由", "Reason"),
    RowColumn("before", "原报送件", "Old submission", kind="number"),
    RowColumn("submission", "新报送件", "New submission", kind="number"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    return [
        page_head(spoken["publish.title"], h("span", spoken["publish.subtitle"], class_name="muted")),
        parts.to_publish(services, numbers, chosen),
        parts.publications(numbers, chosen),
        parts.register(numbers, chosen),
    ]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The register of restatements of the chosen dataset and region, of one period where one is chosen."""
    spoken, language = words(chosen.lang), chosen.lang
    records: list[dict[str, Any]] = []
    for each in parts.restated(numbers, chosen, period=chosen.only):
        element = numbers.catalogue.elements.get(each.element)
        unit = element.unit if element else ""
        name = (element.name if language == "zh" else element.english) if element else each.element
        records.append(
            {
                "publication": each.publication,
                "time": say.moment(each.at, language),
                "by": each.by,
                "region": scope.region_name(numbers, each.region, language),
                "code": each.region,
                "period": say.period(each.period, language),
                "element": name,
                "scope": spoken.choose("scopes", each.scope),
                "unit": say.unit_name(unit, language),
                "old": each.old_value,
                "old_said": parts.figure(each.old_value, each.old_qualifier, unit, chosen),
                "old_cell": each.old_place,
                "new": each.new_value,
                "new_said": parts.figure(each.new_value, each.new_qualifier, unit, chosen),
                "new_cell": each.new_place,
                "why": each.why,
                "before": each.before,
                "submission": each.submission,
            }
        )
    return Rows(spoken["publish.register"], COLUMNS, records, scope.notes(numbers, chosen))


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


PAGE = Page("publish", "/publish", body, rows, register, own_head=True, variants=False)
