"""The rows of a register in a workbook: cells by field, codes from their words, mistakes with their cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.catalogue import Catalogue
from data.model import Finding
from data.strict import nearest
from loaders.addresses import address_of
from loaders.header import NUMBER, header_of, is_footer, visible
from loaders.register_book import RegisterColumn
from loaders.table import find_marks
from loaders.words import decimal_of, text_of, tidy
from loaders.workbook import Cell, Sheet, Workbook

DATE = "2022-12-31"  # how a date is written


def bears(workbook: Workbook, register: str) -> bool:
    """Does a visible sheet bear the register's 表号."""
    entries = (header_of(sheet).get(NUMBER) for sheet in visible(workbook))
    return any(tidy(entry.text).replace(" ", "").upper() == register for entry in entries if entry)


def rows_of(
    workbook: Workbook,
    columns: Sequence[RegisterColumn],
    catalogue: Catalogue,
    findings: list[Finding],
    *,
    least: int = 0,
) -> Iterator[RegisterRow]:
    """Every row with something in it, as far as the notes below; mistakes are added to ``findings``.

    ``least``: how many of the columns an older register has; the others are blank in it.
    """
    for sheet in visible(workbook):
        for head, places in find_marks(sheet, least or len(columns)):
            last = max((row for row, _ in sheet.cells), default=head)
            for row in range(head + 1, last + 1):
                read = RegisterRow(sheet, places, columns, catalogue, findings, row)
                if is_footer(read.text(columns[0].field)):
                    break
                if any(read.text(column.field) for column in columns):
                    yield read


@dataclass(frozen=True)
class RegisterRow:
    """One row: its cells by field, and the findings so far."""

    sheet: Sheet
    places: Mapping[int, int]
    columns: Sequence[RegisterColumn]
    catalogue: Catalogue
    findings: list[Finding]
    row: int

    def cell(self, field: str) -> Cell | None:
        place = self._place(field)
        return None if place is None else self.sheet.cells.get((self.row, place))

    def _place(self, field: str) -> int | None:
        number = next(number for number, column in enumerate(self.columns) if column.field == field)
        return self.places.get(number)

    def text(self, field: str) -> str:
        return text_of(self.cell(field)).strip()

    def address(self, field: str) -> str:
        """Of the field's cell, also where it is blank; of the first one of the row where it has no column."""
        place = self._place(field)
        if place is None:
            place = min(column for row, column in self.sheet.cells if row == self.row)
        cell = self.sheet.cells.get((self.row, place))
        return cell.address if cell else address_of(self.row, place)

    def wrong(self, code: str, field: str, expected: str, **params: str) -> None:
        told = {"read": self.text(field), "expected": expected, "field": field, **params}
        self.findings.append(Finding(code, "must", self.sheet.name, self.address(field), told))

    def word(self, field: str, words: Mapping[str, str], code: str) -> str:
        """A code from its Chinese word, or the code itself; blank stays blank."""
        text = tidy(self.text(field))
        if not text or text in words:
            return text
        for key, name in words.items():
            if text == name:
                return key
        self.wrong(code, field, "、".join(words.values()))
        return ""

    def number(self, field: str, code: str) -> float | None:
        text = tidy(self.text(field)).replace(",", "")
        if not text:
            return None
        number = decimal_of(text)
        if not number.is_finite():
            self.wrong(code, field, "数")
            return None
        return float(number)

    def checked(self, field: str, code: str, expected: str, fits: Callable[[str], bool]) -> str:
        """The text, or blank with a finding where it does not fit."""
        text = tidy(self.text(field))
        if text and not fits(text):
            self.wrong(code, field, expected)
            return ""
        return text

    def date(self, field: str, code: str) -> str:
        return self.checked(field, code, DATE, _is_date)

    def dataset(self, code: str) -> str:
        datasets = {each.code: each.name for each in self.catalogue.datasets.values()}
        if not self.text("dataset"):
            self.wrong(code, "dataset", "、".join(datasets.values()))
        return self.word("dataset", datasets, code)

    def indicator(self, code: str, known: Collection[str]) -> str:
        """The indicator's code as it is written; a finding with the nearest one where there is none."""
        read = tidy(self.text("indicator"))
        if read and read not in known:
            self.wrong(code, "indicator", nearest(read, known).removeprefix("; did you mean ").strip("?'"))
        return read

    def region(self, code: str) -> str:
        """Today's code of a region of the row's dataset."""
        read, regions = tidy(self.text("region")), self.catalogue.regions
        if read not in regions:
            near = "、".join(regions.nearest(read)) if read else ""
            self.wrong(code, "region", near or "行政区划代码")
            return ""
        region = regions.get(read).code
        dataset = self.catalogue.datasets.get(tidy(self.text("dataset")))
        if dataset is not None and not self.catalogue.holds(dataset, region):
            self.wrong(code, "region", dataset.name)
        return region


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
