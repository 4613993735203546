"""汇总表: what a unit and those below it have filed, added up in the form of the level above.

Nothing is counted anew: each figure is what stands in a current submission. 合计 is the unit's own figure
and its children's where the element adds up over regions; elsewhere there is none, and it says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from data.catalogue import Catalogue
from data.cells import TracedCell
from data.model import DataElement, Period
from loaders.form import Form

MONTH = "{:04d}-{:02d}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A filed or summed figure; without a value the qualifier says why there is none (empty: 未报)."""

    value: float | None = None
    qualifier: str = ""
    decimals: int = 0

    @property
    def exact(self) -> bool:
        return self.qualifier in ("", "exact")


@dataclass(frozen=True, slots=True)
class Source:
    """A submission that the summary was made of."""

    submission: int
    region: str
    file: str
    sha256: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """The unit's own 全辖区 filing of an element beside 合计."""

    element: str
    filed: float
    total: float


@dataclass(frozen=True)
class Summary:
    """``lines`` are 本级 (the unit itself) and each unit directly below; ``totals`` what they add up to."""

    form: Form
    dataset: str
    region: str
    period: str
    elements: tuple[str, ...]
    lines: tuple[tuple[str, Mapping[str, Figure]], ...]
    totals: Mapping[str, Figure]
    unsummed: tuple[str, ...]  # elements that do not add up over regions
    about: tuple[str, ...]  # elements whose 合计 has a figure in it that is not exact
    missing: tuple[str, ...]  # units that owe the form and have filed nothing that stands
    sources: tuple[Source, ...]
    differences: tuple[Difference, ...]

    @property
    def submissions(self) -> tuple[int, ...]:
        return tuple(source.submission for source in self.sources)


def summarise(
    form: Form,
    catalogue: Catalogue,
    *,
    dataset: str,
    region: str,
    period: str,
    cells: Sequence[TracedCell],
    filed: Mapping[str, Source],
) -> Summary:
    """``cells`` are current ones of the region and those below it; ``filed`` the submission of each unit."""
    form = form.in_force(Period.parse(period)) or form
    numbers = {source.submission for source in filed.values()}
    figures = {
        (cell.region, cell.element, cell.scope): Figure(cell.value, cell.qualifier, cell.decimals)
        for cell in cells
        if cell.submission in numbers
    }
    held = _Held(catalogue, figures)
    elements = form.elements
    below = [each.code for each in catalogue.regions.children(region) if _there(catalogue, each.code, period)]
    own = {element: held.own(region, element) for element in elements}
    lines = [(region, own)]
    lines += [(code, {element: held.whole(code, element) for element in elements}) for code in below]
    totals = {
        element: added([line[element] for _, line in lines], catalogue.elements[element])
        for element in elements
    }
    return Summary(
        form=form,
        dataset=dataset,
        region=region,
        period=period,
        elements=elements,
        lines=tuple(lines),
        totals=totals,
        unsummed=tuple(code for code in elements if catalogue.elements[code].over_regions != "sum"),
        about=tuple(code for code, total in totals.items() if total.value is not None and not total.exact),
        missing=_missing(form, catalogue, region, period, filed),
        sources=tuple(filed.values()),
        differences=tuple(_differences(held, region, totals)),
    )


def added(figures: Sequence[Figure], element: DataElement) -> Figure:
    """The sum of those that have a value; none where the element does not add up over regions.

    >>> case = DataElement("a", "a", "a", "件", "count", "sum", "sum")
    >>> added([Figure(2.0, "exact"), Figure(), Figure(3.0, "about")], case)
    Figure(value=5.0, qualifier='about', decimals=0)
    """
    present = [figure for figure in figures if figure.value is not None]
    if element.over_regions != "sum":
        return Figure(None, "not_additive")
    if not present:
        words = {figure.qualifier for figure in figures}
        return Figure(None, words.pop() if len(words) == 1 else "")
    exact = all(figure.exact for figure in present)
    value = fsum(figure.value for figure in present if figure.value is not None)
    return Figure(value, "exact" if exact else "about", max(figure.decimals for figure in present))


@dataclass(frozen=True)
class _Held:
    """Filed figures by region, element and scope."""

    catalogue: Catalogue
    figures: Mapping[tuple[str, str, str], Figure]

    def own(self, region: str, element: str) -> Figure:
        """本级; of a unit without any below it the 全辖区 figure is the same."""
        found = self.figures.get((region, element, "own"))
        if found is None and not self.catalogue.regions.children(region):
            found = self.figures.get((region, element, "total"))
        return found or Figure()

    def whole(self, region: str, element: str) -> Figure:
        """全辖区 as filed, else 本级 with those below it."""
        filed = self.figures.get((region, element, "total"))
        if filed is not None and filed.value is not None:
            return filed
        below = self.catalogue.regions.children(region)
        own = self.own(region, element)
        parts = [self.whole(each.code, element) for each in below]
        if not any(part != Figure() for part in parts):
            return own
        return added([own, *parts], self.catalogue.elements[element])


def _differences(held: _Held, region: str, totals: Mapping[str, Figure]) -> list[Difference]:
    found = []
    for element, total in totals.items():
        filed = held.figures.get((region, element, "total"), Figure())
        both = filed.value is not None and total.value is not None
        if both and round((filed.value or 0) - (total.value or 0), 6):
            found.append(Difference(element, filed.value or 0, total.value or 0))
    return found


def _missing(
    form: Form, catalogue: Catalogue, region: str, period: str, filed: Mapping[str, Source]
) -> tuple[str, ...]:
    return tuple(
        each.code
        for each in catalogue.regions.descendants(region)
        if each.level in form.levels and each.code not in filed and _there(catalogue, each.code, period)
    )


def _there(catalogue: Catalogue, region: str, period: str) -> bool:
    span = Period.parse(period)
    return catalogue.regions.valid_in(region, MONTH.format(*span.start), MONTH.format(*span.end))
