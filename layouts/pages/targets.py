"""目标: the register for a region, from where each target comes, how it is met, and what is set otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import Dash

from layouts import blocks, say, scope
from layouts.controls import choice
from layouts.elements import Element, h, link
from layouts.kept import kept
from layouts.numbers import Numbers
from layouts.page import PATHS, page_head
from layouts.rows import RowColumn, Rows
from layouts.selection import EVERYTHING, Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import evidence_routes, outlooks, targets_outlook
from layouts.views import targets_register as parts
from layouts.views.reading import name_of
from layouts.views.targets_detail import detail
from layouts.views.targets_facts import KEYS, KIND, STRENGTH, Line, Scene, family, scene
from layouts.views.targets_proved import said
from layouts.views.targets_routes import blueprint
from loaders.register_look import milestones_text

ALL = "default"  # what a select says for no choice; navigate.js leaves it out of the address
DRAWN, SEEN = "targets drawn", "targets seen"

COLUMNS = (
    RowColumn("target", "编号", "Code"),
    RowColumn("subject", "指标或对象", "Indicator or object"),
    RowColumn("kind", "种类", "Kind"),
    RowColumn("op", "比较", "Compared"),
    RowColumn("threshold", "数值", "Number", kind="number"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("due", "期限", "Due"),
    RowColumn("strength", "约束", "Strength"),
    RowColumn("set_for", "定在地区代码", "Set for region code"),
    RowColumn("from", "来自", "From"),
    RowColumn("reason", "理由", "Reason"),
    RowColumn("source", "来源条款", "Clause"),
    RowColumn("basis", "依据文件", "Basis"),
    RowColumn("near", "接近区间", "Near band", kind="number"),
    RowColumn("milestones", "里程碑", "Milestones"),
    RowColumn("digits", "修约位数", "Rounded to", kind="number"),
    RowColumn("author", "提出单位", "Author"),
    RowColumn("decided_on", "确定日期", "Decided on"),
    RowColumn("region", "评价地区", "Judged region"),
    RowColumn("region_code", "评价地区代码", "Judged region code"),
    RowColumn("value", "值", "Value", kind="number"),
    RowColumn("attainment", "达成度", "Attainment", kind="number"),
    RowColumn("status", "状态", "Status"),
    RowColumn("why", "说明", "Why"),
    RowColumn("outlook", "达标预测", "Outlook on target"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    manages = services.viewer().may("manage")
    name = (chosen, manages, services.prefilled, services.login.on)
    drawn: list[Element] = kept(
        numbers, chosen.dataset, name, lambda: _drawn(services, numbers, chosen), store=DRAWN
    )
    return drawn


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Each listed target once for each region where it judges a number, or once without one."""
    records = [record for line in _seen(numbers, chosen).lines for record in _records(line, numbers, chosen)]
    return Rows(words(chosen.lang)["target_page.title"], COLUMNS, records, scope.notes(numbers, chosen))


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))
    app.server.register_blueprint(evidence_routes.blueprint(services))


def _seen(numbers: Numbers, chosen: Selection) -> Scene:
    found: Scene = kept(numbers, chosen.dataset, chosen, lambda: scene(numbers, chosen), store=SEEN)
    return found


