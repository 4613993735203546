"""Small regions, elements, indicators, facts and targets for tests of the numbers, built in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from data.blocks import Block
from data.formula import parse
from data.model import NOT_FILED, QUALIFIERS, SCOPES, DataElement, Duty, Period, Qualifier, Target
from data.regions import Region, RegionTree
from indicators.compute import Tree, compute
from indicators.definition import Indicator, Indicators
from indicators.facts import Facts, gather
from indicators.targets import assess
from indicators.variants import Variant

Figure = float | tuple[float | None, Qualifier]
Figures = Mapping[str, Mapping[str, Figure]]  # region -> element -> figure

PROVINCE, CITY, OTHER_CITY = "990000", "990100", "990200"
COUNTIES = ("990101", "990102", "990103")
REGIONS = (PROVINCE, CITY, *COUNTIES, OTHER_CITY, "990201")


def region_tree() -> RegionTree:
    """A province, city 990100 with three counties, city 990200 with one."""
    return RegionTree(
        [
            Region(PROVINCE, "甲省", level="province"),
            Region(CITY, "乙市", level="city", parent=PROVINCE),
            *(Region(code, f"丙{code[-1]}县", parent=CITY) for code in COUNTIES),
            Region(OTHER_CITY, "丁市", level="city", parent=PROVINCE),
            Region("990201", "戊县", parent=OTHER_CITY),
        ]
    )


def element(code: str, **changes: Any) -> DataElement:
    """A count that adds up over time and regions, unless changed."""
    plain = DataElement(code, code, code, "件", "count", "sum", "sum")
    return replace(plain, **changes)


def indicator(
    code: str,
    numerator: str,
    denominator: str | None = None,
    *,
    others: Mapping[str, tuple[str, str | None]] | None = None,
    **changes: Any,
) -> Indicator:
    """A percentage with a denominator, a count without; ``others`` are further 口径."""
    formulas = {"A": (numerator, denominator), **(others or {})}
    variants = {
        letter: Variant(letter, letter, letter, parse(above), parse(below) if below else None, bool(below))
        for letter, (above, below) in formulas.items()
    }
    plain = Indicator(
        code=code,
        domain="FY",
        name=code,
        short=code,
        english=code,
        short_english=code,
        unit="%" if denominator else "件",
        kind="ratio" if denominator else "count",
        scale=100 if denominator else 1,
        direction="higher" if denominator else "lower",
        frequency="Q",
        aggregation="ratio_of_sums" if denominator else "sum",
        protected=False,
        sensitive=False,
        source="",
        definition="",
        definition_english="",
        level_seen="",
        default="A",
        variants=variants,
    )
    return replace(plain, **changes)


def elements_of(indicators: Sequence[Indicator], given: Sequence[DataElement] = ()) -> dict[str, DataElement]:
    """The given elements, plain counts for the others that the indicators use, and their printed rates."""
    known = {each.code: each for each in given}
    for each in indicators:
        for variant in each.variants.values():
            for code in variant.elements:
                known.setdefault(code, element(code))
        rate = f"{each.code}_reported"
        known.setdefault(
            rate, element(rate, kind="rate", over_time="none", over_regions="none", reports=each.code)
        )
    return known


def definitions(*indicators: Indicator) -> Indicators:
    return Indicators(
        domains={},
        all={each.code: each for each in indicators},
        reported={each.code: f"{each.code}_reported" for each in indicators},
        reported_change={},
        units={"%": "%", "件": "cases"},
    )


def block(
    period: str,
    elements: Mapping[str, DataElement],
    own: Figures | None = None,
    total: Figures | None = None,
    *,
    regions: Sequence[str] = REGIONS,
) -> Block:
    """What was filed for one period, by scope."""
    values = np.full((len(SCOPES), len(elements), len(regions)), np.nan)
    state = np.full(values.shape, NOT_FILED, dtype=np.uint8)
    places = {code: number for number, code in enumerate(elements)}
    for scope, figures in enumerate((own or {}, total or {})):
        for region, filed in figures.items():
            for code, figure in filed.items():
                value, qualifier = figure if isinstance(figure, tuple) else (figure, "exact")
                where = scope, places[code], regions.index(region)
                values[where] = np.nan if value is None else value
                state[where] = QUALIFIERS.index(qualifier)
    return Block(period, tuple(elements), tuple(regions), values, state)


def gathered(
    period: str,
    elements: Mapping[str, DataElement],
    *blocks: Block,
    regions: Sequence[str] = REGIONS,
) -> Facts:
    return gather(Period.parse(period), blocks, elements, regions)


def results(
    *indicators: Indicator,
    own: Figures | None = None,
    total: Figures | None = None,
    period: str = "2024",
    elements: Sequence[DataElement] = (),
    regions: Sequence[str] = REGIONS,
    rollup: bool = True,
    duties: Sequence[Duty] = (),
    valid: Sequence[bool] | None = None,
    variants: Mapping[str, str] | None = None,
    scope: Literal["total", "own"] = "total",
) -> pd.DataFrame:
    """The RESULTS frame of figures filed for one period."""
    known = elements_of(indicators, elements)
    return compute(
        gathered(period, known, block(period, known, own, total, regions=regions), regions=regions),
        definitions(*indicators),
        known,
        tree=Tree.of(regions, region_tree(), rollup=rollup),
        duties=duties,
        valid=None if valid is None else np.array(valid),
        variants=variants,
        scope=scope,
    )


def computed(
    facts: Facts,
    known: Mapping[str, DataElement],
    *indicators: Indicator,
    only: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The RESULTS frame of facts composed by the test."""
    tree = Tree.of(facts.regions, region_tree(), rollup=True)
    return compute(facts, definitions(*indicators), known, tree=tree, only=only)


