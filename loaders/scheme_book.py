"""A scheme of assessment as a workbook (表号 FH-K1): read strictly, every mistake with its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from data.catalogue import Catalogue
from data.model import LEVELS, Finding, Level
from data.scheme import MINIMUM, Item, League, Scheme, VetoRule
from data.scheme_check import Mistake, Section, check_scheme
from data.scheme_rules import Subject
from loaders.addresses import address_of, position_of
from loaders.header import visible
from loaders.register_book import RegisterColumn
from loaders.register_look import LEVEL_WORDS
from loaders.register_rows import RegisterRow, bears, rows_of
from loaders.scheme_look import (
    CASES,
    EFFECT_WORDS,
    HEAD,
    HEAD_COLUMNS,
    HEAD_ROWS,
    ITEM_COLUMNS,
    ITEMS,
    KINDS,
    LEAGUE_COLUMNS,
    LEAGUES,
    NOUGHTS,
    REGISTER,
    UNREPORTED,
    VETO_COLUMNS,
    VETO_WORDS,
    VETOES,
    write_scheme,
)
from loaders.words import text_of, tidy
from loaders.workbook import Sheet, Workbook

__all__ = ["is_scheme", "read_scheme", "write_scheme"]

Word = TypeVar("Word", bound=str)
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
AS_WRITTEN = ("name", "basis", "number", "approver", "source", "note")
BAD_WORD, BAD_NUMBER = "scheme.bad_word", "scheme.bad_number"
QUOTES = str.maketrans("", "", "“”‘’\"' ")
MULTIPLE = re.compile(r"[、,;\s]+")


@dataclass
class _Reading:
    """The rows of each section as they stand, and the findings so far."""

    catalogue: Catalogue
    findings: list[Finding] = field(default_factory=list)
    head: dict[str, RegisterRow] = field(default_factory=dict)
    rows: dict[Section, list[RegisterRow]] = field(default_factory=dict)


def is_scheme(workbook: Workbook) -> bool:
    """Does a visible sheet bear the 表号 of schemes."""
    return bears(workbook, REGISTER)


def read_scheme(
    workbook: Workbook,
    catalogue: Catalogue,
    subjects: Mapping[str, Subject],
    tasks: Collection[str] = (),
) -> tuple[Scheme | None, tuple[Finding, ...]]:
    """The scheme as a draft, and the findings; with a finding there is no scheme to be kept."""
    reading = _Reading(catalogue)
    if not is_scheme(workbook):
        return None, (Finding("scheme.no_register", "must", params={"read": "", "expected": REGISTER}),)
    for row in _rows(workbook, HEAD, HEAD_COLUMNS, reading):
        reading.head.setdefault(tidy(row.text("field")), row)
    sections: tuple[tuple[Section, str, Sequence[RegisterColumn]], ...] = (
        ("items", ITEMS, ITEM_COLUMNS),
        ("vetoes", VETOES, VETO_COLUMNS),
        ("leagues", LEAGUES, LEAGUE_COLUMNS),
    )
    for section, title, columns in sections:
        reading.rows[section] = _rows(workbook, title, columns, reading)
    scheme = _scheme(reading)
    told = {(each.sheet, each.cell) for each in reading.findings}
    for mistake in check_scheme(scheme, catalogue, subjects, tasks):
        finding = _placed(mistake, reading)
        if (finding.sheet, finding.cell) not in told:
            reading.findings.append(finding)
    return (None if reading.findings else scheme), _in_order(workbook, reading.findings)


def _in_order(workbook: Workbook, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By sheet, row and column; those that stand in no cell first."""
    sheets = [sheet.name for sheet in workbook.sheets]

    def place(finding: Finding) -> tuple[int, tuple[int, int]]:
        number = sheets.index(finding.sheet) if finding.sheet in sheets else -1
        return number, position_of(finding.cell) or (0, 0)

    return tuple(sorted(findings, key=place))


def _rows(
    workbook: Workbook, title: str, columns: Sequence[RegisterColumn], reading: _Reading
) -> list[RegisterRow]:
    """The rows of the sheet of that name, or of the one that bears the name as its title."""
    shown = visible(workbook)
    named = [sheet for sheet in shown if sheet.name == title] or [
        sheet for sheet in shown if _title(sheet) == title
    ]
    rows = list(
        rows_of(replace(workbook, sheets=tuple(named[:1])), columns, reading.catalogue, reading.findings)
    )
    if not named and title in (HEAD, ITEMS):
        reading.findings.append(Finding("scheme.no_sheet", "must", params={"read": "", "expected": title}))
    return rows


def _title(sheet: Sheet) -> str:
    return tidy(text_of(sheet.cells.get((1, 1))))


