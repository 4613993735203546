"""Services: what every page, export and API call is given. Only app and cli build one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import g, has_request_context

from data.catalogue import Catalogue
from data.cells import counting
from data.life import OPERATOR, Right
from data.model import Duty, Finding, Period, Scope, Submission, Viewer
from data.people import EVERYWHERE, NOWHERE, Account, Reach, Role, Siblings, role_of
from data.plans import PlanRow
from data.publications import Publication
from data.publishing import CatalogueCopy
from data.store import Store
from data.view import StoreView
from indicators.definition import Indicators
from layouts.duties import duties
from layouts.known import known_of
from layouts.live import FindingCache, live_findings, read_periods
from layouts.login import Kept, Login, reach_of
from layouts.masking import Masks
from layouts.numbers import FrameCache, Numbers
from layouts.office import Office
from layouts.snapshots import Definitions, Snapshots, copied, hash_of
from layouts.throttle import Throttle
from loaders.form import Form
from loaders.intake import Desk
from loaders.mapping import FormMapping, read_mappings
from loaders.maps import MapShelf
from loaders.rules import RuleBook, read_rules

OPERATOR_UNNAMED = "本机经办人"
MOST_DIGITS = 18  # of a publication's number in an address


@dataclass
class Services:
    """The catalogue, the record and the clock; ``ready`` is set when the first loading is done."""

    shipped: Catalogue
    indicators: Indicators
    forms: Mapping[str, Form]
    shipped_rules: RuleBook
    store: Store
    clock: Callable[[], datetime]
    plans: tuple[PlanRow, ...] = ()  # templates of tasks
    operator: str = OPERATOR_UNNAMED  # whose name stands in the record for what the program does
    login: Login = field(default_factory=Login)
    version: str = ""
    throttle: Throttle = field(default_factory=Throttle)
    maps: MapShelf = field(default_factory=MapShelf)
    ready: threading.Event = field(default_factory=threading.Event)
    working: threading.Event = field(default_factory=threading.Event)  # a worker does jobs in this process
    _cache: FrameCache = field(default_factory=FrameCache)
    _live: FindingCache = field(default_factory=FindingCache)
    _places: dict[int, Submission] = field(default_factory=dict)
    _snapshots: Snapshots = field(default_factory=Snapshots)
    _reaches: Kept[Reach] = field(default_factory=Kept)
    _masks: Masks = field(default_factory=Masks)
    _copied: tuple[tuple[int, int], bytes] | None = None
    _regions: tuple[tuple[int, ...], Catalogue] | None = None
    _rules: tuple[int, RuleBook] | None = None
    _mappings: tuple[tuple[int, int], Mapping[str, FormMapping]] | None = None

    def viewer(self) -> Viewer:
        """Who asks: the account that is signed in; without login, and outside of requests, the operator.

        A request that nobody let in sees nothing.
        """
        if self.login.on and has_request_context():
            found: Viewer = g.get("viewer") or Viewer("", reach=NOWHERE)
            return found
        return self.office.viewer(self.operator, self.shipped.elements)

    def viewer_of(self, account: Account) -> Viewer:
        """What an account sees and may, as it is granted now."""
        view = self.store.seen_by(Viewer(account.person))
        whole, siblings = view.versions("*"), self.siblings
        name = (account.account, account.grants, siblings, whole.get("regions", 0))
        reach = self._reaches.get(name)
        if reach is None:
            reach = reach_of(account, self._catalogue(view), siblings, self.login.secret)
            self._reaches.put(name, reach)
        return self.office.viewer(account.person, self.shipped.elements, reach)

    @property
    def office(self) -> Office:
        """What the office has chosen for all."""
        return Office(self.store, self.login.siblings)

    @property
    def siblings(self) -> Siblings:
        return self.office.siblings

    @property
    def by(self) -> str:
        """Whose name stands in the record for what is done now."""
        return self.viewer().name

    def signed(self, given: str) -> str:
        """The name for the record: the account's, whatever is typed; without login what is typed, or none."""
        return self.by if self.login.on else given

    @property
    def prefilled(self) -> str:
        """The name that a form begins with; one that nobody has set is asked for."""
        return "" if not self.login.on and self.operator == OPERATOR_UNNAMED else self.by

    def rights(self, region: str) -> frozenset[Right]:
        """What the person may do with submissions of a region."""
        viewer = self.viewer()
        return frozenset(right for right in sorted(OPERATOR) if viewer.may(role_of(right) or "view", region))

    def publishes(self) -> frozenset[str] | None:
        """The regions that the person may publish; None for all."""
        reach = self.viewer().reach
        over = reach.roles.get("publish", frozenset()) if reach else frozenset((EVERYWHERE,))
        return None if EVERYWHERE in over else over

    def view(self) -> StoreView:
        """The one door for reading."""
        return self.store.seen_by(self.viewer())

    def whole_view(self) -> StoreView:
        """The program's own reading, for checks and definitions; nothing of it is shown as it is."""
        return self.store.seen_by(Viewer(self.operator))

    @property
    def catalogue(self) -> Catalogue:
        """The shipped catalogue with the office's own units and headlines."""
        return self._catalogue(self.view())

    @property
    def rules(self) -> RuleBook:
        """The shipped rules with the office's edits; RuleError names an edit that cannot run."""
        return self._book(self.view())

    @property
    def mappings(self) -> Mapping[str, FormMapping]:
        """The saved forms of free tables in use, by code."""
        view = self.view()
        whole = view.versions("*")
        version = (whole.get("mappings", 0), whole.get("regions", 0))
        if self._mappings is None or self._mappings[0] != version:
            self._mappings = (version, read_mappings(view.mappings(), self._catalogue(view)))
        return self._mappings[1]

    def numbers(self, snapshot: int = 0) -> Numbers:
        """One request's numbers, over caches shared by all; those of a publication where one is named."""
        view, day = self.view(), self.clock().date()
        made = view.publication(snapshot)
        if made is None:
            catalogue = self._catalogue(view)
            mask = self._masks.of(view.viewer, catalogue, self._public)
            return Numbers(view, catalogue, self.indicators, self._duties, self._cache, "", mask, day)
        found = self.definitions_of(made)
        seen = self.store.as_published(view.viewer, made, tuple(found.catalogue.elements))
        owed, day = duties(found.catalogue, found.forms), made.at.date()
        mask = self._masks.of(view.viewer, found.catalogue, self._public)
        numbers = Numbers(seen, found.catalogue, found.indicators, owed, self._cache, found.name, mask, day)
        numbers.definitions_lost = found.lost
        return numbers

    def _public(self, catalogue: Catalogue) -> frozenset[str]:
        """Regions with figures in a set that is nobody's to keep."""
        view = self.whole_view()
        open_sets = [code for code, dataset in catalogue.datasets.items() if not dataset.duty]
        return frozenset(region for code in open_sets for _, region, _, _ in view.filed(code))

    def whole_numbers(self, viewer: Viewer | None = None) -> Numbers:
        """Everything there is, as checks across submissions and scores need it."""
        view, day = (self.store.seen_by(viewer) if viewer else self.whole_view()), self.clock().date()
        return Numbers(view, self._catalogue(view), self.indicators, self._duties, self._cache, day=day)

    def numbers_for(self, query: Mapping[str, str]) -> Numbers:
        """The numbers that an address asks for: today's, or those of its snapshot's dataset."""
        asked = query.get("snapshot", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < MOST_DIGITS else 0
        numbers = self.numbers(number)
        other = query.get("dataset", "") not in ("", numbers.view.heads.dataset)
        return self.numbers() if numbers.view.heads.publication and other else numbers

    def definitions_of(self, made: Publication) -> Definitions:
        """Catalogue, indicators and forms as they were when it was published."""
        today, view = Definitions(self.catalogue, self.indicators, self.forms), self.whole_view()
        if made.catalogue == hash_of(self._copy(view)):
            return today
        return self._snapshots.definitions(made.catalogue, lambda: view.file(made.catalogue), today)

    def keep_catalogue(self) -> CatalogueCopy:
        """Keep a copy of today's definitions among the files, for a publication."""
        copy = self._copy(self.view())
        self.store.keep_file(hash_of(copy), copy)
        return CatalogueCopy(hash_of(copy), len(copy))

    def desk(self, by: str = "", roles: Sequence[Role] = ("file",)) -> Desk:
        """What the one door for files needs; ``by``: for whom the worker files, outside of his requests."""
        return Desk(
            store=self.store,
            catalogue=self.catalogue,
            forms=self.forms,
            rules=self.rules,
            indicators=self.indicators.protection,
            consistency=self.live_findings,
            stored=self._stored,
            mappings=self.mappings,
            barred=self._barred(by, roles) if self.login.on else None,
            unassigned=self._barred(by, ("review",)) if self.login.on else None,
            known=known_of(self.whole_view(), self.indicators),
        )

    def _barred(self, by: str, roles: Sequence[Role]) -> Callable[[str], bool]:
        """May a person not file for a region; for what has none, such as targets: not without 管理."""
        account = self.store.account_of(by) if by else None
        viewer = self.viewer_of(account) if account else Viewer(by, reach=NOWHERE) if by else self.viewer()

        def barred(region: str) -> bool:
            return not any(viewer.may(role, region) for role in roles) if region else not viewer.may("manage")

        return barred

    def live_findings(
        self, number: int, *, only: str = "", numbers: Numbers | None = None
    ) -> tuple[Finding, ...]:
        """Checks of one current submission against others; with ``only`` those that name this indicator.

        Kept until anything they may read has changed. A page that asks about many gives its ``numbers``.
        """
        if numbers is None:
            numbers = self.whole_numbers()
        elif numbers.view.viewer.reach is not None:
            shown, numbers = numbers, numbers.behind or self.whole_numbers()
            shown.behind = numbers
        place = self._places.get(number) or self._place(number, numbers.view)
        if place is None:
            return ()
        versions, whole = numbers.versions(place.dataset), numbers.versions("*")
        sources = read_periods(Period.parse(place.period), numbers.filed_periods(place.dataset))
        name = (
            number,
            numbers.view.heads.name,
            *(whole.get(part, 0) for part in ("rules", "regions")),
            (versions.get("targets", 0), numbers.on_record(place.dataset).figures),
            *((source.code, versions[source.code]) for source in sources),
        )
        made = self._live.get(name)
        if made is None:
            made = live_findings(place, numbers, self._book(numbers.view).checks)
            self._live.put(name, made)
        return tuple(finding for finding in made if only in ("", finding.indicator))

    def _place(self, number: int, view: StoreView) -> Submission | None:
        """A submission that has a place; what it was filed for never changes."""
        found = view.submission(number)
        if found is None or not (found[0].dataset and found[0].region and found[0].period):
            return None
        self._places[number] = found[0]
        return found[0]

    def _stored(self, dataset: str, region: str, period: str) -> dict[tuple[str, Scope], float]:
        """Current figures of one place, by element and scope."""
        elements = tuple(self.shipped.elements)
        cells = self.whole_view().trace(dataset, elements=elements, regions=[region], periods=[period])
        return {
            (cell.element, "own" if cell.scope == "own" else "total"): cell.value
            for cell in counting(cells, self.shipped.datasets[dataset].forms)
            if cell.value is not None
        }

    @property
    def _duties(self) -> dict[str, tuple[Duty, ...]]:
        return duties(self.shipped, self.forms)

    def _copy(self, view: StoreView) -> bytes:
        whole = view.versions("*")
        version = (whole.get("regions", 0), whole.get("rules", 0))
        if self._copied is None or self._copied[0] != version:
            edits = {edit.code: edit.content for edit in view.rule_edits()}
            self._copied = (version, copied(view.regions(), edits))
        return self._copied[1]

    def _catalogue(self, view: StoreView) -> Catalogue:
        version = tuple(view.versions("*").get(part, 0) for part in ("regions", "people"))
        if self._regions is None or self._regions[0] != version:
            own = self.shipped.with_regions(view.regions() if version[0] else ())
            self._regions = (version, self.office.arranged(own))
        return self._regions[1]

    def _book(self, view: StoreView) -> RuleBook:
        version = view.versions("*").get("rules", 0)
        if self._rules is None or self._rules[0] != version:
            edits = {edit.code: edit.content for edit in view.rule_edits()} if version else {}
            self._rules = (version, read_rules(self.shipped, edits=edits) if edits else self.shipped_rules)
        return self._rules[1]
