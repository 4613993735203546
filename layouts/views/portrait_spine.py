"""The spine chart as a table: each indicator's range, quartiles, parent, target and mark on one line.

Rows are finished HTML: a region may have over a hundred. Positions are percent of the line's width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from indicators.ranking import MINIMUM_DENOMINATOR
from indicators.spine import Spine
from layouts import say, scope
from layouts.elements import Child, Element, Html, h, mark_class
from layouts.page import PATHS, section
from layouts.tables import Column, Row, table
from layouts.text import Words, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.portrait_facts import MOST_TALL, Line, Portrait, leading

PLACE = "INDICATOR"


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the parts of one spine stand, each 0 (worst) to 100 (best)."""

    worst: float
    best: float
    lower: float
    upper: float
    median: float
    own: float | None
    above: float | None
    target: float | None


def marks(stands: Spine, *, above: float | None = None, target: float | None = None) -> Marks:
    """Positions in percent from the left, all within the line."""

    def at(value: float) -> float:
        return round(100 * stands.at(value), 2)

    ends = sorted((at(stands.low), at(stands.high)))
    middle = sorted((at(stands.lower_quartile), at(stands.upper_quartile)))
    return Marks(
        worst=ends[0],
        best=ends[1],
        lower=middle[0],
        upper=middle[1],
        median=at(stands.median),
        own=None if stands.value is None else at(stands.value),
        above=None if above is None else at(above),
        target=None if target is None else at(target),
    )


def spine_table(found: Portrait) -> Element:
    """The chart with its legend, and all its numbers as a plain table below."""
    spoken = words(found.chosen.lang)
    if found.drawn:
        title, end = spoken.say("portrait.spine", n=len(found.peers)), spoken["portrait.better"]
    else:
        title, end = spoken["portrait.values"], None
    pen = _Pen(found)
    first, others = leading(found)
    note = None if found.drawn else h("p", spoken["portrait.lone"], class_name="note")
    below: list[Child] = [_legend(found)] if found.drawn else []
    if others:
        summary = spoken.say("portrait.others", n=len(others))
        inner = _rows(pen, others, summary)
        below.append(h("details", h("summary", summary), inner, class_name="twin others"))
    if found.drawn:
        below.append(_twin(found, pen))
    return section(title, note, _rows(pen, first, title), *below, end=end)


def _rows(pen: _Pen, lines: Sequence[Line], caption: str) -> Element:
    many = "" if len(lines) <= MOST_TALL else " many"
    rows = [Row(pen.cells(line)) for line in lines]
    return table(pen.columns(), rows, caption=caption, class_name=f"spines{many}", scroll="spine-scroll")


