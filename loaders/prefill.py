"""What a template can be filled with beforehand: what is known of the period, or all that is filed for it.

Nothing is estimated. Known are the figures of the same period a year before (for comparison), the cases
pending at the end of the period before (上期未结, a proposal) and the numbers that the rules set for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from data.catalogue import Catalogue
from data.model import DataElement, Period, Qualifier, Scope
from loaders.cells import Cell
from loaders.form import Form
from loaders.template_cells import Filled, FilledValue
from loaders.values import MOST_DECIMALS, read_cell

Key = tuple[str, Scope]
WHOLE_MONTHS = (12, 6, 3, 1)  # a year, a half-year, a quarter, a month


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure of the record: its value, what stood in the cell, and the submission with its place."""

    value: float | None
    qualifier: Qualifier
    decimals: int
    raw: str
    period: str
    submission: int
    sheet: str
    cell: str


Record = Mapping[Key, Kept]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a proposed figure comes from: ``carried`` from ``kept``, or set by the ``rules``."""

    kind: Literal["carried", "rules"]
    kept: Kept | None = None


@dataclass(frozen=True)
class Prefill:
    """Figures of the value column, of the 上年同期 column, and where the proposed ones come from.

    ``left_out`` are figures on record for which the form has no row.
    """

    filled: Filled = field(default_factory=dict)
    last_year: Filled = field(default_factory=dict)
    origins: Mapping[Key, Origin] = field(default_factory=dict)
    left_out: tuple[Key, ...] = ()


def ends_before(period: Period) -> tuple[Period, ...]:
    """The periods that end in the month before: of the same length first, then the longer ones.

    >>> [before.code for before in ends_before(Period.parse("2025"))]
    ['2024', '2024H2', '2024Q4', '2024M12']
    """
    last = period.first - 1
    lengths = dict.fromkeys((period.months, *WHOLE_MONTHS))
    spans = (Period(last - months + 1, last) for months in lengths)
    return tuple(span for span in spans if span.months == period.months or span.kind != "span")


def known(
    form: Form,
    catalogue: Catalogue,
    *,
    last_year: Record,
    before: Sequence[Record],
    carried: Sequence[tuple[str, str]],
) -> Prefill:
    """What is known before anything is filed; ``before`` are the records that end where the period begins.

    ``carried`` are (filed at the end of a period, repeated at the start of the next) data elements.
    """
    filled: dict[Key, FilledValue] = {}
    origins: dict[Key, Origin] = {}
    ends = {start: end for end, start in carried}
    for row in form.rows.values():
        key = (row.element, row.scope)
        end = (ends.get(row.element, ""), row.scope)
        kept = next((record[end] for record in before if end in record), None)
        if kept is not None:
            filled[key] = as_filed(kept, catalogue.elements[row.element], form)
            origins[key] = Origin("carried", kept)
        elif row.prefill is not None:
            filled[key] = FilledValue(row.prefill)
            origins[key] = Origin("rules")
    return Prefill(filled, _in_rows(form, catalogue, last_year), origins)


def correction(form: Form, catalogue: Catalogue, *, current: Record, last_year: Record) -> Prefill:
    """All that is filed for the period: filed again as it is, it says the same.

    An open form has a row for each figure; of another, figures without a row are told.
    """
    if form.open:
        filled = {key: as_filed(kept, catalogue.elements[key[0]], form) for key, kept in current.items()}
        return Prefill(filled)
    rows = {(row.element, row.scope) for row in form.rows.values()}
    left_out = tuple(key for key in current if key not in rows)
    return Prefill(
        _in_rows(form, catalogue, current), _in_rows(form, catalogue, last_year), left_out=left_out
    )


def as_filed(kept: Kept, element: DataElement, form: Form) -> FilledValue:
    """A figure of the record as a template writes it, so that reading it back gives the same.

    Words such as 无案件 and 300左右 stay as they were printed where they still mean the same.
    """
    said = (kept.value, kept.qualifier, kept.decimals)
    worded = kept.value is None or (kept.qualifier != "exact" and form.column("qualifier") is None)
    if worded and _read(kept.raw, element, form) == said:
        return FilledValue(kept.value, kept.qualifier, kept.decimals, raw=kept.raw)
    calculated = kept.value is not None and _shows_less(kept.value, kept.decimals)
    return FilledValue(kept.value, kept.qualifier, kept.decimals, calculated=calculated)


def _in_rows(form: Form, catalogue: Catalogue, record: Record) -> dict[Key, FilledValue]:
    return {
        key: as_filed(record[key], catalogue.elements[row.element], form)
        for row in form.rows.values()
        if (key := (row.element, row.scope)) in record
    }


def _read(raw: str, element: DataElement, form: Form) -> tuple[float | None, Qualifier, int] | None:
    """What the reader makes of a text in a cell of the element."""
    if not raw.strip() or raw.startswith("'"):
        return None
    reading = read_cell(Cell("", 1, 1, "text", raw, raw, None, ""), element, form)
    return (reading.value, reading.qualifier, reading.decimals) if reading.filed else None


def _shows_less(value: float, decimals: int) -> bool:
    """Has the number more digits than it shows, as the result of a formula may."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    return min(digits, MOST_DECIMALS) > decimals
