"""Targets that something happened: dates, cadences, vetoes, occasions counted. Evidence decides, and figures
that say so.

Source: methods.md, Targets; design.md, Law (…底前 is the last day, 24:00; where nobody has a duty to file,
what is not proved is 无数据, never 逾期). What may be said depends on the day and on the duty, both given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from data.evidence import Happened, Record
from data.model import Period, Target
from data.target_overrides import base_of
from indicators.cadence import cadence, last_day, occurrences
from indicators.definition import Indicator

BINDING = "必须"
OCCASIONS = "次"

Way = Literal["", "date", "cadence", "veto", "occasions"]
Status = Literal["met", "near", "missed", "pending", "no_value", "undecidable"]
Why = Literal[
    "in_time",  # done by the due day
    "late",  # done, after it
    "overdue",  # not done, the day is over
    "not_yet",  # not done, the day is to come
    "unproved",  # nothing on record where nobody has a duty to file
    "by_value",  # a figure says so
    "value_short",  # a figure says that it is not so
    "value_later",  # a figure of a period that ends after the due day: done, nobody knows when
    "vague",  # a figure that is no exact number
    "vetoed",  # it happened
    "no_event",  # a filed 0 says that it did not
    "event_unproved",  # a figure says that something happened; whether it was this nobody has proved
    "no_rule",  # nothing says by when or how often
]


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record beside the figures, and at which day that is asked.

    Evidence by the code of a target without its local forms, events of vetoes by their words.
    """

    day: date
    duty: bool  # is filing a duty in the dataset
    evidence: Record
    events: Record  # of vetoes
    early: Mapping[str, Mapping[str, Period]] = field(default_factory=dict)  # target -> region -> see Fact


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one region: the figure of the period asked, and what has happened."""

    value: float | None = None
    exact: bool = True
    happened: tuple[Happened, ...] = ()
    early: Period | None = None  # the first one ending by the due day whose figure met the number


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a target stands; ``done`` of ``asked`` occurrences, ``on`` the day that decided it."""

    status: Status
    why: Why
    on: date | None = None
    due: date | None = None
    done: int = 0
    asked: int = 0


def way(target: Target, indicator: Indicator | None) -> Way:
    """By what evidence it is decided; empty for what figures alone decide, and for what nothing decides."""
    match target.kind:
        case "date":
            return "date" if due_day(target) else ""
        case "cadence":
            return "cadence" if cadence(target) else ""
        case "veto":
            return "veto"
        case "floor":
            other = indicator is None or indicator.unit != OCCASIONS
            return "occasions" if target.unit == OCCASIONS and other and target.threshold else ""
    return ""


def verdict(
    target: Target, indicator: Indicator | None, fact: Fact, period: Period, *, day: date, duty: bool
) -> Verdict:
    """How the target stands in one region, asked for a period at a day."""
    asked = _Asked(target, indicator, fact, period, day, duty)
    match way(target, indicator):
        case "date":
            return _date(asked)
        case "cadence":
            return _cadence(asked)
        case "veto":
            return _veto(asked)
        case "occasions":
            return _occasions(asked)
    return Verdict("undecidable", "no_rule")


def due_day(target: Target) -> date | None:
    """The last day: the one that is named, else the last of the target's span."""
    if target.due:
        return date.fromisoformat(target.due)
    return last_day(Period.parse(target.last)) if target.last else None


@dataclass(frozen=True, slots=True)
class _Asked:
    target: Target
    indicator: Indicator | None
    fact: Fact
    period: Period
    day: date
    duty: bool

    @property
    def failed(self) -> Status:
        """Only 必须 gives missed."""
        return "missed" if self.target.strength == BINDING else "near"

    def missing(self, due: date) -> tuple[Status, Why]:
        """Nothing says that it was done."""
        if self.day <= due:
            return "pending", "not_yet"
        return (self.failed, "overdue") if self.duty else ("no_value", "unproved")


def _date(asked: _Asked) -> Verdict:
    due = due_day(asked.target)
    if due is None:
        return Verdict("undecidable", "no_rule")
    first = min((each.on for each in asked.fact.happened), default=None)
    if first is not None and first <= due:
        return Verdict("met", "in_time", first, due)
    said = _said(asked)
    if asked.fact.early or (said == "full" and last_day(asked.period) <= due):
        return Verdict("met", "by_value", None, due)
    if first is not None:
        return Verdict(asked.failed, "late", first, due)
    if said in ("full", "vague"):
        return Verdict("undecidable", "value_later" if said == "full" else "vague", None, due)
    if asked.indicator and not said and _month(due) < asked.period.first:
        return Verdict("no_value", "unproved", None, due)  # of that time another period speaks
    if said == "short" and asked.day > due and last_day(asked.period) >= due:
        return Verdict(asked.failed, "value_short", None, due)
    return Verdict(*asked.missing(due), None, due)


