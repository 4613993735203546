"""Which form a workbook without 表号 is: by its title, else by the rows that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from loaders.form import Form
from loaders.header import read_period, visible
from loaders.row_labels import spellings
from loaders.table_rows import code_in
from loaders.words import LABEL_LENGTH, plain, text_of, tidy
from loaders.workbook import Cell, Sheet, Workbook

TITLE_ROWS = 5
SHARE = 0.8  # of a form's rows that must stand in a workbook which does not say what it is
LEAST_CODES = 10  # a column with fewer of a form's codes may well be one of figures


def form_by_title(workbook: Workbook, forms: Mapping[str, Form]) -> tuple[Form, str, str] | None:
    """The form whose name is a title, with or without its period; and the title's sheet and cell."""
    for sheet, cell in titles_in(workbook):
        names = {plain(title) for title, _ in dated(text_of(cell))}
        for form in forms.values():
            if names & {plain(version.name) for version in form.versions}:
                return form, sheet.name, cell.address
    return None


def form_by_rows(workbook: Workbook, forms: Mapping[str, Form]) -> Form | None:
    """The form of which at least 80 % of the rows stand in the workbook; of several the one with most."""
    labels: set[str] = set()
    columns: list[set[str]] = []
    for sheet in visible(workbook):
        by_column: dict[int, set[str]] = {}
        for (_, column), cell in sheet.cells.items():
            text = text_of(cell)
            if cell.kind == "text" and len(text) <= LABEL_LENGTH:
                labels |= {name for name, _ in spellings(text)}
            by_column.setdefault(column, set()).add(code_in(text))
        columns += by_column.values()
    standing: dict[str, int] = {}
    for code, form in forms.items():
        for version in form.versions if not form.open else ():
            found = _standing(version, labels, columns)
            if found >= SHARE * len(version.rows):
                standing[code] = max(found, standing.get(code, 0))
    most = max(standing.values(), default=0)
    best = [code for code, found in standing.items() if found == most]
    return forms[best[0]] if len(best) == 1 else None


def dated(text: str) -> Iterator[tuple[str, str]]:
    """A title as it is, and without a period before it; with the code of that period.

    >>> list(dated("2024年第三季度统计表"))
    [('2024年第三季度统计表', ''), ('统计表', '2024Q3')]
    """
    title = tidy(text)
    yield title, ""
    for end in range(len(title), 3, -1) if re.match(r"\d{4}", title) and len(title) <= LABEL_LENGTH else ():
        period = read_period(title[:end])
        if period is not None:
            yield title[end:].strip(), period.code
            return


def titles_in(workbook: Workbook) -> Iterator[tuple[Sheet, Cell]]:
    """Texts in the first rows of each visible sheet."""
    for sheet in visible(workbook):
        for (row, _), cell in sheet.cells.items():
            if row <= TITLE_ROWS and cell.kind == "text":
                yield sheet, cell


def _standing(form: Form, labels: set[str], columns: list[set[str]]) -> int:
    """How many rows of the form stand there by a label, or by a code in a column of its codes."""
    coded = {
        code for column in columns if len(codes := column & form.rows.keys()) >= LEAST_CODES for code in codes
    }
    named = {row.code for name, rows in form.labelled.items() if name in labels for row in rows}
    return len(coded | named)
