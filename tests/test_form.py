"""Form definitions, and what the reader makes of workbooks that were moved, merged, mended and spoilt."""

import io
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from builders import (
    CITY,
    COUNTY,
    annual,
    catalogue,
    codes,
    edited,
    extracted,
    figures,
    find,
    forms,
    grid,
    places,
    public,
    row_of,
)

from data.model import LEVELS, Period
from indicators.definition import read_indicators
from loaders.extract import recognise
from loaders.form import FOLDER, FormError, read_forms
from loaders.header import period_words, read_period
from loaders.template import FilledValue, write_template
from loaders.workbook import read

SUITS = {"suit_closed": 12.0, "suit_lost": 2.0}


def observed(data: bytes, form: str = "annual") -> dict[str, float | None]:
    filing = extracted(data, form).filing
    assert filing is not None
    return {found.element: found.value for found in filing.observations}


def findings(data: bytes, form: str = "annual") -> list[tuple[str, str]]:
    return places(extracted(data, form).findings)


def change(data: bytes, element: str, value: object, column: str = "D") -> bytes:
    """The workbook after one cell of an element's row was typed over."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet[f"{column}{row_of(sheet, element)}"] = value

    return edited(data, edit)


def typed_in(element: str, value: object) -> bytes:
    """An annual return with one cell as it was typed; only what no template writes needs an edit."""
    if isinstance(value, str) and not value.startswith(("=", "#")):
        filled = {(element, "own"): FilledValue(None, raw=value)}
        return write_template(forms()["annual"], catalogue(), region=COUNTY, period="2024", filled=filled)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return annual(**{element: float(value)})
    return change(annual(), element, value)


# Definitions


def test_the_shipped_forms_are_read_and_carry_every_indicator_that_is_filed_and_not_sensitive():
    indicators = read_indicators(catalogue())
    published = {"review_corrected"}  # a total that others publish; our forms ask for its parts
    filed = {*forms()["annual"].elements, *published}
    for indicator in indicators.all.values():
        needed = {element for variant in indicator.variants.values() for element in variant.elements}
        assert indicator.sensitive or needed <= filed, indicator.code


def test_every_quarterly_element_has_the_row_code_it_has_in_the_annual_form():
    codes_of = {row.element: row.code for row in forms()["annual"].rows.values()}
    assert all(codes_of[row.element] == row.code for row in forms()["quarterly"].rows.values())


def test_the_quarterly_form_carries_every_quarterly_count_of_the_main_domains():
    filed = set(forms()["quarterly"].elements)
    for indicator in read_indicators(catalogue()).all.values():
        quarterly = indicator.frequency in ("Q", "M") and not indicator.sensitive
        if quarterly and indicator.domain in ("FY", "TZ", "SS", "ZF"):
            assert set(indicator.variant().elements) <= filed, indicator.code


def test_no_sensitive_element_is_in_a_shipped_form():
    elements = [catalogue().elements[code] for form in forms().values() for code in form.elements]
    assert not [element.code for element in elements if element.sensitive]


def test_a_definition_is_read_strictly_with_every_mistake_at_once(tmp_path):
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / "annual.toml").read_text(encoding="utf-8")
    text = text.replace('element = "suit_lost"', 'element = "suit_los"').replace(
        'code = "102"', 'code = "101"'
    )
    text = text.replace('measure = "见表内"', 'mesure = "见表内"')
    (tmp_path / "annual.toml").write_text(text.replace("version = 1", "version = 0"), encoding="utf-8")
    text = (tmp_path / "quarterly.toml").read_text(encoding="utf-8")
    text = text.replace('element = "suit_lost"', 'element = "suit_los"').replace(
        'code = "102"', 'code = "101"'
    )
    text = text.replace('levels = ["county", "city"]', 'levels = ["countie"]')
    (tmp_path / "quarterly.toml").write_text(text.replace("version = 1", "version = 0"), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_forms(catalogue(), tmp_path)
    mistakes = "\n".join(caught.value.mistakes)
    for words in (
        "annual.toml: unknown key 'mesure'; did you mean 'measure'?",
        "annual.toml: key 'measure' is missing",
        "unknown data element 'suit_los'; did you mean 'suit_lost'?",
        "row code '101' is given twice",
        "levels = 'countie'",
        "version = 0",
        "datasets.toml [demo]: unknown form 'annual'",
    ):
        assert words in mistakes


# Header


@pytest.mark.parametrize("code", ["2024", "2024H2", "2024Q3", "2024M09", "2024M01-M09", "2021M08-2022M07"])
def test_a_period_is_read_back_from_the_words_of_the_header(code: str):
    assert read_period(period_words(Period.parse(code))) == Period.parse(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("２０２４年度", "2024"),
        ("2024年 第3季度", "2024Q3"),
        ("2024年三季度", "2024Q3"),
        ("2024年1-9月", "2024M01-M09"),
        ("2024年下半年", "2024H2"),
        ("2024q1", "2024Q1"),
    ],
)
def test_a_period_is_read_as_offices_write_it(text: str, code: str):
    assert read_period(text) == Period.parse(code)


@pytest.mark.parametrize("text", ["", "去年", "2024年13月", "2024-09-01", "24年", "2024年5季度"])
def test_a_text_that_is_no_period_is_none(text: str):
    assert read_period(text) is None


def header(label: str, value: str, data: bytes = b"") -> list[tuple[str, str]]:
    """Findings (code, reason) after one header line was changed on every sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            row, column = find(sheet, label)
            sheet.cell(row, column, f"{label}：{value}")

    found = extracted(edited(data or annual(**SUITS), edit)).findings
    assert all(finding.severity == "must" and finding.sheet and finding.cell for finding in found)
    return [(finding.code, str(finding.params["reason"])) for finding in found]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "missing"),
        ("abc", "unlisted"),
        ("123456", "unknown"),
        ("990000", "level"),
        ("331082", "not_in_dataset"),
    ],
)
def test_a_wrong_region_code_is_a_finding(value: str, reason: str):
    assert header("行政区划代码", value) == [("form.wrong_region", reason)]


