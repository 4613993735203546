"""The routes of 目标: a target set otherwise for a region, one withdrawn, the register as a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file

from data.model import Target
from data.target_overrides import TargetOverrideError, base_of
from indicators.inheritance import refused
from indicators.scoring_subjects import wholes_of
from layouts.selection import parse
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY
from layouts.views.board_routes import ROOM, XLSX, day_in
from layouts.views.submit_sent import as_json, form_answered, one_line, refusal
from layouts.views.targets_register import PATH
from loaders.register_look import TITLE
from loaders.targets import above_whole, milestones_in, write_targets

ASKED = ("threshold", "due", "text", "near", "milestones")  # what a local target may ask otherwise
Fields = Mapping[str, str]


def blueprint(services: Services) -> Blueprint:
    """POST /targets/override, withdraw (JSON); GET /targets/register.xlsx."""
    routes = Blueprint("targets", __name__)

    @routes.post("/targets/<any(override, withdraw):what>")
    def sent(what: str) -> Response:
        def act(fields: Fields, language: Language) -> Response:
            return _answered(services, what, fields, language)

        return form_answered(ROOM, "target_told.too_large", act)

    @routes.get("/targets/register.xlsx")
    def register() -> Response:
        numbers = services.numbers_for(request.args)
        chosen = parse(request.args, numbers)
        data = write_targets(numbers.targets(chosen.dataset))
        response = send_file(io.BytesIO(data), mimetype=XLSX, download_name="targets.xlsx", max_age=0)
        name = quote(f"{TITLE}.xlsx", safe="")
        response.headers["Content-Disposition"] = (
            f"attachment; filename=targets.xlsx; filename*=UTF-8''{name}"
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return routes


def _answered(services: Services, what: str, fields: Fields, language: Language) -> Response:
    spoken = words(language)
    if not services.viewer().may("manage"):
        return refusal("right", spoken["person.forbidden"], 403)
    by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
    try:
        if not by:
            raise TargetOverrideError("no_by")
        if what == "withdraw":
            _withdraw(services, fields, by)
        else:
            _override(services, fields, by)
    except TargetOverrideError as error:
        return refusal(str(error), spoken[f"target_told.{error}"], 409)
    back = fields.get("back", "")
    return as_json({"address": PATH + (back if back.startswith("?") else "")}, 200)


def _override(services: Services, fields: Fields, by: str) -> None:
    base, region = _base(services, fields), fields.get("region", "")
    catalogue, indicators = services.catalogue, services.indicators
    reason = refused(base, region, indicators=indicators, tree=catalogue.regions)
    if reason:
        raise TargetOverrideError(reason)
    if not catalogue.holds(catalogue.datasets[base.dataset], region):
        raise TargetOverrideError("not_below")
    decided = day_in(fields.get("decided_on", "").strip()) if fields.get("decided_on", "").strip() else None
    if fields.get("decided_on", "").strip() and decided is None:
        raise TargetOverrideError("bad_decided")
    if decided and decided > services.clock().date():
        raise TargetOverrideError("future")
    source, basis = (one_line(fields.get(name, ""), LONGEST_WHY) for name in ("source", "basis"))
    if not (source or basis):
        raise TargetOverrideError("no_source")
    local = replace(
        base,
        region=catalogue.regions.get(region).code,
        reason=one_line(fields.get("reason", ""), LONGEST_WHY),
        source=source,
        basis=basis,
        author=one_line(fields.get("author", ""), LONGEST_BY),
        decided_on=(decided or services.clock().date()).isoformat(),
    )
    changed = _with_value(_finer(local, fields), fields.get("value", "").strip())
    if above_whole(changed, wholes_of(indicators)):
        raise TargetOverrideError("above_whole")
    if all(getattr(changed, name) == getattr(base, name) for name in ASKED):
        raise TargetOverrideError("same")
    services.store.override_target(base.target, changed, by=by, at=services.clock())


def _withdraw(services: Services, fields: Fields, by: str) -> None:
    services.store.withdraw_target(
        fields.get("target", ""),
        fields.get("dataset", ""),
        why=one_line(fields.get("reason", ""), LONGEST_WHY),
        by=by,
        at=services.clock(),
    )


def _base(services: Services, fields: Fields) -> Target:
    """The target of the register that is departed from, also where a local form of it is named."""
    dataset, code = fields.get("dataset", ""), base_of(fields.get("target", ""))
    targets = services.whole_view().targets(dataset) if dataset in services.catalogue.datasets else ()
    found = next((each for each in targets if each.target == code), None)
    if found is None:
        raise TargetOverrideError("unknown")
    return found


def _with_value(local: Target, text: str) -> Target:
    """The number, the day or the wording that is asked instead."""
    if local.threshold is not None:
        return replace(local, threshold=_number(text))
    if local.kind == "date" and local.due:
        day: date | None = day_in(text)
        if day is None:
            raise TargetOverrideError("bad_day")
        return replace(local, due=day.isoformat())
    return replace(local, text=one_line(text, LONGEST_WHY))


def _finer(local: Target, fields: Fields) -> Target:
    """The band and the milestones, where the form has them; else those of the target above."""
    near, steps = local.near, local.milestones
    if "near" in fields:
        near = _number(fields["near"]) if fields["near"].strip() else None
    if "milestones" in fields:
        steps = milestones_in(fields["milestones"], local)
        if not steps and fields["milestones"].strip():
            raise TargetOverrideError("bad_milestones")
    return replace(local, near=near, milestones=steps)


def _number(text: str) -> float:
    try:
        found = float(text.replace(",", "").rstrip("%"))
    except ValueError:
        raise TargetOverrideError("bad_number") from None
    if not 0 <= found < 1e12:  # also what is no number at all
        raise TargetOverrideError("bad_number")
    return found
