"""Lists of regions and of their other names: one row, and the strict reading of a file of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.region_names import plain
from data.strict import Reading, nearest, read_csv

LEVELS = ("nation", "province", "city", "county")
COLUMNS = ("code", "name", "english", "level", "parent", "valid_from", "valid_to", "former")
ALIAS_COLUMNS = ("alias", "parent", "code")

_CODE = re.compile(r"[0-9]{6}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Region:
    """One unit. Months are 'YYYY-MM', blank for unknown or for still in force; a root has no parent."""

    code: str
    name: str
    english: str = ""
    level: str = "county"
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    former: tuple[str, ...] = ()
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class RegionAlias:
    """A name that no rule gives, such as a former one; parent is the ancestor under which it is meant."""

    alias: str
    parent: str
    code: str


def read_regions(path: Path, dataset: str = "") -> tuple[list[Region], list[str]]:
    """The regions of a list and every mistake in it; the rows are fit for a tree only without mistakes."""
    mistakes: list[str] = []
    lines: dict[str, int] = {}
    regions: list[Region] = []
    for line, row in read_csv(path, COLUMNS, mistakes):
        reading = Reading(mistakes, f"{path.name} line {line}")
        region = _region(row, dataset)
        _check_row(region, reading)
        if region.code in lines:
            reading.wrong(f"code {region.code} is already on line {lines[region.code]}")
            continue
        lines[region.code] = line
        regions.append(region)
    for code, problem in _tree_problems(regions):
        Reading(mistakes, f"{path.name} line {lines[code]}").wrong(problem)
    return regions, mistakes


def read_aliases(path: Path, regions: Iterable[Region]) -> tuple[list[RegionAlias], list[str]]:
    """The other names of a list's regions and every mistake among them."""
    by_code = {region.code: region for region in regions}
    mistakes: list[str] = []
    seen: set[tuple[str, str]] = set()
    aliases: list[RegionAlias] = []
    for line, row in read_csv(path, ALIAS_COLUMNS, mistakes):
        reading = Reading(mistakes, f"{path.name} line {line} [{row['alias']}]")
        alias = RegionAlias(**row)
        _check_alias(alias, by_code, reading)
        if (alias.alias, alias.parent) in seen:
            reading.wrong(f"is given twice under {alias.parent!r}")
        seen.add((alias.alias, alias.parent))
        aliases.append(alias)
    return aliases, mistakes


def _region(row: Mapping[str, str], dataset: str) -> Region:
    return Region(
        code=row["code"],
        name=row["name"],
        english=row["english"],
        level=row["level"],
        parent=row["parent"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        former=tuple(code for code in row["former"].split(";") if code),
        dataset=dataset,
    )


def _check_row(region: Region, reading: Reading) -> None:
    if not _CODE.fullmatch(region.code):
        reading.wrong(f"code {region.code!r} is not six digits")
    if not region.name or region.name != plain(region.name):
        reading.wrong(f"name {region.name!r} is empty or has blanks in it")
    reading.choice(region.level, "level", LEVELS)
    for column, month in (("valid_from", region.valid_from), ("valid_to", region.valid_to)):
        if month and not _MONTH.fullmatch(month):
            reading.wrong(f"{column} {month!r} is not a month YYYY-MM")
    if region.valid_from and region.valid_to and region.valid_from > region.valid_to:
        reading.wrong(f"valid_from {region.valid_from} is after valid_to {region.valid_to}")
    for old in region.former:
        if not _CODE.fullmatch(old):
            reading.wrong(f"former code {old!r} is not six digits")


def _tree_problems(regions: Sequence[Region]) -> Iterator[tuple[str, str]]:
    by_code = {region.code: region for region in regions}
    owner: dict[str, str] = {}
    for region in regions:
        if region.parent and region.parent not in by_code:
            yield region.code, f"unknown parent {region.parent!r}{nearest(region.parent, by_code)}"
        elif region.parent and not _is_lower(region.level, by_code[region.parent].level):
            yield region.code, f"a {region.level} cannot be below a {by_code[region.parent].level}"
        if region.code in _above(region, by_code):
            yield region.code, f"{region.code} is above itself"
        for old in region.former:
            if old in by_code:
                yield region.code, f"former code {old} is the code of {by_code[old].name}"
            elif old in owner:
                yield region.code, f"former code {old} is also given to {owner[old]}"
            owner.setdefault(old, region.code)


def _is_lower(level: str, above: str) -> bool:
    known = level in LEVELS and above in LEVELS
    return not known or LEVELS.index(level) > LEVELS.index(above)


def _above(region: Region, by_code: Mapping[str, Region]) -> set[str]:
    seen: set[str] = set()
    parent = region.parent
    while parent in by_code and parent not in seen:
        seen.add(parent)
        parent = by_code[parent].parent
    return seen


def _check_alias(alias: RegionAlias, by_code: Mapping[str, Region], reading: Reading) -> None:
    if not alias.alias or alias.alias != plain(alias.alias):
        reading.wrong("an alias is a name without blanks")
    for column, code in (("code", alias.code), ("parent", alias.parent)):
        if code not in by_code and (column == "code" or code):
            reading.wrong(f"unknown {column} {code!r}{nearest(code, by_code)}")
            return
    if alias.parent and alias.parent not in _above(by_code[alias.code], by_code):
        reading.wrong(f"{alias.parent} is not above {alias.code}")
