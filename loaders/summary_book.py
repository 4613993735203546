"""汇总表 as a workbook to print on A4 and sign: a block of columns for each band, 合计 first, then the units.

The same figures give the same bytes: when it was made stands in the record, not in the file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from data.catalogue import Catalogue
from data.model import Period
from loaders.form import Row
from loaders.header import FOOTER_LABELS
from loaders.summary import Figure, Source, Summary
from loaders.template import header_lines
from loaders.template_look import NOTICE, Styles, height_of, new_book

TITLE, NOTES = "汇总表", "说明"
TOTAL, OWN = "合计", "本级"
MOST_COLUMNS = 12  # of figures side by side
UNIT_WIDTH, FIGURE_WIDTH = 20.0, 11.5
NOTE_WIDTHS = (10.0, 22.0, 12.0, 44.0, 70.0)
SAID = {"not_additive": "—", "not_applicable": "/", "no_cases": "无案件", "": ""}
ABSENT = "未报"
FROM_RECORD = (
    "各单位的数取自其现行报送件，未作任何改动；直属单位报有全辖区数的用全辖区数，没有报的由其本级和下级相加。"
)
NOT_SUMMED = "合计栏为“—”：比率、名次等不能由各单位的数相加，应当用件数重新计算"
WORDS = {"waiting": "待审核", "accepted": "审核通过", "published": "已发布"}


def write_summary(summary: Summary, catalogue: Catalogue) -> bytes:
    """The workbook: a sheet for each of the form's, and one of notes and sources."""
    output = io.BytesIO()
    title = f"{summary.form.name}{TITLE}"
    book = new_book(output, title)
    styles = Styles(book)
    for number, definition in enumerate(summary.form.sheets, start=1):
        sheet = book.add_worksheet(definition.name)
        subtitle = f"（{'一二三四五六七八九十'[number - 1]}）{definition.name}"
        row = _head(sheet, title, subtitle, summary, catalogue, styles)
        for band in definition.bands:
            once = list({item.element: item for item in band.rows}.values())
            for first in range(0, len(once), MOST_COLUMNS):
                part = once[first : first + MOST_COLUMNS]
                row = _block(sheet, row, band.name, part, summary, catalogue, styles)
        _foot(sheet, row, styles)
    _notes(book.add_worksheet(NOTES), summary, catalogue, styles)
    book.close()
    return output.getvalue()


def name_of(code: str, summary: Summary, catalogue: Catalogue) -> str:
    """A line's name: 本级 for the unit itself."""
    name = catalogue.regions.get(code).name
    return f"{name}{OWN}" if code == summary.region else name


def reasons(summary: Summary, catalogue: Catalogue) -> list[str]:
    """What a reader of the table must know, one sentence each."""
    elements = catalogue.elements
    told = [f"{TOTAL}＝{OWN}＋直属各单位。{FROM_RECORD}"]
    if summary.missing:
        names = "、".join(catalogue.regions.get(code).name for code in summary.missing)
        told.append(f"未报单位 {len(summary.missing)} 个：{names}。{TOTAL}不含这些单位。")
    else:
        told.append("应报单位已全部报送。")
    if summary.unsummed:
        names = "、".join(elements[code].name for code in summary.unsummed)
        told.append(f"{NOT_SUMMED}。涉及：{names}。")
    if summary.about:
        names = "、".join(elements[code].name for code in summary.about)
        told.append(f"{TOTAL}中含约数的项目：{names}。")
    told += [
        f"{elements[each.element].name}：{catalogue.regions.get(summary.region).name}报送的全辖区数 "
        f"{each.filed:g} 与{TOTAL} {each.total:g} 不一致，请核实。"
        for each in summary.differences
    ]
    return told


