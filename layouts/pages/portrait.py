"""地区画像: one region on one page: its place among siblings, what is weak, what can still be met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layouts import blocks, controls, page, say, scope
from layouts.elements import Child, Element, h, link
from layouts.kept import kept
from layouts.markup import compact
from layouts.numbers import Numbers
from layouts.rows import Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import portrait_filed as behind
from layouts.views.overview_facts import counted
from layouts.views.portrait_facts import EVERYWHERE, PEERS, Portrait, portrait
from layouts.views.portrait_lists import changes, outlook, strong_points, unvalued, weak_points
from layouts.views.portrait_rows import rows_of
from layouts.views.portrait_spine import spine_table
from layouts.views.tasks_marks import portrait_section


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    found = portrait(services, numbers, chosen)
    came = behind.filings(found)
    drawn = _drawn(found)
    left = h("div", drawn.changes, drawn.targets, class_name="stack")
    right = h(
        "div",
        behind.submissions(found, came),
        behind.explanations(found, came),
        portrait_section(services, numbers, chosen),
        drawn.unvalued,
        class_name="stack",
    )
    stacks = h("div", left, right, class_name="columns two")
    top = drawn.top if found.lines else _nothing(found)
    return [h("div", _head(found), _summary(found), top, stacks, class_name="portrait")]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The blocks that follow from the figures and the address alone, as finished HTML."""

    top: Child
    changes: Child
    targets: Child
    unvalued: Child


def _drawn(found: Portrait) -> Drawn:
    """Over a hundred lines: drawn once for each address."""

    def draw() -> Drawn:
        side = h("div", weak_points(found), strong_points(found), outlook(found), class_name="stack")
        left = h("div", spine_table(found), class_name="stack")
        top = h("div", left, side, class_name="columns wide-narrow")
        lower = changes(found) if found.lines else None
        return Drawn(*map(compact, (top, lower, behind.local_targets(found), unvalued(found))))

    made: Drawn = kept(
        found.numbers,
        found.chosen.dataset,
        ("drawn", found.chosen.query()),
        draw,
        made_from=found.lines,
    )
    return made


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Every line of the region with unrounded numbers."""
    return rows_of(portrait(services, numbers, chosen))


def _head(found: Portrait) -> Element:
    spoken, chosen = words(found.chosen.lang), found.chosen
    name = scope.region_name(found.numbers, chosen.region, chosen.lang)
    actions: list[Child] = []
    if found.can_widen:
        actions.append(
            controls.segments(
                _peers(found), EVERYWHERE if found.wide else "near", label=spoken["portrait.peers"]
            )
        )
    actions.append(
        h("button", spoken["portrait.print"], class_name="button", data_print="page", type="button")
    )
    return page.page_head(name, _parent(found), actions=actions)


def _parent(found: Portrait) -> Element | None:
    """上级：示例市, a link to its own portrait."""
    chosen, numbers = found.chosen, found.numbers
    parent = numbers.catalogue.regions.get(chosen.region).parent
    if not parent or parent not in numbers.catalogue.regions:
        return None
    spoken, name = words(chosen.lang), scope.region_name(numbers, parent, chosen.lang)
    text = spoken.say("portrait.under", parent=name)
    if chosen.region == found.scene.dataset.root or parent not in found.scene.now.regions:
        return h("span", text, class_name="note")
    return link(text, page.PATHS["portrait"] + chosen.query(region=parent), class_name="quiet-link note")


def _peers(found: Portrait) -> Sequence[tuple[str, str, str]]:
    """Whom the region is compared with: its siblings, or all units of its level."""
    chosen, spoken, tree = found.chosen, words(found.chosen.lang), found.numbers.catalogue.regions

    def named(code: str) -> str:
        return scope.region_name(found.numbers, code, chosen.lang)

    near = spoken.say("portrait.peers_near", parent=named(tree.get(chosen.region).parent))
    everywhere = spoken.say("portrait.peers_all", parent=named(found.scene.dataset.root))
    here = page.PATHS["portrait"]
    base = chosen.query(**{PEERS: ""})
    wide = f"{base}&{PEERS}={EVERYWHERE}"
    return (("near", near, here + base), (EVERYWHERE, everywhere, here + wide))


def _summary(found: Portrait) -> Element:
    """Period, how many indicators, how many of each status, what was filed."""
    chosen, spoken = found.chosen, words(found.chosen.lang)
    period = say.period(chosen.span, chosen.lang)
    told = spoken.say("portrait.counted", period=period, n=len(found.lines))
    numbers = [line.number for line in found.lines]
    counts = [(status, n) for status, n in counted(numbers) if status != "incomplete"]
    short = sum(1 for number in numbers if number.status == "pending" and number.incomplete)
    parts: list[Child] = [h("span", told, class_name="muted"), *blocks.status_counts(counts, chosen.lang)]
    if short:
        parts.append(h("span", f"{spoken['portrait.incomplete']} ", h("b", str(short))))
    reported = behind.reported(found)
    if reported:
        parts.append(h("span", reported, class_name="end reported"))
    return h("div", *parts, class_name="summary-line")


def _nothing(found: Portrait) -> Element:
    chosen, spoken = found.chosen, words(found.chosen.lang)
    why = spoken.say(
        "portrait.nothing",
        region=scope.region_name(found.numbers, chosen.region, chosen.lang),
        period=say.period(chosen.span, chosen.lang),
    )
    return blocks.empty(why, link(spoken["nav.overview"], page.PATHS["overview"] + chosen.query()))


PAGE = Page("portrait", "/portrait", body, rows, own_head=True, keys=(PEERS,))
