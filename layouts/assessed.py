"""Assessed numbers: a frame of one dataset and period, one number of it, and the cache of frames."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from data.model import Target

KEPT_ROWS = 4_000_000  # of all frames together: some 290 of a province, 11 of all counties there are


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one region: RESULTS plus its assessment. Absent is None; percent is 0-100."""

    indicator: str
    variant: str
    region: str
    period: str
    scope: str
    numerator: float | None
    denominator: float | None
    value: float | None
    qualifier: str
    reported: float | None
    difference: float | None
    basis: str
    regions_reported: int
    regions_expected: int
    gap: str
    target: str
    attainment: float | None
    status: str
    warning: str
    published: bool = False  # of a set without a duty to file: what is not there was not published

    @property
    def incomplete(self) -> bool:
        """未报齐: fewer regions than owe it have reported."""
        return self.regions_reported < self.regions_expected


@dataclass(frozen=True)
class Assessed:
    """An ASSESSED frame of one dataset, period and scope, indicator by indicator on one axis of regions."""

    frame: pd.DataFrame
    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    targets: Mapping[str, Target]
    published: bool = False  # a set without a duty to file
    notes: dict[object, Any] = field(default_factory=dict)  # what a page derived from this very frame
    beside: int = 20  # rows' worth of memory that it takes beside its rows

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """Plain lists in row order, None for no value."""
        found: dict[str, list[Any]] = {}
        for name in self.frame.columns:
            column = self.frame[name]
            if column.dtype == "float64":
                found[name] = [None if value != value else value for value in column.tolist()]
            else:
                found[name] = column.tolist()
        return found

    @cached_property
    def _read(self) -> list[list[Any]]:
        """The columns in the order of a Number's fields, but the last."""
        return [self.columns[each.name] for each in fields(Number)[:-1]]

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        return (
            {code: number for number, code in enumerate(self.indicators)},
            {code: number for number, code in enumerate(self.regions)},
        )

    def row(self, indicator: str, region: str) -> int:
        """The row of one number; KeyError when the indicator or region is not on the axes."""
        indicators, regions = self._places
        return indicators[indicator] * len(self.regions) + regions[region]

    def number(self, indicator: str, region: str) -> Number:
        row = self.row(indicator, region)
        found: list[Any] = [values[row] for values in self._read]
        return Number(*found, *[self.published])

    def get(self, indicator: str, region: str) -> Number | None:
        indicators, regions = self._places
        return self.number(indicator, region) if indicator in indicators and region in regions else None


class FrameCache:
    """Assessed frames by name, shared by all threads of a process; the longest unused are given up first."""

    def __init__(self) -> None:
        self._frames: OrderedDict[object, Assessed] = OrderedDict()
        self._rows = 0
        self._lock = threading.Lock()

    def get(self, name: object) -> Assessed | None:
        with self._lock:
            if name in self._frames:
                self._frames.move_to_end(name)
            return self._frames.get(name)

    def put(self, name: object, frame: Assessed) -> None:
        with self._lock:
            before = self._frames.pop(name, None)
            self._frames[name] = frame
            self._rows += _weight(frame) - (_weight(before) if before else 0)
            while self._rows > KEPT_ROWS and len(self._frames) > 1:
                self._rows -= _weight(self._frames.popitem(last=False)[1])


def _weight(frame: Assessed) -> int:
    """In rows."""
    return len(frame.frame) + frame.beside
