"""A target set otherwise by the form: its band, its milestones, its document; shown and judged so."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_page import text, walk, with_class
from builders_store import small_services
from builders_targets import body
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model import Target
from layouts.services import Services
from layouts.text import LANGUAGES, Language, words

BASE, COUNTY = "T-FY04-990000", "990103"
STEPS = "2025M06=20；2025M12=28"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def post(client: FlaskClient, **fields: str) -> TestResponse:
    given = {
        "dataset": "demo",
        "target": BASE,
        "region": COUNTY,
        "value": "35",
        "reason": "山区出庭路远",
        "basis": "示例法治办〔2025〕3号",
        "by": "李某",
        "back": "?dataset=demo",
    }
    return client.post("/targets/override", data={**given, **fields})


def kept(services: Services) -> Target:
    (found,) = [each for each in services.view().targets("demo") if each.region == COUNTY]
    return found


def test_band_milestones_and_document_are_kept_and_judged(services: Services, client: FlaskClient) -> None:
    assert post(client, near="5", milestones=STEPS).status_code == 200
    found = kept(services)
    assert (found.threshold, found.near, found.basis, found.source) == (
        35.0,
        5.0,
        "示例法治办〔2025〕3号",
        "",
    )
    assert found.milestones == (("2025M06", 20.0), ("2025M12", 28.0))
    number = services.numbers().assessed("demo", "2025").number("FY04", COUNTY)
    assert (number.value, number.status) == (30.0, "near")  # 3 of 10, inside 35 ± 5


def test_a_form_without_them_keeps_those_of_the_target_above(services: Services, client: FlaskClient) -> None:
    assert post(client).status_code == 200
    assert (kept(services).near, kept(services).milestones) == (3.0, ())
    assert post(client, near="").status_code == 200
    assert kept(services).near is None


def test_milestones_alone_may_be_otherwise(services: Services, client: FlaskClient) -> None:
    assert post(client, value="90").get_json()["error"]["code"] == "same"
    assert post(client, value="90", milestones=STEPS).status_code == 200
    assert kept(services).milestones


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"milestones": "年中过半"}, "bad_milestones"),
        ({"milestones": "2031M01=20"}, "bad_milestones"),
        ({"milestones": "2025M12=28；2025M06=20"}, "bad_milestones"),
        ({"near": "约3"}, "bad_number"),
        ({"basis": ""}, "no_source"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    services: Services, client: FlaskClient, fields: dict[str, str], code: str
) -> None:
    answer = post(client, **fields)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, code)
    assert answer.get_json()["error"]["message"] == words("zh")[f"target_told.{code}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_them_and_the_form_begins_with_them(
    services: Services, client: FlaskClient, language: Language
) -> None:
    post(client, near="5", milestones=STEPS)
    made = body(services, region=COUNTY, target=kept(services).target, lang=language)
    said = text(made)
    assert "示例法治办〔2025〕3号" in said
    assert words(language).say("target_finer.near", near="5", unit="%") in said
    forms = {each["props"]["action"]: each for each in with_class(made, "life-form")}
    values = {
        each["props"].get("name"): each["props"].get("value") for each in walk(forms["/targets/override"])
    }
    assert (values["near"], values["milestones"]) == ("5", STEPS)


def test_the_export_has_them(services: Services, client: FlaskClient) -> None:
    post(client, near="5", milestones=STEPS)
    address = f"/export/targets.csv?dataset=demo&region={COUNTY}&period=2025"
    lines = client.get(address).get_data().decode("utf-8-sig").splitlines()
    (line,) = [each for each in lines if each.startswith(kept(services).target)]
    assert "示例法治办〔2025〕3号" in line
    assert STEPS in line
