"""The routes of 报送: a file comes in, a template goes out, a kept file is given back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request, send_file

from layouts import say
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.submit_explain import explained
from layouts.views.submit_fill import locked_by, template_workbook
from layouts.views.submit_jobs import add_jobs
from layouts.views.submit_marked import NothingToMarkError, marked_file
from layouts.views.submit_sent import asked_language, looked_at, received, refusal, same_origin
from layouts.views.submit_template import TemplateError, asked_in_codes, asked_in_words, template_file

PLAIN = "text/plain; charset=utf-8"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT: dict[str, Callable[[Services], Response]] = {
    "receive": received,
    "preview": looked_at,
    "explain": explained,
}


def blueprint(services: Services) -> Blueprint:
    """POST /file/receive, preview and explain; GET /file/<sha>, …/marked.xlsx, /jobs/<batch>, /template…"""
    routes = Blueprint("files", __name__)
    add_jobs(routes, services)

    @routes.post("/file/<any(receive, preview, explain):what>")
    def sent(what: str) -> Response:
        if not same_origin(request):
            return refusal("cross_site", words(asked_language())["filing_upload.cross_site"], 403)
        return SENT[what](services)

    @routes.get("/file/<sha256>")
    def original(sha256: str) -> Response:
        return _original(services, sha256)

    @routes.get("/file/<int:submission>/marked.xlsx")
    def marked(submission: int) -> Response:
        return _marked(services, submission)

    @routes.get("/template")
    def asked() -> Any:
        return _asked(services)

    @routes.get("/template/<form>/<region>/<period>.xlsx")
    def template(form: str, region: str, period: str) -> Response:
        fill = request.args.get("fill", "")
        try:
            found = asked_in_codes(services, form, region, period, fill=fill, language=_language())
            return _download(template_workbook(services, found), template_file(found), XLSX)
        except TemplateError as error:
            return Response(str(error), error.status, content_type=PLAIN)

    return routes


def _original(services: Services, sha256: str) -> Response:
    """The bytes as received, always as a download under the name they first came with."""
    view = services.view()
    known = len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")
    submission = view.submission_of(sha256) if known else None
    if submission is None:
        return Response("没有这个文件。\nNo such file.\n", 404, content_type=PLAIN)
    try:
        data = view.file(sha256)
    except OSError:
        text = "这个文件没有留存原件（超过上限的文件只留记录）。\nOnly the record of this file is kept.\n"
        return Response(text, 404, content_type=PLAIN)
    name = say.base_name(submission.path)
    kind = XLSX if name.lower().endswith(".xlsx") else "application/octet-stream"
    return _download(data, name, kind)


def _marked(services: Services, submission: int) -> Response:
    """The sender's workbook with its findings on it; the original stays as it is."""
    try:
        file = marked_file(services, submission, _language())
    except NothingToMarkError as error:
        return Response(f"{error}\n", 404, content_type=PLAIN)
    return _download(file.data, file.name, XLSX)


def _asked(services: Services) -> Any:
    """The address of the template that is described in words."""
    given = [request.args.get(name, "") for name in ("form", "region", "period")]
    told = request.accept_mimetypes.best == JSON  # the page asks first and says a refusal itself
    fill = request.args.get("fill", "")
    try:
        found = asked_in_words(services, *given, fill=fill, language=_language())
        path = found.path
        if found.fill == "current":  # is there anything: a refusal is said beside the fields
            template_workbook(services, found)
    except TemplateError as error:
        problem = Response(str(error), error.status, content_type=PLAIN)
        return {"problem": str(error).strip()} if told else problem
    if not told:
        return redirect(path)
    number = locked_by(services, found)
    said = {} if number is None else {"told": words(_language()).say("life_locked.correct", n=number)}
    return {"address": path, **said}


def _language() -> Language:
    return "en" if request.args.get("lang") == "en" else "zh"


def _download(data: bytes, name: str, kind: str) -> Response:
    """An attachment whose name is written as RFC 5987 says, so that Chinese survives."""
    response = send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name, max_age=0)
    plain = "".join(
        letter if (letter.isascii() and letter.isalnum()) or letter in "-_." else "_" for letter in name
    )
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
