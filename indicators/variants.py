"""The 口径 variants of an indicator: numerator over denominator, read from its entry in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from data.catalogue import Catalogue
from data.formula import Formula, FormulaError, parse
from data.strict import Reading, nearest

Kind = Literal["ratio", "count", "flag", "rank"]


@dataclass(frozen=True)
class Variant:
    """One 口径: numerator over denominator (None for counts, flags and ranks)."""

    code: str
    name: str
    english: str
    numerator: Formula
    denominator: Formula | None
    part_of_whole: bool

    @cached_property  # asked for every cell behind a total
    def elements(self) -> tuple[str, ...]:
        below = self.denominator.elements if self.denominator else ()
        return tuple(dict.fromkeys(self.numerator.elements + below))


def read_variants(
    tables: object, kind: Kind, whole: bool, catalogue: Catalogue, reading: Reading
) -> dict[str, Variant]:
    """Every variant in the order of its entry; what is wrong with one is told to ``reading``."""
    variants: dict[str, Variant] = {}
    if not isinstance(tables, dict):
        reading.wrong("variants: expected tables")
        return variants
    for code, entry in tables.items():
        here = reading.at(f"variants.{code}")
        if not isinstance(entry, dict):
            here.wrong("expected a table")
            continue
        if not here.keys(entry, ("name", "english", "numerator"), ("denominator", "part_of_whole")):
            continue
        numerator = _formula(here.text(entry, "numerator"), catalogue, here)
        below = _formula(here.text(entry, "denominator"), catalogue, here) if "denominator" in entry else None
        if ("denominator" in entry) != (kind == "ratio"):
            here.wrong("a ratio has a denominator, other kinds have none")
        if numerator:
            part = here.flag(entry, "part_of_whole", default=whole)
            name, english = here.text(entry, "name"), here.text(entry, "english")
            variants[code] = Variant(code, name, english, numerator, below, part)
    return variants


def _formula(text: str, catalogue: Catalogue, reading: Reading) -> Formula | None:
    try:
        formula = parse(text)
    except FormulaError as error:
        reading.wrong(str(error))
        return None
    for element in formula.elements:
        if element not in catalogue.elements:
            reading.wrong(f"unknown data element {element!r}{nearest(element, catalogue.elements)}")
    return formula
