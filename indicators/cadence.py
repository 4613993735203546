"""频次: how often something is to be done, in the words of the document; its occurrences in a period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from data.model import Period, Target

LENGTHS = {"月": 1, "季": 3, "季度": 3, "半年": 6, "年": 12}
CADENCE = re.compile(r"每(?:个)?(月|季度|季|半年|年)(?:度)?(末|底)?前?(?:一次|1次)?")


def cadence(target: Target) -> tuple[int, bool] | None:
    """Months between occurrences, and whether each is due at its end; None for other words.

    >>> CADENCE.fullmatch("每季度末").groups(), CADENCE.fullmatch("每年").groups()
    (('季度', '末'), ('年', None))
    """
    found = CADENCE.fullmatch(target.text.strip()) or CADENCE.fullmatch(target.object.strip())
    return (LENGTHS[found[1]], bool(found[2])) if found else None


def occurrences(target: Target, period: Period) -> tuple[Period, ...]:
    """Those in the period, or the one that it is a part of, as far as the target's span holds them."""
    rule = cadence(target)
    if rule is None:
        return ()
    months, _ = rule
    first = Period.parse(target.first).first if target.first else 0
    last = Period.parse(target.last).last if target.last else 10**6
    begin = period.first - period.first % months
    found = (Period(start, start + months - 1) for start in range(begin, period.last + 1, months))
    return tuple(each for each in found if first <= each.first and each.last <= last)


def last_day(period: Period) -> date:
    year, month = period.end
    return date(year, month, monthrange(year, month)[1])
