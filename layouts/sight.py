"""Sight: what of a dataset is open to the one who looks; the part of Numbers that the mask decides."""

from __future__ import annotations

from data.catalogue import Catalogue
from data.people import EVERYWHERE, sees
from data.view import StoreView
from indicators.definition import Indicator, Indicators
from layouts.masking import Mask


class Sight:
    """``catalogue`` is what is shown, ``whole_catalogue`` what there is."""

    def __init__(
        self, view: StoreView, catalogue: Catalogue, indicators: Indicators, mask: Mask | None
    ) -> None:
        self.view = view
        self.catalogue = mask.catalogue if mask else catalogue
        self.indicators = indicators
        self._whole = catalogue
        self._mask = mask
        viewer = view.viewer
        # regions of which 敏感 figures are told
        self.entitled = viewer.entitled if viewer.unseen else frozenset((EVERYWHERE,))

    def _mask_of(self, dataset: str) -> Mask | None:
        return self._mask if self._mask and self._mask.covers(dataset) else None

    def behind_name(self, dataset: str, shown: str) -> str:
        """The region behind the code that it is shown under."""
        mask = self._mask_of(dataset)
        return mask.region(shown) if mask else shown

    def whole(self, dataset: str, region: str) -> bool:
        """Is every unit below the region open to this person, to the cell."""
        reach = self.view.viewer.reach
        if reach is None or dataset not in reach.kept:
            return True
        below = self._whole.regions.descendants(region) if region in self._whole.regions else ()
        return bool(below) and all(sees(reach.seen, each.code) for each in below)

    def hides(self, dataset: str, region: str) -> str:
        """How units below the region are kept from this person: anonymous, own; empty where none is."""
        mask = self._mask_of(dataset)
        if mask is None or self.whole(dataset, region):
            return ""
        return "anonymous" if mask.reach.aliases else "own"

    def counts_below(self, dataset: str, region: str) -> bool:
        """Are all units below the region shown, under names or aliases: else nothing of them is counted."""
        mask = self._mask_of(dataset)
        if mask is None or self.whole(dataset, region):
            return True
        below = self._whole.regions.descendants(region) if region in self._whole.regions else ()
        return bool(mask.reach.aliases) and all(mask.shown(each.code) for each in below)

    def codes(self) -> tuple[str, ...]:
        """The indicators that are told: 敏感 ones to those with the right over some region."""
        every = self.indicators.all
        return tuple(code for code, each in every.items() if self.entitled or not each.sensitive)

    def shown(self) -> list[Indicator]:
        """The indicators that pages list."""
        return [self.indicators[code] for code in self.codes()]
