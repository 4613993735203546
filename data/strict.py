"""Strict reading of tables of entries: every mistake at once, with its file, entry and nearest name."""

from __future__ import annotations

import csv
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

Entry = TypeVar("Entry")


class CatalogueError(Exception):
    """The catalogue cannot be used; ``mistakes`` lists every one of them."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the closest known word, or nothing.

    >>> nearest("susong_lst", ["susong_lost"])
    "; did you mean 'susong_lost'?"
    """
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


class Reading:
    """Collects mistakes while entries of one file are read; ``place`` names file and entry."""

    def __init__(self, mistakes: list[str], place: str) -> None:
        self.mistakes = mistakes
        self.place = place

    def at(self, entry: str) -> Reading:
        return Reading(self.mistakes, f"{self.place} [{entry}]")

    def wrong(self, message: str) -> None:
        self.mistakes.append(f"{self.place}: {message}")

    def keys(
        self, entry: Mapping[str, object], required: Iterable[str], optional: Iterable[str] = ()
    ) -> bool:
        """Report missing and unknown keys; True when every required one is there."""
        need, may = set(required), set(optional)
        for key in entry:
            if key not in need | may:
                self.wrong(f"unknown key {key!r}{nearest(key, need | may)}")
        missing = sorted(need - set(entry))
        for key in missing:
            self.wrong(f"key {key!r} is missing")
        return not missing

    def text(self, entry: Mapping[str, object], key: str, default: str = "") -> str:
        value = entry.get(key, default)
        if not isinstance(value, str):
            self.wrong(f"{key} = {value!r}; expected a text")
            return default
        return value

    def flag(self, entry: Mapping[str, object], key: str, *, default: bool = False) -> bool:
        value = entry.get(key, default)
        if not isinstance(value, bool):
            self.wrong(f"{key} = {value!r}; expected true or false")
            return default
        return value

    def texts(self, entry: Mapping[str, object], key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(f"{key} = {value!r}; expected a list of texts")
            return ()
        return tuple(str(item) for item in value)

    def choice(self, value: str, key: str, allowed: tuple[Entry, ...]) -> Entry:
        for option in allowed:
            if option == value:
                return option
        known = [str(option) for option in allowed]
        self.wrong(f"{key} = {value!r}; expected one of {', '.join(known)}{nearest(value, known)}")
        return allowed[0]


def read_toml(path: Path, mistakes: list[str]) -> dict[str, object]:
    """The tables of a TOML file; a syntax error is one more mistake and gives no tables."""
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        mistakes.append(f"{path.name}: {error}")
        return {}


def read_csv(path: Path, columns: tuple[str, ...], mistakes: list[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with their line number; a wrong head or width is a mistake."""
    lines = _lines(path, mistakes)
    head = lines[0][1] if lines else []
    if tuple(head) != columns:
        if lines:
            mistakes.append(f"{path.name}: columns are {', '.join(head)}; expected {', '.join(columns)}")
        return []
    rows: list[tuple[int, dict[str, str]]] = []
    for number, fields in lines[1:]:
        if len(fields) != len(columns):
            mistakes.append(f"{path.name} line {number}: {len(fields)} fields; expected {len(columns)}")
            continue
        rows.append((number, dict(zip(columns, fields, strict=True))))
    return rows


def _lines(path: Path, mistakes: list[str]) -> list[tuple[int, list[str]]]:
    """Line number and fields of a CSV file; one that cannot be read is a mistake and has none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            lines = [(reader.line_num, fields) for fields in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        mistakes.append(f"{path.name}: {error}")
        return []
    if not lines:
        mistakes.append(f"{path.name}: is empty")
    return lines
