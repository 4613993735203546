"""What stands in the matrix: regions, indicators, counts, and each cell as a short text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.model import Target
from indicators.definition import Indicator
from indicators.ranking import MINIMUM_DENOMINATOR
from layouts import say
from layouts.numbers import MONTH, Assessed, Numbers
from layouts.selection import EVERYTHING, Selection, variants
from layouts.text import Language
from layouts.views.reading import gap_owed

SPLIT = "|"  # inside a cell: text, status letter, flags
LETTERS = {"met": "m", "near": "n", "missed": "x", "pending": "p", "undecidable": "u"}
GAP, GAP_WORD = "g", "w"  # a gap with ground and mark, a gap as a word only
SMALL, WARNING, INCOMPLETE, REPORTED, LOCAL = "s", "!", "i", "r", "l"
PARTS = ("judged", "without_target", "without_value")  # the groups of columns from left to right
READ = ("value", "qualifier", "gap", "status", "warning", "target", "denominator",
        "regions_reported", "regions_expected", "basis")  # fmt: skip
LEVELS_BELOW = ("city", "county")


@dataclass(frozen=True)
class Matrix:
    """The chosen part of a frame: the region itself, those below it, and the indicators shown."""

    assessed: Assessed
    region: str  # pinned; empty when it never filed
    regions: tuple[str, ...]
    indicators: tuple[Indicator, ...]  # in order of their parts
    parts: Mapping[str, int]  # place in PARTS of each indicator
    hidden: tuple[Indicator, ...]  # without any value or target here, so left out
    levels: tuple[str, ...]  # that can be chosen below the region
    level: str
    missed: Mapping[str, int]
    near: Mapping[str, int]
    domain: str  # whose indicators are shown; EVERYTHING, or empty for the set's headlines
    targets: Mapping[str, Target | None]  # the one target of a column; None where regions have different ones

    @property
    def all_regions(self) -> tuple[str, ...]:
        return (self.region, *self.regions) if self.region else self.regions


def matrix(numbers: Numbers, chosen: Selection) -> Matrix:
    """The matrix of a selection; the status filter keeps rows and columns that hold the status."""
    assessed = numbers.assessed(chosen.dataset, chosen.period, variants=variants(chosen, numbers))
    key = ("matrix", chosen.region, chosen.units, chosen.domain, chosen.status, chosen.sort)
    if key not in assessed.notes:
        assessed.notes[key] = _matrix(numbers, chosen, assessed)
    found: Matrix = assessed.notes[key]
    return found


def _matrix(numbers: Numbers, chosen: Selection, assessed: Assessed) -> Matrix:
    pinned = chosen.region if chosen.region in assessed.regions else ""
    below, levels, level = _below(numbers, chosen, assessed)
    seen = [pinned, *below] if pinned else below
    listed, domain = _listed(numbers, chosen, assessed, seen)
    whole = domain in numbers.indicators.domains  # of one domain every indicator, with or without values
    heads = listed if whole else [each for each in listed if _filled(assessed, each, seen)]
    kept = {each.code for each in heads}
    hidden = tuple(each for each in listed if each.code not in kept) if domain else ()
    part = {each.code: _part(assessed, each, seen) for each in heads}
    heads = sorted(heads, key=lambda each: part[each.code])
    if chosen.status:
        heads, below = _with_status(assessed, heads, seen, below, chosen.status)
    missed, near = (_counts(assessed, listed, seen, status) for status in ("missed", "near"))
    if chosen.sort != "code":
        below = sorted(below, key=lambda code: (-missed[code], -near[code], code))
    targets = {
        each.code: _target(assessed, each, seen) for each in heads if _any(assessed, "target", each, seen)
    }
    return Matrix(
        assessed,
        pinned,
        tuple(below),
        tuple(heads),
        part,
        hidden,
        levels,
        level,
        missed,
        near,
        domain,
        targets,
    )


def _listed(
    numbers: Numbers, chosen: Selection, assessed: Assessed, regions: Sequence[str]
) -> tuple[list[Indicator], str]:
    """The indicators to show and the choice they are: the headlines first, where the set has any here."""
    shown = numbers.shown()
    if chosen.domain in numbers.indicators.domains:
        return [each for each in shown if each.domain == chosen.domain], chosen.domain
    headlines = numbers.catalogue.datasets[chosen.dataset].headlines
    first = [each for each in shown if each.code in headlines]
    if chosen.domain == EVERYTHING or not any(_filled(assessed, each, regions) for each in first):
        return shown, EVERYTHING
    return first, ""


def cells(assessed: Assessed, indicator: Indicator, language: Language) -> list[str]:
    """One column over the frame's regions, each cell ``text|letter|flags``; made once per frame."""
    key = ("matrix", indicator.code, language)
    if key not in assessed.notes:
        assessed.notes[key] = _column(assessed, indicator, language)
    found: list[str] = assessed.notes[key]
    return found


def sortable(indicator: Indicator) -> bool:
    """May a column be put in order of its values: never where nothing is better or worse."""
    return not indicator.protected and indicator.direction != "neutral"


