"""What every part of StoreView stands on: who reads, what is current for him, a short read transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from data.heads import Heads, heads_of
from data.model import Viewer

# What one request was told already: heads -> dataset -> period -> version; None where nothing is kept.
Told = dict[Heads, dict[str, dict[str, int]]]
Known = Callable[[], Told | None]


class Reads:
    """Reads for one viewer; every method opens its own short transaction."""

    def __init__(self, engine: Engine, viewer: Viewer, heads: Heads | None = None) -> None:
        self._engine = engine
        self.viewer = viewer
        self.heads = heads or heads_of(viewer)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def _counted(self, by: ColumnElement[str], *which: ColumnElement[bool]) -> dict[str, int]:
        """How many rows of a table have each value of one of its columns."""
        query = select(by.label("value"), func.count().label("n")).where(*which).group_by(by)
        with self._reading() as connection:
            return {row.value: row.n for row in connection.execute(query)}
