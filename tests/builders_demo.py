"""The made-up province for tests: its figures, its workbooks, and what reading them back gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from data.catalogue import Catalogue, read_catalogue
from data.demo_regions import demo_regions
from data.model import Filing, Finding, Observation, Period
from data.store import Store
from indicators.definition import read_indicators
from loaders import workbook
from loaders.checks import check
from loaders.demo_faults import FAULTS, Fault
from loaders.demo_figures import Figures, units_of
from loaders.demo_recipes import read_recipes
from loaders.demonstration import (
    demo_parcels,
    workbooks_of,
)
from loaders.extract import Extraction, extract, recognise
from loaders.form import Form, read_forms
from loaders.intake import Desk, Outcome, receive
from loaders.rules import read_rules

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)

DOCUMENT = Path(__file__).parent.parent / "docs" / "demonstration.md"

QUIET = {"number.repeated", "cell.normalised"}  # notes that any return may carry


@cache
def catalogue() -> Catalogue:
    return read_catalogue()


@cache
def forms() -> dict[str, Form]:
    return dict(read_forms(catalogue()))


def figures(code: str, *, counties: int = 24) -> Figures:
    units = units_of([(region.code, region.level, region.parent) for region in demo_regions(counties)])
    return Figures(units[code], read_recipes(), catalogue())


def made(region: str, form: str, period: str) -> list[tuple[str, bytes]]:
    """The files of one unit for one period, in the order of filing."""
    parcels = demo_parcels(catalogue(), forms(), counties=24, periods=[(form, Period.parse(period))])
    return [file for parcel in parcels if parcel.region.code == region for file in workbooks_of(parcel)]


def read_back(data: bytes) -> Extraction:
    book = workbook.read(data)
    form = recognise(book, forms())
    assert form is not None
    return extract(book, form, catalogue())


def findings_of(extraction: Extraction) -> list[Finding]:
    assert extraction.filing is not None
    rules = read_rules(catalogue())
    return [*extraction.findings, *check(extraction.filing, rules, catalogue())]


def filed(filing: Filing | None) -> dict[str, Observation]:
    assert filing is not None
    return {found.element: found for found in filing.observations}


def desk(store: Store) -> Desk:
    indicators = read_indicators(catalogue())
    return Desk(store, catalogue(), forms(), read_rules(catalogue()), indicators.protection)


def opened(tmp_path: Path) -> Iterator[Store]:
    """A record of its own, closed afterwards: what the fixture of a test module gives."""
    made = Store.create(
        f"sqlite:///{tmp_path / 'record.db'}", tmp_path / "files", tuple(catalogue().elements)
    )
    yield made
    made.close()


def take_in(files: list[tuple[str, bytes]], store: Store) -> list[Outcome]:
    at_desk = desk(store)
    return [receive(name, data, desk=at_desk, by="演示", at=NOW) for name, data in files]


def the_fault(kind: str) -> Fault:
    return next(fault for fault in FAULTS if fault.kind == kind)


def right_and_wrong(kind: str) -> tuple[dict[str, Observation], dict[str, Observation]]:
    """What a fault's workbook says, without the fault and with it."""
    fault = the_fault(kind)
    parcels = demo_parcels(
        catalogue(), forms(), counties=24, periods=[(fault.form, Period.parse(fault.period))]
    )
    parcel = next(parcel for parcel in parcels if parcel.region.code == fault.region)
    without, with_fault = (next(workbooks_of(one)) for one in (replace(parcel, faults=()), parcel))
    return filed(read_back(without[1]).filing), filed(read_back(with_fault[1]).filing)
