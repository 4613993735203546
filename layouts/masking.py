"""Masking: what of the numbers a person is shown. Done once, so that page, export and API are the same.

Everything is computed over the true tree. Then the rows of regions that are not shown are dropped, or
stand under aliases (甲县, 乙县); the totals of the units above stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.catalogue import Catalogue
from data.frames import category
from data.model import Dataset, Target, Viewer
from data.people import Reach, sees
from data.regions import Region, RegionAlias, RegionTree
from layouts.login import Kept

STEMS = "甲乙丙丁戊己庚辛壬癸"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KINDS = {"province": ("省", "Province"), "city": ("市", "City"), "county": ("县", "County")}
OTHER = ("单位", "Unit")


@dataclass(frozen=True)
class MaskedCatalogue(Catalogue):
    """A catalogue whose tree has only what is shown; ``out`` is what a kept dataset does not show."""

    out: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def holds(self, dataset: Dataset, region: str) -> bool:
        return super().holds(dataset, region) and not (dataset.code in self.kept and region in self.out)


@dataclass(frozen=True)
class Mask:
    """What one reach makes of a catalogue; ``name`` is the same for people who see the same."""

    name: str
    reach: Reach
    catalogue: Catalogue
    true: Mapping[str, str]  # alias -> region

    def covers(self, dataset: str) -> bool:
        return dataset in self.reach.kept

    def shown(self, region: str) -> str | None:
        """The code that a region is shown under, if it is."""
        return region if sees(self.reach.named, region) else self.reach.aliases.get(region)

    def region(self, shown: str) -> str:
        """The region behind a shown code; KeyError for one that is not shown."""
        if shown in self.true:
            return self.true[shown]
        if not sees(self.reach.named, shown):
            raise KeyError(shown)
        return shown

    def rows(
        self, frame: pd.DataFrame, regions: Sequence[str], axis: Sequence[str], targets: Iterable[Target]
    ) -> pd.DataFrame:
        """The rows of what is shown, under the codes of ``axis`` and in its order, which tells nothing.

        ``frame`` has a row for each indicator and each of ``regions``.
        """
        place = {code: number for number, code in enumerate(regions)}
        there = np.array([place[self.region(code)] for code in axis], dtype=np.int64)
        starts = np.arange(0, len(frame), max(len(regions), 1))
        seen = frame.take((starts[:, None] + there).ravel()).reset_index(drop=True)
        names = {self.region(code): code for code in axis}
        marks = {one.target: self._target_code(one) for one in targets}
        return seen.assign(region=_renamed(seen["region"], names), target=_renamed(seen["target"], marks))

    def target(self, one: Target) -> Target | None:
        """A target as it is shown; of a region under an alias without its words."""
        shown = self.shown(one.region)
        if shown is None or shown == one.region:
            return one if shown else None
        return replace(
            one,
            target=self._target_code(one),
            region=shown,
            object="",
            source="",
            text="",
            author="",
            decided_on="",
            reason="",
            basis="",
        )

    def _target_code(self, one: Target) -> str:
        shown = self.shown(one.region) or ""
        return one.target if shown == one.region else f"{shown}-{one.indicator}-{one.first}-{one.kind}"


class Masks:
    """The newest few masks, made once for all who are shown the same of a catalogue."""

    def __init__(self) -> None:
        self._kept: Kept[tuple[Catalogue, Mask | None]] = Kept()

    def of(
        self, viewer: Viewer, catalogue: Catalogue, public: Callable[[Catalogue], frozenset[str]]
    ) -> Mask | None:
        """What the viewer is shown of a catalogue; ``public`` finds regions with figures in public sets."""
        reach = viewer.reach
        if reach is None or not reach.masks:
            return None
        name = (reach.name, id(catalogue))
        found = self._kept.get(name)
        if found is None or found[0] is not catalogue:
            found = (catalogue, mask_of(reach, catalogue, public(catalogue)))
            self._kept.put(name, found)
        return found[1]


def mask_of(reach: Reach, catalogue: Catalogue, public: frozenset[str]) -> Mask | None:
    """None where everything is shown; ``public`` are regions that have figures in public sets."""
    if not reach.masks:
        return None
    tree = catalogue.regions
    roots = {catalogue.datasets[code].root for code in reach.kept}
    inside = {region.code for root in roots for region in tree.descendants(root)}
    out = frozenset(code for code in inside if not sees(reach.named, code))
    stays = public | {above.code for code in public if code in tree for above in tree.ancestors(code)}
    kept = [
        region
        for root in tree.roots()
        for region in tree.descendants(root.code)
        if region.code not in out or region.code in stays
    ]
    named = {region.code for region in kept}
    shown = RegionTree([*kept, *_anonymous(reach, tree, named)], _known(catalogue, named))
    masked = MaskedCatalogue(catalogue.datasets, shown, (), catalogue.elements, out, reach.kept)
    true = {alias: code for code, alias in reach.aliases.items()}
    return Mask(reach.name, reach, masked, true)


def _anonymous(reach: Reach, tree: RegionTree, named: Collection[str]) -> list[Region]:
    """A made-up unit for each alias, of the same level, below the same unit as that one is shown."""
    counts: dict[str, int] = {}
    made = []
    for code, alias in sorted(reach.aliases.items(), key=lambda pair: pair[1]):
        one = tree.get(code)
        number = counts[one.level] = counts.get(one.level, 0) + 1
        kind, english = KINDS.get(one.level, OTHER)
        parent = reach.aliases.get(one.parent, one.parent if one.parent in named else "")
        made.append(
            replace(
                one,
                code=alias,
                name=_counted(number, STEMS) + kind,
                english=f"{english} {_counted(number, LETTERS)}",
                parent=parent,
                former=(),
            )
        )
    return made


def _counted(number: int, signs: str) -> str:
    """甲 to 癸, then 甲甲, 甲乙 and so on.

    >>> [_counted(number, STEMS) for number in (1, 10, 11, 21)]
    ['甲', '癸', '甲甲', '乙甲']
    """
    text = ""
    while number:
        number, place = divmod(number - 1, len(signs))
        text = signs[place] + text
    return text


def _known(catalogue: Catalogue, named: Collection[str]) -> list[RegionAlias]:
    """Other names of the units that are shown."""
    return [alias for alias in catalogue.aliases if alias.code in named]


def _renamed(column: pd.Series[str], names: Mapping[str, str]) -> pd.Categorical:
    """A column of a closed vocabulary with other words for the same things; only those that occur."""
    found = pd.Categorical(column)
    words = list(dict.fromkeys(names.get(str(each), str(each)) for each in found.categories))
    place = {word: number for number, word in enumerate(words)}
    at = np.array([place[names.get(str(each), str(each))] for each in found.categories], dtype=np.int64)
    codes = np.where(found.codes < 0, -1, at[found.codes]) if len(at) else found.codes.astype(np.int64)
    used = sorted({int(code) for code in codes if code >= 0})
    places = {code: number for number, code in enumerate(used)}
    return category(np.array([places.get(int(code), -1) for code in codes]), [words[code] for code in used])
