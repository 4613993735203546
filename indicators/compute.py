"""compute: facts to RESULTS. Numerators and denominators are summed, then divided; never rates.

Source: methods.md, Values (roll-up, gaps, basis). Values are ``(scale * N) / D`` in that order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from data.regions import RegionTree
from numpy.typing import NDArray

from data.formula import Formula
from data.frames import RESULTS, category, conform
from data.model import LEVELS, NOT_FILED, QUALIFIERS, DataElement, Duty, Period
from indicators.definition import Indicator, Indicators, Variant
from indicators.facts import NOT_ADDITIVE, Facts
from indicators.qualifiers import flipped, name_of

GAPS = (
    "",
    "not_reported",
    "not_applicable",
    "missing_element",
    "no_cases",
    "zero_denominator",
    "not_additive",
    "reported_only_below",
)
GAP = {name: number for number, name in enumerate(GAPS)}
BASES = ("", "computed", "reported")
NOT_APPLICABLE = QUALIFIERS.index("not_applicable")
NO_CASES = QUALIFIERS.index("no_cases")
QUALIFIER_NAMES = ("", *QUALIFIERS[:6])
COLUMNS = (
    "value",
    "numerator",
    "denominator",
    "bits",
    "basis",
    "reported",
    "difference",
    "counted",
    "excused",
    "gap",
    "expected",
)

Numbers = NDArray[np.float64]
Marks = NDArray[np.uint8]


@dataclass(frozen=True)
class Tree:
    """The dataset's regions as an axis: ``parent`` is a place on it or -1, ``depths`` deepest first."""

    regions: tuple[str, ...]
    parent: NDArray[np.int64]
    level: NDArray[np.int64]
    depths: tuple[NDArray[np.int64], ...]
    leaf: NDArray[np.bool_]

    @classmethod
    def of(cls, regions: Sequence[str], tree: RegionTree, *, rollup: bool) -> Tree:
        """Without roll-up every region stands alone, as a leaf."""
        place = {code: number for number, code in enumerate(regions)}
        parents = [tree.get(code).parent for code in regions]
        parent = np.array([place.get(above, -1) if rollup else -1 for above in parents], dtype=np.int64)
        depth = np.zeros(len(regions), dtype=np.int64)
        for _ in LEVELS:
            depth = np.where(parent >= 0, depth[parent] + 1, 0)
        steps = range(int(depth.max(initial=0)), 0, -1)
        leaf = np.ones(len(regions), dtype=bool)
        leaf[parent[parent >= 0]] = False
        level = np.array([LEVELS.index(tree.get(code).level) for code in regions], dtype=np.int64)
        return cls(
            tuple(regions), parent, level, tuple(np.flatnonzero(depth == step) for step in steps), leaf
        )

    def summed(self, own: Numbers) -> Numbers:
        """Sums over each region and all below it; the last axis is the region."""
        total = own.T.copy()
        for places in self.depths:
            np.add.at(total, self.parent[places], total[places])
        return total.T

    def joined(self, own: Marks) -> Marks:
        """Bits of each region and all below it."""
        total = own.T.copy()
        for places in self.depths:
            np.bitwise_or.at(total, self.parent[places], total[places])
        return total.T


@dataclass(frozen=True)
class Part:
    """Numerator or denominator of one variant over the regions, with what is missing and why."""

    value: Numbers
    bits: Marks
    missing: NDArray[np.int64]  # elements without a value
    state: Marks  # the state of the first element without a value


def compute(
    facts: Facts,
    indicators: Indicators,
    elements: Mapping[str, DataElement],
    *,
    tree: Tree,
    duties: Sequence[Duty] = (),
    valid: NDArray[np.bool_] | None = None,
    variants: Mapping[str, str] | None = None,
    only: Sequence[str] | None = None,
    scope: Literal["total", "own"] = "total",
) -> pd.DataFrame:
    """Every indicator (or ``only`` these) for every region of the axis: a RESULTS frame.

    ``variants`` chooses a 口径 per indicator (default: the catalogue's); ``duties`` say who owes
    which elements; ``valid`` masks regions that exist in the period.
    """
    chosen = [
        (indicators[code], indicators[code].variant((variants or {}).get(code, "")))
        for code in (indicators.all if only is None else only)
    ]
    exists = np.ones(len(tree.regions), dtype=bool) if valid is None else valid
    months = Period.parse(facts.period).months
    columns = [
        _column(facts, indicator, variant, indicators, elements, tree, scope)
        | {"expected": _expected(variant, duties, months, tree, exists, scope)}
        for indicator, variant in chosen
    ]
    return _frame(facts.period, chosen, columns, tree, scope)


