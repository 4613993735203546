"""Templates filled beforehand: what is known is proposed and marked, what is filed comes back the same."""

import io
from collections.abc import Mapping
from dataclasses import replace

import openpyxl
import pytest
from builders import COUNTY, catalogue, edited, extracted, forms, places, row_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model import QUALIFIERS, SCOPES, Period, Qualifier, Scope
from loaders.form import Form
from loaders.prefill import Kept, as_filed, correction, ends_before, known
from loaders.quotes import quotes_in
from loaders.template import Changes, FilledValue, write_template
from loaders.workbook import read

ANNUAL, QUARTERLY, PUBLIC = forms()["annual"], forms()["quarterly"], forms()["public"]
ELEMENTS = catalogue().elements
CARRIED = (("arbitration_pending_end", "arbitration_pending_start"),)
WORDS = (
    "300左右",
    "约300",
    "300余",
    "300多",
    "近300",
    ">=300",
    "不少于300",
    "300及以上",
    "不超过300",
    "300以下",
)
NOTHING = {"not_applicable": ("/", "—", "不适用"), "no_cases": ("无", "无案件")}

Key = tuple[str, Scope]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def kept(value: float | None, qualifier: Qualifier = "exact", decimals: int = 0, raw: str = "") -> Kept:
    return Kept(value, qualifier, decimals, raw, "2023", 12, "调解仲裁监察", "D40")


def own(**values: float) -> dict[Key, Kept]:
    return {(element, "own"): kept(value) for element, value in values.items()}


@st.composite
def record(draw: st.DrawFn, keys: list[Key], form: Form) -> dict[Key, Kept]:
    """Figures as the reader stores them, of any cell that an office may have filled."""
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=40))
    return {key: draw(figure(key[0], form)) for key in chosen}


@st.composite
def figure(draw: st.DrawFn, element: str, form: Form) -> Kept:
    one = ELEMENTS[element]
    qualifier: Qualifier = draw(st.sampled_from(QUALIFIERS))
    if qualifier in NOTHING:
        return kept(None, qualifier, 0, draw(st.sampled_from(NOTHING[qualifier])))
    if one.kind == "flag":
        return kept(float(draw(st.integers(0, 1))), "exact", 0, draw(st.sampled_from(("1", "是"))))
    if qualifier != "exact" and form.column("qualifier") is None:
        read_as: Mapping[str, Qualifier] = {
            "左右": "about", "约": "about", "余": "above", "多": "above", "近": "just_below",
            ">=": "at_least", "不少": "at_least", "以上": "at_least", "不超": "at_most", "以下": "at_most",
        }  # fmt: skip
        raw = draw(st.sampled_from(WORDS))
        return kept(300.0, next(read_as[word] for word in read_as if word in raw), 0, raw)
    if one.kind in ("count", "rank") and not one.unit.startswith("万"):
        return kept(float(draw(st.integers(0, 10**9))), qualifier, 0, "")
    if draw(st.booleans()):
        decimals = draw(st.integers(0, 6))
        return kept(draw(st.integers(0, 10**9)) / 10**decimals, qualifier, decimals, "")
    value = float(f"{draw(st.floats(0.001, 10**7, allow_nan=False)):.15G}")  # a spreadsheet's digits
    return kept(value, qualifier, draw(st.integers(0, 10)), "")


def read_back(data: bytes, form: str) -> dict[Key, tuple[float | None, Qualifier, int]]:
    extraction = extracted(data, form)
    assert not [found for found in extraction.findings if found.severity == "must"], extraction.findings
    assert extraction.filing is not None
    return {
        (found.element, found.scope): (found.value, found.qualifier, found.decimals)
        for found in extraction.filing.observations
    }


def as_read(figures: Mapping[Key, Kept]) -> dict[Key, tuple[float | None, Qualifier, int]]:
    return {key: (one.value, one.qualifier, one.decimals) for key, one in figures.items()}


def keys_of(form: Form) -> list[Key]:
    return [(row.element, row.scope) for row in form.rows.values()]


