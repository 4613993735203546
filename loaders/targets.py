"""The register of targets as a workbook (表号 FH-T1): written and read back, every mistake with its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal, get_args

from data.catalogue import Catalogue
from data.model import LEVELS, Finding, Level, Period, Target
from data.target_overrides import MARK
from loaders.header import read_period
from loaders.register_look import (
    COLUMNS,
    EVERY,
    FIRST_COLUMNS,
    KINDS,
    LEVEL_WORDS,
    REGISTER,
    STRENGTHS,
    write_targets,
)
from loaders.register_rows import RegisterRow, bears, rows_of
from loaders.words import decimal_of, tidy
from loaders.workbook import Workbook

__all__ = ["is_register", "read_targets", "write_targets"]

LAW = "行政处罚法；国办发〔2024〕54号"
TargetKind = Literal["floor", "cap", "exact", "rank", "date", "cadence", "veto", "prohibition", "text"]
Strength = Literal["必须", "原则上", "力争", "推进", ""]
Steps = tuple[tuple[str, float], ...]
Wholes = Collection[tuple[str, str]]
OPS = {"floor": ">=", "cap": "<=", "exact": "=", "rank": "<="}
NUMBERED = tuple(OPS)  # kinds that are nothing without a number


def is_register(workbook: Workbook) -> bool:
    """Does a visible sheet bear the register's 表号."""
    return bears(workbook, REGISTER)


def read_targets(
    workbook: Workbook,
    catalogue: Catalogue,
    indicators: Mapping[str, bool],
    *,
    wholes: Wholes = frozenset(),
    today: date | None = None,
) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    """All targets of the register; ``indicators`` maps each known code to whether it is protected.

    ``wholes`` are (indicator, variant) of percentages that cannot pass 100; nothing is decided after
    ``today``. Where a finding is returned the register is not to be stored: a target is whole or not at all.
    """
    targets: dict[str, Target] = {}
    findings: list[Finding] = []
    for row in rows_of(workbook, COLUMNS, catalogue, findings, least=FIRST_COLUMNS):
        code = row.text("target")
        if not code or code in targets:
            row.wrong("target.bad_code", "target", "不重复的编号" if code else "编号")
            continue
        targets[code] = made = _target(code, row, indicators)
        if above_whole(made, wholes):
            row.wrong("target.bad_threshold", "threshold", "≤ 100")
        if today and made.decided_on > today.isoformat():
            row.wrong("target.future", "decided_on", f"≤ {today.isoformat()}")
    if not targets and not findings:
        findings.append(Finding("form.empty", "must", "", "", {"read": "", "expected": REGISTER}))
    return tuple(targets.values()), tuple(findings)


def above_whole(target: Target, wholes: Wholes) -> bool:
    """Does it ask more than 100 of a percentage that is a part of a whole."""
    asked = target.threshold is not None and target.threshold > 100
    return asked and target.unit in ("", "%") and (target.indicator, target.variant) in wholes


def _target(code: str, reader: RegisterRow, indicators: Mapping[str, bool]) -> Target:
    kind = _kind(reader)
    first, last = _month(reader, "first"), _month(reader, "last")
    if first and last and Period.parse(last).first < Period.parse(first).first:
        reader.wrong("target.bad_period", "last", f"{first}—")
    if MARK in code and not reader.text("reason"):
        reader.wrong("target.no_reason", "reason", "理由")
    threshold = reader.number("threshold", "target.bad_threshold")
    if kind in NUMBERED and threshold is None and not reader.text("threshold"):
        reader.wrong("target.bad_threshold", "threshold", "数")
    return Target(
        target=code,
        dataset=reader.dataset("target.unknown_dataset"),
        indicator=_indicator(reader, kind, indicators),
        variant=tidy(reader.text("variant")),
        region=reader.region("target.unknown_region"),
        levels=_levels(reader),
        first=first,
        last=last,
        every="year" if reader.word("every", EVERY, "target.bad_kind") else "",
        kind=kind,
        op=_op(reader, kind),
        threshold=threshold,
        near=reader.number("near", "target.bad_threshold"),
        unit=reader.text("unit"),
        due=reader.date("due", "target.bad_date"),
        strength=_strength(reader),
        object=reader.text("object"),
        source=reader.text("source"),
        text=reader.text("text"),
        author=reader.text("author"),
        decided_on=reader.date("decided_on", "target.bad_date"),
        reason=reader.text("reason"),
        basis=reader.text("basis"),
        milestones=_milestones(reader, kind, first, last),
        digits=_digits(reader),
    )


