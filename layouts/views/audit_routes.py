"""POST /audit/verify and /audit/purge: the proof of the whole record; a file removed by two people."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request

from data.passwords import matches
from data.people import OFFICERS, Account
from data.purging import PurgeError
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.audit_entries import PATH
from layouts.views.audit_proof import fault_line
from layouts.views.submit_explain import clean
from layouts.views.submit_sent import LONGEST_BY, as_json, form_answered, one_line, refusal

ROOM = 16 * 1024
MOST_DIGITS, LONGEST_WHY, MOST_FAULTS = 15, 500, 20
HASH = 64


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("audit", __name__)

    @routes.post("/audit/<any(verify, purge):what>")
    def sent(what: str) -> Response:
        verb = verified if what == "verify" else purged
        return form_answered(ROOM, "audit.failed", lambda fields, language: verb(services, fields, language))

    return routes


def verified(services: Services, fields: Mapping[str, str], language: Language) -> Response:
    """Proves the record, with its files where they are ticked; the faults by name, or the page anew."""
    proof = services.store.prove(
        at=services.clock(), largest=services.desk().limits.bytes, with_files=bool(fields.get("files"))
    )
    if proof.whole:
        return as_json({"address": _address(language)}, 200)
    told = [fault_line(fault, language) for fault in proof.faults[:MOST_FAULTS]]
    return refusal("faults", ("；" if language == "zh" else "; ").join(told), 200)


def purged(services: Services, fields: Mapping[str, str], language: Language) -> Response:
    """Removes a file for good; the page anew, which names the backups to destroy."""
    spoken = words(language)
    try:
        by, second = _two(services, fields)
        done = services.store.purge(
            file_meant(services, fields.get("what", "").strip()),
            by=by,
            second=second,
            why=clean(fields.get("why", ""))[:LONGEST_WHY],
            at=services.clock(),
        )
    except PurgeError as error:
        return refusal(error.code, spoken[f"audit_purge.{error.code}"], 409)
    if not done.wiped:
        return refusal("wiped_later", spoken["audit.purged_wiped_later"], 200)
    return as_json({"address": _address(language)}, 200)


def file_meant(services: Services, what: str) -> str:
    """The hash of the file that a submission's number, or a hash, names; PurgeError for nothing known."""
    if len(what) == HASH:
        return what.lower()
    number = what.removeprefix("#")
    known = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    found = services.whole_view().submission(int(number)) if known else None
    if found is None:
        raise PurgeError("unknown")
    return found[0].sha256


def _two(services: Services, fields: Mapping[str, str]) -> tuple[str, str]:
    """Both names; where people sign in, the second one signs with the password, and is one of the 三员."""
    by, second = (one_line(fields.get(name, ""), LONGEST_BY) for name in ("by", "second"))
    if not services.login.on:
        return by, second
    now, account = services.clock(), services.store.account(second)
    if account is None or account.disabled or account.is_locked(now) or not _officer(account):
        raise PurgeError("second")
    if not matches(account.password, fields.get("password", "")):
        services.store.not_signed_in(account.name, at=now, peer=request.remote_addr or "")
        raise PurgeError("second")
    return services.by, account.person


def _officer(account: Account) -> bool:
    return any(account.has(role) for role in OFFICERS)


def _address(language: Language) -> str:
    return PATH + ("?lang=en" if language == "en" else "")
