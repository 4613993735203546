"""Score sheets as they are kept: what JSON can hold of a sheet and its place, and the sheet read back.

Fractions are written exactly, ``177/2``; a sheet that was kept once is never recomputed to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

from data.scheme import Veto
from indicators.scoring_model import ItemScore, Part, Place, Sheet

_SUMS = ("full", "counted", "waiting", "marks", "without_veto", "projected")  # of a sheet
_AMOUNTS = ("full", "marks", "value", "target", "computed")  # of an item


def sheet_content(sheet: Sheet, place: Place) -> dict[str, Any]:
    """The sheet with the place it had; ``sheet_of`` and ``place_of`` read them back."""
    return {
        "league": sheet.league,
        "state": sheet.state,
        **{name: _written(getattr(sheet, name)) for name in _SUMS},
        "items": [_item(each) for each in sheet.items],
        "vetoes": [asdict(each) for each in sheet.vetoes],
        "rank": place.rank,
        "of": place.of,
        "tied": place.tied,
        "change": place.change,
        "provisional": place.provisional,
    }


def sheet_of(region: str, content: Mapping[str, Any]) -> Sheet:
    """The sheet of a region as it was kept."""
    full, counted, waiting = (_read(content[name]) or Fraction(0) for name in _SUMS[:3])
    return Sheet(
        region=region,
        league=content["league"],
        items=tuple(_item_of(each) for each in content["items"]),
        state=content["state"],
        full=full,
        counted=counted,
        waiting=waiting,
        marks=_read(content["marks"]),
        without_veto=_read(content["without_veto"]),
        projected=_read(content["projected"]),
        vetoes=tuple(_veto_of(each) for each in content["vetoes"]),
    )


def place_of(region: str, content: Mapping[str, Any]) -> Place:
    """The place that the region had when the sheet was kept."""
    names = ("rank", "of", "tied", "change", "provisional")
    told = {name: content[name] for name in names}
    return Place(region, content["league"], _read(content["marks"]), **told)


def _item(item: ItemScore) -> dict[str, Any]:
    return {
        "item": item.item,
        "state": item.state,
        "reason": item.reason,
        **{name: _written(getattr(item, name)) for name in _AMOUNTS},
        "params": _told(item.params),
        "parts": [
            {"code": part.code, "marks": _written(part.marks), "params": _told(part.params)}
            for part in item.parts
        ],
    }


def _item_of(content: Mapping[str, Any]) -> ItemScore:
    parts = tuple(
        Part(each["code"], _read(each["marks"]) or Fraction(0), _heard(each["params"]))
        for each in content["parts"]
    )
    full, marks, value, target, computed = (_read(content[name]) for name in _AMOUNTS)
    return ItemScore(
        content["item"],
        content["state"],
        content["reason"],
        full,
        marks,
        value,
        target,
        computed,
        _heard(content["params"]),
        parts,
    )


def _veto_of(content: Mapping[str, Any]) -> Veto:
    told = {each.name: content[each.name] for each in fields(Veto)}
    lists = {name: tuple(told[name]) for name in ("evidence", "conditions")}
    return Veto(**{**told, **lists})


def _told(params: Mapping[str, Fraction | str]) -> dict[str, Any]:
    """Numbers apart from words: ``{"low": {"n": "3/5"}}``."""
    return {
        name: {"n": str(value)} if isinstance(value, Fraction) else value for name, value in params.items()
    }


def _heard(content: Mapping[str, Any]) -> dict[str, Fraction | str]:
    return {
        name: Fraction(value["n"]) if isinstance(value, dict) else str(value)
        for name, value in content.items()
    }


def _written(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _read(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
