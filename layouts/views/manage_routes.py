"""POST /manage/…: accounts made, granted, reset, shut; the setting between siblings. Answered as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request

from data import passwords
from data.accounts import AccountError
from data.people import EVERYWHERE, SIBLINGS, Grant, role_of
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.manage_accounts import LONGEST
from layouts.views.submit_sent import as_json, asked_language, one_line, refusal

ROOM = 16 * 1024
ACTS = "add, grant, revoke, reset, disable, enable, end, siblings"

Fields = Mapping[str, str]


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("manage", __name__)

    @routes.post(f"/manage/<any({ACTS}):what>")
    def sent(what: str) -> Response:
        request.max_content_length = ROOM
        language = asked_language()
        right = "manage" if what == "siblings" else "security"
        if not services.viewer().may("manage" if right == "manage" else "security"):
            return refusal("right", words(language)["person.forbidden"], 403)
        try:
            told = VERBS[what](services, request.form)
        except AccountError as error:
            return refusal(error.code, words(language)[f"manage_problem.{error.code}"], 409)
        except RegionError:
            return refusal("region", words(language)["manage_problem.region"], 409)
        return _told(told, language)

    return routes


class RegionError(Exception):
    """A region that there is not, or more than one of that name."""


def added(services: Services, fields: Fields) -> tuple[str, str]:
    """A new account with a password that is told this once."""
    password = passwords.generated()
    name, person = (one_line(fields.get(field, ""), LONGEST[field]) for field in ("name", "person"))
    by, at = services.by, services.clock()
    made = services.store.add_account(name, person, passwords.hashed(password), by=by, at=at)
    return made.name, password


def reset(services: Services, fields: Fields) -> tuple[str, str]:
    password, name = passwords.generated(), fields.get("name", "")
    kept = passwords.hashed(password)
    services.store.set_password(name, kept, by=services.by, at=services.clock(), must_change=True)
    return name, password


def granted(services: Services, fields: Fields) -> None:
    services.store.grant(
        fields.get("name", ""), _grant(services, fields), by=services.by, at=services.clock()
    )


def revoked(services: Services, fields: Fields) -> None:
    role = role_of(fields.get("role", ""))
    if role is None:
        raise AccountError("role")
    grant = Grant(role, fields.get("region", ""))
    services.store.revoke(fields.get("name", ""), grant, by=services.by, at=services.clock())


def disabled(services: Services, fields: Fields) -> None:
    services.store.disable(fields.get("name", ""), disabled=True, by=services.by, at=services.clock())


def enabled(services: Services, fields: Fields) -> None:
    services.store.disable(fields.get("name", ""), disabled=False, by=services.by, at=services.clock())


def ended(services: Services, fields: Fields) -> None:
    services.store.end_sessions(fields.get("name", ""), by=services.by, at=services.clock())


def chosen(services: Services, fields: Fields) -> None:
    given = fields.get("siblings", "")
    if given not in SIBLINGS:
        raise AccountError("unknown")
    services.store.choose_siblings(given, by=services.by, at=services.clock())


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


VERBS: Mapping[str, Callable[[Services, Fields], tuple[str, str] | None]] = {
    "add": added,
    "grant": granted,
    "revoke": revoked,
    "reset": reset,
    "disable": disabled,
    "enable": enabled,
    "end": ended,
    "siblings": chosen,
}
