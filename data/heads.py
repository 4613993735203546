"""What counts in each place: for a stage as it is now, or as one publication left it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, or_, select

from data import tables
from data.model import Viewer
from data.people import EVERYWHERE, as_json
from data.regional import within

Stage = Literal["accepted", "published"]
PLACE = ("dataset", "region", "period", "form")
UNDATED = ("targets", "registers", "evidence")  # parts of a dataset that have a version and are no period


@dataclass(frozen=True, slots=True)
class Heads:
    """A stage, or with ``publication`` the figures in force when it was made, and nothing later."""

    stage: Stage = "accepted"
    publication: int = 0
    dataset: str = ""  # of the publication
    drafts: frozenset[str] = frozenset()  # regions that are read as accepted where the stage is published

    @property
    def name(self) -> str:
        if self.publication:
            return f"publication {self.publication}"
        return (
            f"{self.stage} {sha256(as_json(self.drafts).encode()).hexdigest()}" if self.drafts else self.stage
        )

    def rows(self) -> Subquery:
        """Columns dataset, region, period, form, submission."""
        if not self.publication:
            heads = tables.head.c
            columns = [heads[name] for name in (*PLACE, "submission")]
            return select(*columns).where(self._counts(heads.stage, heads.region)).subquery("heads")
        items, later = tables.publication_item, tables.publication_item.alias("later")
        same = [later.c[name] == items.c[name] for name in PLACE]
        newer = and_(later.c.publication > items.c.publication, later.c.publication <= self.publication)
        return (
            select(*[items.c[name] for name in (*PLACE, "submission")])
            .where(
                items.c.dataset == self.dataset,
                items.c.publication <= self.publication,
                ~select(later.c.publication).where(*same, newer).exists(),
            )
            .subquery("heads")
        )

    def versions(self, connection: Connection, dataset: str) -> dict[str, int]:
        """Data version of each period that has figures here, and of UNDATED; ``*``: of what has none."""
        if self.publication:
            return self._published(connection, dataset)
        parts = tables.part_version.c
        query = select(parts.period, parts.version).where(parts.dataset == dataset)
        if dataset != "*":
            query = query.where(or_(parts.period.in_(UNDATED), self._filed()))
        return {row.period: row.version for row in connection.execute(query)}

    def every(self, connection: Connection) -> dict[str, dict[str, int]]:
        """What ``versions`` tells of every dataset and of none, at one question; of a publication, its."""
        if self.publication:
            return {each: self.versions(connection, each) for each in dict.fromkeys(("*", self.dataset))}
        parts = tables.part_version.c
        told = or_(parts.dataset == "*", parts.period.in_(UNDATED), self._filed())
        found: dict[str, dict[str, int]] = {}
        for row in connection.execute(select(tables.part_version).where(told)):
            found.setdefault(row.dataset, {})[row.period] = row.version
        return found

    def _filed(self) -> ColumnElement[bool]:
        head, part = tables.head.c, tables.part_version.c
        same = (head.dataset == part.dataset, head.period == part.period)
        return select(head.submission).where(*same, self._counts(head.stage, head.region)).exists()

    def _counts(self, stage: ColumnElement[str], region: ColumnElement[str]) -> ColumnElement[bool]:
        if not self.drafts:
            return stage == self.stage
        own = within(region, self.drafts)
        return or_(and_(stage == "accepted", own), and_(stage == "published", ~own))

    def _published(self, connection: Connection, dataset: str) -> dict[str, int]:
        if dataset == "*":
            return Heads().versions(connection, dataset)
        if dataset != self.dataset:
            return {}
        items, made = tables.publication_item.c, tables.publication.c
        known = (items.dataset == dataset, items.publication <= self.publication)
        newest = select(items.period, func.max(items.publication).label("version")).where(*known)
        purges = Heads().versions(connection, "*").get("purges", 0) << 40  # a purge reaches old snapshots too
        found = {
            row.period: row.version + purges for row in connection.execute(newest.group_by(items.period))
        }
        upto = connection.execute(select(made.targets).where(made.id == self.publication)).scalar()
        return found | {"targets": int(upto or 0)}


def heads_of(viewer: Viewer) -> Heads:
    """What is current for a viewer: where he files or reviews the newest, elsewhere what is published."""
    if viewer.reach is None:
        return Heads(viewer.stage)
    drafts = viewer.reach.drafts
    return Heads("accepted") if EVERYWHERE in drafts else Heads("published", drafts=drafts)
