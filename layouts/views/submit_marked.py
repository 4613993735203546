"""The sender's own workbook with its findings on it, as a download; for other formats the list alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from data.model import SEVERITIES, Finding, Submission
from layouts import say
from layouts.services import Services
from layouts.text import Language, finding_parts, words
from layouts.views import explaining
from layouts.views import submit_answer as answer
from layouts.views.submit_case import live_findings
from layouts.views.submit_findings import expected_text, said_text
from loaders.markup import Said, Wording, mark_up
from loaders.markup_alone import list_alone
from loaders.workbook import WorkbookRefused

COLUMNS = ("severity", "sheet", "cell", "problem", "fix", "read", "expected", "explained")


class NothingToMarkError(Exception):
    """There is no such file to give; the message says why, in the language asked for."""


@dataclass(frozen=True, slots=True)
class MarkedFile:
    name: str
    data: bytes


def marked_address(submission: Submission, language: Language) -> str:
    return f"/file/{submission.submission}/marked.xlsx" + ("?lang=en" if language == "en" else "")


def marked_button(submission: Submission, language: Language) -> str:
    """What the button says: only an .xlsx can be marked itself."""
    own = submission.path.lower().endswith(".xlsx")
    return words(language)["filing_marked.button" if own else "filing_marked.button_list"]


def marked_file(services: Services, number: int, language: Language) -> MarkedFile:
    """A marked copy of a kept file; the original is only read. Raises NothingToMarkError."""
    spoken, view = words(language), services.view()
    found = view.submission(number)
    if found is None:
        raise NothingToMarkError(spoken.say("filing_marked.no_submission", n=number))
    submission, stored = found
    live = live_findings(services, services.numbers(), submission)
    findings = answer.ordered((*stored, *live))
    if not findings:
        raise NothingToMarkError(spoken.say("filing_marked.no_findings", n=number))
    try:
        data = view.file(submission.sha256)
    except OSError:
        raise NothingToMarkError(spoken["filing_marked.not_kept"]) from None
    wording = _wording(submission, findings, language)

    explanations = explaining.by_key(view.explanations(number))

    def said(finding: Finding) -> Said:
        given = explaining.lines(explanations.get(explaining.key_of(finding), ()), language)
        return _said(finding, language, given)

    stem = PurePosixPath(say.base_name(submission.path)).stem
    try:
        marked = mark_up(data, findings, said, wording=wording, limits=services.desk().limits)
    except WorkbookRefused:
        name = spoken.say("filing_marked.file_list", name=stem)
        return MarkedFile(name, list_alone(findings, said, wording=wording))
    return MarkedFile(spoken.say("filing_marked.file", name=stem), marked)


def _said(finding: Finding, language: Language, explained: str) -> Said:
    problem, fix = finding_parts(finding, language)
    read = said_text(finding.params.get("read", ""))
    return Said(problem, fix, read, expected_text(finding, language), explained)


def _wording(submission: Submission, findings: tuple[Finding, ...], language: Language) -> Wording:
    spoken = words(language)
    outcome = answer.headline(submission.status, findings, language)
    return Wording(
        severities={code: say.severity(code, language) for code in SEVERITIES},
        heads=[spoken[f"filing_marked.{column}"] for column in COLUMNS],
        summary=spoken.say(
            "filing_marked.summary",
            file=say.base_name(submission.path),
            n=submission.submission,
            outcome=outcome,
        ),
        legend={code: spoken[f"severity_long.{code}"] for code in SEVERITIES},
        whole_sheet=spoken["filing_marked.whole_sheet"],
        whole_file=spoken["filing_marked.whole_file"],
        colon=spoken["filing_marked.colon"],
        more=spoken["filing_marked.more"],
    )
