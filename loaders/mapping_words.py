"""Words of a table that no form describes: what is a figure, a period, a total, and how a head is compared.

A head is kept without its unit and with ``〔期〕`` in place of a period: next year's file has the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from data.model import Period
from loaders.form import PERIOD_KINDS
from loaders.header import read_period
from loaders.heads import COUNTED
from loaders.row_labels import spellings
from loaders.words import LABEL_LENGTH, plain, text_of, tidy
from loaders.workbook import Cell

PERIOD_MARK = "〔期〕"
NUMBERS = ("序号", "行次", "编号", "顺序号", "排名", "名次", "位次", "no")
REMARKS = ("备注", "说明", "备注说明", "附注")
UNITS_OF_ROWS = ("计量单位", "计算单位", "丙")  # 单位 may be the head of regions
CODES = ("代码", "行政区划代码", "区划代码", "地区代码", "单位代码")
REGION_HEADS = (
    *(
        "地区",
        "单位",
        "区县",
        "县区",
        "市县",
        "省份",
        "地市",
        "城市",
        "市州",
        "县市区",
        "县市",
        "区域",
        "辖区",
    ),
    *(
        "填报单位",
        "单位名称",
        "地区名称",
        "行政区划",
        "行政区",
        "县区市",
        "市区县",
        "各地",
        "市",
        "县",
        "省",
        "区",
    ),
)
ITEM_HEADS = ("项目", "指标", "指标名称", "项目名称", "名称", "内容", "事项", "统计项目", "统计指标", "类别")
PERIOD_HEADS = ("年份", "年度", "月份", "季度", "报告期", "时间", "期间", "年", "月")
VALUE_HEADS = (
    "数量",
    "数值",
    "数据",
    "数",
    "值",
    "件数",
    "案件数",
    "人数",
    "宗数",
    "金额",
    "合计",
    "本期",
    "数额",
)
TOTALS = (
    "合计",
    "总计",
    "共计",
    "总数",
    "全省",
    "全市",
    "全县",
    "全区",
    "全国",
    "全州",
    "汇总",
    "全省合计",
    "全市合计",
)
NOT_SUMS = ("小计", "平均", "平均数", "平均值", "占比", "比重", "同比", "环比", "增减", "排名", "位次")
NOTHING = (
    "/",
    "—",
    "——",
    "–",
    "-",
    "－",
    "--",
    "无",
    "不适用",
    "无案件",
    "无此类案件",
    "…",
    "……",
    "*",
    "空",
    "同上",
)
UNIT_WORDS = frozenset("件宗起例人名个项家次条份天日%‰期场部位倍面户辆篇亩台所处批只枚间栋座") | frozenset(
    (
        "人次",
        "场次",
        "万元",
        "千元",
        "百万元",
        "亿元",
        "元",
        "人/次",
        "面/封",
        "小时",
        "个月",
        "公里",
        "平方米",
        "吨",
    )
)
OTHERS = re.compile("同比|增减|增长|增幅|增速|升降|环比|上年|去年|上期|上月|占比|比重|排名|位次|平均")

_FIGURE = re.compile(
    r"[约超近逾≥≤><=+\-−]{0,2}\d[\d,]*(?:\.\d+)?(?:%|[^\d\s%.,()<>=]{0,4})(?:左右|以上|以下|余|多)?"
)
_UNIT_ABOVE = re.compile(r"\(?(?:计量)?单位:(?P<units>.+?)\)?")
_BETWEEN = re.compile(r"[、,/和及 ]+")
_PART = r"(?:第?[一二三四1-4]季度?|[上下]半年|\d{1,2}月?[-—–~至到]+\d{1,2}月份?|\d{1,2}月份?)"
_DATED = re.compile(
    rf"(?:19|20)\d{{2}}年?(?:度|全年|{_PART})?|(?:第?[一二三四1-4]季度|[上下]半年|\d{{1,2}}月份?)"
)
_BARE_PART = re.compile(_PART)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def is_year(cell: Cell) -> bool:
    """A whole number that may be a year."""
    return cell.kind == "number" and len(cell.raw) == 4 and bool(_YEAR.fullmatch(cell.raw))


def is_number(cell: Cell) -> bool:
    """A figure in digits, with the words that people write around it; no period."""
    if cell.kind == "number":
        return True
    if cell.kind == "text":
        return _is_figure(text_of(cell)[:LABEL_LENGTH])
    return cell.kind == "error" or (cell.kind == "empty" and bool(cell.formula))


def is_nothing(cell: Cell) -> bool:
    """One of the spellings of nothing."""
    return cell.kind == "text" and tidy(text_of(cell)).replace(" ", "") in NOTHING


@lru_cache(maxsize=16384)
def _is_figure(text: str) -> bool:
    bare = tidy(text).replace(" ", "")
    return bool(_FIGURE.fullmatch(bare)) and period_in((bare,)) is None and not _BARE_PART.fullmatch(bare)


def word(text: str) -> str:
    """A head, plainly, without unit and numbering, for the lists of words above."""
    return spellings(text[:LABEL_LENGTH])[-1][0].lower()


def unit_of(texts: Sequence[str]) -> str:
    """The unit that heads or a label name: in brackets, or by what they count; empty for none."""
    return _unit_of(tuple(texts))


@lru_cache(maxsize=16384)
def _unit_of(texts: tuple[str, ...]) -> str:
    for text in reversed(texts):
        unit = next((unit for _, unit in spellings(text[:LABEL_LENGTH]) if unit), "")
        if is_unit(unit):
            return unit
        if plain(text) in COUNTED:
            return COUNTED[plain(text)]
    return ""


def is_unit(text: str) -> bool:
    """Is a text in brackets a unit: 万人, not 一, 含本级 or 高新.

    >>> [is_unit(text) for text in ("件", "万人", "％", "一", "高新", "")]
    [True, True, True, False, False, False]
    """
    bare = tidy(text).replace(" ", "")
    return bare in UNIT_WORDS or (bare[:1] in ("万", "亿", "千") and bare[1:] in UNIT_WORDS)


def units_above(texts: Iterable[str]) -> tuple[str, ...]:
    """The units that a line above the table states: 单位：件、万元."""
    for text in texts:
        found = _UNIT_ABOVE.fullmatch(tidy(text)[:LABEL_LENGTH])
        if found:
            return tuple(unit for unit in _BETWEEN.split(found["units"].strip()) if unit)
    return ()


def says_unit(text: str) -> bool:
    return bool(_UNIT_ABOVE.fullmatch(tidy(text)[:LABEL_LENGTH]))


def head_key(texts: Sequence[str]) -> str:
    """How heads above one column are compared, the uppermost first.

    >>> head_key(("２０２４年", "受理数（件）")), head_key(("2025年受理数",))
    ('〔期〕/受理数', '〔期〕受理数')
    """
    return "/".join(part for text in texts if (part := _undated(text[: 2 * LABEL_LENGTH])))


@lru_cache(maxsize=16384)
def _undated(text: str) -> str:
    bare = tidy(text).replace(" ", "")
    opened = bare.rfind("(")
    if opened > 0 and bare.endswith(")") and is_unit(bare[opened + 1 : -1]):
        bare = bare[:opened]
    marks = _DATED.split(bare)
    return PERIOD_MARK.join(plain(mark) for mark in marks) if len(marks) > 1 else plain(bare)


def without_period(text: str) -> str:
    """A title or head without the periods in it.

    >>> without_period("2024年第三季度各区受理数")
    '各区受理数'
    """
    return _undated(text[: 2 * LABEL_LENGTH]).replace(PERIOD_MARK, "")


def period_in(texts: Sequence[str], year: int = 0) -> Period | None:
    """The one period that heads say together; a month or quarter without a year is one of ``year``.

    >>> str(period_in(("2024年", "一季度"))), str(period_in(("3月",), 2024)), period_in(("受理数",))
    ('2024Q1', '2024M03', None)
    """
    joined = "".join(_DATED.findall("".join(tidy(text[:LABEL_LENGTH]).replace(" ", "") for text in texts)))
    if not joined:
        return None
    found = read_period(joined)
    if found is None and year and not _YEAR.search(joined):
        found = read_period(f"{year}年{joined}")
    return found if found is not None and found.kind in PERIOD_KINDS else None


def alone(texts: Sequence[str]) -> bool:
    """Do heads say a period and nothing else."""
    return not head_key(texts).replace(PERIOD_MARK, "").replace("/", "")
