"""One task: what is asked by which clause, how each occurrence stands, its steps, evidence and forms."""

from __future__ import annotations

from collections.abc import Sequence

from data.task_life import TaskStepName, steps_for
from data.tasks import Task, TaskStep
from indicators.task_progress import Occurrence
from layouts import say, scope, tables, tracing
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import PATHS, section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.board_dates import choice, field, form, signed
from layouts.views.evidence_parts import evidence_form, evidence_list
from layouts.views.reading import name_of
from layouts.views.tasks_facts import PATH, Register
from layouts.views.tasks_forms import edit_forms, hidden_fields
from layouts.views.tasks_parts import DETAIL, due_text, progress, source_text, state_badge
from layouts.views.tasks_rectify import AT, Proposal

BY_FILER: tuple[TaskStepName, ...] = ("progress", "done")


def detail(
    services: Services,
    numbers: Numbers,
    chosen: Selection,
    read: Register,
    task: Task,
    proposed: Proposal | None,
) -> Element:
    spoken, found = words(chosen.lang), read.of(task.code)
    back = PATH + chosen.query(task=task.code, new="")
    return h(
        "div",
        section(
            spoken.say("tasks.one", title=task.title),
            _facts(numbers, chosen, task),
            _where(numbers, chosen, task, found),
            _proposal(numbers, chosen, task, proposed),
            *_steps_forms(services, numbers, chosen, task, found),
            h("h3", spoken["tasks.history"]),
            _history(chosen, read.steps.get(task.code, ()), read, task),
            h("h3", spoken["tasks.evidence"]),
            *_evidence(services, numbers, chosen, task, found, back),
            *edit_forms(services, numbers, chosen, task),
        ),
        id=DETAIL,
    )


def _facts(numbers: Numbers, chosen: Selection, task: Task) -> Element:
    """Definition and source clause as pairs; what is empty is left out."""
    spoken, language = words(chosen.lang), chosen.lang
    owners = [(spoken["tasks.lead"], task.lead), (spoken["tasks.assist"], task.assist)]
    pairs: list[tuple[str, Child]] = [
        (spoken["head.region"], scope.region_name(numbers, task.region, language)),
        (spoken["tasks.source"], f"{source_text(task, language)} {task.part}".strip()),
        *owners,
        (spoken["tasks.span"], _span(task, chosen)),
        (spoken["head.strength"], spoken.choose("strength", task.strength)),
        (spoken["tasks.outcome"], task.outcome),
        (spoken["tasks.code"], task.code),
    ]
    described = numbers.indicators.all.get(task.indicator)
    if described and described.code in numbers.codes():
        period = task.made_from.partition(AT)[2] or chosen.period
        address = tracing.href(chosen, indicator=described.code, region=task.region, period=period)
        pairs.append(
            (spoken["head.indicator"], link(name_of(described, language), address, class_name="number"))
        )
    if task.target and any(each.target == task.target for each in numbers.targets(task.dataset)):
        there = PATHS["targets"] + chosen.query(target=task.target, task="", new="") + "#target"
        pairs.append((spoken["head.target"], link(task.target, there)))
    told = [h("div", h("dt", name), h("dd", text)) for name, text in pairs if text]
    return h("dl", *told, class_name="task-facts")


def _span(task: Task, chosen: Selection) -> str:
    spoken = words(chosen.lang)
    every = spoken.choose("recurs", task.recurs) if task.recurs else ""
    ends = spoken.say("tasks.until", due=task.due) if task.due else spoken["tasks.no_due"]
    begins = spoken.say("tasks.since", start=task.start) if task.start else ""
    return " ".join(part for part in (begins, ends, every) if part)


def _where(numbers: Numbers, chosen: Selection, task: Task, found: Sequence[Occurrence]) -> Element:
    """The state of each occurrence, the newest first."""
    spoken = words(chosen.lang)
    title = spoken["tasks.where"]
    columns = [tables.Column(spoken[f"tasks.{head}"]) for head in ("due", "progress", "state")]
    rows: list[list[Child]] = [
        [
            due_text(each, chosen.lang),
            h("td", progress(each.percent)),
            h("td", state_badge(each.state, chosen.lang, stage=each.stage)),
        ]
        for each in reversed(found)
    ]
    if not rows:
        return h("p", spoken["tasks.not_begun"], class_name="note")
    return tables.table(columns, rows, caption=title, class_name="tasks")


