"""达标预测 of one target: for each region that it judges what is done, still needed and still allowed."""

from __future__ import annotations

from layouts import say, scope, tables
from layouts.elements import Child, h, number_link
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.text import words
from layouts.tracing import href
from layouts.views.outlooks import Outlook, outlooks, said
from layouts.views.targets_facts import Line

HEADS = ("region", "so_far", "expected", "needed", "misses", "verdict")
TEXTS, AHEAD = ("region", "verdict"), ("expected", "misses")  # AHEAD: nothing is, where the period is over


def seen(numbers: Numbers, chosen: Selection, line: Line) -> tuple[Outlook, ...]:
    """Of every region that the target judges by a share of cases."""
    if line.indicator is None:
        return ()
    known = [
        (cell.number, line.target, line.indicator) for cell in line.cells.values() if cell.number is not None
    ]
    return outlooks(numbers, chosen, known)


def outlook(numbers: Numbers, chosen: Selection, line: Line | None) -> Child:
    """A table, the chosen region first; nothing where nothing can be said."""
    found = seen(numbers, chosen, line) if line else ()
    if not found or line is None:
        return None
    spoken = words(chosen.lang)
    title = spoken["portrait.outlook"]
    over = found[0].over
    heads = tuple(head for head in HEADS if not (over and head in AHEAD))
    columns = [
        tables.Column(spoken[f"outlook.{head}"], "", "text" if head in TEXTS else "number") for head in heads
    ]
    rows = [_row(numbers, chosen, one) for one in found]
    note = spoken["portrait.outlook_note_over" if over else "portrait.outlook_note"]
    return h(
        "div",
        h("h3", title),
        h("p", note, class_name="note"),
        tables.table(columns, rows, caption=title, class_name="targets outlook"),
    )


def _row(numbers: Numbers, chosen: Selection, one: Outlook) -> tables.Row:
    spoken, language = words(chosen.lang), chosen.lang
    counts = f"{say.count(one.done)}/{say.count(one.cases)}"
    address = href(chosen, indicator=one.indicator.code, region=one.number.region, variant=one.number.variant)
    needed = spoken["outlook.never"] if one.found.needed is None else say.count(one.found.needed)
    misses = say.count(one.found.misses) if one.expected is not None and one.found.reachable else say.NONE
    ahead = say.count(one.expected) if one.expected is not None else say.NONE
    told = h("span", said(numbers, one, language), class_name=f"verdict {one.verdict}")
    region = scope.region_name(numbers, one.number.region, language)
    if one.over:
        return tables.Row((region, number_link(counts, address), needed, told))
    return tables.Row((region, number_link(counts, address), ahead, needed, misses, told))
