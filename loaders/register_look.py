"""Writes the register of targets as a workbook; the columns are those that targets.py reads."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import Level, Target
from loaders.register_book import RegisterColumn, register_book

REGISTER, TITLE = "FH-T1", "目标值登记表"

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
    RegisterColumn("basis", "依据文件", 24),
    RegisterColumn("milestones", "里程碑", 18),
    RegisterColumn("digits", "修约位数", 7),
)
FIRST_COLUMNS = 22  # of the registers before 依据文件, 里程碑 and 修约位数, which are read as well
NOTES = (
    "种类填下限、上限、等于、位次、期限、频次、一票否决、禁止、文字；下限、上限、等于、位次必须有数值。",
    "起、止填月份（2021M01），空白为不限；期限和确定日期填 2022-12-31 这样的日期；逐年考核的填“逐年”。",
    "适用层级可填几个，用顿号分开；约束填必须、原则上、力争、推进，只有“必须”才会判为未达标。",
    "接近值是目标值两侧的接近区间（同单位）；里程碑写成 2025M06=60；2025M12=80，序时进度按它计算。",
    "修约位数填小数位数，按修约后的数判断；空白按原值判断。",
    "编号写成“原编号~序号”的，是为下级地区另定的目标，必须有理由。",
    "罚没金额、处罚件数、检查和抽查次数、家数等受保护的指标不得设目标，只能登记“禁止”。",
)


def write_targets(targets: Sequence[Target]) -> bytes:
    """The register as .xlsx; the same targets give the same bytes."""
    rows = [[_written(target, column.field) for column in COLUMNS] for target in targets]
    return register_book(REGISTER, TITLE, COLUMNS, rows, NOTES)


def milestones_text(target: Target) -> str:
    """As they are written in the register: 2025M06=60；2025M12=80."""
    return "；".join(f"{month}={value:.15g}" for month, value in target.milestones)


def _written(target: Target, field: str) -> str | float:
    match field:
        case "levels":
            return "、".join(LEVEL_WORDS[level] for level in target.levels)
        case "kind":
            return KINDS[target.kind]
        case "every":
            return EVERY.get(target.every, "")
        case "milestones":
            return milestones_text(target)
        case "digits":
            return "" if target.digits is None else str(target.digits)
    value = getattr(target, field)
    if isinstance(value, int | float):
        return float(value)
    return str(value) if value is not None else ""
