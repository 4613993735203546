"""Two versions of one place, figure by figure: what stood in which cell of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data import tables


@dataclass(frozen=True, slots=True)
class Side:
    """A figure as one version has it; an empty qualifier: nothing was filed."""

    value: float | None = None
    qualifier: str = ""
    sheet: str = ""
    cell: str = ""
    raw: str = ""
    decimals: int = 0

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two versions."""

    element: str
    scope: str
    old: Side
    new: Side

    @property
    def restated(self) -> bool:
        """Does the figure itself differ, not only the cell it stands in?"""
        return (self.old.value, self.old.qualifier) != (self.new.value, self.new.qualifier)


def changes(connection: Connection, old: int, new: int) -> Iterator[Change]:
    """Every figure of both versions in the order of the older one, then what only the newer has."""
    before, after = _sides(connection, old), _sides(connection, new)
    for element, scope in dict.fromkeys((*before, *after)):
        yield Change(
            element, scope, before.get((element, scope), Side()), after.get((element, scope), Side())
        )


def _sides(connection: Connection, number: int) -> dict[tuple[str, str], Side]:
    cells = tables.cell.c
    query = select(tables.cell).where(cells.submission == number).order_by(cells.element, cells.scope)
    return {
        (row.element, row.scope): Side(row.value, row.qualifier, row.sheet, row.cell, row.raw, row.decimals)
        for row in connection.execute(query)
    }
