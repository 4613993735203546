"""Without login every write asks for the 经办人's name, and writes nothing without it."""

from __future__ import annotations

import io
from pathlib import Path

import builders
import pytest
from builders_store import AT, fresh_services
from flask.testing import FlaskClient

from data.auditing import AuditFilter
from layouts.menu import PAGES
from layouts.services import OPERATOR_UNNAMED, Services
from layouts.site import answer
from loaders.intake import receive


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = fresh_services(tmp_path)
    made.operator = OPERATOR_UNNAMED
    return made


def written(services: Services) -> int:
    return services.whole_view().audit_head().number


def test_no_write_goes_into_the_record_without_a_name(client: FlaskClient, services: Services) -> None:
    data = builders.annual("2025", suit_heard=10, suit_head_appeared=9)
    number = receive("年报.xlsx", data, desk=services.desk(), by="李某", at=AT).submission
    other = builders.annual("2024", suit_heard=10, suit_head_appeared=9)
    before = written(services)
    asked = {
        "/file/receive": {"file": (io.BytesIO(other), "年报.xlsx")},
        "/life/step": {"submission": str(number), "step": "approve"},
        "/life/publish": {"dataset": "demo", "period": "2025"},
        "/board/deadline": {"dataset": "demo", "place": "annual 2025", "due": "2026-12-01", "why": "节后"},
        "/board/workdays": {"days": "2027-01-01", "kind": "off", "source": "通知"},
        "/rules/save": {"code": "suit_heard", "off": "yes", "why": "试"},
        "/manage/siblings": {"siblings": "all"},
        "/manage/sensitive": {"sensitive": "yes"},
        "/manage/children": {"dataset": "demo", "children": "yes"},
        "/manage/add": {"name": "zhang", "person": "张某"},
    }
    wrote = []
    for address, fields in asked.items():
        client.post(address, data=fields, headers={"Accept": "application/json"})
        wrote += [address] if written(services) != before else []
    assert wrote == []


def test_a_form_begins_empty_until_somebody_sets_the_operator(services: Services) -> None:
    page = next(each for each in PAGES if each.code == "manage")
    assert OPERATOR_UNNAMED not in str(answer(services, page, {}))
    services.operator = "李某"
    assert "李某" in str(answer(services, page, {}))
    assert services.prefilled == "李某"


def test_with_a_name_the_choice_is_kept_under_it(client: FlaskClient, services: Services) -> None:
    fields = {"dataset": "demo", "children": "yes", "by": "李某"}
    assert client.post("/manage/children", data=fields).status_code == 200
    assert services.office.children_first(services.shipped.datasets["demo"])
    (entry, *_) = services.whole_view().audit_entries(AuditFilter())[0]
    assert (entry.actor, entry.action, entry.thing) == ("李某", "children_first.choose", "demo yes")