def _column(assessed: Assessed, indicator: Indicator, language: Language) -> list[str]:
    columns = assessed.columns
    first = assessed.row(indicator.code, assessed.regions[0]) if assessed.regions else 0
    part = slice(first, first + len(assessed.regions))
    made = []
    for row in zip(*(columns[name][part] for name in READ), strict=True):
        value, qualifier, gap, status, warning, target, denominator, reported, expected, basis = row
        if value is None:
            quiet = indicator.protected or (indicator.direction == "neutral" and status == "no_target")
            reason = say.gap_reason(gap_owed(gap, expected, published=assessed.published), language)
            made.append(SPLIT.join((reason, GAP_WORD if quiet else GAP, "")))
            continue
        wanted = assessed.targets[target] if target else None
        threshold = wanted.threshold if wanted else None
        text = say.qualified(say.number(value, indicator.unit, threshold), qualifier, language)
        flags = SMALL if small(indicator, denominator) else ""
        flags += WARNING if warning else ""
        flags += INCOMPLETE if reported < expected else ""
        flags += REPORTED if basis == "reported" else ""
        flags += LOCAL if wanted and wanted.reason else ""
        made.append(SPLIT.join((text, LETTERS.get(status, ""), flags)))
    return made


def small(indicator: Indicator, denominator: float | None) -> bool:
    """小样本: a ratio over fewer cases than the minimum."""
    return indicator.kind == "ratio" and denominator is not None and denominator < MINIMUM_DENOMINATOR


def _target(assessed: Assessed, indicator: Indicator, regions: Sequence[str]) -> Target | None:
    names = assessed.columns["target"]
    found = {names[assessed.row(indicator.code, code)] for code in regions} - {""}
    different = {
        (each.op, each.threshold, each.unit, each.kind): each
        for each in (assessed.targets[name] for name in found)
    }
    return next(iter(different.values())) if len(different) == 1 else None


def _below(numbers: Numbers, chosen: Selection, assessed: Assessed) -> tuple[list[str], tuple[str, ...], str]:
    """Regions under the chosen one at one level; without a roll-up all others with figures."""
    if not numbers.catalogue.datasets[chosen.dataset].rollup:
        return [code for code in _with_figures(assessed) if code != chosen.region], (), ""
    tree = numbers.catalogue.regions
    first, last = (MONTH.format(*month) for month in (chosen.span.start, chosen.span.end))
    parts = [
        region
        for region in tree.descendants(chosen.region)[1:]
        if region.code in assessed.regions and tree.valid_in(region.code, first, last)
    ]
    levels = tuple(level for level in LEVELS_BELOW if any(part.level == level for part in parts))
    level = chosen.units if chosen.units in levels else (levels or ("unit",))[-1]
    return [part.code for part in parts if part.level == level], levels, level


def _with_figures(assessed: Assessed) -> list[str]:
    key = ("matrix", "with figures")
    if key not in assessed.notes:
        size = len(assessed.regions)
        values = assessed.columns["value"]
        assessed.notes[key] = [
            code
            for place, code in enumerate(assessed.regions)
            if any(value is not None for value in values[place::size])
        ]
    found: list[str] = assessed.notes[key]
    return found


def _filled(assessed: Assessed, indicator: Indicator, regions: Sequence[str]) -> bool:
    return _any(assessed, "value", indicator, regions) or _any(assessed, "target", indicator, regions)


def _part(assessed: Assessed, indicator: Indicator, regions: Sequence[str]) -> int:
    if not _any(assessed, "value", indicator, regions):
        return PARTS.index("without_value")
    return PARTS.index("judged" if _any(assessed, "target", indicator, regions) else "without_target")


def _any(assessed: Assessed, column: str, indicator: Indicator, regions: Sequence[str]) -> bool:
    """Is there anything in a column of the frame for one of the regions."""
    found = assessed.columns[column]
    return any(found[assessed.row(indicator.code, code)] not in (None, "") for code in regions)


def _with_status(
    assessed: Assessed, heads: list[Indicator], seen: list[str], below: list[str], status: str
) -> tuple[list[Indicator], list[str]]:
    has = {
        (each.code, code) for each in heads for code in seen if _shown_status(assessed, each, code) == status
    }
    columns, rows = {indicator for indicator, _ in has}, {code for _, code in has}
    return [each for each in heads if each.code in columns], [code for code in below if code in rows]


def _shown_status(assessed: Assessed, indicator: Indicator, region: str) -> str:
    row = assessed.row(indicator.code, region)
    status = str(assessed.columns["status"][row])
    missing = assessed.columns["value"][row] is None and not indicator.protected
    return "no_value" if missing else status


def _counts(
    assessed: Assessed, heads: Sequence[Indicator], regions: Sequence[str], status: str
) -> dict[str, int]:
    found = assessed.columns["status"]
    return {code: sum(found[assessed.row(each.code, code)] == status for each in heads) for code in regions}
