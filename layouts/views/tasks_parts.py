"""The parts of 任务: how far all are, child by child; the list; by owner and region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from data.task_life import TaskStage
from data.tasks import Task
from indicators.task_progress import (
    Completion,
    Occurrence,
    State,
    Tally,
    by_owner,
    by_region,
    owners_of,
)
from layouts import blocks, say, scope, tables
from layouts.elements import Child, Element, badge, h, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.views.tasks_facts import OWNER, PATH, STATE, TASK, Scene, plan_of
from layouts.views.tasks_rectify import Proposal

MOST_LISTED = 100
DETAIL = "task"  # the anchor of the chosen task
MARKS: Mapping[State, str] = {
    "overdue": "st-missed mk mk-missed",
    "waiting": "fs-waiting mk mk-waiting",
    "under_way": "st-pending mk mk-pending",
    "not_started": "st-no_target mk mk-no_target",
    "done": "st-met mk mk-met",
    "closed": "st-met mk mk-met",
    "no_data": "st-no_value mk mk-no_value",
}
# Columns of tallies, in their order; what falls due only where there is a duty.
TALLIED: tuple[State, ...] = ("overdue", "waiting", "under_way", "not_started")
TALLIED_FREE: tuple[State, ...] = ("waiting", "under_way", "not_started", "done", "no_data")


def state_badge(state: State, language: Language, *, stage: TaskStage = "open") -> Element:
    """Mark and word; what waits because the figure meets the target says so."""
    spoken = words(language)
    word = spoken["task_state.proposed" if stage == "proposed" else f"task_state.{state}"]
    return h("span", word, class_name=f"status {MARKS[state]}")


def written(seen: Scene, numbers: Numbers, proposed: int) -> Element:
    """Completion first, then what is overdue and what waits for whom."""
    chosen, spoken, counts = seen.chosen, words(seen.chosen.lang), seen.counts
    name = scope.region_name(numbers, chosen.region, chosen.lang)
    parts: list[Child] = []
    if not seen.duty:
        backed = len(seen.every) - counts["no_data"]
        parts.append(h("b", spoken.say("tasks.no_duty", region=name, n=len(seen.every), backed=backed)))
    elif seen.total.rate is None:
        parts.append(h("b", spoken.say("tasks.nothing_due", region=name, n=len(seen.every))))
    else:
        told = spoken.say(
            "tasks.verdict",
            region=name,
            due=seen.total.due,
            done=seen.total.done,
            rate=rate_text(seen.total),
        )
        parts.append(h("b", told))
    for state in ("overdue", "waiting"):
        if counts[state]:
            text = spoken.say(f"tasks.n_{state}", n=counts[state])
            parts += [" ", link(text, listed(chosen, state=state))]
    parts += [h("span", f" {remark}", class_name="muted") for remark in seen.remarks()]
    if proposed:
        told = spoken.say("tasks.n_proposed", n=proposed)
        parts += [" ", link(told, listed(chosen, state="", owner="", plan="rectify"))]
    if not seen.whole:
        parts += [" ", h("span", spoken["tasks.only_seen"], class_name="muted")]
    return blocks.written_line(*parts)


def rate_text(found: Completion) -> str:
    """One decimal; never 100 for what is not all done.

    >>> rate_text(Completion("x", 2, 3)), rate_text(Completion("x", 9999, 10000))
    ('66.7%', '99.99%')
    """
    value = found.rate
    return say.NONE if value is None else f"{say.rate(float(Fraction(value)), 100.0)}%"


def listed(chosen: Selection, **changes: str) -> str:
    """The list for some choices, without a task opened and without forms."""
    cleared = {TASK: "", "new": "", "as": "", "indicator": ""}
    return PATH + chosen.query(**(cleared | changes))


def by_child(seen: Scene, numbers: Numbers) -> Element | None:
    """The region with all below it, then its own tasks and those of each child: the sums that make it."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    tree = numbers.catalogue.regions
    if not seen.duty or not seen.every:
        return None
    below = {
        each.code: {one.code for one in tree.descendants(each.code)} for each in tree.children(chosen.region)
    }
    rows = [_tally_row(_tally(seen.total, seen.every), chosen, _place(numbers, chosen, chosen.region), {})]
    known = {part.region: part for part in seen.parts}
    for code, inside in {chosen.region: {chosen.region}, **below}.items():
        found = [each for each in seen.every if each.task.region in inside]
        if not found or not below:
            continue
        own = code == chosen.region
        named = _place(numbers, chosen, code)
        label: Child = (
            h("span", spoken["tasks.own_level"]) if own else link(named, listed(chosen, region=code))
        )
        there = {} if own else {"region": code}
        rows.append(_tally_row(_tally(known.get(code, Completion(code, 0, 0)), found), chosen, label, there))
    title = spoken["tasks.by_child"]
    return section(
        title,
        tables.table(
            _heads(chosen, spoken["head.region"], duty=True), rows, caption=title, class_name="tallied"
        ),
        note=spoken["tasks.by_child_note"],
    )


