"""Integer combinations of data elements, ``a + b - 2*c``, for indicators and rules alike."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

MAX_LENGTH = 2_000
MAX_COEFFICIENT = 10_000


class FormulaError(ValueError):
    """A formula that cannot be read; the message holds the text and the part at fault."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Terms ``(coefficient, element)`` in order of first appearance; each element once, no zeros."""

    terms: tuple[tuple[int, str], ...]

    @property
    def elements(self) -> tuple[str, ...]:
        return tuple(element for _, element in self.terms)

    def __str__(self) -> str:
        words: list[str] = []
        for factor, element in self.terms:
            sign = "-" if factor < 0 else "+"
            words += [sign, element if abs(factor) == 1 else f"{abs(factor)}*{element}"]
        text = " ".join(words)
        return text.removeprefix("+ ") if text.startswith("+") else text.replace("- ", "-", 1)


@cache
def parse(text: str) -> Formula:
    """Read a formula: names, ``+``, ``-`` and whole-number multiples only.

    >>> str(parse("a + b - 2*c")), parse("a - a + b").elements
    ('a + b - 2*c', ('b',))
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"formula of {len(text)} characters; at most {MAX_LENGTH}")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"{text!r} is no formula: {error}") from None
    sums: dict[str, int] = {}
    try:
        _add(tree.body, 1, sums, text)
    except RecursionError:
        raise FormulaError(f"{text[:60]!r}… is nested too deeply") from None
    terms = tuple((factor, element) for element, factor in sums.items() if factor)
    if not terms:
        raise FormulaError(f"{text!r} has no data element left")
    return Formula(terms)


def _add(node: ast.expr, factor: int, sums: dict[str, int], text: str) -> None:
    match node:
        case ast.Name(id=element):
            sums[element] = sums.get(element, 0) + factor
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
            _add(left, factor, sums, text)
            _add(right, factor if isinstance(sign, ast.Add) else -factor, sums, text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _add(operand, -factor, sums, text)
        case ast.BinOp(left=left, op=ast.Mult(), right=right) if _times(left) or _times(right):
            times, part = (_times(left), right) if _times(left) else (_times(right), left)
            _add(part, factor * times, sums, text)
        case _:
            words = ast.get_source_segment(text.strip(), node) or "?"
            raise FormulaError(f"{text!r}: {words!r} is not allowed; only elements, + - and whole multiples")


def _times(node: ast.expr) -> int:
    """A whole multiple from 1, with or without a minus sign before it; 0 for anything else."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_times(operand)
        case ast.Constant(value=int(times)) if not isinstance(times, bool) and 0 < times <= MAX_COEFFICIENT:
            return times
    return 0
