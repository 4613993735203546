"""What was due for the period and what came, and the findings that stand open in it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from data.current import FindingCount
from data.model import Finding, Period
from indicators.facts import needed
from layouts import say
from layouts.duties import MONTHS
from layouts.numbers import Numbers
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.overview_facts import Scene

PATIENCE = 0.2  # seconds that a request waits for live checks
CHECKING = "live-checks"
Filings = tuple[tuple[str, str, str, int], ...]  # (period, region, form, submission)


@dataclass(frozen=True, slots=True)
class Checked:
    """The live findings of one submission, and the same counted by code."""

    findings: tuple[Finding, ...]
    counts: tuple[FindingCount, ...]


Known = dict[int, Checked]  # by submission


@dataclass(frozen=True, slots=True)
class Filed:
    """Of the returns due for the period: how many came, and (region, form, period) of those that did not."""

    due: int
    missing: tuple[tuple[str, str, str], ...]
    kinds: tuple[str, ...] = ()  # of the periods of what is due: year, quarter

    @property
    def done(self) -> int:
        return self.due - len(self.missing)

    @property
    def silent(self) -> tuple[str, ...]:
        """The regions with something missing, once each."""
        return tuple(dict.fromkeys(region for region, _, _ in self.missing))


def filed(scene: Scene) -> Filed | None:
    """Filing of the chosen region and those below; None where filing is no duty or not all may be seen."""
    if not scene.numbers.counts_below(scene.chosen.dataset, scene.chosen.region):
        return None
    due = _due(scene)
    if not due:
        return None
    periods = sorted({period for _, _, period in due})
    came = scene.now.notes.setdefault("filed", {})
    version = tuple(
        (period, scene.numbers.versions(scene.chosen.dataset).get(period, 0)) for period in periods
    )
    if version not in came:
        rows = scene.numbers.view.filed(scene.chosen.dataset, periods)
        came[version] = frozenset((region, form, period) for period, region, form, _ in rows)
    missing = tuple(place for place in due if place not in came[version])
    return Filed(len(due), missing, tuple({Period.parse(period).kind: "" for period in periods}))


def returns_of(kinds: Collection[str], language: Language) -> str:
    """年报、季报: what is counted, the longest first."""
    spoken = words(language)
    return say.join([spoken[f"returns.{kind}"] for kind in MONTHS if kind in kinds], language)


@dataclass(frozen=True, slots=True)
class Open:
    """Open findings counted by submission and code; ``unchecked`` submissions wait for the next visit."""

    counts: tuple[FindingCount, ...]
    unchecked: int = 0


def findings(scene: Scene) -> Open:
    """Open findings of the current submissions behind the period, of the chosen region and those below:
    those kept with the files, and those of checks against other submissions, made live.
    """
    dataset = scene.chosen.dataset
    sources = [source.code for source in needed(scene.chosen.span, scene.numbers.filed_periods(dataset))]
    if not sources:
        return Open(())
    key = ("findings", scene.chosen.region)
    if key not in scene.now.notes:
        regions = set(_subtree(scene))
        scene.now.notes[key] = (
            scene.numbers.view.open_findings(dataset, regions=sorted(regions), periods=sources),
            tuple(filing for filing in scene.numbers.view.filed(dataset, sources) if filing[1] in regions),
        )
    kept, filings = scene.now.notes[key]
    live, unchecked = checked(scene.services, scene.numbers, dataset, filings)
    return Open((*kept, *(count for each in live.values() for count in each.counts)), unchecked)


def checked(
    services: Services, numbers: Numbers, dataset: str, filings: Filings
) -> tuple[dict[int, Checked], int]:
    """Live findings of the submissions, and how many are still being checked.

    They are kept until anything in the set, its targets or the rules changes. One check takes some tens of
    milliseconds, so a thread makes them: a request waits for it a moment and shows what there is.
    """
    if not services.ready.is_set():
        return {}, 0
    everywhere = tuple(sorted(numbers.versions("*").items()))
    known: Known = numbers.memo(dataset).setdefault(("live", everywhere), {})
    waiting = tuple(filing for filing in filings if filing[-1] not in known)
    if waiting:
        _check(services, numbers.memo(dataset), waiting, known)
    found = {filing[-1]: known[filing[-1]] for filing in filings if filing[-1] in known}
    return found, sum(filing[-1] not in known for filing in waiting)


def _check(services: Services, memo: dict[object, Any], filings: Filings, known: Known) -> None:
    """Check them in a thread; who comes while one is at work starts none."""
    busy = memo.setdefault("checking", threading.Lock())
    if not busy.acquire(blocking=False):
        return

    def work() -> None:
        try:
            for filing in filings:
                known[filing[-1]] = _checked(services, *filing)
        finally:
            busy.release()

    thread = threading.Thread(target=work, name=CHECKING, daemon=True)
    thread.start()
    thread.join(PATIENCE)


def _checked(services: Services, period: str, region: str, form: str, submission: int) -> Checked:
    found = services.live_findings(submission)
    counts = Counter((each.code, each.severity) for each in found)
    return Checked(
        found,
        tuple(
            FindingCount(code, severity, region, period, form, submission, count)
            for (code, severity), count in counts.items()
        ),
    )


def _due(scene: Scene) -> list[tuple[str, str, str]]:
    """(region, form, period) of every return due: the form of the period itself, else those that tile it."""
    if not scene.dataset.duty:
        return []
    span = scene.chosen.span
    forms = [
        scene.services.forms[code] for code in scene.dataset.forms if not scene.services.forms[code].open
    ]
    own = [(form, (span,)) for form in forms if span.kind in form.periods]
    parts = [(form, _parts(span, min(MONTHS.get(kind, 12) for kind in form.periods))) for form in forms]
    tree = scene.numbers.catalogue.regions
    first, last = (f"{year:04d}-{month:02d}" for year, month in (span.start, span.end))
    return [
        (region, form.code, part.code)
        for form, periods in own or parts
        for region in _subtree(scene)
        if tree.get(region).level in form.levels and tree.valid_in(region, first, last)
        for part in periods
    ]


def _parts(span: Period, months: int) -> tuple[Period, ...]:
    """The span cut into pieces of so many months; nothing where they do not fit."""
    if span.months % months or span.first % months:
        return ()
    return tuple(Period(first, first + months - 1) for first in range(span.first, span.last + 1, months))


def _subtree(scene: Scene) -> list[str]:
    if not scene.dataset.rollup:
        return [scene.chosen.region]
    return [each.code for each in scene.numbers.catalogue.regions.descendants(scene.chosen.region)]
