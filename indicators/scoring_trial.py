"""The simulator (模拟): a scheme with other weights, rules or targets, and who moves by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from data.scheme import Item, NoCases, NotReported, Scheme, with_item
from indicators.scoring_model import Place


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What an item is to be instead; None leaves it as it is, ``target_in_force`` drops its own target."""

    item: str
    weight: float | None = None
    rule: str | None = None
    target: float | None = None
    target_in_force: bool = False
    floor: float | None = None
    cap: float | None = None
    no_cases: NoCases | None = None
    not_reported: NotReported | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A region before and after; ``places`` gained is positive, None where it has no place in one of them."""

    region: str
    league: str
    before: Fraction | None
    after: Fraction | None
    rank_before: int | None
    rank_after: int | None
    places: int | None

    @property
    def kind(self) -> Literal["up", "down", "same", "none"]:
        if self.places is None:
            return "none"
        return "up" if self.places > 0 else "down" if self.places < 0 else "same"


def simulated(scheme: Scheme, changes: Sequence[ItemChange]) -> Scheme:
    """The scheme with the changes, as a draft that nobody has approved; KeyError for an unknown item."""
    for change in changes:
        scheme = with_item(scheme, _changed(scheme.item(change.item), change))
    return replace(scheme, status="draft", approver="", decided_on="")


def moved(before: Sequence[Place], after: Sequence[Place]) -> tuple[Move, ...]:
    """Every region of ``after`` beside what it was, those that move most first."""
    was = {(place.region, place.league): place for place in before}
    moves = [_move(was.get((place.region, place.league)), place) for place in after]
    return tuple(sorted(moves, key=lambda move: -abs(move.places or 0)))


def _changed(item: Item, change: ItemChange) -> Item:
    fields = ("weight", "rule", "target", "floor", "cap", "no_cases", "not_reported")
    told = {name: getattr(change, name) for name in fields if getattr(change, name) is not None}
    if change.target_in_force:
        told["target"] = None
    return replace(item, **told)


def _move(before: Place | None, after: Place) -> Move:
    old = before.rank if before else None
    places = old - after.rank if old is not None and after.rank is not None else None
    return Move(
        region=after.region,
        league=after.league,
        before=before.marks if before else None,
        after=after.marks,
        rank_before=old,
        rank_after=after.rank,
        places=places,
    )