def owners(seen: Scene) -> Element:
    """Who leads how much, and how far it is."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    helping = {each.name: each.all for each in by_owner(seen.shown, assisting=True)}
    rows = [
        _tally_row(
            each,
            chosen,
            link(each.name, listed(chosen, owner=each.name)),
            {OWNER: each.name},
            duty=seen.duty,
            more=(_counted(helping.get(each.name, 0), listed(chosen, owner=each.name)),),
        )
        for each in by_owner(seen.shown)
    ]
    unnamed = [each for each in seen.shown if not owners_of(each.task.lead)]
    note = spoken.say("tasks.without_lead", n=len(unnamed)) if unnamed else ""
    assisting = spoken["tasks.assisting"]
    return _tallies(spoken["tasks.by_owner"], spoken["tasks.lead"], rows, seen, note, more=(assisting,))


def regions(seen: Scene, numbers: Numbers) -> Element:
    """Every region with tasks of its own."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    rows = [
        _tally_row(
            each,
            chosen,
            link(_place(numbers, chosen, each.name), listed(chosen, region=each.name)),
            {"region": each.name},
            duty=seen.duty,
        )
        for each in by_region(seen.shown)
    ]
    return _tallies(spoken["tasks.by_region"], spoken["head.region"], rows, seen, "")


