"""Places by total, and how they would move under other weights, rules or targets.

Source: methods.md, Scoring: competition ranks (并列) n/参评数, leagues apart; robustness: every weight drawn
within ±20 %, 1,000 draws, fixed seed. The caller keeps results by versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from indicators.scoring import totals, within
from indicators.scoring_model import Place, Sheet

DRAWS = 1_000
SEED = 20_260_101
SPREAD = 0.2
TAIL = 20  # one in twenty on either side: 5 % and 95 %
DIGITS = 9  # totals that agree so far are a tie, as they were before the draw

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Robustness:
    """How often a region keeps its place, and between which places it lies in nine draws of ten."""

    region: str
    league: str
    rank: int
    of: int
    best: int
    worst: int
    kept: float  # share of draws with the same place, 0-1


def ranked(
    sheets: Sequence[Sheet], earlier: Sequence[Place] = (), *, provisional: bool = False
) -> tuple[Place, ...]:
    """The place of each sheet in its league, in the order of the sheets; change against ``earlier``.

    A pending sheet takes no place, but ``provisional`` ranks it by what is certain so far, the open items
    left out. Equal totals stand on one place and the next ones are skipped (1-1-3).
    """
    reached = {sheet.region: _total(sheet, provisional=provisional) for sheet in sheets}
    before = {(place.region, place.league): place.rank for place in earlier}
    found: list[Place] = []
    for league, members in _leagues(sheets).items():
        taking = [marks for marks in (reached[sheet.region] for sheet in members) if marks is not None]
        best, alike = _ranks(taking), Counter(taking)
        for sheet in members:
            marks = reached[sheet.region]
            rank = best.get(marks) if marks is not None else None
            was = before.get((sheet.region, league))
            found.append(
                Place(
                    region=sheet.region,
                    league=league,
                    marks=marks if marks is not None else sheet.marks,
                    rank=rank,
                    of=len(taking),
                    tied=marks is not None and alike[marks] > 1,
                    change=was - rank if was is not None and rank is not None else None,
                    provisional=sheet.state == "pending",
                )
            )
    order = {sheet.region: number for number, sheet in enumerate(sheets)}
    return tuple(sorted(found, key=lambda place: order[place.region]))


def robustness(
    sheets: Sequence[Sheet],
    *,
    draws: int = DRAWS,
    spread: float = SPREAD,
    seed: int = SEED,
    provisional: bool = False,
) -> tuple[Robustness, ...]:
    """Places when every weight is drawn anew from within ±``spread``, for every sheet that has a place.

    The weights are the same for all regions of a draw and add up to the full marks again; bonuses,
    deductions beyond an item's weight and vetoes stay as they are. Without spread nothing moves.
    """
    places = [place for place in ranked(sheets, provisional=provisional) if place.rank is not None]
    sheet_of = {sheet.region: sheet for sheet in sheets}
    found: list[Robustness] = []
    for league in dict.fromkeys(place.league for place in places):
        here = [place for place in places if place.league == league]
        drawn = _drawn([sheet_of[place.region] for place in here], draws, spread, seed)
        own = np.array([place.rank for place in here])
        if not spread:
            drawn = np.repeat(own[None, :], draws, axis=0)
        drawn.sort(axis=0)
        tail = draws // TAIL
        kept = (drawn == own).mean(axis=0)
        for number, place in enumerate(here):
            rank = int(own[number])
            best, worst = int(drawn[tail, number]), int(drawn[draws - 1 - tail, number])
            found.append(
                Robustness(
                    place.region,
                    league,
                    rank,
                    place.of,
                    min(best, rank),
                    max(worst, rank),
                    float(kept[number]),
                )
            )
    return tuple(found)


def _drawn(sheets: Sequence[Sheet], draws: int, spread: float, seed: int) -> NDArray[np.int64]:
    """The place of each sheet in each draw, [draw, sheet]."""
    codes = list(dict.fromkeys(score.item for sheet in sheets for score in sheet.items))
    lines = [{score.item: score for score in sheet.items} for sheet in sheets]
    full = np.array([float(max(line[code].full or 0 for line in lines)) for code in codes])
    share, taken, beyond = (np.zeros((len(sheets), len(codes))) for _ in range(3))
    for row, line in enumerate(lines):
        for column, code in enumerate(codes):
            score = line[code]
            if score.marks is None:
                continue
            inside = within(score)
            taken[row, column] = 1
            share[row, column] = float(inside / score.full) if score.full else 0
            beyond[row, column] = float(score.marks - inside)
    weights = full * np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, len(codes)))
    weights *= full.sum() / np.maximum(weights.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    counted = np.einsum("dc,rc->dr", weights, taken)
    got = np.einsum("dc,rc->dr", weights, share * taken)
    scaled = np.divide(got * full.sum(), counted, out=np.zeros_like(got), where=counted > 0)
    drawn = scaled + beyond.sum(axis=1)
    vetoed = np.array([_zeroed(sheet) for sheet in sheets])
    return _places(np.where(vetoed, np.minimum(drawn, 0), drawn))


def _places(drawn: Numbers) -> NDArray[np.int64]:
    """Competition ranks along each row, the greatest first."""
    rounded = np.round(drawn, DIGITS)
    ordered = np.sort(-rounded, axis=1)
    return np.array(
        [
            1 + np.searchsorted(row, -values, side="left")
            for row, values in zip(ordered, rounded, strict=True)
        ],
        dtype=np.int64,
    )


def _zeroed(sheet: Sheet) -> bool:
    """Was the total set to 0: its lines come to something else."""
    return bool(sheet.vetoes) and totals(sheet.items)[3] != sheet.marks


def _total(sheet: Sheet, *, provisional: bool) -> Fraction | None:
    if sheet.state == "final":
        return sheet.marks
    return sheet.projected if provisional and sheet.state == "pending" else None


def _leagues(sheets: Iterable[Sheet]) -> Mapping[str, list[Sheet]]:
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        found.setdefault(sheet.league, []).append(sheet)
    return found


def _ranks(totals: Sequence[Fraction]) -> dict[Fraction, int]:
    best: dict[Fraction, int] = {}
    for number, marks in enumerate(sorted(totals, reverse=True), start=1):
        best.setdefault(marks, number)
    return best
