"""The verbs of the store that intake needs, so that the loaders know no database."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from data.entering import Taken
from data.model import Filing, Finding, Submission, Target
from data.tasks import Task, TaskReport

Away = Literal["returned", "refused"]


class Records(Protocol):
    """The verbs of the store that intake needs."""

    def known(self, sha256: str) -> tuple[Submission, tuple[Finding, ...]] | None: ...

    def submissions_of(self, sha256: str) -> tuple[tuple[Submission, tuple[Finding, ...]], ...]: ...

    def keep_file(self, sha256: str, data: bytes) -> Path: ...

    def accept(
        self,
        filing: Filing,
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding] = (),
        status: Taken = "accepted",
    ) -> int: ...

    def accept_all(
        self,
        filings: Sequence[tuple[Filing, Sequence[Finding]]],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        status: Taken = "accepted",
    ) -> tuple[int, ...]: ...

    def locked(self, dataset: str, region: str, period: str, form: str) -> int | None: ...

    def locked_among(
        self, dataset: str, form: str, places: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], int]: ...

    def turn_away(
        self,
        status: Away,
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding],
        place: Mapping[str, str] | None = None,
    ) -> int: ...

    def set_targets(
        self,
        targets: Sequence[Target],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding] = (),
    ) -> int: ...

    def file_tasks(
        self,
        tasks: Sequence[Task],
        reports: Sequence[TaskReport],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding] = (),
        assigns: Container[str] | None = None,
        files: Container[str] | None = None,
    ) -> int: ...