def _head(
    sheet: Worksheet, title: str, subtitle: str, summary: Summary, catalogue: Catalogue, styles: Styles
) -> int:
    """Page set-up, title and header as on the form; the row under them."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, UNIT_WIDTH)
    sheet.set_column(1, MOST_COLUMNS, FIGURE_WIDTH)
    sheet.freeze_panes(0, 1)
    for row, text, style in ((0, title, styles.title), (1, subtitle, styles.subtitle)):
        sheet.merge_range(row, 0, row, MOST_COLUMNS, "", style)
        sheet.write_string(row, 0, text, style)
    sheet.set_row(0, 30)
    place = catalogue.regions.get(summary.region)
    dataset = catalogue.datasets[summary.dataset].name
    lines = header_lines(summary.form, place, Period.parse(summary.period), dataset, place.name)
    for row, (left, right) in enumerate(lines, start=2):
        sheet.write_string(row, 0, left, styles.header)
        sheet.merge_range(row, MOST_COLUMNS - 3, row, MOST_COLUMNS, "", styles.header)
        sheet.write_string(row, MOST_COLUMNS - 3, right, styles.header)
    row = 2 + len(lines)
    sheet.merge_range(row, 0, row, MOST_COLUMNS, "", styles.notice)
    sheet.write_string(row, 0, NOTICE, styles.notice)
    return row + 2


def _block(
    sheet: Worksheet,
    row: int,
    band: str,
    items: Sequence[Row],
    summary: Summary,
    catalogue: Catalogue,
    styles: Styles,
) -> int:
    """One band, or a part of it: heads, 合计, 本级, the units; the row where the next may begin."""
    sheet.merge_range(row, 0, row, len(items), "", styles.band)
    sheet.write_string(row, 0, band, styles.band)
    heads = [(item.label, FIGURE_WIDTH) for item in items]
    for offset, name in ((1, "单位"), (2, "代码"), (3, "计量单位")):
        sheet.write_string(row + offset, 0, name, styles.head if offset == 1 else styles.number_row)
    for column, item in enumerate(items, start=1):
        sheet.write_string(row + 1, column, item.label, styles.head)
        sheet.write_string(row + 2, column, item.code, styles.number_row)
        sheet.write_string(row + 3, column, catalogue.elements[item.element].unit, styles.number_row)
    sheet.set_row(row + 1, height_of(*heads))
    lines: list[tuple[str, Mapping[str, Figure]]] = [(TOTAL, summary.totals)]
    lines += [(name_of(code, summary, catalogue), line) for code, line in summary.lines]
    for place, (name, line) in enumerate(lines, start=row + 4):
        sheet.write_string(place, 0, name, styles.band if name == TOTAL else styles.words)
        for column, item in enumerate(items, start=1):
            _figure(sheet, place, column, line[item.element], styles)
    return row + 4 + len(lines) + 1


def _figure(sheet: Worksheet, row: int, column: int, figure: Figure, styles: Styles) -> None:
    style = styles.value(figure.decimals)
    if figure.value is None:
        sheet.write_string(row, column, SAID.get(figure.qualifier, "") or ABSENT, style)
    else:
        sheet.write_number(row, column, figure.value, style)


def _foot(sheet: Worksheet, row: int, styles: Styles) -> None:
    """The form's footer, to be filled in by hand, and a place for the seal."""
    text = "          ".join(f"{label}：          " for label in FOOTER_LABELS)
    sheet.merge_range(row, 0, row, MOST_COLUMNS, "", styles.header)
    sheet.write_string(row, 0, text, styles.header)
    sheet.merge_range(row + 1, 0, row + 1, MOST_COLUMNS, "", styles.header)
    sheet.write_string(row + 1, 0, f"（单位盖章）        汇总说明和数据来源见“{NOTES}”表。", styles.header)


def _notes(sheet: Worksheet, summary: Summary, catalogue: Catalogue, styles: Styles) -> None:
    """说明: what must be known, and every submission with its file and hash."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    for column, width in enumerate(NOTE_WIDTHS):
        sheet.set_column(column, column, width)
    last = len(NOTE_WIDTHS) - 1
    sheet.merge_range(0, 0, 0, last, "", styles.title)
    sheet.write_string(0, 0, f"{summary.form.name}{TITLE}　{NOTES}", styles.title)
    sheet.set_row(0, 30)
    row = 2
    for number, text in enumerate(reasons(summary, catalogue), start=1):
        line = f"{number}．{text}"
        sheet.merge_range(row, 0, row, last, "", styles.note)
        sheet.write_string(row, 0, line, styles.note)
        sheet.set_row(row, height_of((line, sum(NOTE_WIDTHS))))
        row += 1
    row += 1
    for column, head in enumerate(("报送件", "单位", "状态", "文件", "文件校验值（SHA-256）")):
        sheet.write_string(row, column, head, styles.head)
    for each in summary.sources:
        row += 1
        _source(sheet, row, each, catalogue, styles)


def _source(sheet: Worksheet, row: int, each: Source, catalogue: Catalogue, styles: Styles) -> None:
    sheet.write_number(row, 0, each.submission, styles.code)
    texts = (catalogue.regions.get(each.region).name, WORDS.get(each.status, each.status), each.file)
    for column, text in enumerate((*texts, each.sha256), start=1):
        sheet.write_string(row, column, text, styles.words)
