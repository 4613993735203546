"""Publications as they were made: what each put in force, and what it changed in published figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, func, select

from data import scoping, tables
from data.life import Status
from data.reading import Reads
from data.regional import within
from data.scoping import inside, may_read, shown_name
from data.submissions import LARGEST
from data.versions import Change, changes


@dataclass(frozen=True, slots=True)
class Publication:
    """One act of publishing; ``catalogue`` is the hash of the kept copy of the definitions."""

    publication: int
    dataset: str
    periods: tuple[str, ...]
    at: datetime
    by: str
    note: str
    why: str
    catalogue: str
    targets: int
    items: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """A submission that a publication put in force, and the one that was published there before."""

    region: str
    period: str
    form: str
    submission: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """A published figure that a later publication changed; an empty qualifier: nothing was filed."""

    publication: int
    dataset: str
    region: str
    period: str
    form: str
    element: str
    scope: str
    old_value: float | None
    old_qualifier: str
    old_place: str
    new_value: float | None
    new_qualifier: str
    new_place: str
    before: int
    submission: int
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is current for reviewers in a place, where it is now, and what is published there."""

    region: str
    period: str
    form: str
    submission: int
    status: Status
    published: int | None


class PublicationReads(Reads):
    """The part of StoreView that reads them; every method opens its own short transaction."""

    def publications(self, dataset: str = "") -> tuple[Publication, ...]:
        """Newest first, of one dataset or of all."""
        made = tables.publication.c
        with self._reading() as connection:
            found = _publications(connection, [made.dataset == dataset] if dataset else [])
        return tuple(replace(each, by=shown_name(self.viewer, each.by, "")) for each in found)

    def publication(self, number: int) -> Publication | None:
        if not 0 < number <= LARGEST:
            return None
        with self._reading() as connection:
            found = next(iter(_publications(connection, [tables.publication.c.id == number])), None)
        return found and replace(found, by=shown_name(self.viewer, found.by, ""))

    def published_items(self, number: int) -> tuple[PublishedItem, ...]:
        """What one publication put in force."""
        items = tables.publication_item.c
        columns = (items.region, items.period, items.form, items.submission, items.before)
        query = select(*columns).where(items.publication == number).order_by(items.period, items.region)
        query = query.where(inside(self.viewer, items.dataset, items.region))
        with self._reading() as connection:
            return tuple(PublishedItem(**row._mapping) for row in connection.execute(query))

    def changes(self, old: int, new: int) -> tuple[Change, ...]:
        """Two submissions of one place, figure by figure."""
        with self._reading() as connection:
            if not all(may_read(connection, self.viewer, number) for number in (old, new)):
                return ()
            region = select(tables.submission.c.region).where(tables.submission.c.id == new)
            unseen = scoping.untold(self.viewer, connection.execute(region).scalar() or "")
            return tuple(each for each in changes(connection, old, new) if each.element not in unseen)

    def restatements(
        self,
        dataset: str = "",
        *,
        regions: Sequence[str] = (),
        periods: Sequence[str] = (),
        elements: Sequence[str] = (),
        publication: int = 0,
    ) -> tuple[Restatement, ...]:
        """The register, newest publication first; every filter that is given must fit."""
        told, made = tables.restatement, tables.publication
        wanted = [
            column.in_(given)
            for column, given in (
                (told.c.region, regions),
                (told.c.period, periods),
                (told.c.element, elements),
                (told.c.dataset, [dataset] if dataset else ()),
                (told.c.publication, [publication] if publication else ()),
            )
            if given
        ]
        query = (
            select(told, made.c.why, made.c.at, made.c.by)
            .join(made, made.c.id == told.c.publication)
            .where(*wanted, inside(self.viewer, told.c.dataset, told.c.region))
            .where(scoping.told(self.viewer, told.c.element, told.c.region))
            .order_by(told.c.publication.desc(), told.c.id)
        )
        with self._reading() as connection:
            found = [_restatement(row) for row in connection.execute(query)]
        return tuple(replace(each, by=shown_name(self.viewer, each.by, each.region)) for each in found)

    def standings(self, dataset: str, periods: Sequence[str] = ()) -> tuple[Standing, ...]:
        """Every place of a dataset that has a current submission, with its status and what is published."""
        heads, now = tables.head.c, tables.standing.c
        published = tables.head.alias("published")
        same = [published.c[name] == heads[name] for name in ("dataset", "period", "region", "form")]
        there = select(published.c.submission).where(*same, published.c.stage == "published")
        columns = (heads.region, heads.period, heads.form, heads.submission, now.status)
        query = (
            select(*columns, there.scalar_subquery().label("published"))
            .join(tables.standing, now.submission == heads.submission)
            .where(heads.dataset == dataset, heads.stage == "accepted")
            .order_by(heads.period, heads.region, heads.form)
        )
        reach = self.viewer.reach
        if reach is not None:  # what is not published yet is for those who file, review or publish there
            query = query.where(within(heads.region, reach.drafts))
        if periods:
            query = query.where(heads.period.in_(periods))
        with self._reading() as connection:
            return tuple(Standing(**row._mapping) for row in connection.execute(query))


def _publications(connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> tuple[Publication, ...]:
    made, items, told = tables.publication, tables.publication_item, tables.restatement
    counted = [
        select(func.count()).where(table.c.publication == made.c.id).scalar_subquery().label(name)
        for table, name in ((items, "items"), (told, "changes"))
    ]
    query = select(made, *counted).where(*wanted).order_by(made.c.id.desc())
    return tuple(_publication(row) for row in connection.execute(query))


def _publication(row: Row[tuple[object, ...]]) -> Publication:
    return Publication(
        publication=row.id,
        dataset=row.dataset,
        periods=tuple(json.loads(row.periods)),
        at=datetime.fromisoformat(row.at),
        by=row.by,
        note=row.note,
        why=row.why,
        catalogue=row.catalogue,
        targets=row.targets,
        items=row.items,
        changes=row.changes,
    )


def _restatement(row: Row[tuple[object, ...]]) -> Restatement:
    content = {name: value for name, value in row._mapping.items() if name not in ("id", "at")}
    return Restatement(**content, at=datetime.fromisoformat(row.at))
