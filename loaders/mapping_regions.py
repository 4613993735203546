"""Which region a row, a head or a title of a free table names: at and below one region only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from data.catalogue import Catalogue
from data.regions import Region, RegionTree
from loaders.header import CODE, UNIT, header_of
from loaders.mapping_grid import Grid
from loaders.mapping_words import NOT_SUMS, TOTALS, without_period
from loaders.words import LABEL_LENGTH, plain, text_of, tidy

Named = Literal["region", "own", "total", "not_sum", "several", "unknown"]
PROPER = re.compile(r"(?P<level>国家|省|自治区|市|州|盟|县|区)?(?:本级|直属?|直机关)$")
LEVEL_OF = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "县": "county",
    "区": "county",
}
_OFFICE = re.compile(
    r"(?P<region>.{1,}?[省市区县州旗盟])(?:人民政府|[^省市区县州旗盟]{2,16}(?:局|厅|委员会|委|办公室|办|中心))"
)
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)、.]\s*")
MOST_REMEMBERED = 20_000  # labels of one region
LONGEST = 30  # letters of a title in which a region's name may stand


@dataclass(frozen=True)
class Reading:
    """What a label says: one region, the unit's own figures, a sum of others, or nothing certain."""

    named: Named
    regions: tuple[Region, ...] = ()

    @property
    def region(self) -> str:
        return self.regions[0].code if len(self.regions) == 1 and self.named in ("region", "own") else ""


@dataclass(frozen=True)
class RegionNames:
    """Reads labels at and below the region ``under``; ``picked`` are labels that a person decided."""

    catalogue: Catalogue
    under: str
    picked: Mapping[str, str]

    def read(self, labels: Sequence[str]) -> Reading:
        """The labels of one row, the widest first (市, 县), or the heads of one column."""
        picked = self.picked.get(label_key(labels)) if self.picked else None
        if picked is not None and self.under:
            return Reading("region", (self.catalogue.regions.get(picked),))
        known, key = _remembered(self.catalogue.regions, self.under), tuple(labels)
        if key not in known:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[key] = self._reading(key)
        return known[key]

    def _reading(self, labels: Sequence[str]) -> Reading:
        said = [tidy(label[:LABEL_LENGTH]) for label in labels if label.strip()]
        if not said or not self.under:
            return Reading("unknown")
        bare = plain(said[-1])
        if bare in TOTALS or bare.endswith(("合计", "总计")):
            return Reading("total")
        if bare in NOT_SUMS:
            return Reading("not_sum")
        return self._proper(said) or self._found(said)

    def _found(self, said: Sequence[str]) -> Reading:
        tree = self.catalogue.regions
        coded = [text for text in said if text.isdecimal() and text in tree]
        if coded and self._inside(tree.get(coded[0])):
            return self._coded(tree.get(coded[0]), [text for text in said if not text.isdecimal()])
        bare = [_NUMBERED.sub("", text) for text in said]
        for text in ("".join(bare), bare[-1], _without_office(bare[-1])):
            found = tree.find(text, self.under) if text else ()
            if len(found) > 1 and len(bare) > 1:
                found = self._below(bare[:-1], text) or found
            if found:
                return Reading("region" if len(found) == 1 else "several", found)
        return Reading("unknown")

    def _coded(self, region: Region, names: Sequence[str]) -> Reading:
        """The region of a code; with a name that means others, it may be any of them."""
        named = self._found(names).regions if names else ()
        if named and region not in named:
            return Reading("several", (region, *named))
        return Reading("region", (region,))

    def _inside(self, region: Region) -> tuple[Region, ...]:
        tree = self.catalogue.regions
        return (region,) if region.code == self.under or tree.is_ancestor(self.under, region.code) else ()

    def _below(self, above: Sequence[str], text: str) -> tuple[Region, ...]:
        """The region of that name under the one that the labels to its left name."""
        tree = self.catalogue.regions
        parents = tree.find(above[-1], self.under)
        return tree.find(text, parents[0].code) if len(parents) == 1 else ()

    def _proper(self, said: Sequence[str]) -> Reading | None:
        """市本级, 市直, 南京市本级: the unit's own figures, without those below it."""
        found = PROPER.search(plain(said[-1]))
        if not found or len(plain(said[-1])) == len(found["level"] or ""):
            return None
        tree = self.catalogue.regions
        name = plain(said[-1])[: found.start()] + (found["level"] or "")
        named = tree.find(name, self.under) if len(name) > 1 else ()
        if len(said) > 1 and not named:
            named = tree.find(said[-2], self.under)
        if not named:
            level = LEVEL_OF.get(found["level"] or "")
            line = (tree.get(self.under),)
            named = tuple(region for region in line if level in (None, region.level))
        return Reading("own" if len(named) == 1 else "several" if named else "unknown", named)


