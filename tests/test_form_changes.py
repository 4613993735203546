"""What changed between two versions of a form."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from builders import forms
from builders_forms import two_versions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.form import Band, Column, Form, FormSheet, Row
from loaders.form_changes import diff

ANNUAL = forms()["annual"]
SMALL = replace(
    ANNUAL,
    sheets=(
        FormSheet(
            "甲表",
            (
                Band("一", tuple(Row(f"10{n}", f"e{n}", "own", f"项{n}", 0, True) for n in range(5))),
                Band("二", tuple(Row(f"20{n}", f"f{n}", "own", f"目{n}", 0, True) for n in range(4))),
            ),
        ),
    ),
)


def rows_of(form: Form, edit: Callable[[list[Row]], None], band: int = 0) -> Form:
    """The small form after an edit of the rows of one band."""
    sheet = form.sheets[0]
    rows = list(sheet.bands[band].rows)
    edit(rows)
    bands = list(sheet.bands)
    bands[band] = replace(bands[band], rows=tuple(rows))
    return replace(form, sheets=(replace(sheet, bands=tuple(bands)),))


def told(old: Form, new: Form) -> list[tuple[str, str, str, str]]:
    return [(change.kind, change.code, change.before, change.after) for change in diff(old, new)]


def test_the_same_form_has_no_changes():
    assert diff(ANNUAL, ANNUAL) == ()


def test_rows_added_removed_renamed_and_recoded_are_told_once_each():
    def edit(rows: list[Row]) -> None:
        rows[0] = replace(rows[0], label="新名")
        rows[1] = replace(rows[1], code="190")
        rows[2] = Row("191", "g", "own", "新项", 0, True)

    assert told(SMALL, rows_of(SMALL, edit)) == [
        ("row_renamed", "100", "项0", "新名"),
        ("row_recoded", "190", "101", "190"),
        ("row_added", "191", "", "191 新项"),
        ("row_removed", "102", "102 项2", ""),
    ]


def test_one_row_that_changed_its_place_is_the_only_one_that_moved():
    assert told(SMALL, rows_of(SMALL, lambda rows: rows.append(rows.pop(0)))) == [
        ("row_moved", "100", "甲表 一", "甲表 一")
    ]


def test_a_row_in_another_band_moved():
    row = SMALL.sheets[0].bands[0].rows[4]
    new = rows_of(rows_of(SMALL, lambda rows: rows.remove(row)), lambda rows: rows.insert(0, row), band=1)
    assert told(SMALL, new) == [("row_moved", "104", "甲表 一", "甲表 二")]


def test_a_band_and_a_sheet_of_another_name_move_no_row():
    sheet = SMALL.sheets[0]
    new = replace(
        SMALL,
        sheets=(replace(sheet, name="乙表", bands=(replace(sheet.bands[0], name="一、"), sheet.bands[1])),),
    )
    assert told(SMALL, new) == [
        ("sheet_renamed", "", "甲表", "乙表"),
        ("band_renamed", "", "甲表 一", "乙表 一、"),
    ]


def test_header_columns_and_notes_are_told():
    new = replace(
        ANNUAL,
        issuer="省司法厅",
        levels=("county",),
        valid_to="2031M12",
        columns=(ANNUAL.columns[0], replace(ANNUAL.columns[1], head="去年"), Column(3, "备注", "", "quote")),
        notes=(*ANNUAL.notes[:-1], ANNUAL.notes[-1].replace("移动行列", "移动行和列"), "新的一条。")[1:],
    )
    found = [(change.kind, change.subject) for change in diff(ANNUAL, new)]
    assert found == [
        ("header", "issuer"),
        ("header", "validity"),
        ("header", "levels"),
        ("column_changed", "去年"),
        ("column_added", "备注"),
        ("note_changed", "5"),
        ("note_added", "6"),
        ("note_removed", "1"),
    ]


def test_a_row_that_is_asked_no_longer_and_one_that_the_rules_fill_are_told():
    def edit(rows: list[Row]) -> None:
        rows[0] = replace(rows[0], required=False)
        rows[1] = replace(rows[1], prefill=4.0)

    assert told(SMALL, rows_of(SMALL, edit)) == [
        ("row_required", "100", "required", "optional"),
        ("row_prefill", "101", "", "4"),
    ]


def test_the_changes_of_a_second_version_are_those_that_were_made(tmp_path_factory: pytest.TempPathFactory):
    form = two_versions(tmp_path_factory.mktemp("forms"))["annual"]
    found = {(change.kind, change.code) for change in diff(form.earlier[0], form)}
    assert found == {
        ("header", ""),
        ("row_recoded", "138"),
        ("row_moved", "138"),
        ("row_renamed", "133"),
        ("row_removed", "138"),
        ("row_removed", "139"),
    }


@st.composite
def changed(draw: st.DrawFn) -> Form:
    rows = [row for band in SMALL.sheets[0].bands for row in band.rows]
    order = draw(st.permutations(rows))
    kept = order[: draw(st.integers(1, len(rows)))]
    cut = draw(st.integers(0, len(kept)))
    renamed = [replace(row, label=draw(st.sampled_from((row.label, "别名")))) for row in kept]
    bands = (Band("一", tuple(renamed[:cut])), Band("二", tuple(renamed[cut:])))
    return replace(SMALL, sheets=(FormSheet("甲表", bands),))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changed(), changed())
def test_two_forms_are_the_same_where_and_only_where_there_is_no_change(one: Form, two: Form):
    assert (diff(one, two) == ()) == (one.sheets == two.sheets)
    assert {c.kind for c in diff(one, two)} <= {
        "row_added", "row_removed", "row_moved", "row_renamed", "band_renamed"
    }  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changed(), changed())
def test_what_is_added_one_way_is_removed_the_other(one: Form, two: Form):
    there = [change.code for change in diff(one, two) if change.kind == "row_added"]
    back = [change.code for change in diff(two, one) if change.kind == "row_removed"]
    assert sorted(there) == sorted(back)
