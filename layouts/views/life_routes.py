"""POST /life/step, /life/approve, /life/publish: a step of one, approval of many, a publication; as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request

from data.life import BY_HAND, Step
from data.publishing import PublishError
from data.stages import StepError
from layouts import say
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import submit_answer as answer
from layouts.views.life_facts import below_of
from layouts.views.life_review import approved
from layouts.views.life_steps import LONGEST_WHY
from layouts.views.submit_explain import clean
from layouts.views.submit_sent import LONGEST_BY, as_json, form_answered, one_line, refusal

ROOM = 64 * 1024
MOST_DIGITS = 15
JSON = "application/json"


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("life", __name__)

    @routes.post("/life/<any(step, approve, publish):what>")
    def sent(what: str) -> Response:
        verb = VERBS[what]
        return form_answered(
            ROOM, "life.failed", lambda fields, language: _answered(verb(services, fields, language))
        )

    return routes


def stepped(services: Services, fields: Mapping[str, str], language: Language) -> Response | str:
    """Takes one step by hand; the address of the submission, or why it could not be taken."""
    spoken = words(language)
    number, step = fields.get("submission", ""), fields.get("step", "")
    known = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    found = services.view().submission(int(number)) if known else None
    if found is None:
        return refusal("no_submission", spoken["life_told.no_submission"], 404)
    taken: Step | None = next((each for each in BY_HAND if each == step), None)
    if taken is None:
        return refusal("no_step", spoken["life_told.no_step"], 400)
    by = _name(services, fields)
    if not by:
        return refusal("no_name", spoken["life_told.no_name"], 400)
    try:
        services.store.step(
            found[0].submission,
            taken,
            by=by,
            at=services.clock(),
            why=clean(fields.get("why", ""))[:LONGEST_WHY],
            rights=services.rights(found[0].region),
            live=services.live_findings,
        )
    except StepError as error:
        return refusal(error.code, step_told(error, taken, by, language), 409)
    return answer.address(found[0], language)


def published(services: Services, fields: Any, language: Language) -> Response | str:
    """Publishes the ticked periods of a dataset; the address of the list, or why nothing was published."""
    spoken, dataset = words(language), fields.get("dataset", "")
    periods = list(dict.fromkeys(fields.getlist("period")))
    by = _name(services, fields)
    catalogue = services.catalogue
    if dataset not in catalogue.datasets:
        return refusal("no_dataset", spoken["publish_told.no_dataset"], 404)
    if not periods or not by:
        code = "no_name" if periods else "no_period"
        return refusal(code, spoken[f"publish_told.{code}"], 400)
    try:
        services.store.publish(
            dataset,
            periods,
            by=by,
            at=services.clock(),
            catalogue=services.keep_catalogue(),
            note=clean(fields.get("note", ""))[:LONGEST_WHY],
            why=clean(fields.get("why", ""))[:LONGEST_WHY],
            rights=("publish",) if services.viewer().may("publish") else (),
            regions=services.publishes(),
            below=below_of(services, dataset),
        )
    except PublishError as error:
        return refusal(error.code, publish_told(error, services, language), 409)
    end = "&lang=en" if language == "en" else ""
    return f"/publish?dataset={dataset}{end}"


def _name(services: Services, fields: Mapping[str, str]) -> str:
    """The account's person; without login the name that was typed, which must not be left out."""
    return services.signed(one_line(fields.get("by", ""), LONGEST_BY))


def step_told(error: StepError, step: Step, by: str, language: Language) -> str:
    """Why a step could not be taken; who was faster, where somebody was."""
    spoken, one = words(language), error.submission
    who = one.by if error.code == "not_own" else by
    params = {
        "step": spoken[f"life.{step}"],
        "n": error.unexplained if error.code == "unexplained" else one.submission,
        "status": spoken.choose("submission", one.status),
        "by": who,
    }
    told = spoken.say(f"life_told.{error.code}", **params)
    if error.code == "not_now" and error.last is not None:
        time = say.moment(error.last.at, language)
        told += spoken.say("life_told.by_other", by=error.last.by, time=time)
    return told


def publish_told(error: PublishError, services: Services, language: Language) -> str:
    spoken, tree = words(language), services.catalogue.regions

    def name(code: str) -> str:
        region = tree.get(code)
        return region.name if language == "zh" or not region.english else region.english

    lines = []
    for place, below in error.missing.items():
        region, period = place.split(" ", 1)
        told = say.join([name(code) for code in below], language)
        params = {"region": name(region), "period": say.period(period, language), "below": told}
        lines.append(spoken.say("publish_told.children_one", **params))
    names = ("；" if language == "zh" else "; ").join(lines)
    return spoken.say(f"publish_told.{error.code}", names=names, changed=error.changed)


VERBS = {"step": stepped, "approve": approved, "publish": published}


def _answered(result: Response | str) -> Any:
    """An address is gone to by a form that no script sent, and told to one that does it itself."""
    if isinstance(result, Response):
        return result
    if request.accept_mimetypes.best == JSON:
        return as_json({"address": result}, 200)
    return redirect(result, code=303)
