"""The judgement on a workbook before it is written down; and the judgement by a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.model import Filing, Finding, Observation, Period, Submission, Target
from data.tasks import Task, TaskError
from loaders.checks import check, unread_in
from loaders.desk import Desk
from loaders.extract import Extraction
from loaders.mapping import FormMapping
from loaders.mapping_apply import apply
from loaders.rules import Rule
from loaders.tasks import TaskBook
from loaders.workbook import Workbook, WorkbookRefused

UNKNOWN, MAPPING, LOCKED, BARRED = "form.unknown", "mapping.", "life.locked", "rights.region"
UNRULED = "rights.targets"
# Why a register of tasks may be taken in another time: the sender's rights, or what was done since.
UNTIMELY = frozenset(("task.right", "task.not_now", "task.proof", "task.region"))

Known = tuple[Submission, tuple[Finding, ...]]  # what the same bytes made before


@dataclass(frozen=True)
class Verdict:
    """A file of a form brings one ``filing``, a mapped table one for each region and period.

    ``findings`` are all of the file; those of ``filings`` stand beside them as well.
    """

    findings: tuple[Finding, ...]
    place: Mapping[str, str] = field(default_factory=dict)
    filing: Filing | None = None
    targets: tuple[Target, ...] | None = None
    filings: tuple[tuple[Filing, tuple[Finding, ...]], ...] = ()
    tasks: TaskBook | None = None

    @property
    def returned(self) -> bool:
        return any(finding.severity == "must" for finding in self.findings)

    @property
    def entries(self) -> Sequence[Target | Task] | None:
        """Those of a register; None of a file of figures."""
        return self.targets if self.tasks is None else self.tasks.tasks

    @property
    def all_filings(self) -> tuple[Filing, ...]:
        return (self.filing,) if self.filing else tuple(filing for filing, _ in self.filings)

    @property
    def observations(self) -> tuple[Observation, ...]:
        return tuple(observation for filing in self.all_filings for observation in filing.observations)


def by_mapping(
    workbook: Workbook, mapping: FormMapping, desk: Desk, month: int, *, region: str = "", period: str = ""
) -> Verdict:
    """The workbook read by a mapping, each filing held to the rules; ``month`` is the current one."""
    found = apply(mapping, workbook, desk.catalogue, region=region, period=period)
    rules = about(desk.rules, mapping.elements)
    filings = tuple(
        (filing, (*told, *too_early(filing, month), *_checked(filing, told, rules, desk)))
        for filing, told in found.filings
    )
    findings = (*found.findings, *(finding for _, told in filings for finding in told))
    return Verdict(findings, _place(mapping, [filing for filing, _ in filings]), filings=filings)


def about(rules: Sequence[Rule], elements: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that can say something of these elements: thousands of filings are held to them alone."""
    held = frozenset(elements)
    return tuple(rule for rule in rules if rule.origin == "repeated" or held & rule.needs)


def _checked(
    filing: Filing, told: Sequence[Finding], rules: Sequence[Rule], desk: Desk
) -> tuple[Finding, ...]:
    return check(filing, rules, desk.catalogue, unread=unread_in(told))


def too_early(filing: Filing, month: int) -> Iterator[Finding]:
    """A period is filed in its last month at the earliest, at the first figure of its filing."""
    if Period.parse(filing.period).last > month:
        year, number = divmod(month, 12)
        params = {"read": filing.period, "expected": f"≤ {year}M{number + 1:02d}", "reason": "future"}
        first = filing.observations[0] if filing.observations else None
        sheet, cell = (first.sheet, first.cell) if first else ("", "")
        yield Finding(
            "form.wrong_period", "must", sheet, cell, params, region=filing.region, period=filing.period
        )


def last_year(extraction: Extraction, desk: Desk) -> Iterator[Finding]:
    """The 上年同期 column beside what was filed a year before; only figures that both give are compared."""
    if desk.stored is None or not extraction.last_year:
        return
    place = extraction.place
    before = Period.parse(place.period).year_before.code
    stored = desk.stored(place.dataset, place.region, before)
    for figure in extraction.last_year:
        filed = stored.get((figure.element, figure.scope))
        if (
            filed is not None
            and figure.value is not None
            and figure.qualifier == "exact"
            and filed != figure.value
        ):
            yield _differs(figure, filed, extraction)


