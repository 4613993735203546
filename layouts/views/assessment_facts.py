"""What 考核 shows: the scheme and run that the address means, and what the viewer may see of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from data.appeals import Appeal
from data.evidence import Evidence
from data.model import Period
from data.people import Role
from data.regions import Region
from data.runs import STAGES, KeptSheet, Run, Stage
from data.scheme import Scheme, league_of
from data.schemes import SchemeVersion, assesses
from data.vetoes import KeptMark, KeptVeto
from indicators.scoring_kept import place_of, sheet_of
from indicators.scoring_model import Place, Sheet
from indicators.scoring_subjects import subjects_of
from layouts import scope
from layouts.assessing import assessed_units
from layouts.kept import kept
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from loaders.scheme_toml import read_schemes

PATH = "/assessment"
PART, SCHEME, VERSION, UNIT, ON = "part", "scheme", "version", "unit", "on"
ITEM, WHAT, TO = "item", "what", "to"  # a change that the form of the simulator asks for
CHANGES = ("c1", "c2", "c3", "c4", "c5", "c6")  # those that stand already
KEYS = (PART, SCHEME, VERSION, UNIT, ON, *CHANGES, ITEM, WHAT, TO)
RANKING, SHEET, VETOES, APPEALS, TRIAL, SCHEMES = "ranking", "sheet", "vetoes", "appeals", "trial", "schemes"
PARTS = (RANKING, SHEET, VETOES, APPEALS, TRIAL, SCHEMES)


@dataclass(frozen=True)
class Standing:
    """One region in the assessment: its sheet as it stands, and as it stood before it last changed."""

    sheet: Sheet
    place: Place
    stage: Stage | None  # None: a trial, which is kept nowhere
    before: Sheet | None = None
    before_stage: Stage | None = None
    anonymous: bool = False
    course: tuple[tuple[Stage, Fraction | None], ...] = ()  # the total at each stage that made sheets anew

    @property
    def region(self) -> str:
        return self.sheet.region


@dataclass(frozen=True)
class Scene:
    """The page's subject: ``shown`` is the version of a scheme, ``run`` what became of it."""

    numbers: Numbers
    chosen: Selection
    versions: tuple[SchemeVersion, ...]
    shown: SchemeVersion | None
    run: Run | None

    @property
    def own(self) -> dict[str, str]:
        return dict(self.chosen.own)

    @property
    def part(self) -> str:
        told = self.own.get(PART, "")
        return told if told in PARTS else RANKING

    @property
    def duty(self) -> bool:
        return self.numbers.catalogue.datasets[self.chosen.dataset].duty

    @property
    def fits(self) -> bool:
        """Is there a scheme for the chosen period; else one of another period stands here."""
        return any(_fits(each, self.chosen) for each in self.versions)

    @property
    def office(self) -> bool:
        """Does the viewer work for the one that assesses."""
        return self.shown is not None and assesses(self.numbers.view.viewer, self.shown.scheme.region)

    def may(self, role: Role) -> bool:
        """Has the viewer the right over the one that assesses."""
        viewer = self.numbers.view.viewer
        return self.shown is not None and viewer.may(role, self.shown.scheme.region)

    @cached_property
    def board(self) -> tuple[Standing, ...]:
        """Every region whose sheet is shown, by league and place; ties by code."""
        run = self.run
        if run is None:
            return ()
        name = (run.code, run.stage, len(run.steps), self.office)  # a stage's kept sheets never change
        found: tuple[Standing, ...] = kept(
            self.numbers, run.dataset, name, lambda: self._read(run), store="assessment board"
        )
        return found

    def _read(self, run: Run) -> tuple[Standing, ...]:
        mine: dict[str, list[KeptSheet]] = {}
        for sheet in self.numbers.view.sheets(run):
            mine.setdefault(sheet.region, []).append(sheet)
        return in_order(tuple(_standing(region, sheets) for region, sheets in mine.items()))

    @cached_property
    def whole(self) -> bool:
        """Is every ranked unit of each league shown, so that the first and the last can be told."""
        leagues: dict[str, list[Standing]] = {}
        for each in self.board:
            leagues.setdefault(each.sheet.league, []).append(each)
        return bool(leagues) and all(
            sum(each.place.rank is not None for each in members) == members[0].place.of
            for members in leagues.values()
        )

    @cached_property
    def evidence(self) -> dict[tuple[str, str], list[Evidence]]:
        """What counts of every veto, mark and objection, by subject and code."""
        found: dict[tuple[str, str], list[Evidence]] = {}
        for each in self.numbers.view.evidence(self.chosen.dataset):
            found.setdefault((each.subject, each.code), []).append(each)
        return found

    @cached_property
    def vetoes(self) -> tuple[KeptVeto, ...]:
        if self.shown is None:
            return ()
        found = self.numbers.view.vetoes(self.chosen.dataset)
        return tuple(each for each in found if each.scheme == self.shown.scheme.scheme)

    @cached_property
    def marks(self) -> tuple[KeptMark, ...]:
        if self.shown is None:
            return ()
        scheme = self.shown.scheme
        return self.numbers.view.marks(self.chosen.dataset, scheme.scheme, scheme.period)

    @cached_property
    def appeals(self) -> tuple[Appeal, ...]:
        return self.numbers.view.appeals(self.chosen.dataset, self.run.code) if self.run else ()

    @cached_property
    def units(self) -> list[Region]:
        """The units that the scheme assesses in its period, as far as they are shown."""
        if self.shown is None:
            return []
        scheme = self.shown.scheme
        found = assessed_units(self.numbers, scheme)
        return [each for each in found if league_of(scheme, each.code, each.level)]

    def name(self, region: str) -> str:
        """The region as it is shown; its code where it is known no more."""
        known = region in self.numbers.catalogue.regions
        return scope.region_name(self.numbers, region, self.chosen.lang) if known else region

    def address(self, **changes: str) -> str:
        """The page with other choices; what a simulation changes stays behind unless it is named."""
        none = dict.fromkeys((*CHANGES, ITEM, WHAT, TO), "")
        return PATH + self.chosen.query(**{**none, **changes})


