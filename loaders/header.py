"""The header block of a form: its labels found anywhere in the first rows, its period in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data.model import Period, PeriodError
from loaders.markup_words import lists_findings
from loaders.words import LABEL_LENGTH, plain, text_of, tidy
from loaders.workbook import Sheet, Workbook

NUMBER, UNIT, CODE, PERIOD, DATASET = "表号", "填报单位", "行政区划代码", "报告期", "数据集"
ISSUER, APPROVAL, VALID, MEASURE, VERSION = "制定机关", "批准文号", "有效期至", "计量单位", "版次"
HEADER_LABELS = (NUMBER, ISSUER, APPROVAL, VALID, UNIT, CODE, PERIOD, MEASURE, DATASET, VERSION)
LISTING, LISTING_HEADS = "填报项目录", ("项目", "代码", "计量单位")
CHANGES = "与上一版的变化"  # the template's sheet of what changed, and its title
FILLED_BY = "填表人"
FOOTER_LABELS = ("单位负责人", "统计负责人", FILLED_BY, "联系电话", "报出日期")
HEADER_ROWS = 30
REACH = 8  # columns to the right in which a label's value may stand

ORDINALS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}

_LABELS = re.compile("|".join(r"\s*".join(label) for label in HEADER_LABELS + FOOTER_LABELS))
# What stands in a header without being the value of the label to its left.
_OTHERS = re.compile(rf"{_LABELS.pattern}|内部工作用表")
_COLON = re.compile("[:：﹕︓⩴]")  # what tidy makes a colon of
# Each pattern gives a period code from the named parts.
_PERIODS = (
    (re.compile(r"(?P<y>\d{4})年?(?:度|全年)?"), "{y}"),
    (re.compile(r"(?P<y>\d{4})年?(?P<h>[上下])半年"), "{y}H{h}"),
    (re.compile(r"(?P<y>\d{4})年?第?(?P<q>[一二三四1-4])季度?"), "{y}Q{q}"),
    (re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月份?"), "{y}M{m:0>2}"),
    (re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月?[-—–~至到]+(?P<m2>\d{1,2})月份?"), "{y}M{m:0>2}-M{m2:0>2}"),
    (
        re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月[-—–~至到]+(?P<y2>\d{4})年(?P<m2>\d{1,2})月份?"),
        "{y}M{m:0>2}-{y2}M{m2:0>2}",
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A header or footer value with its place."""

    label: str
    text: str
    sheet: str
    cell: str


def visible(workbook: Workbook) -> tuple[Sheet, ...]:
    """The sheets that are shown, without our own that hold no figures and come back with a form."""
    return tuple(
        sheet
        for sheet in workbook.sheets
        if sheet.state == "visible"
        and not lists_findings(sheet)
        and not _lists_codes(sheet)
        and not _lists_changes(sheet)
    )


def _lists_codes(sheet: Sheet) -> bool:
    """The template's list of what may be filed, as long as nothing has been added beside it."""
    if sheet.name != LISTING or not sheet.cells:
        return False
    heads = tuple(text_of(sheet.cells.get((1, column))) for column in range(1, len(LISTING_HEADS) + 1))
    last, _ = [*sheet.cells][-1]
    return heads == LISTING_HEADS and len(sheet.cells) == last * len(LISTING_HEADS)


def _lists_changes(sheet: Sheet) -> bool:
    """The template's list of what changed since the version before, as long as it holds texts alone."""
    texts = all(cell.kind == "text" for cell in sheet.cells.values())
    return sheet.name == CHANGES and text_of(sheet.cells.get((1, 1))) == CHANGES and texts


def header_of(sheet: Sheet) -> dict[str, Entry]:
    """Label -> entry, from the sheet's first rows; the first mention of a label counts."""
    found: dict[str, Entry] = {}
    for entry in _entries(sheet, HEADER_ROWS):
        if entry.label in HEADER_LABELS:
            found.setdefault(entry.label, entry)
    return found


def footer_of(workbook: Workbook, label: str) -> str:
    """The first filled footer value of that label, on any visible sheet."""
    texts = (
        entry.text for sheet in visible(workbook) for entry in _entries(sheet, None) if entry.label == label
    )
    return next((text for text in texts if text), "")


def is_footer(text: str) -> bool:
    """Does a 甲 cell open the footer or the notes under a table."""
    bare = tidy(text).replace(" ", "")
    return bare.startswith((*FOOTER_LABELS, "说明", "注:", "备注:"))


def names_header(text: str) -> bool:
    """Does a text belong to the header block or the footer; 计量单位 alone may be the head of a column."""
    return any(value or label != MEASURE for label, value in _labels_in(text))


def read_period(text: str) -> Period | None:
    """A period as officials write it, or its code; None when it is neither.

    >>> [str(read_period(text)) for text in ("2021年", "2024年第三季度", "2024年1—9月", "2024Q3")]
    ['2021', '2024Q3', '2024M01-M09', '2024Q3']
    """
    bare = tidy(text).replace(" ", "")
    code = bare.upper()
    for pattern, shape in _PERIODS:
        found = pattern.fullmatch(bare)
        if found:
            code = shape.format(**{key: ORDINALS.get(text, text) for key, text in found.groupdict().items()})
            break
    try:
        return Period.parse(code)
    except PeriodError:
        return None


def period_words(period: Period) -> str:
    """A period as the header prints it; ``read_period`` reads it back.

    >>> period_words(Period.parse("2024Q3")), period_words(Period.parse("2024M01-M09"))
    ('2024年第三季度', '2024年1—9月')
    """
    (year, month), (year2, month2) = period.start, period.end
    match period.kind:
        case "year":
            return f"{year}年"
        case "half":
            return f"{year}年{'上' if month == 1 else '下'}半年"
        case "quarter":
            return f"{year}年第{'一二三四'[month // 3]}季度"
        case "month":
            return f"{year}年{month}月"
    if year == year2:
        return f"{year}年{month}—{month2}月"
    return f"{year}年{month}月—{year2}年{month2}月"


def _entries(sheet: Sheet, rows: int | None) -> Iterator[Entry]:
    for (row, column), cell in sheet.cells.items():
        text = cell.value
        if not isinstance(text, str) or (rows is not None and row > rows):
            continue
        for label, value in _label_labels(text) if len(text) <= LABEL_LENGTH else _labels_in(text):
            place = cell.address
            if not value:
                value, place = _beside(sheet, row, column, place)
            yield Entry(label, value, sheet.name, place)


def _labels_in(text: str) -> tuple[tuple[str, str], ...]:
    if len(text) <= LABEL_LENGTH:
        return _label_labels(text)
    return tuple(_labelled(text)) if _COLON.search(text) else ()  # a long text is no label by itself


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """The labels of one cell with what follows each; a label needs a colon or the cell for itself."""
    marks = list(_LABELS.finditer(text))
    if not marks:
        return
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        rest = text[mark.end() : end]
        alone = plain(text) == plain(mark[0])
        if alone or tidy(rest).startswith(":"):
            yield re.sub(r"\s", "", mark[0]), tidy(rest).lstrip(":").strip()


@lru_cache(maxsize=8192)
def _label_labels(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_labelled(text))


def _beside(sheet: Sheet, row: int, column: int, place: str) -> tuple[str, str]:
    for right in range(column + 1, column + 1 + REACH):
        cell = sheet.cells.get((row, right))
        text = tidy(text_of(cell))
        if cell is not None and text:
            return ("", place) if _OTHERS.match(text) else (text, cell.address)
    return "", place
