"""报送进度: who has filed what is due, who is to be reminded, until when it is due; summaries upward."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash

from indicators.reporting import STATES, Reported, owing
from layouts import blocks, say, scope
from layouts.elements import Element, h, link
from layouts.numbers import Numbers
from layouts.page import page_head
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import board_dates, board_progress, board_summary, board_todo
from layouts.views.board_facts import board, follows, own, year_of, years
from layouts.views.board_routes import blueprint
from layouts.views.board_words import KEYS, address, form_name, reminders, state_name

PARTS = ("", "dates", "summary")
PART_WORDS = {"": "progress", "dates": "dates", "summary": "summary"}
OWING = "owing"  # a state in the address of an export: what is to be reminded

COLUMNS = (
    RowColumn("region", "单位", "Unit"),
    RowColumn("code", "单位代码", "Unit code"),
    RowColumn("form", "报表", "Form"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("due", "截止日期", "Deadline"),
    RowColumn("state", "状态", "State"),
    RowColumn("came", "首次收到（北京时间）", "First received (Beijing time)"),
    RowColumn("late", "迟报天数", "Days late", kind="number"),
    RowColumn("overdue", "逾期天数", "Days overdue", kind="number"),
    RowColumn("submission", "报送件", "Submission", kind="number"),
    RowColumn("reminder", "催报文字", "Reminder"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken, described = words(chosen.lang), numbers.catalogue.datasets[chosen.dataset]
    name = described.name if chosen.lang == "zh" else described.english
    if not described.duty:
        return [
            page_head(spoken["board.title"]),
            blocks.empty(spoken.say("board.no_duty", dataset=name), _other(numbers, chosen)),
        ]
    if not follows(numbers):
        return [page_head(spoken["board.title"]), blocks.empty(spoken["board.not_followed"])]
    if not numbers.duties(chosen.dataset):
        forms = link(spoken["board.to_forms"], "/forms" + chosen.query(), class_name="button")
        return [page_head(spoken["board.title"]), blocks.empty(spoken["board.no_form"], forms)]
    return [
        page_head(spoken["board.title"], _subtitle(services, numbers, chosen), actions=[_parts(chosen)]),
        *_part(services, numbers, chosen),
    ]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Every place of the year as a record, or those of one state; 催报 list: what is overdue."""
    spoken, language, asked = words(chosen.lang), chosen.lang, own(chosen, "state")
    every = board(services, numbers, chosen).rows
    found: tuple[Reported, ...] = owing(every)
    texts = reminders(services, numbers, found, chosen)
    if asked != OWING:
        found = tuple(each for each in every if asked not in STATES or each.state == asked)
    records: list[dict[str, Any]] = [
        {
            "region": scope.region_name(numbers, each.place.region, language),
            "code": each.place.region,
            "form": form_name(services, each.place.form, language),
            "period": say.period(each.place.period, language),
            "due": each.deadline.due.isoformat() if each.deadline else spoken["board.no_deadline"],
            "state": state_name(each.state, language),
            "came": say.moment(each.came, language) if each.came else "",
            "late": each.days_late,
            "overdue": each.overdue,
            "submission": each.submission,
            "reminder": texts.get(each.place.region, "") if each.overdue else "",
        }
        for each in found
    ]
    told = replace(chosen, period=str(year_of(services, numbers, chosen)))
    return Rows(spoken["board.title"], COLUMNS, records, scope.notes(numbers, told))


def span(services: Services, numbers: Numbers, chosen: Selection) -> scope.Span | None:
    """The year of the board in place of a period; summaries and sets without a board have periods."""
    if own(chosen, "part") == "summary" or not numbers.duties(chosen.dataset):
        return None
    every = [str(each) for each in reversed(years(services, numbers, chosen))]
    options = [{"value": each, "label": say.period(each, chosen.lang)} for each in every]
    return scope.Span("year", str(year_of(services, numbers, chosen)), list(options))


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


def _part(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    match own(chosen, "part"):
        case "dates":
            return board_dates.dates(services, numbers, chosen)
        case "summary":
            return board_summary.summaries(services, numbers, chosen)
    shown = board(services, numbers, chosen)
    return [
        board_todo.inbox(services, numbers, chosen),
        board_progress.progress(services, numbers, chosen, shown),
        board_progress.chase(services, numbers, chosen, shown),
    ]


def _subtitle(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken, name = words(chosen.lang), scope.region_name(numbers, chosen.region, chosen.lang)
    if own(chosen, "part") == "summary":
        text = spoken.say("board.summary_of", region=name, period=say.period(chosen.period, chosen.lang))
    else:
        text = spoken.say("board.subtitle", region=name, year=year_of(services, numbers, chosen))
    return h("span", text, class_name="muted")


def _parts(chosen: Selection) -> Element:
    spoken, shown = words(chosen.lang), own(chosen, "part")
    links = [
        h(
            "a",
            spoken[f"board.{PART_WORDS[part]}"],
            href=address(chosen, part=part, state=""),
            aria_current="page" if part == (shown if shown in PARTS else "") else None,
        )
        for part in PARTS
    ]
    return h("nav", *links, class_name="segments parts", aria_label=spoken["board.parts"])


def _other(numbers: Numbers, chosen: Selection) -> Element | None:
    """The way to a set with a duty, where there is one."""
    other = next((each.code for each in numbers.catalogue.datasets.values() if each.duty), None)
    if other is None:
        return None
    words_for = words(chosen.lang)["board.no_duty_do"]
    return link(words_for, address(chosen, dataset=other, region="", period=""), class_name="button")


PAGE = Page("board", "/board", body, rows, register, own_head=True, variants=False, keys=KEYS, span=span)
