"""Data quality: what came and was answered, what is late, against a year before; exports; who sees what."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, walk
from builders_people import CITY, OTHER, OWN, account, client_of, people_services
from builders_quality import drawn, jumped, of
from builders_rights import token
from builders_site import answered
from builders_store import AT, file, fresh_services, public_services, small_services
from flask.testing import FlaskClient

from app import create_app
from data.people import Grant
from indicators.quality import Answers, Share
from layouts.pages import quality as page
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.text import words
from layouts.views import overview_filing

ASKED = 203  # rows of the annual form that every unit answers; printed rates are not among them
QUARTERLY = 113


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview_filing, "PATIENCE", 60)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """A city and five of its counties with annual forms of 2024 and 2025; see ``small_services``."""
    return small_services(tmp_path)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def exported(services: Services, search: str) -> list[dict[str, str]]:
    client = create_app(services).server.test_client()
    text = client.get(f"/export/quality.csv{search}").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_zero_is_an_answer_and_a_blank_is_none(services: Services) -> None:
    """990105 filed 0 of 0 in the annual form, and no quarterly form at all."""
    found = of(services, region="990105")
    assert found.answered["990105", "annual", "2025"] == Answers(zero=2, blank=ASKED - 2)
    assert found.answered["990105", "quarterly", "2025Q1"] == Answers(unfiled=QUARTERLY)
    assert found.total.share == Share(2, ASKED + 4 * QUARTERLY)


def test_a_city_adds_up_its_counties_cell_by_cell(services: Services) -> None:
    city = of(services, region="990100")
    units = {code for code, _, _ in city.answered}
    parts = [of(services, region=code) for code in units - {"990100"}]
    own = [each for (code, _, _), each in city.answered.items() if code == "990100"]
    assert city.total == sum((each.total for each in parts), sum(own, Answers()))
    assert city.answered_by(1)["annual"].value == 5 * 4 + 5 - 2  # 990103 and 990104 … lost none: zeros


def test_what_is_due_and_did_not_come_is_late_and_nothing_else(services: Services) -> None:
    """All was received on the 20th of November 2026, long after the annual form of 2025 was due."""
    found = of(services, region="990101")
    states = {(each.place.form, each.place.period): each.state for each in found.came}
    assert states["annual", "2025"] == "late"
    assert {states["quarterly", f"2025Q{n}"] for n in (1, 2, 3, 4)} == {"missing"}
    assert (found.in_time, found.reported) == (Share(0, 5), Share(1, 5))


def test_what_is_not_due_yet_is_not_asked_for(services: Services) -> None:
    found = of(services, region="990101", period="2026")
    assert {part for _, _, part in found.answered} == {"2026Q1", "2026Q2", "2026Q3"}
    states = {each.place.period: each.state for each in found.came}
    assert (states["2026Q3"], states["2026"], states["2026Q4"]) == ("missing", "pending", "pending")


def test_the_line_says_the_worst_first_and_every_number_in_it_leads_somewhere(services: Services) -> None:
    shown = drawn(services, region="990101")
    bold = shown.index("件逾期未报")
    assert bold < shown.index("应填")
    assert "上年同期没有可比的数" in shown  # no quarterly form of 2024 ever came
    for anchor in ("filed", "answered", "findings", "unusual", "printed", "restated"):
        assert f"quality-{anchor}" in shown


def test_a_year_before_is_compared_where_it_was_collected(services: Services) -> None:
    for year in (2024, 2025):
        for quarter in (1, 2, 3, 4):
            file(services, "990101", f"{year}Q{quarter}", {"suit_heard": 2}, form="quarterly")
    found = of(services, region="990101")
    assert found.before is not None
    assert found.before.complete == Share(5 + 4, ASKED + 4 * QUARTERLY)
    assert "与上年同期持平" in drawn(services, region="990101")


def test_only_what_is_due_by_now_is_compared_with_a_year_before(services: Services) -> None:
    """In November 2026 three quarters are due: they stand beside three of 2025, not beside the year."""
    for period in ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"):
        file(services, "990101", period, {"suit_heard": 2}, form="quarterly")
    found = of(services, region="990101", period="2026")
    assert found.before is not None
    assert found.before.complete == Share(3, 3 * QUARTERLY)
    assert found.before.in_time.whole == 3


def test_a_public_set_has_no_duty_no_rate_and_nothing_overdue(public: Services) -> None:
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021"}
    found = of(public, **query)
    assert found.came == ()
    assert found.total.lacking == 0
    shown = drawn(public, **query)
    assert "没有报送义务" in shown
    assert "完整率＝已填格数" not in shown  # the help explains the word on every address
    assert "逾期未报" not in shown.replace("没有逾期未报", "")
    rows = exported(public, "?dataset=public-renshe&region=440117&period=2021")
    assert {row["栏目"] for row in rows} >= {"填报完整性", "自报数与计算值"}
    assert not [row for row in rows if row["内容"] in ("及时率", "完整率")]


def test_an_empty_record_says_what_to_do_next(tmp_path: Path) -> None:
    shown = drawn(fresh_services(tmp_path), region="990101")
    assert "没有现行报送件" in shown
    assert "/submit" in shown


def test_the_page_is_drawn_anew_only_when_something_has_changed(services: Services) -> None:
    def body() -> list[Any]:
        numbers = services.numbers()
        chosen = parse({"dataset": "demo", "period": "2025", "region": "990101"}, numbers)
        return page.body(services, numbers, chosen)

    first = body()
    assert body()[1] is first[1]
    jumped(services)
    again = body()
    assert again[1] is not first[1]
    services.clock = lambda: AT + timedelta(days=1)
    assert body()[1] is not again[1]  # another day may be too late


def test_every_block_is_exported_with_unrounded_numbers(services: Services) -> None:
    jumped(services)
    file(services, "990102", "2025", {"suit_head_appeared": 1, "suit_heard": 3, "FY04_reported": 35})
    rows = exported(services, "?dataset=demo&region=990100&period=2025")
    spoken = words("zh")
    parts = {row["栏目"] for row in rows}
    assert parts >= {
        spoken[f"quality.{name}"] for name in ("timeliness", "completeness", "findings", "printed")
    }
    (pair,) = [
        row for row in rows if row["栏目"] == spoken["quality.printed"] and row["地区代码"] == "990102"
    ]
    assert float(pair["复算（更正后）"]) == pytest.approx(100 / 3)
    assert pair["数据集"]


def entered(services: Services, name: str, grants: list[Grant]) -> FlaskClient:
    client = client_of(services, account(services, name, grants))
    client.environ_base["HTTP_X_FAHENG_TOKEN"] = token(client)
    return client


PEOPLE = [("file", [Grant("file", OWN)], True), ("view", [Grant("view", OWN)], False)]


@pytest.mark.parametrize(("name", "grants", "follows"), PEOPLE)
def test_a_person_sees_the_quality_of_his_own_units_only(
    tmp_path: Path, name: str, grants: list[Grant], follows: bool
) -> None:
    """Whoever only looks is told nothing of what is filed but not published: not even that it is late."""
    services = people_services(tmp_path, siblings="all")
    client = entered(services, name, grants)
    shown = answered(client, "/quality", f"?dataset=demo&region={CITY}&period=2024")
    assert f"region={OTHER}" not in shown
    assert "本页只列对你开放明细的单位" in shown
    assert ("逾期未报" in shown) == follows
    assert ("未发布的报送情况只对填报、审核、发布人员显示" in shown) != follows
    drafts = answered(client, "/quality", f"?dataset=demo&region={OWN}&period=2025")
    assert ("submission=3" in drafts) == follows


def test_a_region_that_is_not_open_says_where_to_go(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="all")
    client = entered(services, "view", [Grant("view", OWN)])
    shown = answered(client, "/quality", f"?dataset=demo&region={OTHER}&period=2024")
    assert "没有对你开放" in shown
    assert "region=" in shown


def test_what_is_counted_as_due_is_said(services: Services) -> None:
    parts = answer(services, page.PAGE, {"dataset": "demo", "period": "2025"})
    assert "年报、季报到期应报135件" in text(parts)
    assert "季报到期应报27件" in text(answer(services, page.PAGE, {"dataset": "demo", "period": "2025Q3"}))
    english = text(answer(services, page.PAGE, {"dataset": "demo", "period": "2025", "lang": "en"}))
    assert "Of 135 filings due (annual and quarterly)" in english


def test_a_phone_shows_what_is_missing_and_leaves_the_kinds_of_answers_out(services: Services) -> None:
    (block,) = [
        each
        for each in walk(answer(services, page.PAGE, {"dataset": "demo", "period": "2025"}))
        if each["props"].get("id") == "quality-answered"
    ]
    heads = [each for each in walk(block) if each["type"] == "Th" and each["props"].get("scope") == "col"]
    phone = {text(each) for each in heads if "wide-only" not in each["props"].get("className", "")}
    assert {"完整率%", "应填", "空着", "未报"} <= phone
    assert {text(each) for each in heads} - phone == {"有数", "0", "无案件", "不适用"}
