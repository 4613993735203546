"""The API: the issue's figures, one row for each number asked for, plain errors, CSV of the same rows."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Any

import pytest
from builders_store import public_services, small_services
from flask.testing import FlaskClient

from app import create_app
from layouts.api import FIELDS


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(public_services(tmp_path_factory.mktemp("public"))).server.test_client()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(small_services(tmp_path_factory.mktemp("demo"))).server.test_client()


def rows(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/results?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(answer.json["rows"])


def one(client: FlaskClient, indicator: str, region: str, period: str, more: str = "") -> dict[str, Any]:
    (row,) = rows(client, f"indicator={indicator}&region={region}&period={period}{more}")
    return row


def test_the_caps_of_linhai_are_met_and_the_suits_stand_at_theirs(public: FlaskClient) -> None:
    cases, suits = one(public, "FY01", "331082", "2021"), one(public, "FY19", "331082", "2021")
    assert (cases["value"], cases["status"], cases["warning"], cases["basis"]) == (4, "met", None, "computed")
    assert (suits["value"], suits["status"], suits["warning"]) == (5, "met", "达上限")


def test_a_rate_that_was_only_printed_is_reported(public: FlaskClient) -> None:
    row = one(public, "FY04", "331082", "2021")
    assert (row["value"], row["reported"], row["basis"], row["gap"]) == (100, 100, "reported", None)
    assert (row["numerator"], row["denominator"], row["difference"]) == (None, None, None)


def test_nothing_filed_is_a_row_with_its_gap(public: FlaskClient) -> None:
    row = one(public, "TZ06", "331082", "2021")
    assert (row["value"], row["gap"], row["basis"], row["regions_reported"]) == (
        None,
        "not_reported",
        None,
        0,
    )


def test_the_mediation_rate_of_conghua_is_computed_beside_the_printed_one(public: FlaskClient) -> None:
    row = one(public, "TZ05", "440117", "2021")
    assert (row["numerator"], row["denominator"], row["reported"], row["basis"]) == (
        587,
        787,
        75.45,
        "computed",
    )
    assert row["value"] == 100 * 587 / 787
    assert math.isclose(row["difference"], 100 * 587 / 787 - 75.45)
    assert row["variant"] == "A"


def test_a_variant_without_its_elements_falls_back_to_the_printed_rate(public: FlaskClient) -> None:
    first, second = one(public, "TZ04", "440117", "2021"), one(public, "TZ04", "440117", "2021", "&variant=B")
    assert (first["value"], first["basis"], first["variant"]) == (95.69, "reported", "A")
    assert (round(second["value"], 2), second["basis"], second["reported"]) == (98.30, "computed", 95.69)


@pytest.mark.parametrize(("indicator", "value"), [("TZ07", 81.28), ("FY04", None), ("FY06", None)])
def test_what_conghua_printed_or_did_not(public: FlaskClient, indicator: str, value: float | None) -> None:
    row = one(public, indicator, "440117", "2021")
    assert row["value"] == value
    assert row["basis"] == ("reported" if value else None)


def test_a_former_code_is_understood(public: FlaskClient) -> None:
    assert one(public, "TZ10", "440184", "2020")["region"] == "440117"


def test_a_qualifier_travels_into_the_result(public: FlaskClient) -> None:
    assert one(public, "LZ05", "331082", "2021")["qualifier"] == "at_least"
    assert one(public, "PF02", "440117", "2021")["qualifier"] == "just_below"


def test_a_protected_indicator_is_never_judged(demo: FlaskClient) -> None:
    row = one(demo, "ZF01", "990101", "2025")
    assert (row["value"], row["status"], row["target"]) == (50, "prohibited", None)


def test_children_are_added_and_the_parent_is_the_ratio_of_sums(demo: FlaskClient) -> None:
    found = rows(demo, "indicator=FY04&region=990100&period=2025&children=1")
    assert [row["region"] for row in found][:3] == ["990100", "990101", "990102"]
    parent = found[0]
    assert (parent["numerator"], parent["denominator"]) == (9 + 18 + 3 + 2 + 5, 10 + 20 + 10 + 2 + 5)
    assert parent["value"] == 100 * 37 / 47
    assert (parent["regions_reported"], parent["regions_expected"], parent["status"]) == (6, 9, "pending")


def test_own_leaves_the_children_out(demo: FlaskClient) -> None:
    total, own = (one(demo, "FY04", "990100", "2025", f"&scope={scope}") for scope in ("total", "own"))
    assert (own["numerator"], own["denominator"], own["scope"]) == (5, 5, "own")
    assert total["denominator"] == 47


def test_every_combination_asked_for_is_one_row(demo: FlaskClient) -> None:
    places = "region=990101&region=990201&period=2024&period=2025"
    found = rows(demo, f"indicator=FY04&indicator=FY05&{places}&scope=own&scope=total")
    keys = {(row["indicator"], row["region"], row["period"], row["scope"]) for row in found}
    assert len(found) == len(keys) == 16


def test_a_period_nobody_filed_has_rows_too(demo: FlaskClient) -> None:
    assert one(demo, "FY04", "990101", "1999")["gap"] == "not_reported"


def test_the_csv_has_the_same_rows(demo: FlaskClient) -> None:
    query = "region=990100&period=2025&children=1"
    answer = demo.get(f"/api/v1/results.csv?{query}")
    text = answer.get_data().decode("utf-8-sig")
    assert answer.get_data().startswith("\ufeff".encode())
    read = list(csv.DictReader(io.StringIO(text)))
    expected = [
        {name: "" if row[name] is None else str(row[name]) for name in FIELDS} for row in rows(demo, query)
    ]
    assert read == expected


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("results?indicator=FY99&region=331082", 404, "unknown_indicator"),
        ("results?indicator=FY01&region=999999", 404, "unknown_region"),
        ("results?dataset=nothing&region=331082", 404, "unknown_dataset"),
        ("results?dataset=demo&region=331082", 404, "unknown_region"),
        ("results?indicator=FY01&region=331082&variant=Z", 404, "unknown_variant"),
        ("results?indicator=FY01&region=331082&period=2021Q5", 400, "malformed"),
        ("results?indicator=FY01&region=331082&period=2021&scope=all", 400, "malformed"),
        ("results?indicator=FY01&region=331082&period=2021&children=yes", 400, "malformed"),
        ("results?indicator=FY01&region=331082&colour=red", 400, "malformed"),
        ("results", 400, "malformed"),
        ("results?indicator=YJ04&region=331082&period=2021", 403, "sensitive"),
        ("findings?submission=x", 400, "malformed"),
        ("findings?submission=999", 404, "unknown_submission"),
        ("trace?indicator=FY01", 400, "malformed"),
        ("targets?indicator=ZZZ", 404, "unknown_indicator"),
        ("targets?region=zzz", 404, "unknown_region"),
        ("indicators?domain=zzz", 404, "unknown_domain"),
        ("nowhere", 404, "unknown_resource"),
    ],
)
def test_a_wrong_question_is_answered_plainly(
    public: FlaskClient, address: str, status: int, code: str
) -> None:
    answer = public.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert len(answer.json["error"]["message"]) > 10


def test_a_number_is_traced_to_its_cells(public: FlaskClient) -> None:
    answer = public.get("/api/v1/trace?indicator=TZ05&region=440117&period=2021").json
    places = {(term["element"], term["value"], term["scope"], term["part"]) for term in answer["terms"]}
    assert places == {
        ("mediation_succeeded", 587, "total", "numerator"),
        ("labour_dispute_handled", 787, "own", "denominator"),
        ("TZ05_reported", 75.45, "own", "reported"),
    }
    assert answer["result"]["value"] == 100 * 587 / 787
    assert "mediation_succeeded" in answer["formula"]
    for term in answer["terms"]:
        assert term["file"].endswith(".xlsx")
        assert term["sheet"]
        assert term["cell"][0].isalpha()
        assert term["cell"][-1].isdigit()
        assert term["by"] == "测试"
        assert float(term["raw"]) == term["value"]


def test_a_total_is_traced_to_every_county(demo: FlaskClient) -> None:
    answer = demo.get("/api/v1/trace?dataset=demo&indicator=FY04&region=990100&period=2025").json
    heard = {term["region"]: term["value"] for term in answer["terms"] if term["element"] == "suit_heard"}
    assert heard == {"990100": 5, "990101": 10, "990102": 20, "990103": 10, "990104": 2, "990105": 0}
    assert sum(heard.values()) == answer["result"]["denominator"]


def test_findings_are_stored_ones_and_live_ones(public: FlaskClient) -> None:
    traced = public.get("/api/v1/trace?indicator=TZ05&region=440117&period=2021").json["terms"][0]
    found = public.get(f"/api/v1/findings?submission={traced['submission']}").json["findings"]
    codes = [(each["severity"], each["code"], each["indicator"]) for each in found]
    assert ("note", "number.repeated", None) in codes
    assert ("explain", "reported.differs", "TZ05") in codes
    assert ("note", "change.truncated", "TZ10") in codes
    assert all(each["severity"] != "must" for each in found)
    truncated = next(each for each in found if each["code"] == "change.truncated")
    assert (truncated["params"]["read"], truncated["params"]["expected"]) == ("258.86", "258.87")


def test_the_register_shows_every_kind_of_target(public: FlaskClient) -> None:
    found = public.get("/api/v1/targets?dataset=public-renshe").json["rows"]
    assert len(found) == 54
    assert {target["kind"] for target in found} == {
        "floor", "cap", "exact", "rank", "date", "cadence", "veto", "prohibition", "text",
    }  # fmt: skip


def test_the_catalogue_leaves_the_sensitive_indicator_out(public: FlaskClient) -> None:
    codes = [row["code"] for row in public.get("/api/v1/indicators").json["rows"]]
    assert len(codes) == 124
    assert "YJ04" not in codes


def test_health_says_when_the_first_loading_is_done(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    client = create_app(services).server.test_client()
    services.ready.clear()
    assert client.get("/healthz").status_code == 503
    services.ready.set()
    assert client.get("/healthz").status_code == 200
