"""Rules inside one filing -> findings. A missing figure is never taken for zero."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from data.catalogue import Catalogue
from data.formula import Formula
from data.model import DataElement, Filing, Finding, Observation, Scope
from loaders.rules import Rule, ancestors, read_rules
from loaders.words import shown

__all__ = ["Rule", "check", "read_rules", "unread_in"]

CODES = {"=": "rule.equal", "<=": "rule.at_most"}

_Figures = Mapping[str, Observation]


def check(
    filing: Filing, rules: Sequence[Rule], catalogue: Catalogue, *, unread: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Every rule broken, in the order of the rules, each scope by itself; then what only deserves a look.

    ``unread`` are elements whose cell says something that could not be read: they are no gap, and what is
    compared with them waits.
    """
    findings: list[Finding] = []
    there = {found.element for found in filing.observations}
    # Of some hundred rules a small return concerns a few: the others are not looked at again.
    concerned = (rule for rule in rules if rule.origin == "repeated" or not there.isdisjoint(rule.needs))
    applied = [rule for rule in concerned if rule.applies(filing, catalogue)]
    for scope in _scopes(filing):
        filed = {found.element: found for found in filing.observations if found.scope == scope}
        figures = {code: found for code, found in filed.items() if found.qualifier == "exact"}
        told: set[tuple[str, ...]] = set()
        for rule in applied:
            if rule.origin == "repeated" or (rule.scopes and scope not in rule.scopes):
                continue
            finding = _told_by(rule, filed, figures, unread, catalogue.elements)
            # A part over its total is over the total's total too: the nearest says enough.
            if finding and not (rule.origin == "part" and rule.left.elements in told):
                findings.append(finding)
                told |= {rule.left.elements} if rule.origin == "part" else set()
    for rule in applied:
        if rule.origin == "repeated":
            findings += _repeated(filing, rule, rules, catalogue.elements)
    findings += _mixed(filing, catalogue.elements)
    return tuple(findings)


def unread_in(findings: Iterable[Finding]) -> frozenset[str]:
    """The elements that a 强制 finding is about: their figures were not taken."""
    return frozenset(
        str(found.params["element"])
        for found in findings
        if found.severity == "must" and "element" in found.params
    )


def _scopes(filing: Filing) -> tuple[Scope, ...]:
    return tuple(dict.fromkeys(found.scope for found in filing.observations))


def _told_by(
    rule: Rule,
    filed: _Figures,
    figures: _Figures,
    unread: Collection[str],
    elements: Mapping[str, DataElement],
) -> Finding | None:
    if rule.needs <= figures.keys():
        return _broken(rule, figures, elements)
    if rule.missing == "require" and rule.needs.isdisjoint(unread):
        return _gap(rule, filed, elements)
    return None


def _broken(rule: Rule, figures: _Figures, elements: Mapping[str, DataElement]) -> Finding | None:
    left = _sum(rule.left, figures)
    if rule.right is None:
        return _over_100(rule, figures[rule.left.elements[0]], left)
    right = _sum(rule.right, figures)
    off = abs(left - right) if rule.op == "=" else left - right
    if off <= rule.tolerance:
        return None
    places = [figures[code] for code in rule.elements]
    names = {code: elements[code].name for code in rule.elements}
    english = {code: elements[code].english for code in rule.elements}
    params: dict[str, str | float] = {
        "rule": rule.name,
        "name": rule.code,
        "english": rule.english,
        "left": _told(rule.left, left, figures, names),
        "left_english": _told(rule.left, left, figures, english),
        "op": rule.op,
        "right": _told(rule.right, right, figures, names),
        "right_english": _told(rule.right, right, figures, english),
        "read": shown(left),
        "expected": f"{rule.op} {shown(right)}",
        "cells": "、".join(f"{place.sheet}!{place.cell}" for place in places),
    }
    code = "rule.part" if rule.origin == "part" else CODES[rule.op]
    return Finding(code, rule.severity, places[0].sheet, places[0].cell, params)


def _gap(rule: Rule, filed: _Figures, elements: Mapping[str, DataElement]) -> Finding | None:
    """Some elements of a rule are filed and others are not, where the rule asks for all of them.

    One that is filed as not applicable, about or without cases is no gap.
    """
    missing = [code for code in rule.elements if code not in filed]
    if not missing or len(missing) == len(rule.elements):
        return None
    places = [filed[code] for code in rule.elements if code in filed]
    params: dict[str, str | float] = {
        "rule": rule.name,
        "name": rule.code,
        "english": rule.english,
        "read": places[0].raw,
        "expected": "",
        "elements": "、".join(elements[code].name for code in missing),
        "elements_english": ", ".join(elements[code].english for code in missing),
        "label": elements[places[0].element].name,
        "cells": "、".join(f"{place.sheet}!{place.cell}" for place in places),
    }
    return Finding("rule.missing", rule.severity, places[0].sheet, places[0].cell, params)


