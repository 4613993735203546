"""考核: the simulator, drafts and schemes in force, workbooks, exports, and who sees which sheet."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from bench import page_request
from builders_assessment import APPROVAL, COUNTY, ITEMS, PERIOD, ROOT, SCHEME
from builders_assessment_page import (
    assessed,
    body,
    brought,
    code_of,
    computed,
    post,
    seen,
    through,
)
from builders_page import text
from builders_people import account, client_of
from builders_rights import token
from builders_store import AT
from flask.testing import FlaskClient

from data.people import Grant, Siblings
from layouts.login import Login
from layouts.services import Services
from layouts.text import LANGUAGES, Language, words
from loaders.scheme_book import write_scheme
from loaders.scheme_toml import FOLDER

OTHER = "990102"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return assessed(tmp_path)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"item": "1", "what": "weight", "to": "0"}, "1 负责人出庭应诉率：分值改为“0”"),
        ({"c1": "1|target|50"}, "1 负责人出庭应诉率：目标改为“50”"),
        ({"c1": "2|rule|每高1个百分点扣0.1分，扣完为止"}, "评分规则改为“每高1个百分点扣0.1分，扣完为止”"),
    ],
)
def test_the_simulator_shows_who_moves(services: Services, query: dict[str, str], told: str) -> None:
    made = text(body(services, part="trial", **query))
    assert told in made
    assert words("zh")["assess_move.after"] in made
    assert services.view().runs("demo") == ()


@pytest.mark.parametrize(
    ("what", "to", "told"),
    [
        ("rule", "随便扣", "最接近的写法"),
        ("weight", "很多", "不是可以用的数"),
        ("weight", "-5", "不是可以用的数"),
    ],
)
def test_a_change_that_cannot_be_says_why_and_changes_nothing(
    services: Services, what: str, to: str, told: str
) -> None:
    made = text(body(services, part="trial", item="1", what=what, to=to))
    assert told in made
    assert words("zh")["assess_move.after"] not in made


def test_a_simulation_is_saved_as_a_draft(services: Services, client: FlaskClient) -> None:
    changed = {"c1": "1|weight|70", "c2": "1|rule|每低1个百分点扣2分，扣完为止", "why": "加重出庭"}
    assert code_of(post(client, "save", **changed)) == ""
    found = services.view().scheme("demo", SCHEME, 2)
    assert found is not None
    item = found.scheme.item("1")
    assert (found.status, found.why, item.weight, item.rule) == (
        "draft",
        "加重出庭",
        70.0,
        "每低1个百分点扣2分，扣完为止",
    )
    assert code_of(post(client, "save")) == "same"


def test_a_dry_run_on_last_year_keeps_nothing(services: Services) -> None:
    told = text(body(services, part="trial", on="2024"))
    assert "2024年" in told
    assert services.view().runs("demo") == ()


def test_a_draft_is_put_in_force_only_with_its_document(services: Services, client: FlaskClient) -> None:
    services.store.save_scheme(replace(computed(), name="修订"), by="审某", at=AT)
    told = {name: getattr(APPROVAL, name) for name in ("basis", "number", "approver", "decided_on")}
    for name, reason in (("basis", "no_basis"), ("number", "no_number"), ("approver", "no_approver")):
        answer = post(client, "activate", version="2", **{**told, name: " "})
        assert (answer.status_code, code_of(answer)) == (409, reason)
    assert code_of(post(client, "activate", version="2", **told)) == ""
    assert [each.status for each in services.view().schemes("demo")] == ["retired", "active"]


def test_a_scheme_goes_out_and_comes_back_by_its_workbook(services: Services, client: FlaskClient) -> None:
    data = client.get(f"/assessment/scheme.xlsx?dataset=demo&scheme={SCHEME}&version=1").get_data()
    changed = write_scheme(replace(computed(), scheme="sl-2", name="另一份"))
    for sent, reason in ((data, "scheme.bad_code"), (changed, "")):
        answer = post(client, "upload", file=(io.BytesIO(sent), "方案.xlsx"))
        assert code_of(answer) == reason  # codes are small letters: the first one is told with its cell
    assert services.view().scheme("demo", "sl-2") is not None


def test_a_workbook_with_a_rule_that_cannot_be_read_names_the_cell(
    services: Services, client: FlaskClient
) -> None:
    wrong = replace(computed(), scheme="sl-3", items=(replace(ITEMS[0], rule="看情况扣分"), ITEMS[1]))
    answer = post(client, "upload", file=(io.BytesIO(write_scheme(wrong)), "方案.xlsx"))
    assert code_of(answer) == "scheme.unread_rule"
    assert "看情况扣分" in answer.get_json()["error"]["message"]
    assert "考核项!" in answer.get_json()["error"]["message"]
    assert services.view().scheme("demo", "sl-3") is None


def test_a_protected_indicator_is_never_an_item(services: Services, client: FlaskClient) -> None:
    wrong = replace(computed(), scheme="sl-4", items=(replace(ITEMS[0], subject="ZF02"),))
    answer = post(client, "upload", file=(io.BytesIO(write_scheme(wrong)), "方案.xlsx"))
    assert code_of(answer) == "scheme.protected"


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_figures_are_not_assessed_and_the_page_says_why(
    services: Services, client: FlaskClient, language: Language
) -> None:
    told = text(body(services, dataset="public-renshe", lang=language))
    spoken = words(language)
    assert spoken["assess.no_duty"] in told
    assert spoken["assess.unmarked"] in told  # the structure of 2017
    assert "政策法规宣传" in told
    assert post(client, "begin", dataset="public-renshe").status_code == 409


def test_the_export_has_a_line_for_each_item_of_each_unit(services: Services, client: FlaskClient) -> None:
    brought(services, client, "first")
    answer = client.get(f"/export/assessment.csv?dataset=demo&region={ROOT}&period={PERIOD}")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    units = {each.region for each in seen(services).board}
    assert len(lines) - 1 >= 2 * len(units)
    assert sum(f",{COUNTY}," in line for line in lines) == 2
    assert client.get(f"/export/assessment.xlsx?dataset=demo&period={PERIOD}").status_code == 200


def entered(services: Services, name: str, *grants: Grant) -> FlaskClient:
    """A browser that has signed in and sends its token along."""
    signed = client_of(services, account(services, name, list(grants)))
    signed.environ_base["HTTP_X_FAHENG_TOKEN"] = token(signed)
    return signed


def shown(client: FlaskClient, search: str) -> str:
    asked = page_request("/assessment", f"?dataset=demo&region={COUNTY}&period={PERIOD}{search}")
    return client.post("/_dash-update-component", json=asked).get_data(as_text=True)


@pytest.mark.parametrize(("siblings", "n"), [("own", 1), ("anonymous", 24), ("all", 24)])
def test_a_county_sees_its_own_sheet_and_others_as_the_setting_says(
    services: Services, client: FlaskClient, siblings: Siblings, n: int
) -> None:
    brought(services, client, "feedback")
    services.login = Login("password", secret=b"k" * 32, siblings=siblings)
    county = entered(services, "county", Grant("file", COUNTY))
    address = f"/export/assessment.csv?dataset=demo&period={PERIOD}"

    def regions() -> set[str]:
        lines = county.get(address).get_data().decode("utf-8-sig").splitlines()
        return {line.split(",")[4] for line in lines[1:]}

    assert regions() == {COUNTY}
    services.login = Login()
    through(services, client, "published")
    services.clock = lambda: AT  # within the session
    services.login = Login("password", secret=b"k" * 32, siblings=siblings)
    told = regions()
    assert len(told) == n
    assert COUNTY in told
    assert (OTHER in told) == (siblings == "all")


def test_a_scheme_comes_in_as_toml_too(services: Services, client: FlaskClient) -> None:
    shipped = (FOLDER / "demo-2025.toml").read_text(encoding="utf-8")
    renamed = shipped.replace('scheme = "demo-2025"', 'scheme = "demo-2030"')
    wrong = {
        renamed.replace("每低1个百分点扣0.5分", "看情况扣分", 1): ("scheme.unread_rule", "看情况扣分"),
        renamed.replace("weight = 7", 'weight = "七"', 1): ("bad_toml", "weight = '七'; expected a number"),
        "items = [": ("bad_toml", "Invalid value"),
        renamed: ("", ""),
    }
    for sent, (reason, part) in wrong.items():
        assert services.view().scheme("demo", "demo-2030") is None
        answer = post(client, "upload", file=(io.BytesIO(sent.encode()), "方案.toml"))
        assert code_of(answer) == reason
        assert part in answer.get_json().get("error", {"message": ""})["message"]
    kept = services.view().scheme("demo", "demo-2030")
    assert kept is not None
    assert kept.status == "draft"
