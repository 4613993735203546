"""试算: a scheme tried on a period, nothing of it kept; and the simulator: what if a rule were another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from data.model import Period
from data.scheme import Scheme
from indicators.scoring_model import Place
from indicators.scoring_trial import Move, moved
from layouts import blocks, say, tables
from layouts.assessing import Scored
from layouts.controls import segments
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.services import Services
from layouts.text import words
from layouts.views.assessment_changes import WHATS, Change, applied, change_words, changes_of, keys_of
from layouts.views.assessment_drawn import drawn, tried_out
from layouts.views.assessment_facts import (
    CHANGES,
    ITEM,
    ON,
    PART,
    PATH,
    TO,
    TRIAL,
    WHAT,
    Scene,
    Standing,
    in_order,
)
from layouts.views.assessment_marks import bracketed, move, rank_text, totals_apart
from layouts.views.assessment_ranking import league_name, ranking, unit_address
from layouts.views.assessment_robust import robust
from layouts.views.assessment_stages import assessment_form
from layouts.views.board_dates import choice, field


def period_of(scene: Scene) -> str:
    """The period that is tried: the scheme's, or one like it that the address names."""
    own = scene.shown.scheme.period if scene.shown else scene.chosen.period
    asked = scene.own.get(ON, "")
    return asked if asked in offered_periods(own) else own


def offered_periods(period: str) -> tuple[str, str]:
    """The scheme's own period and the one a year before."""
    return period, Period.parse(period).year_before.code


def trial(services: Services, scene: Scene) -> list[Element]:
    """The trial of a period, the form of changes, who moves by them, how firm the places are."""
    spoken, version = words(scene.chosen.lang), scene.shown
    if version is None or not scene.office:
        return [blocks.empty(spoken["assess_trial.office_only"])]
    if version.scheme.unmarked:
        return [section(spoken["assess_trial.title"], blocks.empty(spoken["assess.unmarked"]))]
    changes = changes_of(scene.own, version.scheme, spoken)
    period = period_of(scene)
    before = tried_out(services, version.scheme, period)
    standing = [each for each in changes if not each.problem]
    made = [_choices(scene, period), _changes(services, scene, changes)]
    if standing:
        after = tried_out(services, applied(version.scheme, standing), period)

        def changed() -> list[Element]:
            return [*_moves(scene, standing, before, after), robust(scene, after.sheets)]

        return [*made, *drawn(scene, "moves", after, changed)]

    def unchanged() -> list[Element]:
        note = spoken["assess_trial.kept_nowhere"]
        return [*ranking(scene, trial_board(before), note=note), robust(scene, before.sheets)]

    return [*made, *drawn(scene, "trial", before, unchanged)]


def trial_board(found: Scored) -> tuple[Standing, ...]:
    return in_order(tuple(Standing(sheet, found.places[sheet.region], None) for sheet in found.sheets))


def tried(services: Services, scene: Scene) -> tuple[Standing, ...]:
    """The trial that the address means, with its changes, for the export of the page and the sheet."""
    if scene.shown is None or not scene.office or scene.shown.scheme.unmarked:
        return ()
    spoken = words(scene.chosen.lang)
    changes = changes_of(scene.own, scene.shown.scheme, spoken)
    return trial_board(tried_out(services, applied(scene.shown.scheme, changes), period_of(scene)))


def _choices(scene: Scene, period: str) -> Element:
    """Which period is tried, and that nothing of it is kept."""
    spoken, version = words(scene.chosen.lang), scene.shown
    offered = offered_periods(version.scheme.period) if version else ()
    standing = {key: scene.own.get(key, "") for key in CHANGES}
    links = [
        (
            code,
            say.period(code, scene.chosen.lang),
            scene.address(
                **{PART: TRIAL, ON: code if version and code != version.scheme.period else "", **standing}
            ),
        )
        for code in offered
    ]
    label = spoken["assess_trial.period"]
    return section(
        spoken["assess_trial.title"],
        h("p", spoken["assess_trial.what_it_is"], class_name="note"),
        h(
            "div",
            h("span", label, class_name="muted"),
            segments(links, period, label=label),
            class_name="sheet-tools",
        ),
    )


def _changes(services: Services, scene: Scene, changes: Sequence[Change]) -> Element:
    """What is changed so far, each to be taken back; the form for one more; save it all as a draft."""
    spoken, scheme = words(scene.chosen.lang), scene.shown.scheme if scene.shown else None
    if scheme is None:
        return blocks.empty(spoken["assess.no_scheme"])
    standing = [each for each in changes if not each.problem]
    lines: list[Child] = []
    for each in changes:
        kept = keys_of([one for one in standing if one is not each])
        back = link(spoken["assess_trial.take_back"], scene.address(**{PART: TRIAL, **kept}))
        problem = h("span", each.problem, class_name="problem", role="alert") if each.problem else None
        lines.append(h("li", change_words(scene, each), " ", problem or back))
    listed = h("ul", *lines, class_name="plain-list changes") if lines else None
    save = None
    if standing and scene.may("review"):
        hidden = {
            "scheme": scheme.scheme,
            "version": str(scene.shown.version if scene.shown else 0),
            **keys_of(standing),
        }
        why = field("why", spoken["assess_trial.save_why"], wide=True)
        save = assessment_form(services, scene, "save", spoken["assess_trial.save"], hidden, why)
    return section(
        spoken["assess_trial.changes"],
        listed,
        _form(scene, scheme, standing),
        save,
        note=spoken["assess_trial.note"],
    )


