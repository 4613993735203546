"""Case flow: clearance, disposition time and the identity of a period's cases.

Source: methods.md, Data quality (case flow), after the CEPEJ indicators of courts' efficiency.
"""

from __future__ import annotations


def clearance(closed: float | None, filed: float | None, *, scale: float = 100) -> float | None:
    """``scale · closed / filed`` in %, above 100 where the backlog shrinks; None where none was filed.

    >>> clearance(110, 100), clearance(3, 0)
    (110.0, None)
    """
    if closed is None or filed is None or filed == 0:
        return None
    return (scale * closed) / filed


def disposition_days(pending_end: float | None, closed: float | None, days: int) -> float | None:
    """``days · pending_end / closed``: days to close what is pending at this period's speed.

    ``days`` is the length of the period; None where none was closed.

    >>> disposition_days(25, 50, 365), disposition_days(25, 0, 365)
    (182.5, None)
    """
    if pending_end is None or closed is None or closed == 0:
        return None
    return (days * pending_end) / closed


def unexplained(
    pending_start: float | None, filed: float | None, closed: float | None, pending_end: float | None
) -> float | None:
    """Cases by which ``pending_end = pending_start + filed − closed`` fails; None where one is missing.

    >>> unexplained(10, 50, 45, 15), unexplained(10, 50, 45, 17), unexplained(10, None, 45, 15)
    (0, 2, None)
    """
    if pending_start is None or filed is None or closed is None or pending_end is None:
        return None
    return pending_end - (pending_start + filed - closed)