def _scheme(reading: _Reading) -> Scheme:
    texts = {
        name: said if name in AS_WRITTEN else tidy(said)
        for name, label, _ in HEAD_ROWS
        for said in (_said(reading, label),)
    }
    if not CODE.fullmatch(texts["scheme"]):
        _head_wrong(reading, "scheme", "scheme.bad_code", "fa-2025")
    minimum = _head_whole(reading, "minimum", texts)
    names = {dataset.name: code for code, dataset in reading.catalogue.datasets.items()}
    return Scheme(
        scheme=texts["scheme"],
        dataset=names.get(texts["dataset"], texts["dataset"]),
        name=texts["name"],
        region=texts["region"],
        period=texts["period"],
        levels=_head_levels(reading, texts["levels"]),
        leagues=tuple(_league(row) for row in reading.rows["leagues"]),
        items=tuple(_item(row) for row in reading.rows["items"]),
        vetoes=tuple(_veto(row) for row in reading.rows["vetoes"]),
        appeal_days=_head_whole(reading, "appeal_days", texts),
        minimum=MINIMUM if minimum is None else minimum,
        basis=texts["basis"],
        number=texts["number"],
        approver=texts["approver"],
        decided_on=_head_date(reading),
        source=texts["source"],
        note=texts["note"],
    )


def _said(reading: _Reading, label: str) -> str:
    row = reading.head.get(tidy(label))
    return row.text("value") if row else ""


def _head_wrong(reading: _Reading, name: str, code: str, expected: str) -> None:
    mistake = Mistake("scheme", 0, name, code, {"read": "", "expected": expected})
    found = _placed(mistake, reading)
    label = next(label for field, label, _ in HEAD_ROWS if field == name)
    reading.findings.append(replace(found, params={**found.params, "read": _said(reading, label)}))


def _head_levels(reading: _Reading, text: str) -> tuple[Level, ...]:
    levels = _levels(text)
    if levels is None or not levels:
        _head_wrong(reading, "levels", BAD_WORD, "、".join(LEVEL_WORDS.values()))
    return levels or ()


def _head_whole(reading: _Reading, name: str, texts: Mapping[str, str]) -> int | None:
    text = texts[name]
    if text and not (text.isascii() and text.isdecimal()):
        _head_wrong(reading, name, BAD_NUMBER, "整数")
        return None
    return int(text) if text else None


def _head_date(reading: _Reading) -> str:
    row = reading.head.get("确定日期")
    return row.date("value", "scheme.bad_date") if row else ""


def _item(row: RegisterRow) -> Item:
    return Item(
        code=tidy(row.text("code")),
        title=row.text("title"),
        group=row.text("group"),
        kind=_choice(row, "kind", KINDS),
        subject=tidy(row.text("subject")),
        variant=tidy(row.text("variant")),
        weight=row.number("weight", BAD_NUMBER),
        rule=row.text("rule"),
        target=row.number("target", BAD_NUMBER),
        floor=row.number("floor", BAD_NUMBER) or 0.0,
        cap=row.number("cap", BAD_NUMBER),
        no_cases=_choice(row, "no_cases", CASES),
        not_reported=_choice(row, "not_reported", UNREPORTED),
        source=row.text("source"),
    )


def _veto(row: RegisterRow) -> VetoRule:
    conditions = (each.strip() for each in re.split("[、；;]", row.text("conditions")))
    return VetoRule(
        code=tidy(row.text("code")),
        title=row.text("title"),
        kind=_choice(row, "kind", VETO_WORDS),
        effect=_choice(row, "effect", EFFECT_WORDS),
        item=tidy(row.text("item")),
        period=tidy(row.text("period")),
        conditions=tuple(each for each in conditions if each),
        source=row.text("source"),
    )


def _league(row: RegisterRow) -> League:
    levels = _levels(row.text("levels"))
    if levels is None:
        row.wrong(BAD_WORD, "levels", "、".join(LEVEL_WORDS.values()))
    regions = tuple(each for each in MULTIPLE.split(tidy(row.text("regions"))) if each)
    return League(tidy(row.text("code")), row.text("title"), levels or (), regions)


def _choice(row: RegisterRow, name: str, words: Mapping[Word, str]) -> Word:
    """The code of a word; the first where the cell is blank, or with a finding where it is none of them."""
    text = tidy(row.text(name)).translate(QUOTES)
    if text in NOUGHTS:
        text = next((word for word in words.values() if word in NOUGHTS), text)
    for code, word in words.items():
        if text in (code, word):
            return code
    if text:
        row.wrong(BAD_WORD, name, "、".join(words.values()))
    return next(iter(words))


def _levels(text: str) -> tuple[Level, ...] | None:
    """Levels from their words, None where one of them is no level."""
    names = {name: level for level, name in LEVEL_WORDS.items()}
    words = [word for word in MULTIPLE.split(tidy(text)) if word]
    codes = [names.get(word, word) for word in words]
    return (
        None if any(code not in LEVELS for code in codes) else tuple(each for each in LEVELS if each in codes)
    )


def _placed(mistake: Mistake, reading: _Reading) -> Finding:
    """The finding in the cell of the field."""
    params: dict[str, str | float] = {**mistake.params, "field": mistake.field}
    if mistake.section == "scheme":
        label = next(label for name, label, _ in HEAD_ROWS if name == mistake.field)
        row, place = reading.head.get(tidy(label)), "value"
        params["label"] = label
    else:
        row, place = reading.rows[mistake.section][mistake.entry], mistake.field
    if row is None:
        return Finding(mistake.code, "must", HEAD, "", params)
    number = next(number for number, column in enumerate(row.columns) if column.field == place)
    return Finding(mistake.code, "must", row.sheet.name, address_of(row.row, row.places[number]), params)
