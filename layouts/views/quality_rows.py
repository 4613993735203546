"""Data quality as records: every block of the page, a record for each unit, finding, pair or restatement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indicators.quality import apart
from indicators.reporting import counted, shares
from layouts import say, scope
from layouts.rows import RowColumn, Rows
from layouts.text import finding_parts, words
from layouts.views import explaining, reading
from layouts.views.board_words import form_name, state_name
from layouts.views.overview_notes import finding_name
from layouts.views.quality_facts import Quality, Scene, differing
from layouts.views.quality_filed import ANSWERED
from layouts.views.quality_printed import indicator_name, result_word

COLUMNS = (
    RowColumn("part", "栏目", "Part"),
    RowColumn("region", "地区", "Region"),
    RowColumn("code", "地区代码", "Region code"),
    RowColumn("form", "报表", "Form"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("what", "内容", "What"),
    RowColumn("n", "数", "Figure", kind="number"),
    RowColumn("of", "总数", "Of", kind="number"),
    RowColumn("share", "比率", "Share", "%", kind="number"),
    RowColumn("computed", "复算（更正后）", "Computed (restated)", kind="number"),
    RowColumn("difference", "差", "Difference", kind="number"),
    RowColumn("judged", "级别或判断", "Severity or judgement"),
    RowColumn("reason", "说明", "Note"),
    RowColumn("submission", "报送件", "Submission", kind="number"),
    RowColumn("place", "位置", "Place"),
)
Record = dict[str, Any]


def rows_of(seen: Scene, found: Quality) -> Rows:
    spoken = words(seen.chosen.lang)
    made = (
        *_came(seen, found),
        *_answered(seen, found),
        *_findings(seen, found),
        *_printed(seen, found),
        *_restated(seen, found),
    )
    empty: Record = {column.key: None if column.kind == "number" else "" for column in COLUMNS}
    records = [{**empty, **each} for each in made]
    notes = list(scope.notes(seen.numbers, seen.chosen))
    if not seen.dataset.duty:
        notes.append((spoken["quality.timeliness"], spoken["quality.line_no_duty"]))
    if seen.hidden:
        notes.append((spoken["quality.title"], spoken.say("quality.hidden", n=seen.hidden)))
    if seen.unchecked:
        notes.append((spoken["quality.findings"], spoken.say("front.unchecked", n=seen.unchecked)))
    return Rows(spoken["quality.title"], COLUMNS, records, notes)


def _came(seen: Scene, found: Quality) -> Iterator[Record]:
    """Each unit's filings by state, and the share that came in time."""
    spoken, language = words(seen.chosen.lang), seen.chosen.lang
    for code, rows in found.came_by_region().items():
        span = say.period(seen.chosen.period, language)
        base = {"part": spoken["quality.timeliness"], **_region(seen, code), "period": span}
        for state, n in counted(rows).items():
            if n:
                yield {**base, "what": state_name(state, language), "n": n, "of": len(rows)}
        _, share = shares(rows, now=seen.services.clock())
        if share.whole:
            told = {"n": share.part, "of": share.whole, "share": share.percent}
            yield {**base, "what": spoken["quality.in_time"], **told}


def _answered(seen: Scene, found: Quality) -> Iterator[Record]:
    """What the cells of each unit's form hold."""
    spoken, duty = words(seen.chosen.lang), seen.dataset.duty
    for (code, form, period), each in found.answered.items():
        base = {
            "part": spoken["quality.completeness"],
            **_region(seen, code),
            "form": form_name(seen.services, form, seen.chosen.lang) if form else "",
            "period": say.period(period, seen.chosen.lang),
        }
        of = each.required if duty else None
        for kind in ANSWERED if duty else ANSWERED[:4]:
            yield {**base, "what": spoken[f"quality.{kind}"], "n": getattr(each, kind), "of": of}
        if duty:
            told = {"n": each.filled, "of": of, "share": each.share.percent}
            yield {**base, "what": spoken["quality.complete"], **told}


def _findings(seen: Scene, found: Quality) -> Iterator[Record]:
    spoken, language = words(seen.chosen.lang), seen.chosen.lang
    for kind in found.found.kinds:
        for each in kind.told:
            what, _ = finding_parts(each.finding, language)
            asked = kind.severity == "explain" and not each.said
            yield {
                "part": spoken["quality.findings"],
                **_region(seen, each.region),
                "form": _form(seen, each.form),
                "period": say.period(each.period, language),
                "what": f"{finding_name(kind.code, language)}: {what}",
                "n": 1,
                "judged": say.severity(kind.severity, language),
                "reason": spoken["quality.not_explained"] if asked else explaining.lines(each.said, language),
                "submission": each.submission,
                "place": _place(each.finding.sheet, each.finding.cell),
            }


def _printed(seen: Scene, found: Quality) -> Iterator[Record]:
    """The pairs that do not agree; how many were compared stands in the first record."""
    spoken, off = words(seen.chosen.lang), differing(found, seen.regions)
    base = {"part": spoken["quality.printed"]}
    if found.compared:
        same = found.agreeing
        told = {"n": same.part, "of": same.whole, "share": same.percent}
        yield {**base, "what": spoken["quality.result_agrees"], **told}
    for each in off:
        figure = each.figure
        yield {
            **base,
            **_region(seen, figure.region),
            "period": say.period(figure.period, seen.chosen.lang),
            "what": indicator_name(each, seen),
            "n": figure.value,
            "computed": each.computed,
            "difference": each.difference,
            "judged": result_word(each, seen),
            "submission": figure.submission,
            "place": _place(figure.sheet, figure.cell),
        }


def _restated(seen: Scene, found: Quality) -> Iterator[Record]:
    spoken, language = words(seen.chosen.lang), seen.chosen.lang
    for each in found.restated:
        element = seen.numbers.catalogue.elements.get(each.element)
        yield {
            "part": spoken["quality.restated"],
            **_region(seen, each.region),
            "form": _form(seen, each.form),
            "period": say.period(each.period, language),
            "what": reading.name_of(element, language) if element else each.element,
            "n": each.old_value,
            "computed": each.new_value,
            "difference": apart(each.old_value, each.new_value),
            "reason": each.why,
            "submission": each.submission,
            "place": each.new_place,
        }


def _region(seen: Scene, code: str) -> Record:
    return {"region": scope.region_name(seen.numbers, code, seen.chosen.lang), "code": code}


def _form(seen: Scene, code: str) -> str:
    """A form's name; of a mapped table its code."""
    return form_name(seen.services, code, seen.chosen.lang) if code in seen.services.forms else code


def _place(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if cell else sheet
