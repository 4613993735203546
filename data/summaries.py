"""汇总表 made from the record, and the signed scans by which they are filed upward: written and read here.

A summary is no submission: the figures in it are those that the units have filed, so nothing of it is
counted again. What is kept is which file was made of which submissions, by whom and when.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select

from data import audit, tables
from data.engine import writing
from data.entering import note_file, raise_version
from data.model import Viewer
from data.reading import Reads
from data.scoping import inside, shown_name
from data.submissions import LARGEST
from data.verbs import Verbs


@dataclass(frozen=True, slots=True)
class Attachment:
    """A scan as it came; ``kind`` is pdf, png or jpg."""

    attachment: int
    summary: int
    sha256: str
    name: str
    kind: str
    size: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """One 汇总表 as it was made; with a scan it is filed upward."""

    summary: int
    dataset: str
    region: str
    period: str
    form: str
    sha256: str
    submissions: tuple[int, ...]
    by: str
    at: datetime
    scans: tuple[Attachment, ...] = ()


class SummaryVerbs(Verbs):
    """The part of Store that enters them: rows are only added, each with its audit entry."""

    def keep_summary(
        self,
        place: tuple[str, str, str, str],
        *,
        sha256: str,
        name: str,
        size: int,
        submissions: Sequence[int],
        by: str,
        at: datetime,
    ) -> int:
        """Keep that a 汇总表 was made of (dataset, region, period, form); the same file again is the same.

        The file itself is kept by ``keep_file`` before.
        """
        kept, where = tables.summary, dict(zip(("dataset", "region", "period", "form"), place, strict=True))
        row = {"sha256": sha256, "submissions": json.dumps(list(submissions)), "by": by}
        with writing(self._engine).begin() as connection:
            same = [kept.c[key] == value for key, value in {**where, "sha256": sha256}.items()]
            known = connection.execute(select(kept.c.id).where(*same)).scalar()
            if known is not None:
                return int(known)
            note_file(connection, sha256, name, size, at=at)
            entered = connection.execute(kept.insert().values(**where, **row, at=audit.stamp(at)))
            (number,) = entered.inserted_primary_key or (0,)
            raise_version(connection, "*", "summaries")
            detail = {**where, "sha256": sha256, "submissions": list(submissions)}
            audit.sign(connection, "summary.make", str(number), detail, by, at)
            return int(number)

    def attach(
        self, summary: int, *, sha256: str, name: str, kind: str, size: int, by: str, at: datetime
    ) -> int:
        """File a summary upward with its signed scan; KeyError when there is no such summary."""
        kept, scans = tables.summary.c, tables.attachment
        row = {"summary": summary, "sha256": sha256, "name": name, "kind": kind, "size": size, "by": by}
        with writing(self._engine).begin() as connection:
            there = select(kept.id).where(kept.id == summary)
            if not 0 < summary <= LARGEST or connection.execute(there).scalar() is None:
                raise KeyError(summary)
            same = select(scans.c.id).where(scans.c.summary == summary, scans.c.sha256 == sha256)
            known = connection.execute(same).scalar()
            if known is not None:
                return int(known)
            note_file(connection, sha256, name, size, at=at)
            entered = connection.execute(scans.insert().values(**row, at=audit.stamp(at)))
            (number,) = entered.inserted_primary_key or (0,)
            raise_version(connection, "*", "summaries")
            detail = {"sha256": sha256, "name": name, "kind": kind, "size": size}
            audit.sign(connection, "summary.attach", str(summary), detail, by, at)
            return int(number)


class SummaryReads(Reads):
    """The part of StoreView that reads them; every method opens its own short transaction."""

    def summaries(self, dataset: str, *, regions: Sequence[str] = ()) -> tuple[KeptSummary, ...]:
        """Every summary of a dataset (of these regions), the newest first, with its scans."""
        kept = tables.summary.c
        query = select(tables.summary).where(kept.dataset == dataset).order_by(kept.id.desc())
        if regions:
            query = query.where(kept.region.in_(regions))
        with self._reading() as connection:
            rows = connection.execute(query.where(inside(self.viewer, kept.dataset, kept.region))).all()
            return tuple(_summary(connection, row, self.viewer) for row in rows)

    def summary(self, number: int) -> KeptSummary | None:
        kept = tables.summary.c
        if not 0 < number <= LARGEST:
            return None
        seen = inside(self.viewer, kept.dataset, kept.region)
        with self._reading() as connection:
            row = connection.execute(select(tables.summary).where(kept.id == number, seen)).one_or_none()
            return None if row is None else _summary(connection, row, self.viewer)


def _summary(connection: Connection, row: Row[tuple[object, ...]], viewer: Viewer) -> KeptSummary:
    scans = tables.attachment
    query = select(scans).where(scans.c.summary == row.id).order_by(scans.c.id)
    return KeptSummary(
        summary=row.id,
        dataset=row.dataset,
        region=row.region,
        period=row.period,
        form=row.form,
        sha256=row.sha256,
        submissions=tuple(json.loads(row.submissions)),
        by=shown_name(viewer, row.by, row.region),
        at=datetime.fromisoformat(row.at),
        scans=tuple(
            Attachment(
                each.id,
                each.summary,
                each.sha256,
                each.name,
                each.kind,
                each.size,
                shown_name(viewer, each.by, row.region),
                datetime.fromisoformat(each.at),
            )
            for each in connection.execute(query)
        ),
    )
