"""What a viewer may read, as SQL: submissions by region, and names of people masked."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, true

from data import tables
from data.life import same_person
from data.model import Viewer
from data.people import MASK, sees
from data.regional import within


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of ``submission`` joined with ``standing`` the viewer may read.

    Unpublished ones only where one files, reviews or publishes, and what one sent oneself.
    """
    reach = viewer.reach
    if reach is None:
        return true()
    filed, now, items = tables.submission.c, tables.standing.c, tables.publication_item.c
    in_force = select(items.submission).where(items.submission == filed.id).exists()
    published = or_(now.status == "published", and_(now.status == "superseded", in_force))
    if not reach.seen:
        return filed.by == viewer.name
    seen = inside(viewer, filed.dataset, filed.region)
    return or_(
        within(filed.region, reach.drafts),
        and_(filed.region != "", published, seen),
        filed.by == viewer.name,
    )


def inside(viewer: Viewer, dataset: ColumnElement[str], region: ColumnElement[str]) -> ColumnElement[bool]:
    """Which places the viewer may look into, to the cell: those of his regions, and every public set."""
    reach = viewer.reach
    if reach is None:
        return true()
    return or_(within(region, reach.seen), ~dataset.in_(sorted(reach.kept)))


def told(viewer: Viewer, element: ColumnElement[str], region: ColumnElement[str]) -> ColumnElement[bool]:
    """Which figures the viewer may know of: 敏感 ones only with the right over their region."""
    if not viewer.unseen:
        return true()
    return or_(element.not_in(sorted(viewer.unseen)), within(region, viewer.entitled))


def untold(viewer: Viewer, region: str) -> frozenset[str]:
    """The elements of a region that the viewer may not know of."""
    return frozenset() if sees(viewer.entitled, region) else viewer.unseen


def on_show(viewer: Viewer, dataset: ColumnElement[str], region: ColumnElement[str]) -> ColumnElement[bool]:
    """Of which places the viewer may know that something is in force, under a name or an alias."""
    reach = viewer.reach
    if reach is None or reach.aliases:
        return true()
    return or_(within(region, reach.named), ~dataset.in_(sorted(reach.kept)))


def alias(viewer: Viewer, dataset: str, region: str) -> str | None:
    """The code under which the viewer is shown a region; None for one that he is not shown."""
    reach = viewer.reach
    if reach is None or dataset not in reach.kept or sees(reach.named, region):
        return region
    return reach.aliases.get(region)


def numbers_of(viewer: Viewer) -> Select[tuple[int]]:
    """Numbers of the submissions that the viewer may read."""
    filed, now = tables.submission, tables.standing
    return select(filed.c.id).join(now, now.c.submission == filed.c.id).where(readable(viewer))


def may_read(connection: Connection, viewer: Viewer, number: int) -> bool:
    if viewer.reach is None:
        return True
    query = numbers_of(viewer).where(tables.submission.c.id == number)
    return connection.execute(query).scalar() is not None


def shown_name(viewer: Viewer, name: str, region: str) -> str:
    """Who did something: told to those who review the region and to the person; masked for others."""
    reach = viewer.reach
    if reach is None or not name or sees(reach.reviewed, region) or same_person(name, viewer.name):
        return name
    return MASK


def may_have(viewer: Viewer, region: str, dataset: str, by: str) -> bool:
    """May the viewer have a file as received, with the names in it."""
    reach = viewer.reach
    if reach is None or same_person(by, viewer.name) or sees(reach.drafts, region):
        return True
    return bool(dataset) and dataset not in reach.kept
