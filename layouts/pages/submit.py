"""报送: get a template, upload workbooks, see what is wrong to the cell, keep the receipt."""

from __future__ import annotations

from typing import Any

from dash import Dash

from data.model import SEVERITIES
from layouts import say, scope
from layouts.elements import Element
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import finding_parts, words
from layouts.views import explaining
from layouts.views import submit_answer as answer
from layouts.views.life_compare import rows as versions
from layouts.views.submit_case import Case, case_of
from layouts.views.submit_desk import desk, upload_results
from layouts.views.submit_list import recent
from layouts.views.submit_result import result
from layouts.views.submit_routes import blueprint

FINDING_COLUMNS = (
    RowColumn("severity", "级别", "Severity"),
    RowColumn("sheet", "工作表", "Sheet"),
    RowColumn("cell", "单元格", "Cell"),
    RowColumn("problem", "问题", "Problem"),
    RowColumn("fix", "怎么改", "How to fix"),
    RowColumn("explained", "说明", "Explanation"),
    RowColumn("code", "代码", "Code"),
)
SUBMISSION_COLUMNS = (
    RowColumn("submission", "报送件", "Submission", kind="number"),
    RowColumn("time", "接收时间（北京时间）", "Received (Beijing time)"),
    RowColumn("file", "文件", "File"),
    RowColumn("form", "报表", "Form"),
    RowColumn("region", "地区", "Region"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("status", "状态", "Status"),
    RowColumn("must", "强制", "Must fix", kind="number"),
    RowColumn("explain", "核实", "Explain", kind="number"),
    RowColumn("note", "提示", "Note", kind="number"),
    RowColumn("to_explain", "待说明", "To explain", kind="number"),
)
OF_DATASET = RowColumn("dataset", "数据集", "Dataset")  # in the export alone: the page shows one dataset


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    case = case_of(services, numbers, chosen)
    head, *parts = result(case) if case else desk(services, numbers, chosen)
    return [head, upload_results(services, chosen), *parts]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The findings of the chosen submission, or how two differ, else the list of submissions."""
    case = case_of(services, numbers, chosen)
    if case is None:
        return _submissions(services, numbers, chosen)
    return versions(case) or _findings(case)


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


def _findings(case: Case) -> Rows:
    language, spoken = case.chosen.lang, case.spoken
    records: list[dict[str, Any]] = []
    for finding in case.findings:
        problem, fix = finding_parts(finding, language)
        records.append(
            {
                "severity": say.severity(finding.severity, language),
                "sheet": finding.sheet,
                "cell": finding.cell,
                "problem": problem,
                "fix": fix,
                "explained": explaining.lines(case.said.get(explaining.key_of(finding), ()), language),
                "code": finding.code,
            }
        )
    notes = [
        (spoken["filing_receipt.number"], spoken.say("filing.number", n=case.submission.submission)),
        (spoken["filing_receipt.outcome"], case.headline),
        (spoken["filing_receipt.file"], case.file_name),
        (spoken["filing_receipt.sha256"], case.submission.sha256),
        (spoken["filing_receipt.time"], say.moment(case.submission.received_at, language)),
    ]
    notes += [
        (spoken["filing_explain.other"], explaining.line(each, language, placed=True))
        for each in case.other_explanations
    ]
    if case.replaced is not None:
        told = spoken.say("filing_explain.superseded", n=case.replaced.submission)
        notes.append((spoken["filing_receipt.live"], told))
    return Rows(spoken["filing_findings.title"], FINDING_COLUMNS, records, notes)


def _submissions(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    language, spoken = chosen.lang, words(chosen.lang)
    records: list[dict[str, Any]] = []
    for listed in recent(services, numbers, chosen):
        one = listed.submission
        known = one.region in numbers.catalogue.regions
        records.append(
            {
                "submission": one.submission,
                "time": say.moment(one.received_at, language),
                "file": say.base_name(one.path),
                "form": answer.form_name(one.form, services, language) or spoken["filing_list.unknown"],
                "region": scope.region_name(numbers, one.region, language) if known else "",
                "period": say.period(one.period, language) if one.period else "",
                "dataset": scope.dataset_name(numbers, one.dataset, language),
                "status": spoken.choose("submission", one.status),
                **{code: listed.counts.get(code, 0) for code in SEVERITIES},
                "to_explain": listed.to_explain,
            }
        )
    columns = (*SUBMISSION_COLUMNS, OF_DATASET)
    return Rows(spoken["filing_list.title"], columns, records, scope.dataset_notes(numbers, chosen))


PAGE = Page("submit", "/submit", body, rows, register, own_head=True, variants=False)
