"""StoreView: everything a viewer may read, as frames, blocks and frozen values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Engine, func, or_, select

from data import tables
from data.auditing import AuditReads
from data.blocks import Block, BlockCache, precedence
from data.due_edits import DueReads
from data.edits import EditReads
from data.frames import OBSERVATIONS, conform
from data.heads import PLACE, Heads
from data.jobs import JobReads
from data.model import Severity, Target, Viewer
from data.publications import PublicationReads
from data.regions import Region
from data.scoping import alias, inside, may_have, on_show, shown_name
from data.submissions import ENTERED, SubmissionReads
from data.summaries import SummaryReads


@dataclass(frozen=True, slots=True)
class TracedCell:
    """One current cell with the file it stands in, for the way back from a number."""

    dataset: str
    region: str
    period: str
    element: str
    scope: str
    value: float | None
    qualifier: str
    submission: int
    sheet: str
    cell: str
    raw: str
    decimals: int
    file: str
    sha256: str
    by: str
    at: str
    form: str = ""


def counting(cells: Iterable[TracedCell], forms: Sequence[str]) -> tuple[TracedCell, ...]:
    """Of cells for one element, scope, region and period that of the first form, as in the blocks."""
    found: dict[tuple[str, str, str, str], TracedCell] = {}
    for cell in cells:
        place = (cell.region, cell.period, cell.element, cell.scope)
        kept = found.setdefault(place, cell)
        if precedence(cell.form, forms) < precedence(kept.form, forms):
            found[place] = cell
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How often one finding code stands in one current submission."""

    code: str
    severity: Severity
    region: str
    period: str
    form: str
    submission: int
    count: int


@dataclass(frozen=True, slots=True)
class CurrentFiling:
    """The current submission of one region, period and form; ``version`` counts from 1."""

    region: str
    period: str
    form: str
    submission: int
    status: str
    version: int