def _column(
    facts: Facts,
    indicator: Indicator,
    variant: Variant,
    indicators: Indicators,
    elements: Mapping[str, DataElement],
    tree: Tree,
    scope: Literal["total", "own"],
) -> dict[str, NDArray[np.generic]]:
    """The numbers of one indicator on the axis: value, N, D, bits, basis, reported, gap, counts."""
    additive = indicator.aggregation != "none" and all(
        elements[code].over_regions == "sum" for code in variant.elements
    )
    above, below = _parts(facts, variant, tree, scope)
    present = (above.missing + below.missing) == 0
    numerator, denominator = above.value, below.value
    bits = above.bits | below.bits
    gap = _own_gap(above, below, variant)
    answered = gap == GAP["not_applicable"]
    counted = present.astype(float)
    filed_rate, rate_bits = _reported(facts, indicators.reported.get(indicator.code), tree, scope)
    if scope == "total" and additive:
        numerator = tree.summed(np.where(present, above.value, 0.0))
        denominator = tree.summed(np.where(present, below.value, 0.0))
        bits = tree.joined(np.where(present, bits, 0).astype(np.uint8))
        counted = tree.summed(counted)
        any_rate = tree.summed((~np.isnan(filed_rate) & ~present).astype(float)) > 0
        partly = tree.summed((gap == GAP["missing_element"]).astype(float)) > 0
        excused = tree.summed(answered.astype(float))
        spoken = tree.summed((gap != GAP["not_reported"]).astype(float))
        gap = np.where(tree.leaf, gap, _total_gap(any_rate, partly, excused, spoken))
        numerator, denominator, bits, counted, whole = _override(
            facts, variant, tree, numerator, denominator, bits, counted
        )
        present = (counted > 0) | whole
    elif scope == "total":
        excused = tree.summed(answered.astype(float))
        below_filed = tree.summed(present.astype(float)) > counted
        gap = np.where(~tree.leaf & ~present & below_filed, GAP["not_additive"], gap)
    else:
        excused = answered.astype(float)
    value, gap = _divide(numerator, denominator, present, gap, indicator, variant)
    basis = np.where(np.isnan(value), 0, 1)
    use_rate = np.isnan(value) & ~np.isnan(filed_rate) & ~present
    value = np.where(use_rate, filed_rate, value)
    return {
        "value": value,
        "numerator": np.where(present, numerator, np.nan),
        "denominator": np.where(present & (variant.denominator is not None), denominator, np.nan),
        "bits": np.where(np.isnan(value), 255, np.where(use_rate, rate_bits, bits)),
        "basis": np.where(use_rate, 2, basis),
        "reported": filed_rate,
        "difference": np.where(use_rate, np.nan, value - filed_rate),
        "counted": counted,
        "excused": excused,
        "gap": np.where(np.isnan(value), gap, 0),
    }


def _parts(facts: Facts, variant: Variant, tree: Tree, scope: Literal["total", "own"]) -> tuple[Part, Part]:
    above = _evaluate(facts, variant.numerator, tree, scope)
    if variant.denominator is None:
        ones = np.ones(len(tree.regions))
        none = np.zeros(len(tree.regions), dtype=np.int64)
        return above, Part(
            ones, np.zeros(ones.shape, np.uint8), none, np.full(ones.shape, NOT_FILED, np.uint8)
        )
    below = _evaluate(facts, variant.denominator, tree, scope)
    return above, Part(below.value, flipped(below.bits), below.missing, below.state)


def _evaluate(facts: Facts, formula: Formula, tree: Tree, scope: Literal["total", "own"]) -> Part:
    """Walk the terms over the region axis.

    A region without children is its own whole: where its own figure is blank, a filed 全辖区
    figure stands for it. A region with children never mixes the two.
    """
    size = len(tree.regions)
    value, bits = np.zeros(size), np.zeros(size, dtype=np.uint8)
    missing, state = np.zeros(size, dtype=np.int64), np.full(size, NOT_FILED, dtype=np.uint8)
    for factor, code in formula.terms:
        row = facts.elements[code]
        one, mark, why = facts.values[0, row], facts.bits[0, row], facts.state[0, row]
        if scope == "total":
            swap = tree.leaf & np.isnan(one) & ~np.isnan(facts.values[1, row])
            one = np.where(swap, facts.values[1, row], one)
            mark = np.where(swap, facts.bits[1, row], mark)
        absent = np.isnan(one)
        state = np.where(absent & (state == NOT_FILED), why, state).astype(np.uint8)
        missing += absent
        value = value + factor * one
        bits |= mark if factor > 0 else flipped(mark)
    return Part(value, bits, missing, state)


def _own_gap(above: Part, below: Part, variant: Variant) -> NDArray[np.int64]:
    wanted = len(variant.numerator.terms) + (len(variant.denominator.terms) if variant.denominator else 0)
    missing = above.missing + below.missing
    state = np.where(above.missing > 0, above.state, below.state)
    gap = np.where(missing == wanted, GAP["not_reported"], GAP["missing_element"])
    for known, name in (
        (NOT_APPLICABLE, "not_applicable"),
        (NO_CASES, "no_cases"),
        (NOT_ADDITIVE, "not_additive"),
    ):
        gap = np.where((above.state == known) | (below.state == known) | (state == known), GAP[name], gap)
    return np.where(missing == 0, 0, gap)


