"""What an address asks for that does not exist: the page says so, the command line refuses."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from data.model import Period, PeriodError
from layouts.numbers import Numbers
from layouts.selection import CHOICES, Selection, parse

CODES = ("dataset", "region", "period", "indicator", "variant")  # what a number's place is made of
LISTED = ("units", "domain", "status", "sort")
NO_CHOICE = "default"  # what a select says for no choice
MOST_NEAR = 3
LONGEST = 40  # letters of a wrong code that are compared
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Unknown:
    """One choice that cannot be followed: what was given, the nearest that exist, what is shown instead."""

    key: str
    given: str
    near: tuple[str, ...]
    shown: str


def unknown(query: Mapping[str, str], chosen: Selection, numbers: Numbers) -> tuple[Unknown, ...]:
    """The codes of a query that name nothing here, in the order of the scope bar."""
    found = []
    for key in (*CODES, *LISTED):
        given = query.get(key, "").strip()
        if given and given != NO_CHOICE and not _known(key, given, chosen, numbers):
            found.append(Unknown(key, given, _near(key, given, chosen, numbers), getattr(chosen, key)))
    return tuple(found)


def refusal(query: Mapping[str, str], numbers: Numbers) -> str:
    """Why a query cannot be followed, for the command line: Chinese, then English; empty where it can."""
    chosen = parse(query, numbers)
    known = ", ".join(CHOICES)
    lines = [
        f"没有 {key} 这一项选择，可以用的是 {known} / no choice {key!r}; an address has {known}"
        for key in query
        if key not in CHOICES
    ]
    for each in unknown(query, chosen, numbers):
        elsewhere = _is_elsewhere(each, numbers)
        near = ", ".join(each.near)
        chinese = f"{'数据集 ' + chosen.dataset + ' 里' if elsewhere else ''}没有 {each.key} {each.given!r}"
        english = f"no {each.key} {each.given!r}" + (f" in dataset {chosen.dataset}" if elsewhere else "")
        close = f"，相近的有 {near}", f"; near: {near}"
        lines.append(f"{chinese}{close[0] if near else ''} / {english}{close[1] if near else ''}")
    return "\n".join(lines)


def _is_elsewhere(each: Unknown, numbers: Numbers) -> bool:
    """A region that exists, only not in this dataset."""
    return each.key == "region" and each.given in numbers.catalogue.regions


def _known(key: str, given: str, chosen: Selection, numbers: Numbers) -> bool:
    if key == "period":
        return _is_period(given)
    if key == "region":
        regions = numbers.catalogue.regions
        return given in regions and regions.get(given).code == chosen.region
    return given == getattr(chosen, key)


def _is_period(given: str) -> bool:
    try:
        Period.parse(given)
    except PeriodError:
        return False
    return True


def _near(key: str, given: str, chosen: Selection, numbers: Numbers) -> tuple[str, ...]:
    if key == "region":
        return _near_region(given, chosen, numbers)
    names = {
        "dataset": list(numbers.catalogue.datasets),
        "period": [period.code for period in reversed(numbers.periods(chosen.dataset))],
        "indicator": [each.code for each in numbers.shown()],
        "variant": sorted({code for each in numbers.shown() for code in each.variants}),
        "domain": list(numbers.indicators.domains),
    }.get(key, [])
    matcher = difflib.SequenceMatcher(b=given.casefold()[:LONGEST])
    near: list[tuple[float, str]] = []
    for name in names:
        matcher.set_seq1(name.casefold())
        if (alike := matcher.ratio()) >= ALIKE:
            near.append((-alike, name))
    return tuple(name for _, name in sorted(near)[:MOST_NEAR]) or tuple(names[:MOST_NEAR])


def _near_region(given: str, chosen: Selection, numbers: Numbers) -> tuple[str, ...]:
    tree = numbers.catalogue.regions
    inside = set(numbers.axis(chosen.dataset))
    near = [code for code in tree.nearest(given[:LONGEST]) if code in inside or not code.isdecimal()]
    if near or not given.isdecimal():
        return tuple(near)
    return tuple(difflib.get_close_matches(given[:LONGEST], sorted(inside), n=MOST_NEAR, cutoff=0.5))
