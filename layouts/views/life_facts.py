"""What of a dataset is filed, waits, is approved, is published, is missing: by period."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.model import Duty, Period
from data.publications import Standing
from layouts.numbers import MONTH, Numbers
from layouts.services import Services

Below = Callable[[str, str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class PeriodState:
    """One period of a dataset; ``missing`` are regions that owe a form and have filed none."""

    period: str
    places: tuple[Standing, ...]
    owed: int
    missing: tuple[str, ...]

    def count(self, status: str) -> int:
        return sum(each.status == status for each in self.places)

    @property
    def corrections(self) -> int:
        """Approved submissions that would take the place of published ones."""
        return sum(each.status == "accepted" and each.published is not None for each in self.places)


def period_states(services: Services, numbers: Numbers, dataset: str) -> tuple[PeriodState, ...]:
    """Every period with filings, the newest first."""
    memo = numbers.memo(dataset)
    if "period states" not in memo:
        memo["period states"] = _period_states(services, numbers, dataset)
    found: tuple[PeriodState, ...] = memo["period states"]
    return found


def unpublished(numbers: Numbers, dataset: str, periods: Sequence[str]) -> Mapping[str, int]:
    """How many current submissions of these periods are not published, by status."""
    if not periods:  # to the record that would be all of them
        return {}
    memo, name = numbers.memo(dataset), ("unpublished", tuple(periods))
    if name not in memo:
        counts: dict[str, int] = {}
        for each in numbers.view.standings(dataset, periods):
            if each.status != "published":
                counts[each.status] = counts.get(each.status, 0) + 1
        memo[name] = counts
    found: Mapping[str, int] = memo[name]
    return found


def below_of(services: Services, dataset: str) -> Below | None:
    """Who must be published before a unit: those below it that owe the same form; None where nobody."""
    catalogue = services.catalogue
    if not services.office.children_first(catalogue.datasets[dataset]):
        return None
    forms, tree = services.forms, catalogue.regions

    def below(form: str, region: str, period: str) -> tuple[str, ...]:
        if form not in forms:
            return ()
        span, levels = Period.parse(period), forms[form].levels
        first, last = MONTH.format(*span.start), MONTH.format(*span.end)
        return tuple(
            each.code
            for each in tree.descendants(region)
            if each.code != region and each.level in levels and tree.valid_in(each.code, first, last)
        )

    return below


def _period_states(services: Services, numbers: Numbers, dataset: str) -> tuple[PeriodState, ...]:
    places: dict[str, list[Standing]] = {}
    for each in numbers.view.standings(dataset):
        places.setdefault(each.period, []).append(each)
    codes = sorted(
        places, key=lambda code: (Period.parse(code).last, Period.parse(code).months), reverse=True
    )
    return tuple(_state(services, numbers, dataset, code, places[code]) for code in codes)


def _state(
    services: Services, numbers: Numbers, dataset: str, code: str, places: Sequence[Standing]
) -> PeriodState:
    span, tree = Period.parse(code), numbers.catalogue.regions
    first, last = MONTH.format(*span.start), MONTH.format(*span.end)
    came = {(each.form, each.region) for each in places}
    due = [
        (duty.form, region)
        for duty in numbers.duties(dataset)
        if _owed(duty, services, span)
        for region in numbers.axis(dataset)
        if tree.get(region).level in duty.levels and tree.valid_in(region, first, last)
    ]
    missing = dict.fromkeys(region for form, region in due if (form, region) not in came)
    return PeriodState(code, tuple(places), len(due), tuple(missing))


def _owed(duty: Duty, services: Services, span: Period) -> bool:
    return duty.covers(span) and span.kind in services.forms[duty.form].periods
