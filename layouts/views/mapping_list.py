"""The saved mappings: what each reads, who confirmed it and when; one that is wrong is switched off."""

from __future__ import annotations

from typing import Any

from data.model import SavedMapping
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import page_head, section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.mapping_case import is_filed
from layouts.views.mapping_link import mapping_address
from loaders.mapping import FormMapping, MappingError, from_json
from loaders.verdict import may_be_mapped

MOST_ELEMENTS, MOST_WAITING, LOOKED_AT = 6, 10, 60


def saved_list(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    head = page_head(spoken["mapping.list_title"])
    how = h("p", spoken["mapping.list_how"], class_name="note how")
    return [head, how, _waiting(services, numbers, chosen), _saved(services, numbers, chosen)]


def records(services: Services, numbers: Numbers, chosen: Selection) -> list[dict[str, Any]]:
    """Each mapping as a record of the export."""
    spoken, found = words(chosen.lang), []
    for saved in numbers.view.mappings():
        mapping = _opened(saved, services)
        found.append(
            {
                "code": saved.code,
                "name": saved.name,
                "dataset": _dataset(mapping, services, chosen),
                "reads": "、".join(_elements(mapping, services, chosen)),
                "state": _state(mapping, chosen),
                "by": saved.by,
                "time": say.moment(saved.at, chosen.lang),
                "region": spoken[f"mapping_source.{mapping.region_from}"] if mapping else "",
                "period": spoken[f"mapping_source.{mapping.period_from}"] if mapping else "",
            }
        )
    return found


def _waiting(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """Returned files that a person may still map, the newest first."""
    spoken = words(chosen.lang)
    lines: list[Element] = []
    for one in numbers.view.submissions(limit=LOOKED_AT):
        found = numbers.view.submission(one.submission) if one.status == "returned" else None
        waits = found is not None and may_be_mapped(found[1]) and len(lines) < MOST_WAITING
        if waits and not is_filed(services, one.sha256):
            text = f"{say.base_name(one.path)}　{say.moment(one.received_at, chosen.lang)}"
            lines.append(h("li", link(text, mapping_address(one.submission, chosen))))
    body = h("ul", *lines, class_name="plain-list") if lines else blocks.empty(spoken["mapping.none_waiting"])
    return section(spoken["mapping.waiting"], body, note=spoken["mapping.waiting_note"])


def _saved(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    found = numbers.view.mappings()
    if not found:
        return section(spoken["mapping.saved"], blocks.empty(spoken["mapping.none_saved"]))
    heads = ("name", "dataset", "reads", "region_from", "period_from", "by", "time", "state")
    columns = [tables.Column(spoken[f"mapping_head.{name}"]) for name in heads]
    columns.append(tables.Column(spoken["mapping.off"], hidden=True))
    rows = [_line(saved, services, chosen) for saved in found]
    drawn = tables.table(columns, rows, caption=spoken["mapping.saved"], class_name="mappings")
    problem = h("p", class_name="problem", role="alert", data_problem="")
    by = h("input", class_name="field", name="by", value=services.prefilled, aria_label=spoken["mapping.by"])
    who = h(
        "label", h("span", spoken["mapping.by"], class_name="field-label"), by, class_name="mapping-field"
    )
    return section(
        spoken["mapping.saved"],
        h("div", who, drawn, problem, data_mappings="", data_failed=spoken["mapping.failed"]),
        note=spoken.say("mapping.saved_note", n=len(found)),
    )


def _line(saved: SavedMapping, services: Services, chosen: Selection) -> list[Child]:
    spoken, mapping = words(chosen.lang), _opened(saved, services)
    elements = _elements(mapping, services, chosen)
    reads = "、".join(elements[:MOST_ELEMENTS])
    if len(elements) > MOST_ELEMENTS:
        reads += spoken.say("mapping.and_more", n=len(elements))
    button = (
        h(
            "button",
            spoken["mapping.off"],
            type="button",
            class_name="plain",
            data_off=saved.code,
            data_lang=chosen.lang,
            aria_label=spoken.say("mapping.off_of", name=saved.name),
        )
        if mapping and not mapping.off
        else None
    )
    wide = {"class_name": "wrap"}
    return [
        saved.name or saved.code,
        _dataset(mapping, services, chosen),
        h("td", reads, **wide),
        spoken[f"mapping_source.{mapping.region_from}"] if mapping else say.NONE,
        spoken[f"mapping_source.{mapping.period_from}"] if mapping else say.NONE,
        saved.by,
        say.moment(saved.at, chosen.lang),
        _state(mapping, chosen),
        h("td", button),
    ]


def _opened(saved: SavedMapping, services: Services) -> FormMapping | None:
    """None for one that can no longer be read; it is listed as that."""
    try:
        return from_json(saved.content, services.catalogue, code=saved.code, name=saved.name)
    except MappingError:
        return None


def _state(mapping: FormMapping | None, chosen: Selection) -> str:
    code = "broken" if mapping is None else "off" if mapping.off else "on"
    return words(chosen.lang)[f"mapping_state.{code}"]


def _dataset(mapping: FormMapping | None, services: Services, chosen: Selection) -> str:
    if mapping is None:
        return say.NONE
    dataset = services.catalogue.datasets[mapping.dataset]
    return dataset.name if chosen.lang == "zh" else dataset.english


def _elements(mapping: FormMapping | None, services: Services, chosen: Selection) -> list[str]:
    known = services.catalogue.elements
    return [
        known[code].name if chosen.lang == "zh" else known[code].english
        for code in (mapping.elements if mapping else ())
    ]
