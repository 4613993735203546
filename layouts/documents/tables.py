"""Rows as CSV and Excel: the same records as the screen, numbers unrounded, never a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import xlsxwriter

from layouts.rows import Rows
from layouts.text import Language, words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(rows: Rows, language: Language) -> bytes:
    """UTF-8 with BOM, so that Excel opens it; a text that a spreadsheet would run gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_heads(rows, language))
    for record in rows.records:
        writer.writerow([_safe(record.get(column.key)) for column in rows.columns])
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def to_xlsx(rows: Rows, language: Language, at: datetime) -> bytes:
    """A sheet of the rows (heads, filter, frozen head) and a 说明 sheet with scope and time."""
    spoken = words(language)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        head = book.add_format({**font, "bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#EDF0F4"})
        body, number = book.add_format(font), book.add_format({**font, "num_format": "#,##0.########"})
        sheet = book.add_worksheet(spoken["export.sheet"])
        for place, name in enumerate(_heads(rows, language)):
            sheet.write_string(0, place, name, head)
        for line, record in enumerate(rows.records, start=1):
            for place, column in enumerate(rows.columns):
                value = record.get(column.key)
                if isinstance(value, bool) or value is None or isinstance(value, str):
                    sheet.write_string(line, place, "" if value is None else str(value), body)
                else:
                    sheet.write_number(line, place, value, number)
        sheet.freeze_panes(1, 1)
        if rows.records:
            sheet.autofilter(0, 0, len(rows.records), len(rows.columns) - 1)
        sheet.autofit()
        _notes(book.add_worksheet(spoken["export.notes"]), rows, at, head, body, language)
        for each in book.worksheets():
            each.set_landscape()
            each.set_paper(9)
            each.fit_to_pages(1, 0)
    return buffer.getvalue()


def _notes(
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Rows,
    at: datetime,
    head: xlsxwriter.format.Format,
    body: xlsxwriter.format.Format,
    language: Language,
) -> None:
    spoken = words(language)
    lines = [
        (spoken["export.title"], rows.title),
        *rows.notes,
        (spoken["export.made_at"], at.strftime("%Y-%m-%d %H:%M")),
        (spoken["export.rows"], str(len(rows.records))),
        (spoken["export.rounding"], spoken["export.unrounded"]),
    ]
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, name, head)
        sheet.write_string(line, 1, text, body)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)


def _heads(rows: Rows, language: Language) -> list[str]:
    names = [column.head if language == "zh" else column.english for column in rows.columns]
    return [
        f"{name} ({column.unit})" if column.unit else name
        for name, column in zip(names, rows.columns, strict=True)
    ]


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
