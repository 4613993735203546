"""校验规则: every rule in words; an edit of the form or of the register changes what a file is told."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from builders import annual, edited
from builders_store import take_in
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet

from app import Settings, build_services
from cli import main
from data.checking import CrossCheck
from layouts.markup import compact
from layouts.pages import rules as page
from layouts.selection import parse
from layouts.services import Services
from layouts.text import LANGUAGES, Language
from loaders.rules import RuleError
from loaders.rules_look import COLUMNS

SIGNED = {"by": "李某", "why": "本省口径"}


def fields(client: FlaskClient, code: str) -> dict[str, str]:
    """What the form sends when nothing is touched."""
    shown = client.get(f"/rules/entry?code={code}").get_json()["fields"]
    given = {name: "、".join(text) if isinstance(text, list) else str(text) for name, text in shown.items()}
    limits = shown.get("limits", {})
    given.pop("limits", None)
    return {**given, **{f"limit.{name}": f"{value:g}" for name, value in limits.items()}}


def save(client: FlaskClient, rule: str, **changes: str) -> dict:
    given = {**(fields(client, rule) if rule else {}), **SIGNED, **changes}
    answer = client.post("/rules/save?lang=zh", json=given)
    assert answer.status_code == 200
    return answer.get_json()


def shown(services: Services, language: Language = "zh") -> str:
    """The page's text, a line for each cell."""
    numbers = services.numbers()
    parts = page.body(services, numbers, parse({"lang": language}, numbers))
    made = "".join(str(compact(part)) for part in parts)
    return unescape(re.sub(r"<[^>]+>", "\n", made))


