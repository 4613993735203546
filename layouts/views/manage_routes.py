"""POST /manage/…: accounts made, granted, reset, shut; what the office chooses. Answered as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request

from data import passwords
from data.accounts import AccountError
from data.choices import NO, YES
from data.people import EVERYWHERE, SIBLINGS, Grant, role_of
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.manage_accounts import LONGEST
from layouts.views.submit_sent import as_json, asked_language, one_line, refusal

ROOM = 16 * 1024
ACCOUNTS = "add, grant, revoke, reset, disable, enable, end"  # of the keeper of accounts
CHOICES = "siblings, sensitive, children, headlines"  # of the keeper of the system

MOST_HEADLINES = 6  # cards in one row

Fields = Mapping[str, str]


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("manage", __name__)

    @routes.post(f"/manage/<any({ACCOUNTS}):what>")
    @routes.post(f"/manage/<any({CHOICES}):what>")
    def sent(what: str) -> Response:
        request.max_content_length = ROOM
        language = asked_language()
        if not services.viewer().may("manage" if what in CHOICES.split(", ") else "security"):
            return refusal("right", words(language)["person.forbidden"], 403)
        by = services.signed(one_line(request.form.get("by", ""), LONGEST["person"]))
        if not by:
            return refusal("no_name", words(language)["manage_problem.no_name"], 400)
        try:
            done = VERBS[what](services, request.form, by)
        except AccountError as error:
            return refusal(error.code, words(language)[f"manage_problem.{error.code}"], 409)
        except HeadlineError as error:
            return refusal("headline", words(language).say("manage_problem.headline", code=str(error)), 409)
        except RegionError:
            return refusal("region", words(language)["manage_problem.region"], 409)
        return _told(done, language)

    return routes


class RegionError(Exception):
    """A region that there is not, or more than one of that name."""


class HeadlineError(Exception):
    """What can be no headline: unknown, protected or sensitive, given twice, or one too many."""


def added(services: Services, fields: Fields, by: str) -> tuple[str, str]:
    """A new account with a password that is told this once."""
    password = passwords.generated()
    name, person = (one_line(fields.get(field, ""), LONGEST[field]) for field in ("name", "person"))
    hashed = passwords.hashed(password)
    made = services.store.add_account(name, person, hashed, by=by, at=services.clock())
    return made.name, password


def reset(services: Services, fields: Fields, by: str) -> tuple[str, str]:
    password, name = passwords.generated(), fields.get("name", "")
    kept = passwords.hashed(password)
    services.store.set_password(name, kept, by=by, at=services.clock(), must_change=True)
    return name, password


def granted(services: Services, fields: Fields, by: str) -> None:
    services.store.grant(fields.get("name", ""), _grant(services, fields), by=by, at=services.clock())


def revoked(services: Services, fields: Fields, by: str) -> None:
    role = role_of(fields.get("role", ""))
    if role is None:
        raise AccountError("role")
    grant = Grant(role, fields.get("region", ""))
    services.store.revoke(fields.get("name", ""), grant, by=by, at=services.clock())


def disabled(services: Services, fields: Fields, by: str) -> None:
    services.store.disable(fields.get("name", ""), disabled=True, by=by, at=services.clock())


def enabled(services: Services, fields: Fields, by: str) -> None:
    services.store.disable(fields.get("name", ""), disabled=False, by=by, at=services.clock())


def ended(services: Services, fields: Fields, by: str) -> None:
    services.store.end_sessions(fields.get("name", ""), by=by, at=services.clock())


def chosen(services: Services, fields: Fields, by: str) -> None:
    given = fields.get("siblings", "")
    if given not in SIBLINGS:
        raise AccountError("unknown")
    services.store.choose_siblings(given, by=by, at=services.clock())


def told(services: Services, fields: Fields, by: str) -> None:
    """Whether 敏感 indicators are told, to those with the right."""
    given = fields.get("sensitive", "")
    if given not in (YES, NO):
        raise AccountError("unknown")
    services.store.choose_sensitive(given, by=by, at=services.clock())


def ordered(services: Services, fields: Fields, by: str) -> None:
    """Whether a dataset's units are published only after those below them."""
    dataset, given = fields.get("dataset", ""), fields.get("children", "")
    known = services.catalogue.datasets.get(dataset)
    if known is None or not known.rollup or given not in (YES, NO):
        raise AccountError("unknown")
    services.store.choose_children_first(dataset, given, by=by, at=services.clock())


def headed(services: Services, fields: Fields, by: str) -> None:
    """The indicators of a dataset's cards, in order; a blank takes those of the catalogue again."""
    dataset, known = fields.get("dataset", ""), services.indicators.all
    if dataset not in services.catalogue.datasets:
        raise AccountError("unknown")
    codes = re.split(r"[\s,，、;；]+", fields.get("headlines", "").strip().upper())
    codes = [code for code in codes if code]
    for place, code in enumerate(codes):
        told = code in known and not (known[code].protected or known[code].sensitive)
        if not told or code in codes[:place] or place >= MOST_HEADLINES:
            raise HeadlineError(code)
    services.store.choose_headlines(dataset, codes, by=by, at=services.clock())


def region_meant(services: Services, text: str) -> str:
    """The code of a region given by code or name; every region for a blank. RegionError else."""
    wanted, tree = one_line(text, LONGEST["region"]), services.catalogue.regions
    if wanted in ("", EVERYWHERE):
        return EVERYWHERE
    if wanted in tree:
        return tree.get(wanted).code
    found = tree.find(wanted)
    if len(found) != 1:
        raise RegionError(wanted)
    return found[0].code


def _grant(services: Services, fields: Fields) -> Grant:
    role = role_of(fields.get("role", ""))
    if role is None:
        raise AccountError("role")
    return Grant(role, region_meant(services, fields.get("region", "")))


def _told(told: tuple[str, str] | None, language: Language) -> Response:
    """A password is shown and the page stays as it is until it was noted."""
    spoken = words(language)
    if told is None:
        return as_json({"message": spoken["manage.done"]}, 200)
    message = spoken.say("manage.added", name=told[0], password=told[1])
    return as_json({"message": message, "keep": True}, 200)


VERBS: Mapping[str, Callable[[Services, Fields, str], tuple[str, str] | None]] = {
    "add": added,
    "grant": granted,
    "revoke": revoked,
    "reset": reset,
    "disable": disabled,
    "enable": enabled,
    "end": ended,
    "siblings": chosen,
    "sensitive": told,
    "children": ordered,
    "headlines": headed,
}
