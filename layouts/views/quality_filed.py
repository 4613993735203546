"""Data quality: what came in time and what was answered, by unit and by form."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.quality import Answers, Share
from indicators.reporting import STATES, Reported, counted, shares
from layouts import blocks, say, scope
from layouts.elements import Child, Element, h, link
from layouts.markup import compact
from layouts.page import section
from layouts.tables import Column, Row, table
from layouts.text import words
from layouts.views.board_words import address as board_address
from layouts.views.board_words import form_name, state_name
from layouts.views.quality_facts import Key, Quality, Scene

PATH = "/quality"
MOST = 12  # units named before the rest is folded away
LATE = ("late", "returned", "missing")  # what is to be seen to
FILLED = ("value", "zero", "no_cases", "not_applicable")  # left out on a phone beside what is missing
ANSWERED = (*FILLED, "blank", "unfiled")


def timeliness(seen: Scene, found: Quality) -> Element:
    """及时性: each unit's filings by state, those with something late first."""
    spoken, chosen = words(seen.chosen.lang), seen.chosen
    title = spoken["quality.timeliness"]
    board = to_board(seen)
    if not seen.dataset.duty:
        name = seen.dataset.name if chosen.lang == "zh" else seen.dataset.english
        return section(title, blocks.empty(spoken.say("quality.no_duty", dataset=name)))
    if not found.came:
        key = "quality.no_places" if seen.follows else "quality.not_followed"
        return section(title, blocks.empty(spoken[key], link(spoken["nav.board"], board)))
    states = [state for state in STATES if counted(found.came)[state]]
    by_region = found.came_by_region()
    order = sorted(by_region, key=lambda code: -_weight(by_region[code]))
    columns = [
        Column(spoken["head.region"]),
        Column(spoken["quality.in_time"], "%", "number"),
        Column(spoken["quality.owed"], "", "number"),
        *[Column(state_name(state, chosen.lang), "", "number") for state in states],
    ]
    rows = [(_weight(by_region[code]) > 0, _came_row(seen, code, by_region[code], states)) for code in order]
    sums = [spoken["quality.together"], *_came_cells(seen, chosen.region, found.came, states)]
    body = folded(seen, columns, sums, rows, title)
    return section(
        title,
        body,
        h("p", spoken["board.rates_note"], class_name="note"),
        note=_against(seen, found.before.in_time if found.before else None, found.in_time),
        end=link(spoken["quality.to_board"], board),
    )


def completeness(seen: Scene, found: Quality) -> Element:
    """完整性: what the cells asked for hold, by form and period, then by unit, the emptiest first."""
    spoken = words(seen.chosen.lang)
    title = spoken["quality.completeness" if seen.dataset.duty else "quality.published"]
    if not found.answered:
        why = spoken["quality.nothing_asked" if seen.dataset.duty else "quality.nothing_published"]
        submit = link(spoken["nav.submit"], "/submit" + seen.chosen.query())
        return section(title, blocks.empty(why, submit))
    duty = seen.dataset.duty
    note = (
        _against(seen, found.before.complete if found.before else None, found.total.share) if duty else None
    )
    by_region = found.answered_by(0)
    order = sorted(by_region, key=lambda code: -by_region[code].lacking)
    rows = [
        (by_region[code].lacking > 0, [_drill(seen, code), *_answer_cells(by_region[code], duty=duty)])
        for code in order
    ]
    sums: list[Child] = [spoken["quality.together"], *_answer_cells(found.total, duty=duty)]
    columns = _answer_columns(seen, spoken["head.region"])
    lone = len(by_region) == 1
    explained = "completeness_note" if duty else "published_note"
    return section(
        title,
        None if lone else folded(seen, columns, sums, rows, title),
        _by_form(seen, found, lone=lone),
        h("p", spoken[f"quality.{explained}"], class_name="note"),
        note=note,
    )


def folded(
    seen: Scene,
    columns: Sequence[Column],
    sums: Sequence[Child],
    rows: Sequence[tuple[bool, Sequence[Child]]],
    caption: str,
) -> Element:
    """The sum and what needs a look; all units open below where they are many."""
    spoken = words(seen.chosen.lang)
    first = [Row(sums, "total")] if len(rows) > 1 else []
    every: list[Row | Sequence[Child]] = [*first, *[row for _, row in rows]]
    if len(rows) <= MOST:
        return table(columns, every, caption=caption, class_name="compact quality-table")
    lead: list[Row | Sequence[Child]] = [*first, *[row for wanted, row in rows if wanted][:MOST]]
    all_units = h(
        "details",
        h("summary", spoken.say("quality.all_units", n=len(rows))),
        compact(table(columns, every, caption=caption, class_name="compact quality-table", scroll="tall")),
        class_name="twin",
    )
    brief = table(columns, lead, caption=caption, class_name="compact quality-table")
    return h("div", brief, all_units)


