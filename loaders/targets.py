"""The register of targets as a workbook (表号 FH-T1): written and read back, every mistake with its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from data.catalogue import Catalogue
from data.model import LEVELS, Finding, Level, Period, Target
from data.strict import nearest
from data.target_overrides import MARK
from loaders.header import NUMBER, header_of, is_footer, read_period, visible
from loaders.register_look import COLUMNS, EVERY, KINDS, LEVEL_WORDS, REGISTER, STRENGTHS, write_targets
from loaders.table import find_marks
from loaders.words import decimal_of, text_of, tidy
from loaders.workbook import Cell, Sheet, Workbook

__all__ = ["is_register", "read_targets", "write_targets"]

LAW = "行政处罚法；国办发〔2024〕54号"
TargetKind = Literal["floor", "cap", "exact", "rank", "date", "cadence", "veto", "prohibition", "text"]
Strength = Literal["必须", "原则上", "力争", "推进", ""]
OPS = {"floor": ">=", "cap": "<=", "exact": "=", "rank": "<="}
NUMBERED = tuple(OPS)  # kinds that are nothing without a number


def is_register(workbook: Workbook) -> bool:
    """Does a visible sheet bear the register's 表号."""
    entries = (header_of(sheet).get(NUMBER) for sheet in visible(workbook))
    return any(tidy(entry.text).replace(" ", "").upper() == REGISTER for entry in entries if entry)


def read_targets(
    workbook: Workbook, catalogue: Catalogue, indicators: Mapping[str, bool]
) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    """All targets of the register; ``indicators`` maps each known code to whether it is protected.

    Where a finding is returned the register is not to be stored: a target is whole or not at all.
    """
    targets: dict[str, Target] = {}
    findings: list[Finding] = []
    for sheet in visible(workbook):
        for row, places in find_marks(sheet, len(COLUMNS)):
            _read_sheet(_Reader(sheet, places, catalogue, indicators, findings), row, targets)
    if not targets and not findings:
        findings.append(Finding("form.empty", "must", "", "", {"read": "", "expected": REGISTER}))
    return tuple(targets.values()), tuple(findings)


def _read_sheet(reader: _Reader, head: int, targets: dict[str, Target]) -> None:
    last = max((row for row, _ in reader.sheet.cells), default=head)
    for row in range(head + 1, last + 1):
        reader.row = row
        code = reader.text("target")
        if is_footer(code):
            return
        if not any(reader.text(column.field) for column in COLUMNS):
            continue
        if not code or code in targets:
            expected = "编号" if not code else "不重复的编号"
            reader.wrong("target.bad_code", "target", expected)
            continue
        targets[code] = _target(code, reader)


@dataclass
class _Reader:
    """One row of the register: its cells by field, and the findings so far."""

    sheet: Sheet
    places: Mapping[int, int]
    catalogue: Catalogue
    indicators: Mapping[str, bool]
    findings: list[Finding]
    row: int = 0

    def cell(self, field: str) -> Cell | None:
        number = next(number for number, column in enumerate(COLUMNS) if column.field == field)
        return self.sheet.cells.get((self.row, self.places[number]))

    def text(self, field: str) -> str:
        return text_of(self.cell(field)).strip()

    def wrong(self, code: str, field: str, expected: str, **params: str) -> None:
        cell = self.cell(field) or next(
            found for (row, _), found in self.sheet.cells.items() if row == self.row
        )
        told = {"read": self.text(field), "expected": expected, "field": field, **params}
        self.findings.append(Finding(code, "must", self.sheet.name, cell.address, told))

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

    def number(self, field: str) -> float | None:
        text = tidy(self.text(field)).replace(",", "")
        if not text:
            return None
        number = decimal_of(text)
        if not number.is_finite():
            self.wrong("target.bad_threshold", field, "数")
            return None
        return float(number)

    def checked(self, field: str, code: str, expected: str, fits: Callable[[str], bool]) -> str:
        """The text, or blank with a finding where it does not fit."""
        text = tidy(self.text(field))
        if text and not fits(text):
            self.wrong(code, field, expected)
            return ""
        return text

    def month(self, field: str) -> str:
        text = self.text(field)
        if not text:
            return ""
        period = read_period(text)
        if period is None or period.kind != "month":
            self.wrong("target.bad_period", field, "2021M01")
            return ""
        return period.code


