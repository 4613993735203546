"""A recognised workbook -> its filing and findings, each with its cell. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.catalogue import Catalogue
from data.model import Filing, Finding, Observation
from loaders.addresses import address_of
from loaders.collect import collect
from loaders.form import Form
from loaders.header import FILLED_BY, footer_of
from loaders.missing_rows import missing_rows
from loaders.places import Place, place_of, recognise
from loaders.row_labels import Labels
from loaders.survey import find_tables
from loaders.table import Table
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
    """Read every table of the form, in the version of its period; all findings at once, in their order."""
    place = place_of(workbook, form, catalogue)
    form = place.form or form
    labels = Labels(form, catalogue.elements)
    tables, told = find_tables(workbook, labels, place)
    collected = collect(tables, labels)
    findings = [
        *place.findings,
        *told,
        *collected.findings,
        *missing_rows(form, workbook, tables, collected.seen),
    ]
    if not collected.observations and not any(found.severity == "must" for found in findings):
        findings.append(_empty(form, tables))
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


def _empty(form: Form, tables: Sequence[Table]) -> Finding:
    """No figure at all: said at the first cell where one belongs."""
    place = ("", "")
    if tables:
        table = tables[0]
        column = next(iter(table.columns.values()), table.name)
        place = (table.sheet.name, address_of(table.row + 1, column))
    return Finding("form.empty", "must", *place, {"read": "", "expected": form.name})
