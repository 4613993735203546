"""What counts in each place now: which filing, of which version and status, with which open findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from data import tables
from data.heads import PLACE
from data.model import Severity
from data.reading import Reads
from data.scoping import alias, inside, on_show
from data.submissions import ENTERED


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


class CurrentReads(Reads):
    """The part of StoreView that tells what is current; every method opens its own short transaction."""

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
