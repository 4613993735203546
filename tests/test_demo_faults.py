"""The faults of the demonstration: each is in the document, and is read as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_demo import (
    DOCUMENT,
    catalogue,
    filed,
    findings_of,
    forms,
    made,
    opened,
    read_back,
    right_and_wrong,
    take_in,
    the_fault,
)

from data.store import Store
from loaders import workbook
from loaders.demo_faults import ABSENT, FAULTS, FIRST_FILES, FOREIGN, LATE, Fault


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_every_fault_stands_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for fault in FAULTS:
        lines = [line for line in text.splitlines() if f"`{fault.kind}`" in line]
        assert any(fault.region in line and fault.period in line for line in lines), fault


def test_every_fault_is_about_elements_of_its_form() -> None:
    for fault in FAULTS:
        known = forms()[fault.form].elements
        assert all(any(code.startswith(element) for code in known) for element in fault.elements), fault


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.kind == ABSENT])
def test_an_absent_return_is_not_made(fault: Fault) -> None:
    assert made(fault.region, fault.form, fault.period) == []


def test_a_return_under_a_former_code_is_read_as_the_unit_of_today() -> None:
    fault = the_fault("former_code")
    ((_, data),) = made(fault.region, fault.form, fault.period)
    cells = workbook.read(data).sheets[0].cells.values()
    assert any("990128" in str(cell.value) for cell in cells)
    assert read_back(data).place.region == "990101"
    assert {found.severity for found in findings_of(read_back(data))} <= {"note"}


@pytest.mark.parametrize("kind", ["text_unit", "full_width", "separators"])
def test_odd_spellings_are_read_as_the_same_numbers(kind: str) -> None:
    right, odd = right_and_wrong(kind)
    for element in the_fault(kind).elements:
        assert odd[element].value == right[element].value
        assert odd[element].raw != right[element].raw


def test_an_approximate_number_keeps_its_qualifier() -> None:
    _, odd = right_and_wrong("about")
    assert odd["leaflets"].qualifier == "about"
    assert odd["leaflets"].raw.startswith("约")


def test_blanks_instead_of_zeros_leave_elements_missing() -> None:
    right, blank = right_and_wrong("blank_zeros")
    zeros = {code for code, found in right.items() if found.value == 0}
    assert zeros
    assert set(right) - set(blank) == zeros


def test_a_blank_part_leaves_the_rest_filed() -> None:
    fault = the_fault("blank")
    *_, (_, data) = made(fault.region, fault.form, fault.period)
    said = filed(read_back(data).filing)
    assert "suit_heard" in said
    assert not any(code.startswith(fault.elements) for code in said)


def test_a_rate_contradicts_its_counts() -> None:
    right, wrong = right_and_wrong("added")
    assert (wrong["FY04_reported"].value or 0) - (right["FY04_reported"].value or 0) == pytest.approx(5)
    assert wrong["suit_heard"] == right["suit_heard"]


def test_a_rate_is_cut_off_instead_of_rounded() -> None:
    right, cut = right_and_wrong("truncated")
    difference = (right["TZ05_reported"].value or 0) - (cut["TZ05_reported"].value or 0)
    assert difference == pytest.approx(0.01)


def test_a_number_is_repeated_where_it_does_not_belong() -> None:
    fault = the_fault("repeated")
    ((_, data),) = made(fault.region, fault.form, fault.period)
    names = [catalogue().elements[code].name for code in fault.elements]
    found = [one for one in findings_of(read_back(data)) if one.code == "number.repeated"]
    assert any(all(name in str(one.params["elements"]) for name in names) for one in found)


def test_a_late_return_says_its_date() -> None:
    late = the_fault(LATE)
    texts = [
        str(cell.value)
        for region in (late.region, "990206")
        for cell in workbook.read(made(region, late.form, late.period)[0][1]).sheets[0].cells.values()
        if "报出日期" in str(cell.value)
    ]
    assert [text.split("：")[-1] for text in texts] == ["2026年11月4日", "2026年10月12日"]


def test_wrong_files_come_before_the_right_ones_and_only_bad_ones_are_returned(store: Store) -> None:
    pairs = [made(fault.region, fault.form, fault.period) for fault in FAULTS if fault.kind in FIRST_FILES]
    outcomes = take_in([file for pair in pairs for file in pair], store)
    kinds = [fault.kind for fault in FAULTS if fault.kind in FIRST_FILES]
    by_kind = {kind: outcomes[2 * place : 2 * place + 2] for place, kind in enumerate(kinds)}
    assert [one.status for one in by_kind["first_version"]] == ["waiting", "waiting"]
    assert [one.status for one in by_kind["returned"]] == ["returned", "waiting"]
    assert [one.status for one in by_kind[FOREIGN]] == ["returned", "waiting"]
    assert [found.code for found in by_kind["returned"][0].findings] == ["rule.part"]
    assert [found.code for found in by_kind[FOREIGN][0].findings] == ["form.unknown"]
    assert all(first[0] < second[0] for first, second in pairs)
