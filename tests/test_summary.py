"""汇总表: its totals are the computation's, its workbook says what is missing and what cannot be added."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from builders_numbers import CITY, COUNTIES, elements_of, indicator, region_tree, results, row
from builders_store import file, fresh_services, small_services
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from data.catalogue import Catalogue, read_catalogue
from data.cells import TracedCell
from layouts.services import Services
from layouts.views.board_sums import Wanted, made
from loaders.form import Band, Form, FormSheet, Row, read_forms
from loaders.scan import check_scan
from loaders.summary import Source, Summary, summarise
from loaders.summary_book import reasons, write_summary

UNITS = (CITY, *COUNTIES)
PLACE = Wanted("demo", "990100", "2025", "annual")


@cache
def shipped_form() -> Form:
    return read_forms(read_catalogue())["annual"]


def small_form() -> Form:
    """A form with one element, a."""
    shipped = shipped_form()
    only = (Row("1", "a", "own", "a", 0, required=True),)
    return replace(shipped, sheets=(FormSheet("表", (Band("一", only),)),), earlier=())


def cell(region: str, scope: str, value: float, number: int) -> TracedCell:
    return TracedCell(
        "demo", region, "2025", "a", scope, value, "exact", number, "表", "D9", "", 0, "", "", "", ""
    )


def summed(own: dict[str, int], total: dict[str, int]) -> Summary:
    """The city's summary of what was filed by scope."""
    numbers = {code: place for place, code in enumerate(UNITS, start=1)}
    cells = [cell(code, "own", value, numbers[code]) for code, value in own.items()]
    cells += [cell(code, "total", value, numbers[code]) for code, value in total.items()]
    filed = {code: Source(numbers[code], code, "", "") for code in {**own, **total}}
    catalogue = Catalogue({}, region_tree(), (), elements_of([indicator("X", "a")]))
    return summarise(
        small_form(), catalogue, dataset="demo", region=CITY, period="2025", cells=cells, filed=filed
    )


counts = st.integers(min_value=0, max_value=10**6)


@settings(deadline=None, max_examples=60)
@given(
    own=st.dictionaries(st.sampled_from(UNITS), counts),
    total=st.dictionaries(st.sampled_from(COUNTIES), counts),
)
def test_the_total_is_what_the_computation_says(own: dict[str, int], total: dict[str, int]) -> None:
    found = results(
        indicator("X", "a"),
        own={code: {"a": value} for code, value in own.items()},
        total={code: {"a": value} for code, value in total.items()},
        period="2025",
    )
    assert summed(own, total).totals["a"].value == row(found, CITY)["numerator"]


def test_a_city_that_files_another_whole_than_the_sum_is_told() -> None:
    found = summed({CITY: 2, COUNTIES[0]: 3}, {CITY: 6})
    assert found.totals["a"].value == 5
    assert [(each.element, each.filed, each.total) for each in found.differences] == [("a", 6, 5)]
    assert summed({CITY: 2, COUNTIES[0]: 3}, {CITY: 5}).differences == ()


def test_what_nobody_filed_has_no_total_and_a_blank_is_no_zero() -> None:
    assert summed({}, {}).totals["a"].value is None
    found = summed({CITY: 2}, {})
    assert [line["a"].value for _, line in found.lines] == [2, None, None, None]
    assert found.missing == COUNTIES


# Of the record


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def of_record(services: Services) -> Summary:
    found = made(services, services.numbers(), PLACE)
    assert found is not None
    return found


def test_every_total_of_the_record_is_what_its_pages_show(services: Services) -> None:
    found, numbers = of_record(services), services.numbers()
    shown = numbers.assessed("demo", "2025")
    checked = set()
    for described in numbers.shown():
        code = described.code
        number, variant = shown.number(code, "990100"), described.variant("")
        for formula, value in (
            (variant.numerator, number.numerator),
            (variant.denominator, number.denominator),
        ):
            factor, element = formula.terms[0] if formula and len(formula.terms) == 1 else (0, "")
            if factor == 1 and value is not None and element in found.totals:
                assert found.totals[element].value == value, (code, element)
                checked.add(element)
    assert {"suit_head_appeared", "suit_heard", "suit_lost"} <= checked


def test_the_lines_are_what_the_units_filed(services: Services) -> None:
    found = of_record(services)
    heard = {code: line["suit_heard"].value for code, line in found.lines}
    assert heard == {
        "990100": 5,
        "990101": 10,
        "990102": 20,
        "990103": 10,
        "990104": 2,
        "990105": 0,
        "990106": None,
        "990107": None,
        "990108": None,
    }
    assert found.totals["suit_heard"].value == 47
    assert found.missing == ("990106", "990107", "990108")
    assert len(found.sources) == 6


