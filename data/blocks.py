"""Period blocks, the read model: one immutable array per (dataset, period, stage, version)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data import tables
from data.heads import Heads
from data.model import NOT_FILED, QUALIFIERS, SCOPES

KEPT_BLOCKS = 400


@dataclass(frozen=True)
class Block:
    """Filed values of one period: ``values`` and ``state`` have shape [scope, element, region].

    ``state`` is the qualifier's place in model.QUALIFIERS, or NOT_FILED; ``values`` is NaN
    where nothing was filed or the qualifier says why there is no value.
    """

    period: str
    elements: tuple[str, ...]
    regions: tuple[str, ...]
    values: NDArray[np.float64]
    state: NDArray[np.uint8]

    def on(self, regions: Sequence[str]) -> Block:
        """The same block on another axis of regions; regions without data are not filed."""
        wanted = tuple(regions)
        if wanted == self.regions:
            return self
        values = np.full((len(SCOPES), len(self.elements), len(wanted)), np.nan)
        state = np.full(values.shape, NOT_FILED, dtype=np.uint8)
        place = {region: column for column, region in enumerate(self.regions)}
        here = [column for column, region in enumerate(wanted) if region in place]
        there = [place[wanted[column]] for column in here]
        values[:, :, here] = self.values[:, :, there]
        state[:, :, here] = self.state[:, :, there]
        return Block(self.period, self.elements, wanted, values, state)

    def overlaid(self, other: Block, regions: Collection[str]) -> Block:
        """This block with the columns of some regions as another one has them."""
        own = [region for region in self.regions if region not in regions]
        axis = sorted({*own, *(region for region in other.regions if region in regions)})
        mine, theirs = self.on(axis), other.on(axis)
        taken = np.array([region in regions for region in axis], dtype=bool)
        values = np.where(taken, theirs.values, mine.values)
        state = np.where(taken, theirs.state, mine.state)
        return Block(self.period, self.elements, tuple(axis), values, state)


class BlockCache:
    """Blocks by name; the version is in the name, so nothing is ever invalidated."""

    def __init__(self, elements: tuple[str, ...]) -> None:
        self.elements = elements
        self._blocks: OrderedDict[tuple[str, str, str, int], Block] = OrderedDict()
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Forget every block: what a purge has removed must not stay in memory."""
        with self._lock:
            self._blocks.clear()

    def get(
        self,
        connection: Connection,
        *,
        dataset: str,
        period: str,
        heads: Heads,
        version: int,
        forms: Sequence[str],
    ) -> Block:
        """The block, built inside the caller's read transaction when it is not there."""
        name = (dataset, period, heads.name, version)
        with self._lock:
            if name in self._blocks:
                self._blocks.move_to_end(name)
                return self._blocks[name]
        block = build(connection, self.elements, dataset=dataset, period=period, heads=heads, forms=forms)
        with self._lock:
            self._blocks[name] = block
            while len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        return block


def build(
    connection: Connection,
    elements: tuple[str, ...],
    *,
    dataset: str,
    period: str,
    heads: Heads,
    forms: Sequence[str],
) -> Block:
    """Read the current cells of one period; where two forms carry one element the first form wins."""
    head, cells = heads.rows(), tables.cell
    current = (head.c.dataset == dataset) & (head.c.period == period)
    found = connection.execute(select(head.c.region).where(current).distinct().order_by(head.c.region))
    regions = tuple(found.scalars())
    values = np.full((len(SCOPES), len(elements), len(regions)), np.nan)
    state = np.full(values.shape, NOT_FILED, dtype=np.uint8)
    columns = (head.c.form, head.c.region, cells.c.element, cells.c.scope, cells.c.value, cells.c.qualifier)
    joined = select(*columns).join(cells, cells.c.submission == head.c.submission).where(current)
    rows = sorted(
        map(tuple, connection.execute(joined)),
        key=lambda row: precedence(row[0], forms),
        reverse=True,
    )
    _place(rows, elements, regions, values, state)
    values.setflags(write=False)
    state.setflags(write=False)
    return Block(period, elements, regions, values, state)


def _place(
    rows: Sequence[tuple[str, str, str, str, float | None, str]],
    elements: tuple[str, ...],
    regions: tuple[str, ...],
    values: NDArray[np.float64],
    state: NDArray[np.uint8],
) -> None:
    element_at: Mapping[str, int] = {code: number for number, code in enumerate(elements)}
    region_at: Mapping[str, int] = {code: number for number, code in enumerate(regions)}
    scope_at: Mapping[str, int] = {scope: number for number, scope in enumerate(SCOPES)}
    qualifier_at: Mapping[str, int] = {qualifier: number for number, qualifier in enumerate(QUALIFIERS)}
    known = [row for row in rows if row[2] in element_at]
    if not known:
        return
    where = (
        np.array([scope_at[row[3]] for row in known]),
        np.array([element_at[row[2]] for row in known]),
        np.array([region_at[row[1]] for row in known]),
    )
    values[where] = [np.nan if row[4] is None else row[4] for row in known]
    state[where] = [qualifier_at[row[5]] for row in known]


def precedence(form: str, forms: Sequence[str]) -> tuple[int, str]:
    """The lower counts: the dataset's forms in their order, then others, as mapped tables, by their codes."""
    return (list(forms).index(form) if form in forms else len(forms)), form