def _over_100(rule: Rule, figure: Observation, value: Decimal) -> Finding | None:
    if -rule.tolerance <= value <= 100 + rule.tolerance:
        return None
    params = {"read": figure.raw, "expected": "0—100", "element": figure.element}
    return Finding("cell.over_100", rule.severity, figure.sheet, figure.cell, params)


def _value(figure: Observation) -> Decimal:
    return Decimal(repr(figure.value)) if figure.value is not None else Decimal("NaN")


def _sum(formula: Formula, figures: _Figures) -> Decimal:
    total = sum((factor * _value(figures[code]) for factor, code in formula.terms), Decimal(0))
    return total.normalize() if total else Decimal(0)


def _told(formula: Formula, total: Decimal, figures: _Figures, names: Mapping[str, str]) -> str:
    """The formula in the elements' names with its numbers: 上期未结 16 + 当期立案 587 = 603."""
    words: list[str] = []
    for factor, code in formula.terms:
        sign = "−" if factor < 0 else "+" if words else ""
        times = f"{abs(factor)}×" if abs(factor) != 1 else ""
        number = shown(_value(figures[code]).normalize() if figures[code].value else Decimal(0))
        words.append(f"{sign} {times}{names[code]} {number}".strip())
    text = " ".join(words)
    return f"{text} = {shown(total)}" if len(words) > 1 or formula.terms[0][0] != 1 else text


def _repeated(
    filing: Filing, rule: Rule, rules: Iterable[Rule], elements: Mapping[str, DataElement]
) -> Iterator[Finding]:
    """The same count twice in elements that have nothing to do with each other; scopes do not matter."""
    same: dict[float, list[Observation]] = {}
    for figure in filing.observations:
        counted = elements[figure.element].kind == "count"
        if counted and figure.value is not None and figure.value >= rule.tolerance:
            same.setdefault(figure.value, []).append(figure)
    repeated = {value: figures for value, figures in same.items() if len(figures) > 1}
    linked = _linked(rules) if repeated else frozenset()
    for value, figures in repeated.items():
        strangers = [
            figure
            for figure in figures
            if any(not _related(figure.element, other.element, linked, elements) for other in figures)
        ]
        if strangers:
            params: dict[str, str | float] = {
                "read": value,
                "expected": "",
                "elements": "、".join(elements[figure.element].name for figure in strangers),
                "cells": "、".join(f"{figure.sheet}!{figure.cell}" for figure in strangers),
            }
            yield Finding("number.repeated", rule.severity, strangers[0].sheet, strangers[0].cell, params)


def _linked(rules: Iterable[Rule]) -> frozenset[frozenset[str]]:
    """Pairs of elements that stand on the two sides of one rule of the file and so may well be equal."""
    return frozenset(
        frozenset((left, right))
        for rule in rules
        if rule.origin == "rule" and rule.right is not None
        for left in rule.left.elements
        for right in rule.right.elements
    )


def _related(
    code: str, other: str, linked: frozenset[frozenset[str]], elements: Mapping[str, DataElement]
) -> bool:
    """One family: the same element, a shared total, the code's first word, or the sides of a rule."""
    chain, others = {code, *ancestors(code, elements)}, {other, *ancestors(other, elements)}
    family = code.split("_")[0] == other.split("_")[0]
    return bool(chain & others) or family or frozenset((code, other)) in linked


def _mixed(filing: Filing, elements: Mapping[str, DataElement]) -> Iterator[Finding]:
    """Figures of both scopes in one filing: once of the elements that have both, once of the others."""
    by_scope: dict[Scope, dict[str, Observation]] = {}
    for figure in filing.observations:
        by_scope.setdefault(figure.scope, {})[figure.element] = figure
    if len(by_scope) < 2:
        return
    fewer, more = sorted(by_scope.values(), key=len)
    both = [figure for code, figure in fewer.items() if code in more]
    if both:
        element = elements[both[0].element]
        named = {"label": element.name, "english": element.english, "found": str(len(both))}
        yield _scopes_told(both, {**named, "reason": "both"})
    single = [figure for code, figure in fewer.items() if code not in more]
    if single and more.keys() - fewer.keys():
        yield _scopes_told(single, {})


def _scopes_told(figures: Sequence[Observation], params: Mapping[str, str]) -> Finding:
    first = figures[0]
    cells = "、".join(f"{figure.sheet}!{figure.cell}" for figure in figures)
    told: dict[str, str | float] = {"read": first.scope, "expected": "", "cells": cells, **params}
    return Finding("scope.mixed", "note", first.sheet, first.cell, told)
