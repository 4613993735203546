"""One entry of the rules, from its table to a Rule or a CrossCheck, strictly: every mistake is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeVar

from data.catalogue import Catalogue
from data.checking import PERIOD_KINDS, CrossCheck, PeriodKind
from data.formula import Formula, FormulaError, parse
from data.model import LEVELS, SCOPES, SEVERITIES, DataElement, Filing, Level, Period, Scope, Severity
from data.strict import CatalogueError, Reading, nearest

Op = Literal["=", "<="]
Origin = Literal["rule", "part", "share", "repeated"]
Missing = Literal["skip", "require"]
OPS: tuple[Op, ...] = ("=", "<=")
MISSING: tuple[Missing, ...] = ("skip", "require")
ACROSS: tuple[Severity, ...] = ("explain", "note")  # what is filed already is not returned any more

REQUIRED = ("name", "english", "left", "op", "right", "severity")
OPTIONAL = ("tolerance", "levels", "periods", "scopes", "datasets", "missing")
EDITABLE = ("severity", *OPTIONAL)
EDITABLE_CHECK = ("severity", "limits", "levels", "periods")
CHECKS = (
    *("previous", "last_year", "tiling", "falling", "children"),
    *("outlier", "funnel", "repeated", "equal_near"),
)
OWN_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
NO_FORMULA = Formula(())

Word = TypeVar("Word", bound=str)


class RuleError(CatalogueError):
    """A rule that cannot be evaluated: ours to mend, never a county's mistake."""


