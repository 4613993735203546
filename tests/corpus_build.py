"""A corpus of ugly workbooks, each built in code with a name and the real trouble that it shows.

What each must be read as stands in tests/corpus/<name>.txt; tests/test_corpus.py compares.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[object]]

# The troubles that the corpus has to show, each by at least one workbook.
TROUBLES = {
    "units": "万元, 元, 亿元 in sheets that should agree",
    "words": "text with the number: 75件, 约3000, 1户(实际以…为准), >=1, 5% beside a bare 0",
    "nothing": "six spellings of nothing with two meanings, 同上",
    "thousands": "thousands separators in some cells only",
    "shifted": "values shifted one column",
    "total": "a total repeated",
    "width": "full-width digits and percent, full-width spaces, NBSP, leading apostrophe",
    "merged": "merged heads and cells",
    "notes": "notes under the table and between its rows",
    "tables": "several tables in one sheet",
    "pairs": "repeated column pairs",
    "years": "several years in one sheet, or a sheet for each",
    "sheet_name": "year in the sheet's name, wrong sheet name",
    "hidden": "hidden rows, columns and sheets",
    "formulas": "formulas without cached values, errors",
    "foreign": ".xls and its kin",
    "names": "short and old names of regions",
    "same_unit": "件, 宗 and 起 for the same count, 人 and 人次 for different ones",
    "moved": "moved tables, rows and columns in another order",
    "extra": "extra rows and columns",
    "missing": "missing rows and columns",
    "heads": "two- and three-level heads, no row of numbers",
    "labels": "no codes: rows by their labels",
    "form": "no form number, or a foreign one",
    "header": "a header that leaves things out",
    "doubt": "two rows or columns that may both be meant",
}

# What the office means: every figure differs, so that a figure read in the wrong place shows.
MEANT: Mapping[str, float] = {
    "reconsider_closed": 20.0,
    "reconsider_upheld": 14.0,
    "reconsider_revoked": 3.0,
    "review_closed": 30.0,
    "review_upheld": 25.0,
    "review_revoked": 4.0,
    "suit_closed": 12.0,
    "suit_lost": 2.0,
    "FY05_reported": 16.7,
    "wages_recovered": 77.59,
    "workers_repaid": 65.0,
}
BAND_1, BAND_2, BAND_3 = (
    "一、作为被申请人的行政复议案件",
    "二、作为复议机关的行政复议案件",
    "三、诉讼和工资",
)
LINES: Rows = [
    [BAND_1],
    ["被复议案件审结数", "11", "件", 20, 19],
    ["其中：被复议维持数", "12", "件", 14, 13],
    ["　　　被复议撤销数", "13", "件", 3, 5],
    [BAND_2],
    ["复议机关审结数", "14", "件", 30, 29],
    ["其中：复议机关维持数", "15", "件", 25, 24],
    ["　　　复议机关撤销数", "16", "件", 4, 6],
    [BAND_3],
    ["一审行政诉讼审结数", "17", "件", 12, 10],
    ["其中：行政诉讼败诉数", "18", "件", 2, 1],
    ["行政诉讼败诉率（报告值）", "19", "%", 16.7, 10],
    ["追回工资金额", "20", "万元", 77.59, 60],
    ["追回工资人数", "21", "人", 65, 50],
]
HEADER: Rows = [
    ["行政争议简表"],
    ["填报单位：月屿区", None, None, "表号：FH-C1"],
    ["行政区划代码：990101", None, None, "计量单位：见表内"],
    ["报告期：2024年"],
    [None],
]
HEADS: Rows = [["指标名称", "代码", "计量单位", "本期", "上年同期"], ["甲", "乙", "丙", 1, 2]]
NOTE: Rows = [["注：以上数据截至12月31日。"], ["说明：1．本表由法治工作机构填写，2024年共报1次。"]]
FOOT: Rows = [["单位负责人：王某    填表人：李某    联系电话：      报出日期：2025年1月9日"]]


@dataclass(frozen=True)
class Case:
    """One workbook: name, troubles shown, builder; ``means`` are figures rightly read as another number."""

    name: str
    troubles: tuple[str, ...]
    build: Callable[[], bytes]
    suffix: str = ".xlsx"
    means: Mapping[str, float] = field(default_factory=dict)


CASES: dict[str, Case] = {}


def shows(
    *troubles: str, suffix: str = ".xlsx", **means: float
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Enters a builder into the corpus under its own name."""
    assert set(troubles) <= set(TROUBLES), troubles

    def enter(build: Callable[[], bytes]) -> Callable[[], bytes]:
        name = getattr(build, "__name__", "")
        assert name not in CASES, name
        CASES[name] = Case(name, troubles, build, suffix, means)
        return build

    return enter


@dataclass(frozen=True)
class Page:
    """A sheet from plain rows; ``right`` and ``down`` move everything; merges by address."""

    rows: Rows
    name: str = "争议"
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    state: str = "visible"
    right: int = 0
    down: int = 0


def book(*pages: Page) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for page in pages:
        _write(made.create_sheet(page.name), page)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, page: Page) -> None:
    for row, cells in enumerate(page.rows, start=1 + page.down):
        for column, value in enumerate(cells, start=1 + page.right):
            if value is not None:
                sheet.cell(row, column, value)
    for area in page.merges:
        sheet.merge_cells(area)
    for row in page.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in page.hidden_columns:
        sheet.column_dimensions[column].hidden = True
    for address, code in page.formats.items():
        sheet[address].number_format = code
    sheet.sheet_state = page.state


def standard(lines: Rows | None = None, *, header: Rows | None = None, heads: Rows | None = None) -> Rows:
    """The form as it should be: header, heads, 栏号 row, rows, footer; rows 8 to 21 hold the table."""
    return [
        *(HEADER if header is None else header),
        *(HEADS if heads is None else heads),
        *(LINES if lines is None else lines),
        *FOOT,
    ]


def changed(label: str, **cells: object) -> Rows:
    """The lines with cells of one of them replaced: name, code, unit, value, last."""
    places = {"name": 0, "code": 1, "unit": 2, "value": 3, "last": 4}
    lines = [list(line) for line in LINES]
    line = next(line for line in lines if str(line[0]).endswith(label) and len(line) > 1)
    for place, value in cells.items():
        line[places[place]] = value
    return lines


def chosen(*columns: int, lines: Rows | None = None) -> Rows:
    """The lines with only some of their columns, in that order; headings keep their text."""
    return [[line[column] for column in columns] if len(line) > 1 else list(line) for line in lines or LINES]


def without_headings(lines: Rows | None = None) -> Rows:
    return [line for line in lines or LINES if len(line) > 1]


def header(**changes: str | None) -> Rows:
    """The header block with entries replaced, or left out for None: number, unit, code, period, title."""
    places = {"title": (0, 0), "unit": (1, 0), "number": (1, 3), "code": (2, 0), "period": (3, 0)}
    rows = [list(row) for row in HEADER]
    for entry, text in changes.items():
        row, column = places[entry]
        rows[row][column] = text
    return rows
