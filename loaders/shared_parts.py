"""What the sheets of a workbook share: the list of sheets, the strings, the number formats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from loaders.formats import BUILTIN, GENERAL, shows_date
from loaders.guards import Limits, bomb, damaged
from loaders.plain_runs import STRING, STRINGS
from loaders.xml_part import TRUE, Attributes, Begin, End, XmlPart

State = Literal["visible", "hidden", "very_hidden"]

_STATES: dict[str, State] = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}
_LONGEST = 255  # characters of a number format, and far more than a sheet name may have
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INDEX = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Format:
    """A number format of a cell style: its code, and whether it shows a date."""

    code: str
    date: bool


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `relationship` leads to its part."""

    name: str
    state: State
    relationship: str


def unescaped(text: str) -> str:
    """Text with its _x000D_ escapes as the characters they stand for; NUL stays escaped.

    >>> unescaped("a_x000A_b"), unescaped("_x005F_x000A_")
    ('a\\nb', '_x000A_')
    """
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(_character, text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if code else escape[0]


def index_of(text: str | None, *, count: int) -> int | None:
    """A position from 0 to count - 1 as the format writes it; None for anything else."""
    if text is None or not _INDEX.fullmatch(text):
        return None
    number = int(text)
    return number if number < count else None


class WorkbookPart(XmlPart):
    """The workbook part: its sheets in order and its date system."""

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part)
        self.date1904 = False
        self.sheets: list[SheetEntry] = []
        self._names: set[str] = set()
        self._limit = limits.parts
        self._listing = False

    def begins(self) -> Mapping[str, Begin]:
        return {"workbookPr": self._properties, "sheets": self._list, "sheet": self._sheet}

    def ends(self) -> Mapping[str, End]:
        return {"sheets": self._end_list}

    def _properties(self, attributes: Attributes) -> None:
        self.date1904 = attributes.get("date1904") in TRUE

    def _list(self, _attributes: Attributes) -> None:
        self._listing = True

    def _end_list(self) -> None:
        self._listing = False

    def _sheet(self, attributes: Attributes) -> None:
        if not self._listing:
            return
        name = unescaped(attributes.get("name", ""))
        state = _STATES.get(attributes.get("state", "visible"))
        if not 0 < len(name) <= _LONGEST or state is None or name.lower() in self._names:
            raise damaged(self.part, "sheet_list", sheet=name)
        self._names.add(name.lower())
        if len(self._names) > self._limit:
            raise bomb(self.part, "sheets", found=len(self._names), limit=self._limit)
        links = [value for key, value in attributes.items() if key.endswith("/relationships}id")]
        self.sheets.append(SheetEntry(name, state, links[0] if links else ""))


class StringsPart(XmlPart):
    """The shared strings: runs joined, readings (phonetic) left out, escapes resolved."""

    texts = frozenset({"t"})
    runs = STRINGS

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part)
        self.strings: list[str] = []
        self._limit = limits.strings
        self._pieces: list[str] | None = None
        self._reading = False

    def begins(self) -> Mapping[str, Begin]:
        return {"si": self._begin_string, "rPh": self._begin_reading}

    def ends(self) -> Mapping[str, End]:
        return {"si": self._end_string, "t": self._end_text, "rPh": self._end_reading}

    def take(self, run: str) -> None:
        """Strings of one run of text each."""
        self._refuse_nested()
        texts = STRING.findall(run)
        self._refuse_many(len(texts))
        self.strings += map(unescaped, texts) if "_x" in run else texts

    def _begin_string(self, _attributes: Attributes) -> None:
        self._refuse_nested()
        self._refuse_many(1)
        self._pieces = []

    def _refuse_nested(self) -> None:
        if self._pieces is not None:
            raise damaged(self.part, "nested_string")

    def _refuse_many(self, more: int) -> None:
        if len(self.strings) + more > self._limit:
            raise bomb(self.part, "strings", found=self._limit + 1, limit=self._limit)

    def _end_text(self) -> None:
        if self._pieces is not None and not self._reading:
            self._pieces.append(self.text)

    def _begin_reading(self, _attributes: Attributes) -> None:
        self._reading = True

    def _end_reading(self) -> None:
        self._reading = False

    def _end_string(self) -> None:
        self.strings.append(unescaped("".join(self._pieces or ())))
        self._pieces = None


class StylesPart(XmlPart):
    """The number format of every cell style, in the order cells refer to them."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self._codes: dict[str, str] = {str(number): code for number, code in BUILTIN.items()}
        self._used: list[str] = []
        self._within = ""

    def formats(self) -> list[Format]:
        known = {key: Format(code, shows_date(code)) for key, code in self._codes.items()}
        general = Format(GENERAL, date=False)
        return [known.get(key, general) for key in self._used]

    def begins(self) -> Mapping[str, Begin]:
        return {"numFmts": self._formats, "cellXfs": self._styles, "numFmt": self._format, "xf": self._style}

    def ends(self) -> Mapping[str, End]:
        return {"numFmts": self._leave, "cellXfs": self._leave}

    def _formats(self, _attributes: Attributes) -> None:
        self._within = "numFmts"

    def _styles(self, _attributes: Attributes) -> None:
        self._within = "cellXfs"

    def _leave(self) -> None:
        self._within = ""

    def _format(self, attributes: Attributes) -> None:
        if self._within != "numFmts":
            return
        code = unescaped(attributes.get("formatCode", GENERAL))
        if len(code) > _LONGEST:
            raise bomb(self.part, "format_length", found=len(code), limit=_LONGEST)
        self._codes[attributes.get("numFmtId", "")] = code

    def _style(self, attributes: Attributes) -> None:
        if self._within == "cellXfs":
            self._used.append(attributes.get("numFmtId", "0"))