def test_a_name_of_another_unit_beside_the_code_is_a_finding():
    other = catalogue().regions.get("990102").name
    assert header("填报单位", f"{other}司法局") == [("form.wrong_region", "name")]


@pytest.mark.parametrize("name", ["", "本局", "月屿区司法局", "月屿"])
def test_a_name_that_is_the_units_own_or_says_nothing_is_no_finding(name: str):
    assert header("填报单位", name) == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [("", "missing"), ("去年", "unreadable"), ("2024年第三季度", "kind"), ("1999年", "validity")],
)
def test_a_wrong_period_is_a_finding(value: str, reason: str):
    assert header("报 告 期", value) == [("form.wrong_period", reason)]


def test_a_dataset_that_does_not_take_the_form_is_a_finding():
    assert header("数 据 集", "公开数据·人社部门") == [("form.wrong_dataset", "unknown")]


def test_without_a_named_dataset_the_only_one_that_fits_is_taken():
    assert header("数 据 集", "") == []


def test_a_former_region_code_is_read_as_the_code_of_today():
    def edit(book: openpyxl.Workbook) -> None:
        row, column = find(book.worksheets[0], "行政区划代码")
        book.worksheets[0].cell(row, column, "行政区划代码：440184")

    data = edited(public({("suit_heard", "own"): FilledValue(3.0)}), edit)
    assert extracted(data, "public").place.region == "440117"


def test_two_sheets_for_two_periods_are_a_finding():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[3]
        row, column = find(sheet, "报 告 期")
        sheet.cell(row, column, "报告期：2023年")

    found = extracted(edited(annual(**SUITS), edit)).findings
    assert [(finding.code, finding.params["reason"], finding.sheet) for finding in found] == [
        ("form.wrong_period", "sheets_differ", "制度决策与履职")
    ]


