"""A Gantt figure of plain elements: months, a bar from start to due, what is done of it, today's line.

It adds no numbers: rows come ready, and the table under it says the same. Every length is a share of the
window, so the figure is as wide as the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from layouts import say
from layouts.elements import Child, Element, h
from layouts.text import Language, words

MONTHLY, QUARTERLY = 18, 72  # up to so many months heads are months, up to so many quarters; then years
MOST_HEADS = 4  # on a telephone
LEAST = 0.6  # % of the window, of a bar that begins on its last day


@dataclass(frozen=True, slots=True)
class Point:
    """The end of one occurrence of a recurring task, with its state."""

    on: date
    mark: str  # class names of the mark
    said: str


@dataclass(frozen=True, slots=True)
class Span:
    """A task, or one occurrence of it, and how much of it is done, in percent."""

    start: date | None
    due: date | None
    percent: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. Without ``start`` or ``due`` the bar is open at that end; ``said`` is its text alternative."""

    label: Child
    note: str
    start: date | None
    due: date | None
    spans: Sequence[Span]  # one for each occurrence
    state: str  # a class name: state-overdue
    said: str
    points: Sequence[Point] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months, from the first day of ``first`` until the last of ``last`` (years × 12 + month − 1)."""

    first: int
    last: int

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    def place(self, day: date, *, end: bool = False) -> float:
        """Where a day begins (ends) in the window, 0 to 100.

        >>> year = Window(2024 * 12, 2024 * 12 + 11)
        >>> year.place(date(2024, 1, 1)), year.place(date(2024, 12, 31), end=True)
        (0.0, 100.0)
        """
        month = day.year * 12 + day.month - 1
        following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        days = (following - date(day.year, day.month, 1)).days
        share = (month - self.first + (day.day - (0 if end else 1)) / days) / self.months
        return round(100 * min(max(share, 0.0), 1.0), 2)


def window_of(bars: Sequence[Bar], today: date) -> Window:
    """From the first beginning to the last end of what is drawn; today is always in it."""
    ends = [day for bar in bars for day in (bar.start, bar.due, *[each.on for each in bar.points]) if day]
    months = [day.year * 12 + day.month - 1 for day in (*ends, today)]
    first, last = min(months), max(months)
    return Window(first, max(last, first + 2))


def gantt(bars: Sequence[Bar], today: date, language: Language) -> Element:
    """The figure; one list item a row, so that it is read in order without a picture."""
    seen, spoken = window_of(bars, today), words(language)
    now = seen.place(today)
    line = h("span", spoken["gantt.today"], class_name="gantt-now", style={"left": f"{now}%"})
    head = h(
        "div",
        h("span", class_name="gantt-label"),
        h("div", *_heads(seen, language), line, class_name="gantt-track"),
        class_name="gantt-head",
        aria_hidden="true",
    )
    rows = [h("li", *_row(bar, seen), class_name="gantt-row") for bar in bars]
    return h(
        "div",
        head,
        h("ul", *rows),
        class_name="gantt",
        role="group",
        aria_label=spoken.say("gantt.said", n=len(bars), today=today.isoformat()),
        style={"--now": f"{now}%"},
    )


def _heads(seen: Window, language: Language) -> list[Element]:
    """Months, quarters or years at their places; on a telephone every few are left out, but no January."""
    step = 1 if seen.months <= MONTHLY else 3 if seen.months <= QUARTERLY else 12
    begins = [month for month in range(seen.first, seen.last + 1) if month % step == 0] or [seen.first]
    every = -(-len(begins) // MOST_HEADS)
    first = next((place for place, month in enumerate(begins) if month % 12 == 0), 0) % every
    made = []
    for place, month in enumerate(begins):
        year, number = month // 12, month % 12 + 1
        left = seen.place(date(year, number, 1))
        names = "gantt-tick" if place % every == first else "gantt-tick minor"
        text = _head(year, number, step, language, full=place in (0, first) or number == 1)
        made.append(h("span", text, class_name=names, style={"left": f"{left}%"}))
    return made


def _head(year: int, month: int, step: int, language: Language, *, full: bool) -> str:
    if step == 12:
        return say.period(f"{year}", language)
    if step == 3:
        code = f"Q{(month - 1) // 3 + 1}"
        return f"{year}{code}" if full else code
    spoken = words(language)
    name = spoken[f"gantt.month_{month}"]
    return spoken.say("gantt.month_of", year=year, month=name) if full else name


def _row(bar: Bar, seen: Window) -> list[Element]:
    parts: list[Child] = []
    if bar.start or bar.due:
        opened = ("" if bar.start else " from-before") + ("" if bar.due else " without-end")
        style = _lies(bar.start, bar.due, seen)
        parts.append(h("span", class_name=f"gantt-bar {bar.state}{opened}", style=style))
        for span in bar.spans:
            if span.percent > 0:
                done = _lies(span.start, span.due, seen, share=min(span.percent, 100.0) / 100)
                parts.append(h("span", class_name="gantt-done", style=done))
    for point in bar.points:
        at = {"left": f"{seen.place(point.on, end=True)}%"}
        parts.append(
            h(
                "span",
                class_name=f"gantt-point {point.mark}",
                style=at,
                title=point.said,
            )
        )
    label = h("span", bar.label, h("small", bar.note) if bar.note else None, class_name="gantt-label")
    return [label, h("div", *parts, class_name="gantt-track", role="img", aria_label=bar.said)]


def _lies(start: date | None, due: date | None, seen: Window, *, share: float = 1.0) -> dict[str, str]:
    """Left and width, wide enough to be seen; what has no start begins with the window."""
    left = seen.place(start) if start else 0.0
    right = seen.place(due, end=True) if due else 100.0
    return {"left": f"{left}%", "width": f"{max((right - left) * share, LEAST):.2f}%"}
