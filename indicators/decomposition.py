"""谁拉动的: what each child adds to the change of its parent's rate, exactly.

Source: methods.md, Change and trend (decomposition). With w = D_i/ΣD and rates r_i around the parent's R:
``ΔR = Σ w₀Δr + Σ (r₀−R₀)Δw + Σ ΔwΔr``. The centred middle term does not blame a county that only grew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from indicators.exact import Number, exact, known


class Counts(NamedTuple):
    """What a child gave in one period: numerator and denominator; None where it gave no figures.

    A child that said there was no case (gap ``no_cases``) gave 0 of 0.
    """

    numerator: float | None
    denominator: float | None


_Pair = tuple[Fraction, Fraction]  # numerator and denominator, there
_NOTHING = Fraction(0)


class Contribution(NamedTuple):
    """What one child adds to the parent's change, in the unit of the rate (个百分点 for %).

    ``rate``: its own rate moved; ``weight``: its share of the cases moved; ``both``: the two together.
    ``reporting`` (报送变化) alone is not 0 for a child that reported in one period only.
    """

    region: str
    rate: Fraction
    weight: Fraction
    both: Fraction
    reporting: Fraction

    @property
    def total(self) -> Fraction:
        return self.rate + self.weight + self.both + self.reporting


class Fall(NamedTuple):
    """One step of the waterfall, from ``start`` to ``end``; without a contribution it is 报送变化."""

    contribution: Contribution | None
    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The parent's rate before and after, and its children in the order given.

    The totals of the children add up to ``change`` exactly; convert with float() to show them.
    """

    before: Fraction
    after: Fraction
    children: tuple[Contribution, ...]

    @property
    def change(self) -> Fraction:
        return self.after - self.before

    @property
    def reporting(self) -> Fraction:
        """The row 报送变化: what children that reported in one period only add together."""
        return sum((child.reporting for child in self.children), Fraction(0))


def decompose(
    before: Mapping[str, Counts], after: Mapping[str, Counts], *, scale: Number = 100
) -> Decomposition | None:
    """Children (本级 is one of them) by region code in both periods, to the parts of the parent's change.

    A child that reported in one period only, or gave successes without a denominator, stands under
    报送变化 with ``(N − D R)/ΣD`` of the period it reported in, R the rate of those in both periods.
    A child that reported in neither is left out. None where either period has no rate to compare.

    >>> found = decompose({"a": Counts(8, 10), "b": Counts(5, 10)}, {"a": Counts(9, 10), "b": Counts(15, 30)})
    >>> [[float(part) for part in child[1:]] for child in found.children], float(found.change)
    ([[5.0, -3.75, -2.5, 0.0], [0.0, -3.75, 0.0, 0.0]], -5.0)
    """
    old, new = _given(before), _given(after)
    order = [region for region in dict.fromkeys([*before, *after]) if region in old or region in new]
    steady = {region for region in order if _steady(old.get(region), new.get(region))}
    sums = _sum(old[region] for region in steady), _sum(new[region] for region in steady)
    wholes = _sum(old.values()), _sum(new.values())
    if any(cases <= 0 for _, cases in (*sums, *wholes)):
        return None
    factor = exact(scale)
    children = []
    for region in order:
        if region in steady:
            parts = (*_moved(old[region], new[region], *sums), _NOTHING)
        else:
            came = _reported(new.get(region), sums[1], wholes[1])
            parts = (_NOTHING, _NOTHING, _NOTHING, came - _reported(old.get(region), sums[0], wholes[0]))
        children.append(Contribution(region, *(factor * part for part in parts)))
    return Decomposition(factor * _rate(wholes[0]), factor * _rate(wholes[1]), tuple(children))


def decompose_sum(
    before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> Decomposition | None:
    """The same of a count that adds up: each child's own change; None where either period has nothing.

    >>> found = decompose_sum({"a": 3, "b": 5, "c": 2}, {"a": 4, "b": 1, "c": None})
    >>> [[float(part) for part in child[1:]] for child in found.children], float(found.change)
    ([[1.0, 0.0, 0.0, 0.0], [-4.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, -2.0]], -5.0)
    """
    old = {region: exact(value) for region, value in before.items() if value is not None and known(value)}
    new = {region: exact(value) for region, value in after.items() if value is not None and known(value)}
    if not old or not new:
        return None
    children = []
    for region in dict.fromkeys([*before, *after]):
        moved = new.get(region, _NOTHING) - old.get(region, _NOTHING)
        steady = region in old and region in new
        if steady or moved:
            came = _NOTHING if steady else moved
            children.append(Contribution(region, moved - came, _NOTHING, _NOTHING, came))
    return Decomposition(sum(old.values(), _NOTHING), sum(new.values(), _NOTHING), tuple(children))


def falls(found: Decomposition) -> tuple[Fall, ...]:
    """The way from before to after: the largest part first, 报送变化 last, each where the last one ended."""
    steady = [child for child in found.children if not child.reporting]
    steady.sort(key=lambda child: -abs(child.total))
    made, at = [], found.before
    for child in steady:
        made.append(Fall(child, at, at + child.total))
        at += child.total
    if len(steady) < len(found.children):
        made.append(Fall(None, at, at + found.reporting))
    return tuple(made)


def _moved(old: _Pair, new: _Pair, before: _Pair, after: _Pair) -> tuple[Fraction, Fraction, Fraction]:
    """The three terms; a child without cases had the parent's rate, one that lost them kept its own."""
    parent = _rate(before)
    rate_0 = _rate(old) if old[1] else parent
    rate_1 = _rate(new) if new[1] else rate_0
    weight_0, weight_1 = old[1] / before[1], new[1] / after[1]
    moved, grown = rate_1 - rate_0, weight_1 - weight_0
    return weight_0 * moved, (rate_0 - parent) * grown, grown * moved


def _reported(pair: _Pair | None, steady: _Pair, whole: _Pair) -> Fraction:
    """How far this child moves the rate of all away from the rate of those in both periods."""
    if pair is None:
        return _NOTHING
    return (pair[0] - pair[1] * _rate(steady)) / whole[1]


def _steady(old: _Pair | None, new: _Pair | None) -> bool:
    """Reported in both periods, with a rate or without any case."""
    return all(pair is not None and (pair[1] != 0 or pair[0] == 0) for pair in (old, new))


def _given(counts: Mapping[str, Counts]) -> dict[str, _Pair]:
    return {
        region: (exact(n), exact(d))
        for region, (n, d) in counts.items()
        if n is not None and d is not None and known(n) and known(d)
    }


def _sum(pairs: Iterable[_Pair]) -> _Pair:
    listed = list(pairs)
    return sum((n for n, _ in listed), _NOTHING), sum((d for _, d in listed), _NOTHING)


def _rate(pair: _Pair) -> Fraction:
    return pair[0] / pair[1]
