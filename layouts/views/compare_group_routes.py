"""POST /compare/group: a group of peers is kept, changed or dropped. Answered as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request

from data.peer_groups import PeerGroupError
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.compare_groups import FEWEST, LONGEST_BY, LONGEST_NAME
from layouts.views.submit_sent import as_json, asked_language, one_line, refusal

ROOM = 64 * 1024
MOST_REGIONS = 500

Fields = Mapping[str, str]


class GroupRefusedError(Exception):
    """What was sent cannot be kept; the message is a key of the texts."""


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("compare", __name__)

    @routes.post("/compare/group")
    def sent() -> Response:
        request.max_content_length = ROOM
        language: Language = asked_language()
        if not services.viewer().may("manage"):
            return refusal("right", words(language)["person.forbidden"], 403)
        try:
            return as_json({"code": _done(services, request.form)}, 200)
        except GroupRefusedError as refused:
            return refusal(str(refused), words(language).say(f"group.{refused}", n=FEWEST), 409)
        except PeerGroupError:
            return refusal("unknown", words(language)["group.unknown"], 409)

    return routes


def _done(services: Services, fields: Fields) -> str:
    """The code of the group that is there now; empty for one that was dropped."""
    by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
    dataset, code = fields.get("dataset", ""), fields.get("code", "")
    if not by:
        raise GroupRefusedError("no_by")
    if dataset not in services.catalogue.datasets:
        raise GroupRefusedError("unknown")
    if fields.get("what") == "drop":
        services.store.drop_peer_group(code, dataset, by=by, at=services.clock())
        return ""
    name = one_line(fields.get("name", ""), LONGEST_NAME)
    regions = _regions(services, dataset, fields.get("regions", ""))
    _check_name(services, dataset, name, code)
    return services.store.save_peer_group(code, dataset, name, regions, by=by, at=services.clock())


def _regions(services: Services, dataset: str, given: str) -> tuple[str, ...]:
    described = services.catalogue.datasets[dataset]
    codes = tuple(dict.fromkeys(code for code in given.split(",") if code))
    if any(not services.catalogue.holds(described, code) for code in codes):
        raise GroupRefusedError("unknown_region")
    if not FEWEST <= len(codes) <= MOST_REGIONS:
        raise GroupRefusedError("few")
    return codes


def _check_name(services: Services, dataset: str, name: str, code: str) -> None:
    """A name says which group it is: there is one, and no other group has it."""
    if not name:
        raise GroupRefusedError("no_name")
    if any(each.name == name and each.code != code for each in services.view().peer_groups(dataset)):
        raise GroupRefusedError("same_name")
