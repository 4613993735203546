"""Rows: the records behind a page's chart, table twin and export, with their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class RowColumn:
    """One column of an export: the record's key, the head in both languages, the unit, how it is written."""

    key: str
    head: str
    english: str
    unit: str = ""
    kind: Literal["text", "number"] = "text"


@dataclass(frozen=True)
class Rows:
    """``records`` hold unrounded numbers (None where there is none) and codes' words already said."""

    title: str
    columns: Sequence[RowColumn]
    records: Sequence[Mapping[str, Any]]
    notes: Sequence[tuple[str, str]] = ()  # dataset, region, period, 口径, filters: the 说明 sheet
