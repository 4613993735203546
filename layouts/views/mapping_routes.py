"""The routes of the wizard: a look at the choices so far, the confirmation, switching a mapping off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from layouts import say
from layouts.elements import Element
from layouts.markup import compact
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.mapping_case import Case, case_of, receive_mapped
from layouts.views.mapping_choices import period_code
from layouts.views.mapping_link import PATH
from layouts.views.mapping_preview import preview, problem_text
from layouts.views.mapping_ranges import AREA
from layouts.views.mapping_tables import part_drawn
from layouts.views.mapping_wizard import default_name, parts, ready_words
from layouts.views.submit_sent import as_json, one_line, same_origin
from loaders.desk import Desk
from loaders.mapping import FormMapping, MappingError, from_json, switched_off, to_json

WAS_AREA = f"was.{AREA}"  # the ranges as they stood tell which table kept its answers
FORM_ROOM = 512 * 1024
LONGEST_BY = 40

Fields = Mapping[str, str]


def blueprint(services: Services) -> Blueprint:
    """POST /map/check, /map/confirm and /map/off; all answer in JSON."""
    routes = Blueprint("mapping", __name__)

    @routes.post(f"{PATH}/check")
    def check() -> Response:
        return _with_case(services, _looked_at)

    @routes.post(f"{PATH}/confirm")
    def confirm() -> Response:
        return _with_case(services, _confirmed)

    @routes.post(f"{PATH}/off")
    def off() -> Response:
        if not same_origin(request):
            return as_json({}, 403)
        fields = _fields()
        return _switched_off(services, fields)

    return routes


def _fields() -> dict[str, str]:
    request.max_content_length = FORM_ROOM
    request.max_form_memory_size = FORM_ROOM
    return dict(request.form.items())


def _language(fields: Fields) -> Language:
    return "en" if fields.get("lang") == "en" else "zh"


def _with_case(services: Services, answered: Any) -> Response:
    if not same_origin(request):
        return as_json({}, 403)
    given = _fields()
    fields, redrawn = settled(given)
    language = _language(fields)
    case = case_of(services, fields.get("submission", ""), fields, language)
    if case is None:
        return as_json({"message": words(language)["mapping.not_mappable"]}, 404)
    made: dict[str, Any] = answered(case)
    touched = part_drawn(case, fields.get("touched", ""))
    if redrawn:
        made["parts"] = inner_html(parts(case))
    elif touched is not None:
        made["touched"] = inner_html(touched)
    return as_json(made, 200)


def settled(fields: Fields) -> tuple[dict[str, str], bool]:
    """The fields without those that a change of the whole leaves behind; and whether there was one."""
    was = {name[4:]: text for name, text in fields.items() if name.startswith("was.")}
    kept = {
        name: text
        for name, text in fields.items()
        if not name.startswith("was.") or name.startswith(WAS_AREA)
    }
    changed = {
        name for name, text in was.items() if not name.startswith("cols.") and kept.get(name, text) != text
    }
    if "dataset" in changed:
        kept = {name: text for name, text in kept.items() if name not in ("under", "region")}
    left = {name for name in kept if _is_left_behind(name.split("."), was, changed)}
    return {name: text for name, text in kept.items() if name not in left}, bool(changed)


def _is_left_behind(parts: list[str], was: Fields, changed: set[str]) -> bool:
    """A field of a table whose rows are now something else; of a region, when the place is."""
    if len(parts) < 3:
        return False
    kind, table = parts[-3], parts[-2]
    if f"rows.{table}" in changed:
        return True
    of_regions = was.get(f"rows.{table}" if kind == "row" else f"cols.{table}") == "region"
    return of_regions and bool(changed & {"dataset", "under"})


def _looked_at(case: Case) -> dict[str, Any]:
    return {
        "preview": inner_html(preview(case)),
        "ready": case.ready,
        "button": ready_words(case),
    }


def _confirmed(case: Case) -> dict[str, Any]:
    """Save the mapping, file the kept bytes by it, and say where the result is shown."""
    built = case.built
    if built.mapping is None or not case.ready:
        problems = [problem_text(case, problem) for problem in built.problems]
        return {**_looked_at(case), "message": case.spoken.say("mapping.open", n=len(problems))}
    services = case.services
    by = services.signed(one_line(case.fields.get("by", ""), LONGEST_BY))
    if not by:
        return {**_looked_at(case), "message": case.spoken["life_told.no_name"]}
    mapping = _named(built.mapping, case)
    save(services, mapping, by)
    outcome = receive_mapped(
        say.base_name(case.submission.path),
        services.view().file(case.submission.sha256),
        desk=_desk(services),
        mapping=mapping,
        by=by,
        at=services.clock(),
        region=built.region,
        period=period_code(built.period) or built.period,
    )
    if outcome.submission is None:
        return {**_looked_at(case), "message": case.spoken["filing.system"]}
    return {"href": _address(case.submission.submission, case.lang)}


def _desk(services: Services) -> Desk:
    """Who maps a county's table files it for the county; what is checked live is checked when it is shown."""
    return replace(services.desk(roles=("file", "review")), consistency=None)


def _named(mapping: FormMapping, case: Case) -> FormMapping:
    return replace(mapping, name=mapping.name or default_name(case))


def save(services: Services, mapping: FormMapping, by: str) -> None:
    """Keep a mapping unless the newest of its code says the same already."""
    content = to_json(mapping)
    for saved in services.view().mappings():
        if (saved.code, saved.name, saved.content) == (mapping.code, mapping.name, content):
            return
    services.store.save_mapping(mapping.code, mapping.name, content, by=by, at=services.clock())


def _switched_off(services: Services, fields: Fields) -> Response:
    language = _language(fields)
    saved = next((each for each in services.view().mappings() if each.code == fields.get("code")), None)
    by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
    try:
        mapping = (
            from_json(saved.content, services.catalogue, code=saved.code, name=saved.name) if saved else None
        )
    except MappingError:
        mapping = None
    if mapping is None:
        return as_json({"message": words(language)["mapping.not_found"]}, 404)
    if not by:
        return as_json({"message": words(language)["life_told.no_name"]}, 400)
    save(services, switched_off(mapping), by)
    return as_json({"href": PATH + ("?lang=en" if language == "en" else "")}, 200)


def _address(number: int, language: Language) -> str:
    pairs = {"submission": str(number), **({"lang": "en"} if language == "en" else {})}
    return f"{PATH}?{urlencode(pairs)}"


def inner_html(element: Element) -> str:
    """An element as HTML, every text in it escaped; it holds no live components."""
    made: Any = compact(
        {"type": "Div", "namespace": "dash_html_components", "props": {"children": [element]}}
    )
    return str(made["props"]["dangerouslySetInnerHTML"]["__html"])