def to_board(seen: Scene, **changes: str) -> str:
    """The calendar of the very year that is looked at."""
    chosen = seen.chosen
    return board_address(chosen, period=chosen.period, year=str(chosen.span.end[0]), **changes)


def percent(share: Share) -> str:
    """100.0 only where nothing is missing."""
    return say.rate(share.percent, 100)


def _weight(rows: Sequence[Reported]) -> int:
    """How much is to be seen to; what never came weighs more than what came late."""
    return sum(each.state in LATE for each in rows) + 100 * sum(bool(each.overdue) for each in rows)


def _came_row(seen: Scene, code: str, rows: Sequence[Reported], states: Sequence[str]) -> list[Child]:
    return [_drill(seen, code), *_came_cells(seen, code, rows, states)]


def _came_cells(seen: Scene, code: str, rows: Sequence[Reported], states: Sequence[str]) -> list[Child]:
    """The share that came in time, how many are owed, and in each state, a link to the calendar."""
    counts = {str(state): n for state, n in counted(rows).items()}
    _, in_time = shares(rows, now=seen.services.clock())
    cells: list[Child] = [percent(in_time) if in_time.whole else say.NONE, str(len(rows))]
    for state in states:
        n, late = counts[state], state in LATE
        there = to_board(seen, region=code, state=state)
        if n and (late or code == seen.chosen.region):
            cells.append(link(str(n), there, class_name=f"fs-{state}" if late else None))
        else:
            cells.append(str(n) if n else h("span", "0", class_name="muted"))
    return cells


def _answer_columns(seen: Scene, head: str) -> list[Column]:
    spoken, duty = words(seen.chosen.lang), seen.dataset.duty
    kinds = ANSWERED if duty else FILLED
    counts = [
        Column(spoken[f"quality.{kind}"], "", "number", "wide-only" if duty and kind in FILLED else "")
        for kind in kinds
    ]
    ends = [Column(spoken["quality.complete"], "%", "number", "share")] if duty else []
    asked = [Column(spoken["quality.asked" if duty else "quality.figures"], "", "number")]
    return [Column(head), *ends, *asked, *counts]


def _answer_cells(each: Answers, *, duty: bool) -> list[Child]:
    counts = [getattr(each, kind) for kind in (ANSWERED if duty else FILLED)]
    cells: list[Child] = [say.count(each.required if duty else each.filled)]
    cells += [say.count(n) if n else h("span", "0", class_name="muted") for n in counts]
    return [_bar(each.share), *cells] if duty else cells


def _bar(share: Share) -> Child:
    """The share with a bar as long as it is."""
    if share.percent is None:
        return say.NONE
    inner = h("i", style={"width": f"{share.percent:.2f}%"})
    return h("span", h("span", inner, class_name="share-bar", aria_hidden="true"), percent(share))


def _by_form(seen: Scene, found: Quality, *, lone: bool) -> Element:
    """By form and period; of one unit each row opens its filing."""
    spoken = words(seen.chosen.lang)
    sums: dict[tuple[str, str], Answers] = {}
    for (_, form, period), each in found.answered.items():
        sums[form, period] = sums.get((form, period), Answers()) + each
    duty = seen.dataset.duty
    current = {
        (region, form if duty else "", period): number for period, region, form, number in seen.filings
    }
    rows = []
    for (form, period), each in sums.items():
        name = _form_period(seen, form, period)
        key: Key = (next(iter(found.answered))[0], form, period)
        number = current.get(key, 0) if lone else 0
        there = "/submit" + seen.chosen.query(submission=str(number), region=key[0], period=period)
        rows.append([link(name, there) if number else name, *_answer_cells(each, duty=duty)])
    columns = _answer_columns(seen, spoken["quality.form_period" if duty else "head.period"])
    return table(columns, rows, caption=spoken["quality.by_form"], class_name="compact quality-table")


def _form_period(seen: Scene, form: str, period: str) -> str:
    language = seen.chosen.lang
    named = say.period(period, language)
    if not form:
        return named
    return f"{named} {form_name(seen.services, form, language)}"


def _drill(seen: Scene, code: str) -> Element:
    """A unit's name that opens this page for it."""
    name = scope.region_name(seen.numbers, code, seen.chosen.lang)
    if code == seen.chosen.region:
        return h("span", name, class_name="unit-name")
    return link(name, PATH + seen.chosen.query(region=code), class_name="unit-name")


def _against(seen: Scene, before: Share | None, now: Share) -> Child:
    """上年同期 92.1%, or that there is nothing to compare with."""
    spoken = words(seen.chosen.lang)
    if now.percent is None:
        return None
    if before is None or before.percent is None:
        return spoken["quality.no_before"]
    return spoken.say("quality.before", rate=percent(before), part=before.part, whole=before.whole)
