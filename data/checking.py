"""CrossCheck: one check of a filing against other filings, as an office sets it. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from data.model import Level, Severity

PeriodKind = Literal["year", "half", "quarter", "month", "span"]
PERIOD_KINDS: tuple[PeriodKind, ...] = ("year", "half", "quarter", "month", "span")


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """``limits`` are the check's numbers by name; empty levels and periods mean all of them.

    ``pairs`` are (filed at the end of a period, repeated at the start of the next) data elements.
    """

    code: str
    name: str
    english: str
    severity: Severity
    limits: Mapping[str, float] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    periods: tuple[PeriodKind, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def applies(self, level: str, period_kind: str) -> bool:
        """Is a filing of such a region and period to be checked."""
        return (not self.levels or level in self.levels) and (not self.periods or period_kind in self.periods)