def test_only_current_submissions_count(services: Services) -> None:
    file(services, "990101", "2025", {"suit_heard": 11})
    found = of_record(services)
    assert found.totals["suit_heard"].value == 48
    assert len(found.sources) == 6


def test_a_rate_is_not_added_and_the_reason_is_said(services: Services) -> None:
    file(services, "990101", "2025", {"suit_heard": 10, "FY04_reported": 90})
    found = of_record(services)
    assert found.totals["FY04_reported"].value is None
    assert found.totals["FY04_reported"].qualifier == "not_additive"
    name = services.catalogue.elements["FY04_reported"].name
    (told,) = [text for text in reasons(found, services.catalogue) if "比率" in text]
    assert name in told


def test_an_approximate_figure_makes_an_approximate_total(services: Services) -> None:
    file(services, "990101", "2025", {"suit_heard": 10}, qualifier="about")
    found = of_record(services)
    assert (found.totals["suit_heard"].value, found.totals["suit_heard"].qualifier) == (47, "about")
    assert found.about == ("suit_heard",)


def test_a_summary_of_nothing_is_none(tmp_path: Path) -> None:
    empty = fresh_services(tmp_path)
    assert made(empty, empty.numbers(), PLACE) is None


def test_there_is_no_summary_of_a_unit_without_others_below(services: Services) -> None:
    assert made(services, services.numbers(), replace(PLACE, region="990101")) is None


# The workbook


def sheets(data: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: sheet for sheet in book.worksheets}


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]


def figures(sheet: Worksheet, label: str) -> dict[str, object]:
    """The column of an element: unit -> figure."""
    head = next(cell for line in sheet.iter_rows() for cell in line if cell.value == label)
    found, line = {}, head.row + 3
    while sheet.cell(line, 1).value:
        found[str(sheet.cell(line, 1).value)] = sheet.cell(line, head.column).value
        line += 1
    return found


def test_the_workbook_has_the_totals_the_unit_itself_and_every_unit_below(services: Services) -> None:
    found = of_record(services)
    sheet = sheets(write_summary(found, services.catalogue))["复议应诉"]
    label = next(each.label for each in found.form.rows.values() if each.element == "suit_heard")
    column = figures(sheet, label)
    city = services.catalogue.regions.get("990100").name
    assert list(column)[:2] == ["合计", f"{city}本级"]
    assert list(column.values()) == [47, 5, 10, 20, 10, 2, 0, "未报", "未报", "未报"]
    assert sum(value for value in list(column.values())[1:] if isinstance(value, int)) == column["合计"]


def test_the_workbook_is_headed_and_footed_like_the_form_and_prints_on_a4(services: Services) -> None:
    sheet = sheets(write_summary(of_record(services), services.catalogue))["复议应诉"]
    told = " ".join(texts(sheet))
    for part in (
        "汇总表",
        "填报单位：",
        "行政区划代码：990100",
        "2025年",
        "表    号：",
        "单位负责人：",
        "盖章",
    ):
        assert part in told
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # one page wide, as long as it takes


def test_the_notes_name_who_is_missing_and_every_submission_with_its_hash(services: Services) -> None:
    found = of_record(services)
    told = texts(sheets(write_summary(found, services.catalogue))["说明"])
    names = [services.catalogue.regions.get(code).name for code in found.missing]
    assert any("未报单位 3 个：" + "、".join(names) in text for text in told)
    for source in found.sources:
        assert str(source.submission) in told
        assert source.sha256 in told


def test_the_same_figures_make_the_same_bytes(services: Services) -> None:
    first, second = (write_summary(of_record(services), services.catalogue) for _ in range(2))
    assert first == second


# Scans

PDF = b"%PDF-1.7 signed"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("盖章.pdf", PDF, "pdf"),
        ("盖章.PNG", b"\x89PNG\r\n\x1a\n....", "png"),
        ("盖章.jpeg", b"\xff\xd8\xff\xe0....", "jpg"),
    ],
)
def test_a_scan_is_known_by_its_first_bytes(name: str, data: bytes, kind: str) -> None:
    assert check_scan(name, data) == (kind, ())


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("盖章.pdf", b"<html>", "scan.kind"),
        ("盖章.pdf", b"", "file.empty"),
        ("盖章.jpg", PDF, "scan.ending"),
        ("盖章.exe", PDF, "scan.ending"),
        ("盖章.svg", b"<svg xmlns='x'/>", "scan.kind"),
        ("盖章.pdf", PDF + b"." * 100, "file.too_large"),
        ("机密★盖章.pdf", PDF, "file.classified"),
        ("盖章.pdf", PDF + "秘密★10年".encode(), "file.classified"),
    ],
)
def test_anything_else_is_refused_with_its_reason(name: str, data: bytes, code: str) -> None:
    kind, findings = check_scan(name, data, limit=100)
    assert (kind, [(each.code, each.severity) for each in findings]) == ("", [(code, "must")])
