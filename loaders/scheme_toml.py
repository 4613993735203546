"""Reads schemes of assessment in TOML strictly, every mistake at once: shipped ones, and one that came in."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from data.catalogue import Catalogue
from data.model import LEVELS, Level
from data.scheme import (
    EFFECTS,
    ITEM_KINDS,
    MINIMUM,
    NO_CASES,
    NOT_REPORTED,
    SCHEME_STATUSES,
    VETO_KINDS,
    Item,
    League,
    Scheme,
    VetoRule,
)
from data.scheme_check import Mistake, check_scheme
from data.scheme_rules import Subject
from data.strict import CatalogueError, Reading, read_toml

FOLDER = Path(__file__).parent / "schemes"
HEAD = ("scheme", "dataset", "name", "region", "period", "levels", "items")
HEAD_MORE = (
    *("leagues", "vetoes", "appeal_days", "minimum", "basis", "number", "approver", "decided_on", "status"),
    *("source", "note"),
)
ITEM = ("code", "title", "kind")
ITEM_MORE = (
    *("group", "subject", "variant", "weight", "rule", "target", "floor", "cap", "no_cases", "not_reported"),
    "source",
)
VETO, VETO_MORE = ("code", "title", "kind", "effect"), ("item", "period", "conditions", "source")
LEAGUE, LEAGUE_MORE = ("code", "title"), ("levels", "regions")

Entry = Mapping[str, object]
Made = TypeVar("Made")


def read_schemes(
    catalogue: Catalogue, subjects: Mapping[str, Subject], folder: Path = FOLDER
) -> tuple[Scheme, ...]:
    """Every scheme of the folder by file name; raise CatalogueError with all mistakes when there is any."""
    mistakes: list[str] = []
    schemes: list[Scheme] = []
    for path in sorted(folder.glob("*.toml")):
        tables = read_toml(path, mistakes)
        reading = Reading(mistakes, f"loaders/schemes/{path.name}")
        scheme = _scheme(tables, reading) if tables else None
        if scheme is not None:
            schemes.append(scheme)
            for mistake in check_scheme(scheme, catalogue, subjects):
                _told(mistake, scheme, reading)
    codes = [scheme.scheme for scheme in schemes]
    mistakes += [
        f"loaders/schemes: scheme {code!r} is given twice" for code in set(codes) if codes.count(code) > 1
    ]
    if mistakes:
        raise CatalogueError(mistakes)
    return tuple(schemes)


def read_scheme_toml(
    data: bytes,
    catalogue: Catalogue,
    subjects: Mapping[str, Subject],
    tasks: Collection[str] = (),
) -> tuple[Scheme | None, tuple[Mistake, ...], tuple[str, ...]]:
    """A scheme that was sent, else what is wrong: with its content, or with the file as TOML (in words)."""
    mistakes: list[str] = []
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, (), (str(error),)
    scheme = _scheme(tables, Reading(mistakes, "TOML"))
    wrong = tuple(check_scheme(scheme, catalogue, subjects, tasks)) if scheme and not mistakes else ()
    return (None if mistakes or wrong else scheme), wrong, tuple(mistakes)


def _scheme(tables: Entry, reading: Reading) -> Scheme | None:
    if not reading.keys(tables, HEAD, HEAD_MORE):
        return None
    minimum = _whole(tables, "minimum", reading)
    return Scheme(
        **{name: reading.text(tables, name) for name in ("scheme", "dataset", "name", "region", "period")},
        levels=_levels(tables, reading),
        leagues=_entries(tables, "leagues", (LEAGUE, LEAGUE_MORE), _league, reading),
        items=_entries(tables, "items", (ITEM, ITEM_MORE), _item, reading),
        vetoes=_entries(tables, "vetoes", (VETO, VETO_MORE), _veto, reading),
        appeal_days=_whole(tables, "appeal_days", reading),
        minimum=MINIMUM if minimum is None else minimum,
        status=reading.choice(reading.text(tables, "status", "draft"), "status", SCHEME_STATUSES),
        decided_on=_day(tables, reading),
        **{name: reading.text(tables, name) for name in ("basis", "number", "approver", "source", "note")},
    )


def _entries(
    tables: Entry,
    section: str,
    keys: tuple[Sequence[str], Sequence[str]],
    made: Callable[[Entry, Reading], Made],
    reading: Reading,
) -> tuple[Made, ...]:
    entries = tables.get(section, [])
    if not isinstance(entries, list):
        reading.wrong(f"{section} = {entries!r}; expected tables [[{section}]]")
        return ()
    found: list[Made] = []
    for number, entry in enumerate(entries, start=1):
        here = reading.at(f"{section} {number}")
        if not isinstance(entry, dict):
            here.wrong("expected a table")
        elif here.keys(entry, *keys):
            found.append(made(entry, here))
    return tuple(found)


def _item(entry: Entry, reading: Reading) -> Item:
    return Item(
        code=reading.text(entry, "code"),
        title=reading.text(entry, "title"),
        group=reading.text(entry, "group"),
        kind=reading.choice(reading.text(entry, "kind"), "kind", ITEM_KINDS),
        subject=reading.text(entry, "subject"),
        variant=reading.text(entry, "variant"),
        weight=_number(entry, "weight", reading),
        rule=reading.text(entry, "rule"),
        target=_number(entry, "target", reading),
        floor=_number(entry, "floor", reading) or 0.0,
        cap=_number(entry, "cap", reading),
        no_cases=reading.choice(reading.text(entry, "no_cases", NO_CASES[0]), "no_cases", NO_CASES),
        not_reported=reading.choice(
            reading.text(entry, "not_reported", NOT_REPORTED[0]), "not_reported", NOT_REPORTED
        ),
        source=reading.text(entry, "source"),
    )


def _veto(entry: Entry, reading: Reading) -> VetoRule:
    return VetoRule(
        code=reading.text(entry, "code"),
        title=reading.text(entry, "title"),
        kind=reading.choice(reading.text(entry, "kind"), "kind", VETO_KINDS),
        effect=reading.choice(reading.text(entry, "effect"), "effect", EFFECTS),
        item=reading.text(entry, "item"),
        period=reading.text(entry, "period"),
        conditions=reading.texts(entry, "conditions"),
        source=reading.text(entry, "source"),
    )


def _league(entry: Entry, reading: Reading) -> League:
    title = reading.text(entry, "title")
    return League(
        reading.text(entry, "code"), title, _levels(entry, reading), reading.texts(entry, "regions")
    )


def _levels(entry: Entry, reading: Reading) -> tuple[Level, ...]:
    return tuple(reading.choice(level, "levels", LEVELS) for level in reading.texts(entry, "levels"))


def _number(entry: Entry, key: str, reading: Reading) -> float | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        reading.wrong(f"{key} = {value!r}; expected a number")
        return None
    return float(value)


def _whole(entry: Entry, key: str, reading: Reading) -> int | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        reading.wrong(f"{key} = {value!r}; expected a whole number from 0")
        return None
    return value


def _day(tables: Entry, reading: Reading) -> str:
    """A date as TOML writes one, or as a text."""
    value = tables.get("decided_on", "")
    if type(value) is date:
        return value.isoformat()
    return reading.text(tables, "decided_on")


def _told(mistake: Mistake, scheme: Scheme, reading: Reading) -> None:
    """``items 3 (1.2): subject = 'FY004': scheme.unknown_indicator; did you mean 'FY04'?``"""
    codes = {
        "items": [item.code for item in scheme.items],
        "vetoes": [veto.code for veto in scheme.vetoes],
        "leagues": [league.code for league in scheme.leagues],
    }.get(mistake.section)
    here = reading.at(f"{mistake.section} {mistake.entry + 1}: {codes[mistake.entry]}") if codes else reading
    told = f"{mistake.field} = {mistake.params['read']!r}: {mistake.code}"
    if mistake.params.get("rest"):
        told += f": read up to {mistake.params['upto']!r}, not {mistake.params['rest']!r}"
    expected = mistake.params["expected"]
    here.wrong(told + (f"; did you mean {expected!r}?" if expected else ""))
