"""Versions of a form by year: joined strictly, chosen by the period, and a foreign one told with its cell."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from builders import COUNTY, catalogue, edited, figures, find, places
from builders_forms import FIRST, FROM_2027, SECOND, UNTIL_2026, folder_with, two_versions

from data.model import Period
from loaders.extract import Extraction, extract, recognise
from loaders.form import Form, FormError, read_forms
from loaders.template import write_template
from loaders.workbook import read


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Form]:
    return two_versions(tmp_path_factory.mktemp("forms"))


def template(forms: Mapping[str, Form], period: str, **values: float) -> bytes:
    return write_template(
        forms["annual"], catalogue(), region=COUNTY, period=period, filled=figures(**values)
    )


def reading(data: bytes, forms: Mapping[str, Form]) -> Extraction:
    workbook = read(data)
    form = recognise(workbook, forms)
    assert form is not None
    return extract(workbook, form, catalogue())


def observed(extraction: Extraction) -> dict[str, float | None]:
    assert extraction.filing is not None
    return {found.element: found.value for found in extraction.filing.observations}


def of_period(data: bytes, words: str) -> bytes:
    """The workbook with another 报告期 on every sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            sheet.cell(*find(sheet, "报 告 期"), f"报 告 期：{words}")

    return edited(data, edit)


def mistakes(path: Path, **files: Mapping[str, str]) -> list[str]:
    with pytest.raises(FormError) as caught:
        read_forms(catalogue(), folder_with(path, **files))
    return list(caught.value.mistakes)


def test_the_newest_version_is_the_form_and_knows_those_before_it(forms: Mapping[str, Form]):
    form = forms["annual"]
    assert [version.version for version in form.versions] == [1, 2]
    assert [version.version for version in form.earlier[0].versions] == [1]
    assert forms["quarterly"].earlier == ()


def test_what_an_older_version_asked_is_known_of_the_form(forms: Mapping[str, Form]):
    form = forms["annual"]
    assert "ruling_due" not in form.elements
    assert {"ruling_due", "suit_closed"} <= form.ever_asked


def test_a_period_chooses_its_version(forms: Mapping[str, Form]):
    chosen = [
        forms["annual"].in_force(Period.parse(code)) for code in ("2026", "2027", "2014", "2026M07-2027M06")
    ]
    assert [form.version if form else None for form in chosen] == [1, 2, None, None]


def test_a_workbook_is_read_by_the_version_of_its_period(forms: Mapping[str, Form]):
    for period in ("2026", "2027"):
        extraction = reading(template(forms, period, suit_closed=12, suit_lost=2), forms)
        assert (extraction.findings, observed(extraction)) == ((), {"suit_closed": 12.0, "suit_lost": 2.0})


def test_a_row_that_moved_and_was_recoded_is_the_same_element(forms: Mapping[str, Form]):
    extraction = reading(template(forms, "2027", suit_closed=12), forms)
    assert extraction.filing is not None
    (figure,) = extraction.filing.observations
    row = forms["annual"].rows["138"]
    assert (figure.element, row.element, forms["annual"].earlier[0].rows["138"].element) == (
        "suit_closed",
        "suit_closed",
        "ruling_due",
    )


def test_a_template_of_another_version_is_told_at_its_number_and_nothing_else_is(forms: Mapping[str, Form]):
    data = of_period(template(forms, "2026", suit_closed=12, suit_lost=2), "2027年")
    extraction = reading(data, forms)
    assert places(extraction.findings) == [("复议应诉!D7", "form.wrong_version")]
    params = extraction.findings[0].params
    assert (params["read"], params["expected"], params["valid"]) == ("第1版", "第2版", "2015M01—2026M12")
    assert observed(extraction) == {"suit_closed": 12.0, "suit_lost": 2.0}


def test_a_version_that_there_is_not_is_told(forms: Mapping[str, Form]):
    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            sheet.cell(*find(sheet, "版    次"), "版次：第7版")

    (finding,) = reading(edited(template(forms, "2026", suit_lost=2), edit), forms).findings
    assert (finding.code, finding.params["reason"], finding.params["expected"]) == (
        "form.wrong_version",
        "unknown",
        "第1版",
    )


def test_sheets_of_two_versions_in_one_workbook_are_told(forms: Mapping[str, Form]):
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[1].cell(*find(book.worksheets[1], "版    次"), "版次：第2版")

    found = reading(edited(template(forms, "2026", suit_lost=2), edit), forms).findings
    assert [(each.code, each.params["reason"]) for each in found] == [("form.wrong_version", "sheets_differ")]


