"""Deadlines of a year with whose word each is, and the days that the office has entered; both with a form."""

from __future__ import annotations

from collections.abc import Sequence

from data.deadlines import Deadline, OfficeDeadline
from data.people import Role
from data.workdays import Workdays, known_years
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, Words, words
from layouts.views.board_facts import board, said_deadlines, year_of
from layouts.views.board_progress import year_links
from layouts.views.board_todo import may
from layouts.views.board_words import day_name, form_name

LONGEST_BY, LONGEST_WHY = 40, 200
RIGHT: Role = "review"  # over the root of the dataset


def dates(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    return [_deadlines(services, numbers, chosen), _days(services, numbers, chosen)]


def signed(services: Services, numbers: Numbers, chosen: Selection) -> Element | None:
    """The field for one's name, where nobody is signed in."""
    spoken = words(chosen.lang)
    if numbers.view.viewer.reach is not None:
        return None
    return field("by", spoken["board_dates.by"], value=services.prefilled, longest=LONGEST_BY)


def field(
    name: str, label: str, *, value: str = "", hint: str = "", longest: int = LONGEST_WHY, wide: bool = False
) -> Element:
    box = h(
        "input",
        name=name,
        value=value or None,
        placeholder=hint or None,
        maxlength=str(longest),
        autocomplete="name" if name == "by" else "off",
        class_name="field",
    )
    return h("label", h("span", label, class_name="field-label"), box, class_name="wide" if wide else None)


def choice(name: str, label: str, options: list[tuple[str, str]]) -> Element:
    listed = [h("option", text, value=value) for value, text in options]
    box = h("select", *listed, name=name, class_name="field")
    return h("label", h("span", label, class_name="field-label"), box)


def form(action: str, spoken: Words, button: str, *parts: Child, buttons: Sequence[Element] = ()) -> Element:
    """A form that assets/life.js sends, with its refusal beside the fields; ``buttons`` instead of one."""
    made = buttons or (h("button", button, type="submit", class_name="button primary"),)
    return h(
        "form",
        *parts,
        h("div", *made, class_name="buttons"),
        h("p", role="alert", class_name="problem"),
        method="post",
        action=action,
        class_name="life-form board-form",
        data_failed=spoken["board_told.failed"],
    )


def _deadlines(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken, language = words(chosen.lang), chosen.lang
    shown = board(services, numbers, chosen)
    said = said_deadlines(numbers, chosen.dataset)
    columns = [
        tables.Column(spoken[f"board_dates.{name}"], class_name="wide-only" if name == "basis" else "")
        for name in ("period", "due", "form", "basis")
    ]
    places: list[list[Child]] = [
        [
            say.period(period, language),
            day_name(deadline.due, language) if deadline else say.NONE,
            form_name(services, code, language),
            _basis(deadline, said.get((code, period)), language),
        ]
        for (code, period), deadline in shown.deadlines.items()
    ]
    year = year_of(services, numbers, chosen)
    table = tables.table(columns, places, caption=spoken.say("board_dates.caption", year=year))
    return section(
        spoken["board_dates.title"],
        h("div", year_links(services, numbers, chosen, year), class_name="choices"),
        table,
        _set_deadline(services, numbers, chosen, list(shown.deadlines)),
        note=spoken["board_dates.note"],
    )


def _basis(deadline: Deadline | None, said: OfficeDeadline | None, language: Language) -> str:
    spoken = words(language)
    told = []
    if said is not None:
        key = "office" if said.due else "back"
        params = {"by": said.by, "why": said.why, "at": say.moment(said.at, language)}
        told.append(spoken.say(f"board_dates.{key}", **params))
    if deadline is None:
        told.insert(0, spoken["board_dates.none"])
    elif deadline.basis == "rule":
        told.insert(0, spoken.say("board_dates.rule", n=deadline.workdays))
        if deadline.estimated:
            told.append(spoken["board_dates.estimated"])
    return ("；" if language == "zh" else "; ").join(told)


def _set_deadline(
    services: Services, numbers: Numbers, chosen: Selection, places: list[tuple[str, str]]
) -> Element | None:
    if not places or not may(numbers, RIGHT, numbers.catalogue.datasets[chosen.dataset].root):
        return None
    spoken, language = words(chosen.lang), chosen.lang
    options = [
        (f"{code} {period}", f"{say.period(period, language)} {form_name(services, code, language)}")
        for code, period in places
    ]
    return form(
        "/board/deadline",
        spoken,
        spoken["board_dates.save"],
        h("h3", spoken["board_dates.set_title"], class_name="visually-hidden"),
        h("input", type="hidden", name="dataset", value=chosen.dataset),
        h("input", type="hidden", name="back", value=chosen.query()),
        choice("place", spoken["board_dates.place"], options),
        field("due", spoken["board_dates.day"], hint=spoken["board_dates.day_hint"], longest=10),
        signed(services, numbers, chosen),
        field("why", spoken["board_dates.why"], wide=True),
    )


def _days(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken, language = words(chosen.lang), chosen.lang
    known, plain = known_years(), Workdays()
    newest = {each.day: each for each in numbers.view.day_exceptions()}
    listed = sorted((each for each in newest.values() if each.kind), key=lambda each: each.day, reverse=True)
    rows: list[list[Child]] = [
        [
            day_name(each.day, language),
            spoken["board_days.worked" if each.kind == "work" else "board_days.free"],
            spoken["board_days.worked" if plain.worked(each.day) else "board_days.free"],
            each.source,
            f"{each.by} {say.moment(each.at, language)}",
        ]
        for each in listed
    ]
    heads = ("day", "kind", "was", "source", "registered")
    columns = [
        tables.Column(spoken[f"board_days.{name}"], class_name="wide-only" if name == "registered" else "")
        for name in heads
    ]
    body = (
        tables.table(columns, rows, caption=spoken["board_days.caption"])
        if rows
        else blocks.empty(spoken["board_days.none"])
    )
    told = h("p", spoken.say("board_days.note", first=known[0], last=known[-1]), class_name="note")
    return section(spoken["board_days.title"], told, body, _set_days(services, numbers, chosen))


def _set_days(services: Services, numbers: Numbers, chosen: Selection) -> Element | None:
    if not may(numbers, RIGHT, numbers.catalogue.datasets[chosen.dataset].root):
        return None
    spoken = words(chosen.lang)
    kinds = [(kind, spoken[f"board_days.{kind}"]) for kind in ("off", "work", "clear")]
    return form(
        "/board/workdays",
        spoken,
        spoken["board_dates.save"],
        h("h3", spoken["board_days.set_title"], class_name="visually-hidden"),
        h("input", type="hidden", name="dataset", value=chosen.dataset),
        h("input", type="hidden", name="back", value=chosen.query()),
        field("days", spoken["board_days.days"], hint=spoken["board_days.days_hint"], wide=True),
        choice("kind", spoken["board_days.kind"], kinds),
        signed(services, numbers, chosen),
        field("source", spoken["board_days.source"], hint=spoken["board_days.source_hint"], wide=True),
    )