def _target(code: str, reader: _Reader) -> Target:
    kind = _kind(reader)
    first, last = reader.month("first"), reader.month("last")
    if first and last and Period.parse(last).first < Period.parse(first).first:
        reader.wrong("target.bad_period", "last", f"{first}—")
    if MARK in code and not reader.text("reason"):
        reader.wrong("target.no_reason", "reason", "理由")
    threshold = reader.number("threshold")
    if kind in NUMBERED and threshold is None and not reader.text("threshold"):
        reader.wrong("target.bad_threshold", "threshold", "数")
    return Target(
        target=code,
        dataset=_dataset(reader),
        indicator=_indicator(reader, kind),
        variant=tidy(reader.text("variant")),
        region=_region(reader),
        levels=_levels(reader),
        first=first,
        last=last,
        every="year" if reader.word("every", EVERY, "target.bad_kind") else "",
        kind=kind,
        op=_op(reader, kind),
        threshold=threshold,
        near=reader.number("near"),
        unit=reader.text("unit"),
        due=reader.checked("due", "target.bad_date", "2022-12-31", _is_date),
        strength=_strength(reader),
        object=reader.text("object"),
        source=reader.text("source"),
        text=reader.text("text"),
        author=reader.text("author"),
        decided_on=reader.checked("decided_on", "target.bad_date", "2022-12-31", _is_date),
        reason=reader.text("reason"),
    )


def _kind(reader: _Reader) -> TargetKind:
    word = reader.word("kind", KINDS, "target.bad_kind")
    if not word and not reader.text("kind"):
        reader.wrong("target.bad_kind", "kind", "、".join(KINDS.values()))
    return next((kind for kind in get_args(TargetKind) if kind == word), "text")


def _op(reader: _Reader, kind: TargetKind) -> str:
    allowed = (OPS[kind],) if kind in OPS else ("", *OPS.values())
    text = tidy(reader.text("op"))
    if text not in allowed:
        reader.wrong("target.bad_op", "op", "、".join(sorted(set(allowed) - {""})))
    return text


def _strength(reader: _Reader) -> Strength:
    text = reader.checked(
        "strength", "target.bad_strength", "、".join(STRENGTHS), lambda text: text in STRENGTHS
    )
    return next((strength for strength in get_args(Strength) if strength == text), "")


def _dataset(reader: _Reader) -> str:
    datasets = {code: dataset.name for code, dataset in reader.catalogue.datasets.items()}
    if not reader.text("dataset"):
        reader.wrong("target.unknown_dataset", "dataset", "、".join(datasets.values()))
    return reader.word("dataset", datasets, "target.unknown_dataset")


def _indicator(reader: _Reader, kind: TargetKind) -> str:
    code = tidy(reader.text("indicator"))
    if code and code not in reader.indicators:
        near = nearest(code, reader.indicators).removeprefix("; did you mean ").strip("?'")
        reader.wrong("target.unknown_indicator", "indicator", near)
    elif code and reader.indicators[code] and kind != "prohibition":
        reader.wrong("target.protected", "indicator", KINDS["prohibition"], clause=LAW)
    elif not code and kind in NUMBERED:
        reader.wrong("target.unknown_indicator", "indicator", "指标代码")
    return code


def _region(reader: _Reader) -> str:
    code = tidy(reader.text("region"))
    regions = reader.catalogue.regions
    if code not in regions:
        near = "、".join(regions.nearest(code)) if code else ""
        reader.wrong("target.unknown_region", "region", near or "行政区划代码")
        return ""
    region = regions.get(code).code
    dataset = reader.catalogue.datasets.get(tidy(reader.text("dataset")))
    if dataset is not None and not reader.catalogue.holds(dataset, region):
        reader.wrong("target.unknown_region", "region", dataset.name)
    return region


def _levels(reader: _Reader) -> tuple[Level, ...]:
    words = [word for word in re.split(r"[、,;\s]+", tidy(reader.text("levels"))) if word]
    names = {name: level for level, name in LEVEL_WORDS.items()}
    codes = [names.get(word, word) for word in words]
    if not words or any(code not in LEVELS for code in codes):
        reader.wrong("target.bad_level", "levels", "、".join(LEVEL_WORDS.values()))
    return tuple(level for level in LEVELS if level in codes)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
