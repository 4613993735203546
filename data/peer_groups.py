"""Named groups of regions that are compared with one another: written and read here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from data import audit, tables
from data.engine import writing
from data.entering import raise_version
from data.reading import Reads
from data.scoping import shown_name
from data.verbs import Verbs

VERSIONS = "peer_groups"  # of no dataset: whether any group was ever kept


class PeerGroupError(KeyError):
    """There is no such group in the dataset."""


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The newest state of a group; ``code`` stands in addresses and never changes."""

    code: str
    dataset: str
    name: str
    regions: tuple[str, ...]
    by: str
    at: datetime


class PeerGroupVerbs(Verbs):
    """The part of Store that enters them: rows are only added, each with its audit entry."""

    def save_peer_group(
        self, code: str, dataset: str, name: str, regions: Sequence[str], *, by: str, at: datetime
    ) -> str:
        """Keep a new group (``code`` empty) or another state of one; its code."""
        with writing(self._engine).begin() as connection:
            if code and code not in _newest(connection, dataset):
                raise PeerGroupError(code)
            given = code or f"g{_last(connection) + 1}"
            _keep(connection, PeerGroup(given, dataset, name, tuple(regions), by, at))
        return given

    def drop_peer_group(self, code: str, dataset: str, *, by: str, at: datetime) -> None:
        """Keep that there is no such group any more; what it was stays in the record."""
        with writing(self._engine).begin() as connection:
            known = _newest(connection, dataset)
            if code not in known:
                raise PeerGroupError(code)
            gone = replace(known[code], regions=(), by=by, at=at)
            _keep(connection, gone)


class PeerGroupReads(Reads):
    """The part of StoreView that reads them."""

    def peer_groups(self, dataset: str) -> tuple[PeerGroup, ...]:
        """Every group of a dataset as it is now, in order of first saving."""
        with self._reading() as connection:
            found = tuple(_newest(connection, dataset).values())
        return tuple(replace(each, by=shown_name(self.viewer, each.by, "")) for each in found)


def _newest(connection: Connection, dataset: str) -> dict[str, PeerGroup]:
    """By code; a group without regions has been dropped."""
    kept = tables.peer_group
    rows = connection.execute(select(kept).where(kept.c.dataset == dataset).order_by(kept.c.id))
    found = {
        row.code: PeerGroup(
            row.code,
            row.dataset,
            row.name,
            tuple(json.loads(row.regions)),
            row.by,
            datetime.fromisoformat(row.at),
        )
        for row in rows
    }
    return {code: group for code, group in found.items() if group.regions}


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(tables.peer_group.c.id))).scalar() or 0


def _keep(connection: Connection, group: PeerGroup) -> None:
    when, regions = audit.stamp(group.at), list(group.regions)
    row = {
        "code": group.code,
        "dataset": group.dataset,
        "name": group.name,
        "regions": json.dumps(regions),
        "by": group.by,
        "at": when,
    }
    connection.execute(tables.peer_group.insert().values(row))
    raise_version(connection, "*", VERSIONS)
    detail = {"dataset": group.dataset, "name": group.name, "regions": regions}
    audit.append(
        connection, at=when, actor=group.by, action="peer_group.set", thing=group.code, detail=detail
    )
