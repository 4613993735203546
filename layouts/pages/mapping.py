"""映射: a person says what an unknown table means; the mapping is kept and reads the next file by itself."""

from __future__ import annotations

from dash import Dash

from layouts import blocks
from layouts.elements import Element
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views.mapping_case import case_of, filed_by_mapping
from layouts.views.mapping_link import PATH
from layouts.views.mapping_list import records, saved_list
from layouts.views.mapping_result import result, said
from layouts.views.mapping_routes import blueprint
from layouts.views.mapping_wizard import wizard

COLUMNS = (
    RowColumn("code", "编号", "Code"),
    RowColumn("name", "名称", "Name"),
    RowColumn("dataset", "数据集", "Dataset"),
    RowColumn("reads", "读取的填报项", "Elements read"),
    RowColumn("region", "地区来自", "Region from"),
    RowColumn("period", "报告期来自", "Period from"),
    RowColumn("state", "状态", "State"),
    RowColumn("by", "经办人", "By"),
    RowColumn("time", "时间（北京时间）", "Time (Beijing)"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    """The wizard of the chosen submission, what became of it, or the saved mappings."""
    if not chosen.submission:
        return saved_list(services, numbers, chosen)
    spoken = words(chosen.lang)
    found = numbers.view.submission(int(chosen.submission)) if len(chosen.submission) <= 15 else None
    made = filed_by_mapping(services, found[0].sha256) if found else ()
    if made and made[0][0].status not in ("returned", "refused"):
        return result(services, made, chosen.lang)
    case = case_of(services, chosen.submission, {}, chosen.lang)
    if case is None:
        head, *parts = saved_list(services, numbers, chosen)
        return [head, blocks.empty(spoken["mapping.not_mappable"]), *parts]
    return wizard(case, said(services, made, chosen.lang) if made else None)


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The saved mappings."""
    return Rows(words(chosen.lang)["mapping.list_title"], COLUMNS, records(services, numbers, chosen))


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


PAGE = Page("mapping", PATH, body, rows, register, own_head=True, variants=False)
