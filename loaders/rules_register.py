"""Reads the register of rules (表号 FH-Y1): what differs from those in force, each mistake with its cell."""

from __future__ import annotations

from dataclasses import replace

from data.catalogue import Catalogue
from data.model import Finding
from loaders.header import NUMBER, header_of, is_footer, visible
from loaders.rules import RuleBook
from loaders.rules_edit import edited
from loaders.rules_look import COLUMNS, REGISTER
from loaders.table import find_marks
from loaders.words import text_of, tidy
from loaders.workbook import Sheet, Workbook, read

FIELDS = tuple(column.field for column in COLUMNS if column.field != "words")


def is_rules(workbook: Workbook) -> bool:
    """Does a visible sheet bear the register's 表号."""
    entries = (header_of(sheet).get(NUMBER) for sheet in visible(workbook))
    return any(tidy(entry.text).replace(" ", "").upper() == REGISTER for entry in entries if entry)


def read_register(
    data: bytes, book: RuleBook, catalogue: Catalogue
) -> tuple[tuple[tuple[str, str], ...], tuple[Finding, ...]]:
    """(code, content) of every rule that differs, and the findings; with a finding nothing is to be kept.

    WorkbookRefused where the bytes are no workbook that can be read.
    """
    workbook = read(data)
    if not is_rules(workbook):
        return (), (Finding("rule.no_register", "must", params={"read": "", "expected": REGISTER}),)
    edits: dict[str, str] = {}
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    for sheet in visible(workbook):
        for row, places in find_marks(sheet, len(COLUMNS)):
            _read_sheet(sheet, row, places, book, catalogue, edits, findings, seen)
    return tuple(edits.items()), tuple(findings)


def _read_sheet(
    sheet: Sheet,
    head: int,
    places: dict[int, int],
    book: RuleBook,
    catalogue: Catalogue,
    edits: dict[str, str],
    findings: list[Finding],
    seen: dict[str, str],
) -> None:
    columns = {column.field: places[number] for number, column in enumerate(COLUMNS)}
    last = max((row for row, _ in sheet.cells), default=head)
    for row in range(head + 1, last + 1):
        texts = {name: text_of(sheet.cells.get((row, columns[name]))).strip() for name in FIELDS}
        if is_footer(texts["code"]) or texts["code"].startswith("说明"):
            return
        if not any(texts.values()):
            continue
        found = edited(texts, book, catalogue)
        first = next(cell.address for (at, _), cell in sheet.cells.items() if at == row)
        addresses = {name: sheet.cells[row, columns[name]].address for name in FIELDS if texts[name]}
        for mistake in found.mistakes:
            place = addresses.get(str(mistake.params["field"]), addresses.get("code", first))
            findings.append(replace(mistake, sheet=sheet.name, cell=place))
        if found.code in seen:
            params = {"read": found.code, "expected": "", "first": seen[found.code]}
            findings.append(Finding("rule.twice", "must", sheet.name, addresses.get("code", first), params))
        seen.setdefault(found.code, addresses.get("code", first))
        if found.content is not None and not found.mistakes:
            edits[found.code] = found.content
