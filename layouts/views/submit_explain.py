"""Explanations of a submission: the box beside each 核实 finding, and the route that keeps the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import Response
from werkzeug.exceptions import RequestEntityTooLarge

from data.model import Finding
from layouts.elements import Child, Element, h
from layouts.markup import compact
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import explaining
from layouts.views.submit_case import Case, case_number
from layouts.views.submit_preview import key_of
from layouts.views.submit_sent import LONGEST_BY, as_json, asked_language, one_line, parsed, refusal

SHORTEST, LONGEST = 5, 500
ROOM = 64 * 1024
FIELDS = ("code", "sheet", "cell", "indicator")


def open_count(case: Case) -> Element | None:
    """待说明 2, or that all is explained; nothing where nothing is to be explained."""
    total = sum(finding.severity == "explain" for finding in case.findings)
    if not total or not case.takes_explanations:
        return None
    return h("span", open_words(case, total), class_name="to-explain", data_open="")


def open_words(case: Case, total: int) -> str:
    left = len(case.to_explain)
    if left:
        return case.spoken.say("filing_explain.open", n=left)
    return case.spoken.say("filing_explain.open_all", n=total)


def box(case: Case, finding: Finding) -> Element | None:
    """What was said about a finding, and the field for more; nothing beside other findings."""
    if finding.severity != "explain":
        return None
    said = h("div", explanations(case, finding), data_said=key_of(finding))
    if not case.takes_explanations:
        return said
    return h("div", said, _earlier(case, finding), _form(case, finding), class_name="explain-box")


def explanations(case: Case, finding: Finding) -> Element | None:
    return explaining.shown(case.said.get(explaining.key_of(finding), ()), case.chosen.lang)


def writer(case: Case) -> Element | None:
    """Whose explanations these are: one field for all boxes of the list."""
    if not case.takes_explanations or not any(each.severity == "explain" for each in case.findings):
        return None
    spoken = case.spoken
    field = h(
        "input",
        name="by",
        value=case.services.prefilled,
        maxlength=str(LONGEST_BY),
        autocomplete="name",
        class_name="field",
    )
    return h("label", h("span", spoken["filing_explain.by"]), field, class_name="explain-by")


def explained(services: Services) -> Response:
    """POST: keeps an explanation of a finding that the submission does have."""
    language = asked_language()
    spoken = words(language)
    try:
        fields, _ = parsed(ROOM)
    except RequestEntityTooLarge:
        return refusal("too_large", spoken.say("filing_explain.too_long", n=">60 000"), 413)
    case = case_number(services, fields.get("submission", ""), language)
    if case is None:
        return refusal("no_submission", spoken["filing_explain.no_submission"], 404)
    finding = _found(case, fields)
    if finding is None or not case.takes_explanations:
        return refusal("no_finding", spoken["filing_explain.no_finding"], 409)
    text = clean(fields.get("text", ""))
    if not SHORTEST <= len(text) <= LONGEST:
        return _wrong_length(text, language)
    by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
    if not by:
        return refusal("no_name", spoken["life_told.no_name"], 400)
    if "file" not in services.rights(case.submission.region):
        return refusal("right", spoken["person.forbidden"], 403)
    number = case.submission.submission
    services.store.explain(number, finding, text, by=by, at=services.clock())
    return as_json(_answer(services, number, finding, language), 200)


def clean(text: str) -> str:
    """The text of a person without control and invisible characters; each line break stays one.

    >>> clean("  一、\\u202e原因\\r\\n\\n二  ")
    '一、原因\\n二'
    """
    kept = "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] not in "C"
    )
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", kept)).strip()


def _found(case: Case, fields: Mapping[str, str]) -> Finding | None:
    asked = tuple(fields.get(name, "") for name in FIELDS)
    return next(
        (each for each in case.findings if each.severity == "explain" and explaining.key_of(each) == asked),
        None,
    )


def _wrong_length(text: str, language: Language) -> Response:
    spoken = words(language)
    if len(text) < SHORTEST:
        return refusal("too_short", spoken["filing_explain.too_short"], 400)
    return refusal("too_long", spoken.say("filing_explain.too_long", n=len(text)), 400)


def _answer(services: Services, number: int, finding: Finding, language: Language) -> dict[str, Any]:
    """What changes on the page: the explanations beside the finding, the count, the receipt's line."""
    case = case_number(services, str(number), language)
    if case is None:
        raise KeyError(number)
    total = sum(each.severity == "explain" for each in case.findings)
    return {
        "key": key_of(finding),
        "said": _html(explanations(case, finding)),
        "open": open_words(case, total),
        "left": len(case.to_explain),
        "headline": case.headline,
        "receipt": _html(receipt_lines(case)),
    }


def _html(element: Child) -> str:
    made = compact(h("div", element))
    assert isinstance(made, dict)
    return str(made["props"].get("dangerouslySetInnerHTML", {}).get("__html", ""))


def receipt_lines(case: Case) -> Element | None:
    """Every 核实 finding with what was said about it, for the receipt; then what is left of earlier ones."""
    told: list[str] = []
    spoken, language = case.spoken, case.chosen.lang
    for finding in dict.fromkeys(map(explaining.key_of, _to_tell(case))):
        _, sheet, cell, _ = finding
        place = f"{sheet}!{cell}" if cell else sheet or spoken["filing_findings.nowhere"]
        said = explaining.lines(case.said.get(finding, ()), language) or spoken["filing_explain.none"]
        told.append(spoken.say("filing_explain.with_cell", place=place, text=said))
    told += [explaining.line(each, language, placed=True) for each in case.other_explanations]
    rows = [h("li", line) for line in dict.fromkeys(told)]  # of two at one cell what is said alike once
    return h("ul", *rows, class_name="plain-list") if rows else None


def _to_tell(case: Case) -> list[Finding]:
    return [each for each in case.findings if each.severity == "explain"]


def _earlier(case: Case, finding: Finding) -> Element | None:
    """What an earlier version said about the same finding, to be used again."""
    found = case.earlier.get(explaining.key_of(finding))
    if found is None or explaining.key_of(finding) in case.said:
        return None
    text = case.spoken.say("filing_explain.earlier", n=found.submission, text=found.text)
    word = case.spoken["filing_explain.reuse"]
    again = h("button", word, type="button", class_name="plain", data_reuse=found.text)
    return h("p", h("span", text), again, class_name="note earlier")


def _form(case: Case, finding: Finding) -> Element:
    spoken = case.spoken
    place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
    label = spoken.say("filing_explain.label", place=place or spoken["filing_findings.nowhere"])
    about = zip(FIELDS, explaining.key_of(finding), strict=True)
    hidden = [h("input", type="hidden", name=name, value=value) for name, value in about]
    return h(
        "form",
        h("input", type="hidden", name="submission", value=str(case.submission.submission)),
        *hidden,
        h(
            "textarea",
            name="text",
            rows="1",
            minlength=str(SHORTEST),
            maxlength=str(LONGEST),
            required=True,
            aria_label=label,
            placeholder=spoken["filing_explain.placeholder"],
            class_name="field",
        ),
        h("button", spoken["filing_explain.save"], type="submit", class_name="button"),
        h("p", role="alert", class_name="problem"),
        method="post",
        action="/file/explain",
        class_name="explain-form",
        data_failed=spoken["filing_explain.failed"],
    )
