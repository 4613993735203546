"""A recognised workbook -> its filing and findings, each with its cell. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.catalogue import Catalogue
from data.model import Filing, Finding, Observation
from loaders.collect import collect
from loaders.form import Form, FormSheet
from loaders.header import FILLED_BY, footer_of
from loaders.places import Place, place_of, recognise
from loaders.row_labels import Labels
from loaders.survey import find_tables
from loaders.table import Table, TableRow
from loaders.workbook import Workbook

__all__ = ["Extraction", "extract", "recognise"]


@dataclass(frozen=True)
class Extraction:
    """What a workbook says; ``filing`` is None where its header leaves open whose figures they are.

    ``last_year`` is the 上年同期 column under this period's elements: for comparison, never stored.
    """

    form: str
    place: Place
    filing: Filing | None
    findings: tuple[Finding, ...]
    last_year: tuple[Observation, ...] = ()


def extract(workbook: Workbook, form: Form, catalogue: Catalogue) -> Extraction:
    """Read every table of the form; all findings at once, in the order of the workbook."""
    place = place_of(workbook, form, catalogue)
    labels = Labels(form, catalogue.elements)
    tables, told = find_tables(workbook, labels, place)
    collected = collect(tables, labels)
    findings = [
        *place.findings,
        *told,
        *collected.findings,
        *_missing_rows(form, tables, collected.seen),
    ]
    if not collected.observations and not any(found.severity == "must" for found in findings):
        first = tables[0].sheet.name if tables else ""
        findings.append(Finding("form.empty", "must", first, "", {"read": "", "expected": form.name}))
    placed = tuple(replace(found, region=place.region, period=place.period) for found in findings)
    filing = None
    if place.known:
        filing = Filing(
            form=form.code,
            dataset=place.dataset,
            region=place.region,
            period=place.period,
            observations=tuple(collected.observations.values()),
            filled_by=footer_of(workbook, FILLED_BY),
        )
    return Extraction(form.code, place, filing, placed, tuple(collected.last_year.values()))


def _missing_rows(form: Form, tables: Sequence[Table], seen: Mapping[str, TableRow]) -> list[Finding]:
    """Required rows that stand nowhere: one finding a row, one for a sheet of which nothing was found."""
    if not tables:
        params = {"read": "", "expected": "甲 乙 丙 1", "code": "", "label": form.name}
        return [Finding("form.row_missing", "must", "", "", params)]
    findings: list[Finding] = []
    for sheet in form.sheets:
        missing = [row for row in sheet.rows if row.required and row.code not in seen]
        if missing and len(missing) == len(sheet.rows):
            codes = f"{missing[0].code}—{missing[-1].code}"
            params = {"read": "", "expected": f"{codes} {sheet.name}", "code": codes, "label": sheet.name}
            findings.append(Finding("form.row_missing", "must", sheet.name, "", params))
            continue
        name = _sheet_found(sheet, seen)
        for row in missing:
            params = {"read": "", "expected": f"{row.code} {row.label}", "code": row.code, "label": row.label}
            findings.append(Finding("form.row_missing", "must", name, "", params))
    return findings


def _sheet_found(sheet: FormSheet, seen: Mapping[str, TableRow]) -> str:
    found = (seen[row.code].table.sheet.name for row in sheet.rows if row.code in seen)
    return next(found, sheet.name)
