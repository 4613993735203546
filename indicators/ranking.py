"""Competition ranks (并列, 1-1-3) among siblings that may be ranked.

Source: methods.md, Reliability (ranks): a denominator of at least the office's minimum, and at
least three valued siblings; protected and neutral indicators are never ranked.
"""

from __future__ import annotations

from collections.abc import Sequence

MINIMUM_DENOMINATOR = 5
MINIMUM_SIBLINGS = 3


def rankable(value: float | None, denominator: float | None, *, minimum: float = MINIMUM_DENOMINATOR) -> bool:
    """May this value take part: it exists, and a ratio's denominator is not too small."""
    return value is not None and (denominator is None or denominator >= minimum)


def ranks(
    values: Sequence[float | None],
    denominators: Sequence[float | None],
    *,
    direction: str,
    minimum: float = MINIMUM_DENOMINATOR,
) -> list[int | None]:
    """Rank of each value, best first, None where it takes no part.

    >>> ranks([90.0, 95.0, 95.0, 100.0, None], [10, 20, 20, 2, 9], direction="higher")
    [3, 1, 1, None, None]
    """
    taking = [
        value
        for value, denominator in zip(values, denominators, strict=True)
        if value is not None and rankable(value, denominator, minimum=minimum)
    ]
    if direction == "neutral" or len(taking) < MINIMUM_SIBLINGS:
        return [None] * len(values)
    place: dict[float, int] = {}
    for number, value in enumerate(sorted(taking, reverse=direction == "higher"), start=1):
        place.setdefault(value, number)
    return [
        place[value] if value is not None and rankable(value, denominator, minimum=minimum) else None
        for value, denominator in zip(values, denominators, strict=True)
    ]
