"""The old binary formats and .ods: read in a child process into the same cells, refused without harm."""

import io
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from builders_foreign import (
    error,
    hidden_row,
    label,
    number,
    ods,
    ods_number,
    ods_row,
    ods_text,
    truth,
    xls,
)
from builders_xlsx import compound_file

from loaders.foreign import read_any, read_foreign
from loaders.guards import Limits, WorkbookRefused
from loaders.workbook import Workbook


def cells(workbook: Workbook) -> dict[str, tuple[str, object, str]]:
    """Kind, value and number format by address, of the first sheet."""
    return {
        cell.address: (cell.kind, cell.value, cell.number_format)
        for cell in workbook.sheets[0].cells.values()
    }


def refusal(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(WorkbookRefused) as caught:
        read_any(data, limits=limits or Limits())
    params = caught.value.params
    return caught.value.code, params.get("reason") or params.get("what") or params.get("part") or ""


def test_an_old_binary_workbook_gives_values_errors_and_formats() -> None:
    records = [
        hidden_row(1), label(0, 0, "复议"), number(1, 1, 12.0), number(1, 2, 0.875, percent=True),
        error(2, 0, 0x07), error(2, 1, 0x17), truth(2, 2, value=True),
    ]  # fmt: skip
    workbook = read_any(xls(records))
    assert workbook.source == "xls"
    assert workbook.sheets[0].hidden_rows == {2}
    assert cells(workbook) == {
        "A1": ("text", "复议", "General"),
        "B2": ("number", 12.0, "General"),
        "C2": ("number", 0.875, "0.0%"),
        "A3": ("error", "#DIV/0!", "General"),
        "B3": ("error", "#REF!", "General"),
        "C3": ("bool", True, "General"),
    }
    assert workbook.sheets[0].cells[2, 2].raw == "12"


def test_a_hidden_sheet_of_an_old_workbook_is_hidden() -> None:
    assert read_any(xls([number(0, 0, 1.0)], visibility=1)).sheets[0].state == "hidden"


def test_an_open_document_gives_values_errors_and_formulas() -> None:
    formula = ' table:formula="of:=[.A1]/0" office:value-type="string" office:string-value=""'
    rows = ods_row(
        ods_text("复议<text:s text:c='2'/><text:span>应诉</text:span>"),
        ods_number("0.875", "percentage"),
        '<table:table-cell office:value-type="date" office:date-value="2024-03-05"/>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        f'<table:table-cell{formula} calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
        '<table:table-cell table:formula="of:=1+2" office:value-type="float" office:value="3"/>',
        '<table:table-cell table:formula="of:=X()"/>',
    )
    workbook = read_any(ods(rows))
    assert workbook.source == "ods"
    assert cells(workbook) == {
        "A1": ("text", "复议  应诉", "General"),
        "B1": ("number", 0.875, "0%"),
        "C1": ("date", 45356.0, "yyyy-mm-dd"),
        "D1": ("bool", True, "General"),
        "E1": ("error", "#DIV/0!", "General"),
        "F1": ("number", 3.0, "General"),
        "G1": ("empty", None, "General"),
    }
    assert workbook.sheets[0].cells[1, 6].formula == "1+2"


def test_what_repeats_in_an_open_document_stands_at_every_place() -> None:
    rows = (
        ods_row("<table:table-cell/>", attributes=' table:number-rows-repeated="3"')
        + ods_row(
            '<table:table-cell table:number-columns-repeated="2"/>',
            ods_number("5", attributes=' table:number-columns-repeated="2"'),
            attributes=' table:number-rows-repeated="2" table:visibility="collapse"',
        )
        + ods_row('<table:table-cell table:number-columns-repeated="16384"/>')
    )
    sheet = read_any(ods(rows)).sheets[0]
    assert [cell.address for cell in sheet.cells.values()] == ["C4", "D4", "C5", "D5"]
    assert sheet.hidden_rows == {4, 5}


def test_notes_and_tables_within_cells_are_no_text_of_the_cell() -> None:
    inner = f"<table:table>{ods_row(ods_number('9'))}</table:table>"
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    cell = (
        f'<table:table-cell office:value-type="string">{note}<text:p>甲</text:p><text:p>乙</text:p>'
        f"{inner}</table:table-cell>"
    )
    assert cells(read_any(ods(ods_row(cell)))) == {"A1": ("text", "甲\n乙", "General")}


def test_a_merged_area_and_a_hidden_sheet_of_an_open_document_are_known() -> None:
    style = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    spans = ' table:number-columns-spanned="3" table:number-rows-spanned="2"'
    sheet = read_any(ods(ods_row(ods_text("甲", spans)), styles=style)).sheets[0]
    assert (sheet.merges, sheet.state) == (((1, 1, 2, 3),), "hidden")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (ods_row(ods_number("1", attributes=' table:number-columns-repeated="16384"')),
         ("file.bad_address", "out_of_bounds")),
        (ods_row(ods_number("1"), attributes=' table:number-rows-repeated="1048576"'),
         ("file.bad_address", "out_of_bounds")),
        (ods_row(ods_number("1", attributes=' table:number-columns-repeated="999"'),
                 attributes=' table:number-rows-repeated="999"'), ("file.bomb", "cells")),
        (ods_row(ods_number("1e999")), ("file.damaged", "number")),
        (ods_row(ods_number("1", attributes=' table:number-columns-repeated="-1"')),
         ("file.damaged", "repeat")),
    ],
)  # fmt: skip
def test_an_open_document_beyond_the_limits_is_refused(rows: str, found: tuple[str, str]) -> None:
    assert refusal(ods(rows)) == found


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"META-INF/manifest.xml": "<m><encryption-data/></m>"}, ("file.encrypted", "")),
        ({"Basic/Standard/Module1.xml": "<m/>"}, ("file.macro", "Basic/Standard/Module1.xml")),
        ({"meta.xml": "<!DOCTYPE a><a/>"}, ("file.entities", "meta.xml")),
    ],
)
def test_an_open_document_with_a_password_macros_or_entities_is_refused(
    parts: Mapping[str, str], found: tuple[str, str]
) -> None:
    assert refusal(ods(ods_row(ods_number("1")), parts=parts)) == found


