"""The ranking of a run or trial, league by league: place, score bar, marks by group, what was lost most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from data.scheme import Scheme
from indicators.scoring_model import ItemScore, Sheet
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.text import Words, words
from layouts.views.assessment_facts import PART, SHEET, UNIT, Scene, Standing
from layouts.views.assessment_marks import (
    MOST_DIGITS,
    bar,
    facts_of,
    marks_text,
    move,
    rank_text,
    total_text,
    totals_apart,
)

MOST_GROUPS = 6
MOST_LOST = 3


def ranking(scene: Scene, board: Sequence[Standing], *, note: str = "") -> list[Element]:
    """One section a league."""
    leagues: dict[str, list[Standing]] = {}
    for each in board:
        leagues.setdefault(each.sheet.league, []).append(each)
    return [_league(scene, league, members, note) for league, members in leagues.items()]


def league_name(scheme: Scheme, league: str, scene: Scene) -> str:
    """The league's own title, else the level's word."""
    spoken = words(scene.chosen.lang)
    titles = {each.code: each.title for each in scheme.leagues}
    return titles.get(league) or spoken.choose("assess_league", league)


def unit_address(scene: Scene, region: str) -> str:
    return scene.address(**{PART: SHEET, UNIT: region})


def lost_most(scene: Scene, sheet: Sheet, most: int = MOST_LOST) -> list[tuple[ItemScore, str]]:
    """The items that cost most, with their short titles."""
    titles = _titles(scene)
    lost = [each for each in sheet.items if each.lost is not None and each.lost > 0]
    lost.sort(key=lambda each: (-(each.lost or Fraction(0)), each.item))
    return [(each, titles.get(each.item, each.item)) for each in lost[:most]]


def _league(scene: Scene, league: str, members: Sequence[Standing], note: str) -> Element:
    spoken, version = words(scene.chosen.lang), scene.shown
    if version is None:
        return blocks.empty(spoken["assess.no_scheme"])
    title = spoken.say(
        "assess_rank.title",
        league=league_name(version.scheme, league, scene),
        n=max(each.place.of for each in members),
    )
    groups = _groups(version.scheme)
    vetoed = any(each.sheet.vetoes for each in members)
    moved = any(each.place.change is not None for each in members)
    columns = _columns(scene, groups, vetoed=vetoed, moved=moved)
    most = max(
        [each.sheet.full for each in members] + [each.sheet.without_veto or Fraction(0) for each in members]
    )
    totals = totals_apart(each.place for each in members)
    rows = [
        _row(scene, each, totals[each.region], groups, most, vetoed=vetoed, moved=moved) for each in members
    ]
    table = tables.table(columns, rows, caption=title, class_name="ranked", row_head=1)
    return section(title, table, _legend(scene, members), note=note or None)


def _columns(
    scene: Scene, groups: Mapping[str, Sequence[str]], *, vetoed: bool, moved: bool
) -> list[tables.Column]:
    spoken = words(scene.chosen.lang)
    found = [
        tables.Column(spoken["assess_rank.rank"], kind="number"),
        tables.Column(spoken["assess_rank.unit"]),
        tables.Column(spoken["assess_rank.bar_head"], class_name="bar-place wide-only"),
        tables.Column(spoken["assess_rank.marks"], kind="number"),
    ]
    if vetoed:
        found.append(tables.Column(spoken["assess_rank.without"], kind="number"))
    if moved:
        found.append(tables.Column(spoken["assess_rank.move"], kind="number"))
    found += [tables.Column(name, kind="number", class_name="wide-only") for name in groups]
    return [*found, tables.Column(spoken["assess_rank.lost"], class_name="wide-only")]


def _row(
    scene: Scene,
    each: Standing,
    total: str,
    groups: Mapping[str, Sequence[str]],
    most: Fraction,
    *,
    vetoed: bool,
    moved: bool,
) -> tables.Row:
    sheet, place, language = each.sheet, each.place, scene.chosen.lang
    badges = facts_of(sheet, place, language)
    name = link(scene.name(each.region), unit_address(scene, each.region))
    who = h("th", name, *[part for one in badges for part in (" ", one)], *_struck(scene, sheet), scope="row")
    cells: list[Child] = [
        rank_text(place),
        who,
        h("td", bar(sheet, most, language), class_name="bar-place wide-only"),
        h("td", total, class_name="num strong"),
    ]
    if vetoed:
        cells.append(total_text(sheet.without_veto) if sheet.vetoes else say.NONE)
    if moved:
        cells.append(h("td", move(place.change, language), class_name="num"))
    by_item = {one.item: one for one in sheet.items}
    cells += [_group_cell([by_item[code] for code in codes if code in by_item]) for codes in groups.values()]
    said = [f"{title} {marks_text(-(one.lost or Fraction(0)))}" for one, title in lost_most(scene, sheet)]
    joined = ("，" if language == "zh" else ", ").join(said)
    cells.append(h("td", joined or say.NONE, class_name="wide-only lost"))
    chosen = each.region == scene.chosen.region
    return tables.Row(cells, class_name="selected" if chosen else None)


def _struck(scene: Scene, sheet: Sheet) -> list[Child]:
    """一票否决 or 计“0”分 beside the name, with what happened as its title."""
    version, spoken = scene.shown, words(scene.chosen.lang)
    rules = {rule.code: rule for rule in version.scheme.vetoes} if version else {}
    found: list[Child] = []
    for veto in sheet.vetoes:
        kind = rules[veto.rule].kind if veto.rule in rules else "veto"
        title = veto.event or (rules[veto.rule].title if veto.rule in rules else "")
        found += [
            " ",
            h("span", spoken[f"assess_veto.kind_{kind}"], class_name="struck mk mk-missed", title=title),
        ]
    return found


def _group_cell(items: Sequence[ItemScore]) -> Element:
    marks = [one.marks for one in items if one.marks is not None]
    text = marks_text(sum(marks, Fraction(0))) if marks else say.NONE
    return h("td", text, class_name="num wide-only")


def _groups(scheme: Scheme) -> dict[str, list[str]]:
    """Items by group with the group's full marks in its head; none where there are too many."""
    found: dict[str, list[str]] = {}
    full: dict[str, float] = {}
    for item in scheme.items:
        found.setdefault(item.group, []).append(item.code)
        full[item.group] = full.get(item.group, 0.0) + (item.weight or 0.0)
    named = {f"{group} {full[group]:g}": codes for group, codes in found.items() if group}
    return named if len(named) <= MOST_GROUPS else {}


def _titles(scene: Scene) -> dict[str, str]:
    return {item.code: item.title for item in scene.shown.scheme.items} if scene.shown else {}


def _legend(scene: Scene, members: Sequence[Standing]) -> Element:
    spoken = words(scene.chosen.lang)
    keys: list[Child] = [_key("got", spoken)]
    if any(each.sheet.vetoes for each in members):
        keys.append(_key("vetoed", spoken))
    if any(each.sheet.state == "pending" for each in members):
        keys.append(_key("waiting", spoken))
    keys.append(h("span", spoken["assess_rank.competition"]))
    totals = totals_apart(each.place for each in members)
    if any(len(text.partition(".")[2]) > MOST_DIGITS for text in totals.values()):
        keys.append(h("span", spoken["assess_rank.apart"]))
    return h("div", *keys, class_name="legend")


def _key(name: str, spoken: Words) -> Element:
    swatch = h("span", class_name=f"swatch score-{name}")
    return h("span", swatch, spoken[f"assess_rank.key_{name}"], class_name="wide-only")