def _form(scene: Scene, scheme: Scheme, standing: Sequence[Change]) -> Element:
    """A plain form that asks for the page again: every change stands in the address."""
    spoken = words(scene.chosen.lang)
    hidden = dict(pair.split("=", 1) for pair in _query_pairs(scene)) | {PART: TRIAL} | keys_of(standing)
    hidden = {name: value for name, value in hidden.items() if name not in (ITEM, WHAT, TO)}
    items = [
        (item.code, bracketed(f"{item.code} {item.title}", f"{item.weight or 0:g}", scene.chosen.lang))
        for item in scheme.items
    ]
    whats = [(what, spoken[f"assess_trial.what_{what}"]) for what in WHATS]
    full = len(standing) >= len(CHANGES)
    button = h(
        "button", spoken["assess_trial.try"], type="submit", class_name="button", disabled=full or None
    )
    return h(
        "form",
        *[h("input", type="hidden", name=name, value=value) for name, value in hidden.items() if value],
        choice(ITEM, spoken["assess_trial.item"], items),
        choice(WHAT, spoken["assess_trial.what"], whats),
        field(TO, spoken["assess_trial.to"], hint=spoken["assess_trial.to_hint"], wide=True),
        h("div", button, class_name="buttons"),
        method="get",
        action=PATH,
        class_name="board-form try-form",
    )


def _query_pairs(scene: Scene) -> list[str]:
    """What stands in the address now, plainly: values without escapes."""
    return [f"{name}={value}" for name, value in parse_qsl(scene.chosen.query().removeprefix("?"))]


def _moves(scene: Scene, changes: Sequence[Change], before: Scored, after: Scored) -> list[Element]:
    """Who moves, by league, in the order of the changed scheme."""
    spoken, version = words(scene.chosen.lang), scene.shown
    was: Mapping[str, Place] = before.places
    moves = {each.region: each for each in moved(tuple(was.values()), tuple(after.places.values()))}
    up = sum(each.kind == "up" for each in moves.values())
    down = sum(each.kind == "down" for each in moves.values())
    heads = ("after", "unit", "total_after", "before", "total_before", "move")
    kinds: dict[str, tables.Column] = {
        head: tables.Column(
            spoken[f"assess_move.{head}"],
            kind="text" if head == "unit" else "number",
            class_name="wide-only" if head == "before" else "",
        )
        for head in heads
    }
    made = [
        h(
            "p",
            h("b", spoken.say("assess_move.line", up=up, down=down, same=len(moves) - up - down)),
            *_other_full(scene, changes),
            class_name="written",
        )
    ]
    totals, totals_before = totals_apart(after.places.values()), totals_apart(was.values())
    leagues: dict[str, list[Standing]] = {}
    for each in trial_board(after):
        leagues.setdefault(each.sheet.league, []).append(each)
    for league, members in leagues.items():
        name = league_name(version.scheme, league, scene) if version else league
        rows = [
            _move_row(
                scene,
                moves[each.region],
                (each.place, totals[each.region]),
                (was.get(each.region), totals_before.get(each.region, say.NONE)),
            )
            for each in members
        ]
        title = spoken.say("assess_move.title", league=name)
        table = tables.table(list(kinds.values()), rows, caption=title, class_name="moves", row_head=1)
        made.append(section(title, table))
    return made


def _other_full(scene: Scene, changes: Sequence[Change]) -> list[str]:
    """That the marks of all items come to another sum than they did, where weights were changed."""
    if scene.shown is None:
        return []
    schemes = (scene.shown.scheme, applied(scene.shown.scheme, changes))
    was, now = (sum(item.weight or 0.0 for item in each.items) for each in schemes)
    if was == now:
        return []
    space = "" if scene.chosen.lang == "zh" else " "
    return [space + words(scene.chosen.lang).say("assess_move.full", before=f"{was:g}", after=f"{now:g}")]


def _move_row(
    scene: Scene, found: Move, after: tuple[Place, str], before: tuple[Place | None, str]
) -> tables.Row:
    """Places and totals, each as it is said beside its neighbours."""
    cells = (
        rank_text(after[0]),
        link(scene.name(found.region), unit_address(scene, found.region)),
        h("td", after[1], class_name="num strong"),
        h("td", rank_text(before[0]) if before[0] else say.NONE, class_name="num wide-only"),
        before[1],
        h("td", move(found.places, scene.chosen.lang, "change"), class_name="num"),
    )
    return tables.Row(cells, class_name="selected" if found.region == scene.chosen.region else None)