class _Pen:
    """Writes the cells of one portrait; what all lines share is worked out once."""

    def __init__(self, found: Portrait) -> None:
        chosen = found.chosen
        self.found, self.language, self.spoken = found, chosen.lang, words(chosen.lang)
        self.region = scope.region_name(found.numbers, chosen.region, chosen.lang)
        self.above = scope.region_name(found.numbers, found.above, chosen.lang) if found.above else ""
        self._own = escape(href(chosen, indicator=PLACE))
        self._over = escape(href(chosen, indicator=PLACE, region=found.above)) if found.above else ""
        self._about = escape(PATHS["indicators"] + chosen.query(indicator=PLACE))

    def columns(self) -> list[Column]:
        """Without siblings no position, median and rank; without a region above none of it."""
        spoken, found = self.spoken, self.found
        columns = [
            Column(spoken["head.indicator"]),
            Column(spoken["head.value"], "", "number"),
            Column(spoken["portrait.numbers"], "", "number", "wide-only"),
            Column(spoken["head.target"], "", "number", "wide-only goal-text"),
        ]
        if found.drawn:
            columns += [
                Column(spoken["portrait.position"], hidden=True, class_name="spine-cell"),
                Column(spoken["portrait.median"], "", "number", "wide-only"),
            ]
        if found.above:
            columns.append(Column(self.above, "", "number", "wide-only above-text"))
        if found.ranked:
            columns.append(Column(spoken["portrait.place"], "", "number"))
        return [*columns, Column(spoken["head.status"])]

    def cells(self, line: Line) -> list[Child]:
        indicator = line.indicator
        name = escape(reading.name_of(indicator, self.language))
        about = self._about.replace(PLACE, indicator.code)
        cells: list[Child] = [
            Html(f'<th scope="row"><a class="quiet-link" href="{about}">{name}</a>{self._badges(line)}</th>'),
            Html(f'<td class="num"><a class="number" href="{self.own(line)}">{self.value(line)}</a></td>'),
            Html(f'<td class="num wide-only muted">{self._fraction(line)}</td>'),
            Html(f'<td class="num wide-only goal-text">{self.target(line)}</td>'),
        ]
        if self.found.drawn:
            median = say.number(line.spine.median, indicator.unit) if line.spine else say.NONE
            cells += [self._position(line), Html(f'<td class="num wide-only">{median}</td>')]
        if self.found.above:
            cells.append(Html(f'<td class="num wide-only above-text">{self.above_value(line)}</td>'))
        if self.found.ranked:
            cells.append(Html(f'<td class="num">{rank(line)}</td>'))
        return [*cells, Html(f"<td>{self._status(line)}</td>")]

    def own(self, line: Line) -> str:
        """The passport's address, escaped."""
        return self._own.replace(PLACE, line.indicator.code)

    def value(self, line: Line) -> str:
        number, threshold = line.number, reading.threshold_of(line.target, line.indicator)
        text = say.value(
            number.value,
            line.indicator.unit,
            self.language,
            qualifier=number.qualifier,
            threshold=threshold,
        )
        return escape(text)

    def target(self, line: Line) -> str:
        return escape(reading.target_text(line.target, self.language)) if line.target else say.NONE

    def _fraction(self, line: Line) -> str:
        number = line.number
        if number.denominator is None:
            return say.NONE
        text = f"{say.count(number.numerator)}/{say.count(number.denominator)}"
        return f'<a class="number" href="{self.own(line)}">{text}</a>'

    def _badges(self, line: Line) -> str:
        facts = reading.fact_badges(line.number, line.indicator, self.language)
        if line.target and line.target.region == self.found.chosen.region and self.found.above:
            facts.append(self.spoken["badge.local_target"])
        if line.indicator.protected:
            facts.append(self.spoken["badge.protected"])
        return "".join(f' <span class="badge">{escape(fact)}</span>' for fact in facts)

    def above_value(self, line: Line, *, unit: bool = False) -> str:
        """The value of the region above, a link to its passport."""
        if line.parent is None or line.parent.value is None:
            return say.NONE
        number = line.parent.value, line.indicator.unit
        text = escape(say.value(*number, self.language) if unit else say.number(*number))
        return f'<a class="number" href="{self._over.replace(PLACE, line.indicator.code)}">{text}</a>'

    def _status(self, line: Line) -> str:
        number = line.number
        word = escape(say.status(number.status, self.language, number.warning))
        shape = mark_class(number.status, number.warning)
        return f'<span class="status st-{number.status} {shape}">{word}</span>'

    def _position(self, line: Line) -> Html:
        if line.spine is None:
            return Html(f'<td class="spine-cell note">{escape(self._why_not(line))}</td>')
        over = line.parent.value if line.parent else None
        goal = reading.threshold_of(line.target, line.indicator)
        at = marks(line.spine, above=over, target=goal)
        parts = [
            f'<i class="range" style="left:{at.worst}%;width:{at.best - at.worst:.2f}%"></i>',
            f'<i class="middle" style="left:{at.lower}%;width:{at.upper - at.lower:.2f}%"></i>',
            f'<i class="median" style="left:{at.median}%"></i>',
        ]
        parts += [
            f'<i class="{name}" style="left:{place}%"></i>'
            for name, place in (("above", at.above), ("goal", at.target))
            if place is not None
        ]
        shape = mark_class(line.number.status, line.number.warning)
        parts.append(f'<i class="own {shape}" style="left:{at.own}%"></i>')
        label = escape(self.reads(line, line.spine))
        return Html(
            f'<td class="spine-cell"><span class="spine" role="img" aria-label="{label}" title="{label}">'
            f"{''.join(parts)}</span></td>"
        )

    def reads(self, line: Line, stands: Spine) -> str:
        """The picture in one sentence."""
        unit = line.indicator.unit

        def said(value: float | None) -> str:
            return say.value(value, unit, self.language)

        text = self.spoken.say(
            "portrait.reads",
            name=reading.name_of(line.indicator, self.language),
            low=said(stands.low),
            lower=said(stands.lower_quartile),
            upper=said(stands.upper_quartile),
            median=said(stands.median),
            high=said(stands.high),
            region=self.region,
            value=said(line.number.value),
        )
        if line.parent and line.parent.value is not None:
            text += self.spoken.say("portrait.reads_parent", parent=self.above, value=said(line.parent.value))
        if line.target:
            goal = reading.target_text(line.target, self.language)
            text += self.spoken.say("portrait.reads_target", target=goal)
        return text

    def _why_not(self, line: Line) -> str:
        if line.indicator.protected:
            return self.spoken["portrait.protected"]
        return self.spoken["portrait.too_few" if line.judged else "portrait.unjudged"]


