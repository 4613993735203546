"""Templates from the page: blank, prefilled and for a correction; the forms, their versions and changes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from builders import COUNTY, annual, catalogue, edited, figures, row_of
from builders_forms import two_versions
from builders_store import AT, public_services
from flask import Flask
from flask.testing import FlaskClient

from layouts.pages import forms as forms_page
from layouts.pages import submit
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.text import LANGUAGES
from layouts.views.submit_routes import blueprint
from loaders.intake import Outcome, receive
from loaders.template import FilledValue, write_template

ANNUAL_2025 = "/template/annual/990101/2025.xlsx"


@pytest.fixture
def client(services: Services) -> FlaskClient:
    server = Flask("test")
    server.register_blueprint(blueprint(services))
    return server.test_client()


def file(services: Services, data: bytes, name: str = "报.xlsx") -> Outcome:
    outcome = receive(name, data, desk=services.desk(), by="测试", at=AT)
    assert outcome.taken_in, outcome.findings
    return outcome


def cell(data: bytes, element: str, column: str = "D") -> openpyxl.cell.Cell:
    """The cell of an element's row, on whichever sheet it stands."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        try:
            return sheet[f"{column}{row_of(sheet, element)}"]
        except AssertionError:
            continue
    raise AssertionError(element)


def notes(data: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    texts = [str(row[0].value) for row in sheet.iter_rows(max_col=1) if row[0].value]
    return "\n".join(texts[texts.index(next(text for text in texts if text.startswith("说明"))) :])


def stored(services: Services, period: str = "2025") -> dict[str, tuple[float | None, str, int, str]]:
    cells = services.view().trace(
        "demo", elements=tuple(catalogue().elements), regions=[COUNTY], periods=[period]
    )
    return {each.element: (each.value, each.qualifier, each.decimals, each.raw) for each in cells}


def shown(services: Services, query: Mapping[str, str], page: str = "submit") -> str:
    pages = {"submit": submit.PAGE, "forms": forms_page.PAGE}
    return str(answer(services, pages[page], query))


# The three templates


def test_without_a_word_about_it_the_template_is_blank(services: Services, client: FlaskClient):
    file(services, annual("2024", arbitration_pending_end=16))
    data = client.get(ANNUAL_2025).data
    assert cell(data, "arbitration_pending_start").value is None
    assert cell(data, "lists_due").value is None


def test_the_prefilled_template_has_last_year_what_was_carried_over_and_the_numbers_of_the_rules(
    services: Services, client: FlaskClient
):
    number = file(services, annual("2024", arbitration_pending_end=16, suit_heard=9)).submission
    response = client.get(ANNUAL_2025 + "?fill=known")
    data = response.data
    carried = cell(data, "arbitration_pending_start")
    assert (carried.value, cell(data, "suit_heard", "E").value, cell(data, "suit_heard").value) == (
        16,
        9,
        None,
    )
    assert carried.comment.text.startswith(f"取自2024年的期末未结：16（第 {number} 号报送件，调解仲裁监察 D")
    assert [cell(data, code).value for code in ("lists_due", "random_basics_due", "random_reports_due")] == [
        3,
        5,
        4,
    ]
    assert "浅黄底的数由系统预填" in notes(data)
    assert unquote(response.headers["Content-Disposition"]).endswith("（预填）.xlsx")


def test_nobodys_name_or_telephone_is_filled_in(services: Services, client: FlaskClient):
    data = write_template(
        services.forms["annual"],
        catalogue(),
        region=COUNTY,
        period="2024",
        filled=figures(suit_heard=9),
        people={"填表人": "王某某", "联系电话": "13900000000"},
    )
    file(services, data)
    for query in ("/template/annual/990101/2024.xlsx?fill=current", ANNUAL_2025 + "?fill=known"):
        texts = [
            str(each.value)
            for sheet in openpyxl.load_workbook(io.BytesIO(client.get(query).data)).worksheets
            for row in sheet.iter_rows()
            for each in row
        ]
        assert not [text for text in texts if "王某某" in text or "13900000000" in text]


def test_a_correction_holds_what_was_filed_and_one_changed_cell_is_the_only_difference(
    services: Services, client: FlaskClient
):
    filed = figures(suit_closed=12, suit_heard=10, arbitration_amount=77.59) | {
        ("suit_head_appeared", "own"): FilledValue(9.0, raw="9件"),
        ("complaints_accepted", "own"): FilledValue(300.0, "about", raw="300左右"),
        ("FY04_reported", "own"): FilledValue(90.0, decimals=1),
        ("FY05_reported", "own"): FilledValue(None, "no_cases", raw="无案件"),
        ("reconsider_cases", "own"): FilledValue(None, "not_applicable", raw="—"),
    }
    data = write_template(services.forms["annual"], catalogue(), region=COUNTY, period="2025", filled=filed)
    first = file(services, data)
    before = stored(services)
    correction = client.get(ANNUAL_2025 + "?fill=current").data
    assert f"（第 {first.submission} 号报送件）" in notes(correction)
    assert cell(correction, "complaints_accepted").value == "300左右"

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0][f"D{row_of(book.worksheets[0], 'suit_closed')}"] = 13

    second = file(services, edited(correction, change), "更正.xlsx")
    assert second.submission != first.submission
    after = stored(services)
    assert after.pop("suit_closed")[:2] == (13.0, "exact")
    assert before.pop("suit_closed")[:2] == (12.0, "exact")
    assert {key: one[:3] for key, one in after.items()} == {key: one[:3] for key, one in before.items()}
    words_kept = ("complaints_accepted", "FY05_reported", "reconsider_cases")
    assert [after[key][3] for key in words_kept] == [before[key][3] for key in words_kept]


