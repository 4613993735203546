"""Two versions of one place, figure by figure: old, new, and the cell of each."""

from __future__ import annotations

from typing import Any

from data.model import Submission
from data.versions import Change, Side
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.rows import RowColumn, Rows
from layouts.text import Language
from layouts.views import submit_answer as answer
from layouts.views.submit_case import Case

PLACE = ("form", "dataset", "region", "period")
COLUMNS = (
    RowColumn("element", "填报项", "Data element"),
    RowColumn("scope", "范围", "Scope"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("old", "旧值", "Old value", kind="number"),
    RowColumn("old_read", "旧值原文", "Old, as written"),
    RowColumn("old_cell", "旧值单元格", "Old cell"),
    RowColumn("new", "新值", "New value", kind="number"),
    RowColumn("new_read", "新值原文", "New, as written"),
    RowColumn("new_cell", "新值单元格", "New cell"),
    RowColumn("difference", "差", "Difference", kind="number"),
)


def other_of(case: Case) -> Submission | None:
    """The submission that the address compares this one with; None for one of another place."""
    asked = case.chosen.against
    found = case.numbers.view.submission(int(asked)) if asked and len(asked) <= 15 else None
    if found is None or not case.submission.region:
        return None
    same = all(getattr(found[0], name) == getattr(case.submission, name) for name in PLACE)
    return found[0] if same and found[0].submission != case.submission.submission else None


def comparison(case: Case) -> Element | None:
    """The section of the filing's page; None where nothing is compared."""
    if not case.chosen.against:
        return None
    spoken, other = case.spoken, other_of(case)
    back = link(
        spoken.say("life_compare.back", n=case.submission.submission),
        answer.PATH + case.chosen.query(against=""),
    )
    if other is None:
        told = spoken.say("life_compare.other_place", n=case.chosen.against)
        return h("div", blocks.empty(told, back), class_name="compared")
    old, new = sorted((other, case.submission), key=lambda one: one.submission)
    every = case.numbers.view.changes(old.submission, new.submission)
    changed = [change for change in every if change.restated]
    title = spoken.say("life_compare.title", old=old.submission, new=new.submission)
    note = spoken.say("life_compare.note", changed=len(changed), same=len(every) - len(changed))
    body = _table(case, changed, old, new) if changed else blocks.empty(spoken["life_compare.same"])
    made = section(title, h("p", *_files(case, old, new), class_name="note"), body, note=note, end=back)
    made["props"]["className"] += " compared"
    return made


def rows(case: Case) -> Rows | None:
    """Every figure of both, for the export."""
    other = other_of(case) if case.chosen.against else None
    if other is None:
        return None
    spoken, language = case.spoken, case.chosen.lang
    old, new = sorted((other.submission, case.submission.submission))
    title = spoken.say("life_compare.title", old=old, new=new)
    every = case.numbers.view.changes(old, new)
    return Rows(title, COLUMNS, [_record(case, change, language) for change in every if change.restated])


def element_name(case: Case, code: str) -> str:
    element = case.numbers.catalogue.elements.get(code)
    if element is None:
        return code
    return element.name if case.chosen.lang == "zh" else element.english


def side_text(side: Side, unit: str, language: Language, absent: str) -> str:
    """A figure as pages write it; why there is none, where there is none."""
    if not side.qualifier:
        return absent
    if side.value is None:
        return say.gap_reason(side.qualifier, language)
    return say.qualified(say.number(side.value, unit), side.qualifier, language)


def _files(case: Case, old: Submission, new: Submission) -> list[Child]:
    names = [say.base_name(one.path) for one in (old, new)]
    text = case.spoken.say(
        "life_compare.files",
        old=old.submission,
        new=new.submission,
        old_file="\n",
        new_file="\n",
    )
    first, second, rest = text.split("\n")
    links = [
        link(name, answer.PATH + case.chosen.query(submission=str(one.submission), against=""))
        for name, one in zip(names, (old, new), strict=True)
    ]
    return [first, links[0], second, links[1], rest or None]


def _table(case: Case, changed: list[Change], old: Submission, new: Submission) -> Element:
    spoken, language = case.spoken, case.chosen.lang
    columns = [
        tables.Column(spoken["life_compare.element"]),
        tables.Column(spoken["life_compare.scope"], class_name="wide-only"),
        tables.Column(spoken.say("life_compare.old", n=old.submission), kind="number"),
        tables.Column(spoken["life_compare.cell"], class_name="wide-only"),
        tables.Column(spoken.say("life_compare.new", n=new.submission), kind="number"),
        tables.Column(spoken["life_compare.cell"], class_name="wide-only"),
        tables.Column(spoken["life_compare.difference"], kind="number"),
    ]
    lines: list[list[Child]] = []
    for change in changed:
        record = _record(case, change, language)
        absent = spoken["life_compare.absent"]
        unit = record["unit"]
        lines.append(
            [
                record["element"],
                record["scope"],
                side_text(change.old, unit, language, absent),
                change.old.place or say.NONE,
                side_text(change.new, unit, language, absent),
                change.new.place or say.NONE,
                say.signed_count(record["difference"]),
            ]
        )
    return tables.table(columns, lines, caption=spoken["life_compare.caption"], class_name="versions")


def _record(case: Case, change: Change, language: Language) -> dict[str, Any]:
    element = case.numbers.catalogue.elements.get(change.element)
    old, new = change.old, change.new
    both = old.value is not None and new.value is not None
    return {
        "element": element_name(case, change.element),
        "scope": case.spoken.choose("scopes", change.scope),
        "unit": say.unit_name(element.unit, language) if element else "",
        "old": old.value,
        "old_read": old.raw,
        "old_cell": old.place,
        "new": new.value,
        "new_read": new.raw,
        "new_cell": new.place,
        "difference": (new.value or 0.0) - (old.value or 0.0) if both else None,
    }
