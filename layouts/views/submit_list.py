"""The latest submissions, whatever became of them, with what is still to be explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.life import STATUSES
from data.model import SEVERITIES, Submission
from data.regions import RegionTree
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link, mark_class
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views import explaining, reading
from layouts.views import submit_answer as answer

SHOWN = 30
WIDE = ("time", "form", "period")  # left out of the list on a phone
MARKS = {"accepted": "met", "published": "met", "waiting": "near", "returned": "missed", "refused": "missed"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A submission, its stored findings counted by severity, and how many are to be explained."""

    submission: Submission
    counts: dict[str, int]
    to_explain: int


def recent(services: Services, numbers: Numbers, chosen: Selection) -> tuple[Listed, ...]:
    """The newest submissions of the dataset and those not recognised, or those of one status."""
    statuses = [chosen.only] if chosen.only in STATUSES else ()
    found = numbers.view.submissions(limit=SHOWN, statuses=statuses, dataset=chosen.dataset)
    counts = numbers.view.finding_counts([one.submission for one in found])
    left = to_explain(services, numbers, found)
    return tuple(Listed(one, counts[one.submission], left.get(one.submission, 0)) for one in found)


def to_explain(services: Services, numbers: Numbers, found: Sequence[Submission]) -> dict[int, int]:
    """核实 findings without an explanation, stored and live, of each submission that counts now."""
    asked = [one.submission for one in found if one.status not in answer.TURNED_AWAY]
    return unexplained(services, numbers, sorted(numbers.view.current_of(asked)))


def unexplained(services: Services, numbers: Numbers, current: Sequence[int]) -> dict[int, int]:
    """The same of submissions that are known to count."""
    view = numbers.view
    stored, said = view.findings_of(current, "explain"), view.explanations_of(current)
    return {
        number: len(
            explaining.to_explain(
                (*stored[number], *services.live_findings(number, numbers=numbers)),
                explaining.by_key(said[number]),
            )
        )
        for number in current
    }


def latest(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken, language = words(chosen.lang), chosen.lang
    found = recent(services, numbers, chosen)
    if not found and chosen.only not in STATUSES:
        return section(spoken["filing_list.title"], blocks.empty(spoken["filing_list.none"]))
    if not found:
        none = blocks.empty(spoken["life_review.none"])
        return section(spoken["filing_list.title"], _filter(numbers, chosen), none)
    columns = [
        tables.Column(spoken["filing_list.number"], "", "number", "wide-only"),
        *[
            tables.Column(spoken[f"head.{name}"], class_name="wide-only" if name in WIDE else "")
            for name in ("time", "file", "form", "region", "period", "status")
        ],
        *[tables.Column(say.severity(code, language), "", "number", "wide-only") for code in SEVERITIES],
        tables.Column(spoken["filing_list.to_explain"], "", "number"),
    ]
    tree = numbers.catalogue.regions
    rows = [_line(services, tree, one, chosen) for one in found]
    body = tables.table(
        columns, rows, caption=spoken["filing_list.caption"], row_head=2, class_name="filings"
    )
    dataset = reading.name_of(numbers.catalogue.datasets[chosen.dataset], language)
    note = spoken.say("filing_list.note", n=len(found), dataset=dataset)
    return section(spoken["filing_list.title"], _filter(numbers, chosen), body, note=note)


def _filter(numbers: Numbers, chosen: Selection) -> Element:
    """A link for each status that occurs, with how many there are."""
    spoken, counts = words(chosen.lang), numbers.view.status_counts(chosen.dataset)
    options = [("", spoken["life.all"])]
    options += [
        (
            status,
            spoken.say("life.counted", name=spoken.choose("submission", status), n=counts.get(status, 0)),
        )
        for status in STATUSES
        if counts.get(status) or status == chosen.only
    ]
    links = [
        h("a", text, href=answer.PATH + chosen.query(only=status), aria_current=_now(status, chosen))
        for status, text in options
    ]
    return h("nav", *links, class_name="segments status-filter", aria_label=spoken["life.filter"])


def _now(status: str, chosen: Selection) -> str | None:
    shown = chosen.only if chosen.only in STATUSES else ""
    return "true" if status == shown else None


def _line(services: Services, tree: RegionTree, listed: Listed, chosen: Selection) -> list[Child]:
    one, spoken, language = listed.submission, words(chosen.lang), chosen.lang
    region = answer.place_words(one, tree, language)[0] if one.region in tree else say.NONE
    mark = MARKS.get(one.status, "pending")
    word = spoken.choose("submission", one.status)
    status = h("span", word, class_name=f"status st-{mark} {mark_class(mark)}")
    left = listed.to_explain
    return [
        link(
            str(one.submission),
            answer.address(one, language),
            aria_label=spoken.say("filing.number", n=one.submission),
        ),
        say.moment(one.received_at, language),
        link(say.base_name(one.path), answer.address(one, language), class_name="file-name"),
        answer.form_name(one.form, services, language) or spoken["filing_list.unknown"],
        region,
        say.period(one.period, language) if one.period else say.NONE,
        status,
        *[str(listed.counts.get(code, 0)) for code in SEVERITIES],
        h("span", str(left), class_name="status sev-explain mk mk-explain") if left else "0",
    ]
