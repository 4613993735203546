"""How templates look: page, fonts, borders, widths and input rules. No figures here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.model import DataElement, Scope
from loaders.form import Form
from loaders.qualifier_words import QUALIFIER_WORDS

NOTICE = "本系统为非涉密系统，严禁填写国家秘密、工作秘密。"
SCOPE_NAMES: dict[Scope, str] = {"own": "本级", "total": "全辖区"}
BLANK_ROWS = 40
WIDTHS = (46.0, 9.0, 11.0, 17.0, 17.0)
OPEN_WIDTHS = (34.0, 30.0, 10.0, 13.0, 8.0, 9.0, 46.0, 34.0)
SONG, FANG, HEI = "宋体", "仿宋", "黑体"
ROW_HEIGHT = 19
AMBER = "#FFF3D6"  # the ground of a figure that the office has to confirm
COMMENT = {"author": "法衡 Faheng", "x_scale": 1.6, "y_scale": 0.9, "font_size": 9, "color": AMBER}

MADE = datetime(2021, 1, 1, tzinfo=UTC)  # told in every workbook: the same content has the same bytes


def new_book(output: io.BytesIO, title: str) -> xlsxwriter.Workbook:
    """A workbook made in memory, in which text stays text whatever it begins with."""
    book = xlsxwriter.Workbook(
        output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": MADE})
    return book


class Styles:
    """The cell formats of one workbook; number formats are made once for each count of decimals."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._values: dict[tuple[int, bool], Format] = {}
        self._names: dict[int, Format] = {}
        self.title = self._format(font_name=HEI, font_size=18, align="center")
        self.subtitle = self._format(font_name=SONG, font_size=12, align="center")
        self.header = self._format(font_name=FANG, font_size=11)
        self.notice = self._format(font_name=HEI, font_size=10, font_color="#961118", align="center")
        self.head = self._format(font_name=HEI, align="center", border=1, text_wrap=True, bg_color="#EDF0F4")
        self.number_row = self._format(font_name=SONG, font_size=9, align="center", border=1)
        self.band = self._format(font_name=HEI, border=1, bg_color="#F4F6F9")
        self.code = self._format(font_name=SONG, align="center", border=1)
        self.words = self._format(font_name=SONG, border=1, text_wrap=True)
        self.note = self._format(font_name=FANG, font_size=10, text_wrap=True)

    def name(self, depth: int) -> Format:
        if depth not in self._names:
            self._names[depth] = self._format(font_name=SONG, border=1, indent=2 * depth, text_wrap=True)
        return self._names[depth]

    def value(self, decimals: int, *, proposed: bool = False) -> Format:
        if (decimals, proposed) not in self._values:
            code = "#,##0" + ("." + "0" * decimals if decimals else "")
            ground = {"bg_color": AMBER} if proposed else {}
            self._values[decimals, proposed] = self._format(
                font_name=SONG, align="right", indent=1, border=1, num_format=code, **ground
            )
        return self._values[decimals, proposed]

    def _format(self, **properties: str | float | bool) -> Format:
        made: Format = self._book.add_format({"valign": "vcenter", "font_size": 10.5, **properties})
        return made


def set_page(sheet: Worksheet, *, columns: int, head_row: int, open_form: bool) -> None:
    """A4 landscape, one page wide, heads repeated on every page, panes frozen under the 栏号 row."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(head_row, head_row + 2)
    sheet.freeze_panes(head_row + 3, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW_HEIGHT)
    for column, width in enumerate((OPEN_WIDTHS if open_form else WIDTHS)[:columns]):
        sheet.set_column(column, column, width)


def label_text(label: str, depth: int, *, first_part: bool) -> str:
    """The 甲 text: the first of several parts says 其中, the others stand under it.

    >>> label_text("败诉数", 1, first_part=True), label_text("败诉数", 0, first_part=False)
    ('其中：败诉数', '败诉数')
    """
    if not depth:
        return label
    return f"其中：{label}" if first_part else f"　　　{label}"


def lines_needed(text: str, width: float) -> int:
    """Lines a text takes in a column of that width; a Chinese character is two units wide.

    >>> lines_needed("参与率", 46.0), lines_needed("一二三四五六七八九十", 10.0)
    (1, 2)
    """
    units = sum(2 if ord(character) > 0x2E7F else 1 for character in text)
    return max(1, -(-units // max(1, int(width))))


def height_of(*texts: tuple[str, float]) -> float:
    """Row height for texts, each with the width of its column."""
    return max(ROW_HEIGHT, 15 * max(lines_needed(text, width) for text, width in texts) + 3)


def unit_kind(element: DataElement) -> int:
    """Decimals that an empty cell of the element is formatted with."""
    return 2 if element.kind in ("rate", "change") or element.unit.startswith("万") else 0


def allow_numbers(sheet: Worksheet, start: int, elements: Sequence[DataElement], form: Form) -> None:
    """Warn, without refusing, where what is typed is no number from 0: “/” and “约300” stay possible.

    ``elements`` are those of the rows from ``start``; a change (同比) may be below zero and has no rule.
    """
    rule = {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": "请核对",
        "error_message": "一般填不小于 0 的数。约数、“/”和“无案件”也可以填，确认无误请选“是”。",
    }
    for is_change, indices in groupby(
        range(len(elements)), key=lambda index: elements[index].kind == "change"
    ):
        rows = list(indices)
        for offset, column in enumerate(form.columns, start=3):
            if not is_change and column.holds in ("value", "last_year"):
                sheet.data_validation(start + rows[0], offset, start + rows[-1], offset, rule)


def allow_words(sheet: Worksheet, first: int, end: int, form: Form) -> None:
    """Lists for the 限定 and 范围 columns of the open form."""
    lists = {"qualifier": list(QUALIFIER_WORDS), "scope": list(SCOPE_NAMES.values())}
    for offset, column in enumerate(form.columns, start=3):
        if column.holds in lists and end > first:
            rule = {"validate": "list", "source": lists[column.holds], "ignore_blank": True}
            sheet.data_validation(first, offset, end - 1, offset, rule)
