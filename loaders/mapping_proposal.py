"""A proposal: how an unknown workbook may be read, each part with its confidence, nothing decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from data.model import Scope
from loaders.mapping import Axis, FormMapping, Nothing, RowKind, Use
from loaders.mapping_cuts import Cut
from loaders.mapping_elements import Guess
from loaders.mapping_match import Keyed

ColumnsAre = Literal["element", "region", "value"]
Rows = Axis | Literal["skip", ""]  # what rows are; a table that is not read; nobody has said


@dataclass(frozen=True)
class Base:
    """What a person says of the whole before the parts: empty where they leave it to the proposal."""

    dataset: str = ""
    under: str = ""
    rows_are: Mapping[int, Rows] = field(default_factory=dict)  # by table
    cuts: tuple[Cut, ...] | None = None  # the ranges of tables; None: those of the mapping already known


@dataclass(frozen=True)
class ColumnProposal:
    """A column; ``use`` is empty where a person has to say. ``others`` are further elements or regions."""

    number: int
    key: str
    head: str
    address: str
    labels: bool
    use: Use | Literal[""]
    code: str = ""
    unit: str = ""
    scope: Scope = "own"
    confidence: float = 0.0
    why: tuple[str, ...] = ()
    others: tuple[Guess, ...] = ()


@dataclass(frozen=True)
class RowProposal:
    """A row that needs a word: one of an element, or one whose region is not plain."""

    number: int
    key: str
    label: str
    address: str
    use: RowKind | Literal[""]
    code: str = ""
    unit: str = ""
    scope: Scope = "own"
    confidence: float = 0.0
    why: tuple[str, ...] = ()
    others: tuple[Guess, ...] = ()
    filled: bool = True


@dataclass(frozen=True)
class TableProposal:
    """Tables of the same heads: the first is shown, ``like`` are all of them."""

    like: tuple[Keyed, ...]
    rows_are: Rows
    columns_are: ColumnsAre
    confidence: float
    columns: tuple[ColumnProposal, ...]
    rows: tuple[RowProposal, ...]
    title: str
    regions: int = 0  # rows or columns whose region is plain

    @property
    def keyed(self) -> Keyed:
        return self.like[0]

    @cached_property
    def by_number(self) -> Mapping[int, ColumnProposal]:
        return {column.number: column for column in self.columns}

    @property
    def one_region(self) -> bool:
        """Are the figures all of one region, which rows and columns do not name."""
        return self.rows_are in ("element", "period") and self.columns_are != "region"


@dataclass(frozen=True)
class Proposal:
    """The whole workbook: tables, the datasets that fit, the region above, what is stated of the place."""

    tables: tuple[TableProposal, ...]
    datasets: tuple[str, ...]
    dataset: str
    under: str
    under_confidence: float
    region: str  # the one region stated, where tables name none
    period: str  # the period stated outside heads and rows
    periods_in_table: bool
    nothing: Mapping[str, Nothing | Literal[""]]
    known: FormMapping | None = None
    cuts: tuple[Cut, ...] = ()

    @property
    def one_region(self) -> bool:
        return any(table.one_region for table in self.tables)