def test_a_correction_filed_unchanged_changes_no_figure(services: Services, client: FlaskClient):
    file(services, annual("2025", suit_closed=12, suit_heard=10))
    before = stored(services)
    file(services, client.get(ANNUAL_2025 + "?fill=current").data, "更正.xlsx")
    assert stored(services) == before


def test_a_correction_of_published_figures_keeps_quotes_and_sources(tmp_path: Path):
    services = public_services(tmp_path)
    server = Flask("test")
    server.register_blueprint(blueprint(services))
    data = server.test_client().get("/template/public/440117/2021.xlsx?fill=current").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [
        [each.value for each in row] for row in sheet.iter_rows(min_row=12) if row[1].value and row[3].value
    ]
    assert len(rows) > 10
    assert all(row[6] and row[7] for row in rows)
    outcome = receive("更正.xlsx", data, desk=services.desk(), by="测试", at=AT)
    assert outcome.taken_in, outcome.findings


def test_a_correction_of_what_was_never_filed_says_so(services: Services, client: FlaskClient):
    response = client.get(ANNUAL_2025 + "?fill=current")
    assert (response.status_code, "还没有报送" in response.get_data(as_text=True)) == (404, True)
    page = {"Accept": "application/json"}
    asked = "/template?form=annual&region=990101&period=2025&fill=current"
    assert "还没有报送" in client.get(asked, headers=page).json["problem"]
    assert "nothing to correct" in client.get(asked + "&lang=en", headers=page).json["problem"]
    file(services, annual("2025", suit_heard=10))
    assert client.get(asked, headers=page).json == {"address": ANNUAL_2025 + "?fill=current"}


def test_a_filling_that_there_is_not_is_refused(client: FlaskClient):
    response = client.get(ANNUAL_2025 + "?fill=all")
    assert (response.status_code, "没有“all”" in response.get_data(as_text=True)) == (400, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_the_three_and_leads_to_the_forms(services: Services, language: str):
    body = shown(services, {"dataset": "demo", "lang": language})
    for fill in ("known", "none", "current"):
        assert f"'value': '{fill}'" in body
    assert body.count("/forms?dataset=demo") >= 2  # of the menu and beside the template


def test_a_filed_return_leads_to_its_correction(services: Services):
    number = file(services, annual("2025", suit_heard=10)).submission
    body = shown(services, {"submission": str(number)})
    assert f"{ANNUAL_2025}?fill=current" in body


# Versions


@pytest.fixture
def versions(services: Services, tmp_path: Path) -> Services:
    services.forms = two_versions(tmp_path / "forms")
    return services


def test_the_template_of_a_period_is_that_of_its_version_with_the_changes_beside_it(
    versions: Services, client: FlaskClient
):
    old, new = (
        openpyxl.load_workbook(io.BytesIO(client.get(f"/template/annual/990101/{period}.xlsx").data))
        for period in ("2026", "2027")
    )
    assert "与上一版的变化" not in old.sheetnames
    sheet = new["与上一版的变化"]
    rows = [tuple(each.value or "" for each in row) for row in sheet.iter_rows(min_row=5)]
    assert ("代码改变", "复议应诉 五、履行生效裁判和复议决定", "138 一审行政诉讼审结数", "130", "138") in rows
    assert {row[0] for row in rows} == {"表头", "代码改变", "移动", "项目改名", "取消项"}
    assert sheet["A2"].value.startswith("法治建设指标年度统计表：第1版（2015年1月—2026年12月）→第2版")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_page_lists_versions_and_what_changed(versions: Services, language: str):
    body = shown(versions, {"lang": language}, "forms")
    for text in {
        "zh": ("第2版", "取消项", "2027年1月—2030年12月"),
        "en": ("version 2", "Item removed", "Moved"),
    }[language]:
        assert text in body
    assert "row_" not in body


def test_with_one_version_each_the_forms_page_says_that_nothing_changed(services: Services):
    assert "各报表都只有一版" in shown(services, {}, "forms")


def test_the_export_of_the_forms_page_has_every_change(versions: Services):
    numbers = versions.numbers()
    rows = forms_page.rows(versions, numbers, parse({}, numbers))
    assert {(record["number"], record["version"]) for record in rows.records} == {
        ("FH-N1", 1),
        ("FH-N1", 2),
        ("FH-J1", 1),
        ("FH-G1", 1),
    }
    assert ("取消项", "139 按期履行生效裁判、复议决定数") in {
        (record["kind"], record["subject"]) for record in rows.records
    }


def test_a_return_of_another_version_is_returned_with_its_reason(versions: Services, client: FlaskClient):
    def of_2027(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            sheet["A5"] = "报 告 期：2027年"

    data = client.get("/template/annual/990101/2026.xlsx").data
    outcome = receive("报.xlsx", edited(data, of_2027), desk=versions.desk(), by="测试", at=AT)
    assert [each.code for each in outcome.findings if each.severity == "must"][:1] == ["form.wrong_version"]


def test_a_figure_of_an_older_version_is_last_year_in_the_newer_one(versions: Services, client: FlaskClient):
    later = AT.replace(year=2027)
    data = write_template(
        versions.forms["annual"], catalogue(), region=COUNTY, period="2026", filled=figures(suit_closed=12)
    )
    assert receive("报.xlsx", data, desk=versions.desk(), by="测试", at=later).taken_in
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/template/annual/990101/2027.xlsx?fill=known").data)
    ).worksheets[0]
    row = next(row for row in sheet.iter_rows(min_row=12) if row[1].value == "138")
    assert (row[0].value.strip("　其中："), row[4].value) == ("一审行政诉讼审结数", 12)
