"""稳健性: between which places each unit lies when every weight is drawn anew within ±20 %."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.scoring_model import Sheet
from indicators.scoring_ranks import DRAWS, Robustness, robustness
from layouts import blocks, tables
from layouts.elements import Element, h
from layouts.page import section
from layouts.text import words
from layouts.views.assessment_facts import Scene
from layouts.views.assessment_ranking import league_name

STORE = "assessment robust"


def robust(scene: Scene, sheets: Sequence[Sheet]) -> Element:
    """A band for each unit, beside its numbers."""
    spoken, version = words(scene.chosen.lang), scene.shown
    title = spoken["assess_robust.title"]
    found = sorted(firmness(scene, tuple(sheets)), key=lambda each: (each.league, each.rank, each.region))
    if not found or version is None:
        return section(title, blocks.empty(spoken["assess_robust.none"]))
    leagues = dict.fromkeys(each.league for each in found)
    made = []
    for league in leagues:
        members = [each for each in found if each.league == league]
        name = league_name(version.scheme, league, scene)
        if len(leagues) > 1:
            made.append(h("h3", name))
        made.append(_table(scene, members, f"{title} {name}"))
    return section(title, *made, note=spoken.say("assess_robust.note", n=DRAWS))


def firmness(scene: Scene, sheets: tuple[Sheet, ...]) -> tuple[Robustness, ...]:
    """Drawn once for the same sheets."""
    memo = scene.numbers.memo(scene.chosen.dataset).setdefault(STORE, {})
    name = tuple((each.region, each.league, each.marks, each.state) for each in sheets), _weights(sheets)
    if name not in memo:
        memo.clear()
        memo[name] = robustness(sheets)
    kept: tuple[Robustness, ...] = memo[name]
    return kept


def _weights(sheets: Sequence[Sheet]) -> tuple[object, ...]:
    return tuple((score.item, score.full, score.marks) for sheet in sheets for score in sheet.items)


def _table(scene: Scene, members: Sequence[Robustness], caption: str) -> Element:
    spoken = words(scene.chosen.lang)
    columns = [
        tables.Column(spoken["assess_rank.rank"], kind="number"),
        tables.Column(spoken["assess_rank.unit"]),
        tables.Column(spoken["assess_robust.band_head"], class_name="band-place wide-only"),
        tables.Column(spoken["assess_robust.band"], kind="number"),
        tables.Column(spoken["assess_robust.kept"], unit="%", kind="number"),
    ]
    rows = [_row(scene, each) for each in members]
    return tables.table(columns, rows, caption=caption, class_name="robust", dense=True, row_head=1)


def _row(scene: Scene, each: Robustness) -> tables.Row:
    spoken = words(scene.chosen.lang)
    said = spoken.say(
        "assess_robust.said", unit=scene.name(each.region), rank=each.rank, best=each.best, worst=each.worst
    )
    span = f"{each.best}–{each.worst}" if each.best != each.worst else str(each.best)
    cells = (
        f"{each.rank}/{each.of}",
        scene.name(each.region),
        h("td", _band(each, said), class_name="band-place wide-only"),
        span,
        f"{100 * each.kept:.0f}",
    )
    return tables.Row(cells, class_name="selected" if each.region == scene.chosen.region else None)


def _band(each: Robustness, said: str) -> Element:
    """The first place at the left; the band from the best to the worst, a mark on its own."""
    width = 100 / max(each.of, 1)
    band = {
        "left": f"{width * (each.best - 1):.2f}%",
        "width": f"{width * (each.worst - each.best + 1):.2f}%",
    }
    own = {"left": f"{width * (each.rank - 0.5):.2f}%"}
    return h(
        "div",
        h("span", class_name="rank-band", style=band),
        h("span", class_name="rank-own", style=own),
        class_name="rank-track",
        role="img",
        aria_label=said,
    )