class StoreView(SubmissionReads, EditReads, PublicationReads, AuditReads, JobReads, DueReads, SummaryReads):
    """Reads for one viewer; every method opens its own short read transaction."""

    def __init__(
        self, engine: Engine, files: Path, cache: BlockCache, viewer: Viewer, heads: Heads | None = None
    ) -> None:
        super().__init__(engine, viewer, heads)
        self._files = files
        self._cache = cache

    def versions(self, dataset: str) -> dict[str, int]:
        """Data version of each period that has figures for this viewer, and of ``targets``.

        Of no dataset, ``*``: ``rules``, ``mappings``, ``explanations``, ``regions``.
        """
        with self._reading() as connection:
            return self.heads.versions(connection, dataset)

    def blocks(self, dataset: str, forms: Sequence[str], periods: Sequence[str]) -> tuple[Block, ...]:
        """The blocks of the periods, all of one snapshot."""
        with self._reading() as connection:
            versions = self.heads.versions(connection, dataset)

            def kept(period: str, heads: Heads) -> Block:
                version = versions[period]
                return self._cache.get(
                    connection, dataset=dataset, period=period, heads=heads, version=version, forms=forms
                )

            drafts = self.heads.drafts
            if not drafts:
                return tuple(kept(period, self.heads) for period in periods if period in versions)
            return tuple(
                kept(period, Heads("published")).overlaid(kept(period, Heads("accepted")), drafts)
                for period in periods
                if period in versions
            )

    def filed(self, dataset: str, periods: Sequence[str] = ()) -> tuple[tuple[str, str, str, int], ...]:
        """(period, region, form, submission) of every current submission of a dataset (in these periods).

        That something was filed is known of every region that the viewer is shown; what, is not. A region
        under an alias has 0 for its submission.
        """
        heads = self.heads.rows()
        columns = (heads.c.period, heads.c.region, heads.c.form, heads.c.submission)
        current = (heads.c.dataset == dataset) & on_show(self.viewer, heads.c.dataset, heads.c.region)
        if periods:
            current &= heads.c.period.in_(periods)
        with self._reading() as connection:
            found = connection.execute(select(*columns).where(current).order_by(*columns))
            rows = tuple((row.period, row.region, row.form, row.submission) for row in found)
        if self.viewer.reach is None or not self.viewer.reach.aliases:
            return rows
        named = [(row, alias(self.viewer, dataset, row[1])) for row in rows]
        return tuple(
            row if code == row[1] else (row[0], code, row[2], 0) for row, code in named if code is not None
        )

    def current(self, dataset: str, periods: Sequence[str]) -> tuple[CurrentFiling, ...]:
        """What is current in these periods, with its version and status: one query."""
        heads, other = self.heads.rows(), tables.submission.alias("other")
        standing = tables.standing
        place = [getattr(other.c, name) == getattr(heads.c, name) for name in PLACE]
        taken_in = other.c.status.in_(ENTERED)
        version = (
            select(func.count())
            .select_from(other)
            .where(*place, taken_in, other.c.id <= heads.c.submission)
            .scalar_subquery()
        )
        columns = (heads.c.region, heads.c.period, heads.c.form, heads.c.submission, standing.c.status)
        query = (
            select(*columns, version.label("version"))
            .join(standing, standing.c.submission == heads.c.submission)
            .where(heads.c.dataset == dataset, heads.c.period.in_(periods))
            .where(on_show(self.viewer, heads.c.dataset, heads.c.region))
            .order_by(*columns[:3])
        )
        with self._reading() as connection:
            found = [CurrentFiling(**row._mapping) for row in connection.execute(query)]
        if self.viewer.reach is None or not self.viewer.reach.aliases:
            return tuple(found)
        named = [(one, alias(self.viewer, dataset, one.region)) for one in found]
        return tuple(
            one if code == one.region else replace(one, region=code, submission=0)
            for one, code in named
            if code is not None
        )

    def trace(
        self, dataset: str, *, elements: Sequence[str], regions: Sequence[str], periods: Sequence[str]
    ) -> tuple[TracedCell, ...]:
        """Current cells of these elements, regions and periods, with file and place.

        Two forms may carry the same element: ``counting`` leaves the cell that counts.
        """
        heads, cells, filed = self.heads.rows(), tables.cell, tables.submission
        columns = (
            heads.c.dataset,
            heads.c.region,
            heads.c.period,
            cells,
            filed.c.path.label("file"),
            filed.c.sha256,
            filed.c.by,
            filed.c.received_at.label("at"),
            filed.c.form,
        )
        query = (
            select(*columns)
            .join(cells, cells.c.submission == heads.c.submission)
            .join(filed, filed.c.id == heads.c.submission)
            .where(
                heads.c.dataset == dataset,
                heads.c.period.in_(periods),
                heads.c.region.in_(regions),
                inside(self.viewer, heads.c.dataset, heads.c.region),
                cells.c.element.in_(elements),
            )
            .order_by(heads.c.region, heads.c.period, cells.c.element, cells.c.scope)
        )
        with self._reading() as connection:
            found = tuple(TracedCell(**row._mapping) for row in connection.execute(query))
        if self.viewer.reach is None:
            return found
        return tuple(replace(cell, by=shown_name(self.viewer, cell.by, cell.region)) for cell in found)

    def observations(
        self,
        dataset: str,
        *,
        elements: Sequence[str],
        regions: Sequence[str] = (),
        periods: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Current observations of these elements (of every region and period, or these): OBSERVATIONS."""
        if not regions or not periods:
            filed = self.filed(dataset)
            regions = regions or sorted({region for _, region, _, _ in filed})
            periods = periods or sorted({period for period, _, _, _ in filed})
        found = self.trace(dataset, elements=elements, regions=regions, periods=periods)
        rows = {name: [getattr(cell, name) for cell in found] for name in OBSERVATIONS.names}
        frame = pd.DataFrame(
            {name: pd.Series(rows[name], dtype=dtype) for name, dtype in OBSERVATIONS.columns}
        )
        return conform(frame, OBSERVATIONS)

    def targets(self, dataset: str) -> tuple[Target, ...]:
        """The register: the newest entry of each target, in order of first entry."""
        with self._reading() as connection:
            query = select(tables.target.c.target, tables.target.c.content).where(
                tables.target.c.dataset == dataset
            )
            if self.heads.publication:
                upto = self.heads.versions(connection, dataset).get("targets", 0)
                query = query.where(tables.target.c.id <= upto)
            newest: dict[str, str] = {}
            for row in connection.execute(query.order_by(tables.target.c.id)):
                newest[row.target] = row.content
        return tuple(_target(json.loads(content)) for content in newest.values())

    def open_findings(
        self, dataset: str, *, regions: Sequence[str], periods: Sequence[str]
    ) -> tuple[FindingCount, ...]:
        """Kept findings of the current submissions of these regions and periods, counted by code."""
        heads, found = self.heads.rows(), tables.finding
        columns = (
            found.c.code,
            found.c.severity,
            heads.c.region,
            heads.c.period,
            heads.c.form,
            heads.c.submission,
        )
        query = (
            select(*columns, func.count().label("n"))
            .join(found, found.c.submission == heads.c.submission)
            .where(
                heads.c.dataset == dataset,
                heads.c.period.in_(periods),
                heads.c.region.in_(regions),
                inside(self.viewer, heads.c.dataset, heads.c.region),
            )
            .group_by(*columns)
            .order_by(*columns)
        )
        with self._reading() as connection:
            return tuple(
                FindingCount(row.code, row.severity, row.region, row.period, row.form, row.submission, row.n)
                for row in connection.execute(query)
            )

    def regions(self) -> tuple[Region, ...]:
        """Units entered beyond the shipped list."""
        with self._reading() as connection:
            contents = connection.execute(
                select(tables.own_region.c.content).order_by(tables.own_region.c.code)
            )
            return tuple(_region(json.loads(content)) for content in contents.scalars())

    def file(self, sha256: str) -> bytes:
        """The file as received; PermissionError for one that only others may have.

        It names who filled it in, so it is for those who file, review or publish there. The copies of the
        definitions that publications keep are everybody's.
        """
        if self.viewer.reach is not None and not self._may_have(sha256):
            raise PermissionError(sha256)
        return (self._files / sha256[:2] / sha256).read_bytes()

    def _may_have(self, sha256: str) -> bool:
        filed, made = tables.submission, tables.publication.c
        query = select(filed.c.region, filed.c.dataset, filed.c.by).where(filed.c.sha256 == sha256)
        copies = select(made.id).where(made.catalogue == sha256).limit(1)
        sums, scans = tables.summary.c, tables.attachment.c
        scanned = select(scans.summary).where(scans.sha256 == sha256)
        summed = select(sums.region, sums.dataset, sums.by).where(
            or_(sums.sha256 == sha256, sums.id.in_(scanned))
        )
        with self._reading() as connection:
            if connection.execute(copies).scalar() is not None:
                return True
            rows = [*connection.execute(query.distinct()), *connection.execute(summed)]
        return bool(rows) and all(may_have(self.viewer, row.region, row.dataset, row.by) for row in rows)


def _target(content: dict[str, Any]) -> Target:
    return Target(**{**content, "levels": tuple(content["levels"])})


def _region(content: dict[str, Any]) -> Region:
    return Region(**{**content, "former": tuple(content["former"])})