def _total_gap(
    any_rate: NDArray[np.bool_], partly: NDArray[np.bool_], excused: Numbers, spoken: Numbers
) -> NDArray[np.int64]:
    gap = np.where((excused > 0) & (excused == spoken), GAP["not_applicable"], GAP["not_reported"])
    gap = np.where(partly, GAP["missing_element"], gap)
    return np.where(any_rate, GAP["reported_only_below"], gap)


def _override(
    facts: Facts,
    variant: Variant,
    tree: Tree,
    numerator: Numbers,
    denominator: Numbers,
    bits: Marks,
    counted: Numbers,
) -> tuple[Numbers, Numbers, Marks, Numbers, NDArray[np.bool_]]:
    """Use a parent's filed 全辖区 figures, only where every element was filed so."""
    rows = [facts.elements[code] for code in variant.elements]
    whole = ~np.isnan(facts.values[1, rows]).any(axis=0) & ~tree.leaf
    if not whole.any():
        return numerator, denominator, bits, counted, whole
    filed = Facts(
        facts.period, facts.elements, facts.regions, facts.values[1:], facts.state[1:], facts.bits[1:]
    )
    above, below = _parts(filed, variant, tree, "own")
    return (
        np.where(whole, above.value, numerator),
        np.where(whole, below.value, denominator),
        np.where(whole, above.bits | below.bits, bits).astype(np.uint8),
        np.where(whole, np.maximum(counted, 1), counted),
        whole,
    )


def _divide(
    numerator: Numbers,
    denominator: Numbers,
    present: NDArray[np.bool_],
    gap: NDArray[np.int64],
    indicator: Indicator,
    variant: Variant,
) -> tuple[Numbers, NDArray[np.int64]]:
    if variant.denominator is None:
        return np.where(present, numerator * indicator.scale, np.nan), gap
    zero = present & (denominator == 0)
    gap = np.where(zero, np.where(numerator == 0, GAP["no_cases"], GAP["zero_denominator"]), gap)
    usable = present & ~zero
    value = np.full(numerator.shape, np.nan)
    np.divide(indicator.scale * numerator, denominator, out=value, where=usable)
    return value, gap


def _reported(
    facts: Facts, element: str | None, tree: Tree, scope: Literal["total", "own"]
) -> tuple[Numbers, Marks]:
    """The printed rate: of the scope asked for; a leaf's own rate is its total."""
    if element is None:
        return np.full(len(tree.regions), np.nan), np.zeros(len(tree.regions), dtype=np.uint8)
    row = facts.elements[element]
    own, own_bits = facts.values[0, row], facts.bits[0, row]
    if scope == "own":
        return own, own_bits
    whole, whole_bits = facts.values[1, row], facts.bits[1, row]
    swap = np.isnan(whole) & tree.leaf
    return np.where(swap, own, whole), np.where(swap, own_bits, whole_bits)


def _expected(
    variant: Variant,
    duties: Sequence[Duty],
    months: int,
    tree: Tree,
    exists: NDArray[np.bool_],
    scope: Literal["total", "own"],
) -> Numbers:
    """How many regions, at or below each, owe a form that carries every element."""
    owing = np.zeros(len(tree.regions), dtype=bool)
    needed = set(variant.elements)
    for duty in duties:
        if months % duty.months == 0 and needed <= duty.elements:
            owing |= np.isin(tree.level, [LEVELS.index(level) for level in duty.levels]) & exists
    return tree.summed(owing.astype(float)) if scope == "total" else owing.astype(float)


def _frame(
    period: str,
    chosen: Sequence[tuple[Indicator, Variant]],
    columns: Sequence[Mapping[str, NDArray[np.generic]]],
    tree: Tree,
    scope: str,
) -> pd.DataFrame:
    size, count = len(tree.regions), len(chosen)
    table = {
        name: np.concatenate([column[name] for column in columns]) if columns else np.zeros(0)
        for name in COLUMNS
    }
    marks = np.array([0 if bits == 255 else QUALIFIER_NAMES.index(name_of(bits)) for bits in range(256)])
    variants = sorted({variant.code for _, variant in chosen})
    repeated = np.repeat([variants.index(variant.code) for _, variant in chosen], size).astype(int)
    expected = np.maximum(table["expected"] - table["excused"], 0).astype(np.int64)
    expected = np.where(table["expected"] > 0, expected, 0)
    frame = {
        "indicator": category(np.repeat(np.arange(count), size), [indicator.code for indicator, _ in chosen]),
        "variant": category(repeated, variants),
        "region": category(np.tile(np.arange(size), count), list(tree.regions)),
        "period": category(np.zeros(size * count, dtype=int), [period]),
        "scope": category(np.zeros(size * count, dtype=int), [scope]),
        "numerator": table["numerator"],
        "denominator": table["denominator"],
        "value": table["value"],
        "qualifier": category(marks[table["bits"].astype(int)], list(QUALIFIER_NAMES)),
        "reported": table["reported"],
        "difference": table["difference"],
        "basis": category(table["basis"].astype(int), list(BASES)),
        "regions_reported": table["counted"].astype(np.int64),
        "regions_expected": expected,
        "gap": category(table["gap"].astype(int), list(GAPS)),
    }
    return conform(pd.DataFrame(frame, copy=False), RESULTS)