def test_header_values_may_stand_in_the_cells_beside_their_labels():
    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            for label, value in (("行政区划代码", 990101), ("报 告 期", "2024年")):
                row, column = find(sheet, label)
                sheet.cell(row, column, label)
                sheet.cell(row, column + 2, value)

    place = extracted(edited(annual(**SUITS), edit)).place
    assert (place.region, place.period, place.findings) == (COUNTY, "2024", ())


def test_a_form_is_known_by_its_number_else_by_its_title_and_a_foreign_number_is_not_guessed():
    def retitle(number: str):
        def edit(book: openpyxl.Workbook) -> None:
            for sheet in book.worksheets:
                row, column = find(sheet, "表    号")
                sheet.cell(row, column, number)

        found = recognise(read(edited(annual(**SUITS), edit)), forms())
        return found.code if found else None

    assert retitle("表号：FH-J1") == "quarterly"
    assert retitle("") == "annual"
    assert retitle("表号：XX-9") is None
    assert recognise(read(grid([["甲", "乙"], [1, 2]])), forms()) is None


# Table


def test_extra_rows_and_a_moved_table_are_read():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        merged = list(sheet.merged_cells.ranges)
        for area in merged:
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(row_of(sheet, "suit_lost"), 3)
        sheet.insert_cols(1, 2)

    assert observed(edited(annual(**SUITS), edit)) == SUITS


def test_rows_in_another_order_and_a_renamed_sheet_are_read():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        one, two = row_of(sheet, "suit_closed"), row_of(sheet, "suit_lost")
        for column in range(1, 6):
            first, second = sheet.cell(one, column).value, sheet.cell(two, column).value
            sheet.cell(one, column, second)
            sheet.cell(two, column, first)
        sheet.title = "Sheet1"

    assert observed(edited(annual(**SUITS), edit)) == SUITS


def test_swapped_columns_are_found_by_their_numbers():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        for row in range(10, sheet.max_row + 1):
            here, there = sheet.cell(row, 4), sheet.cell(row, 5)
            if here.__class__.__name__ == there.__class__.__name__ == "Cell":
                here.value, there.value = there.value, here.value

    data = edited(annual(**SUITS), edit)
    assert observed(data) == SUITS
    assert findings(data) == []


def test_a_value_under_a_renamed_head_is_not_trusted_in_silence():
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["D10"] = "本年计划"

    assert findings(edited(annual(**SUITS), edit)) == [("复议应诉!D10", "form.label_changed")]


def test_a_changed_label_is_a_finding_and_its_number_is_not_read():
    data = change(annual(**SUITS), "suit_lost", "行政诉讼胜诉数", column="A")
    row = row_of(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0], "suit_lost")
    assert findings(data) == [(f"复议应诉!A{row}", "form.label_changed")]
    assert observed(data) == {"suit_closed": 12.0}


@pytest.mark.parametrize("label", ["行政诉讼败诉数", "　其中: 行政诉讼 败诉数", "（其中）行政诉讼败诉数"])
def test_a_label_spelt_otherwise_is_the_same_label(label: str):
    assert findings(change(annual(**SUITS), "suit_lost", label, column="A")) == []


