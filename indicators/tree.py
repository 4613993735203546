"""Tree: a dataset's regions as an axis, and sums that climb from children to parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from data.model import LEVELS
from data.regions import RegionTree

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Step:
    """Regions of one depth in order of their parents; ``starts`` is where each parent's children begin."""

    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    parents: NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """``level`` is a place in model.LEVELS; ``leaf`` is true without children; steps run deepest first."""

    regions: tuple[str, ...]
    level: NDArray[np.int64]
    leaf: NDArray[np.bool_]
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, regions: Sequence[str], tree: RegionTree, *, rollup: bool) -> Tree:
        """Without roll-up every region stands alone, as a leaf."""
        place = {code: number for number, code in enumerate(regions)}
        parents = [tree.get(code).parent for code in regions]
        parent = np.array([place.get(above, -1) if rollup else -1 for above in parents], dtype=np.int64)
        leaf = np.ones(len(regions), dtype=bool)
        leaf[parent[parent >= 0]] = False
        level = np.array([LEVELS.index(tree.get(code).level) for code in regions], dtype=np.int64)
        return cls(tuple(regions), level, leaf, _steps(parent))

    def summed(
        self,
        own: NDArray[np.float64],
        *,
        filed: NDArray[np.float64] | None = None,
        whole: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.float64]:
        """Own figure plus the children's sums; ``filed`` stands for a region where ``whole`` is true.

        The last axis is the region.
        """
        return self._climbed(own, np.add, filed, whole)

    def joined(
        self,
        own: NDArray[np.uint8],
        *,
        filed: NDArray[np.uint8] | None = None,
        whole: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.uint8]:
        """Bits of each region and all below it, with the same exception."""
        return self._climbed(own, np.bitwise_or, filed, whole)

    def counted(self, flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many regions, at or below each, are flagged."""
        return self._climbed(flags.astype(np.int64), np.add, None, None)

    def _climbed(
        self,
        own: NDArray[Number],
        join: np.ufunc,
        filed: NDArray[Number] | None,
        whole: NDArray[np.bool_] | None,
    ) -> NDArray[Number]:
        total = own.copy()
        for step in self.steps:
            if filed is not None and whole is not None:
                np.copyto(total, filed, where=whole)
            below = join.reduceat(total[..., step.places], step.starts, axis=-1)
            total[..., step.parents] = join(total[..., step.parents], below)
        if filed is not None and whole is not None:
            np.copyto(total, filed, where=whole)
        return total


def _steps(parent: NDArray[np.int64]) -> tuple[Step, ...]:
    depth = np.zeros(len(parent), dtype=np.int64)
    for _ in LEVELS:
        depth = np.where(parent >= 0, depth[parent] + 1, 0)
    steps = []
    for deep in range(int(depth.max(initial=0)), 0, -1):
        places = np.flatnonzero(depth == deep)
        places = places[np.argsort(parent[places], kind="stable")]
        parents, starts = np.unique(parent[places], return_index=True)
        steps.append(Step(places, starts.astype(np.int64), parents))
    return tuple(steps)
