"""Schemes as files: a blank workbook to fill in, and one sent (.xlsx or .toml) taken in as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.model import Finding, Period
from data.scheme import Scheme
from data.scheme_check import Mistake
from indicators.definition import Indicators
from indicators.scoring_subjects import subjects_of
from layouts.numbers import Numbers
from layouts.services import Services
from layouts.text import Language, finding_message, words
from layouts.views.sent_scan import ToldError
from loaders.marks import secrecy_mark
from loaders.scheme_book import read_scheme
from loaders.scheme_toml import read_scheme_toml
from loaders.workbook import DEFAULT_LIMITS, WorkbookRefused, read

BLANK = "考核方案"
MOST_TOLD = 50


def blank_scheme(numbers: Numbers, dataset: str) -> Scheme:
    """A workbook to be filled in: the set and who assesses are known."""
    root, periods = numbers.catalogue.datasets[dataset].root, numbers.periods(dataset)
    years = [period for period in periods if period.kind == "year"]
    period = (years or [Period.year(2025)])[-1].code
    return Scheme("", dataset, BLANK, root, period, ("county",), (), ())


def scheme_sent(services: Services, files: Any, dataset: str, language: Language) -> Scheme:
    """The scheme of the workbook sent; ToldError with every mistake and its cell."""
    file = files.get("file")
    if file is None or not file.filename:
        raise ToldError("bad_file", language, group="assess_told")
    data = file.stream.read()
    if secrecy_mark(data, file.filename, DEFAULT_LIMITS):
        raise ToldError("classified", language, group="assess_told")
    toml = file.filename.lower().endswith(".toml")
    scheme = (_of_toml if toml else _of_workbook)(services, data, tasks_named(services, dataset), language)
    sensitive = sensitive_in(scheme, services.indicators)
    if sensitive:
        raise ToldError("sensitive", language, group="assess_told", codes="、".join(sensitive))
    if scheme.dataset != dataset:
        raise ToldError("other_dataset", language, group="assess_told", dataset=scheme.dataset)
    return scheme


def tasks_named(services: Services, dataset: str) -> frozenset[str]:
    """What a task item may name of the tasks on record: a task, or the plan that it is of."""
    tasks = services.whole_view().tasks(dataset)
    return frozenset(name for task in tasks for name in (task.code, task.plan) if name)


def _of_workbook(services: Services, data: bytes, tasks: frozenset[str], language: Language) -> Scheme:
    try:
        workbook = read(data)
    except WorkbookRefused:
        raise ToldError("bad_file", language, group="assess_told") from None
    subjects = subjects_of(services.indicators)
    scheme, findings = read_scheme(workbook, services.catalogue, subjects, tasks)
    if scheme is None:
        raise told(findings, language)
    return scheme


def _of_toml(services: Services, data: bytes, tasks: frozenset[str], language: Language) -> Scheme:
    subjects = subjects_of(services.indicators)
    scheme, wrong, syntax = read_scheme_toml(data, services.catalogue, subjects, tasks)
    if syntax:
        lines = "\n".join(syntax[:MOST_TOLD])
        raise ToldError("bad_toml", language, group="assess_told", lines=lines)
    if scheme is None:
        raise told([finding_of(each) for each in wrong], language)
    return scheme


def finding_of(mistake: Mistake) -> Finding:
    """A mistake of a scheme that came from no cell."""
    return Finding(mistake.code, "must", params={**mistake.params, "field": mistake.field})


def sensitive_in(scheme: Scheme, indicators: Indicators) -> list[str]:
    """Items on 敏感 figures: a sheet that others see would tell them."""
    every = indicators.all
    return [item.subject for item in scheme.items if item.subject in every and every[item.subject].sensitive]


def told(findings: Sequence[Finding], language: Language) -> ToldError:
    """Every mistake with its cell, as far as they can be read at once."""
    spoken = words(language)
    lines = [_line(each, language) for each in findings[:MOST_TOLD]]
    error = ToldError("bad_file", language, group="assess_told")
    error.code = findings[0].code if findings else "bad_file"
    more = len(findings) - MOST_TOLD
    lines += [spoken.say("assess_told.more", n=more)] if more > 0 else []
    error.message = "\n".join(lines) or error.message
    return error


def _line(finding: Finding, language: Language) -> str:
    place = f"{finding.sheet}!{finding.cell} " if finding.cell else ""
    return place + finding_message(finding, language)
