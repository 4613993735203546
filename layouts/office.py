"""What the office has chosen on the page 管理; where it has not, what was set or what the catalogue says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.catalogue import Catalogue
from data.choices import CHILDREN_FIRST, HEADLINES, SENSITIVE, SIBLINGS, YES
from data.model import DataElement, Dataset, Viewer
from data.people import EVERYWHERE, Reach, Siblings
from data.store import Store
from layouts.asked import once
from layouts.login import siblings_of


@dataclass(frozen=True)
class Office:
    """Choices of one record, read when they are asked for."""

    store: Store
    otherwise: Siblings  # between siblings

    @property
    def siblings(self) -> Siblings:
        """Whether those who file see each other's figures."""
        return siblings_of(self.store.noted(SIBLINGS), self.otherwise)

    @property
    def tells_sensitive(self) -> bool:
        """Are 敏感 indicators told at all: off until somebody switches it on."""
        return once(self.store, SENSITIVE, lambda: self.store.noted(SENSITIVE) == YES)

    def children_first(self, dataset: Dataset) -> bool:
        """Is a unit published only after those below it; without roll-up there is nothing below."""
        noted = self.store.noted(f"{CHILDREN_FIRST}:{dataset.code}")
        return dataset.rollup and (noted == YES if noted else dataset.children_first)

    def arranged(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with the headlines that the office has chosen in place of its own."""
        chosen = {code: self.store.noted(f"{HEADLINES}:{code}").split() for code in catalogue.datasets}
        sets = {
            code: replace(dataset, headlines=tuple(chosen[code])) if chosen[code] else dataset
            for code, dataset in catalogue.datasets.items()
        }
        return replace(catalogue, datasets=sets) if any(chosen.values()) else catalogue

    def viewer(self, name: str, elements: Mapping[str, DataElement], reach: Reach | None = None) -> Viewer:
        """One who reads: 敏感 elements only where the office has them told, and he has the right."""
        over = frozenset((EVERYWHERE,)) if reach is None else reach.entitled
        entitled = over if over and self.tells_sensitive else frozenset[str]()
        if EVERYWHERE in entitled:
            return Viewer(name, reach=reach)
        unseen = frozenset(code for code, each in elements.items() if each.sensitive)
        return Viewer(name, reach=reach, unseen=unseen, entitled=entitled)