def test_a_far_cell_in_an_old_workbook_is_refused_and_aborts_nothing() -> None:
    assert refusal(xls([number(65535, 255, 1.0)])) == ("file.bad_address", "out_of_bounds")


def test_too_many_cells_in_an_old_workbook_are_refused() -> None:
    records = [number(0, column, 1.0) for column in range(5)]
    assert refusal(xls(records), Limits(cells=4)) == ("file.bomb", "cells")


def test_a_broken_old_workbook_is_damaged_or_too_old_and_never_an_error_of_ours() -> None:
    whole = xls([label(0, 0, "复议"), number(1, 1, 12.0)])
    codes = {refusal(whole[:length])[0] for length in range(4, len(whole) - 60, 23)}
    assert codes <= {"file.damaged", "file.old_format", "file.not_a_workbook", "file.empty"}


def test_an_old_workbook_with_macros_is_refused() -> None:
    assert refusal(compound_file("Workbook", "_VBA_PROJECT_CUR")) == ("file.macro", "_VBA_PROJECT_CUR")


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("import os; os.abort()", ("file.damaged", "converter")),
        ("import sys; sys.exit(3)", ("file.damaged", "converter")),
        ("print('[]')", ("file.damaged", "converter")),
        ('print(\'{"date1904": false, "sheets": []}\')', ("file.damaged", "converter")),
        ('print(\'{"refused": ["file.other", {}]}\')', ("file.damaged", "converter")),
        ("import time; time.sleep(60)", ("file.bomb", "seconds")),
    ],
)
def test_a_child_that_breaks_or_hangs_is_a_finding_about_the_file(
    script: str, found: tuple[str, str]
) -> None:
    with pytest.raises(WorkbookRefused) as caught:
        read_foreign(b"", "xls", limits=Limits(), child=(sys.executable, "-c", script), seconds=2)
    params = caught.value.params
    assert (caught.value.code, params.get("reason") or params.get("what")) == found


@pytest.mark.parametrize(
    "cell",
    [
        '["A1", 0, 1, "number", 1.0, "1", null, "General"]',
        '["A1", 1, 1001, "number", 1.0, "1", null, "General"]',
        '["A1", 1, 1, "number", 1e999, "1", null, "General"]',
        '["A1", 1, 1, "number", "1", "1", null, "General"]',
        '["A1", 1, 1, "date", true, "1", null, "General"]',
        '["A1", 1, 1, "other", 1.0, "1", null, "General"]',
        '["A1", 1, 1]',
    ],
)
def test_what_the_child_says_is_judged_again(cell: str) -> None:
    sheet = f'"name": "a", "state": "visible", "cells": [{cell}], "merges": []'
    answer = f'{{"date1904": false, "sheets": [{{{sheet}, "hidden_rows": [], "hidden_columns": []}}]}}'
    script = f"print('''{answer}''')"
    with pytest.raises(WorkbookRefused) as caught:
        read_foreign(b"", "xls", limits=Limits(), child=(sys.executable, "-c", script))
    assert caught.value.params["reason"] == "converter"


@pytest.mark.parametrize("size", [64, 4096])
def test_the_child_may_not_take_all_the_memory(size: int) -> None:
    script = (
        "from loaders.foreign_child import hold_back; hold_back();"
        f"kept = [bytes(1024 * 1024) for _ in range({size})]; print(len(kept))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, cwd=Path(__file__).parents[1]
    )
    assert (done.returncode == 0) is (size == 64)
    assert (b"MemoryError" in done.stderr) is (size == 4096)


def test_an_xlsx_is_read_in_this_process() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    target = io.BytesIO()
    book.save(target)
    assert read_any(target.getvalue()).source == "xlsx"
