"""变动记录 of a passport: every version of its files, who filed it and who approved it, and when."""

from __future__ import annotations

from data.model import Event, Submission
from layouts import say
from layouts.elements import Child, Element, badge, h
from layouts.numbers import Numbers
from layouts.text import Language, words
from layouts.views.trace_facts import Passport
from layouts.views.trace_number import section

MOST_VERSIONS = 8  # filings whose versions are listed


def history(passport: Passport, numbers: Numbers, language: Language, heading: str) -> Element | None:
    """Every version of the files that the region's own cells stand in."""
    spoken = words(language)
    versions: list[Child] = []
    for filing in passport.filings[:MOST_VERSIONS]:
        place = (filing.dataset, filing.region, filing.period, filing.form)
        found = numbers.view.history(*place)
        approvals = numbers.view.approvals([each.submission for each in found])
        for number, each in enumerate(found, start=1):
            current = each.submission == filing.submission
            approval = approvals.get(each.submission)
            versions.append(_version(number, each, approval, language, current=current))
    if not versions:
        return None
    return section(spoken["passport.history"], heading, h("ul", *versions, class_name="plain-list"))


def approved(approval: Event | None, filing: Submission, language: Language) -> str:
    """“审核通过 王某 2026年1月9日 10:20”, or that nobody has approved it (yet)."""
    spoken = words(language)
    if approval is not None:
        time = say.moment(approval.at, language)
        return spoken.say("trace.approved_by", by=approval.by, time=time)
    return spoken["trace.not_approved" if filing.outcome == "waiting" else "trace.no_review"]


def _version(
    number: int, each: Submission, approval: Event | None, language: Language, *, current: bool
) -> Element:
    spoken = words(language)
    line = spoken.say(
        "trace.version_line",
        time=say.moment(each.received_at, language),
        by=each.by,
        file=say.base_name(each.path),
    )
    mark = badge(spoken["trace.version_current"]) if current else None
    period = say.period(each.period, language)
    checked = approved(approval, each, language) if approval else ""
    title = h("b", spoken.say("trace.version", n=number))
    return h("li", title, f"　{period}　", line, f"　{checked}" if checked else "", " ", mark)
