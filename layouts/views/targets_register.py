"""The register as it stands in a region, how its targets are met there and below, what lacks the other."""

from __future__ import annotations

from collections.abc import Sequence

from layouts import blocks, say, scope, tables, tracing
from layouts.elements import Child, Element, badge, h, link, status_badge
from layouts.numbers import Numbers
from layouts.page import PATHS, section
from layouts.selection import Selection
from layouts.text import words
from layouts.views.indicators_register import asked, clause, finer, when
from layouts.views.reading import name_of
from layouts.views.targets_facts import COUNTED, TARGET, Line, Scene
from layouts.views.targets_proved import Cell, said, short

PATH = "/targets"
DETAIL = "target"  # the anchor of the chosen target
NARROW = ("what", "asked", "status")  # what a telephone shows; the rest stands under the chosen target


def register(seen: Scene, numbers: Numbers) -> Element:
    """One row a target: what is asked, where it comes from and why it counts or does not."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    heads = ("what", "asked", "strength", "from", "wording", "span", "decided", "status")
    columns = [
        tables.Column(spoken[f"target_page.{head}"], class_name="" if head in NARROW else "wide-only")
        for head in heads
    ]
    name = scope.region_name(numbers, chosen.region, chosen.lang)
    title = spoken.say("target_page.register", region=name)
    if not seen.lines:
        return section(title, blocks.empty(spoken["target_page.none_fit"]))
    rows = [_row(line, numbers, chosen) for line in seen.lines]
    return section(title, tables.table(columns, rows, caption=title, class_name="targets"))


def attainment(seen: Scene, numbers: Numbers) -> Element | None:
    """Targets × the units below: each cell the status of the number that this very target judges.

    None for a unit of a set without roll-up that has none below it.
    """
    if not seen.regions:
        return None
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    lines = [line for line in seen.lines if any(code in line.cells for code in seen.regions)]
    title = spoken["target_page.attainment"]
    if not lines:
        return section(title, blocks.empty(spoken["target_page.nothing_judged"]))
    columns = [tables.Column(spoken["target_page.what"])]
    columns += [tables.Column(spoken[f"status.{status}"], kind="number") for status in COUNTED]
    columns += [
        tables.Column(scope.region_name(numbers, code, chosen.lang), kind="number") for code in seen.regions
    ]
    rows = [_met(line, seen.regions, chosen) for line in lines]
    note = h("p", spoken["target_page.attainment_note"], class_name="note")
    return section(title, note, tables.table(columns, rows, caption=title, class_name="attained", dense=True))


def lacking(seen: Scene, numbers: Numbers) -> Element:
    """Targets that no figure speaks of, and figures that nothing is asked of."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    silent = [_named(line, chosen) for line in seen.without_data]
    free = [_named(line, chosen) for line in seen.free]
    unasked = [
        link(name_of(each, chosen.lang), PATHS["indicators"] + chosen.query(indicator=each.code, domain=""))
        for each in seen.without_target
    ]
    protected = spoken.say("target_page.protected_n", n=seen.protected) if seen.protected else ""
    return section(
        spoken["target_page.lacking"],
        h(
            "div",
            _list(spoken["target_page.without_data"], silent, spoken["target_page.all_have_data"]),
            _list(spoken["target_page.free"], free, spoken["target_page.all_have_indicator"]),
            _list(spoken["target_page.without_target"], unasked, spoken["target_page.all_asked"], protected),
            class_name="columns three",
        ),
    )


def subject(line: Line, chosen: Selection) -> str:
    """The indicator's name, else the object of the target."""
    if line.indicator:
        return name_of(line.indicator, chosen.lang)
    return line.target.object or line.target.text or line.target.target


def origin(line: Line, numbers: Numbers, chosen: Selection) -> str:
    """“承自示例省”, “本地区自定”, “由示例市的 T-1~1 代替”."""
    spoken, standing = words(chosen.lang), line.standing
    place = _place(line.target.region, numbers, chosen)
    why: str = standing.why
    if standing.holds and not line.reaches:
        tree = numbers.catalogue.regions
        why = "below" if tree.is_ancestor(chosen.region, line.target.region) else "deeper"
    instead = standing.instead
    return spoken.say(
        f"target_why.{why}",
        region=place,
        by=_place(instead.region, numbers, chosen) if instead else "",
        code=instead.target if instead else "",
    )


