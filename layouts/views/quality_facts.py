"""What the page of data quality says of a region and period, as values; kept until anything of it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.deadlines import day_of
from data.model import Dataset, Duty, Period
from data.people import sees
from data.publications import Restatement
from indicators.consistency import Comparison
from indicators.facts import needed
from indicators.quality import Answers, Share, answers, consistency, total
from indicators.reporting import Reported, is_due, shares
from layouts.kept import kept
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.views.board_facts import Columns, columns_of, follows, owes, places
from layouts.views.life_publish import restated
from layouts.views.overview_filing import Checked, Filings, checked
from layouts.views.quality_found import Found, found_in
from layouts.views.quality_recomputed import recomputed

PRINTED = ("rate", "change")  # kinds of element that a unit prints only where it has published them
FACTS = "quality facts"
Key = tuple[str, str, str]  # region, form, period; the form is empty where none is owed


@dataclass(frozen=True)
class Scene:
    """``regions`` are the chosen one and those below whose filings the viewer may open, ``periods`` the filed
    ones behind the chosen period; ``live`` are the findings of checks against other filings, as far as made.
    """

    services: Services
    numbers: Numbers
    chosen: Selection
    dataset: Dataset
    regions: tuple[str, ...]
    hidden: int  # units below that are not open to the viewer
    periods: tuple[str, ...]
    filings: Filings
    live: Mapping[int, Checked]
    unchecked: int

    @property
    def name(self) -> tuple[object, ...]:
        """What the page depends on beside the set's versions: the day, what was received last."""
        numbers, chosen = self.numbers, self.chosen
        last = tuple(one.submission for one in numbers.view.submissions(limit=1))
        whole = tuple(sorted(numbers.versions("*").items()))
        ready, today = self.services.ready.is_set(), day_of(self.services.clock())
        return (today, last, whole, ready, chosen.region, chosen.period)

    @property
    def follows(self) -> bool:
        """Does the viewer know what has come, published or not."""
        return any(follows(self.numbers, code) for code in self.regions)


@dataclass(frozen=True)
class Before:
    """The same span a year before: the shares of what was due then."""

    span: Period
    in_time: Share
    complete: Share


@dataclass(frozen=True)
class Quality:
    """``came`` are the places that the viewer follows; ``answered`` their answers and those in force."""

    came: tuple[Reported, ...]
    reported: Share
    in_time: Share
    answered: Mapping[Key, Answers]
    before: Before | None
    found: Found
    compared: tuple[Comparison, ...]
    restated: tuple[Restatement, ...]

    @property
    def total(self) -> Answers:
        return total(self.answered.values())

    @property
    def agreeing(self) -> Share:
        """一致率 of what was printed: truncated is consistent."""
        differ = sum(each.result == "differs" for each in self.compared)
        return consistency(len(self.compared) - differ, len(self.compared))

    def answered_by(self, place: int) -> dict[str, Answers]:
        """Answers added up by one part of the key: 0 the region, 1 the form, 2 the period."""
        sums: dict[str, Answers] = {}
        for key, each in self.answered.items():
            sums[key[place]] = sums.get(key[place], Answers()) + each
        return sums

    def came_by_region(self) -> dict[str, list[Reported]]:
        grouped: dict[str, list[Reported]] = defaultdict(list)
        for each in self.came:
            grouped[each.place.region].append(each)
        return grouped


def scene(services: Services, numbers: Numbers, chosen: Selection) -> Scene:
    dataset = numbers.catalogue.datasets[chosen.dataset]
    every = _units(numbers, chosen)
    regions, periods = _opened(numbers, chosen.dataset, every), _periods(numbers, chosen)
    within, wanted = set(regions), set(periods)
    filings = tuple(each for each in numbers.filed(chosen.dataset) if each[0] in wanted and each[1] in within)
    live, unchecked = checked(services, numbers, chosen.dataset, filings)
    hidden = len(every) - len(regions)
    return Scene(services, numbers, chosen, dataset, regions, hidden, periods, filings, live, unchecked)


def quality(seen: Scene) -> Quality:
    """Kept until something is received, stepped or due; with the findings as far as they are made."""
    numbers, name = seen.numbers, seen.name
    facts: Quality = kept(numbers, seen.chosen.dataset, name, lambda: _quality(seen), store=FACTS)
    return replace(facts, found=found_in(numbers, seen.filings, seen.live))


def _units(numbers: Numbers, chosen: Selection) -> list[str]:
    """The chosen region and those below it; in a set without roll-up those that published anything."""
    below = [each.code for each in numbers.catalogue.regions.descendants(chosen.region)]
    axis = set(numbers.axis(chosen.dataset))
    return [code for code in below if code in axis]


def _opened(numbers: Numbers, dataset: str, codes: list[str]) -> tuple[str, ...]:
    """Those that the viewer may look into, to the cell."""
    reach = numbers.view.viewer.reach
    if reach is None or dataset not in reach.kept:
        return tuple(codes)
    return tuple(code for code in codes if sees(reach.seen, code))


def _periods(numbers: Numbers, chosen: Selection) -> tuple[str, ...]:
    """The filed periods inside the chosen one, and those that its figures are made from."""
    filed = numbers.filed_periods(chosen.dataset)
    inside = [period for period in filed if chosen.span.holds(period)]
    return tuple(each.code for each in dict.fromkeys((*inside, *needed(chosen.span, filed))))


