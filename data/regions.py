"""The tree of regions: codes now and before, parents, and the names people write for them."""

import difflib
from collections.abc import Iterable, Sequence
from itertools import takewhile

from data.region_lists import LEVELS, Region, RegionAlias, read_aliases, read_regions
from data.region_names import plain, short_names

__all__ = ["LEVELS", "Region", "RegionAlias", "RegionTree", "read_aliases", "read_regions"]

LONGEST = 60  # a full path has some 30 characters; longer texts are no names


class RegionTree:
    """The regions of one list, built once. A code may be given as it is now or as it was before."""

    def __init__(self, regions: Iterable[Region], aliases: Iterable[RegionAlias] = ()) -> None:
        self._by_code = {region.code: region for region in sorted(regions, key=lambda region: region.code)}
        self._former = {old: region.code for region in self._by_code.values() for old in region.former}
        self._children: dict[str, list[Region]] = {}
        self._named: dict[str, list[Region]] = {}
        self._short: dict[str, list[Region]] = {}
        self._aliased: dict[str, list[Region]] = {}
        for region in self._by_code.values():
            self._children.setdefault(region.parent, []).append(region)
            self._named.setdefault(region.name, []).append(region)
            for short in short_names(region.name):
                self._short.setdefault(short, []).append(region)
        self._below: dict[str, tuple[Region, ...]] = {}  # found once for each that is asked for
        for alias in aliases:
            self._aliased.setdefault(alias.alias, []).append(self._by_code[alias.code])

    def get(self, code: str) -> Region:
        """The region of a current or former code; KeyError when there is none."""
        return self._by_code[self._former.get(code, code)]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code or code in self._former

    def __len__(self) -> int:
        return len(self._by_code)

    def roots(self) -> tuple[Region, ...]:
        """The regions without a parent, by code."""
        return tuple(self._children.get("", ()))

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions directly below, by code."""
        return tuple(self._children.get(self.get(code).code, ()))

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """The regions above, nearest first."""
        above: list[Region] = []
        parent = self.get(code).parent
        while parent:
            above.append(self._by_code[parent])
            parent = above[-1].parent
        return tuple(above)

    def descendants(self, code: str) -> tuple[Region, ...]:
        """The region and all below it, each followed by its own, by code."""
        top = self.get(code)
        if top.code not in self._below:
            found: list[Region] = []
            waiting = [top]
            while waiting:
                found.append(waiting.pop())
                waiting.extend(reversed(self._children.get(found[-1].code, ())))
            self._below[top.code] = tuple(found)
        return self._below[top.code]

    def is_ancestor(self, above: str, below: str) -> bool:
        """Whether the first is truly above the second; nothing is above itself."""
        code = self.get(above).code
        return any(region.code == code for region in self.ancestors(below))

    def valid_in(self, code: str, first_month: str, last_month: str) -> bool:
        """Whether the region existed in any month from the first to the last, both 'YYYY-MM'."""
        region = self.get(code)
        began = not region.valid_from or region.valid_from <= last_month
        return began and (not region.valid_to or region.valid_to >= first_month)

    def path_name(self, code: str) -> str:
        """The name with those above it, without the nation: 广东省广州市从化区."""
        line = [self.get(code), *self.ancestors(code)]
        return "".join(region.name for region in reversed(line) if region.level != "nation" or len(line) == 1)

    def find(self, text: str, under: str | None = None) -> tuple[Region, ...]:
        """Every region the text can mean, by code: all of them when it is ambiguous, none when unknown.

        The first that finds any decides: today's name, a known other name, names from above strung
        together (广州市从化区), the name without its rank (从化). `under` keeps to one region and
        those below it.
        """
        wanted = plain(text)
        return self._find(wanted, under and self.get(under).code) if len(wanted) <= LONGEST else ()

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three names, or codes when a code was given, that look like the text, best first."""
        wanted = plain(text)
        if wanted.isdecimal() and len(wanted) == 6:
            return tuple(sorted(self._by_code, key=lambda code: _distance(wanted, code))[:3])
        return tuple(difflib.get_close_matches(wanted, self._named | self._aliased, n=3, cutoff=0.5))

    def _find(self, text: str, under: str | None) -> tuple[Region, ...]:
        return (
            self._within(self._named.get(text, ()), under)
            or self._within(self._aliased.get(text, ()), under)
            or self._by_path(text, under)
            or self._within(self._short.get(text, ()), under)
        )

    def _within(self, regions: Sequence[Region], under: str | None) -> tuple[Region, ...]:
        return tuple(
            region
            for region in regions
            if under is None or region.code == under or self.is_ancestor(under, region.code)
        )

    def _by_path(self, text: str, under: str | None) -> tuple[Region, ...]:
        found: dict[str, Region] = {}
        for end in range(2, len(text) - 1):
            head, rest = text[:end], text[end:]
            heads = (
                *self._named.get(head, ()),
                *self._short.get(head, ()),
                *self._aliased.get(head, ()),
            )
            for above in self._within(heads, under):
                below = self._find(rest, above.code)
                found |= {region.code: region for region in below if region.code != above.code}
        return tuple(found[code] for code in sorted(found))


def _distance(wanted: str, code: str) -> tuple[int, int]:
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(wanted, code, strict=True))
    return -len(list(shared)), abs(int(wanted) - int(code))
