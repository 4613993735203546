"""compute: facts to RESULTS. Numerators and denominators are summed, then divided; never rates.

Source: methods.md, Values (roll-up, gaps, basis). Values are ``(scale * N) / D`` in that order.
Arrays have shape [indicator, region]; the frame is made last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.frames import RESULTS, category, conform
from data.model import LEVELS, QUALIFIERS, DataElement, Duty, Period
from indicators import terms
from indicators.definition import Indicator, Indicators
from indicators.facts import Facts
from indicators.qualifiers import flipped, name_of
from indicators.terms import Layer, evaluate
from indicators.tree import Tree
from indicators.variants import Variant

__all__ = ["BASES", "GAPS", "Tree", "adds_up", "compute"]

GAPS = (
    "",
    "not_reported",
    "not_applicable",
    "missing_element",
    "no_cases",
    "zero_denominator",
    "not_additive",
    "reported_only_below",
    "withheld",  # this and the next are never made here: what a viewer may not be told
    "no_right",
)
GAP = {name: number for number, name in enumerate(GAPS)}
BASES = ("", "computed", "reported")
QUALIFIER_NAMES = ("", *QUALIFIERS[:6])
NO_VALUE = 255  # bits where there is no value to qualify

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint8]
Chosen = Sequence[tuple[Indicator, Variant]]


@dataclass(frozen=True)
class Parts:
    """Numerators and denominators with their bits; usable where ``gap`` is 0.

    ``answered`` also holds where a region said 无案件 and nothing else.
    """

    numerator: Numbers
    denominator: Numbers
    bits: Marks
    gap: Whole
    answered: Flags

    @property
    def present(self) -> Flags:
        return np.asarray(self.gap == 0)


@dataclass(frozen=True)
class Rates:
    """Printed rates of the scope asked for, NaN where none was filed."""

    value: Numbers
    bits: Marks


def compute(
    facts: Facts,
    indicators: Indicators,
    elements: Mapping[str, DataElement],
    *,
    tree: Tree,
    duties: Sequence[Duty] = (),
    valid: Flags | None = None,
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
    own, whole = (Layer(facts.values[side], facts.bits[side], facts.state[side]) for side in (0, 1))
    rates = _rates(chosen, indicators, facts.elements, own, whole, tree.leaf, scope)
    exists = np.ones(len(tree.regions), dtype=bool) if valid is None else valid
    owing = _owing(chosen, duties, Period.parse(facts.period), tree) & exists
    if scope == "own":
        parts = _parts(chosen, facts.elements, own)
        counted, expected = parts.answered.astype(np.int64), owing & (parts.gap != GAP["not_applicable"])
    else:
        single = _parts(chosen, facts.elements, own.filled_from(whole, tree.leaf))
        filed = _parts(chosen, facts.elements, whole)
        additive = np.array([adds_up(*each, elements) for each in chosen], dtype=bool)[:, None]
        parts = _totals(single, filed, rates, tree, additive)
        answered = single.answered | filed.present
        counted = np.where(additive, tree.counted(answered), answered)
        owing &= single.gap != GAP["not_applicable"]
        expected = np.where(additive, tree.counted(owing), owing)
    return _frame(facts.period, chosen, tree, scope, _columns(chosen, parts, rates, counted, expected))


def adds_up(indicator: Indicator, variant: Variant, elements: Mapping[str, DataElement]) -> bool:
    """Is the total of a region the sum of those below it."""
    return indicator.aggregation != "none" and all(
        elements[code].over_regions == "sum" for code in variant.elements
    )


def _parts(chosen: Chosen, places: Mapping[str, int], layer: Layer) -> Parts:
    """A region where any element of N or D is missing gives neither, and says why."""
    above = evaluate([variant.numerator for _, variant in chosen], places, layer)
    below = evaluate([variant.denominator for _, variant in chosen], places, layer)
    missing, says = above.missing + below.missing, above.says | below.says
    wanted = np.array([_term_count(variant) for _, variant in chosen], dtype=np.int64)[:, None]
    gap = np.where(missing == wanted, GAP["not_reported"], GAP["missing_element"])
    for word, name in (
        (terms.UNUSABLE, "missing_element"),
        (terms.NA, "not_applicable"),
        (terms.NO_CASES, "no_cases"),
        (terms.UNADDED, "not_additive"),
    ):
        gap = np.where(says & word, GAP[name], gap)
    gap = np.where(missing == 0, 0, gap)
    quiet = (gap == GAP["no_cases"]) & (says & terms.NOT_ZERO == 0)
    return Parts(above.value, below.value, above.bits | flipped(below.bits), gap, (gap == 0) | quiet)


def _term_count(variant: Variant) -> int:
    return len(variant.numerator.terms) + (len(variant.denominator.terms) if variant.denominator else 0)


def _totals(single: Parts, filed: Parts, rates: Rates, tree: Tree, additive: Flags) -> Parts:
    """Own figures plus the children's totals, or a filed 全辖区 figure where every element has one."""
    usable, whole = single.present, filed.present
    own_n, own_d = (np.where(usable, part, 0.0) for part in (single.numerator, single.denominator))
    numerator = tree.summed(own_n, filed=filed.numerator, whole=whole)
    denominator = tree.summed(own_d, filed=filed.denominator, whole=whole)
    own_bits = np.where(usable, single.bits, 0).astype(np.uint8)
    bits = tree.joined(own_bits, filed=filed.bits, whole=whole)
    some_below = tree.counted(usable | whole) > 0
    gap = np.where(tree.leaf, single.gap, _gap_below(single, filed, rates, tree))
    gap = np.where(some_below, 0, gap)
    alone = np.where(~usable & ~tree.leaf & some_below, GAP["not_additive"], single.gap)
    return Parts(
        np.where(additive, numerator, np.where(whole, filed.numerator, single.numerator)),
        np.where(additive, denominator, np.where(whole, filed.denominator, single.denominator)),
        np.where(additive, bits, np.where(whole, filed.bits, single.bits)).astype(np.uint8),
        np.where(additive, gap, np.where(whole, 0, alone)),
        single.answered,
    )


