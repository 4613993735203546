"""目标 with evidence: added and withdrawn on the page, seen by region, all in one computation."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import page_request
from builders_page import text, walk, with_class
from builders_people import OWN, people_services
from builders_store import AT, small_services
from builders_targets import body, entered, plan, seen, statuses
from flask.testing import FlaskClient

from data.evidence import Evidence
from data.people import Grant
from data.scheme import Item, Scheme, Veto, VetoRule
from data.schemes import Approval
from layouts.services import Services

COUNTY = "990103"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = small_services(tmp_path)
    made.store.set_targets([plan(made)], sha256="e" * 64, path="另.xlsx", size=1, by="测试", at=AT)
    return made


def test_evidence_by_the_form_meets_a_date_and_takes_it_back(services: Services, client: FlaskClient) -> None:
    given = {"dataset": "demo", "subject": "target", "code": "T-plan", "region": COUNTY, "by": "李某"}
    told = {**given, "on": "2025-06-30", "document": "示例人社〔2025〕3号", "back": "/targets"}
    assert client.post("/evidence/add", data=told).status_code == 200
    found = seen(services)
    assert statuses(found, "T-plan")[COUNTY] == "met"
    assert statuses(found, "T-plan")["990101"] == "missed"
    opened = text(body(services, target="T-plan", region=COUNTY))
    assert "2025-06-30 完成，未过期限" in opened
    assert "示例人社〔2025〕3号" in opened
    withdrawn = {"number": "1", "why": "误", "by": "李某", "back": "/targets"}
    assert client.post("/evidence/withdraw", data=withdrawn).status_code == 200
    assert statuses(seen(services), "T-plan")[COUNTY] == "missed"


def test_the_form_for_evidence_offers_the_regions_and_occurrences_that_are_asked(services: Services) -> None:
    quarterly = plan(services, target="T-report", kind="cadence", due="", text="每季度末", levels=("county",))
    services.store.set_targets([quarterly], sha256="c" * 64, path="报告.xlsx", size=1, by="测试", at=AT)
    made = body(services, target="T-report")
    form = next(each for each in with_class(made, "life-form") if each["props"]["action"] == "/evidence/add")
    options = [each["props"]["value"] for each in walk(form) if each["type"] == "Option"]
    assert options[:2] == ["990101", "990102"]
    assert options[-4:] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]


def test_a_county_sees_the_evidence_of_its_own_only(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="all")
    services.store.set_targets([plan(services)], sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    for region, title in ((OWN, "本县的方案"), ("990102", "邻县的方案")):
        kept = Evidence(
            "demo", "target", "T-plan", region, "2025-06-01", "王某", AT, title=title, document="一号"
        )
        services.store.add_evidence(kept)
    county = entered(services, "county", Grant("view", OWN))
    asked = page_request("/targets", f"?dataset=demo&region={OWN}&period=2024&target=T-plan")
    told = county.post("/_dash-update-component", json=asked).get_data(as_text=True)
    assert "本县的方案" in told
    assert "王某" not in told
    assert "邻县的方案" not in told
    assert "/evidence/add" not in told


def test_an_event_of_the_register_of_vetoes_is_named_on_the_target_of_its_words(services: Services) -> None:
    words = "因执法问题被省级以上通报"
    veto = plan(services, target="T-veto", kind="veto", due="", object=words)
    services.store.set_targets([veto], sha256="a" * 64, path="否决.xlsx", size=1, by="测试", at=AT)
    rule = VetoRule("V1", words, "zero", "total")
    item = Item("1", "案卷", "执法", "manual", "", "", 100.0, "人工评分")
    scheme = Scheme("K", "demo", "考核", "990000", "2025", ("county",), (), (item,), (rule,))
    version = services.store.save_scheme(scheme, by="测试", at=AT)
    approval = Approval("示例办法", "示例〔2025〕1号", "某主任", "2025-01-05")
    services.store.activate_scheme("demo", "K", version, approval, by="测试", at=AT)
    code = services.store.next_veto("demo")
    shown = Evidence("demo", "veto", code, COUNTY, "2025-08-01", "测试", AT, document="通报一号")
    services.store.add_evidence(shown)
    event = Veto(code, "demo", "V1", COUNTY, "2025", "被通报")
    services.store.set_veto("K", event, by="测试", at=AT)
    found = seen(services)
    assert statuses(found, "T-veto")[COUNTY] == "missed"
    assert statuses(found, "T-veto")["990101"] == "no_value"
    assert "否决：2025-08-01 发生" in text(body(services, target="T-veto", region=COUNTY))
