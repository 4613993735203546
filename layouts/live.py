"""Live findings: the checks of a current filing against all else that is filed, made when looked at."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from data.cells import TracedCell
from data.checking import CrossCheck
from data.frames import OBSERVATIONS, of_values
from data.model import Finding, Period, Scope, Submission
from indicators.consistency import consistency
from indicators.consistency_across import across
from indicators.consistency_case import Case, Figure, Filed
from indicators.consistency_twice import twice
from indicators.facts import needed
from layouts.numbers import Numbers

KEPT = 16_384  # filings; most have no finding


class FindingCache:
    """Findings by name, shared by all threads; the versions are in the name, so nothing is invalidated."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, tuple[Finding, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: object) -> tuple[Finding, ...] | None:
        with self._lock:
            if name in self._found:
                self._found.move_to_end(name)
            return self._found.get(name)

    def put(self, name: object, findings: tuple[Finding, ...]) -> None:
        with self._lock:
            self._found[name] = findings
            while len(self._found) > KEPT:
                self._found.popitem(last=False)


def live_findings(
    submission: Submission, numbers: Numbers, checks: Mapping[str, CrossCheck]
) -> tuple[Finding, ...]:
    """Printed figures against the counts, then the filing against other periods, units and targets.

    Nothing is said of a filing that is no longer current: its figures are not the ones that count.
    """
    dataset, region = submission.dataset, submission.region
    cells = numbers.view.trace(
        dataset,
        elements=tuple(numbers.catalogue.elements),
        regions=[region],
        periods=[submission.period],
    )
    mine = [cell for cell in cells if cell.submission == submission.submission]
    if not mine:
        return ()
    return (
        *_printed(mine, numbers, dataset),
        *_across(mine, submission, numbers, checks),
        *_twice(cells, submission, numbers),
    )


def _printed(cells: Sequence[TracedCell], numbers: Numbers, dataset: str) -> tuple[Finding, ...]:
    """Printed rates and printed 同比 beside what the counts give."""
    indicators = numbers.indicators
    wanted = {*indicators.reported.values(), *indicators.reported_change.values()}
    printed = [cell for cell in cells if cell.element in wanted]
    if not printed:
        return ()

    def computed(indicator: str, variant: str, region: str, period: str, scope: str) -> float | None:
        side: Scope = "own" if scope == "own" else "total"
        return numbers.computed(dataset, indicator, variant, region, period, side)

    frame = consistency(of_values(OBSERVATIONS, printed), indicators, computed)
    names = [name for name in frame.columns if name != "submission"]
    records = [dict(zip(names, row, strict=True)) for row in frame[names].itertuples(index=False)]
    return tuple(Finding(**record) for record in records)


def _across(
    cells: Sequence[TracedCell],
    submission: Submission,
    numbers: Numbers,
    checks: Mapping[str, CrossCheck],
) -> tuple[Finding, ...]:
    dataset = numbers.catalogue.datasets[submission.dataset]
    period, tree = Period.parse(submission.period), numbers.catalogue.regions
    sources = _compared(period, numbers.filed_periods(dataset.code))
    blocks = numbers.view.blocks(dataset.code, dataset.forms, [source.code for source in sources])
    figures = [
        Figure(cell.element, cell.scope, cell.value, cell.sheet, cell.cell)
        for cell in cells
        if cell.value is not None and cell.qualifier == "exact"
    ]
    case = Case(
        region=submission.region,
        level=tree.get(submission.region).level,
        period=period,
        figures=figures,
        filed=Filed({Period.parse(block.period): block for block in blocks}),
        elements=numbers.catalogue.elements,
        indicators=numbers.indicators,
        tree=tree,
        rollup=dataset.rollup,
    )
    return across(case, checks, numbers.targets(dataset.code))


def _twice(cells: Sequence[TracedCell], submission: Submission, numbers: Numbers) -> tuple[Finding, ...]:
    """What another form filed for the same unit and period, and which of the two counts."""
    if all(cell.submission == submission.submission for cell in cells):
        return ()
    dataset, period = numbers.catalogue.datasets[submission.dataset], Period.parse(submission.period)
    blocks = numbers.view.blocks(dataset.code, dataset.forms, [period.code])
    filed = Filed({Period.parse(block.period): block for block in blocks})

    def counts(element: str, scope: str) -> float | None:
        return filed.value(submission.region, period, scope, element)

    return tuple(twice(cells, submission.submission, counts, numbers.catalogue.elements))


def read_periods(period: Period, filed: Sequence[Period]) -> tuple[Period, ...]:
    """Every filed period that the findings of one may depend on, printed 同比 included."""
    printed = (*needed(period, filed), *needed(period.year_before, filed))
    return tuple(dict.fromkeys((*printed, *_compared(period, filed))))


def _compared(period: Period, filed: Sequence[Period]) -> tuple[Period, ...]:
    """The filed periods that a check of this one may look at: inside it, just before, of its season."""
    return tuple(
        each
        for each in filed
        if period.holds(each)
        or each.last == period.first - 1
        or (each.months == period.months and each < period and (period.first - each.first) % 12 == 0)
    )