def _quality(seen: Scene) -> Quality:
    numbers, chosen = seen.numbers, seen.chosen
    columns = columns_of(seen.services, numbers, chosen.dataset, chosen.span)
    came, answered = _filed(seen, columns)
    reported, in_time = shares(came, now=seen.services.clock())
    told = restated(numbers, chosen, period="")
    return Quality(
        came,
        reported,
        in_time,
        answered if seen.dataset.duty else _published(seen),
        _before(seen, answered),
        Found(),
        recomputed(numbers, chosen.dataset, seen.regions, seen.periods),
        tuple(each for each in told if each.period in seen.periods),
    )


def _filed(seen: Scene, columns: Columns) -> tuple[tuple[Reported, ...], dict[Key, Answers]]:
    """What became of each place that is followed, and what was answered there.

    Nothing is asked of what is not due and did not come. Of units that the viewer does not follow only what
    is in force for him is counted: to say 未报 of the rest would be wrong.
    """
    services, numbers = seen.services, seen.numbers
    _, cells = places(services, numbers, seen.chosen, columns)
    filed = {(region, form, period) for period, region, form, _ in numbers.filed(seen.chosen.dataset)}
    now = services.clock()
    asked = [key for key, each in cells.items() if key in filed or is_due(each, now=now)]
    asked += [key for key in _in_force(seen, columns, filed) if key not in cells]
    answered: dict[Key, Answers] = {}
    for duty, part in columns:
        owing = [key for key in asked if key[1:] == (duty.form, part.code)]
        answered |= _answers(seen, duty, part, owing, filed)
    return tuple(cells.values()), {key: answered[key] for key in asked if key in answered}


def _in_force(seen: Scene, columns: Columns, filed: set[Key]) -> list[Key]:
    return [
        (code, duty.form, part.code)
        for code in seen.regions
        for duty, part in columns
        if (code, duty.form, part.code) in filed and owes(seen.numbers, code, duty, part)
    ]


def _answers(seen: Scene, duty: Duty, part: Period, owing: list[Key], filed: set[Key]) -> dict[Key, Answers]:
    """The answers to the cells that the version of the form in force asks for."""
    form = seen.services.forms[duty.form].in_force(part)
    if form is None or not owing:
        return {}
    elements = seen.numbers.catalogue.elements
    cells = [
        (row.scope, row.element)
        for row in form.rows.values()
        if row.required and elements[row.element].kind not in PRINTED
    ]
    blocks = seen.numbers.view.blocks(seen.dataset.code, seen.dataset.forms, [part.code])
    regions, came = [key[0] for key in owing], [key in filed for key in owing]
    found = answers(blocks[0] if blocks else None, cells, regions, came)
    return dict(zip(owing, found, strict=True))


def _published(seen: Scene) -> dict[Key, Answers]:
    """Where filing is no duty nothing is asked: what was published, by unit and period."""
    found: dict[Key, Answers] = {}
    by_period: dict[str, list[str]] = defaultdict(list)
    for period, region, _, _ in seen.filings:
        if region not in by_period[period]:
            by_period[period].append(region)
    for period, regions in by_period.items():
        for block in seen.numbers.view.blocks(seen.dataset.code, seen.dataset.forms, [period]):
            cells = [(scope, code) for scope in ("own", "total") for code in block.elements]
            told = answers(block, cells, regions, [True] * len(regions))
            found |= {(code, "", period): each.told for code, each in zip(regions, told, strict=True)}
    return found


def _before(seen: Scene, answered: Mapping[Key, Answers]) -> Before | None:
    """The forms and periods that are asked for now, a year before: where somebody filed each of them then."""
    numbers, span = seen.numbers, seen.chosen.span.year_before
    asked = {(form, Period.parse(period).year_before.code) for _, form, period in answered}
    collected = {(form, period) for period, _, form, _ in numbers.filed(seen.chosen.dataset)}
    if not asked or not asked <= collected:
        return None
    owed = columns_of(seen.services, numbers, seen.chosen.dataset, span)
    came, earlier = _filed(seen, [each for each in owed if (each[0].form, each[1].code) in asked])
    _, in_time = shares(came, now=seen.services.clock())
    return Before(span, in_time, total(earlier.values()).share)


def by_printed(found: Iterable[Comparison]) -> dict[str, list[Comparison]]:
    """Comparisons by their indicator."""
    grouped: dict[str, list[Comparison]] = defaultdict(list)
    for each in found:
        grouped[each.figure.indicator].append(each)
    return grouped


def differing(found: Quality, regions: Sequence[str]) -> list[Comparison]:
    """Printed figures that the counts do not give: those to be explained first, then in the order of units.

    Never by size: differences of different units are not one scale.
    """
    place = {code: number for number, code in enumerate(regions)}
    off = [each for each in found.compared if each.result != "agrees"]

    def order(each: Comparison) -> tuple[bool, bool, int, str, str]:
        figure = each.figure
        told = (each.severity != "explain", each.result != "differs")
        return (*told, place[figure.region], figure.period, figure.indicator)

    return sorted(off, key=order)
