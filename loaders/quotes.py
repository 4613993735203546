"""The 原文摘句 and 出处 beside each figure of an open form: in the workbook alone, not in the record."""

from __future__ import annotations

from collections.abc import Mapping

from data.catalogue import Catalogue
from data.model import Scope
from loaders.form import Form, Holds
from loaders.places import place_of
from loaders.row_labels import Labels
from loaders.row_values import scope_of
from loaders.survey import find_tables
from loaders.table import TableRow
from loaders.table_rows import rows_of
from loaders.words import text_of
from loaders.workbook import Workbook


def quotes_in(
    workbook: Workbook, form: Form, catalogue: Catalogue
) -> Mapping[tuple[str, Scope], tuple[str, str]]:
    """Element and scope -> quote and source, as they stand beside the figure."""
    place = place_of(workbook, form, catalogue)
    labels = Labels(form, catalogue.elements)
    found: dict[tuple[str, Scope], tuple[str, str]] = {}
    for table in find_tables(workbook, labels, place)[0]:
        for row in rows_of(table, labels):
            expected = labels.row(row.code) if isinstance(row, TableRow) else None
            if isinstance(row, TableRow) and expected is not None:
                key = (expected.element, scope_of(row, expected, form, []))
                found.setdefault(key, (_text(row, form, "quote"), _text(row, form, "source")))
    return found


def _text(row: TableRow, form: Form, holds: Holds) -> str:
    column = form.column(holds)
    return text_of(row.cell(column.number)) if column else ""