def row(frame: pd.DataFrame, region: str, code: str = "X") -> dict[str, Any]:
    """One row as plain values, None for no value."""
    found = frame[frame["region"].eq(region) & frame["indicator"].eq(code)].to_dict("records")
    assert len(found) == 1
    return {str(key): None if value != value else value for key, value in found[0].items()}


def target(kind: str = "floor", threshold: float | None = 90.0, **changes: Any) -> Target:
    """A binding target on X of the province for everybody, for ever."""
    ops = {"floor": ">=", "cap": "<=", "exact": "="}
    plain = Target(
        target="T1",
        dataset="demo",
        indicator="X",
        variant="",
        region=PROVINCE,
        levels=(),
        first="",
        last="",
        every="",
        kind="floor",
        op=ops.get(kind, ""),
        threshold=threshold,
        near=None,
        unit="%",
        due="",
        strength="必须",
        object="",
        source="",
        text="",
    )
    return replace(plain, kind=kind, **changes)


def judged(
    figures: pd.DataFrame,
    targets: Sequence[Target],
    *indicators: Indicator,
    elements: Sequence[DataElement] = (),
) -> pd.DataFrame:
    """The ASSESSED frame."""
    return assess(
        figures, targets, definitions(*indicators), elements_of(indicators, elements), region_tree()
    )


def rate(
    above: float, below: float, *targets: Target, qualifier: Qualifier = "exact", region: str = COUNTIES[0]
) -> dict[str, Any]:
    """One county's rate of above / below, assessed."""
    each = indicator("X", "a", "b")
    frame = results(each, own={region: {"a": (above, qualifier), "b": below}})
    return row(judged(frame, targets, each), region)


def printed(value: float, *targets: Target, qualifier: Qualifier = "exact") -> dict[str, Any]:
    """One county's printed rate, assessed."""
    each = indicator("X", "a", "b")
    frame = results(each, own={COUNTIES[0]: {"X_reported": (value, qualifier)}})
    return row(judged(frame, targets, each), COUNTIES[0])


def count(
    number: float, *targets: Target, period: str = "2024", qualifier: Qualifier = "exact"
) -> dict[str, Any]:
    """One county's count, assessed."""
    each = indicator("X", "a")
    frame = results(each, own={COUNTIES[0]: {"a": (number, qualifier)}}, period=period)
    return row(judged(frame, targets, each), COUNTIES[0])