def _place(code: str, numbers: Numbers, chosen: Selection) -> str:
    return scope.region_name(numbers, code, chosen.lang) if code in numbers.catalogue.regions else code


def _row(line: Line, numbers: Numbers, chosen: Selection) -> tables.Row:
    target, spoken, standing = line.target, words(chosen.lang), line.standing
    wanted = dict(chosen.own).get(TARGET) == target.target
    opened = link(subject(line, chosen), f"{PATH}{chosen.query(target=target.target)}#{DETAIL}")
    status: Child = say.NONE
    if line.indicator and line.indicator.protected:
        status = status_badge("prohibited", "", chosen.lang)
    elif line.here:
        status = status_badge(line.here.status, line.here.warning, chosen.lang)
    elif standing.holds and line.reaches:
        status = h("span", spoken["catalogue.not_judged"], class_name="muted")
    why = said(line.here.verdict, chosen.lang) if line.here and line.here.verdict else ""
    local = badge(spoken["target_page.local"]) if target.reason else None
    wording = " ".join(filter(None, (target.reason or target.text, *finer(target, chosen.lang))))
    told = (clause(target), target.author, target.decided_on)
    decided = " ".join(part for part in told if part)
    return tables.Row(
        (
            h("th", opened, h("small", target.target), scope="row", class_name="wrap"),
            h(
                "td",
                asked(target, chosen.lang),
                *([f" {target.due}"] if target.due else []),
                class_name="nowrap",
            ),
            h(
                "td",
                spoken.choose("strength", target.strength) if target.strength else say.NONE,
                class_name="wide-only",
            ),
            h("td", origin(line, numbers, chosen), local, class_name="wrap wide-only"),
            h("td", wording or say.NONE, class_name="wrap wording wide-only"),
            h("td", when(target, chosen.lang), class_name="wrap wide-only"),
            h("td", decided or say.NONE, class_name="wrap wide-only"),
            h("td", status, h("small", why) if why else None, class_name="verdict"),
        ),
        class_name=None if standing.holds else "off",
        props={"aria_current": "true"} if wanted else {},
    )


def _met(line: Line, regions: Sequence[str], chosen: Selection) -> tables.Row:
    statuses = [line.cells[code].status for code in regions if code in line.cells]
    counts = [h("td", str(statuses.count(status)), class_name="num") for status in COUNTED]
    name = f"{subject(line, chosen)} {asked(line.target, chosen.lang)}"
    cells = [_cell(line.cells.get(code), line, code, chosen) for code in regions]
    return tables.Row((h("th", name, h("small", line.target.target), scope="row"), *counts, *cells))


def _cell(cell: Cell | None, line: Line, region: str, chosen: Selection) -> Child:
    """The value or the day, which leads to the number's passport, else to the target as it is there."""
    if cell is None:
        return h("td", say.NONE, class_name="num muted")
    target, language = line.target, chosen.lang
    text = short(cell, target, line.indicator, language)
    address = f"{PATH}{chosen.query(target=target.target, region=region)}#{DETAIL}"
    if cell.number is not None:
        address = tracing.href(chosen, indicator=cell.number.indicator, region=region, variant=target.variant)
    told = say.status(cell.status, language, cell.warning)
    why = said(cell.verdict, language) if cell.verdict else ""
    return tables.matrix_cell(
        text, cell.status, address, warning=cell.warning, label=f"{text} {told} {why}".strip()
    )


def _named(line: Line, chosen: Selection) -> Element:
    text = f"{subject(line, chosen)} {asked(line.target, chosen.lang)}"
    return link(text, f"{PATH}{chosen.query(target=line.target.target)}#{DETAIL}")


def _list(title: str, items: Sequence[Element], none: str, note: str = "") -> Element:
    listed = h("ul", *[h("li", each) for each in items], class_name="plain-list") if items else h("p", none)
    head = h("h3", title, h("span", f" {len(items)}", class_name="muted"))
    return h("div", head, listed, h("p", note, class_name="note") if note else None, class_name="lacking")