@pytest.mark.parametrize("form", [ANNUAL, QUARTERLY], ids=["annual", "quarterly"])
@SLOW
@given(data=st.data())
def test_a_correction_filed_as_it_is_says_what_is_on_record(form: Form, data: st.DataObject):
    current = data.draw(record(keys_of(form), form))
    filled = correction(form, catalogue(), current=current, last_year={})
    period = "2024" if form is ANNUAL else "2024Q3"
    book = write_template(form, catalogue(), region=COUNTY, period=period, filled=filled.filled)
    assert read_back(book, form.code) == as_read(current)


@SLOW
@given(data=st.data())
def test_a_correction_of_the_open_form_says_what_is_on_record(data: st.DataObject):
    keys: list[Key] = [(element, scope) for element in ELEMENTS for scope in SCOPES]
    current = data.draw(record(keys, PUBLIC))
    filled = correction(PUBLIC, catalogue(), current=current, last_year={})
    book = write_template(PUBLIC, catalogue(), region="440117", period="2021", filled=filled.filled)
    assert read_back(book, "public") == as_read(current)


@SLOW
@given(data=st.data())
def test_one_cell_changed_in_a_correction_changes_that_figure_alone(data: st.DataObject):
    sheet_keys = [(row.element, row.scope) for row in ANNUAL.sheets[0].rows]
    current = data.draw(record(sheet_keys, ANNUAL)) | {("suit_heard", "own"): kept(7.0)}
    filled = correction(ANNUAL, catalogue(), current=current, last_year={}).filled
    current = {key: one for key, one in current.items() if not filled[key].calculated}  # openpyxl drops these
    filled = {key: filled[key] for key in current}
    book = write_template(ANNUAL, catalogue(), region=COUNTY, period="2024", filled=filled)

    def edit(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet[f"D{row_of(sheet, 'suit_heard')}"] = 8

    wanted = as_read(current) | {("suit_heard", "own"): (8.0, "exact", 0)}
    assert read_back(edited(book, edit), "annual") == wanted


@SLOW
@given(data=st.data())
def test_what_is_known_is_read_back_as_filed_and_last_year_apart(data: st.DataObject):
    last_year = data.draw(record(keys_of(ANNUAL), ANNUAL))
    found = known(ANNUAL, catalogue(), last_year=last_year, before=[last_year], carried=CARRIED)
    book = write_template(
        ANNUAL,
        catalogue(),
        region=COUNTY,
        period="2024",
        filled=found.filled,
        last_year=found.last_year,
        proposed=dict.fromkeys(found.origins, "预填"),
    )
    extraction = extracted(book)
    assert {(each.element, each.scope): each.value for each in extraction.last_year} == {
        key: one.value for key, one in last_year.items()
    }
    ends = {("arbitration_pending_end", "own")} & last_year.keys()
    assert set(read_back(book, "annual")) == {
        ("random_basics_due", "own"),
        ("random_reports_due", "own"),
        ("lists_due", "own"),
        *(("arbitration_pending_start", "own") for _ in ends),
    }


def test_the_numbers_of_the_rules_are_those_of_the_length_of_the_period():
    yearly = known(ANNUAL, catalogue(), last_year={}, before=[], carried=())
    quarterly = known(QUARTERLY, catalogue(), last_year={}, before=[], carried=())
    assert {key[0]: one.value for key, one in yearly.filled.items()} == {
        "lists_due": 3.0,
        "random_basics_due": 5.0,
        "random_reports_due": 4.0,
    }
    assert {key[0]: one.value for key, one in quarterly.filled.items()} == {"random_reports_due": 1.0}


def test_cases_carried_over_come_from_the_nearest_record_and_say_from_where():
    before = [own(review_pending_end=4), own(arbitration_pending_end=16)]
    found = known(ANNUAL, catalogue(), last_year={}, before=before, carried=CARRIED)
    assert found.filled["arbitration_pending_start", "own"].value == 16.0
    origin = found.origins["arbitration_pending_start", "own"]
    assert origin.kept is not None
    assert (origin.kind, origin.kept.submission, origin.kept.cell) == ("carried", 12, "D40")


def test_the_periods_before_end_in_the_month_before():
    assert [each.code for each in ends_before(Period.parse("2025Q1"))] == [
        "2024Q4",
        "2024",
        "2024H2",
        "2024M12",
    ]
    assert [each.code for each in ends_before(Period.parse("2025Q2"))] == ["2025Q1", "2025M03"]


def test_words_stay_as_they_were_printed_and_only_where_they_still_mean_the_same():
    element = ELEMENTS["suit_heard"]
    texts = [("300左右", "about"), ("无案件", "no_cases"), ("—", "not_applicable")]
    for raw, qualifier in texts:
        value = None if qualifier in NOTHING else 300.0
        assert as_filed(kept(value, qualifier, 0, raw), element, ANNUAL).raw == raw
    assert as_filed(kept(300.0, "about", 0, "约3百"), element, ANNUAL).raw == ""


def test_a_percentage_and_ten_thousands_are_written_in_the_unit_of_the_form():
    rate, money = ELEMENTS["FY05_reported"], ELEMENTS["arbitration_amount"]
    assert as_filed(kept(87.5, decimals=1, raw="0.875"), rate, ANNUAL) == FilledValue(87.5, "exact", 1)
    assert as_filed(kept(77.59, decimals=4, raw="775900"), money, ANNUAL) == FilledValue(77.59, "exact", 4)


def test_a_figure_on_record_without_a_row_is_told():
    current = own(suit_heard=3) | {("suit_heard", "total"): kept(9.0)}
    found = correction(ANNUAL, catalogue(), current=current, last_year={})
    assert found.left_out == (("suit_heard", "total"),)


def test_a_proposed_figure_is_amber_and_says_where_it_comes_from():
    found = known(ANNUAL, catalogue(), last_year={}, before=[], carried=())
    notes = ("浅黄底的数由系统预填。",)
    proposed = dict.fromkeys(found.origins, "规则")
    data = write_template(
        ANNUAL, catalogue(), region=COUNTY, period="2024", filled=found.filled, proposed=proposed, notes=notes
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[2]
    cell = sheet[f"D{row_of(sheet, 'random_basics_due')}"]
    assert (cell.value, cell.comment.text, cell.fill.fgColor.rgb) == (5, "规则", "FFFFF3D6")
    texts = [str(each.value) for row in sheet.iter_rows(max_col=1) for each in row]
    assert "说明：1．浅黄底的数由系统预填。" in texts
    assert any(text.endswith(ANNUAL.notes[0]) and "2．" in text for text in texts)


def test_the_sheet_of_changes_is_never_read_as_a_table():
    changes = Changes(
        "第1版→第2版", ("改动", "位置", "项目", "原来", "现在"), (("新增", "一", "138", "", "12"),)
    )
    data = write_template(
        ANNUAL,
        catalogue(),
        region=COUNTY,
        period="2024",
        filled={("suit_heard", "own"): FilledValue(3.0)},
        changes=changes,
    )
    assert read(data).sheets[-1].name == "与上一版的变化"
    assert extracted(data).findings == ()

    def edit(workbook: openpyxl.Workbook) -> None:
        workbook["与上一版的变化"]["B9"] = 12

    assert places(extracted(edited(data, edit)).findings) == [("与上一版的变化!", "sheet.not_read")]


def test_quotes_and_sources_of_the_open_form_are_found_again():
    filled = {
        ("suit_heard", "own"): FilledValue(4.0, quote="开庭4件", source="年报第3页"),
        ("suit_heard", "total"): FilledValue(9.0, quote="全辖区9件", source="年报第4页"),
    }
    data = write_template(PUBLIC, catalogue(), region="440117", period="2021", filled=filled)
    assert quotes_in(read(data), PUBLIC, catalogue()) == {
        ("suit_heard", "own"): ("开庭4件", "年报第3页"),
        ("suit_heard", "total"): ("全辖区9件", "年报第4页"),
    }


def test_a_number_that_shows_fewer_digits_than_it_has_keeps_both():
    value = as_filed(kept(87.456, decimals=1), ELEMENTS["FY05_reported"], ANNUAL)
    assert value == replace(FilledValue(87.456, "exact", 1), calculated=True)
