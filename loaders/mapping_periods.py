"""Which period a figure of a mapped table belongs to: its head or row, else the table, else the sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.model import Period
from loaders.header import PERIOD, header_of, read_period
from loaders.hints import period_in_name
from loaders.mapping import FormMapping
from loaders.mapping_grid import Grid
from loaders.mapping_words import period_in
from loaders.words import text_of


def period_stated(grid: Grid) -> str:
    """The period that the header block, a title or the sheet's name states; empty for none."""
    header = header_of(grid.sheet)
    entry = read_period(header[PERIOD].text) if PERIOD in header else None
    if entry is not None:
        return entry.code
    for title in reversed(grid.titles):
        found = period_in((text_of(title),))
        if found is not None:
            return found.code
    named = period_in_name(grid.sheet.name)
    return named.code if named is not None else ""


@dataclass(frozen=True)
class Periods:
    """The periods of one table: ``whole`` is that of figures whose head and row say none."""

    whole: str
    year: int
    _said: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, grid: Grid, mapping: FormMapping, given: str) -> Periods:
        stated = period_stated(grid)
        known = given if mapping.period_from == "asked" else stated or given
        return cls(known, Period.parse(known).start[0] if known else 0)

    def of_figure(self, heads: Sequence[str], labels: Sequence[str]) -> str | None:
        """None where nothing says it; a month beside a year (2024年 over 3月) is one period."""
        key = tuple(heads), tuple(labels)
        if key not in self._said:
            found = (
                period_in((*labels, *heads), self.year)
                or period_in(labels, self.year)
                or period_in(heads, self.year)
            )
            self._said[key] = found.code if found is not None else self.whole
        return self._said[key] or None
