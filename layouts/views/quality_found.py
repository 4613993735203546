"""Open findings of the submissions behind a period: counted by code, told one by one where unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.model import SEVERITIES, Explanation, Finding, Severity
from layouts.numbers import Numbers
from layouts.views import explaining
from layouts.views.overview_filing import Checked, Filings

UNUSUAL = ("last_year.jump", "outlier.far", "funnel.outside")  # told in words, never as a fault


@dataclass(frozen=True, slots=True)
class Told:
    """A finding of a submission; ``said`` is what was explained of it."""

    finding: Finding
    region: str
    period: str
    form: str
    submission: int
    said: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """All findings of one code and severity; ``open`` are to be explained and are not."""

    code: str
    severity: Severity
    told: tuple[Told, ...]

    @property
    def open(self) -> int:
        return sum(self.severity == "explain" and not each.said for each in self.told)

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.region for each in self.told))


@dataclass(frozen=True)
class Found:
    """Kinds in the order of reading, of so many submissions; ``unusual`` are those far from the usual."""

    kinds: tuple[Kind, ...] = ()
    unusual: tuple[Told, ...] = ()
    submissions: int = 0

    @property
    def open(self) -> int:
        return sum(each.open for each in self.kinds)

    def counted(self, severity: Severity) -> int:
        return sum(len(each.told) for each in self.kinds if each.severity == severity)


def found_in(numbers: Numbers, filings: Filings, live: Mapping[int, Checked]) -> Found:
    """Stored findings of these filings and those of checks against others, with what was explained."""
    order = [submission for *_, submission in filings if submission]
    stored = [numbers.view.findings_of(order, severity) for severity in SEVERITIES]
    said = numbers.view.explanations_of(order)
    told = []
    for period, region, form, number in filings:
        known = explaining.by_key(said.get(number, ()))
        every = [each for found in stored for each in found.get(number, ())]
        every += live[number].findings if number in live else ()
        told += [
            Told(each, region, period, form, number, tuple(known.get(explaining.key_of(each), ())))
            for each in every
            if not _sensitive(numbers, each)
        ]
    unusual = tuple(each for each in told if each.finding.code in UNUSUAL)
    return Found(_kinds(told), unusual, len(order))


def _kinds(told: Sequence[Told]) -> tuple[Kind, ...]:
    """The gravest first, then what is still to be explained, then the most frequent."""
    by_code: dict[tuple[Severity, str], list[Told]] = {}
    for each in told:
        by_code.setdefault((each.finding.severity, each.finding.code), []).append(each)
    kinds = [Kind(code, severity, tuple(found)) for (severity, code), found in by_code.items()]
    return tuple(
        sorted(
            kinds, key=lambda each: (SEVERITIES.index(each.severity), -each.open, -len(each.told), each.code)
        )
    )


def _sensitive(numbers: Numbers, finding: Finding) -> bool:
    """敏感 elements and indicators are off, here as on every page."""
    element = numbers.catalogue.elements.get(str(finding.params.get("element", "")))
    indicator = numbers.indicators.all.get(finding.indicator)
    return bool((element and element.sensitive) or (indicator and indicator.sensitive))
