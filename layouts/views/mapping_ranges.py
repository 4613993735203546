"""The ranges of the wizard's tables: as a person typed them, and the answers of tables that stayed.

Each table has its range in ``area.0`` beside ``was.area.0``; ``cuts`` holds those that a person has said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.mapping_cuts import Cut, Wrong, parse_cut, read_cut
from loaders.mapping_tables import cut_grid
from loaders.workbook import Workbook

CUTS, AREA, BETWEEN = "cuts", "area.", "/"  # no spreadsheet allows the stroke in a sheet's name
MOST_CUTS = 40

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Ranges:
    """``cuts`` is None where nobody has said any; ``wrong`` what a field says that cannot be meant."""

    cuts: tuple[Cut, ...] | None = None
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    moved: bool = False


def ranges_of(fields: Fields, workbook: Workbook) -> Ranges:
    """The ranges that stand, with those changed now; a blank field gives its table to the finder."""
    typed = {
        name: text.strip()
        for name, text in fields.items()
        if name.startswith(AREA) and text.strip() != _was(fields, name)
    }
    if CUTS not in fields and not typed:
        return Ranges()
    said: list[Cut] = []
    for text in filter(None, fields.get(CUTS, "").split(BETWEEN)[:MOST_CUTS]):
        kept = read_cut(text, workbook, others=said)
        said += [kept] if isinstance(kept, Cut) else []
    wrong: dict[str, Wrong] = {}
    for name, text in typed.items():
        before = parse_cut(_was(fields, name))
        others = [cut for cut in said if cut != before]
        found = _table(text, workbook, before.sheet if before else "", others) if text else None
        if isinstance(found, Wrong):
            wrong[name] = found
        else:
            said = [*others, found] if found else others
    return Ranges(tuple(said), wrong, moved=len(wrong) < len(typed))


def carried(fields: Fields, now: Mapping[str, int]) -> dict[str, str]:
    """The answers under the numbers that their tables have now; those of a table that is gone are dropped."""
    places = {
        name.removeprefix("was." + AREA): now.get(text)
        for name, text in fields.items()
        if name.startswith("was." + AREA)
    }
    kept: dict[str, str] = {}
    for name, text in fields.items():
        parts = name.split(".")
        at = _table_at(parts)
        if at is None:
            kept[name] = text
        elif (place := places.get(parts[at])) is not None:
            kept[".".join([*parts[:at], str(place), *parts[at + 1 :]])] = text
    return kept


def _table_at(parts: list[str]) -> int | None:
    """Where a field's name has the number of its table: col.0.3, unit.row.0.12, rows.0."""
    if len(parts) > 2 and parts[-3] in ("col", "row"):
        return len(parts) - 2
    return 1 if len(parts) == 2 and parts[0] == "rows" else None


def _table(text: str, workbook: Workbook, sheet: str, others: list[Cut]) -> Cut | Wrong:
    found = read_cut(text, workbook, sheet, others)
    if isinstance(found, Wrong):
        return found
    used = workbook.sheet(found.sheet)
    return found if used is not None and cut_grid(used, found) else Wrong("no_table", found.text)


def _was(fields: Fields, name: str) -> str:
    return fields.get(f"was.{name}", "").strip()
