"""合计 of a mapped table beside the sum of what it sums: a difference has to be explained, never mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.catalogue import Catalogue
from data.model import DataElement, Finding, Observation
from loaders.words import shown

Group = tuple[str, int, str]


@dataclass(frozen=True)
class Figure:
    """A figure: its group (sheet, band of heads, head), its page and row, its region and period.

    One that could not be taken as it stands has no ``observation``, and no place where that is not known.
    """

    group: Group
    page: int
    row: int
    place: tuple[str, str]
    element: str
    cell: str
    observation: Observation | None


@dataclass(frozen=True)
class Sum:
    """A printed sum over a column of regions or periods, or (``row``) along a row of regions."""

    group: Group
    page: int
    row: int
    over: str  # regions or periods
    under: str  # only of regions below this one
    period: str
    observation: Observation


def differences(figures: Sequence[Figure], sums: Sequence[Sum], catalogue: Catalogue) -> Iterator[Finding]:
    """One finding for each sum that is not that of the exact figures it sums.

    Where one of them could not be read the sum is not to blame: it is said that it was not compared.
    """
    for total in sums:
        element = catalogue.elements[total.observation.element]
        adds = element.over_regions if total.over == "regions" else element.over_time
        if adds != "sum":
            continue
        parts = [figure for figure in figures if _is_part(figure, total, catalogue)]
        of_page = [figure for figure in parts if figure.page == total.page]
        if _agrees(total, parts, element) or (of_page != parts and _agrees(total, of_page, element)):
            continue
        unread = [figure.cell for figure in parts if figure.observation is None]
        if unread:
            yield _waiting(total, unread, element)
        else:
            yield _finding(total, parts[0], _values(parts), element)


def _agrees(total: Sum, parts: Sequence[Figure], element: DataElement) -> bool:
    """Is it the sum of the parts; only exact figures are compared."""
    values = _values(parts)
    if not values or any(each.qualifier != "exact" for each in (*values, total.observation)):
        return True
    off = abs(_added(values) - _number(total.observation))
    return off <= _tolerance(element, total.observation, values)


def _values(parts: Sequence[Figure]) -> list[Observation]:
    read = (figure.observation for figure in parts)
    return [each for each in read if each is not None and each.value is not None]


def _added(values: Sequence[Observation]) -> Decimal:
    return sum((_number(each) for each in values), Decimal(0))


def _is_part(figure: Figure, total: Sum, catalogue: Catalogue) -> bool:
    whole, (region, period) = total.observation, figure.place
    if figure.element != whole.element or figure.cell == whole.cell or figure.group[:2] != total.group[:2]:
        return False
    of_period = not period or period == total.period
    if total.row:
        return figure.row == total.row and of_period
    same = figure.group == total.group and (not total.period or of_period)
    return same and (not total.under or not region or catalogue.regions.is_ancestor(total.under, region))


def _number(observation: Observation) -> Decimal:
    return Decimal(repr(observation.value)) if observation.value is not None else Decimal(0)


def _tolerance(element: DataElement, total: Observation, values: Sequence[Observation]) -> Decimal:
    """Half a unit of the last printed digit for each figure; whole counts must agree."""
    digits = max(each.decimals for each in (total, *values))
    if element.kind == "count" and not digits:
        return Decimal(0)
    return Decimal(len(values) + 1) / 2 * Decimal(1).scaleb(-digits)


def _finding(total: Sum, first: Figure, values: Sequence[Observation], element: DataElement) -> Finding:
    region, period = first.place
    params = {
        **_spoken(total, element),
        "expected": shown(_added(values).normalize() + 0),
        "cells": values[0].cell if len(values) == 1 else f"{values[0].cell}—{values[-1].cell}",
        "found": str(len(values)),
    }
    place = total.observation
    return Finding(
        "mapping.total_differs", "explain", place.sheet, place.cell, params, region=region, period=period
    )


def _waiting(total: Sum, unread: Sequence[str], element: DataElement) -> Finding:
    params = {**_spoken(total, element), "found": str(len(unread)), "cells": "、".join(unread)}
    return Finding("mapping.total_waits", "note", total.observation.sheet, total.observation.cell, params)


def _spoken(total: Sum, element: DataElement) -> dict[str, str | float]:
    read = shown(_number(total.observation).normalize() + 0)
    named = {"element": element.code, "label": element.name, "english": element.english}
    return {"read": read, "expected": "", **named}
