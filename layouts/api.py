"""The API: the numbers of the pages as JSON and CSV, from the same computation."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_type_hints

from flask import Blueprint, Response, jsonify, request

from data.model import Dataset, Finding, Period, Scope
from layouts import api_query as ask
from layouts.api_query import ApiError
from layouts.api_table import RESOURCES, WARNINGS, CsvRow, FindingRow, VariantRow
from layouts.numbers import Number, Numbers
from layouts.openapi import PREFIX, description
from layouts.services import Services
from layouts.text import finding_message
from layouts.tracing import trace

FIELDS = tuple(get_type_hints(CsvRow))


def blueprint(services: Services) -> Blueprint:
    """Every route under /api/v1."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    def route(name: str, answer: Callable[[Services, Mapping[str, list[str]]], Any]) -> None:
        def view() -> Response:
            return jsonify(answer(services, ask.arguments(name, request.args.to_dict(flat=False))))

        api.add_url_rule(f"/{name}", endpoint=name.replace(".", "_"), view_func=view)

    route("results", lambda services, given: {"rows": results(services, given)})
    route("indicators", lambda services, given: {"rows": indicators(services, given)})
    route("regions", lambda services, given: {"rows": regions(services, given)})
    route("targets", lambda services, given: {"rows": targets(services, given)})
    route("findings", findings)
    route("trace", traced)
    route("openapi.json", lambda services, given: description(services.version))

    @api.route("/results.csv")
    def results_csv() -> Response:
        rows = results(services, ask.arguments("results.csv", request.args.to_dict(flat=False)))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, FIELDS, extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        return Response("\ufeff" + text.getvalue(), mimetype="text/csv; charset=utf-8")

    @api.errorhandler(ApiError)
    def refuse(error: ApiError) -> tuple[Response, int]:
        return jsonify({"error": {"code": error.code, "message": str(error)}}), error.status

    @api.route("/<path:name>")
    def unknown(name: str) -> Response:
        raise ApiError(404, "unknown_resource", f"no {name!r} here; there are {', '.join(RESOURCES)}")

    return api


