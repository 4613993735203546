"""Review of many at once: what waits for the one who looks, with a tick each, and one button."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response

from data.life import same_person
from data.model import Submission
from layouts import say, tables
from layouts.elements import Child, Element, h, hidden, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import submit_answer as answer
from layouts.views.submit_list import unexplained
from layouts.views.submit_sent import LONGEST_BY, one_line, refusal

MOST = 200  # in one form; the next ones stand there when these are done
NAMED = 5
DIGITS = 15


def review(services: Services, numbers: Numbers, chosen: Selection) -> Element | None:
    """The form; None where nothing waits for this person."""
    found, spoken = waiting(services, numbers, chosen.dataset), words(chosen.lang)
    if not found:
        return None
    left = unexplained(services, numbers, [one.submission for one in found])
    columns = [
        tables.Column(spoken["life_review.tick"], class_name="tick"),
        *[tables.Column(spoken[f"head.{name}"]) for name in ("region", "form", "period", "file")],
        tables.Column(spoken["filing_list.to_explain"], "", "number"),
    ]
    rows = [_row(services, numbers, one, left.get(one.submission, 0), chosen) for one in found]
    by = h(
        "label",
        h("span", spoken["life.by"], class_name="field-label"),
        h(
            "input",
            name="by",
            value=services.prefilled or None,
            readonly=True if services.login.on else None,
            maxlength=str(LONGEST_BY),
            autocomplete="name",
            class_name="field",
        ),
        class_name="life-by",
    )
    every = h("label", h("input", type="checkbox", data_all="submission"), " ", spoken["life_review.all"])
    button = h("button", spoken["life_review.approve"], type="submit", class_name="button primary")
    form = h(
        "form",
        h("input", type="hidden", name="dataset", value=chosen.dataset),
        tables.table(columns, rows, caption=spoken["life_review.title"], class_name="publishing"),
        h("div", every, by, h("div", button, class_name="buttons"), class_name="life-fields"),
        h("p", role="alert", class_name="problem"),
        method="post",
        action="/life/approve",
        class_name="life-form",
        data_failed=spoken["life.failed"],
    )
    note = spoken.say("life_review.note", n=len(found))
    return section(spoken["life_review.title"], form, note=note)


def waiting(services: Services, numbers: Numbers, dataset: str = "") -> tuple[Submission, ...]:
    """What waits, of a dataset or of all, and may be approved by who looks: not what they filed themselves.

    The oldest first.
    """
    viewer, login = numbers.view.viewer, services.login.on
    return tuple(
        one
        for one in reversed(numbers.view.submissions(limit=MOST, statuses=("waiting",), dataset=dataset))
        if viewer.may("review", one.region) and not (login and same_person(one.by, viewer.name))
    )


def approved(services: Services, fields: Any, language: Language) -> Response | str:
    """Approves the ticked ones in one transaction; the address of the list, or which were not approved."""
    spoken = words(language)
    given = [text for text in fields.getlist("submission") if text.isascii() and text.isdecimal()]
    numbers, ticked = services.numbers(), {int(text) for text in given if len(text) <= DIGITS}
    sent = fields.get("dataset", "")
    dataset = sent if sent in numbers.catalogue.datasets else ""
    by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
    chosen = [one.submission for one in waiting(services, numbers, dataset) if one.submission in ticked]
    if not ticked or not by:
        code = "no_name" if ticked else "nothing"
        return refusal(code, spoken["life_told.no_name" if ticked else "life_review.nothing"], 400)
    live = {number: services.live_findings(number, numbers=numbers) for number in chosen}
    refused = services.store.step_all(
        chosen, "approve", by=by, at=services.clock(), rights=("review",), live=live.__getitem__
    )
    left = [*(each.submission.submission for each in refused), *sorted(ticked - set(chosen))]
    if left:
        told = say.join([f"#{number}" for number in left[:NAMED]], language)
        params = {"done": len(chosen) - len(refused), "left": len(left), "numbers": told}
        return refusal("some", spoken.say("life_review.some", **params), 409)
    there = {"dataset": dataset, "only": "waiting", "lang": "en" if language == "en" else ""}
    return answer.PATH + "?" + urlencode({key: text for key, text in there.items() if text})


def _row(services: Services, numbers: Numbers, one: Submission, left: int, chosen: Selection) -> tables.Row:
    spoken, language = words(chosen.lang), chosen.lang
    name = answer.place_words(one, numbers.catalogue.regions, language)[0]
    label = hidden(spoken.say("life_review.choose", n=one.submission))
    box = h("input", type="checkbox", name="submission", value=str(one.submission))
    cells: list[Child] = [
        h("label", box, label) if not left else h("span", say.NONE, title=spoken["life_review.first"]),
        link(name, answer.address(one, language)),
        answer.form_name(one.form, services, language),
        say.period(one.period, language),
        say.base_name(one.path),
        str(left),
    ]
    return tables.Row(cells)