def test_a_missing_row_is_a_finding():
    def blank(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        row = row_of(sheet, "suit_heard")
        for column in range(1, 6):
            sheet.cell(row, column).value = None

    found = extracted(edited(annual(**SUITS), blank)).findings
    row = row_of(openpyxl.load_workbook(io.BytesIO(annual(**SUITS))).worksheets[0], "suit_heard")
    assert [(finding.code, finding.sheet, finding.cell, finding.params["code"]) for finding in found] == [
        ("form.row_missing", "复议应诉", f"B{row - 1}", "135")
    ]


def test_a_whole_missing_sheet_is_one_finding():
    def edit(book: openpyxl.Workbook) -> None:
        book.remove(book.worksheets[2])

    found = extracted(edited(annual(**SUITS), edit)).findings
    assert [(finding.code, finding.params["label"], finding.params["reason"]) for finding in found] == [
        ("form.row_missing", "行政执法与双随机", "sheet")
    ]


def test_a_hidden_sheet_is_said_to_be_hidden_instead_of_missing():
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[2].sheet_state = "hidden"

    (found,) = extracted(edited(annual(**SUITS), edit)).findings
    assert (found.code, found.params["reason"], found.sheet, found.cell) == (
        "form.row_missing",
        "sheet_hidden",
        "行政执法与双随机",
        "A1",
    )


def test_an_unknown_code_a_code_given_twice_and_a_number_without_a_code_are_findings():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.insert_rows(13, 3)
        for row, code, value in ((13, "1999", 5), (14, "101", 6), (15, None, 7)):
            sheet.cell(row, 1, "行政争议总数")
            sheet.cell(row, 2, code)
            sheet.cell(row, 4, value)

    assert findings(edited(annual(dispute_total=9), edit)) == [
        ("复议应诉!B13", "form.row_unknown"),
        ("复议应诉!D15", "form.row_unknown"),
        ("复议应诉!B16", "form.row_twice"),
    ]


def test_hidden_rows_are_read_and_told_and_hidden_sheets_are_not_read():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.row_dimensions[row_of(sheet, "suit_lost")].hidden = True
        copy = book.copy_worksheet(sheet)
        copy.sheet_state = "hidden"

    extraction = extracted(edited(annual(**SUITS), edit))
    assert [(found.code, found.severity) for found in extraction.findings] == [("cell.hidden", "note")]
    assert len(extraction.filing.observations if extraction.filing else ()) == 2


def test_money_in_another_unit_is_converted_with_a_note_and_a_foreign_unit_is_a_finding():
    def typed(unit: str) -> bytes:
        def edit(book: openpyxl.Workbook) -> None:
            sheet = book.worksheets[1]
            sheet.cell(row_of(sheet, "wages_recovered"), 3, unit)

        return edited(annual(wages_recovered=775900), edit)

    yuan = extracted(typed("元"))
    assert [(found.code, found.params["became"]) for found in yuan.findings] == [("cell.normalised", "77.59")]
    assert observed(typed("元")) == {"wages_recovered": 77.59}
    assert codes(extracted(typed("件")).findings) == ["form.unit_changed"]


def test_an_untouched_template_is_returned_as_empty():
    assert codes(extracted(annual()).findings) == ["form.empty"]


def test_the_column_of_last_year_is_read_apart_and_never_filed():
    data = change(annual(**SUITS), "suit_closed", 10, column="E")
    extraction = extracted(data)
    assert [(found.element, found.value) for found in extraction.last_year] == [("suit_closed", 10.0)]
    assert observed(data) == SUITS


def test_trouble_in_the_column_of_last_year_is_only_a_note():
    found = extracted(change(annual(**SUITS), "suit_closed", "不详", column="E")).findings
    assert [(finding.code, finding.severity) for finding in found] == [("cell.not_a_number", "note")]


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


def test_the_open_form_takes_every_level():
    assert forms()["public"].levels == LEVELS


def test_a_city_files_the_annual_form_too():
    data = write_template(
        forms()["annual"], catalogue(), region=CITY, period="2024", filled=figures(suit_closed=3)
    )
    assert extracted(data).place.region == CITY


def test_every_finding_code_of_the_loaders_is_in_the_documentation():
    root = Path(__file__).parent.parent
    documented = (root / "docs" / "forms.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "loaders").glob("*.py"))
    families = r"form|sheet(?!\.macro)|table|column|row|cell|rule|target|number|scope|last_year|system"
    raised = set(re.findall(rf'"((?:{families})\.[a-z_0-9]+)"', sources))
    assert len(raised) > 30
    assert [code for code in sorted(raised) if f"`{code}`" not in documented] == []


@pytest.mark.parametrize("typed", ["87.5①", "87²", "8\n7", "8 7", "½"])
def test_marks_of_notes_and_two_numbers_in_a_cell_are_never_put_together(typed: str):
    data = change(annual(suit_lost=2), "suit_closed", typed)
    assert codes(extracted(data).findings, "must") == ["cell.not_a_number"]
    assert observed(data) == {"suit_lost": 2.0}