@lru_cache(maxsize=16)
def _remembered(tree: RegionTree, under: str) -> dict[tuple[str, ...], Reading]:
    """What labels were read as at and below a region: a wizard's every step reads the same ones again."""
    return {}


def label_key(labels: Iterable[str]) -> str:
    """How labels of a row are compared, the widest first.

    >>> label_key(("霁川市", " 月屿　区"))
    '霁川市/月屿区'
    """
    return "/".join(plain(text[: 2 * LABEL_LENGTH]) for text in labels if text.strip())


def region_stated(grid: Grid, catalogue: Catalogue, root: str) -> str:
    """The region that the header block or a title of the sheet names; empty where none or several."""
    header = header_of(grid.sheet)
    code = tidy(header[CODE].text).replace(" ", "") if CODE in header else ""
    if code in catalogue.regions:
        return catalogue.regions.get(code).code
    names = RegionNames(catalogue, root, {})
    if UNIT in header and header[UNIT].text:
        return names.read([header[UNIT].text]).region
    for title in reversed(grid.titles):
        found = beginning(text_of(title), catalogue, root)[0]
        if found:
            return found
    return names.read([grid.sheet.name]).region


def region_contradicted(grid: Grid, catalogue: Catalogue, root: str) -> tuple[Region, ...]:
    """The regions that the header block and the title name, where neither lies in the other."""
    header, names = header_of(grid.sheet), RegionNames(catalogue, root, {})
    if UNIT not in header or not header[UNIT].text:
        return ()
    unit = names.read([header[UNIT].text]).region
    titled = next(
        (code for title in grid.titles if (code := beginning(text_of(title), catalogue, root)[0])), ""
    )
    tree = catalogue.regions
    if not unit or not titled or unit == titled:
        return ()
    if tree.is_ancestor(unit, titled) or tree.is_ancestor(titled, unit):
        return ()
    return tree.get(titled), tree.get(unit)


def beginning(text: str, catalogue: Catalogue, root: str) -> tuple[str, str]:
    """The one region at the beginning of a title, and what follows it."""
    title = without_period(text)
    for end in range(min(len(title), LONGEST), 1, -1):
        found = catalogue.regions.find(title[:end], root)
        if len(found) == 1:
            return found[0].code, title[end:]
        if found:
            break
    return "", title


def propose_under(labels: Sequence[Sequence[str]], catalogue: Catalogue, root: str) -> str:
    """The nearest region that holds all those whose label can mean only one; empty where none can.

    A name that stands for several elsewhere is certain there only if it means one at and below that region.
    """
    tree = catalogue.regions
    names = RegionNames(catalogue, root, {})
    known = [read.region for label in labels if (read := names.read(label)).named == "region" and read.region]
    if not known:
        return ""
    lines = [[code, *(above.code for above in tree.ancestors(code))] for code in dict.fromkeys(known)]
    shared = next((code for code in lines[0] if all(code in line for line in lines)), "")
    return tree.get(shared).parent if shared and len(lines) == 1 and tree.get(shared).parent else shared


def _without_office(text: str) -> str:
    found = _OFFICE.fullmatch(text.replace(" ", ""))
    return found["region"] if found else ""
