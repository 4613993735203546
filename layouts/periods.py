"""Periods as people call them; apart from say, so that the words of findings may use it too."""

from __future__ import annotations

import re
from typing import Literal

from data.model import Period, PeriodError

_QUARTERS = "一二三四"
_HALVES = "上下"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?:19|20)[0-9]{2}(?:H[12]|Q[1-4]|M[0-9]{2}(?:-(?:19|20)[0-9]{2}M[0-9]{2}|-M[0-9]{2})?)"
    r"(?![0-9A-Za-z])"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def period_name(span: Period, language: Literal["zh", "en"]) -> str:
    """2024年, 2024年三季度, 2024年1—9月; 2024, Q3 2024, Jan–Sep 2024."""
    return _chinese(span) if language == "zh" else _english(span)


def codes_spoken(text: str, language: Literal["zh", "en"], *, years: bool = False) -> str:
    """A text with its period codes said in words; with ``years`` one that is a bare year too.

    >>> codes_spoken("≤ 2026M11", "zh"), codes_spoken("2025Q3", "en"), codes_spoken("2025", "zh")
    ('≤ 2026年11月', 'Q3 2025', '2025')
    """
    if years and _YEAR.fullmatch(text):
        return period_name(Period.parse(text), language)
    return _CODE.sub(lambda found: _spoken(found[0], language), text)


def _spoken(code: str, language: Literal["zh", "en"]) -> str:
    try:
        return period_name(Period.parse(code), language)
    except PeriodError:
        return code


def _chinese(span: Period) -> str:
    (year, month), (year2, month2) = span.start, span.end
    match span.kind:
        case "year":
            return f"{year}年"
        case "half":
            return f"{year}年{_HALVES[month // 6]}半年"
        case "quarter":
            return f"{year}年{_QUARTERS[month // 3]}季度"
        case "month":
            return f"{year}年{month}月"
    if year == year2:
        return f"{year}年{month}—{month2}月"
    return f"{year}年{month}月—{year2}年{month2}月"


def _english(span: Period) -> str:
    (year, month), (year2, month2) = span.start, span.end
    first, last = MONTHS[month - 1], MONTHS[month2 - 1]
    match span.kind:
        case "year":
            return f"{year}"
        case "half":
            return f"H{month // 6 + 1} {year}"
        case "quarter":
            return f"Q{month // 3 + 1} {year}"
        case "month":
            return f"{first} {year}"
    return f"{first}–{last} {year}" if year == year2 else f"{first} {year}–{last} {year2}"
