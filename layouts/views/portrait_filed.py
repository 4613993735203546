"""What stands behind the portrait: the region's submissions, their explanations, targets of its own."""

from __future__ import annotations

from dataclasses import dataclass

from data.model import Explanation, Submission, Target
from indicators.facts import needed
from indicators.targets import in_force
from layouts import say, scope
from layouts.elements import Child, Element, h, link, mark_class
from layouts.kept import kept
from layouts.page import section
from layouts.tables import Column, table
from layouts.text import words
from layouts.views import explaining, reading
from layouts.views import submit_answer as answer
from layouts.views.overview_filing import filed
from layouts.views.portrait_facts import Portrait
from layouts.views.submit_list import MARKS, to_explain

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Filing:
    """A submission that counts for the period, what was explained of it, and how much is not yet."""

    submission: Submission
    said: tuple[Explanation, ...]
    to_explain: int


@dataclass(frozen=True, slots=True)
class Filings:
    """``hidden``: submissions that count, but are not open to who looks."""

    open: tuple[Filing, ...]
    hidden: int


def filings(found: Portrait) -> Filings:
    """The current submissions of the region for the period and the periods it is made of.

    Kept for this person until a submission, a step, an explanation or a rule changes.
    """
    chosen, numbers = found.chosen, found.numbers
    if numbers.view.heads.publication:
        return _filings(found)
    versions = tuple(sorted(numbers.versions("*").items()))
    name = ("filings", chosen.region, chosen.period, versions)
    came: Filings = kept(numbers, chosen.dataset, name, lambda: _filings(found), store="portrait filings")
    return came


def _filings(found: Portrait) -> Filings:
    chosen, numbers = found.chosen, found.numbers
    wanted = {source.code for source in needed(chosen.span, numbers.filed_periods(chosen.dataset))}
    current = [
        submission
        for period, region, _, submission in numbers.filed(chosen.dataset)
        if region == chosen.region and period in wanted
    ]
    opened = [(number, numbers.view.submission(number)) for number in current]
    there = {number: one[0] for number, one in opened if one is not None}
    said = numbers.view.explanations_of(sorted(there))
    left = to_explain(found.scene.services, numbers, tuple(there.values())) if there else {}
    made = [
        Filing(one, tuple(said.get(number, ())), left.get(number, 0)) for number, one in sorted(there.items())
    ]
    return Filings(tuple(made), len(current) - len(made))


def reported(found: Portrait) -> str:
    """已报 2/2; what is missing by name; in a set without duty that there is none."""
    spoken, language = words(found.chosen.lang), found.chosen.lang
    if not found.scene.dataset.duty:
        return spoken["portrait.no_duty"]
    came = filed(found.scene) if found.scene.services.ready.is_set() else None
    if came is None:
        return ""
    if not came.missing:
        return spoken.say("portrait.filed", done=came.done, due=came.due)
    names = [_missing(found, region, form, period) for region, form, period in came.missing[:MOST_NAMED]]
    more = "…" if len(came.missing) > MOST_NAMED else ""
    missing = say.join(names, language) + more
    return spoken.say("portrait.filed_late", done=came.done, due=came.due, missing=missing)


def submissions(found: Portrait, came: Filings) -> Element:
    """报送件: form, period, when, status, how much is to be explained; each a link."""
    spoken, language = words(found.chosen.lang), found.chosen.lang
    title = spoken["portrait.filings"]
    if not came.open:
        why = spoken["portrait.filings_hidden" if came.hidden else "portrait.filings_none"]
        return section(title, h("p", why, class_name="muted"))
    columns = [
        Column(spoken["head.form"]),
        Column(spoken["head.period"]),
        Column(spoken["head.time"], class_name="wide-only"),
        Column(spoken["head.status"]),
    ]
    rows = []
    for each in came.open:
        one = each.submission
        shape = MARKS.get(one.status, "pending")
        word = spoken.choose("submission", one.status)
        left = spoken.say("portrait.to_explain", n=each.to_explain) if each.to_explain else None
        cells: list[Child] = [
            link(
                answer.form_name(one.form, found.scene.services, language) or one.form,
                answer.address(one, language),
            ),
            say.period(one.period, language),
            say.moment(one.received_at, language),
            h(
                "span",
                h("span", word, class_name=f"status st-{shape} {mark_class(shape)}"),
                h("span", f" {left}", class_name="sev-explain") if left else None,
            ),
        ]
        rows.append(cells)
    return section(title, table(columns, rows, caption=title, class_name="compact"))


def explanations(found: Portrait, came: Filings) -> Element:
    """核实说明, under the submission they belong to; they stay for ever."""
    spoken, language = words(found.chosen.lang), found.chosen.lang
    title = spoken["portrait.explanations"]
    told = [each for each in came.open if each.said]
    if not told:
        return section(title, h("p", spoken["portrait.explanations_none"], class_name="muted"))
    return section(title, *[explaining.shown(each.said, language, placed=True) for each in told])


def own_targets(found: Portrait) -> tuple[Target, ...]:
    """Targets in force that name this very region; those of the set's root are everybody's."""
    chosen, numbers = found.chosen, found.numbers
    if chosen.region == found.scene.dataset.root:
        return ()
    return tuple(
        each
        for each in numbers.targets(chosen.dataset)
        if each.region == chosen.region and in_force(each, chosen.span)
    )


def local_targets(found: Portrait) -> Element | None:
    """本地目标: what, how much, why it differs."""
    if found.chosen.region == found.scene.dataset.root:
        return None
    spoken, language = words(found.chosen.lang), found.chosen.lang
    title, targets = spoken["portrait.targets"], own_targets(found)
    if not targets:
        return section(title, h("p", spoken["portrait.targets_none"], class_name="muted"))
    columns = [
        Column(spoken["head.indicator"]),
        Column(spoken["head.target"], "", "number"),
        Column(spoken["head.strength"]),
        Column(spoken["head.source"]),
        Column(spoken["portrait.reason"]),
    ]
    known = found.numbers.indicators.all
    rows: list[list[Child]] = [
        [
            reading.name_of(known[each.indicator], language) if each.indicator in known else each.object,
            h("span", reading.target_text(each, language), class_name="goal-text"),
            spoken.choose("strength", each.strength) if each.strength else say.NONE,
            each.source or say.NONE,
            each.reason or each.text or say.NONE,
        ]
        for each in targets
    ]
    return section(title, table(columns, rows, caption=title, class_name="compact words"))


def _missing(found: Portrait, region: str, form: str, period: str) -> str:
    language = found.chosen.lang
    parts = [answer.form_name(form, found.scene.services, language)]
    if region != found.chosen.region:
        parts.insert(0, scope.region_name(found.numbers, region, language))
    if period != found.chosen.period:
        parts.append(say.period(period, language))
    return ("" if language == "zh" else " ").join(parts)
