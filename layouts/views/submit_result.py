"""The view of one submission: what became of it, its findings beside the workbook, the receipt."""

from __future__ import annotations

from layouts import blocks, say
from layouts.elements import Child, Element, h, link
from layouts.page import page_head, section
from layouts.views import submit_answer as answer
from layouts.views.cell_uses import cells_forward
from layouts.views.life_compare import comparison
from layouts.views.life_steps import next_words, steps, timeline
from layouts.views.mapping_link import mapping_link
from layouts.views.submit_case import Case
from layouts.views.submit_explain import receipt_lines
from layouts.views.submit_findings import boxes, findings, originals, other_explanations
from layouts.views.submit_marked import marked_address, marked_button
from layouts.views.submit_template import address

STEPS = ("template", "upload", "check", "review", "publish")
STEP_OF = {"returned": 2, "refused": 2, "withdrawn": 2, "waiting": 3, "accepted": 4}
NEXT = {
    "returned": "filing.returned_next",
    "refused": "filing.refused_next",
    "accepted": "filing.accepted_next",
}


def result(case: Case) -> list[Element]:
    spoken, status = case.spoken, case.submission.status
    names = [spoken[f"submit.step_{step}"] for step in STEPS]
    if case.purged:
        return [page_head(spoken["submit.title"]), _outcome(case), timeline(case)]
    parts = [
        page_head(spoken["submit.title"], blocks.steps(names, STEP_OF.get(status, 4))),
        _outcome(case),
        comparison(case),
        None if case.to_explain else steps(case),
        h(
            "div",
            findings(case),
            h("div", *originals(case), *boxes(case), class_name="stack"),
            class_name="columns filing",
            data_filing=str(case.submission.submission),
        ),
        cells_forward(case),
        other_explanations(case),
        steps(case) if case.to_explain else None,  # nothing is approved before it is explained
        timeline(case),
        _receipt(case),
    ]
    return [part for part in parts if part is not None]


def _outcome(case: Case) -> Element:
    submission, spoken, language = case.submission, case.spoken, case.chosen.lang
    form = answer.form_name(submission.form, case.services, language)
    file = spoken.say("filing.file", form=form, file=case.file_name) if form else case.file_name
    parts = [file, *answer.place_words(submission, case.services.catalogue.regions, language), _size(case)]
    detail = _comma(case).join(part for part in parts if part) + ("。" if language == "zh" else ". ")
    after = _replaced(case) or next_words(case) or spoken.get(_next_key(case), "")
    again = link(spoken["submit.again"], answer.PATH + case.chosen.query(submission=""), class_name="button")
    original = link(
        spoken["submit.download_original"], f"/file/{submission.sha256}", class_name="button", download=""
    )
    marked, correction = _marked(case), _correction(case)
    if case.purged:
        buttons: list[Element] = []
    elif submission.status in answer.TURNED_AWAY:
        buttons = [*_mapping(case), *marked, again, original]
        buttons[0]["props"]["className"] += " primary"
    else:
        see = link(spoken["filing.see_numbers"], _numbers_page(case), class_name="button primary")
        buttons = [see, *marked, *correction, original, again]
    return blocks.outcome(
        submission.status,
        case.headline,
        f"{detail}{_content(case)}{after}",
        *buttons,
        extra=_locked(case) if correction and correction[0] in buttons else None,
    )


def _next_key(case: Case) -> str:
    return "filing_preview.map_next" if case.offers_mapping else NEXT.get(case.submission.status, "")


def _mapping(case: Case) -> list[Element]:
    """The way to saying what an unknown table means, where that is all it was returned for."""
    if not case.offers_mapping:
        return []
    made = mapping_link(case.submission, case.chosen)
    made["props"]["className"] = "button"
    return [made]


def _locked(case: Case) -> Element | None:
    """Beside the way to the correction: that it would be turned away now, who can change that, and how."""
    if case.locked_by is None:
        return None
    return h("p", case.spoken.say("life_locked.correct", n=case.locked_by), class_name="note locked")


def _correction(case: Case) -> list[Element]:
    """The way to the template with what is filed now for this place, to be corrected and filed again."""
    one, language = case.submission, case.chosen.lang
    if one.form not in case.services.forms or not (one.region and one.period):
        return []
    path = address(one.form, one.region, one.period, "current", language)
    return [link(case.spoken["fill.correct"], path, class_name="button", download="")]


def _marked(case: Case) -> list[Element]:
    """The way to the marked-up workbook, where there is something to mark."""
    one, language = case.submission, case.chosen.lang
    if not case.findings or one.status == "refused":
        return []
    return [
        link(marked_button(one, language), marked_address(one, language), class_name="button", download="")
    ]


def _comma(case: Case) -> str:
    return "，" if case.chosen.lang == "zh" else ", "


def _size(case: Case) -> str:
    size = case.numbers.view.file_size(case.submission.sha256)
    return "" if size is None else say.file_size(size)


def _content(case: Case) -> str:
    if case.opened is None or not case.opened.cells:
        return ""
    text = case.spoken.say("filing.cells", n=case.opened.cells, sheets=case.opened.sheets)
    return text if case.chosen.lang == "zh" else text + " "


def _replaced(case: Case) -> str:
    """Which submission took this one's place, if any, and how to make this one count again."""
    if case.replaced is None:
        return ""
    return answer.again([case.submission.submission], [case.replaced.submission], case.chosen.lang)


def _numbers_page(case: Case) -> str:
    one = case.submission
    kept = {
        key: text
        for key, text in (("dataset", one.dataset), ("region", one.region), ("period", one.period))
        if text
    }
    return "/matrix" + case.chosen.query(**{"submission": "", **kept})


def _live(case: Case) -> str:
    """What the checks against other submissions cover: only the current version is checked against them."""
    if case.replaced is None:
        return ""
    return case.spoken.say("filing_explain.superseded", n=case.replaced.submission)


def _receipt(case: Case) -> Element:
    spoken, one, language = case.spoken, case.submission, case.chosen.lang
    form = [
        answer.form_name(one.form, case.services, language),
        *answer.place_words(one, case.services.catalogue.regions, language),
    ]
    pairs: list[tuple[str, Child]] = [
        ("number", spoken.say("filing.number", n=one.submission)),
        ("outcome", case.headline),
        ("time", spoken.say("filing_receipt.beijing", time=say.moment(one.received_at, language))),
        ("by", one.by),
        ("file", case.file_name),
        ("size", _size(case)),
        ("place", _comma(case).join(part for part in form if part)),
        ("content", _content(case).strip()),
        ("explained", h("div", receipt_lines(case), data_receipt="")),
        ("live", _live(case)),
        ("sha256", h("code", one.sha256, class_name="hash")),
    ]
    has_explanations = bool(case.explanations) or any(each.severity == "explain" for each in case.findings)
    told = blocks.facts(
        (spoken[f"filing_receipt.{key}"], value)
        for key, value in pairs
        if value and (key != "explained" or has_explanations)
    )
    button = h(
        "button", spoken["filing_receipt.print"], class_name="button", data_print="receipt", type="button"
    )
    whole = section(
        spoken["filing_receipt.title"],
        told,
        h("div", button, class_name="buttons"),
        note=spoken["filing_receipt.kept"],
    )
    whole["props"]["className"] += " receipt"
    return whole
