"""One cell -> value, qualifier, printed digits, and every normalisation it took, for one data element."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from data.model import DataElement, Qualifier, Severity
from loaders.qualifier_words import AFTER, BEFORE, QUALIFIER_WORDS, any_of
from loaders.words import decimal_of, is_whole, shown, text_of, tidy, unit_shift
from loaders.workbook import Cell

NOT_FILED_WORDS = ("未报", "未统计", "暂无数据", "未填")
FLAG_WORDS = {"是": Decimal(1), "否": Decimal(0), "有": Decimal(1), "√": Decimal(1), "×": Decimal(0)}
MOST_DECIMALS = 10
MOST = Decimal(10) ** 15  # beyond it a spreadsheet loses digits
SHOWN = 60

_NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TEXT = re.compile(
    rf"(?P<before>{any_of(BEFORE)})?(?P<number>{_NUMBER})(?P<inner>{any_of(AFTER)})?"
    rf"(?P<unit>%|[^\d\s%.,()<>=]{{1,4}}?)?(?P<after>{any_of(AFTER)})?"
)
_APART = re.compile(r"\d (?!\d{3}(?!\d))\d")  # no space of thousands
_FORMAT_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FORMAT_POINT = re.compile(r"\.([0#?]+)")


class Spellings(Protocol):
    """What a form, or a mapping, says of the spellings of nothing."""

    @property
    def not_applicable(self) -> tuple[str, ...]: ...
    @property
    def no_cases(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding without its place."""

    code: str
    severity: Severity
    params: Mapping[str, str | float]


class CellReading(NamedTuple):
    """What a cell says; ``filed`` is false for a blank and for a cell that cannot be read."""

    filed: bool
    value: float | None = None
    qualifier: Qualifier = "exact"
    raw: str = ""
    decimals: int = 0
    troubles: tuple[Trouble, ...] = ()


class _Found(NamedTuple):
    number: Decimal
    decimals: int
    qualifier: Qualifier = "exact"
    changed: bool = False
    own_unit: bool = False  # written behind the number, and so before any that is declared beside it


BLANK = CellReading(filed=False)


def read_cell(cell: Cell | None, element: DataElement, form: Spellings, *, unit: str = "") -> CellReading:
    """Read a filed cell; ``unit`` is the unit declared beside it where it differs from the element's."""
    if cell is None:
        return BLANK
    if cell.kind == "number" and element.kind != "flag" and not (unit and unit_shift(unit, element.unit)):
        ordinary = _ordinary(cell)
        if ordinary:
            return ordinary
    raw = text_of(cell)
    found = _found(cell, raw, element, form)
    if isinstance(found, CellReading):
        return found
    if unit and not found.own_unit:
        found = _shift(found, unit_shift(unit, element.unit) or 0)
    return _judge(found, raw, element)


def wrong(code: str, raw: str, **params: str) -> Trouble:
    return Trouble(code, "must", {"read": raw, **params})


def _ordinary(cell: Cell) -> CellReading | None:
    """A whole number of no percentage, as most figures are: nothing to normalise and nothing to doubt."""
    percent, printed = _format(cell.number_format)
    if percent or not is_whole(cell.raw):
        return None
    return CellReading(True, float(cell.raw), "exact", cell.raw, min(printed or 0, MOST_DECIMALS))


def _found(cell: Cell, raw: str, element: DataElement, form: Spellings) -> _Found | CellReading:
    match cell.kind:
        case "empty" if cell.formula:
            return _wrong("cell.not_calculated", raw, formula="=" + cell.formula.lstrip("="))
        case "empty":
            return BLANK
        case "error":
            return _wrong("cell.error", raw, expected=_expected(element))
        case "number":
            return _from_number(cell, element)
        case "text":
            return _from_text(raw, element, form)
        case "bool" if element.kind == "flag":
            return _Found(Decimal(1 if cell.value else 0), 0, changed=True)
    return _wrong("cell.not_a_number", raw, expected=_expected(element))


def _wrong(code: str, raw: str, **params: str) -> CellReading:
    return CellReading(filed=False, raw=raw, troubles=(wrong(code, raw, **params),))


def _expected(element: DataElement) -> str:
    return "0 或 1" if element.kind == "flag" else f"数字（{element.unit}）"


def _from_number(cell: Cell, element: DataElement) -> _Found | CellReading:
    number = decimal_of(cell.raw)
    if not number.is_finite():
        return _wrong("cell.not_a_number", cell.raw, expected=_expected(element))
    percent, printed = _format(cell.number_format)
    if percent and element.unit != "%":
        read = f"{shown(number.scaleb(2).normalize())}%"
        return _wrong("cell.not_a_number", read, expected=_expected(element))
    if percent:
        number = number.scaleb(2)
    decimals = 0 if not percent and is_whole(cell.raw) else _decimals(number)
    if printed is not None:
        decimals = printed if cell.formula else max(printed, decimals)
    return _Found(number, min(decimals, MOST_DECIMALS), changed=percent)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@lru_cache(maxsize=1024)
