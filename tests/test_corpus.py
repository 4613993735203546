"""Sixty and more ugly workbooks: each is read exactly as tests/corpus says, twice, into a real record."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus_cells
import corpus_header
import corpus_heads
import corpus_layout
import corpus_tables
import pytest
from builders import catalogue as shipped
from corpus_build import CASES, MEANT, TROUBLES

from data.catalogue import Catalogue
from data.model import Finding, Observation
from data.store import Store
from indicators.definition import read_indicators
from layouts.text import finding_templates, params_of
from loaders.desk import Desk, Outcome
from loaders.extract import Extraction, extract, recognise
from loaders.foreign import read_any
from loaders.form import FOLDER, Form, read_forms
from loaders.intake import receive
from loaders.rules import read_rules

EXPECTED = Path(__file__).parent / "corpus"
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NAMED = (
    "row.ambiguous",
    "column.ambiguous",
    "form.row_missing",
    "form.row_unknown",
    "form.wrong_region",
    "form.unit_changed",
)
PARTS = (corpus_layout, corpus_heads, corpus_tables, corpus_cells, corpus_header)
NAMES = sorted({name for part in PARTS for name in part.CASES})


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue; the made-up province also files the small form."""
    demo = shipped().datasets["demo"]
    datasets = {**shipped().datasets, "demo": replace(demo, forms=(*demo.forms, "small"))}
    return replace(shipped(), datasets=datasets)


@cache
def forms() -> dict[str, Form]:
    with TemporaryDirectory() as folder:
        for path in (*FOLDER.glob("*.toml"), EXPECTED / "small.toml"):
            shutil.copy(path, folder)
        return dict(read_forms(catalogue(), Path(folder)))


@cache
def bytes_of(name: str) -> bytes:
    return CASES[name].build()


@cache
def extraction_of(name: str) -> Extraction | None:
    workbook = read_any(bytes_of(name))
    form = recognise(workbook, forms())
    return extract(workbook, form, catalogue()) if form else None


@cache
def outcomes() -> tuple[list[Outcome], list[Outcome], list[dict[str, int]]]:
    """The corpus taken in twice by the one door, and the rows of every table after each time."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "f.db"
        store = Store.create(f"sqlite:///{place}", Path(folder) / "files", tuple(catalogue().elements))
        rules, indicators = read_rules(catalogue()), read_indicators(catalogue()).protection
        desk = Desk(store, catalogue(), forms(), rules, indicators)
        rounds, counts = [], []
        for _ in range(2):
            rounds.append([taken(desk, name) for name in NAMES])
            counts.append(rows_in(place))
        store.close()
    return rounds[0], rounds[1], counts


def taken(desk: Desk, name: str) -> Outcome:
    return receive(name + CASES[name].suffix, bytes_of(name), desk=desk, by="经办人", at=AT)


def rows_in(place: Path) -> dict[str, int]:
    connection = sqlite3.connect(place)
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    counts = {
        name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in sorted(tables)
    }
    connection.close()
    return counts


def reading(name: str) -> list[str]:
    """What became of a workbook, one line for each fact: as the files of tests/corpus are written."""
    outcome = outcomes()[0][NAMES.index(name)]
    extraction = extraction_of(name)
    lines = [f"{outcome.form or 'unknown'} {outcome.region or '-'} {outcome.period or '-'} {outcome.status}"]
    if extraction is not None:
        filed = extraction.filing.observations if extraction.filing else ()
        lines += [said(observation) for observation in filed]
        lines += [f"last_year {said(observation)}" for observation in extraction.last_year]
    return lines + [told(finding) for finding in outcome.findings]


def said(observation: Observation) -> str:
    value = "none" if observation.value is None else f"{observation.value:g}"
    return f"{observation.element} {value} {observation.qualifier} {observation.sheet}!{observation.cell}"


def told(finding: Finding) -> str:
    line = f"{finding.severity} {finding.code} {finding.sheet}!{finding.cell}"
    return f"{line} {finding.params['expected']}" if finding.code in NAMED else line


@pytest.mark.parametrize("name", NAMES)
def test_an_ugly_workbook_is_read_as_it_should_be(name: str) -> None:
    expected = (EXPECTED / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert reading(name) == expected


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_read_in_anothers_place(name: str) -> None:
    extraction = extraction_of(name)
    filed = extraction.filing.observations if extraction and extraction.filing else ()
    meant = {**MEANT, "suit_heard": 4.0, **CASES[name].means}
    wrong = [figure for figure in filed if figure.value is not None and figure.value != meant[figure.element]]
    assert [said(figure) for figure in wrong] == []


def test_every_trouble_is_shown_and_every_workbook_has_its_reading() -> None:
    assert len(CASES) >= 60
    assert {trouble for case in CASES.values() for trouble in case.troubles} == set(TROUBLES)
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(NAMES)


def test_the_corpus_taken_in_twice_changes_nothing() -> None:
    first, second, (before, after) = outcomes()
    assert before == after
    assert before["submission"] == len(NAMES)
    assert before["cell"] > 0
    assert not any(outcome.known for outcome in first)
    assert all(outcome.known for outcome in second)
    assert [replace(outcome, known=False) for outcome in second] == first


def test_every_finding_of_the_corpus_has_what_its_words_ask_for() -> None:
    templates = finding_templates()
    lacking = set()
    for outcome in outcomes()[0]:
        for finding in outcome.findings:
            reason = f"{finding.code}.{finding.params.get('reason', '')}"
            entry = next((templates[code] for code in (reason, finding.code) if code in templates), {})
            asked = {name for text in entry.values() for name in params_of(text)}
            missing = asked - set(finding.params) - {"sheet", "cell", "finding_code"}
            lacking |= {(finding.code, name) for name in missing}
    assert lacking == set()