def _kind(reader: RegisterRow) -> TargetKind:
    word = reader.word("kind", KINDS, "target.bad_kind")
    if not word and not reader.text("kind"):
        reader.wrong("target.bad_kind", "kind", "、".join(KINDS.values()))
    return next((kind for kind in get_args(TargetKind) if kind == word), "text")


def _op(reader: RegisterRow, kind: TargetKind) -> str:
    allowed = (OPS[kind],) if kind in OPS else ("", *OPS.values())
    text = tidy(reader.text("op"))
    if text not in allowed:
        reader.wrong("target.bad_op", "op", "、".join(sorted(set(allowed) - {""})))
    return text


def _milestones(reader: RegisterRow, kind: TargetKind, first: str, last: str) -> Steps:
    text = reader.text("milestones")
    found = _inside(read_milestones(text), kind, first, last)
    if text and not found:
        reader.wrong("target.bad_milestones", "milestones", "2025M06=60；2025M12=80")
    return found


def milestones_in(text: str, target: Target) -> Steps:
    """Milestones as they are written for a target; empty for what cannot be its own."""
    return _inside(read_milestones(text), target.kind, target.first, target.last)


def _inside(found: Steps, kind: TargetKind, first: str, last: str) -> Steps:
    """Months rising inside the span, of a floor or a cap; else nothing."""
    months = [Period.parse(month).first for month, _ in found]
    low = Period.parse(first).first if first else 0
    high = Period.parse(last).last if last else 10**6
    fits = months == sorted(set(months)) and all(low <= month <= high for month in months)
    return found if fits and kind in ("floor", "cap") else ()


def read_milestones(text: str) -> Steps:
    """As written in the register; empty for what cannot be read.

    >>> read_milestones("2025M06=60；2025年12月＝80"), read_milestones("年底80")
    ((('2025M06', 60.0), ('2025M12', 80.0)), ())
    """
    found = []
    for part in filter(None, (each.strip() for each in re.split(r"[;；、,，\n]", tidy(text)))):
        month, _, value = part.partition("=")
        period, number = read_period(month), decimal_of(tidy(value))
        if period is None or period.kind != "month" or not number.is_finite():
            return ()
        found.append((period.code, float(number)))
    return tuple(found)


def _digits(reader: RegisterRow) -> int | None:
    text = reader.checked(
        "digits", "target.bad_digits", "0—6", lambda text: text in "0123456" and len(text) == 1
    )
    return int(text) if text else None


def _strength(reader: RegisterRow) -> Strength:
    text = reader.checked(
        "strength", "target.bad_strength", "、".join(STRENGTHS), lambda text: text in STRENGTHS
    )
    return next((strength for strength in get_args(Strength) if strength == text), "")


def _indicator(reader: RegisterRow, kind: TargetKind, indicators: Mapping[str, bool]) -> str:
    code = reader.indicator("target.unknown_indicator", indicators)
    if indicators.get(code) and kind != "prohibition":
        reader.wrong("target.protected", "indicator", KINDS["prohibition"], clause=LAW)
    elif not code and kind in NUMBERED:
        reader.wrong("target.unknown_indicator", "indicator", "指标代码")
    return code


def _month(reader: RegisterRow, field: str) -> str:
    text = reader.text(field)
    if not text:
        return ""
    period = read_period(text)
    if period is None or period.kind != "month":
        reader.wrong("target.bad_period", field, "2021M01")
        return ""
    return period.code


def _levels(reader: RegisterRow) -> tuple[Level, ...]:
    words = [word for word in re.split(r"[、,;\s]+", tidy(reader.text("levels"))) if word]
    names = {name: level for level, name in LEVEL_WORDS.items()}
    codes = [names.get(word, word) for word in words]
    if not words or any(code not in LEVELS for code in codes):
        reader.wrong("target.bad_level", "levels", "、".join(LEVEL_WORDS.values()))
    return tuple(level for level in LEVELS if level in codes)