def _drawn(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken, seen = words(chosen.lang), _seen(numbers, chosen)
    submit = link(spoken["target_page.upload"], PATHS["submit"] + chosen.query())
    if not seen.entered:
        return [
            page_head(spoken["target_page.title"]),
            blocks.empty(spoken["target_page.empty"], submit),
        ]
    download = link(
        spoken["target_page.download"],
        f"{parts.PATH}/register.xlsx{chosen.query()}",
        class_name="button",
        download="",
    )
    head = page_head(
        spoken["target_page.title"],
        h("span", _subtitle(seen, numbers), class_name="muted"),
        actions=[*_controls(seen, numbers), download],
    )
    how = h("p", spoken["target_page.how"], " ", submit, class_name="note")
    opened = family(numbers, chosen)
    return [
        head,
        blocks.written_line(*_line(seen, numbers)),
        how,
        *([detail(services, numbers, chosen, opened, seen.line(opened))] if opened else []),
        parts.register(seen, numbers),
        *([met] if (met := parts.attainment(seen, numbers)) else []),
        parts.lacking(seen, numbers),
    ]


def _subtitle(seen: Scene, numbers: Numbers) -> str:
    local = sum(bool(line.target.reason) for line in seen.every)
    name = scope.region_name(numbers, seen.chosen.region, seen.chosen.lang)
    return words(seen.chosen.lang).say(
        "target_page.subtitle", n=seen.entered, region=name, reach=len(seen.every), local=local
    )


def _line(seen: Scene, numbers: Numbers) -> list[Element | str]:
    """How many are met, near and missed: here, and in the units below."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    here, below = seen.counts(chosen.region), seen.counts()
    name = scope.region_name(numbers, chosen.region, chosen.lang)
    period = say.period(chosen.period, chosen.lang)
    verdict = spoken.say("target_page.here", region=name, period=period, **here)
    if not any(here.values()):
        verdict = spoken.say("target_page.nothing_here", region=name, period=period)
    others = spoken.say("target_page.below", n=len(seen.regions), **below) if any(below.values()) else ""
    return [h("b", verdict), " ", others]


def _controls(seen: Scene, numbers: Numbers) -> list[Element]:
    """By domain, kind and strength; only what the register has."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    own = dict(chosen.own)
    domains = {line.indicator.domain for line in seen.every if line.indicator}
    kinds = dict.fromkeys(line.target.kind for line in seen.every)
    strengths = dict.fromkeys(line.target.strength for line in seen.every if line.target.strength)
    offered = (
        (
            "domain",
            spoken["matrix.domain"],
            [
                (each.code, name_of(each, chosen.lang))
                for each in numbers.indicators.domains.values()
                if each.code in domains
            ],
            "" if chosen.domain == EVERYTHING else chosen.domain,
        ),
        (
            KIND,
            spoken["catalogue.kind"],
            [(kind, spoken[f"target_kind.{kind}"]) for kind in kinds],
            own.get(KIND),
        ),
        (
            STRENGTH,
            spoken["target_page.strength"],
            [(each, spoken.choose("strength", each)) for each in strengths],
            own.get(STRENGTH),
        ),
    )
    every = {"value": ALL, "label": spoken["matrix.all"]}
    made = []
    for key, label, options, value in offered:
        listed = [every, *({"value": code, "label": text} for code, text in options)]
        made.append(choice({"type": "control", "key": key}, label, listed, value or ALL, chosen.lang))
    return [each for each in made if each]


def _records(line: Line, numbers: Numbers, chosen: Selection) -> Iterator[dict[str, Any]]:
    target, spoken = line.target, words(chosen.lang)
    common = {
        "target": target.target,
        "subject": parts.subject(line, chosen),
        "kind": spoken[f"target_kind.{target.kind}"],
        "op": target.op,
        "threshold": target.threshold,
        "unit": target.unit,
        "due": target.due,
        "strength": spoken.choose("strength", target.strength) if target.strength else "",
        "set_for": target.region,
        "from": parts.origin(line, numbers, chosen),
        "reason": target.reason,
        "source": target.source,
        "basis": target.basis,
        "near": target.near,
        "milestones": milestones_text(target),
        "digits": target.digits,
        "author": target.author,
        "decided_on": target.decided_on,
    }
    told = {one.number.region: one for one in targets_outlook.seen(numbers, chosen, line)}
    for code, cell in line.cells.items():
        number = cell.number
        yield common | {
            "region": scope.region_name(numbers, code, chosen.lang),
            "region_code": code,
            "value": number.value if number else None,
            "attainment": number.attainment if number else None,
            "status": say.status(cell.status, chosen.lang, cell.warning),
            "why": said(cell.verdict, chosen.lang) if cell.verdict else "",
            "outlook": outlooks.said(numbers, told[code], chosen.lang) if code in told else "",
        }
    if not line.cells:
        blank = {"region": "", "region_code": "", "value": None, "attainment": None, "why": "", "outlook": ""}
        status = spoken[
            "status.prohibited" if line.indicator and line.indicator.protected else "catalogue.not_judged"
        ]
        yield common | blank | {"status": status}


PAGE = Page("targets", parts.PATH, body, rows, register, own_head=True, variants=False, keys=KEYS)
