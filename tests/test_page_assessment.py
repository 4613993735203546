"""考核: what the page shows of a run, its sheets, vetoes and objections, and what its forms do."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_assessment import COUNTY, ROOT, in_force
from builders_assessment_page import (
    assessed,
    body,
    brought,
    code_of,
    computed,
    event,
    post,
    proof,
    run,
    seen,
    through,
    totals,
)
from builders_page import text, with_class
from builders_store import AT, file
from flask.testing import FlaskClient

from layouts.services import Services
from layouts.text import LANGUAGES, Language, words

LATER = AT + timedelta(days=8)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return assessed(tmp_path)


def test_the_sheets_of_a_run_are_those_of_the_figures(services: Services, client: FlaskClient) -> None:
    brought(services, client, "first")
    # 990101: 90 % meets 90, lost 10 % is 2 above 8; 990103: 30 % is 60 below, 50 % is 42 above
    assert totals(services)[COUNTY] == 98.0
    assert totals(services)["990103"] == 0.0
    assert totals(services)["990106"] == 0.0  # nothing filed


def test_no_cases_are_never_a_nought(services: Services, client: FlaskClient) -> None:
    brought(services, client, "first")
    sheet = next(each.sheet for each in seen(services).board if each.region == "990105")
    assert (sheet.items[0].reason, sheet.items[0].marks) == ("no_cases", 60)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["ranking", "sheet", "vetoes", "appeals", "trial", "schemes"])
def test_every_part_is_drawn_in_both_languages(
    services: Services, client: FlaskClient, part: str, language: Language
) -> None:
    brought(services, client, "feedback")
    made = body(services, part=part, lang=language)
    assert words(language)["assess.title"] in text(made)
    assert "示例法治办〔2025〕9号" in text(made)


def test_a_sheet_says_why_each_mark_was_given(services: Services, client: FlaskClient) -> None:
    brought(services, client, "first")
    told = text(body(services, part="sheet", unit="990103"))
    assert "30%，比 90% 低 60 个百分点，扣 60 分" in told
    assert "每低1个百分点扣1分，扣完为止" in told
    told = text(body(services, part="sheet", unit="990103", lang="en"))
    assert "30%, 60 points below 90%: 60 deducted" in told


def test_a_value_on_a_sheet_opens_its_passport(services: Services, client: FlaskClient) -> None:
    brought(services, client, "first")
    links = [
        each["props"]["href"] for each in with_class(body(services, part="sheet", unit="990103"), "number")
    ]
    assert any("indicator=FY04" in each and "region=990103" in each for each in links)


def test_a_veto_zeroes_the_total_and_the_score_without_it_stays(
    services: Services, client: FlaskClient
) -> None:
    brought(services, client, "appeal")
    assert code_of(post(client, "veto", **event())) == ""
    services.clock = lambda: LATER
    assert code_of(post(client, "step", run=run(services).code, stage="review")) == ""
    found = next(each for each in seen(services).board if each.region == COUNTY)
    assert (found.sheet.marks, found.sheet.without_veto) == (0, 98)
    told = text(body(services))
    assert "98.00" in told
    assert "不含否决" in told
    assert (found.before_stage, found.before and found.before.marks) == ("first", 98)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (event(document="", title="通报"), "no_evidence"),
        (event(period="2024"), "period"),
        (event(event=" "), "no_event"),
        (event(region="123456"), "bad_unit"),
        (event(region=ROOT), "bad_unit"),
        (event(region="990100"), "bad_unit"),
        (event(rule="V7"), "unknown"),
        (event(by=""), "no_name"),
        (event(on="昨天"), "on"),
    ],
)
def test_an_event_that_cannot_be_kept_is_refused_and_leaves_no_evidence(
    services: Services, client: FlaskClient, fields: dict[str, Any], reason: str
) -> None:
    answer = post(client, "veto", **fields)
    assert (answer.status_code, code_of(answer)) == (409, reason)
    assert services.view().vetoes("demo") == ()
    assert services.view().evidence("demo") == ()


def test_a_scan_is_kept_with_the_event_and_one_with_a_secrecy_mark_is_refused(
    services: Services, client: FlaskClient
) -> None:
    bad = event(file=(io.BytesIO("%PDF-1.4 机密★10年".encode()), "通报.pdf"))
    assert post(client, "veto", **bad).status_code == 409
    assert services.view().evidence("demo") == ()
    good = event(file=(io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"), "通报.pdf"))
    assert code_of(post(client, "veto", **good)) == ""
    (kept,) = services.view().evidence("demo")
    assert (kept.subject, kept.name) == ("veto", "通报.pdf")


@pytest.mark.parametrize(("marks", "reason"), [("41", "bounds"), ("-1", "bounds"), ("30", "decided")])
def test_a_mark_that_cannot_be_kept_is_refused_and_leaves_no_evidence(
    services: Services, client: FlaskClient, marks: str, reason: str
) -> None:
    brought(services, client, "decision")
    given = {"region": COUNTY, "item": "2", "marks": marks, "why": "核查", **proof()}
    answer = post(client, "mark", **given)
    assert (answer.status_code, code_of(answer)) == (409, reason)
    assert services.view().evidence("demo") == ()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"region": ROOT}, "bad_unit"),
        ({"region": "990100"}, "bad_unit"),
        ({"region": "123456"}, "bad_unit"),
        ({"item": "没有"}, "item"),
        ({"link": "https://user:pw@127.0.0.1"}, "link"),
    ],
)
def test_an_objection_is_of_an_assessed_unit_to_an_item_of_the_scheme(
    services: Services, client: FlaskClient, fields: dict[str, str], reason: str
) -> None:
    brought(services, client, "appeal")
    told = {"run": run(services).code, "region": COUNTY, "item": "2", "words": "漏计", **proof(), **fields}
    answer = post(client, "appeal", **told)
    assert (answer.status_code, code_of(answer)) == (409, reason)
    assert services.view().appeals("demo") == ()
    assert services.view().evidence("demo") == ()


def test_an_objection_is_answered_and_changes_the_decided_score(
    services: Services, client: FlaskClient
) -> None:
    brought(services, client, "appeal")
    code = run(services).code
    asked = {"run": code, "region": COUNTY, "item": "2", "words": "败诉一件已改判", "by": "周填"}
    assert code_of(post(client, "appeal", **asked)) == "no_evidence"
    assert code_of(post(client, "appeal", **asked, **proof())) == ""
    (made,) = services.view().appeals("demo", code)
    services.clock = lambda: LATER
    assert code_of(post(client, "step", run=code, stage="review")) == ""
    assert code_of(post(client, "step", run=code, stage="decision")) == "unanswered"
    answer = {"code": made.code, "answer": "accepted", "why": "判决书已核"}
    assert code_of(post(client, "answer", **answer, by="周填")) == "own"
    assert code_of(post(client, "answer", **answer)) == ""
    given = {"region": COUNTY, "item": "2", "marks": "40", "why": "改判后无败诉", **proof()}
    assert code_of(post(client, "mark", **given)) == ""
    assert code_of(post(client, "step", run=code, stage="decision")) == ""
    assert totals(services)[COUNTY] == 100.0
    assert "改判后无败诉" in text(body(services, part="sheet", unit=COUNTY))


def test_nothing_is_decided_on_figures_that_are_not_published(
    services: Services, client: FlaskClient
) -> None:
    file(
        services,
        COUNTY,
        "2025",
        {"suit_head_appeared": 10, "suit_heard": 10, "suit_lost": 0, "suit_closed": 10},
    )
    brought(services, client, "review")
    code = run(services).code
    assert code_of(post(client, "step", run=code, stage="decision")) == "unpublished"
    services.store.publish(
        "demo", ["2025"], by="发", at=LATER, why="更正", catalogue=services.keep_catalogue()
    )
    assert code_of(post(client, "step", run=code, stage="decision")) == ""


def test_the_next_year_says_who_moved(services: Services, client: FlaskClient) -> None:
    before = replace(computed(), scheme="S24", period="2024", number="示例法治办〔2024〕1号")
    in_force(services, before)
    assert code_of(post(client, "begin", scheme="S24", period="2024")) == ""
    through(services, client, "decision")
    brought(services, client, "first")
    found = {each.region: each.place for each in seen(services).board}
    assert found[COUNTY].change is not None


@pytest.mark.parametrize(
    "query",
    [
        {"part": "none", "scheme": "none", "version": "9" * 180, "unit": "x"},
        {"part": "sheet", "unit": "123456", "version": "²"},
        {"part": "trial", "on": "1999", "c1": "|||", "c2": "9|x|y", "item": "1", "what": "rule"},
        {"part": "trial", "c1": "1|weight|nan", "c2": "2|weight|1e400"},
        {"part": "trial", "c1": "1|weight|0", "c2": "2|weight|0"},
    ],
)
def test_an_address_that_means_nothing_is_answered_all_the_same(
    services: Services, query: dict[str, str]
) -> None:
    assert words("zh")["assess.title"] in text(body(services, **query))


@pytest.mark.parametrize("what", ["activate", "retire", "save", "shipped", "upload", "begin", "step", "undo"])
def test_a_form_that_names_nothing_is_refused_in_words(client: FlaskClient, what: str) -> None:
    answer = client.post(f"/assessment/{what}", data={"dataset": "demo", "version": "9" * 30})
    assert 400 <= answer.status_code < 500
    assert answer.get_json()["error"]["message"]


def test_a_year_without_a_scheme_says_whose_scheme_stands_there(
    services: Services, client: FlaskClient
) -> None:
    brought(services, client, "first")
    told = "2021年没有考核方案，以下是2025年的方案和得分。 看2025年"
    (notice,) = with_class(body(services, period="2021"), "notice")
    assert text(notice) == told
    assert "2025年考核已到" in text(body(services, period="2021"))
    assert with_class(body(services), "notice") == []
    assert with_class(body(services, period="2025Q3"), "notice") == []
    english = text(body(services, period="2021", lang="en"))
    assert "There is no assessment scheme for 2021; below are the scheme and the scores of 2025." in english
