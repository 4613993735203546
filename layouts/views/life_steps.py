"""What may be done with a submission now, with a box for the reason; and what was done with it so far."""

from __future__ import annotations

from data.life import Step, same_person, steps_for
from data.model import Event, Submission
from layouts import say
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.services import Services
from layouts.text import Words
from layouts.views import submit_answer as answer
from layouts.views.submit_case import Case

LONGEST_WHY = 500
NUMBERED = {"superseded": "by_number", "restored": "instead_of", "published": "publication"}
COMPARED = 3  # earlier and later versions that are offered for comparison


def next_words(case: Case) -> str:
    """What comes next, for the line under the outcome; empty where the page has words of its own."""
    one = case.submission
    if one.status == "returned" and not _reviewed(case):
        return ""
    key: str = one.status
    if one.status in ("accepted", "published") and not one.locked:
        unlocked = any(event.status == "unlocked" for event in case.events)
        key = "unlocked" if unlocked else {"accepted": "accepted_open"}.get(key, key)
    return case.spoken.get(f"life_next.{key}", "")


def steps(case: Case) -> Element | None:
    """The buttons of every step that somebody here may take, and the form around them."""
    one, spoken = case.submission, case.spoken
    if not one.region:
        return None
    offered = offered_steps(case.services, one)
    if not offered:
        return None
    left = len(case.to_explain)
    told = spoken.say("life.to_explain", n=left) if left and "approve" in offered else ""
    return section(
        spoken["life.title"],
        h(
            "form",
            h("input", type="hidden", name="submission", value=str(one.submission)),
            _field(case, "by", value=case.services.prefilled, longest=40),
            _field(case, "why", longest=LONGEST_WHY),
            h("div", *[_button(spoken, step) for step in offered], class_name="buttons"),
            h("p", told, class_name="note") if told else None,
            h("p", role="alert", class_name="problem"),
            method="post",
            action="/life/step",
            class_name="life-form",
            data_failed=spoken["life.failed"],
        ),
        note=spoken["life.by_note"],
    )


def offered_steps(services: Services, one: Submission) -> tuple[Step, ...]:
    """Without login anybody may sit here: the steps of the filer and those of others."""
    rights, own = services.rights(one.region), same_person(one.by, services.by)
    found = [
        step
        for mine in ((own,) if services.login.on else (False, True))
        for step in steps_for(one.status, rights=rights, own=mine, locked=one.locked)
    ]
    return tuple(dict.fromkeys(found))


def timeline(case: Case) -> Element:
    """Who did what when and why, oldest first; the versions it can be compared with."""
    rows = [_event(case, event) for event in case.events]
    body = h("ol", *rows, class_name="timeline")
    links: list[Child] = [
        link(
            case.spoken.say("life.compare_with", n=number),
            answer.PATH + case.chosen.query(against=str(number)),
            class_name="button",
        )
        for number in compared(case)
    ]
    return section(
        case.spoken["life.timeline"], body, h("div", *links, class_name="buttons") if links else None
    )


def compared(case: Case) -> tuple[int, ...]:
    """The nearest other versions of the same place, the one before it first."""
    one = case.submission
    if not one.region:
        return ()
    place = (one.dataset, one.region, one.period, one.form)
    others = [
        each.submission for each in case.numbers.view.history(*place) if each.submission != one.submission
    ]
    earlier = sorted((number for number in others if number < one.submission), reverse=True)
    later = sorted(number for number in others if number > one.submission)
    return tuple([*earlier, *later][:COMPARED])


def said_reason(event: Event, spoken: Words) -> str:
    """The reason a person gave, or which submission or publication it was about."""
    if event.status in NUMBERED and event.why.startswith("#"):
        return spoken.say(f"life.{NUMBERED[event.status]}", n=event.why[1:])
    return spoken.say("life.why_line", why=event.why) if event.why else ""


def _reviewed(case: Case) -> bool:
    """Was it returned by a reviewer, not at the door?"""
    return len(case.events) > 1


def _event(case: Case, event: Event) -> Element:
    spoken = case.spoken
    return h(
        "li",
        h("span", say.moment(event.at, case.chosen.lang), class_name="when"),
        h("b", spoken.choose("submission", event.status)),
        h("span", event.by, class_name="who"),
        h("span", said_reason(event, spoken), class_name="why"),
    )


def _field(case: Case, name: str, *, value: str = "", longest: int) -> Element:
    spoken = case.spoken
    hint = spoken["life.why_hint"] if name == "why" else None
    field = h(
        "input",
        name=name,
        value=value or None,
        maxlength=str(longest),
        placeholder=hint,
        autocomplete="name" if name == "by" else "off",
        readonly=True if name == "by" and case.services.login.on else None,
        class_name="field",
    )
    return h(
        "label", h("span", spoken[f"life.{name}"], class_name="field-label"), field, class_name=f"life-{name}"
    )


def _button(spoken: Words, step: Step) -> Element:
    """Approval stands out; whether a step can be taken is judged when it is."""
    first = " primary" if step == "approve" else ""
    return h(
        "button",
        spoken[f"life.{step}"],
        type="submit",
        name="step",
        value=step,
        class_name=f"button{first}",
    )
