"""The routes of the page of rules: a rule's form, saving it, the register out and in."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file

from layouts.services import Services
from layouts.text import Language, words
from layouts.views.rules_saving import Saved, form_record, save_entry, save_register
from layouts.views.submit_sent import as_json, same_origin
from loaders.rules_look import TITLE, write_rules

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM_ROOM = 64 * 1024  # bytes of a saved form


def blueprint(services: Services) -> Blueprint:
    """GET /rules/entry, /rules/register.xlsx; POST /rules/save (JSON), /rules/register (the workbook)."""
    routes = Blueprint("rules", __name__)

    @routes.get("/rules/entry")
    def entry() -> Response:
        record = form_record(services, request.args.get("code", ""), _language())
        return as_json(record, 200) if record else as_json({"problems": []}, 404)

    @routes.get("/rules/register.xlsx")
    def register() -> Response:
        data = write_rules(services.rules)
        response = send_file(io.BytesIO(data), mimetype=XLSX, download_name="rules.xlsx", max_age=0)
        name = quote(f"{TITLE}.xlsx", safe="")
        response.headers["Content-Disposition"] = f"attachment; filename=rules.xlsx; filename*=UTF-8''{name}"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @routes.post("/rules/save")
    def save() -> Response:
        if not same_origin(request):
            return as_json({"problems": []}, 403)
        request.max_content_length = FORM_ROOM
        return _answered(save_entry(services, _texts(request.get_json(silent=True)), _language()))

    @routes.post("/rules/register")
    def upload() -> Response:
        if not same_origin(request):
            return as_json({"problems": []}, 403)
        request.max_content_length = services.desk().limits.bytes
        given = {name: request.args.get(name, "") for name in ("by", "why")}
        return _answered(save_register(services, request.get_data(), given, _language()))

    return routes


def _language() -> Language:
    return "en" if request.args.get("lang") == "en" else "zh"


def _texts(given: Any) -> dict[str, str]:
    return {str(key): str(text) for key, text in given.items()} if isinstance(given, dict) else {}


def _answered(saved: Saved) -> Response:
    spoken = words(_language())
    problems = [{"place": place, "message": message} for place, message in saved.problems]
    if problems:
        message = spoken.say("rules_form.problems", n=len(problems))
    elif saved.count:
        message = spoken.say("rules_form.saved_many", n=saved.count)
    else:
        message = spoken["rules_form.same"]
    return as_json({"saved": saved.count, "message": message, "problems": problems}, 200)
