"""The merged areas of a sheet, each within the limits and all together no larger than the sheet."""

from loaders.addresses import Area, area_of
from loaders.guards import Limits, bad_address, bomb


class MergedAreas:
    """Collects ``areas``; raises WorkbookRefused."""

    def __init__(self, part: str, limits: Limits) -> None:
        self.areas: list[Area] = []
        self._part = part
        self._limits = limits
        self._size = 0

    def add(self, reference: str, *, sheet: str) -> None:
        limits = self._limits
        area = area_of(reference)
        if area is None:
            raise bad_address(self._part, "malformed", sheet=sheet, address=reference)
        top, left, bottom, right = area
        if top > limits.max_row or left > limits.max_column:
            raise bad_address(self._part, "out_of_bounds", sheet=sheet, address=reference)
        bottom, right = min(bottom, limits.max_row), min(right, limits.max_column)
        self.areas.append((top, left, bottom, right))
        if len(self.areas) > limits.merges:
            raise bomb(self._part, "merges", found=len(self.areas), limit=limits.merges)
        self._size += (bottom - top + 1) * (right - left + 1)
        if self._size > limits.max_row * limits.max_column:
            most = limits.max_row * limits.max_column
            raise bomb(self._part, "merged_area", found=self._size, limit=most)
