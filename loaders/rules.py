"""The rules that figures are held to: those of loaders/rules.toml, with the office's own edits.

A rule that cannot be evaluated is our mistake: RuleError names every one with its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, overload

from data.catalogue import Catalogue
from data.checking import CrossCheck
from data.model import DataElement
from data.strict import Reading, nearest, read_toml
from loaders.rules_derived import Table, ancestors, part_tables, share_tables
from loaders.rules_reading import (
    CHECKS,
    EDITABLE,
    EDITABLE_CHECK,
    OWN_CODE,
    Origin,
    Rule,
    RuleError,
    check_of,
    rule_of,
)

__all__ = ["Entry", "Rule", "RuleBook", "RuleError", "ancestors", "read_rules"]

PATH = Path(__file__).parent / "rules.toml"
REGISTER = "register of rules"
NO_EDITS: Mapping[str, str] = MappingProxyType({})
State = Literal["shipped", "edited", "own"]


@dataclass(frozen=True)
class Entry:
    """One rule or check as it stands; ``shipped`` is the table before any edit, empty for an own rule."""

    code: str
    rule: Rule | CrossCheck
    state: State
    on: bool
    shipped: Table
    table: Table

    @property
    def across(self) -> bool:
        return isinstance(self.rule, CrossCheck)


class RuleBook(Sequence[Rule]):
    """The rules in force inside one workbook, in order; ``checks`` are those across filings.

    ``entries`` hold everything, also what is switched off; ``elements`` are what they are about.
    """

    def __init__(self, entries: Sequence[Entry], elements: Mapping[str, DataElement]) -> None:
        self.entries = tuple(entries)
        self.elements = elements
        self._rules = tuple(each.rule for each in self.entries if each.on and isinstance(each.rule, Rule))
        self.checks: Mapping[str, CrossCheck] = {
            each.code: each.rule for each in self.entries if each.on and isinstance(each.rule, CrossCheck)
        }

    @overload
    def __getitem__(self, place: int) -> Rule: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Rule, ...]: ...
    def __getitem__(self, place: int | slice) -> Rule | tuple[Rule, ...]:
        return self._rules[place]

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def entry(self, code: str) -> Entry | None:
        return next((each for each in self.entries if each.code == code), None)


def read_rules(catalogue: Catalogue, path: Path = PATH, *, edits: Mapping[str, str] = NO_EDITS) -> RuleBook:
    """The rules of the file, one for every 其中 and total and for every filed share, and the own ones.

    ``edits`` are the newest edits by code, each a JSON object: of a shipped rule the keys that differ,
    of an own rule all of them; ``{"off": true}`` switches a rule off.
    """
    mistakes: list[str] = []
    reading = Reading(mistakes, f"loaders/{path.name}")
    shipped = _shipped(catalogue, read_toml(path, mistakes), reading)
    entries = [
        entry
        for code, (origin, table) in shipped.items()
        if (entry := _entry(code, origin, table, edits.get(code, "{}"), catalogue, reading))
    ]
    for code, content in edits.items():
        if code not in shipped:
            own = _own(code, content, catalogue, Reading(mistakes, REGISTER).at(code))
            entries += [own] if own else []
    if mistakes:
        raise RuleError(mistakes)
    return RuleBook(entries, catalogue.elements)


def _shipped(
    catalogue: Catalogue, tables: Table, reading: Reading
) -> dict[str, tuple[Origin | Literal["check"], object]]:
    """Every shipped rule and check by its code, as a table of the file's keys."""
    if not tables:
        return {}
    reading.keys(tables, ("shares", "rules"), CHECKS)
    found: dict[str, tuple[Origin | Literal["check"], object]] = {}
    rules = tables.get("rules", {})
    if not isinstance(rules, dict):
        reading.wrong("rules: expected tables")
        rules = {}
    for code, entry in rules.items():
        found[code] = ("rule", entry)
    for code, entry in part_tables(catalogue.elements).items():
        found[code] = ("part", entry)
    for code, entry in share_tables(catalogue.elements, tables.get("shares", {}), reading).items():
        found[code] = ("share", entry)
    for code in CHECKS:
        if code in tables:
            table = tables[code]
            found[code] = ("repeated" if code == "repeated" else "check", table)
    return found


def _entry(
    code: str,
    origin: Origin | Literal["check"],
    table: object,
    edit: str,
    catalogue: Catalogue,
    reading: Reading,
) -> Entry | None:
    """A shipped rule with the office's edit laid over it."""
    here = reading.at(code if origin in ("check", "repeated") else f"rules.{code}")
    if not isinstance(table, dict):
        here.wrong("expected a table")
        return None
    changes = _content(edit, Reading(here.mistakes, REGISTER).at(code))
    if changes:
        here = Reading(here.mistakes, REGISTER).at(code)
        allowed = EDITABLE_CHECK if origin == "check" else EDITABLE
        for key in changes:
            if key not in (*allowed, "off", *_limits(table)):
                here.wrong(f"{key!r} of a shipped rule cannot be changed{nearest(key, allowed)}")
    off = here.flag(changes, "off") if changes else False
    merged = _merged(table, {key: value for key, value in changes.items() if key != "off"})
    rule = (
        check_of(code, merged, catalogue, here)
        if origin == "check"
        else rule_of(code, merged, origin, catalogue, here)
    )
    state: State = "edited" if off or merged != table else "shipped"
    return Entry(code, rule, state, not off, table, merged) if rule else None


def _own(code: str, content: str, catalogue: Catalogue, reading: Reading) -> Entry | None:
    """A rule of the office's own; one that only says it is off is gone."""
    table = _content(content, reading)
    if table is None or set(table) <= {"off"}:
        return None
    if not OWN_CODE.fullmatch(code):
        reading.wrong("the code of a rule has small letters, digits and _ only, at most 40")
    off = reading.flag(table, "off")
    kept = {key: value for key, value in table.items() if key != "off"}
    rule = rule_of(code, kept, "rule", catalogue, reading)
    return Entry(code, rule, "own", not off, {}, kept) if rule else None


def _content(content: str, reading: Reading) -> Table:
    try:
        table = json.loads(content)
    except ValueError as error:
        reading.wrong(f"is no JSON object: {error}")
        return {}
    if not isinstance(table, dict):
        reading.wrong(f"{table!r}; expected a JSON object")
        return {}
    return table


def _limits(table: Table) -> tuple[str, ...]:
    limits = table.get("limits", {})
    return tuple(limits) if isinstance(limits, dict) else ()


def _merged(table: Table, changes: Table) -> Table:
    """The table with the changes laid over it; numbers of a check are laid over one by one."""
    limits, new = table.get("limits"), changes.get("limits")
    merged = {**table, **changes}
    if isinstance(limits, dict) and isinstance(new, dict):
        merged["limits"] = {**limits, **new}
    return merged
