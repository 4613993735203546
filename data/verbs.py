"""What every part of Store stands on: the database, the files as received, and notes on the record itself."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.dialects.sqlite import insert

from data import tables
from data.engine import writing


class Verbs:
    """Verbs that write; every one is a transaction of its own."""

    mark: object  # another one whenever this process has written

    def __init__(self, engine: Engine, files: Path) -> None:
        self._engine = engine
        self._files = files
        self.mark = object()
        event.listen(engine, "commit", self._written)

    def note(self, key: str, value: str) -> None:
        """Keep one fact about the record itself, such as how far the first loading came."""
        row = insert(tables.meta).values(key=key, value=value)
        with writing(self._engine).begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    def noted(self, key: str) -> str:
        with self._engine.begin() as connection:
            found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()
        return found or ""

    def _written(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            self.mark = object()