def scene(services: Services, numbers: Numbers, chosen: Selection) -> Scene:
    """What the address means: a scheme that it names, else the one for the period, else the newest."""
    entered = numbers.view.schemes(chosen.dataset)
    known = {each.scheme.scheme for each in entered}
    versions = (*entered, *_shipped(services, numbers, chosen.dataset, known))
    runs = tuple(run for run in numbers.view.runs(chosen.dataset) if not run.withdrawn)
    shown = _shown(versions, runs, chosen)
    run = None
    if shown is not None:
        mine = [each for each in runs if (each.scheme, each.version) == (shown.scheme.scheme, shown.version)]
        run = mine[-1] if mine else None
    return Scene(numbers, chosen, versions, shown, run)


def in_order(standings: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """By league as they come, then by place; those without one last, then by code."""
    leagues = {each.sheet.league: number for number, each in reversed(list(enumerate(standings)))}
    return tuple(
        sorted(
            standings,
            key=lambda each: (
                leagues[each.sheet.league],
                each.place.rank is None,
                each.place.rank or 0,
                each.region,
            ),
        )
    )


def _shipped(services: Services, numbers: Numbers, dataset: str, known: set[str]) -> list[SchemeVersion]:
    """Schemes that come with the program and are not on record; version 0."""

    def made() -> tuple[Scheme, ...]:
        return read_schemes(services.shipped, subjects_of(services.indicators))

    found: tuple[Scheme, ...] = kept(numbers, dataset, "schemes", made, store="assessment shipped")
    at = services.clock()
    return [
        SchemeVersion(each, 0, "", "", at)
        for each in found
        if each.dataset == dataset and each.scheme not in known
    ]


def _shown(
    versions: tuple[SchemeVersion, ...], runs: tuple[Run, ...], chosen: Selection
) -> SchemeVersion | None:
    own = dict(chosen.own)
    code, number = own.get(SCHEME, ""), own.get(VERSION, "")
    named = [each for each in versions if each.scheme.scheme == code]
    if number.isdecimal():
        named = [each for each in named if each.version == int(number)] or named
    if named:
        return _best(named, runs)
    fitting = [each for each in versions if _fits(each, chosen)]
    return _best(fitting or list(versions), runs)


def _fits(version: SchemeVersion, chosen: Selection) -> bool:
    return Period.parse(version.scheme.period).holds(chosen.span)


def _best(versions: list[SchemeVersion], runs: tuple[Run, ...]) -> SchemeVersion | None:
    """One that has been run goes before one in force, that before a draft; of equals the newest."""
    ran = {(run.scheme, run.version) for run in runs}
    worth = {"active": 2, "draft": 1, "retired": 0}  # one that is not on record comes last
    return max(
        versions,
        key=lambda each: (
            (each.scheme.scheme, each.version) in ran,
            each.version > 0,
            worth[each.status],
            each.scheme.period,
            each.version,
        ),
        default=None,
    )


def _standing(region: str, sheets: list[KeptSheet]) -> Standing:
    """The newest sheet of a region beside the last one that came to something else."""
    ordered = sorted(sheets, key=lambda each: STAGES.index(each.stage))
    made = [(each.stage, sheet_of(region, each.content)) for each in ordered]
    stage, last = made[-1]
    changed = [pair for pair in made[:-1] if pair[1].marks != last.marks]
    before_stage, before = changed[-1] if changed else (None, None)
    place = place_of(region, ordered[-1].content)
    course = tuple((each, sheet.marks) for each, sheet in made)
    return Standing(last, place, stage, before, before_stage, ordered[-1].anonymous, course)