def _cadence(asked: _Asked) -> Verdict:
    """Every occurrence by its evidence, or all of them by a figure of the period that says so."""
    rule = cadence(asked.target)
    each = [
        _occurrence(asked, one, at_end=bool(rule and rule[1]))
        for one in occurrences(asked.target, asked.period)
    ]
    if not each:
        return Verdict("undecidable", "no_rule")
    done = sum(one.status == "met" for one in each)
    worst = next((one for status in WORST for one in each if one.status == status), each[-1])
    return Verdict(worst.status, worst.why, worst.on, worst.due, done, len(each))


WORST: tuple[Status, ...] = ("missed", "near", "undecidable", "no_value", "pending", "met")


def _occurrence(asked: _Asked, one: Period, *, at_end: bool) -> Verdict:
    end = last_day(one)
    named = [each.on for each in asked.fact.happened if each.period == one.code]
    dated = [each.on for each in asked.fact.happened if not each.period and _within(each.on, one)]
    first = min((*named, *dated), default=None)
    if first is not None:
        late = at_end and first > end
        return Verdict(asked.failed if late else "met", "late" if late else "in_time", first, end)
    said = _said(asked) if asked.period.holds(one) else ""
    if said == "full":
        return Verdict("met", "by_value", None, end)
    if said in ("short", "vague") and asked.day > end:
        return (
            Verdict(asked.failed, "value_short", None, end)
            if said == "short"
            else Verdict("undecidable", "vague", None, end)
        )
    return Verdict(*asked.missing(end), None, end)


def _veto(asked: _Asked) -> Verdict:
    """An event counts in its own period only, never backwards."""
    spans = [asked.period, *_span(asked.target)]
    events = [each for each in asked.fact.happened if all(_in_period(each, span) for span in spans)]
    if events:
        return Verdict(asked.failed, "vetoed", min(each.on for each in events), None, len(events), 0)
    if asked.fact.value is None:
        return Verdict("no_value", "unproved")
    if asked.fact.value == 0 and asked.fact.exact:
        return Verdict("met", "no_event")
    return Verdict("undecidable", "event_unproved")


def _occasions(asked: _Asked) -> Verdict:
    """How often it happened from the start of the target's span, or of the year, to the end of the period."""
    target, period = asked.target, asked.period
    year = Period.year(period.first // 12)
    yearly = target.every == "year"
    begin = year.first if yearly else Period.parse(target.first).first if target.first else 0
    end = year if yearly else Period.parse(target.last) if target.last else period
    upto = min(period.last, end.last)
    happened = sorted(each.on for each in asked.fact.happened if begin <= _month(each.on) <= upto)
    wanted = int(-(-Fraction(repr(target.threshold or 0)) // 1))
    if len(happened) >= wanted:
        return Verdict("met", "in_time", happened[wanted - 1], last_day(end), len(happened), wanted)
    status, why = asked.missing(last_day(end))
    if happened and status == "no_value":
        status, why = "pending" if upto < end.last else "no_value", "unproved"
    return Verdict(status, why, None, last_day(end), len(happened), wanted)


def _said(asked: _Asked) -> Literal["", "full", "short", "vague"]:
    """Does the figure say that all was done: the target's own number, else the whole, or one each time."""
    value, indicator, target = asked.fact.value, asked.indicator, asked.target
    if value is None or indicator is None:
        return ""
    if not asked.fact.exact:
        return "vague"
    whole: float = indicator.scale if indicator.kind == "ratio" else 1
    if indicator.kind == "count" and target.kind == "cadence":
        whole = len(occurrences(target, asked.period))
    needed = target.threshold if target.threshold is not None and target.unit == indicator.unit else whole
    return "full" if value >= needed else "short"


def _in_period(each: Happened, period: Period) -> bool:
    if each.period:
        return period.holds(Period.parse(each.period))
    return _within(each.on, period)


def _span(target: Target) -> list[Period]:
    """The target's own span; nothing where an end is open."""
    if not (target.first and target.last):
        return []
    return [Period(Period.parse(target.first).first, Period.parse(target.last).last)]


def _within(day: date, period: Period) -> bool:
    return period.first <= _month(day) <= period.last


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def facts_of(happened: Iterable[Happened]) -> dict[str, tuple[Happened, ...]]:
    """What has happened, by region."""
    found: dict[str, list[Happened]] = {}
    for each in happened:
        found.setdefault(each.region, []).append(each)
    return {region: tuple(events) for region, events in found.items()}


def happened_of(target: Target, known: Known) -> Sequence[Happened]:
    """What is on record of a target, events of its veto among it."""
    base = base_of(target.target)
    events = known.events.get(target.object, ()) if target.kind == "veto" else ()
    return (*known.evidence.get(base, ()), *events)
