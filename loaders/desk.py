"""What intake works with and what it gives back: the desk a file comes to, and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from data.catalogue import Catalogue
from data.model import Finding, Scope
from loaders.form import Form
from loaders.mapping import FormMapping
from loaders.records import Records
from loaders.rules import Rule
from loaders.workbook import Limits

Status = Literal["accepted", "waiting", "returned", "refused"]
# (dataset, region, period) -> what is stored there: element and scope -> value
Stored = Callable[[str, str, str], Mapping[tuple[str, Scope], float]]
# submission -> findings across submissions, made live and not stored
Consistency = Callable[[int], Sequence[Finding]]

LIMITS = Limits()


@dataclass(frozen=True)
class Outcome:
    """What became of one file; ``submission`` is None where nothing was written about it.

    A mapped table of many regions or periods makes as many ``submissions``; the first is ``submission``,
    and ``regions`` and ``periods`` are those of all of them.
    """

    path: str
    sha256: str
    submission: int | None
    status: Status
    known: bool = False
    form: str = ""
    dataset: str = ""
    region: str = ""
    period: str = ""
    findings: tuple[Finding, ...] = ()
    submissions: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()

    @property
    def taken_in(self) -> bool:
        return self.status in ("accepted", "waiting")


@dataclass(frozen=True)
class Known:
    """What a register is held against, besides the catalogue."""

    targets: Callable[[str], Collection[str]] | None = None  # of a dataset, what tasks may name; None: any
    wholes: Collection[tuple[str, str]] = ()  # (indicator, variant) of percentages that cannot pass 100


@dataclass(frozen=True)
class Desk:
    """Everything that judging a file needs; ``indicators`` maps each code to whether it is protected.

    ``mappings`` are the saved forms of free tables in use, by code.
    """

    store: Records
    catalogue: Catalogue
    forms: Mapping[str, Form]
    rules: Sequence[Rule]
    indicators: Mapping[str, bool]
    consistency: Consistency | None = None
    stored: Stored | None = None
    limits: Limits = LIMITS
    mappings: Mapping[str, FormMapping] = field(default_factory=dict)
    barred: Callable[[str], bool] | None = None  # may the sender not file for this region; None: anybody may
    unassigned: Callable[[str], bool] | None = None  # may he not assign tasks to it; None: anybody may
    known: Known = Known()
