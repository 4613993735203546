"""指标矩阵: regions by indicators with their statuses; every cell opens its number's passport."""

from __future__ import annotations

from typing import Any

from dash import Dash

from indicators.definition import Indicator
from indicators.ranking import MINIMUM_DENOMINATOR
from layouts import say, scope
from layouts.blocks import empty
from layouts.controls import Option, choice
from layouts.elements import Child, Element, h, link
from layouts.numbers import Number, Numbers
from layouts.page import page_head
from layouts.rows import RowColumn, Rows
from layouts.selection import EVERYTHING, STATUS_FILTERS, Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.matrix_cells import Matrix, matrix
from layouts.views.matrix_grid import fetch_when_drawn, grid
from layouts.views.matrix_list import region_list
from layouts.views.tasks_marks import matrix_line, open_items

ALL = "default"  # what a select says for no choice; navigate.js leaves it out of the address
LEGEND = ("met", "near", "missed", "pending", "no_value", "no_target")

COLUMNS = (
    RowColumn("region_code", "地区代码", "Region code"),
    RowColumn("region", "地区", "Region"),
    RowColumn("domain", "领域", "Domain"),
    RowColumn("code", "指标代码", "Indicator code"),
    RowColumn("indicator", "指标", "Indicator"),
    RowColumn("variant", "口径", "Variant"),
    RowColumn("value", "值", "Value", kind="number"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("qualifier", "限定", "Qualifier"),
    RowColumn("gap", "无值原因", "Reason for no value"),
    RowColumn("numerator", "分子", "Numerator", kind="number"),
    RowColumn("denominator", "分母", "Denominator", kind="number"),
    RowColumn("basis", "依据", "Basis"),
    RowColumn("status", "状态", "Status"),
    RowColumn("target", "目标", "Target"),
    RowColumn("threshold", "目标值", "Target value", kind="number"),
    RowColumn("to_target", "距目标", "Distance to target", kind="number"),
    RowColumn("reported", "已报单位", "Units reported", kind="number"),
    RowColumn("expected", "应报单位", "Units expected", kind="number"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    shown = matrix(numbers, chosen)
    spoken = words(chosen.lang)
    head = page_head(
        spoken["matrix.title"],
        h("span", _subtitle(shown, chosen), _order(chosen), class_name="muted"),
        _everything(numbers, chosen, shown),
        actions=_controls(numbers, chosen, shown),
    )
    if not shown.indicators or not shown.all_regions:
        return [head, _nothing(chosen)]
    below = [] if shown.regions else _alone(numbers, chosen, shown)
    listed = [each.code for each in shown.indicators]
    reds = matrix_line(
        numbers, chosen, sum(shown.missed.values()), regions=shown.all_regions, indicators=listed
    )
    below += [reds] if reds else []
    below += [_hidden_note(numbers, chosen, shown)] if shown.hidden else []
    views = (grid(numbers, chosen, shown), region_list(numbers, chosen, shown))
    items = open_items(numbers, chosen.dataset)
    rectifying = any(region in shown.all_regions and code in listed for region, code in items)
    return [head, _legend(chosen.lang, rectifying=rectifying), *views, *below]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """One record for each cell of the matrix, region by region: the long form that analysts can pivot."""
    shown = matrix(numbers, chosen)
    spoken = words(chosen.lang)
    records = [
        _record(numbers, chosen, shown, indicator, shown.assessed.number(indicator.code, region))
        for region in shown.all_regions
        for indicator in shown.indicators
    ]
    status = say.status(chosen.status, chosen.lang) if chosen.status else spoken["matrix.all"]
    notes = [
        *scope.notes(numbers, chosen),
        (spoken["matrix.domain"], _shown_domain(numbers, shown, chosen.lang)),
        (spoken["matrix.status"], status),
        (spoken["matrix_page.form"], spoken["matrix_page.long_form"]),
    ]
    return Rows(spoken["matrix.title"], COLUMNS, records, notes)


def _record(
    numbers: Numbers, chosen: Selection, shown: Matrix, indicator: Indicator, number: Number
) -> dict[str, Any]:
    language, spoken = chosen.lang, words(chosen.lang)
    target = shown.assessed.targets.get(number.target)
    threshold = target.threshold if target and target.unit == indicator.unit else None
    distance = None if number.value is None or threshold is None else number.value - threshold
    aim = say.target(target.op, target.threshold, target.unit, language, kind=target.kind) if target else ""
    exact = number.qualifier in ("", "exact")
    return {
        "region_code": number.region,
        "region": scope.region_name(numbers, number.region, language),
        "domain": _domain(numbers, indicator.domain, language),
        "code": indicator.code,
        "indicator": indicator.name if language == "zh" else indicator.english,
        "variant": number.variant,
        "value": number.value,
        "unit": say.unit_name(indicator.unit, language),
        "qualifier": "" if exact else say.qualified("", number.qualifier, language),
        "gap": reading.reason(number, language) if number.gap else "",
        "numerator": number.numerator,
        "denominator": number.denominator,
        "basis": spoken.choose("basis", number.basis) if number.basis else "",
        "status": say.status(number.status, language, number.warning),
        "target": aim,
        "threshold": threshold,
        "to_target": distance,
        "reported": number.regions_reported,
        "expected": number.regions_expected,
    }


def _subtitle(shown: Matrix, chosen: Selection) -> str:
    regions = len(shown.regions) if shown.levels else len(shown.all_regions)
    return words(chosen.lang).say("matrix.subtitle", regions=regions, indicators=len(shown.indicators))


def _everything(numbers: Numbers, chosen: Selection, shown: Matrix) -> Element | None:
    """“全部指标 123 项”, where only the headlines are shown."""
    if shown.domain:
        return None
    text = words(chosen.lang).say("matrix_page.everything", n=len(numbers.shown()))
    return link(text, "/matrix" + chosen.query(domain=EVERYTHING))


def _order(chosen: Selection) -> Element:
    """“，未达标多的在前”; once a head is clicked, assets/dashAgGridFunctions.js names that head instead."""
    spoken = words(chosen.lang)
    text = spoken["matrix_page.by_code" if chosen.sort == "code" else "matrix_page.by_missed"]
    named = spoken["matrix_page.by_head"]
    return h("span", text, class_name="wide-only", id="matrix-order", data_first=text, data_named=named)


def _controls(numbers: Numbers, chosen: Selection, shown: Matrix) -> list[Element]:
    """Domain, status and order; the level below where there is a choice."""
    spoken, language = words(chosen.lang), chosen.lang
    codes = dict.fromkeys(each.domain for each in numbers.shown())
    domains = [_option(code, _domain(numbers, code, language)) for code in codes]
    statuses = [_option(code, say.status(code, language)) for code in STATUS_FILTERS if code]
    orders = [_option(ALL, spoken["matrix.sort_missed"]), _option("code", spoken["matrix.sort_code"])]
    below = shown.levels if len(shown.levels) > 1 else ()
    levels = [_option(level, spoken[f"level.{level}"]) for level in below]
    first = [_option(ALL, spoken["matrix_page.headlines"])] if _has_headlines(numbers, chosen) else []
    domains = [*first, _option(EVERYTHING, spoken["matrix_page.all"]), *domains]
    any_status = _option(ALL, spoken["matrix.all"])
    lists = (
        ("units", spoken["matrix_page.units"], levels, shown.level),
        ("domain", spoken["matrix.domain"], domains, shown.domain or ALL),
        ("status", spoken["matrix.status"], [any_status, *statuses], chosen.status or ALL),
        ("sort", spoken["matrix.sort"], orders, chosen.sort if chosen.sort == "code" else ALL),
    )
    made = [
        choice({"type": "control", "key": key}, label, options, value, language, searchable=False)
        for key, label, options, value in lists
    ]
    wide = ("units", "sort")  # of no use where one region's list is shown
    return [
        h("span", each, class_name="wide-only" if key in wide else None)
        for each, (key, *_) in zip(made, lists, strict=True)
        if each
    ]


def _legend(language: Language, *, rectifying: bool) -> Element:
    spoken = words(language)
    said = {"pending": "matrix.pending", "no_value": "matrix.no_value", "no_target": "matrix.no_target"}
    marks: list[Child] = [
        h(
            "span",
            spoken[said[status]] if status in said else say.status(status, language),
            class_name=f"status st-{status} mk mk-{status}",
        )
        for status in LEGEND
    ]
    marks.insert(1, h("span", spoken["matrix_page.warning"], class_name="status st-met mk mk-met mk-flag"))
    corner = h("span", class_name="swatch corner")
    others = [
        h("span", corner, spoken.say("matrix.small", n=MINIMUM_DENOMINATOR)),
        h("span", f"↓ {spoken['matrix.lower']}"),
        h("span", f"* {spoken['matrix_page.incomplete']}"),
        h("span", f"◇ {spoken['target_page.local']}"),
        h("span", h("span", class_name="swatch rectifying"), spoken["rectify.flag"]) if rectifying else None,
        h("span", spoken["matrix.note"], class_name="end"),
    ]
    return h("div", *marks, *others, class_name="legend matrix-legend")


def _hidden_note(numbers: Numbers, chosen: Selection, shown: Matrix) -> Element:
    """How many indicators are left out, and every domain as a way to see all of its own."""
    spoken = words(chosen.lang)
    domains = [
        link(_domain(numbers, code, chosen.lang), "/matrix" + chosen.query(domain=code))
        for code in dict.fromkeys(each.domain for each in shown.hidden)
    ]
    parts: list[Child] = [spoken.say("matrix_page.hidden", n=len(shown.hidden))]
    for each in domains:
        parts += [" ", each]
    return h("p", *parts, class_name="note matrix-hidden")


def _alone(numbers: Numbers, chosen: Selection, shown: Matrix) -> list[Element]:
    """No rows below the chosen region: a way out of the filter, or to the matrix of the region above."""
    spoken, tree = words(chosen.lang), numbers.catalogue.regions
    if chosen.status:
        return [h("p", link(spoken["empty.clear"], "/matrix" + chosen.query(status="")))]
    parent = tree.get(chosen.region).parent
    if not numbers.catalogue.datasets[chosen.dataset].rollup or parent not in shown.assessed.regions:
        return []
    above = scope.region_name(numbers, parent, chosen.lang)
    name = scope.region_name(numbers, chosen.region, chosen.lang)
    address = "/matrix" + chosen.query(region=parent, units="")
    return [h("p", spoken.say("matrix_page.siblings", name=name), link(above, address))]


def _nothing(chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    if not (chosen.domain or chosen.status):
        return empty(spoken["empty.no_results"])
    clear = link(spoken["empty.clear"], "/matrix" + chosen.query(domain=EVERYTHING, status=""))
    return empty(spoken["matrix_page.nothing"], clear)


def _domain(numbers: Numbers, code: str, language: Language) -> str:
    found = numbers.indicators.domains.get(code)
    return "" if found is None else found.name if language == "zh" else found.english


def _shown_domain(numbers: Numbers, shown: Matrix, language: Language) -> str:
    spoken = words(language)
    if not shown.domain:
        return spoken["matrix_page.headlines"]
    return _domain(numbers, shown.domain, language) or spoken["matrix_page.all"]


def _has_headlines(numbers: Numbers, chosen: Selection) -> bool:
    return bool(numbers.catalogue.datasets[chosen.dataset].headlines)


def _option(value: str, label: str) -> Option:
    return {"value": value, "label": label}


def register(app: Dash, services: Services) -> None:
    fetch_when_drawn()


PAGE = Page("matrix", "/matrix", body, rows, register, own_head=True)
