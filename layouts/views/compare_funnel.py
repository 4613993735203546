"""漏斗图: each region's rate over its cases, with the exact limits around the parent's rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from indicators.reliability import funnel_limits
from layouts import say, scope
from layouts.figures import funnel
from layouts.figures.lines import Line as Rule
from layouts.numbers import Numbers
from layouts.text import words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compare_view import (
    Cell,
    View,
    column,
    dot,
    part_columns,
    record,
    region_columns,
    source,
    value_cell,
    value_column,
    value_text,
    view_rows,
    view_title,
)

ALPHAS = ((0.025, "95"), (0.001, "998"))  # a side
STEPS = 140  # points of a limit's course


@dataclass(frozen=True, slots=True)
class Place:
    """Where one region stands: the limits at its number of cases, as rates, and which it lies beyond."""

    low95: float
    high95: float
    low998: float
    high998: float
    position: str  # inside, above, below, far_above, far_below


def funnel_view(numbers: Numbers, comparison: Comparison) -> View:
    why = _refused(numbers, comparison)
    if why:
        return View(why=why)
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    indicator, parent = comparison.indicator, comparison.parent
    if parent is None or parent.value is None:
        raise ValueError("no parent's rate")
    rate = (parent.numerator or 0.0) / (parent.denominator or 1.0)
    scale = indicator.scale
    places = {line.region: place(line, rate, scale) for line in comparison.lines if _counted(line)}
    points = []
    for line in comparison.lines:
        here = places.get(line.region)
        if here is None or line.number.denominator is None or line.number.value is None:
            continue
        counts = f"{say.count(line.number.numerator)} ÷ {say.count(line.number.denominator)}"
        text = value_text(line.number, indicator, comparison)
        hover = f"{text}<br>{counts}<br>{spoken[f'funnel.{here.position}']}"
        outside = here.position != "inside"
        points.append(
            dot(
                line,
                comparison,
                line.number.denominator,
                line.number.value,
                hover,
                named=outside,
                strong=outside,
            )
        )
    name = scope.region_name(numbers, parent.region, language)
    text = value_text(parent, indicator, comparison)
    below = comparison.variant.denominator
    if below is None:
        raise ValueError("no denominator")
    cases = reading.formula_name(below, numbers.catalogue.elements, language)
    unit = reading.unit_word(reading.unit_of(below, numbers.catalogue.elements), language)
    most = int(max((point.x for point in points), default=1))
    figure = funnel.funnel(
        points,
        [
            funnel.Limit(spoken[f"funnel.limit_{key}"], course(most, rate, alpha, scale))
            for alpha, key in ALPHAS
        ],
        Rule(parent.value, spoken.say("chart.parent", name=name, value=text)),
        language=language,
        unit=indicator.unit,
        cases=f"{cases} {unit}".strip(),
        selected=comparison.chosen.region if comparison.modes.names else "",
        title=view_title(comparison),
        source=source(numbers, comparison.chosen),
    )
    beyond = sum(each.position != "inside" for each in places.values())
    alt = spoken.say("funnel.alt", title=view_title(comparison), n=len(points), outside=beyond)
    unit = reading.unit_word(indicator.unit, language)
    columns = [
        *region_columns(comparison),
        value_column(comparison),
        *part_columns(numbers, comparison),
        *[column(key, unit=unit) for key in ("low95", "high95", "low998", "high998")],
        column("position", text=True),
    ]
    records = [_record(line, places.get(line.region), comparison) for line in comparison.lines]
    notes = [spoken["funnel.note"], spoken["funnel.few"], spoken.say("funnel.outside", n=beyond)]
    return View(view_rows(numbers, comparison, columns, records), figure, alt, notes=notes)


def place(line: Line, rate: float, scale: float) -> Place:
    """The exact limits at the region's cases around the parent's ``rate`` (0 to 1)."""
    cases, good = round(line.number.denominator or 0), line.number.numerator or 0.0
    near, far = (_limits(cases, rate, alpha) for alpha, _ in ALPHAS)
    position = "inside"
    if good < near[0] or good > near[1]:
        position = "below" if good < near[0] else "above"
    if good < far[0] or good > far[1]:
        position = f"far_{position}"
    low95, high95, low998, high998 = (scale * each / cases for each in (*near, *far))
    return Place(low95, high95, low998, high998, position)


def course(most: int, rate: float, alpha: float, scale: float) -> list[tuple[int, float, float]]:
    """(cases, lowest rate, highest rate) from 1 case to the most, in steps where those are many."""
    step = max(1, most // STEPS)
    counts = sorted({*range(1, min(most, STEPS // 2) + 1), *range(step, most + 1, step), most})
    limits = [(cases, *_limits(cases, rate, alpha)) for cases in counts if cases > 0]
    return [(cases, scale * low / cases, scale * high / cases) for cases, low, high in limits]


@lru_cache(maxsize=20_000)
def _limits(cases: int, rate: float, alpha: float) -> tuple[int, int]:
    """Kept, for a page asks for the same ones again and again."""
    return funnel_limits(cases, rate, alpha)


def _refused(numbers: Numbers, comparison: Comparison) -> str:
    spoken, parent = words(comparison.chosen.lang), comparison.parent
    name = reading.name_of(comparison.indicator, comparison.chosen.lang)
    if comparison.indicator.protected:
        return spoken["view.protected"]
    if not comparison.variant.part_of_whole:
        return spoken.say("funnel.not_part", name=name)
    if parent is None:
        return spoken["funnel.no_parent"]
    if parent.value is None or not parent.denominator or parent.basis == "reported":
        return spoken["funnel.no_parent_value"]
    if not any(_counted(line) for line in comparison.lines):
        return spoken["view.no_values"]
    return ""


def _counted(line: Line) -> bool:
    """Has counts, whole cases and no more successes than cases."""
    number = line.number
    if number.value is None or number.numerator is None or not number.denominator:
        return False
    return 0 <= number.numerator <= number.denominator


def _record(line: Line, here: Place | None, comparison: Comparison) -> dict[str, object]:
    spoken, unit = words(comparison.chosen.lang), comparison.indicator.unit
    limits = {key: getattr(here, key) if here else None for key in ("low95", "high95", "low998", "high998")}
    cells = {key: Cell(say.number(value, unit)) for key, value in limits.items()}
    return record(
        line,
        value=line.number.value,
        numerator=line.number.numerator,
        denominator=line.number.denominator,
        position=spoken[f"funnel.{here.position}"] if here else line.reason,
        cells={**cells, "value": value_cell(line, comparison)},
        **limits,
    )
