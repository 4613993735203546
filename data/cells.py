"""Current cells with the file each stands in: the way back from a number, and the observations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import select

from data import tables
from data.blocks import precedence
from data.current import CurrentReads
from data.frames import OBSERVATIONS, conform
from data.scoping import inside, shown_name, told


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


class CellReads(CurrentReads):
    """The part of StoreView that reads cells; every method opens its own short transaction."""

    def trace(
        self, dataset: str, *, elements: Sequence[str], regions: Sequence[str], periods: Sequence[str]
    ) -> tuple[TracedCell, ...]:
        """Current cells of these elements, regions and periods, with file and place.

        Two forms may carry the same element: ``counting`` leaves the cell that counts.
        """
        heads, cells, filed = self.heads.rows(), tables.cell, tables.submission
        columns = (  # in the order of the fields of TracedCell
            *[heads.c[name] for name in ("dataset", "region", "period")],
            *[cells.c[name] for name in ("element", "scope", "value", "qualifier", "submission")],
            *[cells.c[name] for name in ("sheet", "cell", "raw", "decimals")],
            *[filed.c[name] for name in ("path", "sha256", "by", "received_at", "form")],
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
                told(self.viewer, cells.c.element, heads.c.region),
            )
            .order_by(heads.c.region, heads.c.period, cells.c.element, cells.c.scope)
        )
        with self._reading() as connection:
            found = tuple(TracedCell(*row) for row in connection.execute(query))
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
