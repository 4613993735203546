"""Proposes how an unknown workbook may be read. Under the threshold nothing is preselected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from data.catalogue import Catalogue
from loaders.form import Form
from loaders.mapping import FormMapping, Nothing
from loaders.mapping_elements import ElementWords
from loaders.mapping_grid import Grid
from loaders.mapping_match import Keyed, cuts_of, title_key
from loaders.mapping_parts import Parts
from loaders.mapping_periods import period_stated
from loaders.mapping_proposal import Base, ColumnsAre, Proposal, Rows, TableProposal
from loaders.mapping_regions import RegionNames, label_key, propose_under, region_stated
from loaders.mapping_tables import grids
from loaders.mapping_words import (
    ITEM_HEADS,
    REGION_HEADS,
    VALUE_HEADS,
    alone,
    is_nothing,
    period_in,
)
from loaders.words import text_of, tidy
from loaders.workbook import Workbook

HALF = 0.5
BY_HEAD = 0.65  # an axis that only the head of its column names
SPELLINGS: Mapping[str, Nothing] = {
    **dict.fromkeys(("/", "—", "——", "–", "-", "－", "--", "不适用"), "not_applicable"),
    **dict.fromkeys(("无案件", "无此类案件"), "no_cases"),
}


def propose(
    workbook: Workbook,
    catalogue: Catalogue,
    forms: Sequence[Form],
    *,
    base: Base | None = None,
    known: FormMapping | None = None,
) -> Proposal:
    """The tables of the workbook, their axes, columns and rows; ``base`` is what a person said already."""
    base = base or Base()
    cuts = base.cuts
    if cuts is None:
        cuts = cuts_of(workbook, known) if known is not None else ()
    found = [Keyed(grid) for grid in grids(workbook, cuts)]
    fitting = _datasets(found, catalogue)
    dataset = base.dataset if base.dataset in catalogue.datasets else known.dataset if known else ""
    dataset = dataset or (fitting[0] if len(fitting) == 1 else "")
    roots = {catalogue.datasets[code].root for code in ((dataset,) if dataset else fitting)}
    root = roots.pop() if len(roots) == 1 else ""
    under, sure = _under(found, catalogue, root, base, known)
    words = ElementWords(catalogue.elements, forms)
    groups = _alike(found, catalogue, root or _any_root(catalogue))
    tables = tuple(
        _table(group, base.rows_are.get(place, ""), under, Parts(catalogue, words, known), root)
        for place, group in enumerate(groups)
    )
    first = found[0].grid if found else None
    return Proposal(
        tables=tables,
        datasets=fitting,
        dataset=dataset,
        under=under,
        under_confidence=sure,
        region=region_stated(first, catalogue, under or root) if first and root else "",
        period=next((said for keyed in found if (said := period_stated(keyed.grid))), ""),
        periods_in_table=bool(tables) and all(_says_periods(table) for table in tables),
        nothing=_nothing(tables, known),
        known=known,
        cuts=cuts,
    )


def _datasets(found: Sequence[Keyed], catalogue: Catalogue) -> tuple[str, ...]:
    """The datasets that have the regions of the tables, the best first; all where none is named."""
    labels = [label for keyed in found for label in (*_row_labels(keyed.grid), *_head_labels(keyed.grid))]
    under: dict[str, int] = {}
    for root in {dataset.root for dataset in catalogue.datasets.values()}:
        names = RegionNames(catalogue, root, {})
        under[root] = sum(names.read(label).named in ("region", "several") for label in labels)
        under[root] += sum(bool(region_stated(keyed.grid, catalogue, root)) for keyed in found)
    counted = {code: under[dataset.root] for code, dataset in catalogue.datasets.items()}
    fitting = [code for code in counted if counted[code]]
    most = max(counted.values(), default=0)
    return tuple(sorted(fitting, key=lambda code: -counted[code])) if most else tuple(counted)


def _any_root(catalogue: Catalogue) -> str:
    return next(iter(catalogue.datasets.values())).root


def _row_labels(grid: Grid) -> list[list[str]]:
    names = [column.number for column in grid.columns if column.names]
    return [[row.labels.get(number, "") for number in names] for row in grid.rows]


def _head_labels(grid: Grid) -> list[list[str]]:
    return [list(column.heads) for column in grid.figures if column.heads]


def _under(
    found: Sequence[Keyed], catalogue: Catalogue, root: str, base: Base, known: FormMapping | None
) -> tuple[str, float]:
    """The region at and below which names are read: chosen, stated by a title, or shared by plain names."""
    dataset = next((each for each in catalogue.datasets.values() if each.root == root), None)
    if dataset is None:
        return "", 0.0
    if base.under and catalogue.holds(dataset, base.under):
        return catalogue.regions.get(base.under).code, 1.0
    if known is not None and known.dataset == dataset.code:
        return known.under, 1.0
    labels = [label for keyed in found for label in (*_row_labels(keyed.grid), *_head_labels(keyed.grid))]
    shared = propose_under(labels, catalogue, root)
    stated = next((code for keyed in found if (code := region_stated(keyed.grid, catalogue, root))), "")
    tree = catalogue.regions
    if stated and (not shared or stated == shared or tree.is_ancestor(stated, shared)):
        return (stated, 0.9) if shared else (root, 0.9)
    if shared:
        return shared, 0.75
    named = any(RegionNames(catalogue, root, {}).read(label).named == "several" for label in labels)
    return ("", 0.0) if named else (root, 0.9)


def _alike(found: Sequence[Keyed], catalogue: Catalogue, root: str) -> list[list[Keyed]]:
    """Tables of the same heads and title, and of the same rows where those name no region, together."""
    groups: dict[object, list[Keyed]] = {}
    for keyed in found:
        names = RegionNames(catalogue, root, {})
        labels = _row_labels(keyed.grid)
        regions = sum(names.read(label).named != "unknown" for label in labels) >= HALF * len(labels)
        rows = () if regions else tuple(label_key(label) for label in labels)
        title = title_key(keyed.grid, catalogue, root)
        groups.setdefault((tuple(keyed.columns.values()), rows, title), []).append(keyed)
    return list(groups.values())


def _table(like: Sequence[Keyed], chosen: Rows, under: str, parts: Parts, root: str) -> TableProposal:
    keyed = like[0]
    names = RegionNames(parts.catalogue, under or root or _any_root(parts.catalogue), {})
    title = title_key(keyed.grid, parts.catalogue, names.under)
    heads = _heads_are_regions(keyed.grid, names)
    sure = 1.0
    rows_are: Rows = chosen
    if not chosen:
        rows_are, sure = _rows_are(keyed, names, parts, title, heads)
    columns_are: ColumnsAre = "element"
    if rows_are == "element":
        columns_are = "region" if heads else "value"
    names = RegionNames(parts.catalogue, under, {})
    table = TableProposal(tuple(like), rows_are, columns_are, sure, (), (), title)
    table = replace(table, columns=parts.columns(table, names))
    rows, plain_rows = parts.rows(table, names)
    plain_heads = sum(column.use == "region" for column in table.columns)
    return replace(table, rows=rows, regions=plain_rows + plain_heads)


def _heads_are_regions(grid: Grid, names: RegionNames) -> bool:
    said = [names.read(label).named for label in _head_labels(grid)]
    known = sum(named in ("region", "several") for named in said)
    return bool(said) and known > 0 and known >= HALF * sum(named != "total" for named in said)


def _rows_are(keyed: Keyed, names: RegionNames, parts: Parts, title: str, heads: bool) -> tuple[Rows, float]:
    """What the rows are, by what their labels say; by the head over them where those say nothing."""
    labels = [label for label in _row_labels(keyed.grid) if any(text.strip() for text in label)]
    if not labels:
        return "", 0.0
    if heads:
        return "element", 0.9
    said = [names.read(label).named for label in labels]
    plain_rows = [named for named in said if named not in ("total", "not_sum")]
    dated = sum(alone(label) and period_in(label, 2024) is not None for label in labels)
    if dated > HALF * len(plain_rows):
        return "period", 0.9
    regions = sum(named in ("region", "several", "own") for named in plain_rows)
    if plain_rows and regions >= HALF * len(plain_rows):
        return "region", 0.6 + 0.4 * regions / len(plain_rows)
    items = sum(parts.is_element(label, title) for label in labels)
    if items >= 0.4 * len(labels):
        return "element", 0.6 + 0.4 * items / len(labels)
    return _by_head(keyed.grid)


def _by_head(grid: Grid) -> tuple[Rows, float]:
    over = next((column.word for column in grid.columns if column.names), "")
    values = all(column.word in VALUE_HEADS or alone(column.heads) for column in grid.figures)
    if over in ITEM_HEADS:
        return "element", BY_HEAD
    if over in REGION_HEADS:
        return "region", BY_HEAD
    return ("element", BY_HEAD) if values and grid.figures and over == "" else ("", 0.0)


def _says_periods(table: TableProposal) -> bool:
    if table.rows_are == "period":
        return all(period_in(label) is not None for label in _row_labels(table.keyed.grid) if alone(label))
    read = [column for column in table.columns if column.use in ("element", "region", "value")]
    heads = {column.number: column.heads for column in table.keyed.grid.columns}
    return bool(read) and all(period_in(heads[column.number]) is not None for column in read)


def _nothing(tables: Sequence[TableProposal], known: FormMapping | None) -> dict[str, Nothing | Literal[""]]:
    """The spellings of nothing among the figures, with what the shipped forms take them for."""
    found: dict[str, Nothing | Literal[""]] = {}
    for keyed in (keyed for table in tables for keyed in table.like):
        figures = {column.number for column in keyed.grid.figures}
        rows = {row.number for row in keyed.grid.rows}
        for (row, column), cell in keyed.grid.sheet.cells.items():
            if row in rows and column in figures and is_nothing(cell):
                text = tidy(text_of(cell)).replace(" ", "")
                told = known.nothing if known else SPELLINGS
                meant = told.get(text) or SPELLINGS.get(text)
                found[text] = meant if meant is not None else ""
    return found
