"""Objections to a run: who objects to what with which evidence, and the answer; the forms of both."""

from __future__ import annotations

from data.appeals import Appeal
from data.life import same_person
from layouts import blocks, say, tables
from layouts.elements import Child, Element, badge, h
from layouts.page import section
from layouts.services import Services
from layouts.text import words
from layouts.views.assessment_facts import Scene
from layouts.views.assessment_stages import assessment_form
from layouts.views.assessment_vetoes import evidence_fields, shown_evidence
from layouts.views.board_dates import choice, field
from layouts.views.board_words import day_name

HEADS = ("unit", "item", "words", "evidence", "by", "answer")


def appeals(services: Services, scene: Scene) -> list[Element]:
    spoken, run = words(scene.chosen.lang), scene.run
    title = spoken["assess_appeal.title"]
    if run is None:
        return [section(title, blocks.empty(spoken["assess_appeal.no_run"]))]
    columns = [tables.Column(spoken[f"assess_appeal.{head}"]) for head in HEADS]
    rows = [_row(each, scene) for each in scene.appeals]
    body = (
        tables.table(columns, rows, caption=title, class_name="veto-list")
        if rows
        else blocks.empty(spoken["assess_appeal.none"])
    )
    note = spoken.say("assess_appeal.until", day=day_name(run.until, scene.chosen.lang)) if run.until else ""
    return [section(title, body, *_answers(services, scene), *_enter(services, scene), note=note or None)]


def appeal_form(services: Services, scene: Scene) -> Element | None:
    """The form for a unit's objection, while there is time; None where nobody here may object."""
    spoken, run, version = words(scene.chosen.lang), scene.run, scene.shown
    if run is None or version is None or not run.appealing(services.clock()):
        return None
    viewer = scene.numbers.view.viewer
    mine = [each.region for each in scene.board if not each.anonymous and viewer.may("file", each.region)]
    mine.sort(key=lambda code: code not in (scene.own.get("unit", ""), scene.chosen.region))
    if not mine:
        return None
    items = [("", spoken["assess_appeal.whole"])]
    items += [(item.code, f"{item.code} {item.title}") for item in version.scheme.items]
    return assessment_form(
        services,
        scene,
        "appeal",
        spoken["assess_appeal.enter"],
        {"run": run.code},
        choice("region", spoken["assess_appeal.unit"], [(code, scene.name(code)) for code in mine]),
        choice("item", spoken["assess_appeal.item"], items),
        field("words", spoken["assess_appeal.words"], wide=True),
        *evidence_fields(services, scene),
    )


def _enter(services: Services, scene: Scene) -> list[Child]:
    made = appeal_form(services, scene)
    spoken = words(scene.chosen.lang)
    if made is None:
        return []
    return [
        h("h3", spoken["assess_appeal.enter_title"]),
        h("p", spoken["assess_appeal.enter_note"], class_name="note"),
        made,
    ]


def _row(each: Appeal, scene: Scene) -> tables.Row:
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    scheme = scene.shown.scheme if scene.shown else None
    titles = {item.code: f"{item.code} {item.title}" for item in scheme.items} if scheme else {}
    answer: list[Child] = [badge(spoken["assess_appeal.open"])]
    if each.answer and each.answered_at:
        told = f"{each.answered_by} {say.moment(each.answered_at, language)}"
        answer = [h("b", spoken[f"assess_appeal.{each.answer}"]), f" {each.reason}", h("small", told)]
    cells = (
        scene.name(each.region),
        h("td", titles.get(each.item, spoken["assess_appeal.whole"]), class_name="wrap"),
        h("td", each.words, class_name="wrap"),
        h("td", *shown_evidence(scene, "appeal", each.code), class_name="wrap"),
        h("td", f"{each.by} {say.moment(each.at, language)}", class_name="wrap"),
        h("td", *answer, class_name="wrap"),
    )
    return tables.Row(cells)


def _answers(services: Services, scene: Scene) -> list[Child]:
    """One form for what is still unanswered; nobody answers his own."""
    spoken, run = words(scene.chosen.lang), scene.run
    if run is None or run.reached("decision") or not scene.may("review"):
        return []
    mine = services.by if services.login.on else ""
    waiting = [each for each in scene.appeals if not each.answer and not same_person(each.by, mine)]
    if not waiting:
        return []
    options = [(each.code, f"{scene.name(each.region)} {each.words[:40]}") for each in waiting]
    answers = [(code, spoken[f"assess_appeal.{code}"]) for code in ("accepted", "rejected")]
    made = assessment_form(
        services,
        scene,
        "answer",
        spoken["assess_appeal.give"],
        {},
        choice("code", spoken["assess_appeal.which"], options),
        choice("answer", spoken["assess_appeal.answer"], answers),
        field("why", spoken["assess_appeal.reason"], wide=True),
    )
    return [
        h("h3", spoken["assess_appeal.answer_title"]),
        h("p", spoken["assess_appeal.answer_note"], class_name="note"),
        made,
    ]
