"""Publishing: approved submissions are put in force, and what that changes is written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from data import audit, tables
from data.engine import writing
from data.entering import head_of, move_head, raise_version, stand, standing_of, supersede, tell
from data.life import OPERATOR
from data.verbs import Verbs
from data.versions import Change, changes

# (form, region, period) -> the units below that must be published first
Below = Callable[[str, str, str], Sequence[str]]
COPY_NAME = "catalogue.zip"


@dataclass(frozen=True, slots=True)
class CatalogueCopy:
    """The kept copy of the definitions that a publication was made with."""

    sha256: str
    size: int


class PublishError(Exception):
    """Why nothing was published: ``missing`` names the units below each one that are not."""

    def __init__(
        self,
        code: Literal["no_right", "nothing", "children", "why"],
        *,
        missing: Mapping[str, Sequence[str]] | None = None,
        changed: int = 0,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.missing = dict(missing or {})
        self.changed = changed


class PublishVerbs(Verbs):
    """The part of Store that publishes."""

    def publish(
        self,
        dataset: str,
        periods: Sequence[str],
        *,
        by: str,
        at: datetime,
        catalogue: CatalogueCopy,
        note: str = "",
        why: str = "",
        regions: Collection[str] | None = None,
        rights: Collection[str] = OPERATOR,
        below: Below | None = None,
    ) -> int:
        """Put every approved submission of these periods (of these regions) in force, all or none.

        A published figure that changes is entered in the register of restatements and needs a reason.
        """
        if "publish" not in rights:
            raise PublishError("no_right")
        when = audit.stamp(at)
        with writing(self._engine).begin() as connection:
            items = [
                item
                for item in _approved(connection, dataset, periods)
                if regions is None or item["region"] in regions
            ]
            if not items:
                raise PublishError("nothing")
            _children_first(connection, items, below)
            told = {"note": note.strip(), "why": why.strip()}
            number = _enter(connection, dataset, periods, catalogue, by=by, when=when, **told)
            changed = sum([_put_in_force(connection, item, number, by=by, when=when) for item in items])
            if changed and not why.strip():
                raise PublishError("why", changed=changed)
            for period in {item["period"] for item in items}:
                raise_version(connection, dataset, period)
            detail = {
                "dataset": dataset,
                "periods": sorted(periods),
                "submissions": [item["submission"] for item in items],
                "catalogue": catalogue.sha256,
                "changed": changed,
                **told,
            }
            audit.append(
                connection,
                at=when,
                actor=by,
                action="publication.make",
                thing=str(number),
                detail=detail,
            )
        return number


def _approved(connection: Connection, dataset: str, periods: Sequence[str]) -> list[dict[str, Any]]:
    """The current approved submissions that are not published yet."""
    heads, now = tables.head.c, tables.standing.c
    columns = (heads.dataset, heads.period, heads.region, heads.form, heads.submission)
    query = (
        select(*columns)
        .join(tables.standing, now.submission == heads.submission)
        .where(
            heads.dataset == dataset,
            heads.stage == "accepted",
            heads.period.in_(periods),
            now.status == "accepted",
        )
        .order_by(heads.period, heads.region, heads.form)
    )
    return [dict(row._mapping) for row in connection.execute(query)]


def _children_first(connection: Connection, items: Sequence[Mapping[str, Any]], below: Below | None) -> None:
    """PublishError where a unit would be published before those below it that owe the same form."""
    if below is None:
        return
    heads = tables.head.c
    query = select(heads.form, heads.region, heads.period).where(
        heads.dataset == items[0]["dataset"], heads.stage == "published"
    )
    there = {tuple(row) for row in connection.execute(query)}
    there |= {(item["form"], item["region"], item["period"]) for item in items}
    missing = {
        f"{item['region']} {item['period']}": absent
        for item in items
        if (
            absent := [
                code
                for code in below(item["form"], item["region"], item["period"])
                if (item["form"], code, item["period"]) not in there
            ]
        )
    }
    if missing:
        raise PublishError("children", missing=missing)


def _enter(
    connection: Connection,
    dataset: str,
    periods: Sequence[str],
    catalogue: CatalogueCopy,
    *,
    by: str,
    when: str,
    note: str,
    why: str,
) -> int:
    kept = {"sha256": catalogue.sha256, "name": COPY_NAME, "size": catalogue.size, "kept_at": when}
    connection.execute(insert(tables.source_file).values(kept).on_conflict_do_nothing())
    newest = select(func.max(tables.target.c.id)).where(tables.target.c.dataset == dataset)
    row = {
        "dataset": dataset,
        "periods": json.dumps(sorted(periods)),
        "at": when,
        "by": by,
        "note": note,
        "why": why,
        "catalogue": catalogue.sha256,
        "targets": connection.execute(newest).scalar() or 0,
    }
    (number,) = connection.execute(tables.publication.insert().values(row)).inserted_primary_key or (0,)
    return int(number)


def _put_in_force(
    connection: Connection, item: Mapping[str, Any], publication: int, *, by: str, when: str
) -> int:
    """Move the published head to a submission; how many published figures that changes."""
    number, place = item["submission"], {name: item[name] for name in ("dataset", "period", "region", "form")}
    before = head_of(connection, place, "published")
    _, locked = standing_of(connection, number)
    stand(connection, number, "accepted", "published", locked=locked)
    tell(connection, number, "published", by=by, when=when, why=f"#{publication}")
    row = {**place, "publication": publication, "submission": number, "before": before}
    connection.execute(tables.publication_item.insert().values(row))
    move_head(connection, place, "published", number)
    if before is None:
        return 0
    supersede(connection, before, number, by=by, when=when)
    about = {**place, "publication": publication, "before": before, "submission": number}
    rows = [
        {**about, **_restated(change)} for change in changes(connection, before, number) if change.restated
    ]
    if rows:
        connection.execute(tables.restatement.insert(), rows)
    return len(rows)


def _restated(change: Change) -> dict[str, object]:
    return {
        "element": change.element,
        "scope": change.scope,
        "old_value": change.old.value,
        "old_qualifier": change.old.qualifier,
        "old_place": change.old.place,
        "new_value": change.new.value,
        "new_qualifier": change.new.qualifier,
        "new_place": change.new.place,
    }
