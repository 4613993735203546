"""What became of a mapped file: every submission it made, with a link to each."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import SEVERITIES, Finding, Submission
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link
from layouts.page import page_head, section
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import submit_answer as answer
from layouts.views.mapping_link import PATH

Made = Sequence[tuple[Submission, tuple[Finding, ...]]]
MOST = 200


def result(services: Services, made: Made, language: Language) -> list[Element]:
    """The page of a file that was filed by a mapping."""
    spoken = words(language)
    first = made[0][0]
    head = page_head(
        spoken["mapping.title"], h("span", say.base_name(first.path), class_name="muted file-name")
    )
    return [head, said(services, made, language), _list(services, made, language)]


def said(services: Services, made: Made, language: Language) -> Element:
    """What became of the file, in one block."""
    spoken = words(language)
    first, findings = made[0]
    taken = first.status not in ("returned", "refused")
    every = [finding for _, told in made for finding in told]
    name = mapping_name(services, first.form)
    if taken:
        title = spoken.say("mapping.filed", n=len(made), status=spoken.choose("submission", first.status))
        detail = spoken.say("mapping.filed_note", name=name)
        target = answer.address(first, language)
    else:
        title = answer.headline(first.status, findings, language)
        detail = spoken.say("mapping.returned_note", name=name)
        target = answer.address(first, language)
    buttons = [
        link(
            spoken["mapping.see_first" if taken else "mapping.see_findings"],
            target,
            class_name="button primary",
        ),
        link(spoken["mapping.all"], _list_address(language), class_name="button"),
    ]
    counts = answer.severity_counts(every)
    told = "　".join(f"{say.severity(code, language)} {counts[code]}" for code in SEVERITIES if counts[code])
    extra = h("p", told, class_name="note") if told else None
    return blocks.outcome(first.status, title, detail, *buttons, extra=extra)


def mapping_name(services: Services, code: str) -> str:
    """What a mapped form is called; its code where it was never named."""
    named = {saved.code: saved.name for saved in services.view().mappings()}
    return named.get(code, "") or code


def _list_address(language: Language) -> str:
    return PATH + ("?lang=en" if language == "en" else "")


def _list(services: Services, made: Made, language: Language) -> Element:
    spoken, tree = words(language), services.catalogue.regions
    columns = [
        tables.Column(spoken["filing_list.number"], "", "number"),
        *[tables.Column(spoken[f"head.{name}"]) for name in ("region", "period", "status")],
        *[tables.Column(say.severity(code, language), "", "number") for code in SEVERITIES],
    ]
    rows: list[list[Child]] = []
    for one, findings in made[:MOST]:
        counts = answer.severity_counts(findings)
        place = answer.place_words(one, tree, language)
        rows.append(
            [
                link(
                    str(one.submission),
                    answer.address(one, language),
                    aria_label=spoken.say("filing.number", n=one.submission),
                ),
                place[0] if one.region in tree else say.NONE,
                say.period(one.period, language) if one.period else say.NONE,
                spoken.choose("submission", one.status),
                *[str(counts[code]) for code in SEVERITIES],
            ]
        )
    drawn = tables.table(columns, rows, caption=spoken["mapping.made"], row_head=1)
    more = len(made) - MOST
    note = h("p", spoken.say("mapping.more", n=more), class_name="note") if more > 0 else None
    return section(spoken["mapping.made"], drawn, note, note=spoken["mapping.made_note"])
