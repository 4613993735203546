"""审计: entries in words with filters and pages, the proof, the purge; every action has its words."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_record import tamper
from builders_store import AT, file, fresh_services
from flask import g
from flask.testing import FlaskClient

from data import audit
from data.auditing import AuditFilter
from data.life import RULES
from data.passwords import hashed
from data.people import Grant
from layouts.login import Login
from layouts.pages import audit as page
from layouts.services import Services
from layouts.site import answer, export
from layouts.text import LANGUAGES, Language, words
from layouts.views.audit_routes import purged

ROOT = Path(__file__).parents[1]
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = fresh_services(tmp_path)
    file(made, "990101", "2024", {"suit_heard": 10})
    file(made, "990102", "2024", {"suit_heard": 7})
    made.store.save_rules([("r1", "{}")], by="王某", at=AT, why="省厅口径")
    return made


def shown(services: Services, **query: str) -> str:
    """Everything on the page, whether sent as components or as HTML."""
    return str(answer(services, page.PAGE, query))


def actions_in(path: Path) -> Iterator[str]:
    """What a module that writes the trail hands to its calls and looks like an action."""
    text = path.read_text(encoding="utf-8")
    if "audit.append(" not in text and "audit.sign(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        values = []
        if isinstance(node, ast.Call):
            values = [*node.args, *[each.value for each in node.keywords]]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values = list(ast.walk(node.value)) if node.targets[0].id == "action" else []
        for value in values:
            if isinstance(value, ast.Constant) and ACTION.fullmatch(str(value.value)):
                yield str(value.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_that_the_code_enters_has_words(language: Language) -> None:
    found = {action for path in (ROOT / "data").rglob("*.py") for action in actions_in(path)}
    found |= {f"submission.{step}" for step in RULES} | {audit.PURGE}
    assert {"submission.receive", "rules.save", "record.backup", "regions.add", "publication.make"} <= found
    spoken = words(language)
    missing = [action for action in found if f"audit_action.{action}" not in spoken]
    assert sorted(missing) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_stand_in_words_the_newest_first(services: Services, language: Language) -> None:
    text = shown(services, lang=language)
    received = "接收报送件" if language == "zh" else "Received"
    edited = "改校验规则" if language == "zh" else "Rules edited"
    assert text.index(edited) < text.index(received, text.index(edited))
    assert "省厅口径" in text
    assert "submission=2" in text


def test_filters_choose_and_stay_in_the_fields(services: Services) -> None:
    text = shown(services, actor="王某", text="省厅")
    assert "共 1 条" in text
    assert "submission=2" not in text
    assert 'value="省厅"' in text
    assert "没有符合的记录" in shown(services, object="99")
    assert "共 3 条" in shown(services, first="2026-11-20", last="2026-11-20")
    assert "没有符合的记录" in shown(services, last="2026-11-19")


def test_a_text_of_a_person_is_not_run_as_html(services: Services) -> None:
    services.store.save_rules([("r2", "{}")], by="<b>王</b>", at=AT, why="<script>x</script>")
    text = shown(services, text="<script>")
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_older_entries_are_on_further_pages(services: Services) -> None:
    for n in range(60):
        services.store.save_rules([(f"r{n}", "{}")], by="李某", at=AT, why=f"第{n}次")
    first = shown(services)
    assert "第 1—50 条，共 63 条" in first
    assert "skip=50" in first
    second = shown(services, skip="50")
    assert "第 51—63 条，共 63 条" in second
    assert "较新的" in second
    assert "较早的" not in second
    assert "没有符合" in shown(services, skip="9" * 9)
    assert "第 1—50 条" in shown(services, skip="-1")


def test_the_export_has_every_entry_that_fits(services: Services) -> None:
    data = export(services, page.PAGE, {"actor": "测试"}, "csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["对象"] for row in rows] == ["2", "1"]
    assert len(rows[0]["哈希"]) == 64


def test_a_broken_chain_is_told_at_the_top(services: Services, tmp_path: Path) -> None:
    assert "完整，第 1—3 条依次相连" in shown(services)
    fresh = fresh_services(tmp_path)
    tamper(tmp_path, "UPDATE audit SET detail = '{}' WHERE id = 2")
    assert "第 2 条与其哈希不符" in shown(fresh)


def test_the_button_proves_the_record_and_names_what_does_not_fit(
    services: Services, client: FlaskClient, tmp_path: Path
) -> None:
    assert client.post("/audit/verify", data={"x": ""}).get_json() == {"address": "/audit"}
    assert "至第 3 条，无不符" in shown(services)
    tamper(tmp_path, "DELETE FROM cell WHERE submission = 1")
    told = client.post("/audit/verify?lang=zh", data={"x": ""}).get_json()
    assert told["error"]["message"].startswith("报送件 1 的填报值")
    assert "1 处不符" in shown(services)


def test_two_people_purge_on_the_page_and_it_lists_the_backups(
    services: Services, client: FlaskClient, tmp_path: Path
) -> None:
    services.store.backup(tmp_path / "b.zip", by="李某", at=AT)
    given = {"what": "#1", "by": "李某", "second": "李某", "why": "误传"}
    refused = client.post("/audit/purge", data=given)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "same_person")
    done = client.post("/audit/purge", data={**given, "second": "王某"})
    assert done.get_json() == {"address": "/audit"}
    text = shown(services)
    assert "李某、王某：误传" in text
    assert str(tmp_path / "b.zip") in text
    assert (
        client.post("/audit/purge", data={**given, "second": "王某"}).get_json()["error"]["code"] == "purged"
    )
    assert client.post("/audit/purge", data={**given, "what": "x"}).get_json()["error"]["code"] == "unknown"


def test_where_people_sign_in_the_second_one_signs_with_the_password(
    services: Services, client: FlaskClient
) -> None:
    store, told = services.store, {"by": "安全员", "at": AT}
    services.login = Login("password", secret=b"x")
    first = store.add_account("zhang", "张某", hashed("correct horse"), **told)
    store.add_account("wang", "王某", hashed("battery staple"), **told)
    given = {"what": "1", "by": "别人", "second": "wang", "password": "battery staple", "why": "误传"}

    def sent(**changes: str) -> tuple[int, str]:
        with client.application.test_request_context():
            g.viewer = services.viewer_of(first)
            answered = purged(services, {**given, **changes}, "zh")
            content = answered.get_json()
            return answered.status_code, content["error"]["code"] if "error" in content else ""

    services.store.grant("zhang", Grant("security"), **told)
    assert sent() == (409, "second")  # not one of the 三员
    services.store.grant("wang", Grant("manage"), **told)
    assert sent(password="wrong") == (409, "second")
    assert sent(second="zhang", password="correct horse") == (409, "same_person")
    assert sent() == (200, "")
    (entry,) = services.whole_view().audit_entries(AuditFilter(action="file.purge"))[0]
    assert (entry.actor, json.loads(entry.detail)["second"]) == ("张某", "王某")


@pytest.mark.parametrize("what", ["verify", "purge"])
def test_another_site_cannot_send_these(client: FlaskClient, what: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(f"/audit/{what}", data={"what": "1"}, headers=headers).status_code == 403
    assert client.get(f"/audit/{what}").status_code in (200, 404, 405)
