"""Scores by a scheme: the fact behind every item of every region, the sheets and the places they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from data.demo_regions import DATASET as DEMO
from data.model import Period, Qualifier, Target, Viewer
from data.regions import Region
from data.runs import Run
from data.scheme import Item, Mark, Scheme, Veto
from data.scheme_check import names_one_of
from data.workdays import Workdays, end_of
from indicators.definition import Indicator
from indicators.exact import Number as Exact
from indicators.exact import rate
from indicators.scoring import score_sheets
from indicators.scoring_kept import place_of, sheet_content
from indicators.scoring_model import Measured, Place, Sheet, Wanted
from indicators.scoring_ranks import ranked
from indicators.scoring_subjects import subjects_of
from indicators.task_progress import COUNTED, due_sums, occurrences_at
from layouts.numbers import MONTH, Assessed, Number, Numbers
from layouts.services import Services
from loaders.demo_assessment import assess_demo
from loaders.scheme_toml import read_schemes

MOST_DEMO = 40  # units; a larger made-up province is for measuring and is not assessed
WANTED: Mapping[str, Wanted] = {"floor": "floor", "cap": "cap", "exact": "exact"}


@dataclass(frozen=True)
class Scored:
    """What a scheme comes to for a period: each region's sheet, and its place in its league."""

    scheme: Scheme
    sheets: tuple[Sheet, ...]
    places: Mapping[str, Place]

    def contents(self) -> dict[str, dict[str, Any]]:
        """As it is kept, by region."""
        return {each.region: sheet_content(each, self.places[each.region]) for each in self.sheets}


def scored(services: Services, scheme: Scheme, period: str, *, published: bool = False) -> Scored:
    """A scheme applied to a period as the record is now, with its vetoes and marks by hand.

    Everything there is is read, whoever asks; with ``published`` only figures that are in force.
    """
    viewer = Viewer(services.operator, "published") if published else None
    numbers = services.whole_numbers(viewer)
    applied = replace(scheme, period=period)
    units = assessed_units(numbers, applied)
    facts = dict(facts_of(numbers, applied, [unit.code for unit in units]))
    sheets = score_sheets(
        applied, units, facts, marks=marks_of(numbers, applied), vetoes=vetoes_of(numbers, applied)
    )
    places = ranked(sheets, earlier(numbers, applied))
    return Scored(scheme, sheets, {place.region: place for place in places})


def unpublished(services: Services, scheme: Scheme, period: str, made: Scored) -> list[str]:
    """Regions whose sheets rest on figures that are not published: what is decided may be told to others."""
    there = {sheet.region: sheet for sheet in scored(services, scheme, period, published=True).sheets}
    return [
        sheet.region
        for sheet in made.sheets
        if sheet.region not in there or _values(sheet) != _values(there[sheet.region])
    ]


def assessed_units(numbers: Numbers, scheme: Scheme) -> list[Region]:
    """Units of the one that assesses that exist in the period."""
    tree, span = numbers.catalogue.regions, Period.parse(scheme.period)
    first, last = MONTH.format(*span.start), MONTH.format(*span.end)
    known = set(numbers.axis(scheme.dataset))
    below = tree.descendants(scheme.region) if scheme.region in tree else ()
    return [each for each in below if each.code in known and tree.valid_in(each.code, first, last)]


def facts_of(
    numbers: Numbers, scheme: Scheme, regions: Sequence[str]
) -> Iterator[tuple[tuple[str, str], Measured]]:
    """(region, item) -> what is known of it."""
    span = Period.parse(scheme.period)
    for item in scheme.items:
        if item.kind == "indicator" and item.subject in numbers.indicators.all:
            indicator = numbers.indicators[item.subject]
            frame = _frame(numbers, scheme, item, indicator, span)
            for region in regions:
                number = frame.get(indicator.code, region)
                if number is not None:
                    target = frame.targets.get(number.target)
                    yield (region, item.code), measured(number, target, indicator, item)
        elif item.kind == "task":
            for region, done, due in _tasks_done(numbers, scheme, item, regions, span):
                yield (region, item.code), tasks_measured(done, due)


def measured(number: Number, target: Target | None, indicator: Indicator, item: Item) -> Measured:
    """One number as the rules of a scheme read it; what may not be judged has no value."""
    required = target if target and target.unit == indicator.unit else None  # 1 次 says nothing of a 100 %
    threshold = required.threshold if required else None
    gap = number.gap
    if indicator.protected:
        return Measured(None, gap="protected")
    if indicator.direction == "neutral" and threshold is None and item.target is None:
        gap = "neutral"
    return Measured(
        value=None if gap else _value(number, indicator, item),
        numerator=number.numerator,
        denominator=number.denominator,
        qualifier=cast("Qualifier", number.qualifier or "exact"),
        gap=gap,
        target=threshold,
        wanted=WANTED.get(required.kind, "") if required else "",
        direction=indicator.direction,
        unit=indicator.unit,
        place=indicator.kind == "rank",
        short=number.incomplete,
    )


