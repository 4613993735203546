"""Data quality as shares of counts: reporting rate, timeliness, completeness, consistency.

Source: methods.md, Data quality. Each says what is counted; nothing is a share of nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from data.blocks import Block
from data.model import NOT_FILED, QUALIFIERS, SCOPES

NO_CASES, NOT_APPLICABLE = QUALIFIERS.index("no_cases"), QUALIFIERS.index("not_applicable")


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``, so many things each; shares of several regions add up with ``+``."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """``100 part / whole``; None where there was nothing to count.

        >>> Share(29, 50).percent, Share(0, 0).percent
        (58.0, None)
        """
        return (100 * self.part) / self.whole if self.whole else None

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


def apart(before: float | None, now: float | None) -> float | None:
    """``now - before`` in their own unit, percentage points for two rates; None where one is missing."""
    return None if before is None or now is None else now - before


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in cells that are asked for. A zero is an answer, as 无案件 and 不适用 are; no blank is.

    ``blank`` are cells of a filing that came; ``unfiled`` those of one that did not. They add up with ``+``.
    """

    value: int = 0
    zero: int = 0
    no_cases: int = 0
    not_applicable: int = 0
    blank: int = 0
    unfiled: int = 0

    @property
    def filled(self) -> int:
        return self.value + self.zero + self.no_cases + self.not_applicable

    @property
    def required(self) -> int:
        return self.filled + self.blank + self.unfiled

    @property
    def lacking(self) -> int:
        return self.blank + self.unfiled

    @property
    def told(self) -> Answers:
        """What was answered, where nothing is asked for."""
        return replace(self, blank=0, unfiled=0)

    @property
    def share(self) -> Share:
        return completeness(self.filled, self.required)

    def __add__(self, other: Answers) -> Answers:
        return Answers(*[getattr(self, name) + getattr(other, name) for name in KINDS])


KINDS = tuple(field.name for field in fields(Answers))


def answers(
    block: Block | None, cells: Sequence[tuple[str, str]], regions: Sequence[str], came: Sequence[bool]
) -> tuple[Answers, ...]:
    """What each region answered in these (scope, element) of a period; ``came``: did its filing come at all.

    An element that the block does not know was answered by nobody.
    """
    if block is None or not any(came):
        return tuple(Answers(unfiled=len(cells)) for _ in regions)
    kinds = _kinds(block, cells, regions)
    blank = len(cells) - sum(kinds)
    counts = np.stack([*kinds, blank, np.zeros(len(regions), dtype=np.int64)]).T.tolist()
    return tuple(
        Answers(*count) if here else Answers(unfiled=len(cells))
        for count, here in zip(counts, came, strict=True)
    )


def total(parts: Iterable[Answers]) -> Answers:
    """All of them together."""
    return sum(parts, Answers())


def _kinds(
    block: Block, cells: Sequence[tuple[str, str]], regions: Sequence[str]
) -> tuple[NDArray[np.int64], ...]:
    """How many cells of each region hold a figure, a zero, 无案件 and 不适用."""
    places = {code: number for number, code in enumerate(block.elements)}
    known = [
        (SCOPES.index("own" if scope == "own" else "total"), places[code])
        for scope, code in cells
        if code in places
    ]
    at = np.array(known, dtype=np.int64).reshape(-1, 2)
    here = block.on(regions)
    state, values = here.state[at[:, 0], at[:, 1]], here.values[at[:, 0], at[:, 1]]
    figure = (state != NO_CASES) & (state != NOT_APPLICABLE) & (state != NOT_FILED)
    found = (figure & (values != 0), figure & (values == 0), state == NO_CASES, state == NOT_APPLICABLE)
    return tuple(each.sum(axis=0, dtype=np.int64) for each in found)


def reporting_rate(actual: int, expected: int) -> Share:
    """报送率: accepted filings among those that duties ask for; one that was due twice counts twice."""
    return _share("actual", actual, "expected", expected)


def timeliness(on_time: int, expected: int) -> Share:
    """及时率: filings that came by the due day, among all expected (not among those that came)."""
    return _share("on_time", on_time, "expected", expected)


def completeness(filled: int, required: int) -> Share:
    """完整率: required cells with an answer; 不适用 and 无案件 are answers, a blank is none."""
    return _share("filled", filled, "required", required)


def consistency(passed: int, could_run: int) -> Share:
    """一致率: rules passed among those that could run; one that lacked a figure could not."""
    return _share("passed", passed, "could_run", could_run)


def _share(name: str, part: int, of: str, whole: int) -> Share:
    if not 0 <= part <= whole:
        raise ValueError(f"{name} = {part}, {of} = {whole}: expected 0 <= {name} <= {of}")
    return Share(part, whole)
