"""The routes of evidence: a file, an address or a document's number added; withdrawn; a file given back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from data.evidence import SUBJECTS, EvidenceError, Subject, is_link
from layouts import say
from layouts.numbers import Numbers
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY
from layouts.views.board_routes import ROOM
from layouts.views.evidence_parts import LONGEST_LINK, PATH, may_add
from layouts.views.evidence_sent import Fields, evidence_sent, keep_evidence
from layouts.views.sent_scan import PLAIN, ToldError, given_back
from layouts.views.submit_sent import as_json, asked_language, one_line, parsed, refusal, same_origin
from loaders.scan import MEDIA, MOST_BYTES

TOLD = "evidence_told"
ASSESSED: tuple[Subject, ...] = ("veto", "mark", "appeal")  # their evidence comes with their own forms
MOST_DIGITS = 15


def blueprint(services: Services) -> Blueprint:
    """POST /evidence/add and /evidence/withdraw (JSON); GET /evidence/<number>."""
    routes = Blueprint("evidence", __name__)

    @routes.post(f"{PATH}/<any(add, withdraw):what>")
    def sent(what: str) -> Response:
        return _sent(services, what)

    @routes.get(f"{PATH}/<int:number>")
    def file(number: int) -> Response:
        numbers = services.numbers()
        found = numbers.view.one_evidence(number)
        if found is None or not found.sha256:
            return Response(words(asked_language())[f"{TOLD}.unknown"], 404, content_type=PLAIN)
        return given_back(numbers, found.sha256, found.name, MEDIA[found.kind])

    return routes


def _sent(services: Services, what: str) -> Response:
    language = asked_language()
    if not same_origin(request):
        return refusal("cross_site", words(language)["filing_upload.cross_site"], 403)
    try:
        fields, files = parsed(MOST_BYTES + ROOM if what == "add" else ROOM)
        if what == "add":
            _add(services, fields, files, language)
        else:
            _withdraw(services, fields, language)
    except RequestEntityTooLarge:
        told = words(language).say("board_told.too_large", limit=say.file_size(MOST_BYTES))
        return refusal("too_large", told, 413)
    except ToldError as error:
        return refusal(error.code, error.message, error.status)
    except EvidenceError as error:
        return refusal(error.code, words(language)[f"{TOLD}.{error.code}"], 409)
    return as_json({"address": place_to_return(fields.get("back", ""))}, 200)


def place_to_return(back: str) -> str:
    """An address of ours, else the beginning.

    >>> place_to_return("/targets?target=T-1"), place_to_return("//else.where/"), place_to_return("")
    ('/targets?target=T-1', '/', '/')
    """
    ours = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return back if ours else "/"


def check_link(link: str) -> None:
    """EvidenceError for an address that names no place, or that holds a name or a password."""
    if link and not is_link(link):
        raise EvidenceError("link")


def _add(services: Services, fields: Fields, files: Any, language: Language) -> None:
    """Keep it, its file only after everything else about it has been found right."""
    numbers = services.numbers()
    dataset, region = fields.get("dataset", ""), fields.get("region", "")
    described = numbers.catalogue.datasets.get(dataset)
    if described is None or not numbers.catalogue.holds(described, region):
        raise EvidenceError("region")
    if not may_add(numbers, region):
        raise ToldError("no_right", language, 403)
    told = fields.get("subject", "")
    subject = next((each for each in SUBJECTS if each == told), None)
    code = one_line(fields.get("code", ""), LONGEST_WHY)
    if subject in ASSESSED:
        raise ToldError("own_form", language, group=TOLD)
    if subject is None or not _is_known(numbers, dataset, subject, code):
        raise EvidenceError("code")
    if subject == "task" and region not in _places(numbers, dataset, code):
        raise ToldError("task_region", language, group=TOLD)
    check_link(one_line(fields.get("link", ""), LONGEST_LINK))
    place = (dataset, subject, code, region)
    by, at = _by(services, fields, language), services.clock()
    evidence, scan = evidence_sent(fields, files, language, place, by=by, at=at)
    keep_evidence(services, evidence, scan)


def _withdraw(services: Services, fields: Fields, language: Language) -> None:
    numbers, number = services.numbers(), fields.get("number", "")
    known = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    found = numbers.view.one_evidence(int(number)) if known else None
    if found is None:
        raise ToldError("unknown", language, 404, TOLD)
    if not may_add(numbers, found.region):
        raise ToldError("no_right", language, 403)
    if found.subject in ASSESSED:  # what it shows would count on without it
        raise ToldError("own_form", language, group=TOLD)
    why, by = one_line(fields.get("why", ""), LONGEST_WHY), _by(services, fields, language)
    services.store.withdraw_evidence(found.number, why=why, by=by, at=services.clock())


def _is_known(numbers: Numbers, dataset: str, subject: Subject, code: str) -> bool:
    """Is there something to give evidence of; a prohibition has none."""
    if subject == "task":
        return bool(_places(numbers, dataset, code))
    found = next((each for each in numbers.targets(dataset) if each.target == code), None)
    return found is not None and found.kind not in ("prohibition", "text")


def _places(numbers: Numbers, dataset: str, task: str) -> set[str]:
    """The region of a task that counts; none for an unknown one."""
    return {each.region for each in numbers.view.tasks(dataset) if each.code == task}


def _by(services: Services, fields: Fields, language: Language) -> str:
    """Who does it: the one who is signed in, else the name that was given."""
    by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
    if not by:
        raise ToldError("no_name", language)
    return by
