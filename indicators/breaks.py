"""Breaks of 口径: days on which what an indicator counts changed; no change is computed across one.

Policy events are written the same way and part nothing; they are only told of.

Source: methods.md, Change and trend. A period that holds such a day in its middle counts partly the
old way and partly the new, so it compares with neither side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.model import Period
from data.regions import RegionTree
from data.strict import Reading, nearest, read_toml

KEYS = ("on", "name", "english", "indicators", "source")


@dataclass(frozen=True, slots=True)
class Break:
    """``on`` is the first day of the new way of counting."""

    code: str
    on: date
    name: str
    english: str
    indicators: tuple[str, ...]
    source: str
    boundary: bool = False  # the area changed, not what is counted

    def between(self, earlier: Period, later: Period) -> bool:
        """Does the day part the two periods: one counts at least partly the old way, the other the new.

        >>> law = Break("law", date(2021, 7, 15), "", "", (), "")
        >>> [law.between(Period.year(year), Period.year(year + 1)) for year in (2019, 2020, 2021, 2022)]
        [False, True, True, False]
        """
        month = self.on.year * 12 + self.on.month - 1
        begins_old = earlier.first < month or (earlier.first == month and self.on.day > 1)
        return begins_old and later.last >= month


def between(breaks: Iterable[Break], indicator: str, earlier: Period, later: Period) -> Break | None:
    """The first break of the indicator that parts the two periods."""
    for each in breaks:
        if indicator in each.indicators and each.between(earlier, later):
            return each
    return None


def boundary_days(tree: RegionTree, region: str) -> tuple[tuple[date, str], ...]:
    """Days on which the area of a region changed, and the unit that came or went, oldest first.

    Its own beginning, and units directly below that came or went. Where some came in the month in which
    others went, the area was only divided anew. A unit that follows a former code came from nowhere.

    >>> from data.regions import Region
    >>> tree = RegionTree([Region("a", "甲"), Region("b", "乙", parent="a", valid_from="2025-01")])
    >>> boundary_days(tree, "a")
    ((datetime.date(2025, 1, 1), 'b'),)
    """
    own, below = tree.get(region), tree.children(region)
    came = [(_first_day(each.valid_from), each.code) for each in below if each.valid_from and not each.former]
    went = [(_day_after(each.valid_to), each.code) for each in below if each.valid_to]
    both = {day for day, _ in came} & {day for day, _ in went}
    found = [(day, code) for day, code in (*came, *went) if day not in both]
    if own.valid_from:
        found.append((_first_day(own.valid_from), own.code))
    return tuple(sorted(found))


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _day_after(month: str) -> date:
    """The first day after a month such as 2024-12."""
    first = _first_day(month)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def read_breaks(
    path: Path, known: Iterable[str], mistakes: list[str], *, optional: bool = False
) -> tuple[Break, ...]:
    """Every break of the file, oldest first; ``known`` are the indicator codes there are."""
    if optional and not path.exists():
        return ()
    codes = frozenset(known)
    found = []
    for code, entry in read_toml(path, mistakes).items():
        reading = Reading(mistakes, f"indicators/catalogue/{path.name}").at(code)
        if not isinstance(entry, dict):
            reading.wrong("expected a table")
        elif reading.keys(entry, KEYS):
            found.append(_break(code, entry, codes, reading))
    return tuple(sorted(found, key=lambda each: (each.on, each.code)))


def _break(code: str, entry: Mapping[str, object], known: frozenset[str], reading: Reading) -> Break:
    day = entry["on"]
    if type(day) is not date:
        reading.wrong(f"on = {day!r}; expected a day, such as 2024-01-01")
        day = date.min
    listed = reading.texts(entry, "indicators")
    if not listed:
        reading.wrong("indicators: none is named")
    for place, indicator in enumerate(listed):
        if indicator not in known:
            reading.wrong(f"indicators: unknown indicator {indicator!r}{nearest(indicator, known)}")
        elif indicator in listed[:place]:
            reading.wrong(f"indicators: {indicator} is given twice")
    texts = {key: reading.text(entry, key) for key in ("name", "english", "source")}
    for key, text in texts.items():
        if not text.strip():
            reading.wrong(f"{key} is empty")
    return Break(code, day, texts["name"], texts["english"], listed, texts["source"])
