"""A form as a value: where each data element sits in a workbook, in every version of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from data.model import Level, Period, Scope
from data.period import FIRST_YEAR, LAST_YEAR
from loaders.words import plain

Holds = Literal["value", "last_year", "qualifier", "scope", "quote", "source"]
HOLDS: tuple[Holds, ...] = get_args(Holds)


@dataclass(frozen=True)
class Column:
    """A numbered 宾栏 column: number in the 栏号 row, head, the merged head above it, what it holds."""

    number: int
    head: str
    group: str
    holds: Holds


@dataclass(frozen=True)
class Row:
    """A 主栏 row: 乙 code, element and scope; ``label`` is the 甲 text, ``depth`` its 其中 indentation.

    ``also`` are other 甲 texts that mean the row; ``prefill`` is the number that the rules set for everyone.
    """

    code: str
    element: str
    scope: Scope
    label: str
    depth: int
    required: bool
    also: tuple[str, ...] = ()
    prefill: float | None = None


@dataclass(frozen=True)
class Band:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class FormSheet:
    name: str
    bands: tuple[Band, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for band in self.bands for row in band.rows)


@dataclass(frozen=True)
class Form:
    """One version of a form; an ``open`` form has no rows of its own, its 乙 codes are element codes.

    ``earlier`` are the versions before it, oldest first; ``gap`` says why no version holds the months
    between the last of them and this one.
    """

    code: str
    name: str
    english: str
    number: str
    version: int
    valid_from: str
    valid_to: str
    issuer: str
    approval: str
    measure: str
    periods: tuple[str, ...]
    levels: tuple[Level, ...]
    open: bool
    not_applicable: tuple[str, ...]
    no_cases: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    sheets: tuple[FormSheet, ...]
    gap: str = ""
    earlier: tuple[Form, ...] = ()

    @property
    def versions(self) -> tuple[Form, ...]:
        """Every version up to this one, oldest first."""
        return (*self.earlier, self)

    def in_force(self, period: Period) -> Form | None:
        """The version whose validity holds the period."""
        return next((version for version in self.versions if version.valid_in(period)), None)

    @property
    def valid_span(self) -> Period:
        """The months of the validity; open ends reach as far as periods go."""
        first = Period.parse(self.valid_from).first if self.valid_from else FIRST_YEAR * 12
        last = Period.parse(self.valid_to).last if self.valid_to else LAST_YEAR * 12 + 11
        return Period(first, last)

    @property
    def validity(self) -> str:
        """First and last month: ``2015M01—2030M12``; an open end is empty."""
        return f"{self.valid_from}—{self.valid_to}"

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """乙 code -> row, over all sheets."""
        return {row.code: row for sheet in self.sheets for row in sheet.rows}

    @cached_property
    def labelled(self) -> Mapping[str, tuple[Row, ...]]:
        """Plain 甲 text -> the rows that it can mean; more than one only where labels repeat."""
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.rows.values():
            for name in dict.fromkeys(plain(text) for text in (row.label, *row.also)):
                found[name] = (*found.get(name, ()), row)
        return found

    @property
    def elements(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.element for row in self.rows.values()))

    @cached_property
    def ever_asked(self) -> frozenset[str]:
        """The elements of every version up to this one."""
        return frozenset(element for version in self.versions for element in version.elements)

    def column(self, holds: Holds) -> Column | None:
        return self._columns_by_use.get(holds)

    @cached_property
    def _columns_by_use(self) -> Mapping[Holds, Column]:
        return {column.holds: column for column in self.columns}

    def valid_in(self, period: Period) -> bool:
        """Does the form's validity hold the period; open ends hold everything."""
        return self.valid_span.holds(period)
