"""一票否决 and 计“0”分: the rules of the scheme, what happened by them with its evidence, marks by hand."""

from __future__ import annotations

from collections.abc import Sequence

from data.evidence import Evidence
from data.vetoes import KeptVeto, mark_code
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.services import Services
from layouts.text import words
from layouts.views.assessment_facts import Scene
from layouts.views.assessment_stages import assessment_form
from layouts.views.board_dates import choice, field
from layouts.views.evidence_parts import PATH as EVIDENCE
from layouts.views.evidence_parts import said
from loaders.scan import ENDINGS


def vetoes(services: Services, scene: Scene) -> list[Element]:
    """The rules, the register, the form; then marks by hand."""
    if scene.shown is None:
        return [blocks.empty(words(scene.chosen.lang)["assess.no_scheme"])]
    made = [_rules(scene), _register(services, scene)]
    if any(item.kind == "manual" for item in scene.shown.scheme.items) or scene.marks:
        made.append(_by_hand(services, scene))
    return made


def evidence_fields(services: Services, scene: Scene) -> list[Child]:
    """The fields of evidence inside a form of this page: day, title, number, address, scan."""
    spoken = words(scene.chosen.lang)
    endings = ",".join(f".{ending}" for each in ENDINGS.values() for ending in each)
    file = h("input", type="file", name="file", accept=endings, class_name="field")
    return [
        field("on", spoken["evidence.on"], value=services.clock().date().isoformat(), longest=10),
        field("title", spoken["evidence.title"]),
        field("document", spoken["evidence.document"], hint=spoken["evidence.document_hint"]),
        field("link", spoken["evidence.link"], hint="https://"),
        h("label", h("span", spoken["evidence.file"], class_name="field-label"), file),
    ]


def shown_evidence(scene: Scene, subject: str, code: str) -> list[Child]:
    """What shows it, each with its file; nothing where the viewer may not know."""
    return [_evidence(each, scene) for each in scene.evidence.get((subject, code), ())]


def _evidence(each: Evidence, scene: Scene) -> Element:
    text = said(each, scene.chosen.lang)
    if not each.sha256:
        return h("div", text)
    return h("div", link(text, f"{EVIDENCE}/{each.number}", download=""), f" {say.file_size(each.size)}")


def _rules(scene: Scene) -> Element:
    spoken, scheme = words(scene.chosen.lang), scene.shown.scheme if scene.shown else None
    title = spoken["assess_veto.rules"]
    if scheme is None or not scheme.vetoes:
        return section(title, blocks.empty(spoken["assess_veto.no_rules"]))
    heads = ("rule", "event", "kind", "effect", "period", "conditions", "source")
    columns = [tables.Column(spoken[f"assess_veto.{head}"]) for head in heads]
    titles = {item.code: f"{item.code} {item.title}" for item in scheme.items}
    rows = []
    for rule in scheme.vetoes:
        effect = spoken["assess_veto.effect_total"]
        if rule.effect == "item":
            effect = spoken.say("assess_veto.effect_item", item=titles.get(rule.item, rule.item))
        rows.append(
            (
                rule.code,
                h("td", rule.title, class_name="wrap"),
                spoken[f"assess_veto.kind_{rule.kind}"],
                h("td", effect, class_name="wrap"),
                say.period(rule.period or scheme.period, scene.chosen.lang),
                h("td", say.join(rule.conditions, scene.chosen.lang) or say.NONE, class_name="wrap"),
                h("td", rule.source or say.NONE, class_name="wrap"),
            )
        )
    return section(
        title,
        tables.table(columns, rows, caption=title, class_name="veto-list"),
        note=spoken["assess_veto.rules_note"],
    )


def _register(services: Services, scene: Scene) -> Element:
    spoken = words(scene.chosen.lang)
    heads = ("unit", "rule", "event", "period", "evidence", "by", "state")
    columns = [tables.Column(spoken[f"assess_veto.{head}"]) for head in heads]
    rows = [_row(each, scene) for each in reversed(scene.vetoes)]
    title = spoken["assess_veto.title"]
    body = (
        tables.table(columns, rows, caption=title, class_name="veto-list")
        if rows
        else blocks.empty(spoken["assess_veto.none"])
    )
    return section(title, body, *_forms(services, scene))


def _row(each: KeptVeto, scene: Scene) -> tables.Row:
    spoken, veto = words(scene.chosen.lang), each.veto
    state = (
        spoken.say("assess_veto.withdrawn", why=each.withdrawn)
        if each.withdrawn
        else spoken["assess_veto.counts"]
    )
    cells = (
        scene.name(veto.region),
        veto.rule,
        h("td", veto.event, class_name="wrap"),
        say.period(veto.period, scene.chosen.lang),
        h("td", *shown_evidence(scene, "veto", veto.code), class_name="wrap"),
        h("td", f"{veto.by} {say.moment(each.at, scene.chosen.lang)}", class_name="wrap"),
        h("td", state, class_name="wrap"),
    )
    return tables.Row(cells, class_name="off" if each.withdrawn else None)


