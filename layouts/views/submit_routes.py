"""The routes of 报送: a file comes in, a template goes out, a kept file is given back."""

from __future__ import annotations

import io
import json
import unicodedata
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, Request, Response, redirect, request, send_file
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from layouts.api import finding_record
from layouts.services import Services
from layouts.text import Language, finding_message
from layouts.views.submit_answer import Told, base_name, file_told
from layouts.views.submit_marked import NothingToMarkError, marked_file
from layouts.views.submit_template import Asked, TemplateError, asked_in_codes, asked_in_words, template_file
from loaders.intake import Outcome, receive_upload
from loaders.template import write_template

FILE_FIELD, BY_FIELD, LANGUAGE_FIELD = "file", "by", "lang"
LONGEST_NAME, LONGEST_BY = 200, 40
FORM_ROOM = 64 * 1024  # bytes of a request beside its file
PLAIN = "text/plain; charset=utf-8"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARKS = ("绝密", "机密", "秘密")


def blueprint(services: Services) -> Blueprint:
    """POST /file/receive, GET /file/<sha256>, /file/<submission>/marked.xlsx, /template/<form>/….xlsx."""
    routes = Blueprint("files", __name__)

    @routes.post("/file/receive")
    def receive() -> Response:
        if not same_origin(request):
            return _refusal("cross_site", "只收本站页面送来的文件。", 403)
        return _received(services)

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
        try:
            found = asked_in_codes(services, form, region, period)
        except TemplateError as error:
            return Response(str(error), error.status, content_type=PLAIN)
        return _template(services, found)

    return routes


def same_origin(asking: Request) -> bool:
    """Does the request come from our own pages (or from no page at all, such as a script)?

    A browser says so itself in Sec-Fetch-Site, and names the page's origin in Origin.
    """
    site = asking.headers.get("Sec-Fetch-Site", "same-origin")
    origin = asking.headers.get("Origin")
    own = origin is None or urlsplit(origin).netloc == asking.host
    return site in ("same-origin", "none") and own


def _received(services: Services) -> Response:
    limit = services.desk().limits.bytes
    try:
        fields, files = _parsed(limit + FORM_ROOM)
    except RequestEntityTooLarge:
        return _refusal("file.too_large", f"文件超过上限 {limit} 字节，没有收下。", 413)
    sent = files.get(FILE_FIELD)
    if sent is None or not sent.filename:
        return _refusal("no_file", "没有收到文件。", 400)
    language: Language = "en" if fields.get(LANGUAGE_FIELD) == "en" else "zh"
    outcomes = receive_upload(
        one_line(base_name(sent.filename), LONGEST_NAME) or "file",
        sent.stream.read(),
        desk=services.desk(),
        by=one_line(fields.get(BY_FIELD, ""), LONGEST_BY) or services.by,
        at=services.clock(),
    )
    records = [_record(_without_content(outcome), services, language) for outcome in outcomes]
    return _json({"files": records}, 200)


def _parsed(limit: int) -> tuple[Any, Any]:
    """Fields and files of the request. A file stays in memory: nothing is written before it is judged."""

    def in_memory(
        total_content_length: int | None,  # the parser gives all four by name
        content_type: str | None,
        filename: str | None,
        content_length: int | None = None,
    ) -> io.BytesIO:
        return io.BytesIO()

    parser = FormDataParser(stream_factory=in_memory, max_form_memory_size=FORM_ROOM, max_form_parts=20)
    request.max_content_length = limit
    if (request.content_length or 0) > limit:
        raise RequestEntityTooLarge
    _, fields, files = parser.parse(
        request.stream, request.mimetype, request.content_length, request.mimetype_params
    )
    return fields, files


def _record(outcome: Outcome, services: Services, language: Language) -> dict[str, Any]:
    """One file, as ``faheng load --json`` says it, with the words and the address that show it."""
    told: Told = file_told(outcome, services, language)
    return {
        "path": outcome.path,
        "sha256": outcome.sha256 or None,
        "submission": outcome.submission,
        "status": outcome.status,
        "known": outcome.known,
        "form": outcome.form or None,
        "dataset": outcome.dataset or None,
        "region": outcome.region or None,
        "period": outcome.period or None,
        "findings": [
            {**finding_record(finding), "message": finding_message(finding, language)}
            for finding in outcome.findings
        ],
        "title": told.title,
        "detail": told.detail,
        "href": told.href or None,
    }


def _without_content(outcome: Outcome) -> Outcome:
    """Of a file with a 密级 mark only the mark's word goes back, nothing that stood beside it."""
    if all(finding.code != "file.classified" for finding in outcome.findings):
        return outcome
    found = [
        replace(
            finding,
            params={"read": next((m for m in MARKS if m in _bare(finding.params)), ""), "expected": ""},
        )
        for finding in outcome.findings
    ]
    return replace(outcome, findings=tuple(found), form="", dataset="", region="", period="")


def _bare(params: Any) -> str:
    return "".join(str(params.get("read", "")).split())


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
    name = base_name(submission.path)
    kind = XLSX if name.lower().endswith(".xlsx") else "application/octet-stream"
    return _download(data, name, kind)


def _marked(services: Services, submission: int) -> Response:
    """The sender's workbook with its findings on it; the original stays as it is."""
    language: Language = "en" if request.args.get("lang") == "en" else "zh"
    try:
        file = marked_file(services, submission, language)
    except NothingToMarkError as error:
        return Response(f"{error}\n", 404, content_type=PLAIN)
    return _download(file.data, file.name, XLSX)


def _asked(services: Services) -> Any:
    """The address of the template that is described in words."""
    given = [request.args.get(name, "") for name in ("form", "region", "period")]
    told = request.accept_mimetypes.best == JSON  # the page asks first and says a refusal itself
    try:
        path = asked_in_words(services, *given).path
    except TemplateError as error:
        problem = Response(str(error), error.status, content_type=PLAIN)
        return {"problem": str(error).strip()} if told else problem
    return {"address": path} if told else redirect(path)


def _template(services: Services, asked: Asked) -> Response:
    data = write_template(
        asked.form,
        services.catalogue,
        region=asked.region.code,
        period=asked.period.code,
        dataset=asked.dataset,
    )
    return _download(data, template_file(asked), XLSX)


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


def one_line(text: str, longest: int) -> str:
    """A short text of a person, without control and invisible characters.

    >>> one_line(" 李\\u202e\\n某 ", 40)
    '李某'
    """
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:longest]


def _refusal(code: str, message: str, status: int) -> Response:
    return _json({"error": {"code": code, "message": message}}, status)


def _json(content: dict[str, Any], status: int) -> Response:
    text = json.dumps(content, ensure_ascii=False)
    response = Response(text, status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
