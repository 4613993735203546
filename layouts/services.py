"""Services: what every page, export and API call is given. Only app and cli build one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from data.catalogue import Catalogue
from data.model import Duty, Finding, Scope, Viewer
from data.store import Store
from data.view import StoreView
from indicators.definition import Indicators
from layouts.live import FindingCache, live_findings
from layouts.numbers import FrameCache, Numbers
from loaders.form import Form
from loaders.intake import Desk
from loaders.mapping import FormMapping, read_mappings
from loaders.rules import RuleBook, read_rules

MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def duty(form: Form) -> Duty:
    """Who owes which elements by this form, and how often."""
    months = min(MONTHS.get(kind, 12) for kind in form.periods)
    return Duty(form.code, frozenset(form.elements), form.levels, months)


@dataclass
class Services:
    """The catalogue, the record and the clock; ``ready`` is set when the first loading is done."""

    shipped: Catalogue
    indicators: Indicators
    forms: Mapping[str, Form]
    shipped_rules: RuleBook
    store: Store
    clock: Callable[[], datetime]
    by: str = "本机"
    ready: threading.Event = field(default_factory=threading.Event)
    _cache: FrameCache = field(default_factory=FrameCache)
    _live: FindingCache = field(default_factory=FindingCache)
    _regions: tuple[int, Catalogue] | None = None
    _rules: tuple[int, RuleBook] | None = None
    _mappings: tuple[tuple[int, int], Mapping[str, FormMapping]] | None = None

    def viewer(self) -> Viewer:
        return Viewer(self.by)

    def view(self) -> StoreView:
        """The one door for reading."""
        return self.store.seen_by(self.viewer())

    @property
    def catalogue(self) -> Catalogue:
        """The shipped catalogue with the office's own units."""
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

    def numbers(self) -> Numbers:
        """One request's numbers, over caches shared by all."""
        view = self.view()
        return Numbers(view, self._catalogue(view), self.indicators, self._duties, self._cache)

    def desk(self) -> Desk:
        """What the one door for files needs, with checks against what is filed already."""
        return Desk(
            store=self.store,
            catalogue=self.catalogue,
            forms=self.forms,
            rules=self.rules,
            indicators=self.indicators.protection,
            consistency=self.live_findings,
            stored=self._stored,
            mappings=self.mappings,
        )

    def live_findings(self, number: int, *, only: str = "") -> tuple[Finding, ...]:
        """Checks of one current submission against others; with ``only`` those that name this indicator.

        Made anew whenever anything they may read has changed, and kept until then.
        """
        numbers = self.numbers()
        found = numbers.view.submission(number)
        if found is None or not found[0].dataset or not found[0].region:
            return ()
        whole = numbers.view.versions("*")
        versions = (whole.get("rules", 0), whole.get("regions", 0))
        name = (number, *versions, *sorted(numbers.versions(found[0].dataset).items()))
        made = self._live.get(name)
        if made is None:
            made = live_findings(found[0], numbers, self._book(numbers.view).checks)
            self._live.put(name, made)
        return tuple(finding for finding in made if only in ("", finding.indicator))

    def _stored(self, dataset: str, region: str, period: str) -> dict[tuple[str, Scope], float]:
        """Current figures of one place, by element and scope."""
        elements = tuple(self.shipped.elements)
        cells = self.view().trace(dataset, elements=elements, regions=[region], periods=[period])
        return {
            (cell.element, "own" if cell.scope == "own" else "total"): cell.value
            for cell in cells
            if cell.value is not None
        }

    @property
    def _duties(self) -> dict[str, tuple[Duty, ...]]:
        return {
            dataset.code: tuple(duty(self.forms[code]) for code in dataset.forms if not self.forms[code].open)
            for dataset in self.shipped.datasets.values()
        }

    def _catalogue(self, view: StoreView) -> Catalogue:
        version = view.versions("*").get("regions", 0)
        if self._regions is None or self._regions[0] != version:
            regions = view.regions() if version else ()
            self._regions = (version, self.shipped.with_regions(regions))
        return self._regions[1]

    def _book(self, view: StoreView) -> RuleBook:
        version = view.versions("*").get("rules", 0)
        if self._rules is None or self._rules[0] != version:
            edits = {edit.code: edit.content for edit in view.rule_edits()} if version else {}
            book = read_rules(self.shipped, edits=edits) if edits else self.shipped_rules
            self._rules = (version, book)
        return self._rules[1]