def told(services: Services, name: str, data: bytes) -> list[tuple[str, str]]:
    (outcome,) = take_in(services, {name: data})
    return [
        (str(finding.params["name"]), finding.severity)
        for finding in outcome.findings
        if finding.code.startswith("rule.")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_check_stands_on_the_page_and_in_its_export(services: Services, language: Language):
    text, numbers = shown(services, language), services.numbers()
    rows = page.rows(services, numbers, parse({"lang": language}, numbers))
    assert len(rows.records) == len(services.rules.entries)
    for entry, record in zip(services.rules.entries, rows.records, strict=True):
        assert entry.code in text
        assert record["name"] == (entry.rule.name if language == "zh" else entry.rule.english)
        assert record["sides"]
        assert "{" not in record["sides"] + record["limits"]


def test_a_rule_is_said_in_the_names_of_its_elements(services: Services):
    assert "仲裁上期未结案件数 + 仲裁当期立案数 ＝ 仲裁当期结案数 + 仲裁期末未结案件数" in shown(services)
    assert "Arbitration cases filed" in shown(services, "en")


def test_an_edit_of_severity_and_tolerance_changes_what_a_file_is_told(
    services: Services, client: FlaskClient
):
    wrong = annual("2025", suit_heard=12, suit_closed=10)
    assert told(services, "一.xlsx", wrong) == [("suit_heard", "explain")]
    assert save(client, "suit_heard", severity="must")["saved"] == 1
    assert told(services, "二.xlsx", annual("2024", suit_heard=12, suit_closed=10)) == [
        ("suit_heard", "must")
    ]
    assert save(client, "suit_heard", severity="must", tolerance="2")["saved"] == 1
    assert told(services, "三.xlsx", annual("2023", suit_heard=12, suit_closed=10)) == []


def test_an_edit_is_kept_with_who_when_and_why_and_its_history_is_shown(
    services: Services, client: FlaskClient
):
    save(client, "suit_heard", severity="must")
    save(client, "suit_heard", severity="note", by="王某", why="改回提示")
    (line,) = [text for text in shown(services).split("\n") if "改回提示" in text]
    assert line.startswith("王某 ")
    assert "9:30" in line
    history = client.get("/rules/entry?code=suit_heard&lang=zh").get_json()["history"]
    assert [(edit["by"], edit["why"]) for edit in history] == [("王某", "改回提示"), ("李某", "本省口径")]
    assert [json.loads(edit["content"]) for edit in history] == [{"severity": "note"}, {"severity": "must"}]


def test_a_saved_rule_that_is_put_back_is_as_shipped(services: Services, client: FlaskClient):
    save(client, "suit_heard", severity="must")
    assert save(client, "suit_heard", severity="explain")["saved"] == 1
    entry = services.rules.entry("suit_heard")
    assert entry is not None
    assert entry.state == "shipped"


def test_saving_without_a_difference_keeps_nothing(services: Services, client: FlaskClient):
    for code in ("suit_heard", "last_year", "repeated", "suit_lost_part", "FY05_reported_share", "previous"):
        assert save(client, code) == {"saved": 0, "message": "没有不同，未保存", "problems": []}
    assert services.view().rule_edits() == ()


def test_who_and_why_must_be_said(client: FlaskClient, services: Services):
    answer = save(client, "suit_heard", severity="must", by=" ", why="")
    assert [problem["place"] for problem in answer["problems"]] == ["by", "why"]
    assert services.view().rule_edits() == ()


def test_a_threshold_of_a_check_is_a_field_of_its_own(services: Services, client: FlaskClient):
    assert save(client, "last_year", **{"limit.percent": "80"})["saved"] == 1
    check = services.rules.checks["last_year"]
    assert isinstance(check, CrossCheck)
    assert check.limits["percent"] == 80
    answer = save(client, "last_year", **{"limit.percent": "许多"})
    assert [problem["place"] for problem in answer["problems"]] == ["limits"]


def test_an_own_rule_with_a_name_that_is_nearly_right_is_told_the_nearest(
    services: Services, client: FlaskClient
):
    new = {
        "code": "closed_of_filed",
        "name": "结案不多于立案",
        "left": "仲裁当期结案数",
        "op": "<=",
        "right": "arbitration_filled",
        "severity": "must",
        "tolerance": "0",
        "on": "on",
        "missing": "skip",
    }
    answer = save(client, "", **new)
    assert [(each["place"], "arbitration_filed" in each["message"]) for each in answer["problems"]] == [
        ("right", True)
    ]
    assert save(client, "", **{**new, "right": "arbitration_filed"})["saved"] == 1
    wrong = annual("2025", arbitration_closed=9, arbitration_filed=8)
    assert told(services, "一.xlsx", wrong) == [("closed_of_filed", "must")]
    assert "closed_of_filed" in shown(services)
    assert save(client, "closed_of_filed", on="off")["saved"] == 1
    assert told(services, "二.xlsx", annual("2024", arbitration_closed=9, arbitration_filed=8)) == []


def test_the_formula_of_a_shipped_rule_stays_as_it_is(client: FlaskClient, services: Services):
    answer = save(client, "suit_heard", left="suit_lost")
    assert [problem["place"] for problem in answer["problems"]] == ["left"]
    assert services.view().rule_edits() == ()


def test_an_unknown_rule_has_no_form_and_nonsense_is_no_edit(client: FlaskClient, services: Services):
    assert client.get("/rules/entry?code=nothing").status_code == 404
    for body in ([1], "x", None, {}, {"code": "suit_heard' --"}):
        assert client.post("/rules/save", json=body).get_json()["problems"]
    assert services.view().rule_edits() == ()


def test_a_page_of_another_site_can_save_nothing(client: FlaskClient, services: Services):
    for path in ("/rules/save", "/rules/register"):
        assert client.post(path, json={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def downloaded(client: FlaskClient) -> bytes:
    return client.get("/rules/register.xlsx").get_data()


def in_register(data: bytes, code: str, field: str, value: object) -> bytes:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        number = next(each for each in range(1, sheet.max_row + 1) if sheet.cell(each, 1).value == code)
        place = next(place for place, column in enumerate(COLUMNS, start=1) if column.field == field)
        sheet.cell(number, place).value = value

    return edited(data, edit)


def upload(client: FlaskClient, data: bytes, query: str = "by=李某&why=年度修订") -> dict:
    return client.post(f"/rules/register?{query}", data=data).get_json()


def test_the_register_goes_out_and_comes_back_with_what_differs(services: Services, client: FlaskClient):
    data = downloaded(client)
    assert upload(client, data)["saved"] == 0
    assert upload(client, in_register(data, "suit_heard", "severity", "强制"))["saved"] == 1
    assert told(services, "一.xlsx", annual("2025", suit_heard=12, suit_closed=10)) == [
        ("suit_heard", "must")
    ]
    (edit,) = services.view().rule_edits()
    assert (edit.by, edit.why, edit.content) == ("李某", "年度修订", '{"severity": "must"}')


def test_one_mistake_in_the_register_keeps_everything_out_and_names_its_cell(
    services: Services, client: FlaskClient
):
    data = in_register(downloaded(client), "suit_heard", "severity", "强制")
    answer = upload(client, in_register(data, "suit_notified", "tolerance", "不限"))
    assert answer["saved"] == 0
    assert len(answer["problems"]) == 1
    assert answer["problems"][0]["place"].startswith("校验规则登记表!F")
    assert services.view().rule_edits() == ()


def test_what_is_no_register_is_refused(client: FlaskClient):
    assert upload(client, b"x")["problems"]
    assert upload(client, annual("2025"))["problems"]
    assert upload(client, downloaded(client), "by=&why=")["problems"][0]["place"] == "by"


def test_an_edit_that_cannot_run_any_more_stops_start_up_and_check_names_it(
    tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    content = json.dumps(
        {"name": "旧", "english": "Old", "left": "gone", "op": "=", "right": "suit_lost", "severity": "note"}
    )
    services.store.save_rules([("own_old", content)], by="李某", at=services.clock(), why="试")
    settings = Settings(tmp_path, f"sqlite:///{tmp_path / 'faheng.db'}")
    with pytest.raises(RuleError, match=r"register of rules \[own_old\]: unknown data element 'gone'"):
        build_services(settings)
    monkeypatch.setenv("FAHENG_HOME", str(tmp_path))
    assert main(["check"]) == 1
    assert "[own_old]" in capsys.readouterr().err


def test_every_edit_is_a_workbook_that_a_spreadsheet_opens(client: FlaskClient):
    book = openpyxl.load_workbook(io.BytesIO(downloaded(client)))
    assert book.active is not None
    assert book.active["A3"].value == "表    号：FH-Y1"
