"""A number beside an earlier one: 同比 and 环比, or the reason why none is computed.

Source: methods.md, Change and trend. Rates change in points, counts in percent; nothing is computed
across a break of 口径 or of boundary, between values not fully reported, between a rate as printed and
one from counts, or of a protected indicator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from data.model import Period
from indicators.breaks import Break, between, boundary_days
from indicators.change import difference, relative_change
from indicators.definition import Indicator
from layouts import say
from layouts.numbers import Number, Numbers
from layouts.text import Language, words

Reason = Literal[
    "", "no_value", "no_before", "incomplete", "basis", "break", "boundary", "from_zero", "protected"
]


@dataclass(frozen=True, slots=True)
class Change:
    """``amount`` is in percent where ``relative``, else in the unit; ``reason`` says why there is none."""

    amount: float | None
    unit: str
    relative: bool = False
    approximate: bool = False
    reason: Reason = ""
    cut: Break | None = None

    def text(self, language: Language) -> str:
        """``+2.2 个百分点``, ``+12.3%``, ``约−3.0 个百分点``; the short reason where there is none."""
        if self.reason:
            return words(language)[f"change.{self.reason}"]
        if self.relative:
            text = say.percent_change(self.amount, language)
        else:
            text = say.change(self.amount, self.unit, language)
        return say.qualified(text, "about", language) if self.approximate else text

    def figure(self, language: Language) -> str:
        """The amount alone, for a column whose head has the unit; the short reason where there is none."""
        if self.reason:
            return words(language)[f"change.{self.reason}"]
        if self.relative or self.unit in ("%", "倍", "天"):
            text = say.signed(self.amount, language=language)
        else:
            text = say.signed_count(self.amount)
        return say.qualified(text, "about", language) if self.approximate else text

    def line(self, language: Language) -> str:
        """For a card: ``同比 +2.2 个百分点``, ``同比暂不计算``; empty where there is no value."""
        if self.reason == "no_value":
            return ""
        if not self.reason:
            return words(language).say("say.change_line", change=self.text(language))
        return words(language)[f"change_line.{self.reason}"]


def breaks_of(numbers: Numbers, region: str) -> tuple[Break, ...]:
    """Breaks of 口径, and the days on which the area of the region changed, of all indicators."""
    tree, every = numbers.catalogue.regions, tuple(numbers.indicators.all)
    found = [
        Break(
            f"boundary-{code}-{day}",
            day,
            words("zh").say("change.boundary_of", name=tree.get(code).name),
            words("en").say("change.boundary_of", name=tree.get(code).english or tree.get(code).name),
            every,
            "",
            boundary=True,
        )
        for day, code in boundary_days(tree, region)
    ]
    return (*numbers.indicators.breaks, *found) if found else numbers.indicators.breaks


def change(indicator: Indicator, now: Number, before: Number | None, breaks: Iterable[Break]) -> Change:
    """The change from ``before`` to ``now``, two numbers of one indicator, region and 口径 variant."""
    reason, cut = _reason(indicator, now, before, breaks)
    if reason or now.value is None or before is None or before.value is None:
        return Change(None, indicator.unit, reason=reason or "no_value", cut=cut)
    about = now.qualifier != "exact" or before.qualifier != "exact"
    if indicator.kind == "count":
        return Change(relative_change(now.value, before.value), indicator.unit, True, about)
    return Change(difference(now.value, before.value), indicator.unit, False, about)


def _reason(
    indicator: Indicator, now: Number, before: Number | None, breaks: Iterable[Break]
) -> tuple[Reason, Break | None]:
    """Why there is no change, first reason first; the break of 口径 where it is one."""
    if indicator.protected:
        return "protected", None
    if now.value is None:
        return "no_value", None
    if before is None:
        return "no_before", None
    cut = between(breaks, indicator.code, Period.parse(before.period), Period.parse(now.period))
    if cut:
        return "boundary" if cut.boundary else "break", cut
    if before.value is None:
        return "no_before", None
    return _unlike(indicator, now, before), None


def _unlike(indicator: Indicator, now: Number, before: Number) -> Reason:
    if now.incomplete or before.incomplete:
        return "incomplete"
    if now.basis != before.basis:
        return "basis"
    return "from_zero" if indicator.kind == "count" and before.value == 0 else ""