def task_list(seen: Scene, numbers: Numbers, proposed: Mapping[str, Proposal], *, title: str = "") -> Element:
    """One row an occurrence, what is overdue first."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    title = title or spoken.say("tasks.listed", n=len(seen.shown))
    if not seen.shown:
        clear = link(spoken["empty.clear"], listed(chosen, state="", owner="", plan=""))
        return section(title, blocks.empty(spoken["tasks.none_fit"], clear))
    heads = ("task", "region", "owners", "due", "progress", "state")
    wide = ("owners", "progress")  # a telephone shows what, where, until when and how it stands
    columns = [
        tables.Column(spoken[f"tasks.{head}"], class_name="wide-only" if head in wide else "")
        for head in heads
    ]
    rows = [_row(each, numbers, chosen, proposed) for each in seen.shown[:MOST_LISTED]]
    more = len(seen.shown) - MOST_LISTED
    note = h("p", spoken.say("tasks.more", n=more), class_name="note") if more > 0 else None
    return section(title, tables.table(columns, rows, caption=title, class_name="tasks"), note)


def progress(percent: float) -> Element:
    """A thin bar with its number."""
    inner = h("i", style={"width": f"{percent:g}%"})
    return h(
        "span",
        h("span", inner, class_name="meter", aria_hidden="true"),
        f" {percent:g}%",
        class_name="nowrap",
    )


def due_text(each: Occurrence, language: Language) -> str:
    """“2026-12-31”, of a recurring task with its quarter; the words where there is none."""
    spoken = words(language)
    day = each.due.isoformat() if each.due else spoken["tasks.no_due"]
    return f"{day} {say.period(each.code, language)}" if each.code else day


def source_text(task: Task, language: Language) -> str:
    """“S4 第6项”, 自定 or 整改."""
    spoken = words(language)
    if plan_of(task) in ("own", "rectify"):
        return spoken[f"task_kind.{task.kind}"]
    return spoken.say("tasks.clause", plan=task.plan, item=task.item)


def _row(
    each: Occurrence, numbers: Numbers, chosen: Selection, proposed: Mapping[str, Proposal]
) -> tables.Row:
    task, spoken, language = each.task, words(chosen.lang), chosen.lang
    address = f"{PATH}{chosen.query(task=task.code, new='')}#{DETAIL}"
    owner: list[Child] = [task.lead or say.NONE]
    if task.assist:
        owner.append(h("small", spoken.say("tasks.with", names=task.assist)))
    met = badge(spoken["tasks.meets_now"]) if task.code in proposed and each.state != "closed" else None
    return tables.Row(
        (
            h(
                "th",
                link(task.title, address),
                h("small", source_text(task, language)),
                scope="row",
                class_name="wrap",
            ),
            _place(numbers, chosen, task.region),
            h("td", *owner, class_name="wrap wide-only"),
            h("td", due_text(each, language), class_name="due"),
            h("td", progress(each.percent), class_name="wide-only"),
            h("td", state_badge(each.state, language, stage=each.stage), met),
        ),
        props={"aria_current": "true"} if dict(chosen.own).get(TASK) == task.code else {},
    )


def _tally(found: Completion, inside: Sequence[Occurrence]) -> Tally:
    counted: dict[State, int] = {}
    for each in inside:
        counted[each.state] = counted.get(each.state, 0) + 1
    return Tally(found.region, counted, found)


def _heads(chosen: Selection, first: str, *, duty: bool, more: Sequence[str] = ()) -> list[tables.Column]:
    spoken = words(chosen.lang)
    columns = [tables.Column(first), tables.Column(spoken["tasks.all"], kind="number")]
    if duty:
        columns += [tables.Column(spoken[f"tasks.{key}"], kind="number") for key in ("due_n", "done_n")]
        columns.append(tables.Column(spoken["tasks.rate"]))
    states = TALLIED if duty else TALLIED_FREE
    columns += [tables.Column(spoken[f"task_state.{state}"], kind="number") for state in states]
    return columns + [tables.Column(text, kind="number") for text in more]


def _tally_row(
    found: Tally,
    chosen: Selection,
    label: Child,
    there: Mapping[str, str],
    *,
    duty: bool = True,
    more: Sequence[Child] = (),
) -> list[Child]:
    cells: list[Child] = [label, _counted(found.all, listed(chosen, **{STATE: "", **there}))]
    if duty:
        bar = h("span", style={"width": f"{float(found.completion.rate or 0):.1f}%"})
        meter = h("span", bar, class_name="meter", aria_hidden="true")
        cells.append(_counted(found.completion.due, listed(chosen, **{STATE: "", **there})))
        cells.append(_counted(found.completion.done, listed(chosen, **{STATE: "done", **there})))
        cells.append(h("td", meter, f" {rate_text(found.completion)}", class_name="nowrap"))
    for state in TALLIED if duty else TALLIED_FREE:
        number = found.states.get(state, 0)
        cells.append(_counted(number, listed(chosen, **{STATE: state, **there}), alarm=state == "overdue"))
    return [*cells, *more]


def _counted(number: int, address: str, *, alarm: bool = False) -> Child:
    if not number:
        return h("td", "0", class_name="num muted")
    return h("td", link(str(number), address, class_name="st-missed" if alarm else None), class_name="num")


def _tallies(
    title: str, first: str, rows: Sequence[Sequence[Child]], seen: Scene, note: str, more: Sequence[str] = ()
) -> Element:
    chosen = seen.chosen
    if not rows:
        return section(title, blocks.empty(words(chosen.lang)["tasks.none_fit"]))
    heads = _heads(chosen, first, duty=seen.duty, more=more)
    return section(title, tables.table(heads, rows, caption=title, class_name="tallied"), note=note or None)


def _place(numbers: Numbers, chosen: Selection, code: str) -> str:
    return scope.region_name(numbers, code, chosen.lang)
