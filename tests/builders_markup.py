"""Workbooks for the tests of the marked-up copy: one with everything a sender may have put into a sheet."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO

import xlsxwriter
from builders_xlsx import DECLARATION

RICH, PLAIN, CHARTS = "应诉", "李's 附<表>", "图表"
PERSONS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
THREAD_KIND = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
PERSON_KIND = "http://schemas.microsoft.com/office/2017/10/relationships/person"
THREAD = "{00000000-0000-4000-8000-000000000001}"
SENDER = "李某"


def picture() -> bytes:
    """A PNG of 8 × 8 red points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    lines = (b"\0" + b"\xc0\x20\x20" * 8) * 8
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def rich_workbook() -> bytes:
    """Text box, button, sparklines, picture, chart, protection, validation, conditional formats, merged
    cells, notes, a thread, formulas with their values, links, a table, names, head and foot."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    _rich_sheet(book, book.add_worksheet(RICH))
    plain = book.add_worksheet(PLAIN)
    plain.write_string(0, 0, "甲")
    plain.write_number(4, 3, 0.875, book.add_format({"num_format": "0.0%", "border": 1, "locked": False}))
    plain.write_number(
        5, 3, 7, book.add_format({"bg_color": "#1B4B8F", "font_color": "#FFFFFF", "bold": True})
    )
    _chart_sheet(book)
    book.define_name("合计", f"='{RICH}'!$D$8")
    book.close()
    return with_thread(buffer.getvalue())


def _rich_sheet(book: xlsxwriter.Workbook, sheet: "xlsxwriter.worksheet.Worksheet") -> None:
    number = book.add_format({"num_format": "#,##0", "border": 1, "locked": False})
    percent = book.add_format({"num_format": "0.0%", "border": 2, "align": "center"})
    sheet.merge_range("A1:F2", "行政应诉统计表", book.add_format({"bold": True, "align": "center"}))
    sheet.write_rich_string("A3", "负责人", book.add_format({"bold": True}), "出庭", " 应诉")
    for row in range(3, 7):
        sheet.write_string(row, 0, f"第{row}行")
        for column in range(1, 5):
            sheet.write_number(row, column, row * 10 + column, number)
    for column in range(1, 5):
        letter = "ABCDE"[column]
        total = sum(row * 10 + column for row in range(3, 7))
        sheet.write_formula(7, column, f"=SUM({letter}4:{letter}7)", number, total)
    sheet.write_formula("F8", "=D8/E8", percent, 0.875)
    sheet.write_formula("F9", "=1/0", percent, "#DIV/0!")
    sheet.write_datetime("G8", date(2025, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_comment("B4", "原有批注：请核对", {"author": SENDER})
    sheet.write_comment("H20", "另一条批注", {"author": SENDER, "visible": True})
    sheet.insert_textbox("H2", "填报说明：文本框", {"width": 160, "height": 60})
    sheet.insert_button("H6", {"caption": "汇总", "width": 80, "height": 30})
    sheet.insert_image("H9", "章.png", {"image_data": BytesIO(picture()), "x_scale": 6, "y_scale": 6})
    sheet.add_sparkline("G4", {"range": f"'{RICH}'!B4:E4", "markers": True})
    sheet.add_sparkline("G5", {"range": f"'{RICH}'!B5:E5", "type": "column"})
    sheet.data_validation("B4:E7", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.data_validation("A10", {"validate": "list", "source": ["是", "否"]})
    red = book.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
    sheet.conditional_format("B4:E7", {"type": "cell", "criteria": ">", "value": 60, "format": red})
    sheet.conditional_format("B8:E8", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_url("A12", f"internal:'{PLAIN.replace(chr(39), chr(39) * 2)}'!A1", string="见附表")
    sheet.write_url("A13", "https://example.invalid/说明", string="说明")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": [RICH, 3, 1, 6, 1], "categories": [RICH, 3, 0, 6, 0]})
    sheet.insert_chart("H22", chart)
    sheet.add_table("A15:C18", {"columns": [{"header": "一"}, {"header": "二"}, {"header": "三"}]})
    sheet.set_column("B:E", 11)
    sheet.set_column("J:J", 20, book.add_format({"num_format": "0.00", "italic": True}))
    sheet.set_row(29, 30, book.add_format({"bg_color": "#EEEEEE", "num_format": "0.0"}))
    sheet.set_row(10, None, None, {"hidden": True})
    sheet.protect("", {"objects": True, "select_locked_cells": True})
    sheet.freeze_panes(3, 1)
    sheet.set_header("&C行政应诉")
    sheet.print_area("A1:J40")
    sheet.repeat_rows(0, 2)


def _chart_sheet(book: xlsxwriter.Workbook) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": [RICH, 3, 2, 6, 2]})
    book.add_chartsheet(CHARTS).set_chart(chart)


def with_thread(data: bytes) -> bytes:
    """The workbook with a thread at H20 of the first sheet, as new programs keep it beside the note."""
    thread = (
        f'{DECLARATION}<ThreadedComments xmlns="{PERSONS}"><threadedComment ref="H20" '
        f'dT="2026-03-01T08:00:00.00" personId="{THREAD}" id="{THREAD}"><text>请再核对</text>'
        "</threadedComment></ThreadedComments>"
    )
    person = (
        f'{DECLARATION}<personList xmlns="{PERSONS}"><person displayName="{SENDER}" id="{THREAD}" '
        'userId="S::1" providerId="None"/></personList>'
    )

    def patch(parts: dict[str, bytes]) -> None:
        parts["xl/threadedComments/threadedComment1.xml"] = thread.encode()
        parts["xl/persons/person.xml"] = person.encode()
        _insert(
            parts,
            "xl/worksheets/_rels/sheet1.xml.rels",
            _link("rId90", THREAD_KIND, "../threadedComments/threadedComment1.xml"),
        )
        _insert(parts, "xl/_rels/workbook.xml.rels", _link("rId90", PERSON_KIND, "persons/person.xml"))
        notes = parts["xl/comments1.xml"].decode()
        notes = notes.replace("</authors>", f"<author>tc={THREAD}</author></authors>")
        parts["xl/comments1.xml"] = notes.replace('ref="H20" authorId="0"', 'ref="H20" authorId="1"').encode()
        override = '<Override PartName="/xl/{}" ContentType="application/vnd.ms-excel.{}+xml"/>'
        _insert(
            parts,
            "[Content_Types].xml",
            override.format("threadedComments/threadedComment1.xml", "threadedcomments")
            + override.format("persons/person.xml", "person"),
        )

    return repacked(data, patch)


def repacked(data: bytes, patch: Callable[[dict[str, bytes]], object]) -> bytes:
    """The archive with its parts changed by `patch`, in their order."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    patch(parts)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _insert(parts: dict[str, bytes], name: str, xml: str) -> None:
    start, end, rest = parts[name].rpartition(b"</")
    parts[name] = start + xml.encode() + end + rest


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


def prefixed(data: bytes) -> bytes:
    """The first sheet and the styles with every element of theirs written with the prefix x:."""

    def patch(parts: dict[str, bytes]) -> None:
        for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"):
            text = parts[name].decode()
            text = re.sub(r"<(/?)(?![?!])([A-Za-z]+)(?=[\s/>])", r"<\1x:\2", text)
            parts[name] = text.replace('xmlns="', 'xmlns:x="', 1).encode()

    return repacked(data, patch)


def with_wide_characters(data: bytes) -> bytes:
    """The first sheet, the styles and the list of sheets in UTF-16."""

    def patch(parts: dict[str, bytes]) -> None:
        for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"):
            text = parts[name].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
            parts[name] = text.encode("utf-16")

    return repacked(data, patch)
