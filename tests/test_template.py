"""Templates: what is written is what is read, texts stay texts, and the page fits an office printer."""

import io

import openpyxl
import pytest
from builders import COUNTY, catalogue, extracted, figures, forms, public
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model import QUALIFIERS, SCOPES, Qualifier, Scope
from loaders.extract import recognise
from loaders.template import FilledValue, write_template
from loaders.workbook import read

ANNUAL, QUARTERLY, PUBLIC = forms()["annual"], forms()["quarterly"], forms()["public"]
ELEMENTS = catalogue().elements
PERIODS = {"annual": "2024", "quarterly": "2024Q3"}

Key = tuple[str, Scope]
SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def figure(draw: st.DrawFn, element: str) -> FilledValue:
    """A figure that the element can have."""
    one = ELEMENTS[element]
    qualifier: Qualifier = draw(st.sampled_from(QUALIFIERS))
    if qualifier in ("not_applicable", "no_cases"):
        return FilledValue(None, qualifier)
    whole = one.kind in ("count", "rank", "flag") and not one.unit.startswith("万")
    decimals = 0 if whole else draw(st.integers(0, 4))
    most = 1 if one.kind == "flag" else 10**9
    low = -(10**9) if one.kind == "change" else 0
    value = draw(st.integers(low, most)) / 10**decimals
    if one.kind == "flag" or value < 0:
        qualifier = "exact"
    return FilledValue(value, qualifier, decimals=decimals)


@st.composite
def filled(draw: st.DrawFn, keys: list[Key]) -> dict[Key, FilledValue]:
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=40))
    return {key: draw(figure(key[0])) for key in chosen}


def read_back(data: bytes, form: str) -> dict[Key, tuple[float | None, Qualifier, int]]:
    extraction = extracted(data, form)
    assert not [found for found in extraction.findings if found.severity == "must"], extraction.findings
    assert extraction.filing is not None
    observations = extraction.filing.observations
    return {
        (found.element, found.scope): (found.value, found.qualifier, found.decimals) for found in observations
    }


def told(filled: dict[Key, FilledValue]) -> dict[Key, tuple[float | None, Qualifier, int]]:
    return {key: (one.value, one.qualifier, one.decimals) for key, one in filled.items()}


def keys_of(code: str) -> list[Key]:
    return [(row.element, row.scope) for row in forms()[code].rows.values()]


@pytest.mark.parametrize("code", ["annual", "quarterly"])
@SLOW
@given(data=st.data())
def test_template_filled_and_read_is_the_identity(code: str, data: st.DataObject):
    figures_given = data.draw(filled(keys_of(code)))
    book = write_template(
        forms()[code], catalogue(), region=COUNTY, period=PERIODS[code], filled=figures_given
    )
    assert read_back(book, code) == told(figures_given)


@SLOW
@given(data=st.data())
def test_the_open_form_filled_and_read_is_the_identity_with_scopes(data: st.DataObject):
    figures_given = data.draw(filled([(element, scope) for element in ELEMENTS for scope in SCOPES]))
    assert read_back(public(figures_given), "public") == told(figures_given)


@SLOW
@given(st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable()))
def test_a_quote_is_stored_as_a_text_whatever_it_begins_with(text: str):
    for quote in (text, f"={text}", "=1+1", "+1", "@x", "http://a.b"):
        data = public({("suit_heard", "own"): FilledValue(1.0, quote=quote)})
        cell = read(data).sheets[0].at("G12")
        assert cell is not None
        assert (cell.kind, cell.formula, cell.value) == ("text", None, quote)


def test_last_year_and_people_are_written_and_read_apart():
    data = write_template(
        ANNUAL,
        catalogue(),
        region=COUNTY,
        period="2024",
        filled=figures(suit_heard=12),
        last_year=figures(suit_heard=11),
        people={"填表人": "王某", "联系电话": "0000"},
    )
    extraction = extracted(data)
    assert [found.value for found in extraction.last_year] == [11.0]
    assert extraction.filing is not None
    assert extraction.filing.filled_by == "王某"


def test_a_raw_text_is_written_as_it_was_given():
    data = write_template(
        ANNUAL,
        catalogue(),
        region=COUNTY,
        period="2024",
        filled={("suit_heard", "own"): FilledValue(75.0, raw="７５件")},
    )
    filing = extracted(data).filing
    assert filing is not None
    assert [(found.value, found.raw) for found in filing.observations] == [(75.0, "７５件")]


def test_the_same_input_gives_the_same_bytes():
    one, two = (
        write_template(ANNUAL, catalogue(), region=COUNTY, period="2024", filled=figures(suit_heard=12))
        for _ in range(2)
    )
    assert one == two


def test_every_form_is_recognised_from_its_own_blank_template():
    for form, region, period in (
        (ANNUAL, COUNTY, "2024"),
        (QUARTERLY, COUNTY, "2024Q1"),
        (PUBLIC, "331082", "2021"),
    ):
        found = recognise(read(write_template(form, catalogue(), region=region, period=period)), forms())
        assert found == form


def test_an_unknown_region_and_a_region_that_no_dataset_takes_are_errors():
    with pytest.raises(KeyError):
        write_template(ANNUAL, catalogue(), region="000000", period="2024")
    with pytest.raises(KeyError, match="no dataset takes form 'annual'"):
        write_template(ANNUAL, catalogue(), region="331082", period="2024")


def test_a_template_prints_on_a4_landscape_one_page_wide_with_its_heads_on_every_page():
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(ANNUAL, catalogue(), region=COUNTY, period="2024"))
    )
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$9:$11"


def test_a_template_says_what_may_not_be_written_and_that_it_is_internal():
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(ANNUAL, catalogue(), region=COUNTY, period="2024"))
    )
    for sheet in book.worksheets:
        texts = {cell.value for row in sheet.iter_rows(max_row=12) for cell in row if cell.value}
        assert "本系统为非涉密系统，严禁填写国家秘密、工作秘密。" in texts
        assert "内部工作用表" in texts
        assert not any(str(text).startswith("批准文号") for text in texts)


def test_parts_stand_under_their_total_with_the_first_marked():
    sheet = openpyxl.load_workbook(
        io.BytesIO(write_template(ANNUAL, catalogue(), region=COUNTY, period="2024"))
    ).worksheets[0]
    names = [sheet.cell(row, 1).value for row in range(13, 17)]
    assert names == [
        "行政争议总数",
        "其中：被申请行政复议案件数",
        "　　　一审行政诉讼案件数",
        "　　　行政诉讼案件数（未分审级）",
    ]
    assert [sheet.cell(row, 1).alignment.indent for row in (13, 14)] == [0.0, 2.0]


def test_number_cells_warn_below_zero_and_still_take_words():
    sheet = openpyxl.load_workbook(
        io.BytesIO(write_template(ANNUAL, catalogue(), region=COUNTY, period="2024"))
    ).worksheets[0]
    rules = sheet.data_validations.dataValidation
    assert rules
    assert {(rule.type, rule.operator, rule.errorStyle) for rule in rules} == {
        ("decimal", "greaterThanOrEqual", "warning")
    }


def test_a_blank_public_template_lists_what_may_be_filed_without_sensitive_elements():
    data = write_template(PUBLIC, catalogue(), region="331082", period="2021")
    listing = read(data).sheet("填报项目录")
    assert listing is not None
    codes = {cell.value for (_, column), cell in listing.cells.items() if column == 2}
    assert "suit_heard" in codes
    assert not codes & {element.code for element in ELEMENTS.values() if element.sensitive}
