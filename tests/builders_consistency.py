"""Small cases for tests of the checks across filings: who filed what when, built in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from builders import catalogue
from builders_numbers import Figures, block, definitions, element, elements_of, indicator, region_tree

from data.checking import CrossCheck
from data.model import DataElement, Finding, Period
from indicators.breaks import Break
from indicators.consistency_case import Case, Figure, Filed
from indicators.definition import Indicator, Indicators
from loaders.rules import read_rules

HOME = "990101"
CHECKS: Mapping[str, CrossCheck] = read_rules(catalogue()).checks

START = element("start", over_time="first")
END = element("end", over_time="last")
ELEMENTS: tuple[DataElement, ...] = (
    element("a"),
    element("b"),
    element("part", parent="a"),
    START,
    END,
    element("people", over_time="none"),
    element("kept", protected=True),
    element("rate", kind="rate", unit="%", over_time="none", over_regions="none"),
)


def case(
    filed: Mapping[str, Figures],
    period: str,
    *,
    region: str = HOME,
    level: str = "county",
    totals: Mapping[str, Figures] | None = None,
    indicators: Sequence[Indicator] = (),
    breaks: Sequence[Break] = (),
    elements: Sequence[DataElement] = ELEMENTS,
) -> Case:
    """The filing of a region and period; ``filed`` are own figures by period, ``totals`` 全辖区 ones."""
    known = elements_of(indicators, elements)
    wholes = totals or {}
    codes = dict.fromkeys((*filed, *wholes))
    blocks = {Period.parse(code): block(code, known, filed.get(code), wholes.get(code)) for code in codes}
    mine = [
        Figure(name, scope, value, "表", f"D{place}")
        for scope, source in (("own", filed), ("total", wholes))
        for place, (name, value) in enumerate(source.get(period, {}).get(region, {}).items(), start=8)
        if isinstance(value, int | float)
    ]
    plain = definitions(*indicators)
    described = Indicators(plain.domains, plain.all, {}, {}, plain.units, tuple(breaks))
    return Case(
        region=region,
        level=level,
        period=Period.parse(period),
        figures=mine,
        filed=Filed(blocks),
        elements=known,
        indicators=described,
        tree=region_tree(),
        rollup=True,
    )


def law(day: date, *codes: str) -> Break:
    return Break("law", day, "新法", "New law", tuple(codes), "test")


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """(cell, code), in order."""
    return [(finding.cell, finding.code) for finding in findings]


__all__ = ["CHECKS", "ELEMENTS", "HOME", "case", "indicator", "law", "told"]
