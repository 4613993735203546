"""Plan templates (计划任务模板): the items of published plans, and the tasks made of them for regions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.catalogue import FOLDER
from data.model import LEVELS, Level
from data.regions import Region
from data.strict import CatalogueError, Reading, nearest, read_csv
from data.task_life import Recurs
from data.tasks import Task, TaskStrength

FILE = "plans.csv"
COLUMNS = (
    *("plan", "item", "title", "part", "lead", "assist", "levels", "due", "recurs", "strength"),
    *("not_assignable", "outcome", "indicator", "clause", "words"),
)
LEVEL_WORDS: Mapping[str, Level] = dict(zip(("国家", "省", "市", "县", "单位"), LEVELS, strict=True))
RECURS: tuple[Recurs, ...] = ("", "每年", "每季度末")
STRENGTHS: tuple[TaskStrength, ...] = ("", "必须", "原则上", "力争", "推进", "建议")


class PlanError(ValueError):
    """An item cannot be assigned; ``reason`` is the plan's own, or what has to be given."""

    def __init__(self, item: str, reason: str) -> None:
        super().__init__(f"{item}: {reason}")
        self.item, self.reason = item, reason


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One item of a plan, for regions of its levels; ``due`` is an ISO date or empty."""

    plan: str  # S3 or S4: where it was published
    item: str
    title: str
    part: str
    lead: str
    assist: str
    levels: tuple[Level, ...]
    due: str
    recurs: Recurs
    strength: TaskStrength
    not_assignable: str  # why; empty where it can be assigned
    outcome: str
    indicator: str
    clause: str
    words: str  # of the document

    @property
    def code(self) -> str:
        return f"{self.plan}-{self.item}"


def read_plans(
    path: Path = FOLDER / FILE, *, indicators: Collection[str] | None = None
) -> tuple[PlanRow, ...]:
    """Every item in the order of the file; CatalogueError with all mistakes when there is any.

    With ``indicators`` those that the items name must be among them.
    """
    mistakes: list[str] = []
    rows: dict[str, PlanRow] = {}
    for line, read in read_csv(path, COLUMNS, mistakes):
        reading = Reading(mistakes, f"{path.name} line {line} [{read['plan']}-{read['item']}]")
        row = _row(read, reading)
        if row.code in rows:
            reading.wrong("this item is given twice")
        if indicators is not None and row.indicator and row.indicator not in indicators:
            reading.wrong(f"unknown indicator {row.indicator!r}{nearest(row.indicator, indicators)}")
        rows[row.code] = row
    if mistakes:
        raise CatalogueError(mistakes)
    return tuple(rows.values())


def assigned(
    rows: Iterable[PlanRow],
    regions: Sequence[Region],
    dataset: str,
    *,
    lead: str = "",
    assist: str = "",
    start: str = "",
    due: str = "",
) -> tuple[Task, ...]:
    """A task for each item and each region of its levels, with the deadline of that level.

    ``lead`` and ``assist`` stand for those of the plan where given, ``due`` for a deadline that the plan
    leaves open. PlanError for an item that is not assignable, or that recurs and has no ``start``. The same
    item for the same region has the same code, so assigning it again changes what is there.
    """
    made: list[Task] = []
    for row in rows:
        if row.not_assignable:
            raise PlanError(row.code, row.not_assignable)
        if row.recurs and not start:
            raise PlanError(row.code, "start")
        made += [
            Task(
                code=f"{row.code}-{region.code}",
                dataset=dataset,
                plan=row.plan,
                item=row.item,
                title=row.title,
                part=row.part,
                region=region.code,
                lead=lead or row.lead,
                assist=assist or row.assist,
                start=start,
                due=row.due or due,
                recurs=row.recurs,
                strength=row.strength,
                outcome=row.outcome,
                indicator=row.indicator,
                target="",
                kind="plan",
                made_from=row.code,
            )
            for region in regions
            if region.level in row.levels
        ]
    return tuple(made)


def _row(read: Mapping[str, str], reading: Reading) -> PlanRow:
    for column in ("plan", "item", "title", "lead"):
        if not read[column].strip():
            reading.wrong(f"{column} is empty")
    return PlanRow(
        plan=read["plan"],
        item=read["item"],
        title=read["title"],
        part=read["part"],
        lead=read["lead"],
        assist=read["assist"],
        levels=_levels(read["levels"], reading),
        due=_due(read["due"], reading),
        recurs=reading.choice(read["recurs"], "recurs", RECURS),
        strength=reading.choice(read["strength"], "strength", STRENGTHS),
        not_assignable=read["not_assignable"],
        outcome=read["outcome"],
        indicator=read["indicator"],
        clause=read["clause"],
        words=read["words"],
    )


def _levels(text: str, reading: Reading) -> tuple[Level, ...]:
    found = [word.strip() for word in re.split("[、,，]", text) if word.strip()]
    for word in found:
        if word not in LEVEL_WORDS:
            reading.wrong(f"levels: unknown level {word!r}; expected some of {'、'.join(LEVEL_WORDS)}")
    if not found:
        reading.wrong(f"levels is empty; expected some of {'、'.join(LEVEL_WORDS)}")
    return tuple(LEVEL_WORDS[word] for word in found if word in LEVEL_WORDS)


def _due(text: str, reading: Reading) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        reading.wrong(f"due = {text!r}; expected a date such as 2017-04-30")
        return ""
