"""What the head of a column says: label, code, unit, this period's figure, last year's, or something else.

A head is one text or several merged ones above each other (2024年 over 件数). Nothing is taken for this
period's figure because it stands first: it says so in words, or it is the header's own period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from data.model import Period
from loaders.form import Form, Holds
from loaders.header import read_period
from loaders.row_labels import spellings
from loaders.words import plain, tidy

# "figure" is a number without a period; "other" a number that is not read; "skip" no number at all.
Meaning = Holds | Literal["name", "code", "unit", "figure", "other", "skip", ""]

LONGEST = 24
NAMES = (
    *("甲", "指标名称", "指标", "项目", "项目名称", "名称", "内容", "事项", "统计项目", "统计指标"),
    *("填报项目", "填报指标", "指标项目", "类别", "分类"),
)
CODES = ("乙", "代码", "编码", "指标代码", "项目代码", "指标编码", "项目编码", "行代码")
UNITS = ("丙", "单位", "计量单位", "计算单位")
SKIPPED = ("序号", "行次", "栏次", "栏号", "备注", "说明", "备注说明")
# Heads that name what is counted; the unit they stand for.
COUNTED = {"件数": "件", "案件数": "件", "宗数": "宗", "起数": "起", "人数": "人", "人次": "人次"}
NOW = ("本期", "当期", "报告期")
NOW_IN = {
    "year": ("本年", "本年度", "今年", "全年", "当年"),
    "half": ("本半年",),
    "quarter": ("本季", "本季度", "当季"),
    "month": ("本月", "当月"),
    "span": (),
}
BEFORE = ("上年同期", "去年同期")
BEFORE_IN_YEAR = ("上年", "上年度", "去年", "去年度", "上一年", "上一年度")

_OTHER = re.compile(
    "同比|增减|增长|增幅|增速|升降|环比|上期|上月|上季|比上|比去|较上|较去|累计|计划|目标|任务|预[计算]"
    "|占比|比重|比例|排名|位次|前年|完成率|差额|差异|其中|小计"
)
_GENERIC = re.compile(r"(?:实际|实有|填报|统计|完成|发生)?(?:数值|数据|数量|数额|数字|数|值)")
_PERIOD = re.compile(r"(?:19|20)\d{2}|季|半年|月份?$")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Heads:
    """Reads heads for one form and the period that the workbook's header names (None: it names none)."""

    form: Form
    period: Period | None
    _known: dict[str, Meaning] = field(default_factory=dict)

    def meaning(self, text: str) -> Meaning:
        """What one head says by itself."""
        if text not in self._known:
            self._known[text] = self._meaning(text) if len(text) <= LONGEST else ""
        return self._known[text]

    def of_column(self, texts: Sequence[str]) -> Meaning:
        """What the heads above one column say together, the uppermost first."""
        said = [self.meaning(text) for text in texts]
        joined = self._of_period("".join(_bare(text) for text in texts)) if len(texts) > 1 else ""
        if joined:
            return joined
        if "other" in said or not said or not said[-1]:
            return "other" if "other" in said else ""
        specific = {meaning for meaning in said if meaning not in ("", "figure")}
        if len(specific) > 1:
            return "other"
        return specific.pop() if specific else "value"

    def unit_of(self, texts: Sequence[str]) -> str:
        """The unit that the heads name: in brackets, or by what they count; empty for none."""
        for text in reversed(texts):
            unit = next((unit for _, unit in spellings(text) if unit), "") or COUNTED.get(plain(text), "")
            if unit:
                return unit
        return ""

    def _meaning(self, text: str) -> Meaning:
        for word, _ in reversed(spellings(text)):
            said = self._of_form(word) or _of_words(word) or self._of_time(word)
            if said:
                return said
        return "other" if _OTHER.search(_bare(text)) else self._of_period(_bare(text))

    def _of_form(self, word: str) -> Meaning:
        column = next((each for each in self.form.columns if plain(each.head) == word), None)
        if column:
            return column.holds
        value = self.form.column("value")
        return "figure" if value and value.group and plain(value.group) == word else ""

    def _of_time(self, word: str) -> Meaning:
        kind = self.period.kind if self.period else "year"
        stem = _without_generic(word)
        if stem in NOW or stem in NOW_IN[kind]:
            return "value"
        if stem in BEFORE or (kind == "year" and stem in BEFORE_IN_YEAR):
            return "last_year"
        every = {each for words in (*NOW_IN.values(), BEFORE_IN_YEAR) for each in words}
        return "other" if stem in every else ""

    def _of_period(self, text: str) -> Meaning:
        """A head that is a period: the header's, the same one a year before, or another."""
        found = _period_in(_without_generic(text), self.period)
        if found is None:
            return ""
        if self.period is None:
            return "other"
        if found == self.period:
            return "value"
        return "last_year" if found == self.period.year_before else "other"


def may_be_head(text: str) -> bool:
    """Can the text be the head of a label or of a figure, in whatever form; quick, for every cell."""
    return len(text) <= LONGEST and _may_be_head(text)


def says_other(text: str) -> bool:
    """Does a head say plainly that its column is none of the form's: another period, 同比, 备注."""
    return may_be_head(text) or plain(text) in SKIPPED or bool(_OTHER.search(_bare(text)))


def is_year(text: str) -> bool:
    return len(text) <= LONGEST and _is_year(text)


@lru_cache(maxsize=16384)
def _is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(tidy(text)))


@lru_cache(maxsize=16384)
def _may_be_head(text: str) -> bool:
    words = [word for word, _ in spellings(text)]
    now = (*NOW, *(each for kind in NOW_IN.values() for each in kind), *BEFORE, *BEFORE_IN_YEAR)
    if any(word in NAMES or word in COUNTED or _without_generic(word) in now for word in words):
        return True
    return any(_GENERIC.fullmatch(word) for word in words) or bool(
        _PERIOD.search(words[0]) and _period_in(_without_generic(_bare(text)), Period.year(2024))
    )


def _of_words(word: str) -> Meaning:
    if word in NAMES:
        return "name"
    if word in CODES:
        return "code"
    if word in UNITS:
        return "unit"
    if word in SKIPPED:
        return "skip"
    return "figure" if word in COUNTED or _GENERIC.fullmatch(word) else ""


def _bare(text: str) -> str:
    """The text without spaces and without a unit in brackets."""
    return re.sub(r"\([^()]*\)$", "", tidy(text).replace(" ", ""))


def _without_generic(text: str) -> str:
    found = _GENERIC.search(text)
    return text[: found.start()] if found and found.start() and found.end() == len(text) else text


def _period_in(text: str, period: Period | None) -> Period | None:
    """A period in words; one without its year (三季度) is that of the header's year."""
    found = read_period(text)
    if found is None and period is not None and not _YEAR.search(text) and _PERIOD.search(text):
        found = read_period(f"{period.start[0]}年{text}")
    return found