def results(services: Services, given: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """One row per indicator × variant × region × period × scope, filed or not."""
    numbers = ask.numbers(services, given)
    dataset, places = ask.places(numbers, given)
    periods = [ask.period_of(code) for code in given.get("period", [])] or ask.latest(numbers, dataset)
    scopes = [ask.scope_of(text) for text in given.get("scope", [])] or ["total"]
    codes = given.get("indicator") or [indicator.code for indicator in numbers.shown()]
    rows: list[dict[str, Any]] = []
    for code in codes:
        ask.indicator_of(numbers, code)
    asked = given.get("variant") or [""]
    for variant in asked:
        chosen = {code: ask.variant_of(numbers, code, variant) for code in codes} if variant else {}
        for period in periods:
            for scope in scopes:
                rows += _rows(numbers, dataset, period, scope, codes, places, chosen)
    return rows


def indicators(services: Services, given: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """The catalogue: definition, unit, direction, variants with their formulas."""
    wanted = given.get("domain")
    known = services.indicators.domains
    for code in wanted or []:
        if code not in known:
            raise ApiError(404, "unknown_domain", f"no domain {code!r}; there are {', '.join(known)}")
    return [
        {
            **{key: value for key, value in vars(indicator).items() if key not in ("variants", "scale")},
            "scale": indicator.scale,
            "variants": [
                VariantRow(
                    code=variant.code,
                    name=variant.name,
                    english=variant.english,
                    numerator=str(variant.numerator),
                    denominator=str(variant.denominator) if variant.denominator else None,
                    part_of_whole=variant.part_of_whole,
                )
                for variant in indicator.variants.values()
            ],
        }
        for indicator in services.numbers().shown()
        if not wanted or indicator.domain in wanted
    ]


def regions(services: Services, given: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """Regions of a dataset: all of its tree, the children of ``parent``, or what a text finds."""
    numbers = services.numbers()
    catalogue = numbers.catalogue
    tree = catalogue.regions
    if "find" in given:
        found = tuple(region for text in given["find"] for region in tree.find(text))
    elif "parent" in given:
        parents = [ask.region_of(numbers, code) for code in given["parent"]]
        found = tuple(child for code in parents for child in tree.children(code))
    else:
        root = ask.dataset_of(numbers, given["dataset"][0]).root if "dataset" in given else "100000"
        found = tree.descendants(root)
    return [asdict(region) for region in found]


def targets(services: Services, given: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """The register, every kind of target."""
    numbers = ask.numbers(services, given)
    codes = given.get("dataset") or list(numbers.catalogue.datasets)
    for code in given.get("indicator", []):
        ask.indicator_of(numbers, code)
    regions_asked = [ask.region_of(numbers, code) for code in given.get("region", [])]
    found = [target for code in codes for target in numbers.targets(ask.dataset_of(numbers, code).code)]
    return [
        asdict(target)
        for target in found
        if target.indicator in given.get("indicator", [target.indicator])
        and target.region in (regions_asked or [target.region])
    ]


def findings(services: Services, given: Mapping[str, list[str]]) -> dict[str, Any]:
    """Stored findings of a submission and what checks against other submissions say now."""
    text = ask.one(given, "submission")
    if not text.isdecimal():
        raise ApiError(400, "malformed", f"submission={text!r}; write its number, for instance submission=1")
    found = services.view().submission(int(text))
    if found is None:
        raise ApiError(404, "unknown_submission", f"there is no submission {text}")
    submission, stored = found
    live = services.live_findings(submission.submission)
    return {
        "submission": submission.submission,
        "status": submission.status,
        "findings": [finding_record(finding) for finding in (*stored, *live)],
    }


def traced(services: Services, given: Mapping[str, list[str]]) -> dict[str, Any]:
    """A number with its formula and every cell that went into it."""
    numbers = ask.numbers(services, given)
    code = ask.indicator_of(numbers, ask.one(given, "indicator"))
    dataset, places = ask.places(numbers, {**given, "region": [ask.one(given, "region")]})
    variant = ask.variant_of(numbers, code, given["variant"][0]) if "variant" in given else ""
    scope = ask.scope_of(given["scope"][0]) if "scope" in given else "total"
    found = trace(
        numbers,
        dataset.code,
        code,
        places[0],
        ask.period_of(ask.one(given, "period")),
        variant=variant,
        scope=scope,
    )
    return {
        "result": record(found.number, numbers, dataset.code),
        "formula": found.formula,
        "terms": [asdict(term) for term in found.terms],
        "missing": list(found.missing),
    }


def finding_record(finding: Finding) -> FindingRow:
    """A finding as the command line and the API give it."""
    return FindingRow(
        code=finding.code,
        severity=finding.severity,
        sheet=finding.sheet,
        cell=finding.cell,
        params=dict(finding.params),
        indicator=finding.indicator or None,
        message=finding_message(finding, "zh"),
    )


def record(number: Number, numbers: Numbers, dataset: str) -> dict[str, Any]:
    """One row of the answer; absent is null."""
    target = next((each for each in numbers.targets(dataset) if each.target == number.target), None)
    row = {name: getattr(number, name) for name in FIELDS}
    for name in ("qualifier", "basis", "gap", "target"):
        row[name] = row[name] or None
    row["warning"] = WARNINGS.get(number.warning)
    row["threshold"] = target.threshold if target else None
    row["op"] = target.op if target else None
    return row


def _rows(
    numbers: Numbers,
    dataset: Dataset,
    period: Period,
    scope: Scope,
    codes: Sequence[str],
    places: Sequence[str],
    chosen: Mapping[str, str],
) -> list[dict[str, Any]]:
    axis = numbers.axis(dataset.code)
    beyond = [code for code in places if code not in axis]
    table = numbers.assessed(dataset.code, period, variants=chosen, scope=scope)
    spare = (
        numbers.assessed(dataset.code, period, variants=chosen, scope=scope, regions=beyond)
        if beyond
        else table
    )
    return [
        record((spare if place in beyond else table).number(code, place), numbers, dataset.code)
        for code in codes
        for place in places
    ]
