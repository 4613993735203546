"""Form -> workbook: the blank template of a region and period, or one filled with figures.

The same form definition reads it back. The same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.catalogue import Catalogue
from data.model import Period, Scope
from data.regions import Region
from loaders.form import Form, FormSheet, Row
from loaders.header import CHANGES, FOOTER_LABELS, LISTING, LISTING_HEADS, period_words
from loaders.template_cells import Filled, FilledValue, beside, write_figure
from loaders.template_look import (
    BLANK_ROWS,
    NOTICE,
    OPEN_WIDTHS,
    WIDTHS,
    Styles,
    allow_numbers,
    allow_words,
    height_of,
    label_text,
    lines_needed,
    new_book,
    set_page,
)

__all__ = ["Changes", "Filled", "FilledValue", "write_template"]

HEAD_ROW = 8  # zero-based row of the upper heads; the 栏号 row is two below
CHANGE_WIDTHS = (10.0, 36.0, 36.0, 34.0, 34.0)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the version before, in words: a line about it, five heads, a row for each change."""

    line: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Job:
    """Everything that the parts of one workbook need."""

    form: Form
    catalogue: Catalogue
    header: tuple[tuple[str, str], ...]
    filled: Filled
    last_year: Filled
    proposed: Mapping[tuple[str, Scope], str]
    notes: tuple[str, ...]
    people: Mapping[str, str]
    styles: Styles
    columns: int


def write_template(
    form: Form,
    catalogue: Catalogue,
    *,
    region: str,
    period: str,
    filled: Filled | None = None,
    last_year: Filled | None = None,
    proposed: Mapping[tuple[str, Scope], str] | None = None,
    notes: Sequence[str] = (),
    changes: Changes | None = None,
    dataset: str = "",
    unit_name: str = "",
    people: Mapping[str, str] | None = None,
    listing: bool = True,
) -> bytes:
    """The form's version of a period as .xlsx; KeyError for an unknown region or dataset.

    ``proposed`` are figures of ``filled`` that the office has to confirm: amber, with a comment that says
    where each comes from. ``notes`` stand before the form's own; ``changes`` are a sheet of their own.
    ``dataset`` defaults to the first that takes the form and has the region; ``people`` fills the
    footer by its labels (填表人 …); ``unit_name`` is the 填报单位, by default the region's name. An open
    form carries the list of what may be filed, unless ``listing`` is false.
    """
    place, span = catalogue.regions.get(region), Period.parse(period)
    form = form.in_force(span) or form
    output = io.BytesIO()
    book = new_book(output, form.name)
    code = dataset or _dataset_for(form, catalogue, place)
    job = _Job(
        form=form,
        catalogue=catalogue,
        header=header_lines(form, place, span, catalogue.datasets[code].name, unit_name),
        filled=filled or {},
        last_year=last_year or {},
        proposed=proposed or {},
        notes=(*notes, *form.notes),
        people=people or {},
        styles=Styles(book),
        columns=3 + len(form.columns),
    )
    if form.open:
        _write_open(book, job)
    if form.open and listing:
        _write_listing(book, job)
    for number, sheet in enumerate(form.sheets, start=1):
        _write_sheet(book.add_worksheet(sheet.name), sheet, number, job)
    if changes:
        _write_changes(book.add_worksheet(CHANGES), changes, job)
    book.close()
    return output.getvalue()


def _dataset_for(form: Form, catalogue: Catalogue, region: Region) -> str:
    for dataset in catalogue.datasets.values():
        if form.code in dataset.forms and catalogue.holds(dataset, region.code):
            return dataset.code
    raise KeyError(f"no dataset takes form {form.code!r} from region {region.code} {region.name}")