def _proposal(numbers: Numbers, chosen: Selection, task: Task, proposed: Proposal | None) -> Element | None:
    """“2026年一季度 92.0%，已达标（第 31 号报送）”: worked out from the numbers as they are now."""
    if proposed is None:
        return None
    spoken, language = words(chosen.lang), chosen.lang
    value = say.value(proposed.number.value, proposed.indicator.unit, language)
    address = tracing.href(
        chosen, indicator=proposed.indicator.code, region=task.region, period=proposed.period
    )
    return h(
        "p",
        spoken["rectify.meets"],
        " ",
        link(f"{say.period(proposed.period, language)} {value}", address, class_name="number"),
        " ",
        link(
            spoken.say("rectify.by_submission", n=proposed.submission),
            PATHS["submit"] + f"?submission={proposed.submission}" + ("&lang=en" if language == "en" else ""),
        ),
        class_name="note task-proposal",
    )


def _steps_forms(
    services: Services,
    numbers: Numbers,
    chosen: Selection,
    task: Task,
    found: Sequence[Occurrence],
) -> list[Element]:
    """A form for those who do it, one for those who confirm it; each only with what may be done now."""
    viewer, spoken = numbers.view.viewer, words(chosen.lang)
    rights = frozenset(right for right in ("file", "review") if viewer.may(right, task.region))
    if not found or not rights:
        return []
    made = []
    for heading, names in (("tasks.report", BY_FILER), ("tasks.judge", ("confirm", "reject", "reopen"))):
        may: dict[str, list[str]] = {}
        for each in found:
            for step in steps_for(each.stage, rights):
                if step in names:
                    may.setdefault(step, []).append(each.code)
        if may:
            made.append(_step_form(services, numbers, chosen, task, heading, may))
    if not made:
        made.append(h("p", spoken["tasks.nothing_to_do"], class_name="note"))
    return made


def _step_form(
    services: Services,
    numbers: Numbers,
    chosen: Selection,
    task: Task,
    heading: str,
    may: dict[str, list[str]],
) -> Element:
    spoken = words(chosen.lang)
    codes = list(dict.fromkeys(code for each in may.values() for code in each))
    reports = "progress" in may or "done" in may
    buttons = [
        h(
            "button",
            spoken[f"task_step.{step}"],
            type="submit",
            name="step",
            value=step,
            class_name="button primary" if step in ("done", "confirm") else "button",
        )
        for step in may
    ]
    occurrence = (
        choice(
            "occurrence",
            spoken["tasks.occurrence"],
            [(each, say.period(each, chosen.lang)) for each in reversed(codes)],
        )
        if task.recurs
        else None
    )
    made = form(
        "/tasks/step",
        spoken,
        "",
        *hidden_fields(chosen, task),
        occurrence,
        field("percent", spoken["tasks.percent"], hint="60", longest=5) if "progress" in may else None,
        field("note", spoken["tasks.note" if reports else "tasks.why"], wide=True),
        signed(services, numbers, chosen),
        buttons=buttons,
    )
    return h("div", h("h3", spoken[heading]), made)


def _history(chosen: Selection, steps: Sequence[TaskStep], read: Register, task: Task) -> Element:
    """Every step, the newest first, and when it was entered."""
    spoken, language = words(chosen.lang), chosen.lang
    columns = [tables.Column(spoken[f"tasks.{head}"]) for head in ("at", "step", "told", "by")]
    rows: list[list[Child]] = []
    for each in reversed(steps):
        what = spoken[f"task_did.{each.step}"]
        if each.percent is not None:
            what += f" {each.percent:g}%"
        if each.occurrence:
            what = f"{say.period(each.occurrence, language)} {what}"
        note: Child = h("td", each.note or say.NONE, class_name="wrap")
        if each.submission:
            there = PATHS["submit"] + f"?submission={each.submission}"
            note = h("td", link(spoken.say("rectify.by_submission", n=each.submission), there))
        rows.append([say.moment(each.at, language), what, note, each.by])
    rows.append([say.moment(read.opened[task.code], language), spoken["task_did.set"], say.NONE, say.NONE])
    return tables.table(columns, rows, caption=spoken["tasks.history"], class_name="tasks")


def _evidence(
    services: Services,
    numbers: Numbers,
    chosen: Selection,
    task: Task,
    found: Sequence[Occurrence],
    back: str,
) -> list[Child]:
    spoken = words(chosen.lang)
    kept = numbers.view.evidence(task.dataset, subject="task", code=task.code)
    shown = evidence_list(services, numbers, chosen, kept, back=back)
    made = evidence_form(
        services,
        numbers,
        chosen,
        subject="task",
        code=task.code,
        regions=[task.region],
        periods=[each.code for each in reversed(found)] if task.recurs else (),
        back=back,
    )
    return [shown or h("p", spoken["tasks.no_evidence"], class_name="note"), made]
