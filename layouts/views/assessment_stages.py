"""The stages of a run with their days, what is next, and the form by which the next one is taken."""

from __future__ import annotations

from datetime import date

from data.people import Role
from data.runs import STAGES, Stage
from data.scheme import Scheme
from data.workdays import Workdays
from layouts import say
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.services import Services
from layouts.text import words
from layouts.views.assessment_facts import PART, SCHEMES, TRIAL, Scene
from layouts.views.board_dates import LONGEST_WHY, field, form, signed
from layouts.views.board_words import day_name

RIGHTS: dict[Stage, Role] = {
    "first": "review",
    "feedback": "review",
    "appeal": "review",
    "review": "review",
    "decision": "publish",
    "published": "publish",
}


def last_day(begun: date, scheme: Scheme, calendar: Workdays) -> date | None:
    """The last day of objections: so many working days after the day on which they begin."""
    return None if scheme.appeal_days is None else calendar.after(begun, scheme.appeal_days)


def stages(services: Services, scene: Scene) -> Element:
    """Six stages in a line, then what is next and who may do it."""
    spoken, run = words(scene.chosen.lang), scene.run
    steps = {step.stage: step for step in run.steps} if run else {}
    lines = []
    for stage in STAGES:
        step = steps.get(stage)
        current = run is not None and run.stage == stage
        told: list[Child] = [h("b", spoken[f"assess_stage.{stage}"])]
        if step:
            told.append(h("span", say.day(step.at, scene.chosen.lang), class_name="when"))
            told.append(h("span", step.by, class_name="who"))
        if step and step.until:
            until = day_name(date.fromisoformat(step.until), scene.chosen.lang)
            told.append(h("span", spoken.say("assess_stage.until", day=until), class_name="until"))
        name = "done" if step else None
        lines.append(h("li", *told, class_name=name, aria_current="step" if current else None))
    parts: list[Child] = [h("ol", *lines, class_name="stage-line")]
    parts += [h("p", spoken.say("assess_stage.next", what=next_words(services, scene)), class_name="note")]
    parts += _forms(services, scene)
    return section(spoken["assess_stage.title"], *parts, note=_subtitle(scene))


def next_words(services: Services, scene: Scene) -> str:
    """What comes next, in a sentence."""
    spoken, run = words(scene.chosen.lang), scene.run
    if run is None:
        return spoken["assess_next.none"]
    if run.next is None:
        return spoken["assess_next.published"]
    if run.must_wait(services.clock()) and run.until:
        return spoken.say("assess_next.appealing", day=day_name(run.until, scene.chosen.lang))
    open_appeals = sum(not each.answer for each in scene.appeals)
    if run.next == "decision" and open_appeals:
        return spoken.say("assess_next.unanswered", n=open_appeals)
    days = scene.shown.scheme.appeal_days if scene.shown else None
    key = "appeal_unlimited" if run.next == "appeal" and days is None else run.next
    return spoken.say(f"assess_next.{key}", days=days)


def _subtitle(scene: Scene) -> str:
    spoken, run = words(scene.chosen.lang), scene.run
    if run is None:
        return ""
    return spoken.say("assess_stage.run", code=run.code, version=run.version)


def _forms(services: Services, scene: Scene) -> list[Child]:
    spoken, version, run = words(scene.chosen.lang), scene.shown, scene.run
    if version is None or not scene.duty:
        return []
    if run is None:
        trial = link(spoken["assess_trial.open"], scene.address(**{PART: TRIAL}), class_name="button")
        if version.status != "active" or not scene.may("review"):
            there = link(
                spoken["assess_trial.to_scheme"], scene.address(**{PART: SCHEMES}), class_name="button"
            )
            return [h("div", there, trial, class_name="buttons")] if scene.office else []
        hidden = {
            "scheme": version.scheme.scheme,
            "version": str(version.version),
            "period": version.scheme.period,
        }
        begin = assessment_form(services, scene, "begin", spoken["assess_stage.begin"], hidden)
        return [begin, h("div", trial, class_name="buttons")]
    made: list[Child] = []
    stage = run.next
    if stage and scene.may(RIGHTS[stage]) and not run.must_wait(services.clock()):
        button = spoken.say("assess_stage.take", stage=spoken[f"assess_stage.{stage}"])
        note = field("note", spoken["assess_stage.note"], wide=True, longest=LONGEST_WHY)
        made.append(assessment_form(services, scene, "step", button, {"run": run.code, "stage": stage}, note))
    if scene.may("publish"):
        why = field("why", spoken["assess_stage.why"], wide=True)
        undo = assessment_form(services, scene, "undo", spoken["assess_stage.undo"], {"run": run.code}, why)
        made.append(h("details", h("summary", spoken["assess_stage.undo_title"]), undo, class_name="twin"))
    return made


def assessment_form(
    services: Services, scene: Scene, what: str, button: str, hidden: dict[str, str], *fields: Child
) -> Element:
    """A form of this page, with where it comes from and who sends it."""
    spoken = words(scene.chosen.lang)
    told = {"dataset": scene.chosen.dataset, "back": scene.chosen.query(), **hidden}
    return form(
        f"/assessment/{what}",
        spoken,
        button,
        *[h("input", type="hidden", name=name, value=value) for name, value in told.items()],
        *fields,
        signed(services, scene.numbers, scene.chosen),
    )
