"""The calendar board itself: units by what they owe in a year, counts and shares; the list of reminders."""

from __future__ import annotations

from collections.abc import Sequence

from data.deadlines import Deadline
from indicators.reporting import STATES, Reported, counted, owing, shares
from layouts import blocks, say, scope, tables
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.board_facts import Board, own, years
from layouts.views.board_words import (
    address,
    day_name,
    form_name,
    reminders,
    short_day,
    state_badge,
    state_name,
    told,
)

MOST_OWING, MOST_UNITS = 100, 500


def progress(services: Services, numbers: Numbers, chosen: Selection, shown: Board) -> Element:
    """Choices, counts by state, shares, and the table."""
    spoken = words(chosen.lang)
    title = spoken.say("board.table", year=shown.year)
    choices = h(
        "div",
        year_links(services, numbers, chosen, shown.year),
        _forms(services, numbers, chosen),
        class_name="choices",
    )
    if not shown.cells:
        name = scope.region_name(numbers, chosen.region, chosen.lang)
        empty = blocks.empty(spoken.say("board.no_places", region=name, year=shown.year))
        return section(title, choices, empty)
    return section(
        title,
        choices,
        _states(shown, chosen),
        h("p", _rates(services, shown, chosen), class_name="rates", title=spoken["board.rates_note"]),
        _table(services, numbers, chosen, shown),
        note=spoken["board.table_note"],
    )


def chase(services: Services, numbers: Numbers, chosen: Selection, shown: Board) -> Element:
    """Who owes what since when, the longest first; each unit's message and all of them to copy."""
    spoken = words(chosen.lang)
    found = owing(shown.rows)
    title = spoken["board_chase.title"]
    if not found:
        return section(title, blocks.empty(spoken["board_chase.none"]))
    told_to = reminders(services, numbers, found, chosen)
    everything = h(
        "button",
        spoken["board_chase.copy_all"],
        type="button",
        class_name="button primary",
        data_copy="\n".join(told_to.values()),
        data_done=spoken["board_chase.copied"],
    )
    files = [
        link(
            spoken[f"board_chase.{kind}"],
            address(chosen, f"/export/board.{kind}", state="owing", year=str(shown.year)),
            class_name="button",
            download="",
        )
        for kind in ("xlsx", "csv")
    ]
    summary = spoken.say("board_chase.counted", units=len(told_to), n=len(found))
    rest = len(found) - MOST_OWING
    return section(
        title,
        h("div", h("span", summary), everything, *files, class_name="buttons chase-tools"),
        _owing_table(services, numbers, found[:MOST_OWING], told_to, chosen),
        h("p", spoken.say("board_chase.more", n=rest), class_name="note") if rest > 0 else None,
        note=spoken["board_chase.note"],
    )


def year_links(services: Services, numbers: Numbers, chosen: Selection, year: int) -> Element:
    """The years, the one that is shown marked."""
    return _segments(
        words(chosen.lang)["board.year"],
        [
            (str(each), address(chosen, year=str(each)), each == year)
            for each in years(services, numbers, chosen)
        ],
    )


