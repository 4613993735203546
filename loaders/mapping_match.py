"""Which tables of a workbook a mapping reads: by the words of heads and labels, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from data.catalogue import Catalogue
from loaders.header import visible
from loaders.mapping import FormMapping, TableUse
from loaders.mapping_cuts import Cut
from loaders.mapping_grid import Grid, GridColumn, GridRow
from loaders.mapping_regions import beginning, label_key
from loaders.mapping_tables import cut_grid, grids
from loaders.mapping_words import PERIOD_MARK, head_key
from loaders.words import plain, text_of
from loaders.workbook import Sheet, Workbook

SHARE = 0.8  # of the mapped rows of elements that must stand in a table


@dataclass(frozen=True)
class Keyed:
    """A table with the key of each column, and of each row under chosen columns of labels."""

    grid: Grid

    @cached_property
    def columns(self) -> Mapping[int, str]:
        """Column -> key; heads that repeat without a period are counted: 数量, 数量#2."""
        seen: dict[str, int] = {}
        found: dict[int, str] = {}
        for place, column in enumerate(self.grid.columns, start=1):
            key = head_key(column.heads) or f"〔{place}〕"
            seen[key] = seen.get(key, 0) + 1
            again = seen[key] > 1 and PERIOD_MARK not in key
            found[column.number] = f"{key}#{seen[key]}" if again else key
        return found

    def names(self, use: TableUse) -> tuple[int, ...]:
        """The columns whose words name the rows."""
        return tuple(
            column.number
            for column in self.grid.columns
            if (used := use.by_head.get(self.columns[column.number])) and used.use == "label"
        )

    def rows(self, names: Sequence[int]) -> Iterator[tuple[GridRow, str]]:
        """Each row with its key: heading, labels from the widest on; repeated ones are counted."""
        seen: dict[str, int] = {}
        for row in self.grid.rows:
            labels = [row.labels.get(number, "") for number in names]
            band = f"{plain(row.band)}/" if row.band else ""
            key = band + label_key(labels)
            seen[key] = seen.get(key, 0) + 1
            yield row, f"{key}#{seen[key]}" if seen[key] > 1 else key

    def use_of(self, column: GridColumn, table: TableUse) -> str:
        used = table.by_head.get(self.columns[column.number])
        return used.use if used else "skip"


def title_key(grid: Grid, catalogue: Catalogue, root: str) -> str:
    """The table's title without region and period; empty where there is none."""
    for cell in reversed(grid.titles):
        _, rest = beginning(text_of(cell), catalogue, root)
        if plain(rest):
            return plain(rest)
    return ""


def fits(keyed: Keyed, table: TableUse, title: str) -> bool:
    """Is the table one of that kind: every head that is read, most rows of elements, a vague one's title."""
    if not table.read_heads <= set(keyed.columns.values()):
        return False
    if table.vague and (not table.title or table.title != title):
        return False
    if table.rows_are != "element":
        return True
    wanted = {row.label for row in table.rows if row.use == "element"}
    standing = {key for _, key in keyed.rows(keyed.names(table))}
    return bool(wanted) and len(wanted & standing) >= SHARE * len(wanted)


def cuts_of(workbook: Workbook, mapping: FormMapping) -> tuple[Cut, ...]:
    """The ranges of a mapping in a workbook: each on its sheet, or on any, where one of its tables stands."""
    found: list[Cut] = []
    for cut in mapping.cuts:
        shown = visible(workbook)
        named = [sheet for sheet in shown if sheet.name == cut.sheet] or shown
        placed = [(sheet, replace(cut, sheet=sheet.name)) for sheet in named]
        found += [each for sheet, each in placed if _stands(sheet, each, mapping)]
    return tuple(found)


def _stands(sheet: Sheet, cut: Cut, mapping: FormMapping) -> bool:
    """Has the range the heads, and most of the rows of elements, of a table of the mapping."""
    grid = cut_grid(sheet, cut)
    return grid is not None and any(fits(Keyed(grid), table, table.title) for table in mapping.tables)


def matched(
    workbook: Workbook, mapping: FormMapping, catalogue: Catalogue
) -> tuple[tuple[Keyed, TableUse | None], ...]:
    """Every table of the workbook with what the mapping says of it; None for one that it does not know."""
    root = catalogue.datasets[mapping.dataset].root
    found: list[tuple[Keyed, TableUse | None]] = []
    for grid in grids(workbook, cuts_of(workbook, mapping)):
        keyed, title = Keyed(grid), title_key(grid, catalogue, root)
        likely = [table for table in mapping.tables if fits(keyed, table, title)]
        likely.sort(key=lambda table: len(table.read_heads) + len(table.rows))
        found.append((keyed, likely[-1] if likely else None))
    return tuple(found)


def recognised(
    workbook: Workbook, mappings: Iterable[FormMapping], catalogue: Catalogue
) -> FormMapping | None:
    """The one mapping that knows most of the workbook's heads; None where two know as many, or none any."""
    known = [(each, _heads_known(workbook, each, catalogue)) for each in mappings]
    most = max((count for _, count in known), default=0)
    best = [mapping for mapping, count in known if count == most]
    return best[0] if most and len(best) == 1 else None


def _heads_known(workbook: Workbook, mapping: FormMapping, catalogue: Catalogue) -> int:
    found = matched(workbook, mapping, catalogue)
    return sum(len(table.read_heads) + len(table.elements) for _, table in found if table)