@dataclass(frozen=True)
class Rule:
    """``left op right`` over data elements; ``tolerance`` is in the elements' unit.

    Origin part: a 其中 and one of its totals, from the catalogue's parents, both of one unit.
    Origin share: ``left`` is a filed percentage that lies between 0 and 100; right is None.
    Origin repeated: the same count, from ``tolerance`` up, in elements that have nothing to do with each
    other; without sides. Empty levels, periods, scopes and datasets mean all of them. Where an element
    is missing the rule is skipped, or (``require``) the gap itself is told; nothing is taken for zero.
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
    levels: tuple[Level, ...] = ()
    periods: tuple[PeriodKind, ...] = ()
    scopes: tuple[Scope, ...] = ()
    datasets: tuple[str, ...] = ()
    missing: Missing = "skip"

    @cached_property
    def elements(self) -> tuple[str, ...]:
        return self.left.elements + (self.right.elements if self.right else ())

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(self.elements)

    @cached_property
    def everywhere(self) -> bool:
        """Does it hold for every filing, whatever its region, period and dataset."""
        return not (self.levels or self.periods or self.datasets)

    def applies(self, filing: Filing, catalogue: Catalogue) -> bool:
        """Is the filing one of those that the rule is for."""
        if self.everywhere:
            return True
        known = filing.region in catalogue.regions
        level = catalogue.regions.get(filing.region).level if known else ""
        return (
            (not self.levels or level in self.levels)
            and (not self.periods or Period.parse(filing.period).kind in self.periods)
            and (not self.datasets or filing.dataset in self.datasets)
        )


def rule_of(
    code: str, entry: Mapping[str, object], origin: Origin, catalogue: Catalogue, reading: Reading
) -> Rule | None:
    """A rule from its table; None where the table is not even complete."""
    if origin == "repeated":
        return _repeated(code, entry, reading)
    if not reading.keys(entry, REQUIRED, OPTIONAL):
        return None
    left = _formula(reading.text(entry, "left"), catalogue.elements, reading)
    right = None if origin == "share" else _formula(reading.text(entry, "right"), catalogue.elements, reading)
    datasets = reading.texts(entry, "datasets")
    for dataset in datasets:
        if dataset not in catalogue.datasets:
            reading.wrong(f"unknown dataset {dataset!r}{nearest(dataset, catalogue.datasets)}")
    rule = Rule(
        code,
        reading.text(entry, "name"),
        reading.text(entry, "english"),
        left or NO_FORMULA,
        reading.choice(reading.text(entry, "op"), "op", OPS),
        right,
        reading.choice(reading.text(entry, "severity"), "severity", SEVERITIES),
        _number(entry.get("tolerance", 0), "tolerance", reading),
        origin,
        _words(entry, "levels", LEVELS, reading),
        _words(entry, "periods", PERIOD_KINDS, reading),
        _words(entry, "scopes", SCOPES, reading),
        datasets,
        reading.choice(reading.text(entry, "missing", "skip"), "missing", MISSING),
    )
    for text, word in ((rule.name, "name"), (rule.english, "english")):
        if not text.strip():
            reading.wrong(f"{word} is empty")
    whole = left is not None and (origin == "share" or right is not None)
    if whole and right is not None and left is not None and left.terms == right.terms:
        reading.wrong("left and right are the same")
    return rule if whole else None


def check_of(
    code: str, entry: Mapping[str, object], catalogue: Catalogue, reading: Reading
) -> CrossCheck | None:
    """A check across filings from its table."""
    optional = ("limits", "levels", "periods", "pairs")
    if not reading.keys(entry, ("name", "english", "severity"), optional):
        return None
    limits = entry.get("limits", {})
    if not isinstance(limits, dict):
        reading.wrong(f"limits = {limits!r}; expected a table of numbers")
        limits = {}
    return CrossCheck(
        code,
        reading.text(entry, "name"),
        reading.text(entry, "english"),
        reading.choice(reading.text(entry, "severity"), "severity", ACROSS),
        {key: float(_number(value, key, reading)) for key, value in limits.items()},
        _words(entry, "levels", LEVELS, reading),
        _words(entry, "periods", PERIOD_KINDS, reading),
        _pairs(entry.get("pairs", []), catalogue.elements, reading),
    )


def formula_of(text: str, elements: Mapping[str, DataElement]) -> tuple[Formula | None, list[str]]:
    """A formula over known data elements, else what is wrong with it, each with the nearest name."""
    try:
        formula = parse(text)
    except FormulaError as error:
        return None, [str(error)]
    strange = [code for code in formula.elements if code not in elements]
    if strange:
        return None, [f"unknown data element {code!r}{nearest(code, elements)}" for code in strange]
    return formula, []


def _formula(text: str, elements: Mapping[str, DataElement], reading: Reading) -> Formula | None:
    formula, mistakes = formula_of(text, elements)
    for mistake in mistakes:
        reading.wrong(mistake)
    return formula


def _number(value: object, key: str, reading: Reading) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15:
        return Decimal(str(value))
    reading.wrong(f"{key} = {value!r}; expected a number from 0")
    return Decimal(0)


def _words(
    entry: Mapping[str, object], key: str, allowed: tuple[Word, ...], reading: Reading
) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(reading.choice(word, key, allowed) for word in reading.texts(entry, key)))


def _pairs(
    value: object, elements: Mapping[str, DataElement], reading: Reading
) -> tuple[tuple[str, str], ...]:
    """(end of a period, start of the next): elements that carry over."""
    if not isinstance(value, list):
        reading.wrong(f"pairs = {value!r}; expected a list of pairs")
        return ()
    found: list[tuple[str, str]] = []
    for pair in value:
        codes = [str(code) for code in pair] if isinstance(pair, list) else []
        strange = [code for code in codes if code not in elements]
        for code in strange:
            reading.wrong(f"unknown data element {code!r}{nearest(code, elements)}")
        if len(codes) != 2:
            reading.wrong(f"{pair!r}: expected two data elements, the end and the next start")
        elif not strange:
            end, start = codes
            if (elements[end].over_time, elements[start].over_time) != ("last", "first"):
                reading.wrong(f"{end} and {start}: expected an element of the end and one of the start")
            found.append((end, start))
    return tuple(found)


def _repeated(code: str, entry: Mapping[str, object], reading: Reading) -> Rule | None:
    """The one rule without sides; ``tolerance`` is the smallest count that is told."""
    if not reading.keys(entry, ("name", "english", "severity", "tolerance"), OPTIONAL):
        return None
    return Rule(
        code,
        reading.text(entry, "name"),
        reading.text(entry, "english"),
        NO_FORMULA,
        "=",
        None,
        reading.choice(reading.text(entry, "severity"), "severity", SEVERITIES),
        _number(entry["tolerance"], "tolerance", reading),
        "repeated",
        _words(entry, "levels", LEVELS, reading),
        _words(entry, "periods", PERIOD_KINDS, reading),
    )
