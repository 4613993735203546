"""The vocabulary of a run (考核): its stages in their order, the sheets kept at each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from data.deadlines import day_of

Stage = Literal["first", "feedback", "appeal", "review", "decision", "published"]
STAGES: tuple[Stage, ...] = get_args(Stage)  # 初评 反馈 申诉 复核 审定 公布
SCORED: tuple[Stage, ...] = ("first", "review", "decision")  # sheets are made anew at these
RunProblem = Literal[
    "unknown",
    "draft",
    "period",
    "twice",
    "order",
    "no_sheets",
    "still_open",
    "unanswered",
    "unpublished",
    "no_reason",
]


class RunError(ValueError):
    """The step cannot be taken; ``code`` says why."""

    def __init__(self, code: RunProblem) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RunStep:
    """A stage that a run has reached."""

    stage: Stage
    by: str
    at: datetime
    until: str = ""  # of 申诉: the last day on which a unit may object
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A scheme applied to a period; ``region`` is the one that assesses."""

    code: str
    dataset: str
    region: str
    scheme: str
    version: int
    period: str
    steps: tuple[RunStep, ...]
    withdrawn: str = ""  # why it counts no more

    @property
    def stage(self) -> Stage:
        return self.steps[-1].stage

    @property
    def next(self) -> Stage | None:
        """The stage that comes next; None where it is published or counts no more."""
        place = STAGES.index(self.stage) + 1
        return None if self.withdrawn or place == len(STAGES) else STAGES[place]

    @property
    def until(self) -> date | None:
        """The last day of objections, once it is set."""
        found = next((step.until for step in self.steps if step.until), "")
        return date.fromisoformat(found) if found else None

    def reached(self, stage: Stage) -> bool:
        return STAGES.index(self.stage) >= STAGES.index(stage)

    def appealing(self, at: datetime) -> bool:
        """May a unit object now: on the last day to its end; without one while the stage lasts."""
        open_now = not self.withdrawn and self.stage == "appeal"
        return open_now and (self.until is None or day_of(at) <= self.until)

    def must_wait(self, at: datetime) -> bool:
        """Does the next stage wait for the last day of objections."""
        return self.until is not None and self.appealing(at)


@dataclass(frozen=True)
class KeptSheet:
    """One region's sheet as it was kept at a stage; ``content`` is what JSON holds of it."""

    region: str  # as it is shown
    stage: Stage
    content: Mapping[str, Any]
    anonymous: bool = False  # under an alias: words of events and hands are left out
