"""The routes of the filing calendar: a deadline, days, a summary, its scan; kept files given back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from data.deadlines import deadline_of
from data.model import Period, PeriodError
from data.workdays import DayKind, end_of
from layouts import say
from layouts.numbers import Numbers
from layouts.selection import parse
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import board_sums as sums
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY, RIGHT
from layouts.views.board_facts import calendar_of, said_deadlines
from layouts.views.board_todo import may
from layouts.views.sent_scan import PLAIN, ToldError, download, given_back, scan_sent
from layouts.views.submit_sent import (
    as_json,
    asked_language,
    one_line,
    parsed,
    refusal,
    same_origin,
)
from loaders.scan import MEDIA, MOST_BYTES
from loaders.summary_book import write_summary

ROOM = 64 * 1024
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DAYS = 40
KINDS: Mapping[str, DayKind] = {"off": "off", "work": "work", "clear": ""}
_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_SPAN = re.compile(rf"({_DAY})(?:\s*(?:至|到|—|~|to)\s*({_DAY}))?")


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
        return download(write_summary(found, numbers.catalogue), _file_name(services, numbers, want), XLSX)

    @routes.get("/board/summary/<int:number>.xlsx")
    def kept(number: int) -> Response:
        numbers = services.numbers()
        found = numbers.view.summary(number)
        if found is None:
            return Response(words(asked_language())["board_told.no_summary"], 404, content_type=PLAIN)
        want = sums.Wanted(found.dataset, found.region, found.period, found.form)
        return given_back(numbers, found.sha256, _file_name(services, numbers, want), XLSX)

    @routes.get("/board/scan/<int:number>/<int:attachment>")
    def scan(number: int, attachment: int) -> Response:
        numbers = services.numbers()
        found = numbers.view.summary(number)
        scans = [each for each in (found.scans if found else ()) if each.attachment == attachment]
        if not scans:
            return Response(words(asked_language())["board_told.no_summary"], 404, content_type=PLAIN)
        return given_back(numbers, scans[0].sha256, scans[0].name, MEDIA[scans[0].kind])

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
    by, scan, at = _by(services, fields, language), scan_sent(files, language), services.clock()
    services.store.keep_file(scan.sha256, scan.data)
    services.store.attach(
        found.summary,
        sha256=scan.sha256,
        name=scan.name,
        kind=scan.kind,
        size=len(scan.data),
        by=by,
        at=at,
    )


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
