"""Data quality as shares of counts: reporting rate, timeliness, completeness, consistency.

Source: methods.md, Data quality. Each says what is counted; nothing is a share of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


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