def test_without_a_version_the_period_alone_decides(forms: Mapping[str, Form]):
    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            sheet.cell(*find(sheet, "版    次"), "版次：")

    extraction = reading(edited(template(forms, "2027", suit_closed=12), edit), forms)
    assert (extraction.findings, observed(extraction)) == ((), {"suit_closed": 12.0})


def test_a_period_in_no_version_names_the_months_of_all(forms: Mapping[str, Form]):
    extraction = reading(of_period(template(forms, "2027", suit_lost=1), "2031年"), forms)
    (finding,) = extraction.findings
    assert (finding.code, finding.params["reason"]) == ("form.wrong_period", "validity")
    assert finding.params["expected"] == "2015M01—2026M12、2027M01—2030M12"


def test_an_old_title_and_old_rows_lead_to_the_form(tmp_path: Path):
    renamed = SECOND | {'name = "法治建设指标年度统计表"': 'name = "依法行政年度统计表"'}
    found = read_forms(catalogue(), folder_with(tmp_path / "f", annual=UNTIL_2026, annual_2027=renamed))

    def unnumbered(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            sheet.cell(*find(sheet, "表    号"), "表    号：")

    def untitled(book: openpyxl.Workbook) -> None:
        unnumbered(book)
        for sheet in book.worksheets:
            sheet["A1"] = "统计表"

    for period, change in (
        ("2026", unnumbered),
        ("2027", unnumbered),
        ("2026", untitled),
        ("2027", untitled),
    ):
        assert recognise(read(edited(template(found, period), change)), found) is found["annual"]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({}, FROM_2027, "overlaps version 1"),
        ({'valid_to = "2030M12"': 'valid_to = ""'}, FROM_2027, "version 1 needs a valid_to"),
        ({'valid_to = "2030M12"': 'valid_to = "2025M12"'}, FROM_2027, "gap says why"),
        (UNTIL_2026, FROM_2027 | {'approval = ""': 'approval = ""\ngap = "停报"'}, "gap says why"),
        (
            UNTIL_2026,
            {FIRST: FROM_2027[FIRST]},
            "version 1 of form 'annual' is given twice",
        ),
        (
            {'valid_to = "2030M12"': 'valid_to = "2026M06"'},
            FROM_2027 | {FIRST: 'valid_from = "2026M07"'},
            "a year would lie in no version",
        ),
        (UNTIL_2026, FROM_2027 | {'number = "FH-N1"': 'number = "FH-N2"'}, "already that of another form"),
    ],
)
def test_versions_that_do_not_follow_each_other_stop_the_reading(
    tmp_path: Path, first: Mapping[str, str], second: Mapping[str, str], words: str
):
    assert any(words in mistake for mistake in mistakes(tmp_path / "f", annual=first, annual_2027=second))


def test_every_mistake_of_every_version_is_told_at_once(tmp_path: Path):
    found = mistakes(
        tmp_path / "f",
        annual=UNTIL_2026
        | {'element = "suit_lost"': 'element = "suit_los"', 'approval = ""': 'approval = ""\ngap = "x"'},
        annual_2027=FROM_2027 | {'measure = "见表内"': 'mesure = "见表内"'},
        annual_2028=FROM_2027 | {'element = "suit_heard" }': 'element = "suit_heard", prefill = -1 }'},
    )
    for words in (
        "annual.toml [sheet 复议应诉] [band 四、一审行政诉讼] [row 133]: unknown data element 'suit_los'",
        "annual.toml: gap: there is no version before this one",
        "annual_2027.toml: unknown key 'mesure'",
        "[row 135]: prefill = -1; expected a number from 0",
    ):
        assert any(words in mistake for mistake in found), (words, found)


def test_a_declared_gap_is_read_and_its_months_belong_to_no_version(tmp_path: Path):
    path = folder_with(
        tmp_path / "f",
        annual={'valid_to = "2030M12"': 'valid_to = "2024M12"'},
        annual_2027=FROM_2027 | {'approval = ""': 'approval = ""\ngap = "制度修订，两年停报"'},
    )
    form = read_forms(catalogue(), path)["annual"]
    assert (form.gap, form.in_force(Period.parse("2025"))) == ("制度修订，两年停报", None)
