"""The number's passport names who filed it and who approved it, and when; masked where that is not told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders_people import CITY, FILERS, OTHER, OWN, account, client_of, people_services, put
from builders_store import AT

from data import audit
from data.people import Grant
from layouts.pages.trace import drawer, rows
from layouts.selection import parse
from layouts.services import Services
from layouts.text import words
from layouts.tracing import href

REVIEWER = "王审"
QUERY = {"dataset": "demo", "region": OWN, "period": "2023", "indicator": "FY04"}
API = "/api/v1/trace?" + "&".join(f"{key}={text}" for key, text in QUERY.items())


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = people_services(tmp_path_factory.mktemp("passport"), mode="off")
    for region in (OWN, OTHER):
        number = put(made, region, "2023", 400, "waiting")
        if region == OWN:
            made.store.step(number, "approve", by=REVIEWER, at=AT)
    return made


def said(services: Services, **query: str) -> str:
    chosen = parse({**QUERY, **query}, services.numbers())
    return json.dumps(drawer(services, href(chosen, indicator="FY04")), ensure_ascii=False)


def test_filer_and_approver_stand_in_the_passport_with_their_times(services: Services) -> None:
    told = said(services)
    assert f"报送人 {FILERS[OWN]}" in told
    assert f"审核通过 {REVIEWER} 2026年11月20日 09:30" in told


def test_what_nobody_has_approved_says_so(services: Services) -> None:
    told = said(services, region=OTHER)
    assert words("zh")["trace.not_approved"] in told
    assert REVIEWER not in told


def test_the_export_and_the_api_tell_both_for_every_cell(services: Services) -> None:
    chosen = parse({**QUERY, "region": CITY}, services.numbers())
    records = rows(services, services.numbers(), chosen).records
    told = {(each["region"], each["by"], each["approved_by"], each["approved_at"]) for each in records}
    stamp = audit.stamp(AT)
    assert told == {(OWN, FILERS[OWN], REVIEWER, stamp), (OTHER, FILERS[OTHER], "", "")}
    terms = _terms(client_of(services).get(API))
    assert {(each["by"], each["approved_by"], each["approved_at"]) for each in terms} == {
        (FILERS[OWN], REVIEWER, stamp)
    }


def test_names_are_for_those_who_review_there(tmp_path: Path) -> None:
    services = people_services(tmp_path)
    number = put(services, OWN, "2023", 400, "waiting")
    services.store.step(number, "approve", by=REVIEWER, at=AT)
    services.store.publish("demo", ["2023"], by="钱发", at=AT, catalogue=services.keep_catalogue())
    told = {}
    for role in ("view", "review"):
        client = client_of(services, account(services, role, [Grant(role, OWN)]))
        told[role] = {(each["by"], each["approved_by"]) for each in _terms(client.get(API))}
    assert told == {"view": {("＊＊＊", "＊＊＊")}, "review": {(FILERS[OWN], REVIEWER)}}


def _terms(answer: Any) -> list[dict[str, Any]]:
    terms: list[dict[str, Any]] = answer.get_json()["terms"]
    assert terms
    return terms