def _format(number_format: str) -> tuple[bool, int | None]:
    """Does the format show a percentage; the digits after its point, None where it says nothing."""
    bare = _FORMAT_LITERAL.sub("", number_format)
    first, _, _ = bare.partition(";")
    if "0" not in first and "#" not in first:
        return "%" in bare, None
    point = _FORMAT_POINT.search(first)
    return "%" in bare, len(point[1]) if point else 0


def _from_text(raw: str, element: DataElement, form: Spellings) -> _Found | CellReading:
    text = tidy(raw).replace(" ", "")
    if not text:
        return BLANK
    if text in map(tidy, form.not_applicable):
        return CellReading(filed=True, value=None, qualifier="not_applicable", raw=raw)
    if element.kind == "flag" and text in FLAG_WORDS:
        return _Found(FLAG_WORDS[text], 0, changed=True)
    if text in map(tidy, form.no_cases):
        return CellReading(filed=True, value=None, qualifier="no_cases", raw=raw)
    if text in NOT_FILED_WORDS:
        return CellReading(filed=False, raw=raw, troubles=(_note(raw, ""),))
    read = None if _puts_together(raw) else _parse(text, element)
    return read or _wrong("cell.not_a_number", raw, expected=_expected(element))


def _puts_together(raw: str) -> bool:
    """Would plain writing make one number of several: 7① with its mark of a note, two lines, 12 and 3."""
    return any(unicodedata.category(letter) == "No" for letter in raw) or bool(_APART.search(tidy(raw)))


def _parse(text: str, element: DataElement) -> _Found | None:
    match = _TEXT.fullmatch(text)
    if not match:
        return None
    shift = _text_shift(match["unit"] or "", element.unit)
    words = {BEFORE[match["before"]]} if match["before"] else set[Qualifier]()
    words |= {AFTER[match[part]] for part in ("inner", "after") if match[part]}
    if shift is None or len(words) > 1:
        return None
    number = Decimal(match["number"].replace(",", "").replace("−", "-"))
    exponent = number.as_tuple().exponent
    printed = max(0, -exponent) if isinstance(exponent, int) else 0
    qualifier: Qualifier = words.pop() if words else "exact"
    found = _Found(number, min(printed, MOST_DECIMALS), qualifier, changed=True, own_unit=bool(match["unit"]))
    return _shift(found, shift)


def _text_shift(unit: str, expected: str) -> int | None:
    """Power of ten from a unit written behind a number; ``万`` alone stands for 万 of the element's unit."""
    if not unit:
        return 0
    if unit in ("万", "亿"):
        unit += expected.lstrip("万亿千")
    return unit_shift(unit, expected)


def _shift(found: _Found, power: int) -> _Found:
    if not power:
        return found
    decimals = min(max(0, found.decimals - power), MOST_DECIMALS)
    return found._replace(number=found.number.scaleb(power), decimals=decimals, changed=True)


def _judge(found: _Found, raw: str, element: DataElement) -> CellReading:
    number = found.number
    if abs(number) >= MOST:
        return _wrong("cell.not_a_number", raw[:SHOWN], expected=_expected(element), reason="too_large")
    if number < 0 and element.kind != "change":
        return _wrong("cell.negative", raw, expected="≥ 0")
    if element.kind == "flag" and number not in (0, 1):
        return _wrong("cell.not_a_number", raw, expected=_expected(element))
    whole = element.kind in ("count", "rank", "flag") and not element.unit.startswith(("万", "亿", "千"))
    if whole and number != number.to_integral_value():
        return _wrong("cell.not_whole", raw, expected=_expected(element), unit=element.unit)
    value = float(number) + 0.0  # -0 becomes 0
    troubles: list[Trouble] = []
    if found.changed:
        troubles.append(_note(raw, _became(found)))
    elif element.unit == "%" and element.kind == "rate" and 0 < number < 1:
        params: dict[str, str | float] = {
            "read": raw,
            "became": f"{shown(number)}%",
            "expected": f"{shown(number.scaleb(2).normalize())}%",
        }
        troubles.append(Trouble("cell.fraction", "explain", params))
    return CellReading(
        filed=True,
        value=value,
        qualifier=found.qualifier,
        raw=raw,
        decimals=found.decimals,
        troubles=tuple(troubles),
    )


def _became(found: _Found) -> str:
    words: dict[Qualifier, str] = {qualifier: word for word, qualifier in QUALIFIER_WORDS.items()}
    number = shown(found.number.normalize() if found.number else Decimal(0))
    return number if found.qualifier == "exact" else f"{number}({words[found.qualifier]})"


def _note(raw: str, became: str) -> Trouble:
    return Trouble("cell.normalised", "note", {"read": raw, "became": became})
