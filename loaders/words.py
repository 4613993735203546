"""How cells are spelt: labels compared plainly, a cell's text, units that differ by a power of ten."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from loaders.workbook import Cell

# 件, 宗 and 起 count the same cases; 人 and 人次 do not count the same people and stay apart.
SAME_UNIT = {"宗": "件", "起": "件", "例": "件", "名": "人", "场次": "场", "％": "%"}
POWER = {
    "元": ("元", 0),
    "千元": ("元", 3),
    "万元": ("元", 4),
    "百万元": ("元", 6),
    "亿元": ("元", 8),
    "人": ("人", 0),
    "万人": ("人", 4),
    "人次": ("人次", 0),
    "万人次": ("人次", 4),
    "件": ("件", 0),
    "万件": ("件", 4),
}

LAST_DAY = 2_958_466  # the day after 9999-12-31, where a spreadsheet ends
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet's dates have no zone

LABEL_LENGTH = 64

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_NOISE = re.compile(r"[\s:,.;、。“”\"'‘’()\[\]【】《》〈〉·•—\-_/*]+")
_FIFTEEN = Context(prec=15)  # what a spreadsheet keeps; the digits after are binary noise


def tidy(text: str) -> str:
    """Full-width forms to their plain ones, odd spaces and a leading apostrophe away, ends stripped.

    >>> tidy("　１２．５％\\u00a0")
    '12.5%'
    """
    return _tidy_label(text) if len(text) <= LABEL_LENGTH else _tidy(text)


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().lstrip("'").strip()


# Labels, codes and units come back in every workbook of a form; long texts are not held on to.
_tidy_label = lru_cache(maxsize=8192)(_tidy)


def plain(text: str) -> str:
    """A label without what does not tell labels apart: spaces, punctuation, a leading 其中.

    >>> plain("  其中：负责人 出庭（件数）") == plain("负责人出庭(件数)")
    True
    """
    return _plain_label(text) if len(text) <= LABEL_LENGTH else _plain(text)


def _plain(text: str) -> str:
    return _NOISE.sub("", tidy(text)).removeprefix("其中")


_plain_label = lru_cache(maxsize=8192)(_plain)


def decimal_of(raw: str) -> Decimal:
    """The number a person typed: rounded to the 15 digits that a spreadsheet keeps."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return Decimal("NaN")
    if len(raw) > 15 and len(number.as_tuple().digits) > 15:
        number = _FIFTEEN.plus(number).normalize()
    return number


def is_whole(raw: str) -> bool:
    """Plain digits as a spreadsheet stores most counts: 0 or 12077, not 007, 1e3 or 12.0."""
    return len(raw) <= 15 and raw.isascii() and raw.isdecimal() and (raw[0] != "0" or raw == "0")


def shown(number: Decimal) -> str:
    """Plain digits without an exponent.

    >>> shown(Decimal("1E+3")), shown(Decimal("77.59"))
    ('1000', '77.59')
    """
    return format(number, "f")


def text_of(cell: Cell | None) -> str:
    """What a reader of the sheet would say stands in the cell; empty for none."""
    if cell is None or cell.kind == "empty":
        return ""
    if cell.kind == "text" and isinstance(cell.value, str):
        return cell.value
    if cell.kind == "number":
        if is_whole(cell.raw):
            return cell.raw
        number = decimal_of(cell.raw)
        if not number.is_finite():
            return cell.raw
        return shown(number.normalize() if number == number.to_integral_value() else number)
    if cell.kind == "bool":
        return "TRUE" if cell.value else "FALSE"
    if cell.kind == "date" and isinstance(cell.value, float) and 0 <= cell.value < LAST_DAY:
        return (DAY_ZERO + timedelta(days=cell.value)).date().isoformat()
    return cell.value if isinstance(cell.value, str) else cell.raw


def unit_shift(read: str, expected: str) -> int | None:
    """Power of ten from the unit read to the unit expected; None where they measure different things.

    >>> unit_shift("元", "万元"), unit_shift("宗", "件"), unit_shift("人次", "人")
    (-4, 0, None)
    """
    return (_label_shift if len(read) <= LABEL_LENGTH else _unit_shift)(read, expected)


def _unit_shift(read: str, expected: str) -> int | None:
    found, wanted = _unit(read), _unit(expected)
    if found == wanted:
        return 0
    if found not in POWER or wanted not in POWER or POWER[found][0] != POWER[wanted][0]:
        return None
    return POWER[found][1] - POWER[wanted][1]


_label_shift = lru_cache(maxsize=8192)(_unit_shift)


def _unit(text: str) -> str:
    unit = tidy(text).strip("()").replace(" ", "")
    return SAME_UNIT.get(unit, unit)
