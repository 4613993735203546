"""Writes the register of targets as a workbook; the columns are those that targets.py reads."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from data.model import Level, Target
from loaders.template_look import NOTICE, Styles, height_of

REGISTER, TITLE = "FH-T1", "目标值登记表"
CREATED = datetime(2021, 1, 1)  # noqa: DTZ001  fixed: the same targets give the same bytes
HEAD_ROW = 4

KINDS = {
    "floor": "下限",
    "cap": "上限",
    "exact": "等于",
    "rank": "位次",
    "date": "期限",
    "cadence": "频次",
    "veto": "一票否决",
    "prohibition": "禁止",
    "text": "文字",
}
LEVEL_WORDS: dict[Level, str] = {
    "nation": "国家",
    "province": "省",
    "city": "市",
    "county": "县",
    "unit": "单位",
}
EVERY = {"year": "逐年"}
STRENGTHS = ("必须", "原则上", "力争", "推进")


@dataclass(frozen=True)
class RegisterColumn:
    """``field`` is that of model.Target; the first column is 甲, the others are numbered from 1."""

    field: str
    head: str
    width: float


COLUMNS = (
    RegisterColumn("target", "编号", 9),
    RegisterColumn("dataset", "数据集", 14),
    RegisterColumn("indicator", "指标代码", 9),
    RegisterColumn("variant", "口径", 6),
    RegisterColumn("region", "区域代码", 9),
    RegisterColumn("levels", "适用层级", 11),
    RegisterColumn("first", "起", 10),
    RegisterColumn("last", "止", 10),
    RegisterColumn("every", "逐年", 6),
    RegisterColumn("kind", "种类", 9),
    RegisterColumn("op", "比较", 6),
    RegisterColumn("threshold", "数值", 8),
    RegisterColumn("near", "接近值", 8),
    RegisterColumn("unit", "单位", 6),
    RegisterColumn("due", "期限", 12),
    RegisterColumn("strength", "约束", 8),
    RegisterColumn("object", "对象", 30),
    RegisterColumn("source", "来源", 14),
    RegisterColumn("text", "内容", 36),
    RegisterColumn("author", "提出单位", 30),
    RegisterColumn("decided_on", "确定日期", 12),
    RegisterColumn("reason", "理由", 16),
)
NOTES = (
    "种类填下限、上限、等于、位次、期限、频次、一票否决、禁止、文字；下限、上限、等于、位次必须有数值。",
    "起、止填月份（2021M01），空白为不限；期限和确定日期填 2022-12-31 这样的日期；逐年考核的填“逐年”。",
    "适用层级可填几个，用顿号分开；约束填必须、原则上、力争、推进，只有“必须”才会判为未达标。",
    "罚没金额、处罚件数、检查和抽查次数、家数等受保护的指标不得设目标，只能登记“禁止”。",
)


def write_targets(targets: Sequence[Target]) -> bytes:
    """The register as .xlsx; the same targets give the same bytes."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(output, options)
    book.set_properties({"title": TITLE, "created": CREATED})
    styles, sheet = Styles(book), book.add_worksheet(TITLE)
    sheet.set_paper(8)  # A3
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.freeze_panes(HEAD_ROW + 2, 1)
    sheet.hide_gridlines(2)
    last = len(COLUMNS) - 1
    for row, text, style in ((0, TITLE, styles.title), (1, NOTICE, styles.notice)):
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)
    sheet.set_row(0, 30)
    sheet.write_string(2, 0, f"表    号：{REGISTER}", styles.header)
    sheet.write_string(3, 0, "内部工作用表", styles.header)
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(HEAD_ROW, number, column.head, styles.head)
        if number:
            sheet.write_number(HEAD_ROW + 1, number, number, styles.number_row)
    sheet.write_string(HEAD_ROW + 1, 0, "甲", styles.number_row)
    for row, target in enumerate(targets, start=HEAD_ROW + 2):
        texts = [(str(_written(target, column.field)), column.width) for column in COLUMNS]
        sheet.set_row(row, height_of(*texts))
        for number, column in enumerate(COLUMNS):
            value = _written(target, column.field)
            if isinstance(value, float):
                sheet.write_number(row, number, value, styles.code)
            else:
                sheet.write_string(row, number, value, styles.words)
    for number, note in enumerate(NOTES, start=1):
        row = HEAD_ROW + 2 + len(targets) + number
        sheet.merge_range(row, 0, row, last, "", styles.note)
        sheet.write_string(row, 0, f"{'说明：' if number == 1 else '　　　'}{number}．{note}", styles.note)
    book.close()
    return output.getvalue()


def _written(target: Target, field: str) -> str | float:
    match field:
        case "levels":
            return "、".join(LEVEL_WORDS[level] for level in target.levels)
        case "kind":
            return KINDS[target.kind]
        case "every":
            return EVERY.get(target.every, "")
    value = getattr(target, field)
    if isinstance(value, int | float):
        return float(value)
    return str(value) if value is not None else ""
