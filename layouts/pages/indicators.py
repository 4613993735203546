"""指标目录: every indicator's definition, targets and feeding cells; and the rest of the register."""

from __future__ import annotations

from collections import Counter
from typing import Any

from indicators.definition import Indicator
from layouts import blocks, page, say, scope
from layouts.controls import choice
from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.selection import EVERYTHING, Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import reading
from layouts.views.indicators_detail import detail, in_words
from layouts.views.indicators_elements import element_index
from layouts.views.indicators_list import catalogue_list, frame, listed
from layouts.views.indicators_register import register_table

ALL = "default"  # what a select says for no choice; navigate.js leaves it out of the address

COLUMNS = (
    RowColumn("code", "代码", "Code"),
    RowColumn("domain", "领域", "Domain"),
    RowColumn("name", "名称", "Name"),
    RowColumn("english", "英文名", "English name"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("kind", "种类", "Kind"),
    RowColumn("direction", "方向", "Direction"),
    RowColumn("frequency", "频率", "Frequency"),
    RowColumn("aggregation", "汇总", "Roll-up"),
    RowColumn("protected", "不得评价", "May not be judged"),
    RowColumn("variant", "默认口径", "Default variant"),
    RowColumn("numerator", "分子", "Numerator"),
    RowColumn("denominator", "分母", "Denominator"),
    RowColumn("variants", "口径数", "Variants", kind="number"),
    RowColumn("definition", "定义", "Definition"),
    RowColumn("source", "依据", "Sources"),
    RowColumn("level_seen", "别处所见水平（不是目标）", "Level seen elsewhere (no target)"),
    RowColumn("targets", "登记目标数", "Targets in the register", kind="number"),
    RowColumn("value", "值", "Value", kind="number"),
    RowColumn("gap", "无值原因", "Reason for no value"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    shown = listed(numbers, chosen)
    domains = {each.domain for each in shown}
    head = page.page_head(
        spoken["indicators.title"],
        h("span", spoken.say("indicators.subtitle", n=len(shown), domains=len(domains)), class_name="muted"),
        actions=_controls(numbers, chosen),
    )
    if chosen.indicator:
        right = detail(services, numbers, numbers.indicators[chosen.indicator], chosen)
    else:
        right = _landing(numbers, chosen)
    names = "catalogue opened" if chosen.indicator else "catalogue"
    return [head, h("div", catalogue_list(numbers, chosen), right, class_name=names)]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The listed indicators as a table, with the value of the chosen scope."""
    spoken = words(chosen.lang)
    targets = Counter(each.indicator for each in numbers.targets(chosen.dataset))
    records = [_record(numbers, each, targets[each.code], chosen) for each in listed(numbers, chosen)]
    return Rows(spoken["indicators.title"], COLUMNS, records, scope.notes(numbers, chosen))


def _record(numbers: Numbers, indicator: Indicator, targets: int, chosen: Selection) -> dict[str, Any]:
    language, spoken, chinese = chosen.lang, words(chosen.lang), chosen.lang == "zh"
    domain = numbers.indicators.domains[indicator.domain]
    variant = indicator.variant()
    number = frame(numbers, chosen).get(indicator.code, chosen.region)
    direction = "protected_direction" if indicator.protected else indicator.direction
    return {
        "code": indicator.code,
        "domain": domain.name if chinese else domain.english,
        "name": indicator.name,
        "english": indicator.english,
        "unit": indicator.unit if chinese else numbers.indicators.units.get(indicator.unit, indicator.unit),
        "kind": spoken[f"kind.{indicator.kind}"],
        "direction": spoken[f"catalogue.{direction}"],
        "frequency": spoken[f"frequency.{indicator.frequency}"],
        "aggregation": spoken[f"aggregation.{indicator.aggregation}"],
        "protected": spoken["say.yes" if indicator.protected else "say.no"],
        "variant": variant.code,
        "numerator": in_words(variant.numerator, numbers, language),
        "denominator": in_words(variant.denominator, numbers, language) if variant.denominator else "",
        "variants": len(indicator.variants),
        "definition": indicator.definition if chinese else indicator.definition_english,
        "source": indicator.source,
        "level_seen": indicator.level_seen,
        "targets": targets,
        "value": number.value if number else None,
        "gap": reading.reason(number, language) if number and number.gap else "",
    }


def _controls(numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    domains = [
        {"value": domain.code, "label": domain.name if chosen.lang == "zh" else domain.english}
        for domain in numbers.indicators.domains.values()
        if domain.code in {each.domain for each in numbers.shown()}
    ]
    options = [{"value": ALL, "label": spoken["matrix.all"]}, *domains]
    key = {"type": "control", "key": "domain"}
    value = ALL if chosen.domain in ("", EVERYTHING) else chosen.domain
    made = choice(key, spoken["matrix.domain"], options, value, chosen.lang)
    return [made] if made else []


def _landing(numbers: Numbers, chosen: Selection) -> Element:
    """Nothing chosen: what to do, the targets that belong to no indicator, and where each element goes."""
    spoken = words(chosen.lang)
    targets = numbers.targets(chosen.dataset)
    kinds = Counter(each.kind for each in targets)
    counted = [f"{spoken[f'target_kind.{kind}']} {n}" for kind, n in kinds.items()]
    kind_line = say.join(counted, chosen.lang)
    free = [each for each in targets if not each.indicator]
    summary = spoken.say("catalogue.register_line", n=len(targets), kinds=kind_line, free=len(free))
    note = h("p", summary, class_name="note") if targets else None
    table = (
        register_table(free, numbers, chosen.lang, caption=spoken["catalogue.register"])
        if free
        else blocks.empty(spoken["catalogue.no_free_targets"])
    )
    return h(
        "article",
        blocks.written_line(spoken["catalogue.start"]),
        page.section(spoken["catalogue.register"], note, table),
        element_index(numbers, chosen),
        class_name="catalogue-detail landing",
    )


PAGE = Page("indicators", "/indicators", body, rows, own_head=True, variants=False)