def vetoes_of(numbers: Numbers, scheme: Scheme) -> list[Veto]:
    found = numbers.view.vetoes(scheme.dataset)
    return [each.veto for each in found if each.scheme == scheme.scheme and not each.withdrawn]


def marks_of(numbers: Numbers, scheme: Scheme) -> list[Mark]:
    return [each.mark for each in numbers.view.marks(scheme.dataset, scheme.scheme, scheme.period)]


def earlier(numbers: Numbers, scheme: Scheme) -> tuple[Place, ...]:
    """The places of the last assessment by the same one that was decided before this period."""
    runs = [run for run in numbers.view.runs(scheme.dataset) if _went_before(run, scheme)]
    if not runs:
        return ()
    last = max(runs, key=lambda run: Period.parse(run.period).last)
    kept = {each.region: each for each in numbers.view.sheets(last)}
    return tuple(place_of(region, each.content) for region, each in kept.items())


def _values(sheet: Sheet) -> list[Fraction | None]:
    return [item.value for item in sheet.items]


def _went_before(run: Run, scheme: Scheme) -> bool:
    before = Period.parse(run.period).last < Period.parse(scheme.period).first
    return run.region == scheme.region and run.reached("decision") and not run.withdrawn and before


def _frame(numbers: Numbers, scheme: Scheme, item: Item, indicator: Indicator, span: Period) -> Assessed:
    """The assessed numbers of the item's 口径."""
    if item.variant in ("", indicator.default):
        return numbers.assessed(scheme.dataset, span)
    variant = {indicator.code: item.variant}
    return numbers.assessed(scheme.dataset, span, variants=variant, only=(indicator.code,))


def _value(number: Number, indicator: Indicator, item: Item) -> Exact | None:
    """Exact where the counts behind it are known: a float of 5/7 is not 5/7."""
    if number.value is None or number.basis != "computed" or indicator.kind != "ratio":
        return number.value
    if number.numerator is None or not number.denominator:
        return number.value
    return rate(number.numerator, number.denominator, scale=indicator.scale)


def _tasks_done(
    numbers: Numbers, scheme: Scheme, item: Item, regions: Sequence[str], span: Period
) -> Iterator[tuple[str, int, int | None]]:
    """Tasks of the item's plan (or the one task) due in the period, and done; None: has none at all."""
    view, tree = numbers.view, numbers.catalogue.regions
    tasks = [
        task
        for task in view.tasks(scheme.dataset)
        if names_one_of(item.subject, (task.plan, task.code, task.made_from))
    ]
    steps = view.task_steps(scheme.dataset)
    duty = numbers.catalogue.datasets[scheme.dataset].duty
    sums = due_sums(occurrences_at(tasks, steps, end_of(span), duty=duty), within=span)
    held = {task.region for task in tasks if task.kind in COUNTED}
    for region in regions:
        inside = {each.code for each in tree.descendants(region)}
        below = [sums[code] for code in inside if code in sums]
        due = sum(due for _, due in below) if held & inside else None
        yield region, sum(done for done, _ in below), due


def tasks_measured(done: int, due: int | None) -> Measured:
    """Done of due; without any task nothing is known, without one that was due there was nothing to do."""
    if due is None:
        return Measured(None, gap="no_tasks")
    if not due:
        return Measured(None, Fraction(0), Fraction(0), gap="no_cases")
    return Measured(rate(done, due), Fraction(done), Fraction(due))


def assess_demonstration(services: Services, *, most: int = MOST_DEMO) -> None:
    """The made-up province's own scheme, run for its last whole year and the one before.

    A province of more than ``most`` units is not assessed.
    """
    shipped = read_schemes(services.shipped, subjects_of(services.indicators))
    scheme = next((each for each in shipped if each.dataset == DEMO and not each.unmarked), None)
    if scheme is None or len(assessed_units(services.whole_numbers(), scheme)) > most:
        return

    def sheets(of: Scheme) -> Mapping[str, Mapping[str, Any]]:
        return scored(services, of, of.period).contents()

    calendar = Workdays.of(services.view().day_exceptions())
    assess_demo(services.store, services.view(), scheme, sheets, calendar=calendar)