def header_lines(
    form: Form, region: Region, period: Period, dataset: str, unit_name: str
) -> tuple[tuple[str, str], ...]:
    """Left and right text of each header line."""
    approval = f"批准文号：{form.approval}" if form.approval else "内部工作用表"
    until = Period.parse(form.valid_to).end if form.valid_to else None
    valid = f"有效期至：{until[0]}年{until[1]}月" if until else "有效期至：长期"
    return (
        (f"填报单位：{unit_name or region.name}", f"表    号：{form.number}"),
        (f"行政区划代码：{region.code}", f"制定机关：{form.issuer}"),
        (f"报 告 期：{period_words(period)}", approval),
        (f"数 据 集：{dataset}", valid),
        (f"计量单位：{form.measure}", f"版    次：第{form.version}版"),
    )


def _write_sheet(sheet: Worksheet, definition: FormSheet, number: int, job: _Job) -> None:
    title = f"（{'一二三四五六七八九十'[number - 1]}）{definition.name}"
    _write_head(sheet, title, job)
    row = HEAD_ROW + 3
    for band in definition.bands:
        sheet.merge_range(row, 0, row, job.columns - 1, "", job.styles.band)
        sheet.write_string(row, 0, band.name, job.styles.band)
        row += 1
        above, start = "", row
        for item in band.rows:
            element = job.catalogue.elements[item.element]
            first_part = item.depth > 0 and above != element.parent
            _write_row(sheet, row, item, job, first_part=first_part)
            above = element.parent if item.depth else item.element + " total"
            row += 1
        allow_numbers(sheet, start, [job.catalogue.elements[item.element] for item in band.rows], job.form)
    _write_foot(sheet, row, job)


def _write_head(sheet: Worksheet, title: str, job: _Job) -> None:
    styles, last = job.styles, job.columns - 1
    set_page(sheet, columns=job.columns, head_row=HEAD_ROW, open_form=job.form.open)
    sheet.merge_range(0, 0, 0, last, "", styles.title)
    sheet.write_string(0, 0, job.form.name, styles.title)
    sheet.set_row(0, 30)
    sheet.merge_range(1, 0, 1, last, "", styles.subtitle)
    sheet.write_string(1, 0, title, styles.subtitle)
    right = max(3, last - 1)
    for offset, (left_text, right_text) in enumerate(job.header):
        sheet.write_string(2 + offset, 0, left_text, styles.header)
        sheet.merge_range(2 + offset, right, 2 + offset, last, "", styles.header)
        sheet.write_string(2 + offset, right, right_text, styles.header)
    sheet.merge_range(7, 0, 7, last, "", styles.notice)
    sheet.write_string(7, 0, NOTICE, styles.notice)
    names = ("项目", "代码", "计量单位") if job.form.open else ("指标名称", "代码", "计量单位")
    for column, name in enumerate(names):
        sheet.merge_range(HEAD_ROW, column, HEAD_ROW + 1, column, "", styles.head)
        sheet.write_string(HEAD_ROW, column, name, styles.head)
        sheet.write_string(HEAD_ROW + 2, column, "甲乙丙"[column], styles.number_row)
    _write_groups(sheet, job)
    for offset, column_of in enumerate(job.form.columns, start=3):
        sheet.write_string(HEAD_ROW + 1, offset, column_of.head, styles.head)
        sheet.write_number(HEAD_ROW + 2, offset, column_of.number, styles.number_row)


def _write_groups(sheet: Worksheet, job: _Job) -> None:
    """The upper heads: one merged cell over the columns of a group."""
    first = 3
    columns = job.form.columns
    for index, column in enumerate(columns):
        if index + 1 < len(columns) and columns[index + 1].group == column.group:
            continue
        last = 3 + index
        if last > first:
            sheet.merge_range(HEAD_ROW, first, HEAD_ROW, last, "", job.styles.head)
        sheet.write_string(HEAD_ROW, first, column.group, job.styles.head)
        first = last + 1


