"""Reads loaders/rules.toml: the rules that hold inside one workbook. Every mistake at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from data.catalogue import Catalogue
from data.formula import Formula, FormulaError, parse
from data.model import DataElement, Severity
from data.strict import CatalogueError, Reading, nearest, read_toml
from loaders.words import unit_shift

PATH = Path(__file__).parent / "rules.toml"
REQUIRED = ("name", "english", "left", "op", "right", "severity")

Op = Literal["=", "<="]
Origin = Literal["rule", "part", "share"]
OPS: tuple[Op, ...] = ("=", "<=")


class RuleError(CatalogueError):
    """A rule that cannot be evaluated: ours to mend, never a county's mistake."""


@dataclass(frozen=True)
class Rule:
    """``left op right`` over data elements; ``tolerance`` is in the elements' unit.

    Origin part: a 其中 and one of its totals, from the catalogue's parents, both of one unit.
    Origin share: ``left`` is a filed percentage that lies between 0 and 100; right is None.
    """

    code: str
    name: str
    english: str
    left: Formula
    op: Op
    right: Formula | None
    severity: Severity
    tolerance: Decimal
    origin: Origin

    @cached_property
    def elements(self) -> tuple[str, ...]:
        return self.left.elements + (self.right.elements if self.right else ())

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(self.elements)


def read_rules(catalogue: Catalogue, path: Path = PATH) -> tuple[Rule, ...]:
    """The rules of the file, then one for every 其中 and total, then one for every filed share."""
    mistakes: list[str] = []
    reading = Reading(mistakes, f"loaders/{path.name}")
    tables = read_toml(path, mistakes)
    if not mistakes:
        reading.keys(tables, ("shares", "rules"))
    rules = _rules(tables.get("rules", {}), catalogue.elements, reading)
    shares = _shares(tables.get("shares", {}), catalogue.elements, reading)
    if mistakes:
        raise RuleError(mistakes)
    return (*rules, *_parts(catalogue.elements), *shares)


def ancestors(code: str, elements: Mapping[str, DataElement]) -> tuple[str, ...]:
    """The totals an element is a 其中 of, nearest first."""
    found: list[str] = []
    parent = elements[code].parent
    while parent:
        found.append(parent)
        parent = elements[parent].parent
    return tuple(found)


def _rules(tables: object, elements: Mapping[str, DataElement], reading: Reading) -> list[Rule]:
    rules: list[Rule] = []
    if not isinstance(tables, dict):
        reading.wrong("rules: expected tables")
        return rules
    for code, entry in tables.items():
        here = reading.at(f"rules.{code}")
        if not isinstance(entry, dict):
            here.wrong("expected a table")
            continue
        if not here.keys(entry, REQUIRED, ("tolerance",)):
            continue
        left = _formula(here.text(entry, "left"), elements, here)
        right = _formula(here.text(entry, "right"), elements, here)
        severities: tuple[Severity, ...] = ("must", "explain", "note")
        severity = here.choice(here.text(entry, "severity"), "severity", severities)
        op = here.choice(here.text(entry, "op"), "op", OPS)
        tolerance = _tolerance(entry.get("tolerance", 0), here)
        if left and right:
            name, english = here.text(entry, "name"), here.text(entry, "english")
            rules.append(Rule(code, name, english, left, op, right, severity, tolerance, "rule"))
    return rules


def _formula(text: str, elements: Mapping[str, DataElement], reading: Reading) -> Formula | None:
    try:
        formula = parse(text)
    except FormulaError as error:
        reading.wrong(str(error))
        return None
    unknown = [element for element in formula.elements if element not in elements]
    for element in unknown:
        reading.wrong(f"unknown data element {element!r}{nearest(element, elements)}")
    return None if unknown else formula


def _tolerance(value: object, reading: Reading) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return Decimal(str(value))
    reading.wrong(f"tolerance = {value!r}; expected a number from 0")
    return Decimal(0)


def _parts(elements: Mapping[str, DataElement]) -> list[Rule]:
    rules: list[Rule] = []
    for element in elements.values():
        for code in ancestors(element.code, elements):
            total = elements[code]
            if unit_shift(element.unit, total.unit) != 0:
                continue
            name = f"其中：{element.name}≤{total.name}"
            english = f"{element.english} is at most {total.english}"
            left, right = parse(element.code), parse(code)
            rules.append(
                Rule(f"{element.code}_part", name, english, left, "<=", right, "must", Decimal(0), "part")
            )
    return rules


def _shares(tables: object, elements: Mapping[str, DataElement], reading: Reading) -> list[Rule]:
    here = reading.at("shares")
    if not isinstance(tables, dict) or not here.keys(tables, ("may_pass_100",)):
        return []
    free = here.texts(tables, "may_pass_100")
    for code in free:
        if code not in elements:
            here.wrong(f"unknown data element {code!r}{nearest(code, elements)}")
    return [
        Rule(
            f"{element.code}_share",
            f"{element.name}在0至100之间",
            f"{element.english} lies between 0 and 100",
            parse(element.code),
            "<=",
            None,
            "must",
            Decimal(0),
            "share",
        )
        for element in elements.values()
        if element.kind == "rate" and element.unit == "%" and element.code not in free
    ]
