"""What a marked-up workbook says: every word is given by whoever asks for it, none is made here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from data.model import Finding, Severity
from loaders.cells import Sheet

TITLE = "法衡校验结果"
"""Stands in A1 of the added sheet: by it the sheet is known again when the file comes back."""
SHEET_NAME = "校验结果"
AUTHOR = "法衡 Faheng"
LONGEST_CELL = 2_000

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words; all but the problem may be empty."""

    problem: str
    fix: str = ""
    read: str = ""
    expected: str = ""
    explained: str = ""  # what its sender said about it, who and when


Say = Callable[[Finding], Said]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words around the findings.

    `heads`: severity, sheet, cell, problem, how to fix, read, expected, explained.
    """

    severities: Mapping[Severity, str]
    heads: Sequence[str]
    summary: str = ""
    legend: Mapping[Severity, str] | None = None
    whole_sheet: str = "—"  # in place of a cell, where a finding has none
    whole_file: str = "—"
    colon: str = "："
    more: str = "+{n}"  # after the last finding listed, where there are too many


def lists_findings(sheet: Sheet) -> bool:
    """Is it the sheet that an earlier marking added: no form, and no figures of the sender's."""
    title = sheet.cells.get((1, 1))
    return sheet.name.startswith(SHEET_NAME) and title is not None and title.value == TITLE


def xml_text(text: str, longest: int = LONGEST_CELL) -> str:
    """A text as it may stand in a part: no control characters, markup and the format's escapes escaped.

    >>> xml_text("a<b_x000D_\\x00c")
    'a&lt;b_x005F_x000D_c'
    """
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    return escape(_ESCAPED.sub("_x005F_", _ILLEGAL.sub("", shown)))