def rank(line: Line) -> str:
    """``3/21``; “—” for few cases, and where nothing may be ranked."""
    return say.rank(line.spine.place, line.spine.ranked) if line.spine else say.NONE


def _legend(found: Portrait) -> Element:
    spoken = words(found.chosen.lang)

    def item(name: str, text: str) -> Element:
        return h("span", h("i", class_name=f"key {name}"), text)

    parts = [
        item("range", spoken["portrait.legend_range"]),
        item("middle", spoken["portrait.legend_middle"]),
        item("median", spoken["portrait.legend_median"]),
    ]
    if found.above:
        name = scope.region_name(found.numbers, found.above, found.chosen.lang)
        parts.append(item("above", spoken.say("portrait.legend_above", parent=name)))
    parts.append(item("goal", spoken["portrait.legend_target"]))
    note = spoken.say("portrait.legend_note", n=MINIMUM_DENOMINATOR)
    return h("div", *parts, h("span", note), class_name="legend spine-legend")


def _twin(found: Portrait, pen: _Pen) -> Element:
    """Every number of the chart; the same as the export's."""
    spoken: Words = pen.spoken
    heads = ["low", "lower", "median", "upper", "high", "own"]
    columns = [Column(spoken["head.indicator"])]
    columns += [Column(spoken[f"portrait.{name}"], "", "number") for name in heads]
    if found.above:
        columns.append(Column(pen.above, "", "number"))
    if found.ranked:
        columns.append(Column(spoken["portrait.place"], "", "number"))
    rows = [_twin_row(found, pen, line, line.spine) for line in found.lines if line.spine]
    title = spoken["portrait.twin"]
    inner = table(columns, rows, caption=title, dense=True, class_name="spine-twin")
    return h("details", h("summary", title), inner, class_name="twin")


def _twin_row(found: Portrait, pen: _Pen, line: Line, stands: Spine) -> Row:
    unit = line.indicator.unit
    spread = (stands.low, stands.lower_quartile, stands.median, stands.upper_quartile, stands.high)
    name = escape(reading.name_of(line.indicator, pen.language))
    cells: list[Child] = [Html(f'<th scope="row">{name}</th>')]
    cells += [Html(f'<td class="num">{escape(say.value(each, unit, pen.language))}</td>') for each in spread]
    cells.append(Html(f'<td class="num"><a class="number" href="{pen.own(line)}">{pen.value(line)}</a></td>'))
    if found.above:
        cells.append(Html(f'<td class="num">{pen.above_value(line, unit=True)}</td>'))
    if found.ranked:
        cells.append(Html(f'<td class="num">{rank(line)}</td>'))
    return Row(cells)
