"""Rows by their 甲 label: what a label may be spelt like, and which row of the form it means.

A label means a row only where it means no other: by itself, else under the total above it, else in its band.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from data.model import DataElement
from data.strict import nearest
from loaders.form import Form, Row
from loaders.words import LABEL_LENGTH, plain, tidy

_UNIT_BEHIND = re.compile(r"(?P<label>.+?) ?\((?P<unit>[^()]{1,6})\)")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:\)|[、.](?!\d)) ?(?=\D)")


class Uncoded(Protocol):
    """A row without a code: the rows that its label can mean, by which text, and the heading above it."""

    @property
    def meant(self) -> tuple[Row, ...]: ...
    @property
    def named(self) -> str: ...
    @property
    def band(self) -> str: ...


@dataclass(frozen=True)
class Labels:
    """The labels of a form; an open form has every element of the catalogue under its name."""

    form: Form
    elements: Mapping[str, DataElement]

    def row(self, code: str) -> Row | None:
        """The row of a 乙 code; None for a code that the form does not have."""
        if not self.form.open:
            return self.form.rows.get(code)
        element = self.elements.get(code)
        return Row(code, code, "own", element.name, 0, required=False) if element else None

    def nearest_code(self, code: str) -> str:
        known = self.elements if self.form.open else self.form.rows
        return nearest(code, known).removeprefix("; did you mean ").rstrip("?").strip("'")

    def nearest_label(self, text: str) -> str:
        """``133 行政诉讼败诉数`` for the label that looks most like the text; empty for none."""
        near = nearest(plain(text), self._by_name).removeprefix("; did you mean ").rstrip("?").strip("'")
        return named(self._by_name[near]) if near else ""

    def meant(self, text: str) -> tuple[Row, ...]:
        """Every row that a 甲 text can mean; none for a foreign one."""
        if not text or len(text) > LABEL_LENGTH:
            return ()
        return next((rows for name, _ in spellings(text) if (rows := self._by_name.get(name))), ())

    def unit_in(self, text: str, row: Row) -> str | None:
        """The unit behind the row's label in brackets, "" for none; None where the text is not its label."""
        return next((unit for name, unit in spellings(text) if row in self._by_name.get(name, ())), None)

    def chosen(self, found: Uncoded, above: Sequence[Row]) -> Row | None:
        """The one row that is meant under the rows read above it and the band's heading; None in doubt.

        A full label that means one row needs nothing above it; a short one (其中：维持) must stand in place.
        """
        rows = found.meant
        if len(rows) == 1 and (not self._totals.get(rows[0].code) or _is_full(found.named, rows[0])):
            return rows[0]
        under = [row for row in rows if self._stands_under_its_total(row, above)]
        band = _names(found.band) if found.band else frozenset[str]()
        inside = under or [row for row in rows if band & self._bands.get(row.code, frozenset())]
        return inside[0] if len(inside) == 1 else None

    def is_band(self, text: str) -> bool:
        """Is the text a band's heading."""
        return bool(_names(text) & self._band_names)

    def _stands_under_its_total(self, row: Row, above: Sequence[Row]) -> bool:
        total = next((other for other in reversed(above) if other.depth < row.depth), None)
        return total is not None and self._totals.get(row.code) == total.code

    @cached_property
    def _bands(self) -> Mapping[str, frozenset[str]]:
        """Row code -> its band's name, plainly, with its number and without."""
        return {
            row.code: _names(band.name)
            for sheet in self.form.sheets
            for band in sheet.bands
            for row in band.rows
        }

    @cached_property
    def _band_names(self) -> frozenset[str]:
        bands = (band for sheet in self.form.sheets for band in sheet.bands)
        return frozenset(name for band in bands for name in _names(band.name))

    @cached_property
    def _totals(self) -> Mapping[str, str]:
        """Row code -> code of the total of its own band that it is a 其中 of."""
        totals: dict[str, str] = {}
        for band in (band for sheet in self.form.sheets for band in sheet.bands):
            codes = {row.element: row.code for row in band.rows}
            for row in band.rows:
                parent = self.elements[row.element].parent
                while parent and parent not in codes:
                    parent = self.elements[parent].parent
                totals[row.code] = codes.get(parent, "")
        return totals

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Row, ...]]:
        return _by_element(_Same(self.elements)) if self.form.open else self.form.labelled


@dataclass(frozen=True, eq=False)
class _Same:
    """A catalogue's elements as a key: the same object, not an equal one."""

    elements: Mapping[str, DataElement]

    def __hash__(self) -> int:
        return id(self.elements)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.elements is other.elements


@lru_cache(maxsize=8)
def _by_element(same: _Same) -> Mapping[str, tuple[Row, ...]]:
    """The rows of an open form by the plain names of the elements: made once for a catalogue."""
    found: dict[str, tuple[Row, ...]] = {}
    for code, element in same.elements.items():
        name = plain(element.name)
        found[name] = (*found.get(name, ()), Row(code, code, "own", element.name, 0, required=False))
    return found


def _names(text: str) -> frozenset[str]:
    return frozenset(name for name, _ in spellings(text))


def _is_full(text: str, row: Row) -> bool:
    return plain(row.label) in _names(text)


def named(rows: Sequence[Row]) -> str:
    """Rows as a finding names them: code and label of each."""
    return "、".join(f"{row.code} {row.label}" for row in rows)


@lru_cache(maxsize=8192)
def spellings(text: str) -> tuple[tuple[str, str], ...]:
    """Plain readings of a 甲 text, the nearest first: as it is, without its number, without its unit.

    >>> spellings("3、行政诉讼败诉数（件）")[-1]
    ('行政诉讼败诉数', '件')
    """
    bare = tidy(text)
    found = [(plain(bare), "")]
    unnumbered = _NUMBERED.sub("", bare, count=1) if _NUMBERED.match(bare) else bare
    for each in dict.fromkeys((bare, unnumbered)):
        found.append((plain(each), ""))
        match = _UNIT_BEHIND.fullmatch(each)
        if match:
            found.append((plain(match["label"]), match["unit"].strip()))
    return tuple(dict.fromkeys(found))
