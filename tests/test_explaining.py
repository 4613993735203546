"""Explanations of 核实 findings: kept, shown wherever the finding or its number is, offered again."""

from __future__ import annotations

import io
from datetime import timedelta

import builders
import openpyxl
import pytest
from builders_filing import (
    all_of,
    doubtful,
    explain,
    filed,
    good,
    page_of,
    texts,
)
from builders_store import AT
from flask.testing import FlaskClient

from data.model import Finding
from layouts.pages import submit, trace
from layouts.selection import parse
from layouts.services import Services
from layouts.views.submit_case import case_of


def to_explain(services: Services, number: int) -> list[Finding]:
    numbers = services.numbers()
    case = case_of(services, numbers, parse({"submission": str(number)}, numbers))
    assert case is not None
    return list(case.to_explain)


def test_an_explanation_is_kept_and_shown_wherever_its_finding_is(
    client: FlaskClient, services: Services
) -> None:
    number = filed(client, doubtful())["submission"]
    asked = to_explain(services, number)
    assert asked
    told = explain(client, number, asked[0], "法院按收案口径统计，已核对")
    assert "王某" in told["said"]
    assert len(to_explain(services, number)) == len(asked) - 1 == told["left"]
    shown = "".join(texts(page_of(services, number)))
    assert shown.count("法院按收案口径统计，已核对") == 2  # beside the finding and in the receipt
    numbers = services.numbers()
    records = submit.rows(services, numbers, parse({"submission": str(number)}, numbers)).records
    assert [record["explained"] for record in records if record["explained"]] == [
        "法院按收案口径统计，已核对（王某，2026年11月20日 09:30）"
    ]


def test_a_second_explanation_leaves_the_first_readable(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "第一次说明的原因")
    explain(client, number, asked, "第二次补充的原因")
    said = [each.text for each in services.view().explanations(number)]
    assert said == ["第一次说明的原因", "第二次补充的原因"]
    shown = "".join(texts(page_of(services, number)))
    assert shown.index("第一次说明的原因") < shown.index("第二次补充的原因")


@pytest.mark.parametrize(
    ("text", "code"), [("四个字吧", "too_short"), ("  \u202e ", "too_short"), ("长" * 501, "too_long")]
)
def test_an_explanation_has_5_to_500_letters(
    client: FlaskClient, services: Services, text: str, code: str
) -> None:
    number = filed(client, doubtful())["submission"]
    told = explain(client, number, to_explain(services, number)[0], text)
    assert told["error"]["code"] == code
    assert services.view().explanations(number) == ()


def test_only_a_finding_that_is_there_is_explained(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    wrong = explain(client, number, asked, "随便写一个原因", cell="ZZ9")
    missing = explain(client, number, asked, "随便写一个原因", submission="9" * 30)
    words_for_number = explain(client, number, asked, "随便写一个原因", submission="²")
    assert wrong["error"]["code"] == "no_finding"
    assert missing["error"]["code"] == words_for_number["error"]["code"] == "no_submission"
    assert services.view().explanations(number) == ()


def test_what_a_person_writes_is_shown_as_text(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    told = explain(client, number, to_explain(services, number)[0], "<img src=x onerror=alert(1)>")
    assert "<img" not in told["said"]
    assert "&lt;img" in told["said"]


def test_the_list_tells_how_many_are_to_be_explained(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    numbers = services.numbers()

    def left() -> object:
        (record,) = submit.rows(services, numbers, parse({}, numbers)).records
        return record["to_explain"]

    asked = to_explain(services, number)
    assert left() == len(asked) > 0
    for finding in asked:
        explain(client, number, finding, "已经与法院核对一致")
    assert left() == 0


def test_the_marked_workbook_carries_the_explanation(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "法院按收案口径统计")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/file/{number}/marked.xlsx").data))
    listed = [str(cell.value) for row in book["校验结果"] for cell in row if cell.value]
    assert "说明" in listed
    assert any(text.startswith("法院按收案口径统计（王某") for text in listed)
    assert "法院按收案口径统计" in book[asked.sheet][asked.cell].comment.text


def test_an_earlier_versions_explanation_is_offered_again(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "法院按收案口径统计")
    services.clock = lambda: AT + timedelta(hours=1)
    later = filed(client, builders.edited(doubtful(), lambda book: None))["submission"]
    offered = all_of(page_of(services, later), "Button", data_reuse="法院按收案口径统计")
    assert len(offered) == 1
    assert to_explain(services, later)


def test_a_superseded_submission_keeps_its_explanations_and_takes_no_more(
    client: FlaskClient, services: Services
) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "法院按收案口径统计")
    services.clock = lambda: AT + timedelta(hours=1)
    later = filed(client, good(heard=13))["submission"]
    body = page_of(services, number)
    shown = "".join(texts(body))
    assert "法院按收案口径统计" in shown
    assert f"第 {later} 号是现行版本：与往期、上下级的比对只对现行版本进行" in shown
    assert all_of(body, "Form", className="explain-form") == []
    assert explain(client, number, asked, "再补一句说明")["error"]["code"] == "no_finding"


def test_the_passport_shows_the_explanation_beside_the_number(
    client: FlaskClient, services: Services
) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = [each for each in to_explain(services, number) if each.indicator in ("FY04", "")]
    explain(client, number, asked, "法院按收案口径统计")
    numbers = services.numbers()
    asked_for = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "FY04"}
    chosen = parse(asked_for, numbers)
    shown = "".join(texts(trace.body(services, numbers, chosen)))
    assert "法院按收案口径统计" in shown
    assert "有说明 1 条" in shown
    above = parse({**asked_for, "region": "990100"}, numbers)
    assert "月屿区" in "".join(texts(trace.body(services, numbers, above)))
    assert "法院按收案口径统计" in "".join(texts(trace.body(services, numbers, above)))
    notes = dict(trace.rows(services, numbers, chosen).notes)
    assert "法院按收案口径统计" in notes["说明"]


def test_what_was_explained_is_no_longer_said_to_be_left(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked,) = to_explain(services, number)
    assert "1 处需要说明" in "".join(texts(page_of(services, number)))
    told = explain(client, number, asked, "法院按收案口径统计，已核对")
    assert told["headline"] == "待审核"
    assert "需要说明" not in "".join(texts(page_of(services, number)))


def test_what_is_to_be_explained_stands_before_the_review(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked,) = to_explain(services, number)

    def order() -> list[str]:
        shown = texts(page_of(services, number))
        return sorted(("校验问题", "审核通过"), key=shown.index)

    assert order() == ["校验问题", "审核通过"]
    explain(client, number, asked, "法院按收案口径统计，已核对")
    assert order() == ["审核通过", "校验问题"]
