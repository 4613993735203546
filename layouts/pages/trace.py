"""数据溯源, the number's passport: as a page, and in the drawer that any number opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, no_update

from data.model import Period, PeriodError
from layouts import page, scope
from layouts.elements import Child, Element, h
from layouts.markup import compact
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection, parse, split
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.tracing import Term
from layouts.views import explaining, reading
from layouts.views.tasks_marks import passport_line
from layouts.views.trace_empty import nothing_filed
from layouts.views.trace_facts import Passport, gather
from layouts.views.trace_history import history
from layouts.views.trace_number import how, value_line
from layouts.views.trace_parts import made_of
from layouts.views.trace_source import citation, from_where, used_where
from layouts.views.trace_tasks import from_register, register_line


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    """The passport as a page."""
    found = gather(services, numbers, chosen)
    spoken = words(chosen.lang)
    if found is None:
        return [
            page.page_head(spoken["passport.page_title"]),
            h("p", spoken["trace.choose"], class_name="empty"),
        ]
    head = page.page_head(_title(found, numbers), actions=[_copy(found, numbers)])
    return [h("div", head, *_parts(found, numbers, "h2"), class_name="trace")]


def drawer(services: Services, href: str) -> list[Child]:
    """The passport for a link's address; words instead where the address names nothing that exists."""
    query = split(href.partition("?")[2])
    numbers = services.numbers_for(query)
    chosen = parse(query, numbers)
    found = gather(services, numbers, chosen) if _exists(query, numbers, chosen) else None
    if found is None:
        spoken = words(chosen.lang)
        return [
            h("h2", spoken["passport.page_title"]),
            h("p", spoken["passport.not_found"], class_name="empty"),
        ]
    head = h("div", h("h2", _title(found, numbers)), _copy(found, numbers), class_name="trace-title")
    told = h("div", head, *_parts(found, numbers, "h3"), class_name="trace", lang=_tag(chosen))
    return [compact(told)]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Every cell that went into the number."""
    found = gather(services, numbers, chosen)
    terms = (*found.own, *found.below) if found else ()
    zh, en = words("zh"), words("en")
    keys = {
        "region": "comparison.code",
        "name": "head.region",
        "period": "head.period",
        "part": "trace.part",
        "element": "head.code",
        "element_name": "head.element",
        "factor": "trace.factor",
        "value": "head.value",
        "unit": "head.unit",
        "qualifier": "trace.qualifier",
        "scope": "trace.scope",
        "raw": "trace.raw",
        "file": "head.file",
        "sheet": "head.sheet",
        "cell": "head.cell",
        "submission": "head.submission",
        "by": "head.submitted_by",
        "at": "head.time",
        "approved_by": "trace.approver",
        "approved_at": "trace.approved_time",
    }
    columns = [
        RowColumn(key, zh[word], en[word], "", "number" if key in ("factor", "value") else "text")
        for key, word in keys.items()
    ]
    said = [
        (words(chosen.lang)["filing_explain.said"], explaining.line(each, chosen.lang, placed=True))
        for each in ((*found.explanations, *(one for _, one in found.explained_below)) if found else ())
    ]
    if found and (line := register_line(found, numbers, chosen.lang)):
        said.append((words(chosen.lang)["trace_tasks.title"], line))
    title = _title(found, numbers) if found else words(chosen.lang)["passport.page_title"]
    return Rows(
        title,
        columns,
        [_record(term, numbers, chosen) for term in terms],
        [*scope.notes(numbers, chosen), *said],
    )


def register(app: Dash, services: Services) -> None:
    """The drawer is filled when a link names a number."""

    @app.callback(
        Output(page.PASSPORT_BODY, "children"),
        Input(page.PASSPORT_TARGET, "data"),
        prevent_initial_call=True,
    )
    def fill(href: object) -> Any:
        return drawer(services, href) if isinstance(href, str) else no_update


def _parts(found: Passport, numbers: Numbers, heading: str) -> list[Element]:
    language = found.chosen.lang
    registered = from_register(found, numbers, language, heading)
    if registered is None and (empty := nothing_filed(found, numbers)):
        return [empty]
    cells = found.own or found.below or registered is None
    parts = (
        value_line(found, numbers, language),
        passport_line(numbers, found.chosen, found.number),
        how(found, numbers, language, heading),
        made_of(found, numbers, language, heading),
        registered,
        from_where(found, numbers, language, heading) if cells else None,
        used_where(found, numbers, language, heading),
        history(found, numbers, language, heading),
    )
    return [part for part in parts if part is not None]


def _title(found: Passport, numbers: Numbers) -> str:
    language = found.chosen.lang
    region = scope.region_name(numbers, found.chosen.region, language)
    return words(language).say(
        "trace.title", region=region, indicator=reading.name_of(found.indicator, language)
    )


def _copy(found: Passport, numbers: Numbers) -> Child:
    spoken = words(found.chosen.lang)
    return h(
        "button",
        spoken["passport.copy"],
        class_name="button",
        data_copy=citation(found, numbers, found.chosen.lang),
        data_done=spoken["trace.copied"],
        data_failed=spoken["scope.copy_failed"],
    )


def _tag(chosen: Selection) -> str:
    return "zh-CN" if chosen.lang == "zh" else "en"


def _exists(query: Mapping[str, str], numbers: Numbers, chosen: Selection) -> bool:
    """Did the address name what is shown? A page may fall back to a default, a number may not."""
    region, regions = query.get("region", ""), numbers.catalogue.regions
    if region not in regions or regions.get(region).code != chosen.region:
        return False
    try:
        period = Period.parse(query.get("period", "")).code
    except PeriodError:
        return False
    named = (query.get("dataset"), query.get("indicator"), period)
    return named == (chosen.dataset, chosen.indicator, chosen.period)


def _record(term: Term, numbers: Numbers, chosen: Selection) -> dict[str, Any]:
    spoken, element = words(chosen.lang), numbers.catalogue.elements[term.element]
    return {
        "region": term.region,
        "name": scope.region_name(numbers, term.region, chosen.lang),
        "period": term.period,
        "part": spoken[f"trace.part_{term.part}"],
        "element": term.element,
        "element_name": reading.name_of(element, chosen.lang),
        "factor": term.factor,
        "value": term.value,
        "unit": reading.unit_word(element.unit, chosen.lang),
        "qualifier": spoken[f"trace.qualifier_{term.qualifier}"],
        "scope": spoken.choose("scopes", term.scope),
        "raw": term.raw,
        "file": term.file,
        "sheet": term.sheet,
        "cell": term.cell,
        "submission": str(term.submission),
        "by": term.by,
        "at": term.at,
        "approved_by": term.approved_by,
        "approved_at": term.approved_at,
    }


PAGE = Page("trace", "/trace", body, rows, register, own_head=True)
