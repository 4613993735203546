"""StoreView: everything a viewer may read, as frames, blocks and frozen values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, or_, select

from data import tables
from data.appeals import AppealReads
from data.assessments import RunReads
from data.auditing import AuditReads
from data.blocks import Block, BlockCache
from data.cells import CellReads
from data.due_edits import DueReads
from data.edits import EditReads
from data.evidence import EvidenceReads
from data.heads import Heads
from data.jobs import JobReads
from data.kept import kept_file
from data.model import Viewer
from data.peer_groups import PeerGroupReads
from data.publications import PublicationReads
from data.reading import Known
from data.regions import Region
from data.schemes import SchemeReads
from data.scoping import inside, may_have
from data.submissions import SubmissionReads
from data.summaries import SummaryReads
from data.target_overrides import TargetReads
from data.tasks import TaskReads
from data.vetoes import VetoReads


class StoreView(
    CellReads,
    SubmissionReads,
    EditReads,
    PublicationReads,
    AuditReads,
    JobReads,
    DueReads,
    SummaryReads,
    PeerGroupReads,
    TargetReads,
    TaskReads,
    EvidenceReads,
    SchemeReads,
    VetoReads,
    RunReads,
    AppealReads,
):
    """Reads for one viewer; every method opens its own short read transaction."""

    def __init__(
        self,
        engine: Engine,
        files: Path,
        cache: BlockCache,
        viewer: Viewer,
        heads: Heads | None = None,
        known: Known | None = None,
    ) -> None:
        """With ``known`` versions are asked for once and kept there."""
        super().__init__(engine, viewer, heads)
        self._known = known
        self._files = files
        self._cache = cache

    def versions(self, dataset: str) -> dict[str, int]:
        """Data version of each period that has figures for this viewer, of ``targets`` and ``registers``.

        Of no dataset, ``*``: ``rules``, ``mappings``, ``explanations``, ``regions``.
        """
        told = self._known() if self._known else None
        if told is None:
            with self._reading() as connection:
                return self.heads.versions(connection, dataset)
        known = next(iter(told.values()), None) if dataset == "*" else told.get(self.heads)
        if known is None:
            with self._reading() as connection:
                known = told[self.heads] = self.heads.every(connection)
        return dict(known.get(dataset, {}))

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
        return kept_file(self._files, sha256).read_bytes()

    def _may_have(self, sha256: str) -> bool:
        filed, made = tables.submission, tables.publication.c
        query = select(filed.c.region, filed.c.dataset, filed.c.by).where(filed.c.sha256 == sha256)
        copies = select(made.id).where(made.catalogue == sha256).limit(1)
        sums, scans = tables.summary.c, tables.attachment.c
        scanned = select(scans.summary).where(scans.sha256 == sha256)
        summed = select(sums.region, sums.dataset, sums.by).where(
            or_(sums.sha256 == sha256, sums.id.in_(scanned))
        )
        shown = tables.evidence.c
        proof = select(shown.region, inside(self.viewer, shown.dataset, shown.region).label("seen"))
        with self._reading() as connection:
            if connection.execute(copies).scalar() is not None:
                return True
            rows = [*connection.execute(query.distinct()), *connection.execute(summed)]
            proofs = connection.execute(proof.where(shown.sha256 == sha256)).all()
        may = [may_have(self.viewer, row.region, row.dataset, row.by) for row in rows]
        return all([*may, *(bool(row.seen) for row in proofs)]) and bool(may or proofs)


def _region(content: dict[str, Any]) -> Region:
    return Region(**{**content, "former": tuple(content["former"])})