def _forms(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken, asked = words(chosen.lang), own(chosen, "form")
    codes = list(dict.fromkeys(duty.form for duty in numbers.duties(chosen.dataset)))
    options = [(spoken["board.all_forms"], address(chosen, form=""), asked not in codes)]
    options += [
        (form_name(services, code, chosen.lang), address(chosen, form=code), asked == code) for code in codes
    ]
    return _segments(spoken["board.form"], options)


def _states(shown: Board, chosen: Selection) -> Element:
    """A link for each state that occurs, with its count."""
    spoken, asked = words(chosen.lang), own(chosen, "state")
    counts = counted(shown.rows)
    options: list[Child] = [
        h(
            "a",
            spoken.say("board.every", n=len(shown.cells)),
            href=address(chosen, state=""),
            aria_current="true" if asked not in STATES else None,
        )
    ]
    options += [
        h(
            "a",
            state_badge(state, language=chosen.lang),
            h("b", str(counts[state])),
            href=address(chosen, state=state),
            aria_current="true" if asked == state else None,
        )
        for state in STATES
        if counts[state] or asked == state
    ]
    return h("nav", *options, class_name="segments states", aria_label=spoken["board.states"])


def _rates(services: Services, shown: Board, chosen: Selection) -> str:
    spoken = words(chosen.lang)
    reported, in_time = shares(shown.rows, now=services.clock())
    if not reported.whole:
        return spoken["board.rates_none"]
    return spoken.say(
        "board.rates",
        due=reported.whole,
        came=reported.part,
        rate=say.rate(reported.percent) + "%",
        on_time=in_time.part,
        dated=in_time.whole,
        on_time_rate=say.rate(in_time.percent) + "%" if in_time.whole else say.NONE,
    )


def _table(services: Services, numbers: Numbers, chosen: Selection, shown: Board) -> Element:
    """Units by columns; with a state chosen only those that have it somewhere."""
    spoken, asked = words(chosen.lang), own(chosen, "state")
    rows = []
    for region in shown.regions:
        cells = [shown.cells.get((region, form, period)) for form, period in shown.columns]
        if asked in STATES and all(each is None or each.state != asked for each in cells):
            continue
        name = scope.region_name(numbers, region, chosen.lang)
        drawn = [_cell(services, name, each, chosen) for each in cells]
        rows.append(tables.Row([name, *drawn], _depth(numbers, region)))
    if not rows:
        return blocks.empty(spoken["board.nothing_in_state"])
    caption = spoken.say("board.table", year=shown.year)
    columns = _columns(services, shown, chosen)
    body = tables.table(columns, rows[:MOST_UNITS], caption=caption, class_name="board")
    if len(rows) <= MOST_UNITS:
        return body
    limited = spoken.say("board.limited", shown=MOST_UNITS, n=len(rows))
    return h("div", body, h("p", limited, class_name="note"))


def _columns(services: Services, shown: Board, chosen: Selection) -> list[tables.Column]:
    """The unit, then each form and period with its last day."""
    spoken, language = words(chosen.lang), chosen.lang
    columns = [tables.Column(spoken["board.unit"])]
    for form, period in shown.columns:
        name = say.period(period, language)
        until = _until(shown.deadlines[form, period], shown.year, language)
        head = _head(name, shown.year, language)
        columns.append(tables.Column(head, until, title=f"{form_name(services, form, language)} {name}"))
    return columns


def _head(name: str, year: int, language: Language) -> Child:
    """The period; on a phone, where every column is to be seen, without the year that the title says."""
    said = say.period(str(year), language)
    if said == name or said not in name:
        return name
    before, after = name.split(said, 1)
    left_out = [h("span", part, class_name="wide-only") for part in (said,)]
    return h("span", before, *left_out, after)


def _until(deadline: Deadline | None, year: int, language: Language) -> str:
    spoken = words(language)
    if deadline is None:
        return spoken["board.no_deadline"]
    named = short_day if deadline.due.year == year else day_name
    until = spoken.say("board.until", day=named(deadline.due, language))
    if not deadline.estimated:
        return until
    return spoken.say("board.until_estimated", until=until)


def _cell(services: Services, name: str, each: Reported | None, chosen: Selection) -> Child:
    if each is None:
        return h("span", words(chosen.lang)["board.not_owed"], class_name="muted")
    shown = state_badge(each.state, told(each, chosen.lang), language=chosen.lang)
    if each.submission is None:
        return shown
    label = words(chosen.lang).say(
        "board.cell",
        region=name,
        period=say.period(each.place.period, chosen.lang),
        form=form_name(services, each.place.form, chosen.lang),
        state=told(each, chosen.lang),
    )
    return h("a", shown, href="/submit" + chosen.query(submission=str(each.submission)), aria_label=label)


def _depth(numbers: Numbers, region: str) -> str:
    """A unit with others below it stands out."""
    return "above" if numbers.catalogue.regions.children(region) else ""


def _owing_table(
    services: Services,
    numbers: Numbers,
    found: Sequence[Reported],
    told_to: dict[str, str],
    chosen: Selection,
) -> Element:
    spoken, language = words(chosen.lang), chosen.lang
    columns = [
        tables.Column(spoken["board.unit"]),
        tables.Column(spoken["board_chase.overdue"], "", "number"),
        tables.Column(spoken["board.form"], class_name="words"),
        tables.Column(spoken["board_chase.due"], class_name="wide-only"),
        tables.Column(spoken["board_chase.state"], class_name="wide-only"),
        tables.Column(spoken["board_chase.text"], hidden=True),
    ]
    rows: list[list[Child]] = []
    for each in found:
        name = scope.region_name(numbers, each.place.region, language)
        copy = h(
            "button",
            spoken["board_chase.copy"],
            type="button",
            class_name="button small",
            data_copy=told_to[each.place.region],
            data_done=spoken["board_chase.copied"],
            aria_label=spoken.say("board_chase.copy_label", region=name),
        )
        due = day_name(each.deadline.due, language) if each.deadline else say.NONE
        form = f"{say.period(each.place.period, language)} {form_name(services, each.place.form, language)}"
        state = state_badge(each.state, state_name(each.state, language), language=language)
        rows.append([name, str(each.overdue), form, due, state, copy])
    return tables.table(columns, rows, caption=spoken["board_chase.title"], class_name="owing")


def _segments(label: str, options: Sequence[tuple[str, str, bool]]) -> Element:
    links = [
        h("a", text, href=href, aria_current="true" if current else None) for text, href, current in options
    ]
    return h("nav", *links, class_name="segments", aria_label=label)
