"""The routes of the filing calendar: a deadline, days, a summary, its scan; kept files given back."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request, send_file
from werkzeug.exceptions import RequestEntityTooLarge

from data.deadlines import deadline_of
from data.model import Period, PeriodError
from data.workdays import DayKind, end_of
from layouts import say
from layouts.numbers import Numbers
from layouts.selection import parse
from layouts.services import Services
from layouts.text import Language, finding_message, words
from layouts.views import board_sums as sums
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY, RIGHT
from layouts.views.board_facts import calendar_of, said_deadlines
from layouts.views.board_todo import may
from layouts.views.submit_answer import base_name
from layouts.views.submit_sent import (
    LONGEST_NAME,
    as_json,
    asked_language,
    one_line,
    parsed,
    refusal,
    same_origin,
)
from loaders.scan import MEDIA, MOST_BYTES, check_scan
from loaders.summary_book import write_summary

ROOM = 64 * 1024
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = "text/plain; charset=utf-8"
MOST_DAYS = 40
KINDS: Mapping[str, DayKind] = {"off": "off", "work": "work", "clear": ""}
_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_SPAN = re.compile(rf"({_DAY})(?:\s*(?:至|到|—|~|to)\s*({_DAY}))?")


class ToldError(Exception):
    """What was sent cannot be taken; the message is for the one who sent it."""

    def __init__(self, code: str, language: Language, status: int = 409, **params: object) -> None:
        super().__init__(code)
        self.code, self.status = code, status
        self.message = words(language).say(f"board_told.{code}", **params)


Verb = Callable[[Services, Any, Any, Language], None]


def blueprint(services: Services) -> Blueprint:
    """POST /board/deadline, workdays, summary, scan; GET a summary as it would be now, kept ones, scans."""
    routes = Blueprint("board", __name__)

    @routes.post("/board/<any(deadline, workdays, summary, scan):what>")
    def sent(what: str) -> Any:
        return _sent(services, what)

    @routes.get("/board/summary.xlsx")
    def preview() -> Response:
        numbers = services.numbers()
        chosen = parse(request.args, numbers)
        form = request.args.get("form", "")
        want = sums.Wanted(chosen.dataset, chosen.region, chosen.period, form)
        found = sums.made(services, numbers, want)
        if found is None:
            return Response(words(asked_language())["board_told.nothing"], 404, content_type=PLAIN)
        return _download(write_summary(found, numbers.catalogue), _file_name(services, numbers, want), XLSX)

    @routes.get("/board/summary/<int:number>.xlsx")
    def kept(number: int) -> Response:
        numbers = services.numbers()
        found = numbers.view.summary(number)
        if found is None:
            return Response(words(asked_language())["board_told.no_summary"], 404, content_type=PLAIN)
        want = sums.Wanted(found.dataset, found.region, found.period, found.form)
        return _kept(numbers, found.sha256, _file_name(services, numbers, want), XLSX)

    @routes.get("/board/scan/<int:number>/<int:attachment>")
    def scan(number: int, attachment: int) -> Response:
        numbers = services.numbers()
        found = numbers.view.summary(number)
        scans = [each for each in (found.scans if found else ()) if each.attachment == attachment]
        if not scans:
            return Response(words(asked_language())["board_told.no_summary"], 404, content_type=PLAIN)
        return _kept(numbers, scans[0].sha256, scans[0].name, MEDIA[scans[0].kind])

    return routes


def read_days(text: str, language: Language) -> list[date]:
    """Days as people write them: 2027-01-01 至 2027-01-03、2027-01-09; ToldError for anything else."""
    found: list[date] = []
    for part in filter(None, (each.strip() for each in re.split(r"[、，,；;\n]", text))):
        matched = _SPAN.fullmatch(part)
        first = day_in(matched[1]) if matched else None
        last = day_in(matched[2] or matched[1]) if matched else None
        if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
            raise ToldError("bad_days", language, given=part, most=MOST_DAYS)
        found += [first + timedelta(days=step) for step in range((last - first).days + 1)]
    days = list(dict.fromkeys(found))
    if not 0 < len(days) <= MOST_DAYS:
        raise ToldError("bad_days", language, given=text, most=MOST_DAYS)
    return days


def day_in(text: str) -> date | None:
    """2026-02-06 or 2026-2-6."""
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        return None


def _sent(services: Services, what: str) -> Any:
    language = asked_language()
    if not same_origin(request):
        return refusal("cross_site", words(language)["filing_upload.cross_site"], 403)
    try:
        fields, files = parsed(MOST_BYTES + ROOM if what == "scan" else ROOM)
        _VERBS[what](services, fields, files, language)
    except RequestEntityTooLarge:
        told = words(language).say("board_told.too_large", limit=say.file_size(MOST_BYTES))
        return refusal("too_large", told, 413)
    except ToldError as error:
        return refusal(error.code, error.message, error.status)
    back = fields.get("back", "")
    place = "/board" + (back if back.startswith("?") else "")
    if request.accept_mimetypes.best == JSON:
        return as_json({"address": place}, 200)
    return redirect(place, code=303)


def _deadline(services: Services, fields: Any, _files: Any, language: Language) -> None:
    """Another last day for a form and period, or the rule again."""
    numbers = services.numbers()
    dataset = numbers.catalogue.datasets.get(fields.get("dataset", ""))
    form, _, period = fields.get("place", "").partition(" ")
    if dataset is None or form not in {duty.form for duty in numbers.duties(dataset.code)}:
        raise ToldError("bad_place", language)
    _allowed(numbers, dataset.root, language)
    text, span = fields.get("due", "").strip(), _period(period, language)
    day = day_in(text) if text else None
    if text and day is None:
        raise ToldError("bad_day", language, given=text[:40])
    if day is not None and day <= end_of(span):
        raise ToldError("early", language, given=text, end=end_of(span).isoformat())
    office = said_deadlines(numbers, dataset.code)
    now = deadline_of(dataset, form, span.code, calendar=calendar_of(numbers), office=office)
    said = office.get((form, span.code))
    if day == (said.due if said else None) or (day and now and now.basis == "office" and now.due == day):
        raise ToldError("same", language)
    by, why = _by(services, fields, language), _needed(fields, "why", language)
    services.store.set_deadline(dataset.code, form, span.code, day, by=by, at=services.clock(), why=why)


def _workdays(services: Services, fields: Any, _files: Any, language: Language) -> None:
    """Days off, worked, or as the calendar has them."""
    numbers = services.numbers()
    dataset = numbers.catalogue.datasets.get(fields.get("dataset", ""))
    if dataset is None:
        raise ToldError("bad_place", language)
    _allowed(numbers, dataset.root, language)
    if fields.get("kind", "") not in KINDS:
        raise ToldError("bad_kind", language)
    kind = KINDS[fields["kind"]]
    days = read_days(fields.get("days", "")[:1000], language)
    by, source = _by(services, fields, language), _needed(fields, "source", language)
    services.store.set_workdays([(day, kind) for day in days], source=source, by=by, at=services.clock())


def _summary(services: Services, fields: Any, _files: Any, language: Language) -> None:
    """Make and keep a summary."""
    numbers = services.numbers()
    names = ("dataset", "region", "period", "form")
    want = sums.Wanted(*(fields.get(name, "")[:40] for name in names))
    known = want.dataset in numbers.catalogue.datasets and want.region in numbers.catalogue.regions
    if not known:
        raise ToldError("bad_place", language)
    _period(want.period, language)
    _allowed(numbers, want.region, language, filing=True)
    by, name = _by(services, fields, language), _file_name(services, numbers, want)
    if sums.keep(services, numbers, want, name=name, by=by) is None:
        raise ToldError("nothing", language)


def _scan(services: Services, fields: Any, files: Any, language: Language) -> None:
    """Attach a signed scan; nothing of it is written before it is judged."""
    numbers, number = services.numbers(), fields.get("summary", "")
    found = numbers.view.summary(int(number)) if re.fullmatch(r"[0-9]{1,15}", number) else None
    if found is None:
        raise ToldError("no_summary", language, 404)
    _allowed(numbers, found.region, language, filing=True)
    by, file = _by(services, fields, language), files.get("file")
    if file is None or not file.filename:
        raise ToldError("no_file", language)
    name = one_line(base_name(file.filename), LONGEST_NAME) or "scan"
    data = file.stream.read()
    kind, findings = check_scan(name, data)
    if findings:
        error = ToldError("no_file", language)
        error.code, error.message = findings[0].code, finding_message(findings[0], language)
        raise error
    sha256, at = hashlib.sha256(data).hexdigest(), services.clock()
    services.store.keep_file(sha256, data)
    services.store.attach(found.summary, sha256=sha256, name=name, kind=kind, size=len(data), by=by, at=at)


_VERBS: Mapping[str, Verb] = {
    "deadline": _deadline,
    "workdays": _workdays,
    "summary": _summary,
    "scan": _scan,
}


def _allowed(numbers: Numbers, region: str, language: Language, *, filing: bool = False) -> None:
    if not may(numbers, "file" if filing else RIGHT, region):
        raise ToldError("no_right", language, 403)


def _by(services: Services, fields: Any, language: Language) -> str:
    """Who does it: the one who is signed in, else the name that was given."""
    viewer = services.viewer()
    by = viewer.name if viewer.reach is not None else one_line(fields.get("by", ""), LONGEST_BY)
    if not by:
        raise ToldError("no_name", language)
    return by


def _needed(fields: Any, name: str, language: Language) -> str:
    text = one_line(fields.get(name, ""), LONGEST_WHY)
    if not text:
        raise ToldError(f"no_{name}", language)
    return text


def _period(code: str, language: Language) -> Period:
    try:
        return Period.parse(code)
    except PeriodError:
        raise ToldError("bad_place", language) from None


def _file_name(services: Services, numbers: Numbers, want: sums.Wanted) -> str:
    form = services.forms.get(want.form)
    params = {
        "region": numbers.catalogue.regions.get(want.region).name,
        "form": form.name if form else want.form,
        "period": want.period,
    }
    return words("zh").say("board_sum.file_name", **params)


def _kept(numbers: Numbers, sha256: str, name: str, kind: str) -> Response:
    """A kept file, for those who may have it; one that was purged is said to be gone."""
    try:
        data = numbers.view.file(sha256)
    except PermissionError:
        return Response(words(asked_language())["board_told.no_right"], 403, content_type=PLAIN)
    except OSError:
        return Response(words(asked_language())["board_told.gone"], 404, content_type=PLAIN)
    return _download(data, name, kind)


def _download(data: bytes, name: str, kind: str) -> Response:
    """An attachment that a browser neither shows nor runs."""
    response = send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name="file", max_age=0)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="file.{name.rpartition(".")[2] if name.isascii() else "bin"}"; '
        f"filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
