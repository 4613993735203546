"""数据溯源: a number is told down to its cells, and only what is there is told."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, walk
from builders_store import file, public_services, small_services
from openpyxl import Workbook

from layouts.pages.trace import PAGE, drawer, rows
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.text import LANGUAGES, words
from layouts.tracing import href
from layouts.views.trace_facts import Passport, decimals, gather, ordered
from layouts.views.trace_source import citation
from loaders.cells import Sheet
from loaders.workbook import read

CONGHUA = {"dataset": "public-renshe", "region": "440117", "period": "2021"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("trace"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def choose(services: Services, **query: str) -> Selection:
    given = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "FY04"} | query
    return parse(given, services.numbers())


def passport(services: Services, **query: str) -> Passport:
    found = gather(services, services.numbers(), choose(services, **query))
    assert found is not None
    return found


def page(services: Services, **query: str) -> list[dict[str, Any]]:
    return PAGE.body(services, services.numbers(), choose(services, **query))


def classed(body: list[dict[str, Any]], name: str) -> list[str]:
    return [
        text(element) for element in walk(body) if name in str(element["props"].get("className", "")).split()
    ]


def test_every_passport_can_be_sent_as_json(services: Services, public: Services) -> None:
    for language in LANGUAGES:
        assert len(json.dumps(page(services, lang=language))) > 3_000
        assert len(json.dumps(page(public, **CONGHUA, indicator="TZ04", lang=language))) > 3_000


def test_the_parts_stand_in_their_order(services: Services) -> None:
    heads = [text(element) for element in walk(page(services, region="990100")) if element["type"] == "H2"]
    assert heads == ["怎么算的", "由谁构成", "从哪里来", "用到哪里", "变动记录"]


def test_the_formula_has_the_numbers_of_the_cells(services: Services) -> None:
    body = page(services, region="990103", indicator="FY05")
    assert classed(body, "formula")[0].startswith("行政诉讼败诉数 5一审行政诉讼审结数 10× 100 = 50")
    assert "高于目标 42.0 个百分点" in text(body)
    assert "示例法治办〔2021〕1号" in text(body)


def test_both_variants_of_the_closing_rate_are_seen_together(public: Services) -> None:
    body = page(public, **CONGHUA, indicator="TZ04")
    said = text(body)
    assert "95.69" in said
    assert "98.30" in said
    assert "未公布" in classed(body, "formula")[0]
    assert "缺：仲裁上期未结案件数" in said
    assert [number.basis for number in passport(public, **CONGHUA, indicator="TZ04").others] == [
        "reported",
        "computed",
    ]


def test_a_filed_rate_that_differs_stands_beside_the_computed_one(public: Services) -> None:
    said = text(page(public, **CONGHUA, indicator="TZ05"))
    assert "≈ 74.587" in said
    assert "报送值 75.45%，相差 −0.86" in said


def test_findings_at_the_cells_are_told(public: Services) -> None:
    codes = {finding.code for finding in passport(public, **CONGHUA, indicator="TZ05").findings}
    assert "reported.differs" in codes
    assert (
        passport(public, dataset="public-renshe", region="331082", period="2021", indicator="FY01").findings
        == ()
    )


def test_every_cell_is_named_with_its_text_qualifier_and_scope(public: Services) -> None:
    found = passport(public, dataset="public-renshe", region="331082", period="2021", indicator="LZ05")
    assert [(term.raw, term.qualifier, term.scope) for term in found.own] == [("92", "at_least", "own")]
    body = page(public, dataset="public-renshe", region="331082", period="2021", indicator="LZ05")
    place = f"{found.own[0].sheet}!{found.own[0].cell}"
    assert place in text(body)
    assert "92.0%以上" in text(body)


def test_the_kept_workbook_is_shown_around_the_cells(public: Services) -> None:
    body = page(public, **CONGHUA, indicator="TZ05")
    assert classed(body, "numerator-cell") == ["587"]
    assert classed(body, "denominator-cell") == ["787"]
    assert "项目" in text(body)


def test_a_kept_file_that_is_no_workbook_is_said_and_its_cells_still_listed(services: Services) -> None:
    said = text(page(services))
    assert words("zh")["trace.no_picture"] in said
    assert "复议应诉!D8" in said


def test_the_picture_leaves_out_the_people_below_a_form(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "复议应诉"
    for address, value in {"A7": "项目", "D7": "数值", "A8": "出庭", "D8": 9, "A9": "开庭", "D9": 10}.items():
        sheet[address] = value
    sheet["A10"] = "单位负责人：某某"
    sheet["D10"] = "联系电话：123"
    stream = BytesIO()
    book.save(stream)
    own = small_services(tmp_path)
    figures = {"suit_head_appeared": 9, "suit_heard": 10}
    file(own, "990107", "2025", figures, workbook=stream.getvalue)
    body = page(own, region="990107")
    assert classed(body, "numerator-cell") == ["9"]
    assert "项目" in text(body)
    assert "联系电话" not in text(body)
    assert isinstance(read(stream.getvalue()).sheets[0], Sheet)


def test_the_parts_below_are_counts_with_the_largest_shortfall_first(services: Services) -> None:
    found = passport(services, region="990100")
    assert [number.region for number in ordered(found)][:3] == ["990103", "990102", "990101"]
    assert sum(number.numerator or 0 for number in found.children) + 5 == found.number.numerator == 37
    assert found.number.denominator == 47
    said = text(page(services, region="990100"))
    assert "霁川市本级" in said
    assert "无案件" in said


def test_every_part_is_a_link_to_its_own_passport(services: Services) -> None:
    body = page(services, region="990100")
    wanted = href(choose(services, region="990100"), indicator="FY04", region="990103")
    links = [element["props"].get("href") for element in walk(body) if element["type"] == "A"]
    assert wanted in links


def test_a_protected_number_is_shown_with_the_reason_and_without_judgement(services: Services) -> None:
    body = page(services, region="990100", indicator="ZF01")
    said = text(body)
    assert "不得评价" in said
    assert "行政处罚法" in said
    assert "目标 ≥" not in said
    assert classed(body, "short-bar") == []
    regions = [number.region for number in ordered(passport(services, region="990100", indicator="ZF01"))]
    assert regions == sorted(regions)


def test_a_gap_says_its_reason(services: Services) -> None:
    assert "无案件" in text(page(services, region="990105"))
    assert "未报" in text(page(services, region="990108"))
    assert words("zh")["passport.no_cells"] in text(page(services, region="990108"))


def test_versions_are_listed_with_time_and_who(tmp_path: Path) -> None:
    own = small_services(tmp_path)
    file(own, "990101", "2025", {"suit_head_appeared": 8, "suit_heard": 10})
    said = text(page(own))
    assert "第1版" in said
    assert "第2版" in said
    assert said.count(words("zh")["trace.version_current"]) == 1
    assert "2026年11月20日 09:30" in said


def test_the_export_has_every_contributing_cell(services: Services) -> None:
    found = rows(services, services.numbers(), choose(services, region="990000"))
    own = passport(services, region="990000")
    assert len(found.records) == len(own.below) == 12
    total = sum(record["value"] for record in found.records if record["part"] == "分子")
    assert total == own.number.numerator


def test_the_citation_is_one_line_with_value_scope_and_cells(services: Services) -> None:
    said = citation(passport(services), services.numbers(), "zh")
    assert "\n" not in said
    for part in ("月屿区", "负责人出庭应诉率", "2025年", "90.0%", "9 ÷ 10", "复议应诉!D8", "复议应诉!D9"):
        assert part in said


def test_the_drawer_tells_the_same_number(services: Services) -> None:
    address = href(choose(services), indicator="FY04")
    said = json.dumps(drawer(services, address), ensure_ascii=False)
    for part in ("负责人出庭应诉率", "怎么算的", "复议应诉!D8", "90.0"):
        assert part in said


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/trace",
        "/trace?dataset=demo&region=990101&period=2025&indicator=XX99",
        "/trace?dataset=demo&region=123456&period=2025&indicator=FY04",
        "/trace?dataset=nowhere&region=990101&period=2025&indicator=FY04",
        "/trace?dataset=demo&region=990101&period=never&indicator=FY04",
        "/trace?dataset=demo&region=990101&period=2025&indicator=YJ04",
    ],
)
def test_an_address_of_no_number_is_said_and_no_other_number_shown(services: Services, address: str) -> None:
    said = text(drawer(services, address))
    assert words("zh")["passport.not_found"] in said


def test_digits_are_counted_as_they_were_printed() -> None:
    assert [decimals(raw) for raw in ("95.69", "９５．６９％", "100", "12.5万元")] == [2, 2, 0, 1]


def test_every_text_of_the_passport_is_in_both_languages() -> None:
    keys = [{key for key in words(language) if key.startswith("trace.")} for language in LANGUAGES]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 40


def test_what_a_set_without_duty_lacks_was_not_published(services: Services, public: Services) -> None:
    """The closing rate of 从化 is the printed one: what was pending before was never published."""
    for language, missing, owed in (("zh", "未公布", "未报"), ("en", "not published", "not reported")):
        said = text(page(public, **CONGHUA, indicator="TZ04", lang=language))
        assert missing in said
        assert owed not in said.replace("未报送", "")
        body = page(public, **{**CONGHUA, "region": "331082"}, indicator="TZ06", lang=language)
        assert classed(body, "passport-value")[0].endswith(missing)
    assert "未报" in text(page(services, region="990106"))
