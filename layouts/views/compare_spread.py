"""分布: how the regions' values lie, with median, quartiles and target."""

from __future__ import annotations

from fractions import Fraction

from indicators.distribution import histogram, quantile_groups
from indicators.ranking import MINIMUM_SIBLINGS
from indicators.spine import quartile
from layouts import say
from layouts.figures import spread
from layouts.figures.lines import Line as Rule
from layouts.numbers import Numbers
from layouts.text import words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compare_view import (
    View,
    column,
    dot,
    extremes,
    part_columns,
    record,
    region_columns,
    source,
    target_rule,
    value_cell,
    value_column,
    value_text,
    view_rows,
    view_title,
)

QUARTERS = 4


def spread_view(numbers: Numbers, comparison: Comparison) -> View:
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    indicator = comparison.indicator
    if indicator.protected:
        return View(why=spoken["view.protected"])
    valued = [line for line in comparison.lines if line.number.value is not None]
    values = [line.number.value for line in valued if line.number.value is not None]
    bins = histogram(values, limit=100 if indicator.unit == "%" else None)
    if bins is None:
        return View(why=spoken["view.no_values"])
    middle = quartiles(values)
    named = extremes([(value,) for value in values], comparison)
    points = [
        dot(
            line, comparison, value, 0.0, value_text(line.number, indicator, comparison), named=place in named
        )
        for place, (line, value) in enumerate(zip(valued, values, strict=True))
    ]
    shown = None
    notes = [spoken["spread.few"]] if middle is None else []
    if middle is not None:
        lower, median, upper = (say.value(each, indicator.unit, language) for each in middle)
        band = spoken.say("spread.quartiles", lower=lower, upper=upper)
        shown = spread.Quartiles(
            middle[0], Rule(middle[1], spoken.say("spread.median", value=median)), middle[2], band
        )
        notes += [spoken.say("spread.median", value=median), band]
    figure = spread.spread(
        [float(edge) for edge in bins.edges],
        bins.counts,
        points,
        language=language,
        unit=indicator.unit,
        axis=f"{reading.name_of(indicator, language)} {reading.unit_word(indicator.unit, language)}".strip(),
        quartiles=shown,
        target=target_rule(comparison),
        selected=comparison.chosen.region if comparison.modes.names else "",
        title=view_title(comparison),
        source=source(numbers, comparison.chosen),
    )
    groups = _quarters(comparison, valued)
    unit = reading.unit_word(indicator.unit, language)
    columns = [
        *region_columns(comparison),
        value_column(comparison),
        *part_columns(numbers, comparison),
        column("bin", unit=unit, text=True),
        *([column("quarter", text=True)] if groups else []),
    ]
    records = [
        record(
            line,
            value=line.number.value,
            numerator=line.number.numerator,
            denominator=line.number.denominator,
            bin=_bin(bins.edges, None if line.number.value is None else bins.bin_of(line.number.value)),
            quarter=spoken.choose("spread", f"quarter_{groups.get(line.region, 0)}"),
            cells={"value": value_cell(line, comparison)},
        )
        for line in comparison.lines
    ]
    facts = [(spoken["spread.middle"], "，".join(notes))] if middle is not None else []
    alt = spoken.say("spread.alt", title=view_title(comparison), n=len(valued), middle=", ".join(notes))
    notes.append(spoken["spread.note"])
    return View(view_rows(numbers, comparison, columns, records, facts), figure, alt, notes=notes)


def quartiles(values: list[float]) -> tuple[float, float, float] | None:
    """Lower quartile, median and upper quartile; none of fewer than three values."""
    if len(values) < MINIMUM_SIBLINGS:
        return None
    ordered = sorted(values)
    return quartile(ordered, 1), quartile(ordered, 2), quartile(ordered, 3)


def _quarters(comparison: Comparison, valued: list[Line]) -> dict[str, int]:
    """Which quarter each ranked region stands in, 1 the best; nothing where there are no ranks."""
    ranked = [line for line in valued if line.place is not None]
    if not ranked:
        return {}
    found = quantile_groups(
        [line.number.value for line in ranked], direction=comparison.indicator.direction, groups=QUARTERS
    )
    return {line.region: group for line, group in zip(ranked, found, strict=True) if group is not None}


def _bin(edges: tuple[Fraction, ...], place: int | None) -> str:
    return "" if place is None else f"{float(edges[place]):g}–{float(edges[place + 1]):g}"
