"""Names and sentences of the filing calendar: forms, days, states, the reminders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from indicators.reporting import Reported
from layouts import say, scope
from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.periods import MONTHS
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.board_facts import own

PATH = "/board"
KEYS = ("part", "year", "form", "state")
MARKS = {"filed": "met", "late": "near", "missing": "missed", "pending": "pending", "unset": "no_target"}


def address(chosen: Selection, path: str = PATH, **changes: str) -> str:
    """This page with other choices, the page's own keys among them; without a period that nobody chose."""
    kept = {key: changes.get(key, own(chosen, key)) for key in KEYS}
    others = {key: text for key, text in changes.items() if key not in KEYS}
    if not chosen.dated:
        others.setdefault("period", "")
    pairs = tuple((key, text) for key, text in kept.items() if text)
    return path + replace(chosen, own=pairs).query(**others)


def form_name(services: Services, code: str, language: Language) -> str:
    form = services.forms[code]
    return form.name if language == "zh" else form.english


def day_name(day: date, language: Language) -> str:
    """2026年1月29日; 29 Jan 2026."""
    return say.day(datetime(day.year, day.month, day.day, tzinfo=say.BEIJING), language)


def short_day(day: date, language: Language) -> str:
    """1月29日 where the year is said elsewhere; 29 Jan."""
    if language == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]}"


def state_name(state: str, language: Language) -> str:
    return words(language)[f"filing_state.{state}"]


def state_mark(state: str) -> str:
    """Class names of a state's shape and colour."""
    return f"mk mk-{MARKS.get(state, state)} fs-{state}"


def state_badge(state: str, text: str = "", *, language: Language) -> Element:
    """Shape, colour and word."""
    return h("span", text or state_name(state, language), class_name=f"status {state_mark(state)}")


def told(each: Reported, language: Language) -> str:
    """The state in words, with its days: 迟5天, 已过12天."""
    spoken = words(language)
    if each.state == "waiting" and each.days_late:
        return spoken.say("board.late_waiting", n=each.days_late)
    if each.state == "late":
        return spoken.say("board.late_days", n=each.days_late)
    if each.overdue:
        joined = " " if language == "zh" else ", "
        days = spoken.say("board.overdue_days", n=each.overdue)
        return f"{state_name(each.state, language)}{joined}{days}"
    return state_name(each.state, language)


def reminders(
    services: Services, numbers: Numbers, rows: Sequence[Reported], chosen: Selection
) -> dict[str, str]:
    """A message for each unit that owes something, in the order given; no telephone number, no person."""
    spoken, language = words(chosen.lang), chosen.lang
    by_region: dict[str, list[Reported]] = defaultdict(list)
    for each in rows:
        by_region[each.place.region].append(each)
    root = numbers.catalogue.datasets[chosen.dataset].root
    office, now = scope.region_name(numbers, root, language), say.moment(services.clock(), language)
    return {
        region: spoken.say(
            "board_chase.message",
            region=scope.region_name(numbers, region, language),
            items=spoken["board_chase.join"].join(_item(services, each, language) for each in found),
            office=office,
            now=now,
        )
        for region, found in by_region.items()
    }


def _item(services: Services, each: Reported, language: Language) -> str:
    kind = "item_returned" if each.state == "returned" else "item_missing"
    return words(language).say(
        f"board_chase.{kind}",
        form=form_name(services, each.place.form, language),
        period=say.period(each.place.period, language),
        due=day_name(each.deadline.due, language) if each.deadline else say.NONE,
        n=each.overdue,
    )
