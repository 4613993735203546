"""考核: the ranking of a scheme's run, every score sheet, vetoes, objections, trials, the schemes."""

from __future__ import annotations

from dash import Dash

from layouts import blocks, say
from layouts.controls import segments
from layouts.elements import Element, badge, h, link
from layouts.numbers import Numbers
from layouts.page import page_head, section
from layouts.rows import Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views.assessment_appeals import appeal_form, appeals
from layouts.views.assessment_drawn import drawn
from layouts.views.assessment_facts import (
    APPEALS,
    KEYS,
    PART,
    PARTS,
    PATH,
    RANKING,
    SCHEMES,
    SHEET,
    TRIAL,
    VETOES,
    Scene,
    scene,
)
from layouts.views.assessment_line import line
from layouts.views.assessment_ranking import ranking
from layouts.views.assessment_robust import robust
from layouts.views.assessment_routes import blueprint
from layouts.views.assessment_rows import rows_of
from layouts.views.assessment_schemes import schemes, status_word, structure
from layouts.views.assessment_sheet import sheet_of
from layouts.views.assessment_stages import stages
from layouts.views.assessment_trial import trial, tried
from layouts.views.assessment_vetoes import vetoes


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    """One part at a time; a set without a duty to file, and a scheme without marks, show their structure."""
    seen, spoken = scene(services, numbers, chosen), words(chosen.lang)
    if not seen.duty:
        told = section(spoken["assess.why_not"], blocks.empty(spoken["assess.no_duty"]))
        return [_head(seen, parts=()), told, *(structure(services, seen) if seen.shown else ())]
    elsewhere = _elsewhere(seen)
    if seen.shown is None or seen.shown.scheme.unmarked:
        return [
            _head(seen, parts=()),
            *elsewhere,
            blocks.written_line(*line(seen, ())),
            *structure(services, seen),
        ]
    return [_head(seen, parts=_offered(seen)), *elsewhere, *_parts(services, seen)]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    seen = scene(services, numbers, chosen)
    board = tried(services, seen) if seen.part == TRIAL and seen.duty else seen.board
    return rows_of(seen, board)


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


def _parts(services: Services, seen: Scene) -> list[Element]:
    match seen.part:
        case part if part == SHEET:
            return _sheet(services, seen)
        case part if part == VETOES:
            return vetoes(services, seen)
        case part if part == APPEALS:
            return appeals(services, seen)
        case part if part == TRIAL:
            return trial(services, seen)
        case part if part == SCHEMES:
            return schemes(services, seen)
    course = stages(services, seen)
    done = seen.run is not None and seen.run.next is None
    board = seen.board
    ranked = drawn(seen, "ranking", board, lambda: ranking(seen, board))
    made = [blocks.written_line(*line(seen, board)), *([*ranked, course] if done else [course, *ranked])]
    if seen.whole:
        made += drawn(seen, "robust", board, lambda: [robust(seen, [each.sheet for each in board])])
    return made


def _sheet(services: Services, seen: Scene) -> list[Element]:
    """The sheet, and under it the form to object while there is time."""
    spoken = words(seen.chosen.lang)
    made, objection = sheet_of(seen, seen.board), appeal_form(services, seen)
    if objection is None:
        return made
    note = h("p", spoken["assess_appeal.enter_note"], class_name="note")
    return [*made, section(spoken["assess_appeal.enter_title"], note, objection)]


def _elsewhere(seen: Scene) -> list[Element]:
    """“2021年没有考核方案，以下是2025年的方案。看2025年”, where the address asks for another year."""
    if seen.shown is None or seen.fits:
        return []
    spoken, language, own = words(seen.chosen.lang), seen.chosen.lang, seen.shown.scheme.period
    shown = say.period(own, language)
    told = spoken.say("assess.elsewhere", period=say.period(seen.chosen.period, language), shown=shown)
    there = link(spoken.say("assess.elsewhere_see", shown=shown), seen.address(period=own))
    return [h("p", told, " ", there, class_name="notice", role="note")]


def _offered(seen: Scene) -> tuple[str, ...]:
    """Trials are for those who assess."""
    return PARTS if seen.office else tuple(part for part in PARTS if part != TRIAL)


def _head(seen: Scene, parts: tuple[str, ...]) -> Element:
    spoken, version = words(seen.chosen.lang), seen.shown
    told: list[Element] = []
    if version is not None:
        told = [h("span", version.scheme.name, class_name="muted"), badge(status_word(version, spoken))]
        told.append(h("span", version.scheme.number or spoken["assess.internal"], class_name="muted"))
    links = [
        (part, spoken[f"assess_part.{part}"], seen.address(**{PART: "" if part == RANKING else part}))
        for part in parts
    ]
    chooser = [segments(links, seen.part, label=spoken["assess_part.label"])] if links else []
    return page_head(spoken["assess.title"], *told, actions=chooser)


PAGE = Page("assessment", PATH, body, rows, register, own_head=True, variants=False, keys=KEYS)
