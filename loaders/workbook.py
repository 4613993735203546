"""Bytes of an .xlsx into a Workbook: every cell with its address, as it stands in the package.

Only copies: nothing is guessed, converted or left out except blank cells. `read` raises
WorkbookRefused and nothing else, whatever the bytes; loaders/guards.py lists its codes.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from loaders.cell_values import Shared
from loaders.cells import Cell, CellKind, Sheet
from loaders.guards import Limits, WorkbookRefused, bomb, damaged
from loaders.package import CONTENT_TYPES, Package, kind_of, open_package
from loaders.shared_parts import Format, SheetEntry, StringsPart, StylesPart, WorkbookPart
from loaders.sheet_part import SheetPart
from loaders.xml_part import relationships

__all__ = ["Cell", "CellKind", "Limits", "Sheet", "Workbook", "WorkbookRefused", "kind_of", "read"]

DEFAULT_LIMITS = Limits()

_USUAL_STYLES = 64 * 1024  # bytes; larger ones are not held on to
_NOT_CELLS = frozenset({"chartsheet", "dialogsheet"})
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})

_Links = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets in their order, and whether dates count from 1904 (else from 1900).

    ``source`` is the format of the file; from "xls" no formulas are read.
    """

    sheets: tuple[Sheet, ...]
    date1904: bool
    source: Literal["xlsx", "xls", "ods"] = "xlsx"

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    package = open_package(data, limits)
    main = _main_part(package)
    listing = WorkbookPart(main, limits)
    listing.parse(package.read(main))
    links = relationships(package, main)
    shared = Shared(
        limits=limits,
        strings=_strings(package, links, limits),
        formats=_formats(package, links),
        date1904=listing.date1904,
    )
    sheets = tuple(
        _sheet(package, entry, part=part, shared=shared) for entry, part in _worksheets(main, listing, links)
    )
    if not sheets:
        raise damaged(main, "no_sheets")
    return Workbook(sheets=sheets, date1904=listing.date1904)


def _main_part(package: Package) -> str:
    if not package.has(CONTENT_TYPES):
        raise damaged(CONTENT_TYPES, "missing_part")
    for kind, part in relationships(package, "").values():
        if kind == "officeDocument":
            return part
    raise damaged("_rels/.rels", "missing_part")


def _strings(package: Package, links: _Links, limits: Limits) -> list[str]:
    part = _part_of(links, "sharedStrings")
    if part is None:
        return []
    reader = StringsPart(part, limits)
    reader.parse(package.read(part))
    return reader.strings


def _formats(package: Package, links: _Links) -> list[Format]:
    part = _part_of(links, "styles")
    if part is None:
        return []
    content = package.read(part)
    return list(_formats_in(part, content) if len(content) <= _USUAL_STYLES else _formats_of(part, content))


def _formats_of(part: str, content: bytes) -> tuple[Format, ...]:
    reader = StylesPart(part)
    reader.parse(content)
    return tuple(reader.formats())


# Counties fill in the same template: its styles are the same part again and again.
_formats_in = lru_cache(maxsize=64)(_formats_of)


def _part_of(links: _Links, wanted: str) -> str | None:
    return next((part for kind, part in links.values() if kind == wanted), None)


def _worksheets(main: str, listing: WorkbookPart, links: _Links) -> list[tuple[SheetEntry, str]]:
    """Each worksheet with its part; chart sheets are skipped, one part listed twice is refused."""
    found: list[tuple[SheetEntry, str]] = []
    seen: set[str] = set()
    for entry in listing.sheets:
        kind, part = links.get(entry.relationship, ("", ""))
        if kind in _NOT_CELLS:
            continue
        if kind in _MACRO_SHEETS:
            raise WorkbookRefused("file.macro", {"part": part})
        if kind != "worksheet":
            raise damaged(main, "sheet_link", sheet=entry.name)
        if part.lower() in seen:
            raise bomb(part, "repeated_sheet", found=2, limit=1)
        seen.add(part.lower())
        found.append((entry, part))
    return found


def _sheet(package: Package, entry: SheetEntry, *, part: str, shared: Shared) -> Sheet:
    reader = SheetPart(part, name=entry.name, shared=shared)
    reader.parse(package.read(part))
    return reader.sheet(entry.state)