def _write_row(sheet: Worksheet, row: int, item: Row, job: _Job, *, first_part: bool) -> None:
    element = job.catalogue.elements[item.element]
    text = label_text(item.label, item.depth, first_part=first_part)
    sheet.write_string(row, 0, text, job.styles.name(item.depth))
    sheet.write_string(row, 1, item.code, job.styles.code)
    sheet.write_string(row, 2, element.unit, job.styles.code)
    shown = job.filled.get((item.element, item.scope))
    for offset, column in enumerate(job.form.columns, start=3):
        figures = job.last_year if column.holds == "last_year" else job.filled
        figure = figures.get((item.element, item.scope))
        origin = job.proposed.get((item.element, item.scope), "") if column.holds == "value" else ""
        if column.holds in ("value", "last_year"):
            write_figure(sheet, (row, offset), element, job.form, figure, job.styles, origin=origin)
        else:
            style = job.styles.code if column.holds in ("qualifier", "scope") else job.styles.words
            sheet.write_string(row, offset, beside(column.holds, item.scope, figure), style)
    if job.form.open and shown:
        texts = (item.label, OPEN_WIDTHS[0]), (shown.quote, OPEN_WIDTHS[6]), (shown.source, OPEN_WIDTHS[7])
        sheet.set_row(row, height_of(*texts))


def _write_open(book: xlsxwriter.Workbook, job: _Job) -> None:
    """The open form: a row for each figure given, else blank rows."""
    sheet = book.add_worksheet("公开数据登记表")
    _write_head(sheet, "一个地区、一个报告期一张表", job)
    row = HEAD_ROW + 3
    for code, scope in job.filled:
        element = job.catalogue.elements[code]
        item = Row(code, code, scope, element.name, 0, required=False)
        _write_row(sheet, row, item, job, first_part=False)
        row += 1
    for _ in range(BLANK_ROWS if not job.filled else 0):
        for column in range(job.columns):
            sheet.write_blank(row, column, None, job.styles.words)
        row += 1
    allow_words(sheet, HEAD_ROW + 3, row, job.form)
    _write_foot(sheet, row, job)


def _write_listing(book: xlsxwriter.Workbook, job: _Job) -> None:
    """The list of what may be filed."""
    listing = book.add_worksheet(LISTING)
    listing.set_column(0, 0, WIDTHS[0])
    listing.set_column(1, 1, 32)
    for column, head in enumerate(LISTING_HEADS):
        listing.write_string(0, column, head, job.styles.head)
    offered = [element for element in job.catalogue.elements.values() if not element.sensitive]
    for line, element in enumerate(offered, start=1):
        for column, text in enumerate((element.name, element.code, element.unit)):
            listing.write_string(line, column, text, job.styles.words)


def _write_foot(sheet: Worksheet, row: int, job: _Job) -> None:
    last = job.columns - 1
    parts = [f"{label}：{job.people.get(label, '')}" for label in FOOTER_LABELS]
    text = "      ".join(part if not part.endswith("：") else part + "          " for part in parts)
    sheet.merge_range(row, 0, row, last, "", job.styles.header)
    sheet.write_string(row, 0, text.rstrip(), job.styles.header)
    sheet.set_row(row, 24)
    width = sum((OPEN_WIDTHS if job.form.open else WIDTHS)[: job.columns])
    for number, note in enumerate(job.notes, start=1):
        line, text = row + number, f"{'说明：' if number == 1 else '　　　'}{number}．{note}"
        sheet.merge_range(line, 0, line, last, "", job.styles.note)
        sheet.write_string(line, 0, text, job.styles.note)
        if note not in job.form.notes and lines_needed(text, width) > 1:
            sheet.set_row(line, height_of((text, width)))


def _write_changes(sheet: Worksheet, changes: Changes, job: _Job) -> None:
    """The sheet of what changed; only texts, under a title by which the reader leaves it aside."""
    styles, last = job.styles, len(changes.heads) - 1
    set_page(sheet, columns=0, head_row=3, open_form=False)
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
    for column, width in enumerate(CHANGE_WIDTHS):
        sheet.set_column(column, column, width)
    for row, text, style in ((0, CHANGES, styles.title), (1, changes.line, styles.subtitle)):
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)
    sheet.set_row(0, 30)
    for column, head in enumerate(changes.heads):
        sheet.write_string(3, column, head, styles.head)
    for row, texts in enumerate(changes.rows, start=4):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles.words)
        sheet.set_row(row, height_of(*zip(texts, CHANGE_WIDTHS, strict=True)))
