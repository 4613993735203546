"""What an office chooses once for all: kept as a note of the record, each choice in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.sqlite import insert

from data import audit, tables
from data.engine import writing
from data.entering import raise_version
from data.verbs import Verbs

SIBLINGS = "siblings"  # whether those who file see each other's figures
SENSITIVE = "sensitive"  # whether 敏感 indicators are told at all, to those with the right
CHILDREN_FIRST = "children_first"  # of a dataset: is a unit published only after those below it
HEADLINES = "headlines"  # of a dataset: the indicators of the overview's cards, in order
YES, NO = "yes", "no"


class ChoiceVerbs(Verbs):
    """The part of Store that keeps them; ``by`` is who chooses."""

    def choose_siblings(self, siblings: str, *, by: str, at: datetime) -> None:
        self._choose(SIBLINGS, siblings, thing=siblings, by=by, at=at)

    def choose_sensitive(self, told: str, *, by: str, at: datetime) -> None:
        self._choose(SENSITIVE, told, thing=told, by=by, at=at)

    def choose_children_first(self, dataset: str, first: str, *, by: str, at: datetime) -> None:
        self._choose(f"{CHILDREN_FIRST}:{dataset}", first, thing=f"{dataset} {first}", by=by, at=at)

    def choose_headlines(self, dataset: str, codes: Sequence[str], *, by: str, at: datetime) -> None:
        """None given: those of the catalogue again."""
        listed = " ".join(codes)
        self._choose(f"{HEADLINES}:{dataset}", listed, thing=f"{dataset} {listed}".strip(), by=by, at=at)

    def _choose(self, key: str, value: str, *, thing: str, by: str, at: datetime) -> None:
        when, name = audit.stamp(at), key.partition(":")[0]
        with writing(self._engine).begin() as connection:
            row = insert(tables.meta).values(key=key, value=value)
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
            raise_version(connection, "*", "people")
            audit.append(connection, at=when, actor=by, action=f"{name}.choose", thing=thing, detail={})