def _forms(services: Services, scene: Scene) -> list[Child]:
    """An event is entered with its evidence; one that stands is withdrawn with a reason."""
    spoken, version = words(scene.chosen.lang), scene.shown
    if version is None or not version.scheme.vetoes or not scene.may("review"):
        return []
    if version.status != "active":
        return [h("p", spoken["assess_veto.needs_active"], class_name="note")]
    scheme = version.scheme
    rules = [(rule.code, f"{rule.code} {rule.title}") for rule in scheme.vetoes]
    decided = scene.run is not None and scene.run.reached("decision")
    proved = dict.fromkeys(name for rule in scheme.vetoes for name in rule.conditions)
    enter = assessment_form(
        services,
        scene,
        "veto",
        spoken["assess_veto.enter"],
        {"scheme": scheme.scheme},
        choice("rule", spoken["assess_veto.rule"], rules),
        choice("region", spoken["assess_veto.unit"], units_of(scene)),
        field("period", spoken["assess_veto.period"], value=scheme.period, longest=20),
        field("event", spoken["assess_veto.event"], wide=True),
        *[_tick(name) for name in proved],
        *evidence_fields(services, scene),
    )
    made: list[Child] = [
        h("h3", spoken["assess_veto.enter_title"]),
        h("p", spoken[f"assess_veto.{'too_late' if decided else 'enter_note'}"], class_name="note"),
        enter,
    ]
    standing = [each for each in scene.vetoes if not each.withdrawn]
    if standing:
        options = [(each.veto.code, f"{scene.name(each.veto.region)} {each.veto.event}") for each in standing]
        gone = assessment_form(
            services,
            scene,
            "unveto",
            spoken["assess_veto.withdraw"],
            {},
            choice("code", spoken["assess_veto.which"], options),
            field("why", spoken["assess_stage.why"], wide=True),
        )
        made.append(h("details", h("summary", spoken["assess_veto.withdraw_title"]), gone, class_name="twin"))
    return made


def _tick(name: str) -> Element:
    box = h("input", type="checkbox", name="condition", value=name)
    return h("label", box, " ", name, class_name="tick-line")


def units_of(scene: Scene) -> list[tuple[str, str]]:
    """The units that the scheme assesses, the chosen one first; by the sheets where there are any."""
    from_sheets = [each.region for each in scene.board]
    codes = from_sheets or [unit.code for unit in scene.units]
    codes.sort(key=lambda code: code not in (scene.own.get("unit", ""), scene.chosen.region))
    return [(code, scene.name(code)) for code in codes]


def _by_hand(services: Services, scene: Scene) -> Element:
    """Marks given by a person: for items that nothing computes, and after an objection was accepted."""
    spoken, version = words(scene.chosen.lang), scene.shown
    scheme = version.scheme if version else None
    titles = {item.code: f"{item.code} {item.title}" for item in scheme.items} if scheme else {}
    heads = ("unit", "item", "marks", "why", "evidence", "by")
    columns = [
        tables.Column(spoken[f"assess_hand.{head}"], kind="number" if head == "marks" else "text")
        for head in heads
    ]
    rows: Sequence[Sequence[Child]] = [
        (
            scene.name(each.mark.region),
            h("td", titles.get(each.mark.item, each.mark.item), class_name="wrap"),
            f"{each.mark.marks:g}",
            h("td", each.mark.why, class_name="wrap"),
            h(
                "td",
                *_mark_evidence(scene, each.scheme, each.period, each.mark.region, each.mark.item),
                class_name="wrap",
            ),
            h("td", f"{each.by} {say.moment(each.at, scene.chosen.lang)}", class_name="wrap"),
        )
        for each in scene.marks
    ]
    title = spoken["assess_hand.title"]
    body = (
        tables.table(columns, rows, caption=title, class_name="veto-list")
        if rows
        else blocks.empty(spoken["assess_hand.none"])
    )
    return section(title, body, *_mark_form(services, scene), note=spoken["assess_hand.note"])


def _mark_evidence(scene: Scene, scheme: str, period: str, region: str, item: str) -> list[Child]:
    return shown_evidence(scene, "mark", mark_code(scheme, period, region, item))


def _mark_form(services: Services, scene: Scene) -> list[Child]:
    spoken, version = words(scene.chosen.lang), scene.shown
    decided = scene.run is not None and scene.run.reached("decision")
    if version is None or version.status != "active" or not scene.may("review") or decided:
        return []
    items = sorted(version.scheme.items, key=lambda item: item.kind != "manual")
    options = [(item.code, f"{item.code} {item.title} {item.weight or 0:g}") for item in items]
    return [
        assessment_form(
            services,
            scene,
            "mark",
            spoken["assess_hand.give"],
            {"scheme": version.scheme.scheme, "period": version.scheme.period},
            choice("region", spoken["assess_hand.unit"], units_of(scene)),
            choice("item", spoken["assess_hand.item"], options),
            field("marks", spoken["assess_hand.marks"], longest=8),
            field("why", spoken["assess_hand.why"], wide=True),
            *evidence_fields(services, scene),
        )
    ]