def _differs(figure: Observation, filed: float, extraction: Extraction) -> Finding:
    return Finding(
        "last_year.differs",
        "explain",
        figure.sheet,
        figure.cell,
        {"read": figure.value or 0.0, "expected": filed, "element": figure.element},
        region=extraction.place.region,
        period=extraction.place.period,
    )


def kept_out(verdict: Verdict, desk: Desk) -> Iterator[Finding]:
    """A finding for each place that the sender may not file for, or whose approved figures are locked."""
    if desk.barred and verdict.targets is not None and desk.barred(""):
        yield Finding(UNRULED, "must", params={"read": "", "expected": ""})
    filings = verdict.all_filings
    taken: dict[tuple[str, str], int] = {}
    if filings:  # those of one file are all of one form
        places = [(filing.region, filing.period) for filing in filings]
        taken = desk.store.locked_among(filings[0].dataset, filings[0].form, places)
    for filing in filings:
        if desk.barred and desk.barred(filing.region):
            yield barred(filing.region, filing.period, desk)
            continue
        number = taken.get((filing.region, filing.period))
        if number is not None:
            yield locked(number, region=filing.region, period=filing.period)


def barred(region: str, period: str, desk: Desk) -> Finding:
    """The sender has no right to file for the region."""
    tree = desk.catalogue.regions
    params = {"read": tree.get(region).name if region in tree else region, "expected": ""}
    return Finding(BARRED, "must", params=params, region=region, period=period)


def locked(number: int, *, region: str, period: str) -> Finding:
    params = {"read": str(number), "expected": ""}
    return Finding(LOCKED, "must", params=params, region=region, period=period)


def untimely(error: TaskError, verdict: Verdict) -> Finding:
    """What the record has does not allow a register of tasks, at the first row of the task."""
    sheet, cell = verdict.tasks.places.get(error.code, ("", "")) if verdict.tasks else ("", "")
    return Finding(f"task.{error.fault}", "must", sheet, cell, {"read": error.code, "expected": ""})


def was_locked(findings: Sequence[Finding]) -> bool:
    """Was a file returned only because of its place or its sender? It may be taken in another time."""
    must = {finding.code for finding in findings if finding.severity == "must"}
    return bool(must) and must <= {LOCKED, BARRED, *UNTIMELY}


def may_be_mapped(findings: Sequence[Finding]) -> bool:
    """Was a file returned only for what a mapping can settle?"""
    must = [finding.code for finding in findings if finding.severity == "must"]
    return bool(must) and all(code == UNKNOWN or code.startswith(MAPPING) for code in must)


def to_judge_anew(known: Known, desk: Desk) -> bool:
    """Were the bytes withdrawn, or returned only for want of a mapping or because their place was locked?"""
    before, findings = known
    mapped = bool(desk.mappings) and may_be_mapped(findings)
    away = before.status == "returned" and (mapped or was_locked(findings))
    return away or before.status == "withdrawn"


def settles_anew(found: Verdict | WorkbookRefused | str, known: Known) -> bool:
    """Is a judgement on bytes that came before written down, or is the first one told again?"""
    before, findings = known
    away = before.status == "withdrawn" or was_locked(findings)
    return isinstance(found, Verdict) and (bool(found.filings) or away)


def _place(mapping: FormMapping, filings: Sequence[Filing]) -> dict[str, str]:
    """What all filings of the file have in common."""
    regions, periods = {filing.region for filing in filings}, {filing.period for filing in filings}
    return {
        "form": mapping.code,
        "dataset": mapping.dataset,
        "region": regions.pop() if len(regions) == 1 else "",
        "period": periods.pop() if len(periods) == 1 else "",
    }


def made_before(first: Submission, desk: Desk) -> tuple[Submission, ...]:
    """The submissions that the same bytes made in one filing, the newest of each region and period."""
    newest = {
        (each.region, each.period): each
        for each, _ in desk.store.submissions_of(first.sha256)
        if (each.outcome, each.form) == (first.outcome, first.form)
    }
    return tuple(newest.values())


def places_of(filed: Sequence[Submission | Filing]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The regions and the periods of several filings, each once."""
    return tuple(dict.fromkeys(each.region for each in filed)), tuple(
        dict.fromkeys(each.period for each in filed)
    )
