"""The routes of 考核: what its forms send, and a scheme given out as a workbook or TOML."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from data.appeals import AppealError
from data.evidence import EvidenceError
from data.runs import RunError
from data.schemes import SchemeError
from data.vetoes import VetoError
from layouts import say
from layouts.selection import parse
from layouts.services import Services
from layouts.text import words
from layouts.views.assessment_acts import ACTS
from layouts.views.assessment_facts import PATH, SCHEME, VERSION, scene
from layouts.views.assessment_files import blank_scheme
from layouts.views.assessment_sent import Sent
from layouts.views.board_routes import ROOM, XLSX
from layouts.views.sent_scan import ToldError, download
from layouts.views.submit_sent import as_json, asked_language, parsed, refusal, same_origin
from loaders.scan import MOST_BYTES
from loaders.scheme_book import write_scheme

KEPT_ERRORS = (SchemeError, VetoError, RunError, AppealError)


def blueprint(services: Services) -> Blueprint:
    """POST /assessment/<what> (JSON); GET /assessment/scheme.xlsx."""
    routes = Blueprint("assessment", __name__)

    @routes.post(f"{PATH}/<what>")
    def sent(what: str) -> Response:
        return _sent(services, what)

    @routes.get(f"{PATH}/scheme.xlsx")
    def scheme() -> Response:
        return _scheme(services)

    return routes


def _sent(services: Services, what: str) -> Response:
    language = asked_language()
    spoken = words(language)
    if not same_origin(request):
        return refusal("cross_site", spoken["filing_upload.cross_site"], 403)
    if what not in ACTS:
        return refusal("unknown", spoken["assess_told.unknown"], 404)
    try:
        fields, files = parsed(MOST_BYTES + ROOM)
        ACTS[what](Sent(services, fields, files, language))
    except RequestEntityTooLarge:
        told = spoken.say("board_told.too_large", limit=say.file_size(MOST_BYTES))
        return refusal("too_large", told, 413)
    except ToldError as error:
        return refusal(error.code, error.message, error.status)
    except EvidenceError as error:
        return refusal(error.code, spoken[f"evidence_told.{error.code}"], 409)
    except KEPT_ERRORS as error:
        return refusal(error.code, spoken[f"assess_told.{error.code}"], 409)
    back = fields.get("back", "")
    return as_json({"address": PATH + (back if back.startswith("?") else "")}, 200)


def _scheme(services: Services) -> Response:
    """The scheme that the address names, as it stands for the one who asks; else a blank workbook."""
    numbers = services.numbers()
    chosen = parse(request.args, numbers)
    own = tuple((key, request.args[key]) for key in (SCHEME, VERSION) if request.args.get(key))
    shown = scene(services, numbers, replace(chosen, own=own)).shown if own else None
    scheme = shown.scheme if shown else blank_scheme(numbers, chosen.dataset)
    return download(write_scheme(scheme), f"{scheme.name}.xlsx", XLSX)
