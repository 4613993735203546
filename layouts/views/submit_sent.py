"""What the pages of 报送 send: files to be looked at or filed; answered as JSON."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from layouts import say
from layouts.api import finding_record
from layouts.door import same_origin as same_origin  # the forms of our pages ask it here
from layouts.services import Services
from layouts.text import Language, finding_message, words
from layouts.views import submit_answer as answer
from layouts.views.submit_answer import Told, file_told
from layouts.views.submit_preview import finding_line, mark_only, preview_record
from loaders.intake import Outcome, receive_one
from loaders.preview import preview_upload
from loaders.queueing import MANY, enqueue, members

FILE_FIELD, BY_FIELD, LANGUAGE_FIELD, ONLY_FIELD = "file", "by", "lang", "only"
LONGEST_NAME, LONGEST_BY = 200, 40
FORM_ROOM = 512 * 1024  # bytes of a request beside its file
FORM_PARTS = 20  # fields and files of a form, unless it says more


@dataclass(frozen=True)
class Sent:
    """A file as sent: its own name without folders, its bytes, and the fields beside it."""

    name: str
    data: bytes
    fields: Mapping[str, str]
    language: Language


class NotSentError(Exception):
    """The request brings no file that could be read; the answer says why."""

    def __init__(self, answered: Response) -> None:
        super().__init__(answered.status)
        self.answered = answered


def received(services: Services) -> Response:
    """Files the file; of a zip the members whose hashes are in the field ``only``, where it is given.

    Many files are acknowledged as jobs (202), and GET /jobs/<batch> says what became of them.
    """
    try:
        sent = _sent(services)
    except NotSentError as problem:
        return problem.answered
    desk, at = services.desk(), services.clock()
    by = services.signed(one_line(sent.fields.get(BY_FIELD, ""), LONGEST_BY))
    if not by:
        return refusal("no_name", words(sent.language)["life_told.no_name"], 400)
    files = members(sent.name, sent.data, desk, sent.fields.get(ONLY_FIELD, "").split())
    first = list(islice(files, MANY + 1))
    if len(first) > MANY and services.working.is_set():
        queued = enqueue(chain(first, files), desk=desk, queue=services.store, by=by, at=at)
        told = {"batch": queued.batch, "jobs": queued.jobs}
        return as_json({**told, "files": records(queued.outcomes, services, sent.language)}, 202)
    outcomes = (receive_one(each, desk=desk, by=by, at=at) for each in chain(first, files))
    return as_json({"files": records(outcomes, services, sent.language)}, 200)


def records(outcomes: Iterable[Outcome], services: Services, language: Language) -> list[dict[str, Any]]:
    """What became of each file, as the page lists it."""
    return [_record(_without_content(outcome), services, language) for outcome in outcomes]


def looked_at(services: Services) -> Response:
    """What filing would do; nothing is written."""
    try:
        sent = _sent(services)
    except NotSentError as problem:
        return problem.answered
    found = preview_upload(sent.name, sent.data, desk=services.desk(), at=services.clock())
    return as_json({"files": [preview_record(each, services, sent.language) for each in found]}, 200)


def asked_language() -> Language:
    return "en" if request.args.get(LANGUAGE_FIELD) == "en" else "zh"


def form_answered(
    room: int, too_large: str, act: Callable[[Any, Language], Response], *, parts: int = FORM_PARTS
) -> Response:
    """What ``act`` answers to a form of our own pages, of ``room`` bytes at most; others are refused."""
    language = asked_language()
    if not same_origin(request):
        return refusal("cross_site", words(language)["filing_upload.cross_site"], 403)
    try:
        fields, _ = parsed(room, parts=parts)
    except RequestEntityTooLarge:
        return refusal("too_large", words(language)[too_large], 413)
    return act(fields, language)


def _sent(services: Services) -> Sent:
    limit, language = services.desk().limits.bytes, asked_language()
    spoken = words(language)
    try:
        fields, files = parsed(limit + FORM_ROOM)
    except RequestEntityTooLarge:
        message = spoken.say("filing_upload.over", limit=say.file_size(limit))
        raise NotSentError(refusal("file.too_large", message, 413)) from None
    file = files.get(FILE_FIELD)
    if file is None or not file.filename:
        raise NotSentError(refusal("no_file", spoken["filing_upload.no_file"], 400))
    if fields.get(LANGUAGE_FIELD) == "en":
        language = "en"
    name = one_line(say.base_name(file.filename), LONGEST_NAME) or "file"
    return Sent(name, file.stream.read(), fields, language)


def parsed(limit: int, *, parts: int = FORM_PARTS) -> tuple[Any, Any]:
    """Fields and files of the request. A file stays in memory: nothing is written before it is judged."""

    def in_memory(
        total_content_length: int | None,  # the parser gives all four by name
        content_type: str | None,
        filename: str | None,
        content_length: int | None = None,
    ) -> io.BytesIO:
        return io.BytesIO()

    parser = FormDataParser(stream_factory=in_memory, max_form_memory_size=FORM_ROOM, max_form_parts=parts)
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
    ordered = answer.ordered(outcome.findings)
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
            {
                **finding_record(finding),
                "message": finding_message(finding, language),
                **finding_line(finding, language),
            }
            for finding in ordered
        ],
        "title": told.title,
        "detail": told.detail,
        "href": told.href or None,
    }


def _without_content(outcome: Outcome) -> Outcome:
    """Of a file with a 密级 mark nothing goes back but the mark's word."""
    if all(finding.code != "file.classified" for finding in outcome.findings):
        return outcome
    return replace(outcome, findings=mark_only(outcome.findings), form="", dataset="", region="", period="")


def one_line(text: str, longest: int) -> str:
    """A short text of a person, without control and invisible characters.

    >>> one_line(" 李\\u202e\\n某 ", 40)
    '李某'
    """
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:longest]


def refusal(code: str, message: str, status: int) -> Response:
    return as_json({"error": {"code": code, "message": message}}, status)


def as_json(content: dict[str, Any], status: int) -> Response:
    text = json.dumps(content, ensure_ascii=False)
    response = Response(text, status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
