"""The wizard for one file: what it is, its tables with their fields, what would be filed, who confirms it."""

from __future__ import annotations

from layouts import blocks
from layouts.elements import Child, Element, h, link
from layouts.page import page_head, section
from layouts.views import submit_answer as answer
from layouts.views.mapping_case import Case
from layouts.views.mapping_fields import labelled, place_fields, suggestions
from layouts.views.mapping_preview import preview
from layouts.views.mapping_tables import other_tables

PARTS, PREVIEW = "mapping-parts", "mapping-preview"


def wizard(case: Case, before: Element | None = None) -> list[Element]:
    """The whole page; ``before`` says what became of the file when it was mapped before."""
    spoken = case.spoken
    back = link(
        spoken["mapping.back"], answer.address(case.submission, case.lang), class_name="button", data_plain=""
    )
    head = page_head(
        spoken["mapping.title"], h("span", case.file_name, class_name="muted file-name"), actions=[back]
    )
    form = h(
        "form",
        h("input", type="hidden", name="submission", value=str(case.submission.submission)),
        h("input", type="hidden", name="lang", value=case.lang),
        h("div", parts(case), data_slot=PARTS),
        h("div", preview(case), data_slot=PREVIEW, aria_live="polite"),
        _confirm(case),
        class_name="mapping",
        data_mapping="",
        data_failed=spoken["mapping.failed"],
        data_busy=spoken["mapping.busy"],
    )
    lists = h("div", *suggestions(case))
    found = [head, h("p", _how(case), class_name="note how"), before, h("div", form), lists]
    return [part for part in found if part is not None]


def parts(case: Case) -> Element:
    """The fields of the file and of its tables: drawn anew when the whole is said to be something else."""
    spoken = case.spoken
    none = blocks.empty(spoken["mapping.no_table"]) if not case.proposal.tables else None
    whole = section(spoken["mapping.whole"], none, place_fields(case), note=spoken["mapping.whole_note"])
    return h("div", whole, *other_tables(case), class_name="stack")


def ready_words(case: Case) -> str:
    """What the button does."""
    verdict = case.verdict
    if verdict is not None and verdict.returned:
        return case.spoken["mapping.confirm_returned"]
    return case.spoken["mapping.confirm"]


def default_name(case: Case) -> str:
    """What the mapping is called unless a person says otherwise."""
    if case.known is not None and case.known.name:
        return case.known.name
    title = next((table.title for table in case.proposal.tables if table.title), "")
    return title or case.file_name.rsplit(".", 1)[0]


def _how(case: Case) -> str:
    if case.known is not None:
        return case.spoken.say("mapping.known", name=case.known.name)
    return case.spoken["mapping.how"]


def _confirm(case: Case) -> Element:
    spoken, fields = case.spoken, case.fields
    name = h("input", class_name="field", name="name", value=fields.get("name", default_name(case)))
    by = h("input", class_name="field", name="by", value=fields.get("by", case.services.prefilled))
    button = h(
        "button",
        ready_words(case),
        type="submit",
        class_name="button primary",
        disabled=None if case.ready else True,
    )
    body: list[Child] = [
        h(
            "div",
            labelled(spoken["mapping.name"], name, wide=True),
            labelled(spoken["mapping.by"], by),
            button,
            class_name="mapping-fields confirm",
        ),
        h("p", class_name="problem", role="alert", data_problem=""),
    ]
    return section(spoken["mapping.confirm_title"], *body, note=spoken["mapping.confirm_note"])
