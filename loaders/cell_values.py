"""What the text of a cell means, by the cell's type: one pure function for each type."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

from loaders.cells import CellKind
from loaders.guards import Limits
from loaders.shared_parts import Format, index_of, unescaped

Content = tuple[CellKind, float | str | bool | None, str]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?T?([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?Z?")
_SPACE = " \t\r\n"
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_DAY_ZERO_1900 = 693_594  # 1899-12-30 as an ordinal: right from 1900-03-01 on
_DAY_ZERO_1904 = 695_056
_TEXTS = frozenset({"str", "inlineStr"})


@dataclass(slots=True)
class Shared:
    """What all sheets of one reading have in common; `cells` and `text` count up against the limits."""

    limits: Limits
    strings: list[str]
    formats: list[Format]
    date1904: bool
    cells: int = 0
    text: int = 0
    by_index: dict[str, str] = field(init=False)
    """The strings by their position as cells write it; those too long for a cell are left out."""

    def __post_init__(self) -> None:
        longest = self.limits.text_length
        texts = enumerate(self.strings)
        self.by_index = {str(index): text for index, text in texts if len(text) <= longest}


def content_of(kind: str, stored: str, *, shared: Shared, date: bool) -> Content | None:
    """Kind, value and raw text of a cell of the type `kind`; None when it is blank.

    Raises ValueError with the reason when the text cannot stand in such a cell.
    """
    read = _READERS.get(kind)
    if read is None:
        raise ValueError("cell_type")
    raw = stored if kind in _TEXTS else stored.strip(_SPACE)
    if not raw and kind not in _TEXTS:
        return None
    return read(raw, shared, date)


def number_of(text: str) -> float:
    """A number as XML writes it; NaN for anything else, so for "1_000", "inf" and "nan" too."""
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def plain_number(text: str) -> float | None:
    """The same where it is one and finite, else None.

    >>> plain_number("12.5"), plain_number("1_000"), plain_number("1e999")
    (12.5, None, None)
    """
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    return number if math.isfinite(number) else None


def _number(raw: str, _shared: Shared, date: bool) -> Content:
    number = plain_number(raw)
    if number is None:
        raise ValueError("number")
    return ("date" if date else "number"), number, raw


def _shared_string(raw: str, shared: Shared, _date: bool) -> Content:
    index = index_of(raw, count=len(shared.strings))
    if index is None:
        raise ValueError("string_index")
    text = shared.strings[index]
    return "text", text, text


def _text(raw: str, _shared: Shared, _date: bool) -> Content:
    text = unescaped(raw)
    return "text", text, text


def _boolean(raw: str, _shared: Shared, _date: bool) -> Content:
    if raw not in _BOOLEANS:
        raise ValueError("boolean")
    return "bool", _BOOLEANS[raw], raw


def _error(raw: str, _shared: Shared, _date: bool) -> Content:
    return "error", raw, raw


def _moment(raw: str, shared: Shared, _date: bool) -> Content:
    serial = _serial(raw, date1904=shared.date1904)
    if serial is None:
        raise ValueError("date")
    return "date", serial, raw


def _serial(moment: str, *, date1904: bool) -> float | None:
    """The serial number of an ISO 8601 date, time or both; None for anything else."""
    found = _MOMENT.fullmatch(moment)
    if found is None or not any(found.groups()):
        return None
    try:
        day = date.fromisoformat(found[1]).toordinal() if found[1] else None
        clock = time.fromisoformat(found[2]) if found[2] else time()
    except ValueError:
        return None
    days = 0 if day is None else day - (_DAY_ZERO_1904 if date1904 else _DAY_ZERO_1900)
    if days < 0:
        return None
    if day is not None and not date1904 and 0 < days <= 60:
        days -= 1  # the format counts a 29 February 1900 that never was
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return days + seconds / 86_400


_READERS: dict[str, Callable[[str, Shared, bool], Content]] = {
    "n": _number,
    "s": _shared_string,
    "str": _text,
    "inlineStr": _text,
    "b": _boolean,
    "e": _error,
    "d": _moment,
}
