"""Selection: the choices of every page as typed values; the URL is where they live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from data.model import Period, PeriodError
from layouts.numbers import Numbers
from layouts.opening import opening
from layouts.text import Language

VIEWS = ("rank", "table")
STATUS_FILTERS = ("", "missed", "near", "met", "pending", "no_value")
SORTS = ("", "missed", "code")
EVERYTHING = "all"  # for domain: every indicator, where a page begins with the headlines


@dataclass(frozen=True)
class Selection:
    """What is looked at. Empty texts mean the page's own default; see ``parse``."""

    dataset: str
    region: str
    period: str
    indicator: str = ""
    variant: str = ""  # a 口径 letter, used by every indicator that has it
    units: str = ""  # level compared below the region; empty: the lowest
    domain: str = ""
    status: str = ""
    sort: str = ""
    submission: str = ""
    against: str = ""  # a submission that the first is compared with
    only: str = ""  # a list's own filter: a status, a period
    snapshot: str = ""  # a publication whose figures are looked at instead of today's
    lang: Language = "zh"
    view: Literal["", "projector"] = ""
    own: tuple[tuple[str, str], ...] = ()  # a page's own choices, under the keys that it names (site.Page)
    dated: bool = field(default=True, compare=False)  # was a period asked for; else it is the opening one

    def query(self, **changes: str) -> str:
        """The URL query, without empty and default choices: ``?dataset=demo&region=990000``."""
        known = {name: str(getattr(self, name)) for name in CHOICES} | dict(self.own)
        pairs = (known | changes).items()
        return "?" + "&".join(
            [_encoded(name, text) for name, text in pairs if text and (name, text) != ("lang", "zh")]
        )

    @property
    def span(self) -> Period:
        return Period.parse(self.period)


@lru_cache(maxsize=16_384)  # a page of a hundred links repeats nearly all of each
def _encoded(name: str, text: str) -> str:
    return urlencode([(name, text)])


CHOICES = tuple(each.name for each in fields(Selection) if each.name not in ("own", "dated"))


def split(search: str) -> dict[str, str]:
    """A query text to its pairs; the last of a repeated key counts."""
    return dict(parse_qsl(search.removeprefix("?")))


def parse(query: Mapping[str, str], numbers: Numbers) -> Selection:
    """Choices from a query. Never raises: what is unknown or does not fit falls back to the default."""
    datasets = numbers.catalogue.datasets
    dataset = query.get("dataset", "")
    if dataset not in datasets:
        dataset = _first_filed(numbers)
    period = _period(query.get("period", ""), dataset, numbers)
    region = _region(query.get("region", ""), dataset, period, numbers)
    indicator = query.get("indicator", "")
    shown = {each.code for each in numbers.shown()}
    return Selection(
        dataset=dataset,
        region=region,
        period=period,
        indicator=indicator if indicator in shown else "",
        variant=_variant(query.get("variant", ""), numbers),
        units=_one_of(query.get("units", ""), ("", "city", "county")),
        domain=_one_of(query.get("domain", ""), ("", EVERYTHING, *numbers.indicators.domains)),
        status=_one_of(query.get("status", ""), STATUS_FILTERS),
        sort=_one_of(query.get("sort", ""), SORTS),
        submission=_number(query.get("submission", "")),
        against=_number(query.get("against", "")),
        only=_code(query.get("only", "")),
        snapshot=str(numbers.view.heads.publication or ""),
        lang="en" if query.get("lang") == "en" else "zh",
        view="projector" if "projector" in query.get("view", "").split(",") else "",
        dated=bool(query.get("period", "").strip()),
    )


def variants(chosen: Selection, numbers: Numbers) -> dict[str, str]:
    """The 口径 of each indicator that has the chosen letter; others keep their default."""
    if not chosen.variant:
        return {}
    return {
        code: chosen.variant
        for code, indicator in numbers.indicators.all.items()
        if chosen.variant in indicator.variants and chosen.variant != indicator.default
    }


def _first_filed(numbers: Numbers) -> str:
    """The demonstration set when it is the only one with a duty filed, else the first that has figures."""
    filed = [code for code in numbers.catalogue.datasets if numbers.filed_periods(code)]
    with_duty = [code for code in filed if numbers.catalogue.datasets[code].duty]
    return (with_duty or filed or list(numbers.catalogue.datasets))[0]


def _region(code: str, dataset: str, period: str, numbers: Numbers) -> str:
    described = numbers.catalogue.datasets[dataset]
    if code and numbers.catalogue.holds(described, code):
        return numbers.catalogue.regions.get(code).code
    return numbers.home(dataset) if described.rollup else _first_published(dataset, period, numbers)


def _first_published(dataset: str, period: str, numbers: Numbers) -> str:
    """The first unit with an indicator in the period, else with any figure in it, else at all."""
    axis = numbers.axis(dataset)
    if not axis:
        return numbers.catalogue.datasets[dataset].root
    values = numbers.assessed(dataset, period).columns["value"]
    places = [place for place, value in enumerate(values) if value is not None]
    if places:
        return axis[min(place % len(axis) for place in places)]
    return min((region for span, region, _, _ in numbers.filed(dataset) if span == period), default=axis[0])


def _period(code: str, dataset: str, numbers: Numbers) -> str:
    try:
        return Period.parse(code).code
    except PeriodError:
        found = opening(numbers, dataset).period
        return found.code if found else "2025"


def _variant(letter: str, numbers: Numbers) -> str:
    known = {code for indicator in numbers.indicators.all.values() for code in indicator.variants}
    return letter if letter in known else ""


def _number(text: str) -> str:
    """A submission's number, short enough to be one."""
    return text if text.isdecimal() and text.isascii() and len(text) <= 40 else ""


def _code(text: str) -> str:
    """A status or a period code; what it means is the page's business."""
    return text if text.isascii() and text.replace("-", "").isalnum() and len(text) <= 40 else ""


def _one_of(text: str, allowed: tuple[str, ...]) -> str:
    return text if text in allowed else ""
