"""The cells of a return: numbers, words, qualifiers, percentages, flags and what is no number."""

from datetime import date

import openpyxl
import pytest
from builders import (
    annual,
    codes,
    edited,
    extracted,
    public,
    row_of,
)
from builders_reading import change, observed, typed_in

from loaders.template import FilledValue

# Cells: what is typed -> value, qualifier, finding


@pytest.mark.parametrize(
    ("typed", "value", "qualifier", "code"),
    [
        (75, 75.0, "exact", ""),
        ("75", 75.0, "exact", "cell.normalised"),
        ("'75", 75.0, "exact", "cell.normalised"),
        ("７５", 75.0, "exact", "cell.normalised"),
        ("12,077", 12077.0, "exact", "cell.normalised"),
        ("75件", 75.0, "exact", "cell.normalised"),
        ("75 宗", 75.0, "exact", "cell.normalised"),
        ("约3000", 3000.0, "about", "cell.normalised"),
        ("3000左右", 3000.0, "about", "cell.normalised"),
        ("300余件", 300.0, "above", "cell.normalised"),
        ("300多", 300.0, "above", "cell.normalised"),
        ("近3000件", 3000.0, "just_below", "cell.normalised"),
        ("300件以上", 300.0, "at_least", "cell.normalised"),
        (">=1", 1.0, "at_least", "cell.normalised"),
        ("不超过5件", 5.0, "at_most", "cell.normalised"),
        ("/", None, "not_applicable", ""),
        ("—", None, "not_applicable", ""),
        ("-", None, "not_applicable", ""),
        ("无", None, "no_cases", ""),
        ("无案件", None, "no_cases", ""),
    ],
)
def test_a_typed_cell_is_read_with_its_qualifier(typed: object, value: float, qualifier: str, code: str):
    extraction = extracted(typed_in("suit_closed", typed))
    assert extraction.filing is not None
    (found,) = extraction.filing.observations
    assert (found.value, found.qualifier) == (value, qualifier)
    assert [(finding.code, finding.severity) for finding in extraction.findings] == (
        [(code, "note")] if code else []
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("多次", "cell.not_a_number"),
        ("同上", "cell.not_a_number"),
        ("1户(实际以公示为准)", "cell.not_a_number"),
        ("12,07", "cell.not_a_number"),
        ("3-5", "cell.not_a_number"),
        ("约300以上", "cell.not_a_number"),
        ("75人", "cell.not_a_number"),
        ("5%", "cell.not_a_number"),
        (True, "cell.not_a_number"),
        (date(2024, 3, 1), "cell.not_a_number"),
        (-3, "cell.negative"),
        ("-3", "cell.negative"),
        (2.5, "cell.not_whole"),
        ("#REF!", "cell.error"),
        ("=SUM(D13:D14)", "cell.not_calculated"),
    ],
)
def test_a_cell_that_is_no_count_is_a_finding_at_its_place(typed: object, code: str):
    extraction = extracted(typed_in("suit_closed", typed))
    assert [(found.code, found.severity, found.cell[:1]) for found in extraction.findings] == [
        (code, "must", "D")
    ]
    assert extraction.filing is not None
    assert extraction.filing.observations == ()


@pytest.mark.parametrize("typed", [None, "", "  ", "　"])
def test_a_blank_cell_is_not_zero(typed: object):
    data = change(annual(suit_lost=2), "suit_closed", typed)
    assert observed(data) == {"suit_lost": 2.0}
    assert observed(change(annual(suit_lost=2), "suit_closed", 0)) == {"suit_lost": 2.0, "suit_closed": 0.0}


def test_a_word_for_not_counted_is_blank_with_a_note():
    extraction = extracted(change(annual(suit_lost=2), "suit_closed", "未统计"))
    assert [(found.code, found.severity) for found in extraction.findings] == [("cell.normalised", "note")]


def rate(typed: object, number_format: str = "General") -> tuple[list[str], float | None, int]:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        cell = sheet.cell(row_of(sheet, "FY05_reported"), 4, typed)
        cell.number_format = number_format

    extraction = extracted(edited(annual(), edit))
    assert extraction.filing is not None
    (found,) = extraction.filing.observations
    return codes(extraction.findings), found.value, found.decimals


@pytest.mark.parametrize(
    ("typed", "number_format", "expected"),
    [
        (87.5, "General", ([], 87.5, 1)),
        (87.5, "0.00", ([], 87.5, 2)),
        (0.875, "0.00%", (["cell.normalised"], 87.5, 2)),
        (0.07, "0%", (["cell.normalised"], 7.0, 0)),
        ("１２．５％", "General", (["cell.normalised"], 12.5, 1)),
        ("92%以上", "General", (["cell.normalised"], 92.0, 0)),
        (75.450000000000003, "General", ([], 75.45, 2)),
        (0.875, "General", (["cell.fraction"], 0.875, 3)),
    ],
)
def test_a_rate_is_read_in_percent_with_its_printed_decimals(typed, number_format, expected):
    assert rate(typed, number_format) == expected


@pytest.mark.parametrize(("typed", "value"), [("是", 1.0), ("否", 0.0), (True, 1.0), (1, 1.0)])
def test_a_flag_is_read_from_its_words(typed: object, value: float):
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[3]
        sheet.cell(row_of(sheet, "catalogue_published"), 4, typed)

    assert observed(edited(annual(), edit)) == {"catalogue_published": value}


def test_a_change_may_be_negative():
    assert observed(annual(TZ10_yoy_reported=-12.5)) == {"TZ10_yoy_reported": -12.5}


# Open form


def test_qualifier_and_scope_columns_join_the_number():
    data = public(
        {
            ("mediation_succeeded", "total"): FilledValue(587.0),
            ("leaflets", "own"): FilledValue(3000.0, "just_below"),
        }
    )
    filing = extracted(data, "public").filing
    assert filing is not None
    found = [(one.element, one.scope, one.qualifier) for one in filing.observations]
    assert found == [("mediation_succeeded", "total", "exact"), ("leaflets", "own", "just_below")]


@pytest.mark.parametrize(("column", "word"), [("E", "很多"), ("F", "全国")])
def test_an_unknown_word_beside_a_number_is_a_finding(column: str, word: str):
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0][f"{column}12"] = word

    data = edited(public({("suit_heard", "own"): FilledValue(3.0)}), edit)
    assert codes(extracted(data, "public").findings, "must")[0] == "cell.unknown_word"


def test_an_unknown_element_of_the_open_form_is_named_with_the_nearest():
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B12"] = "suit_headr"

    found = extracted(edited(public({("suit_heard", "own"): FilledValue(3.0)}), edit), "public").findings
    assert [(finding.code, finding.params["expected"]) for finding in found] == [
        ("form.row_unknown", "suit_heard")
    ]


@pytest.mark.parametrize("typed", ["87.5①", "87²", "8\n7", "8 7", "½"])
def test_marks_of_notes_and_two_numbers_in_a_cell_are_never_put_together(typed: str):
    data = change(annual(suit_lost=2), "suit_closed", typed)
    assert codes(extracted(data).findings, "must") == ["cell.not_a_number"]
    assert observed(data) == {"suit_lost": 2.0}