def _gap_below(single: Parts, filed: Parts, rates: Rates, tree: Tree) -> Whole:
    """Why a parent without any usable figure has none, from what those below it say."""

    def any_below(flags: Flags) -> Flags:
        return tree.counted(flags) > 0

    gap = np.full(single.gap.shape, GAP["not_reported"])
    for name in ("not_applicable", "no_cases", "not_additive", "missing_element"):
        gap = np.where(any_below(single.gap == GAP[name]), GAP[name], gap)
    only_rates = ~np.isnan(rates.value) & ~single.present & ~filed.present
    return np.where(any_below(only_rates), GAP["reported_only_below"], gap)


def _rates(
    chosen: Chosen,
    indicators: Indicators,
    places: Mapping[str, int],
    own: Layer,
    whole: Layer,
    leaf: Flags,
    scope: Literal["total", "own"],
) -> Rates:
    """The printed rate: of the scope asked for; a leaf's own rate is its total."""
    layer = own if scope == "own" else whole.filled_from(own, leaf)
    elements = [indicators.reported.get(indicator.code) for indicator, _ in chosen]
    rows = np.array([places[element] if element else -1 for element in elements], dtype=np.int64)
    none = (rows < 0)[:, None]
    bits = np.where(none, 0, layer.bits[rows]).astype(np.uint8)
    return Rates(np.where(none, np.nan, layer.values[rows]), bits)


def _owing(chosen: Chosen, duties: Sequence[Duty], period: Period, tree: Tree) -> Flags:
    """Who owes a form that carries every element of the variant, for such a period."""
    owing = np.zeros((len(chosen), len(tree.regions)), dtype=bool)
    needed = [frozenset(variant.elements) for _, variant in chosen]
    for duty in duties:
        whole = period.first % duty.months == 0 and period.months % duty.months == 0
        if whole and duty.covers(period):
            carries = np.array([elements <= duty.elements for elements in needed], dtype=bool)
            levels = [LEVELS.index(level) for level in duty.levels]
            owing |= carries[:, None] & np.isin(tree.level, levels)
    return owing


def _columns(
    chosen: Chosen, parts: Parts, rates: Rates, counted: Whole, expected: NDArray[np.generic]
) -> dict[str, NDArray[np.generic]]:
    """Divide, and let a printed rate stand where there are no counts."""
    scale = np.array([indicator.scale for indicator, _ in chosen], dtype=np.float64)[:, None]
    ratio = np.array([variant.denominator is not None for _, variant in chosen], dtype=bool)[:, None]
    present, gap = parts.present, parts.gap
    denominator = np.where(ratio, parts.denominator, 1.0)
    zero = present & (denominator == 0)
    gap = np.where(zero, np.where(parts.numerator == 0, GAP["no_cases"], GAP["zero_denominator"]), gap)
    value = np.full(gap.shape, np.nan)
    np.divide(scale * parts.numerator, denominator, out=value, where=present & ~zero)
    computed = ~np.isnan(value)
    printed = ~computed & ~present & ~np.isnan(rates.value)
    qualified = np.where(printed, rates.bits, np.where(computed, parts.bits, NO_VALUE))
    return {
        "numerator": np.where(present, parts.numerator, np.nan),
        "denominator": np.where(present & ratio, denominator, np.nan),
        "value": np.where(printed, rates.value, value),
        "qualifier": qualified,
        "reported": rates.value,
        "difference": value - rates.value,
        "basis": np.where(computed, 1, np.where(printed, 2, 0)),
        "regions_reported": counted.astype(np.int64),
        "regions_expected": expected.astype(np.int64),
        "gap": np.where(computed | printed, 0, gap),
    }


def _frame(
    period: str,
    chosen: Chosen,
    tree: Tree,
    scope: str,
    columns: Mapping[str, NDArray[np.generic]],
) -> pd.DataFrame:
    size, count = len(tree.regions), len(chosen)
    flat = {name: column.ravel() for name, column in columns.items()}
    names = np.array([QUALIFIER_NAMES.index(name_of(bits)) for bits in range(8)] + [0] * 248)
    letters = sorted({variant.code for _, variant in chosen})
    spread = np.repeat(np.array([letters.index(variant.code) for _, variant in chosen], dtype=np.int64), size)
    nothing = np.zeros(size * count, dtype=np.int64)
    frame = {
        "indicator": category(np.repeat(np.arange(count), size), [indicator.code for indicator, _ in chosen]),
        "variant": category(spread, letters),
        "region": category(np.tile(np.arange(size), count), tree.regions),
        "period": category(nothing, [period]),
        "scope": category(nothing, [scope]),
        **flat,
        "qualifier": category(names[flat["qualifier"].astype(np.int64)], QUALIFIER_NAMES),
        "basis": category(flat["basis"].astype(np.int64), BASES),
        "gap": category(flat["gap"].astype(np.int64), GAPS),
    }
    return conform(pd.DataFrame({name: frame[name] for name in RESULTS.names}, copy=False), RESULTS)
