"""Writes a scheme of assessment as a workbook (表号 FH-K1); scheme_book reads the same sheets and columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from data.scheme import (
    EFFECTS,
    ITEM_KINDS,
    NO_CASES,
    NOT_REPORTED,
    VETO_KINDS,
    Item,
    League,
    Scheme,
    VetoRule,
)
from loaders.register_book import RegisterColumn, RegisterSheet, register_books
from loaders.register_look import LEVEL_WORDS

REGISTER = "FH-K1"
HEAD, ITEMS, VETOES, LEAGUES = "考核方案", "考核项", "一票否决和计零", "分组"
AND = "、"

KINDS = dict(zip(ITEM_KINDS, ("指标", "任务", "人工评分"), strict=True))
CASES = dict(zip(NO_CASES, ("得满分", "不计入"), strict=True))
UNREPORTED = dict(zip(NOT_REPORTED, ("得0分", "不计入"), strict=True))
VETO_WORDS = dict(zip(VETO_KINDS, ("一票否决", "计0分"), strict=True))
NOUGHTS = (
    "得0分",
    "计0分",
    "0分",
    "得零分",
    "计零分",
    "0",
)  # all mean the same wherever one of them may stand
EFFECT_WORDS = dict(zip(EFFECTS, ("本项", "总分"), strict=True))

# Field, what it is called, and what to write there.
HEAD_ROWS = (
    ("scheme", "方案编号", "小写字母、数字和短横线，一个方案一个编号"),
    ("name", "方案名称", "照文件写"),
    ("dataset", "数据集", "写名称或代码；没有报送义务的公开数据不评分"),
    ("region", "考核单位", "由谁考核：行政区划代码"),
    ("period", "考核期", "2025、2025H1 这样的报告期"),
    ("levels", "考核对象层级", "国家、省、市、县、单位，可写几个"),
    ("appeal_days", "申诉期限（工作日）", "反馈后几个工作日内可以申诉；空白为不限"),
    ("minimum", "名次分最少案件数", "案件数少于它的单位不参加名次分，空白为5"),
    ("basis", "依据文件", "文件名称；没有的不能启用"),
    ("number", "文号", "没有的不能启用"),
    ("approver", "批准人", "没有的不能启用"),
    ("decided_on", "确定日期", "2025-03-10 这样的日期"),
    ("source", "来源", "从哪里抄录"),
    ("note", "备注", "与方案一起显示"),
)
HEAD_COLUMNS = (
    RegisterColumn("field", "项目", 18),
    RegisterColumn("value", "内容", 44),
    RegisterColumn("hint", "怎样填（不读）", 48),
)
LEAGUE_COLUMNS = (
    RegisterColumn("code", "分组编号", 10),
    RegisterColumn("title", "分组名称", 30),
    RegisterColumn("levels", "层级", 16),
    RegisterColumn("regions", "区域代码", 50),
)
VETO_COLUMNS = (
    RegisterColumn("code", "编号", 8),
    RegisterColumn("title", "事项", 40),
    RegisterColumn("kind", "种类", 10),
    RegisterColumn("effect", "影响", 8),
    RegisterColumn("item", "考核项编号", 10),
    RegisterColumn("period", "适用期", 12),
    RegisterColumn("conditions", "须同时成立的条件", 34),
    RegisterColumn("source", "来源", 16),
)
ITEM_COLUMNS = (
    RegisterColumn("code", "编号", 8),
    RegisterColumn("group", "类别", 14),
    RegisterColumn("title", "考核项", 30),
    RegisterColumn("kind", "种类", 9),
    RegisterColumn("subject", "指标或任务代码", 12),
    RegisterColumn("variant", "口径", 6),
    RegisterColumn("weight", "满分", 7),
    RegisterColumn("rule", "计分规则", 44),
    RegisterColumn("target", "目标值", 8),
    RegisterColumn("floor", "最低分", 7),
    RegisterColumn("cap", "最高分", 7),
    RegisterColumn("no_cases", "无案件时", 9),
    RegisterColumn("not_reported", "未报时", 9),
    RegisterColumn("source", "来源", 16),
)
NOTES: Mapping[str, Sequence[str]] = {
    HEAD: ("第一栏不改，只填“内容”一栏。",),
    ITEMS: (
        "计分规则照文件的原话写，例如：每低1个百分点扣1分，扣完为止；95%以上得10分，90%以上得8分，其余不得分。",
        "满分空白的，是只有结构、没有分值的方案，不计算得分。只加分或只扣分的项满分写0，只扣分的最低分写负数。",
        "目标值空白的，按该地区现行的目标值；最低分空白为0，最高分空白为满分加规则所加的分。",
        "种类填指标、任务、人工评分；无案件时填得满分或不计入；未报时填得0分（也可写计0分、0分）或不计入；不计入的，其他项按比例补足。",
        "罚没金额、处罚件数、检查和抽查次数、家数等受保护的指标，以及中性指标，不得计分。",
    ),
    VETOES: (
        "种类填一票否决、计0分；影响填本项或总分，填本项的写明考核项编号。",
        "适用期空白的按考核期；事项只在发生的那一期起作用，不溯及以前。条件有几个的，用顿号分开，须全部有佐证。",
    ),
    LEAGUES: ("各分组分别排名。写了区域代码的，只包括这些单位；没有写的，包括该层级的其余单位。",),
}


def write_scheme(scheme: Scheme) -> bytes:
    """The scheme as .xlsx; the same scheme gives the same bytes."""
    head = [[name, _head(scheme, field), hint] for field, name, hint in HEAD_ROWS]
    items = [_row(item, ITEM_COLUMNS, _of_item) for item in scheme.items]
    vetoes = [_row(veto, VETO_COLUMNS, _of_veto) for veto in scheme.vetoes]
    leagues = [_row(league, LEAGUE_COLUMNS, _of_league) for league in scheme.leagues]
    sheets = [
        RegisterSheet(HEAD, HEAD_COLUMNS, head, NOTES[HEAD]),
        RegisterSheet(ITEMS, ITEM_COLUMNS, items, NOTES[ITEMS]),
        RegisterSheet(VETOES, VETO_COLUMNS, vetoes, NOTES[VETOES]),
        RegisterSheet(LEAGUES, LEAGUE_COLUMNS, leagues, NOTES[LEAGUES]),
    ]
    return register_books(REGISTER, sheets)


def _head(scheme: Scheme, field: str) -> str | float:
    if field == "levels":
        return AND.join(LEVEL_WORDS[level] for level in scheme.levels)
    return _written(getattr(scheme, field))


def _row(
    entry: Item | VetoRule | League,
    columns: Sequence[RegisterColumn],
    words: Callable[..., Mapping[str, str]],
) -> list[str | float]:
    told = words(entry)
    return [
        told[column.field] if column.field in told else _written(getattr(entry, column.field))
        for column in columns
    ]


def _of_item(item: Item) -> Mapping[str, str]:
    return {
        "kind": KINDS[item.kind],
        "no_cases": CASES[item.no_cases],
        "not_reported": UNREPORTED[item.not_reported],
    }


def _of_veto(veto: VetoRule) -> Mapping[str, str]:
    return {
        "kind": VETO_WORDS[veto.kind],
        "effect": EFFECT_WORDS[veto.effect],
        "conditions": AND.join(veto.conditions),
    }


def _of_league(league: League) -> Mapping[str, str]:
    return {
        "levels": AND.join(LEVEL_WORDS[level] for level in league.levels),
        "regions": AND.join(league.regions),
    }


def _written(value: object) -> str | float:
    if isinstance(value, int | float):
        return float(value)
    return "" if value is None else str(value)
