"""The written line of 考核: where the assessment stands, who leads, whom a veto struck, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from layouts import say
from layouts.elements import Child, Element, h, link
from layouts.text import words
from layouts.views.assessment_facts import Scene, Standing
from layouts.views.assessment_marks import marks_text, total_text
from layouts.views.assessment_ranking import lost_most, unit_address
from layouts.views.phrases import listed, phrase

MOST_NAMED = 3


def line(scene: Scene, board: Sequence[Standing]) -> list[Child]:
    """The verdict first, then what to do."""
    spoken, version = words(scene.chosen.lang), scene.shown
    if version is None or scene.run is None:
        return [h("b", _before(scene))]
    period = say.period(scene.run.period, scene.chosen.lang)
    stage = spoken[f"assess_stage.{scene.run.stage}"]
    told: list[Child] = [h("b", spoken.say("assess_line.stage", period=period, stage=stage)), " "]
    after = "" if scene.chosen.lang == "zh" else " "  # between sentences
    first = [each for each in board if each.place.rank == 1]
    if scene.whole:
        told += _leaders(scene, board, first)
    else:
        for place, each in enumerate(board[:MOST_NAMED]):
            told += [after if place else "", *_own(scene, each)]
    struck = [each for each in board if each.sheet.vetoes]
    if struck:
        names = listed([_name(scene, each) for each in struck[:MOST_NAMED]], _between(scene))
        told += [after, *phrase(spoken["assess_line.struck"], names=names, n=str(len(struck)))]
    waiting = [each for each in board if each.sheet.state == "pending"]
    if waiting:
        told.append(after + spoken.say("assess_line.waiting", n=len(waiting)))
    return told


def _before(scene: Scene) -> str:
    """Nothing has been run: why not."""
    spoken, version = words(scene.chosen.lang), scene.shown
    if version is None:
        return spoken["assess.no_scheme"]
    if version.scheme.unmarked:
        return spoken["assess.unmarked"]
    key = "ready" if version.status == "active" else "draft"
    return spoken.say(f"assess_line.{key}", name=version.scheme.name)


def _leaders(scene: Scene, board: Sequence[Standing], first: Sequence[Standing]) -> list[Child]:
    """The first of each league with its score."""
    spoken = words(scene.chosen.lang)
    if not first:
        return [spoken["assess_line.nobody"]]
    named = [h("span", _name(scene, each), f" {total_text(each.sheet.marks)}") for each in first[:MOST_NAMED]]
    ranked = sum(each.place.rank is not None for each in board)
    leagues = len({each.sheet.league for each in board})
    key = "leaders_of" if leagues > 1 else "leaders"
    return phrase(
        spoken[f"assess_line.{key}"],
        n=str(ranked),
        leagues=str(leagues),
        names=listed(named, _between(scene)),
    )


def _own(scene: Scene, each: Standing) -> list[Child]:
    """What a unit is told of itself before the others are published."""
    spoken = words(scene.chosen.lang)
    lost = lost_most(scene, each.sheet)
    told = [f"{title} {marks_text(-(one.lost or Fraction(0)))}" for one, title in lost]
    joined = _between(scene).join(told) or spoken["assess_line.nothing_lost"]
    return phrase(
        spoken["assess_line.own"], name=[_name(scene, each)], marks=total_text(each.sheet.marks), lost=joined
    )


def _name(scene: Scene, each: Standing) -> Element:
    return link(scene.name(each.region), unit_address(scene, each.region))


def _between(scene: Scene) -> str:
    return "、" if scene.chosen.lang == "zh" else ", "
