"""What would be filed: regions and elements, figures read, what is wrong; or what has still to be said."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import SEVERITIES, Filing, Finding, Scope
from layouts import say, tables
from layouts.elements import Child, Element, h
from layouts.page import section
from layouts.text import finding_parts
from layouts.views import submit_answer as answer
from layouts.views.mapping_case import Case
from layouts.views.mapping_choices import element_text
from loaders.addresses import column_letters
from loaders.mapping_build import Problem
from loaders.verdict import Verdict

MOST_LINES, MOST_ELEMENTS, MOST_FINDINGS, MOST_PROBLEMS = 30, 8, 20, 12


def preview(case: Case) -> Element:
    """The section under the tables; it always stands last, so nothing above it moves."""
    spoken = case.spoken
    if case.verdict is None:
        said = problem_list(case)
        body: list[Child] = [h("p", spoken.say("mapping.open", n=len(case.built.problems))), said]
    else:
        body = [
            h("p", _summary(case, case.verdict)),
            _figures(case, case.verdict),
            _findings(case, case.verdict),
            None if case.verdict.returned else h("p", spoken["mapping.live_later"], class_name="note"),
        ]
    return section(spoken["mapping.preview"], *body, note=spoken["mapping.preview_note"])


def problem_list(case: Case) -> Element:
    """What has still to be said, each with its place."""
    told = list(dict.fromkeys(problem_text(case, problem) for problem in case.built.problems))
    more = len(told) - MOST_PROBLEMS
    lines = [h("li", text) for text in told[:MOST_PROBLEMS]]
    if more > 0:
        lines.append(h("li", case.spoken.say("mapping.more", n=more), class_name="note"))
    return h("ul", *lines, class_name="plain-list problems")


def problem_text(case: Case, problem: Problem) -> str:
    spoken = case.spoken
    where = ""
    if problem.table >= 0:
        table = case.proposal.tables[problem.table]
        column = table.by_number.get(problem.column)
        name = (column.head or column_letters(column.number)) if column else problem.row.rsplit("/", 1)[-1]
        key = "mapping.problem_at" if name else "mapping.problem_in"
        where = spoken.say(key, n=problem.table + 1, name=name)
    read = problem.read or say.NONE
    if problem.code == "twice" and problem.read in case.services.catalogue.elements:
        read = element_text(problem.read, case.services.catalogue, case.lang)
    return where + spoken.say(f"mapping_problem.{problem.code}", read=read)


def _summary(case: Case, verdict: Verdict) -> str:
    filings = [filing for filing, _ in verdict.filings]
    counts = answer.severity_counts(verdict.findings)
    regions, periods = {each.region for each in filings}, sorted({each.period for each in filings})
    key = "mapping.would_return" if verdict.returned else "mapping.would_file"
    return case.spoken.say(
        key,
        filings=len(filings),
        regions=len(regions),
        elements=len(_elements(filings)),
        figures=len(verdict.observations),
        periods=("、" if case.lang == "zh" else ", ").join(say.period(code, case.lang) for code in periods),
        must=counts["must"],
        explain=counts["explain"],
        note=counts["note"],
    )


def _elements(filings: Sequence[Filing]) -> list[tuple[str, Scope]]:
    return list(dict.fromkeys((each.element, each.scope) for one in filings for each in one.observations))


def _figures(case: Case, verdict: Verdict) -> Element:
    spoken, catalogue, lang = case.spoken, case.services.catalogue, case.lang
    filings = [filing for filing, _ in verdict.filings]
    elements = _elements(filings)
    shown = elements[:MOST_ELEMENTS]
    columns = [
        tables.Column(spoken["head.region"]),
        tables.Column(spoken["head.period"]),
        *[
            tables.Column(
                _name(case, code, scope), say.unit_name(catalogue.elements[code].unit, lang), "number"
            )
            for code, scope in shown
        ],
    ]
    rows: list[list[Child]] = []
    for filing in filings[:MOST_LINES]:
        read = {(each.element, each.scope): each for each in filing.observations}
        region = catalogue.regions.get(filing.region)
        cells: list[Child] = [
            region.name if lang == "zh" or not region.english else region.english,
            say.period(filing.period, lang),
        ]
        for key in shown:
            figure = read.get(key)
            cells.append(_value(case, figure.value, figure.qualifier) if figure else say.NONE)
        rows.append(cells)
    drawn = tables.table(columns, rows, caption=spoken["mapping.preview"], class_name="mapping-preview")
    more = [
        spoken.say(key, n=count)
        for key, count in (
            ("mapping.more_filings", len(filings) - MOST_LINES),
            ("mapping.more_elements", len(elements) - MOST_ELEMENTS),
        )
        if count > 0
    ]
    return h("div", drawn, h("p", " ".join(more), class_name="note") if more else None)


def _name(case: Case, code: str, scope: str) -> str:
    element = case.services.catalogue.elements[code]
    name = element.name if case.lang == "zh" else element.english
    return name if scope == "own" else f"{name} {case.spoken['scopes.total']}"


def _value(case: Case, value: float | None, qualifier: str) -> str:
    if value is None:
        return case.spoken.choose("mapping_nothing", qualifier)
    text = f"{value:.10g}"
    return text if qualifier == "exact" else f"{text} {case.spoken[f'mapping_qualifier.{qualifier}']}"


def _findings(case: Case, verdict: Verdict) -> Element | None:
    spoken, lang = case.spoken, case.lang
    ordered = answer.ordered(verdict.findings)
    if not ordered:
        return None
    lines = [_finding(finding, case) for finding in ordered[:MOST_FINDINGS]]
    counts = answer.severity_counts(ordered)
    told = [f"{say.severity(code, lang)} {counts[code]}" for code in SEVERITIES if counts[code]]
    more = len(ordered) - MOST_FINDINGS
    return h(
        "div",
        h("h3", spoken["mapping.findings"], h("span", "　".join(told), class_name="note")),
        h("ul", *lines, class_name="findings"),
        h("p", spoken.say("mapping.more", n=more), class_name="note") if more > 0 else None,
    )


def _finding(finding: Finding, case: Case) -> Element:
    what, fix = finding_parts(finding, case.lang)
    word = say.severity(finding.severity, case.lang)
    place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
    return h(
        "li",
        h("span", word, class_name=f"status sev-{finding.severity} mk mk-{finding.severity}"),
        h("span", place, class_name="place"),
        h("div", h("p", what), h("p", fix) if fix else None, class_name="what"),
    )
