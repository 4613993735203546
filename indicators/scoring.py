"""score_sheets: a scheme and the facts of its regions to score sheets that explain every mark.

Source: methods.md, Scoring. Exact throughout. Items left out give their weight to the others; items still to
be settled leave the sheet pending; a veto zeroes what it names and what stood there stays visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from data.marking import ByHand, ByRank, Marking, Unread
from data.marking_parse import parse_rule
from data.regions import Region
from data.scheme import Item, Mark, Scheme, Veto, VetoRule, league_of, strikes
from indicators.exact import exact
from indicators.scoring_model import ItemScore, ItemState, Measured, Part, Reason, Sheet
from indicators.scoring_places import UNRANKED, Placed, placed
from indicators.scoring_rules import fact_of, marks_of

ZERO = Fraction(0)
UNREPORTED: dict[str, Reason] = {"not_reported": "not_reported", "missing_element": "missing_element"}
UNSETTLED: dict[str, Reason] = {
    "zero_denominator": "zero_denominator",
    "not_additive": "not_additive",
    "reported_only_below": "reported_only_below",
    "protected": "protected",
    "neutral": "neutral",
    "no_tasks": "no_tasks",
}
Facts = Mapping[tuple[str, str], Measured]  # (region, item) -> what is known


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it is applied to every region: its rule read, its marks exact."""

    item: Item
    rule: Marking | Unread
    full: Fraction
    low: Fraction
    high: Fraction
    target: Fraction | None

    @classmethod
    def of(cls, item: Item) -> Line:
        rule = parse_rule(item.rule)
        low, high = (ZERO, ZERO) if isinstance(rule, Unread) else bounds(item, rule)
        target = exact(item.target) if item.target is not None else None
        return cls(item, rule, exact(item.weight or 0), low, high, target)

    def within(self, marks: Fraction) -> Fraction:
        """The marks inside the item's bounds."""
        return min(max(marks, self.low), self.high)

    @property
    def by_rank(self) -> bool:
        return isinstance(self.rule, Marking) and isinstance(self.rule.base, ByRank)


def score_sheets(
    scheme: Scheme,
    regions: Iterable[Region],
    facts: Facts,
    *,
    marks: Sequence[Mark] = (),
    vetoes: Sequence[Veto] = (),
) -> tuple[Sheet, ...]:
    """One sheet for each region that the scheme assesses, in the order given.

    A fact that is not there was not reported. Where the scheme has an item without full marks or rule
    nothing is scored: every sheet's state is ``none``.
    """
    leagues = {region.code: league_of(scheme, region.code, region.level) for region in regions}
    assessed = {region: league for region, league in leagues.items() if league is not None}
    if scheme.unmarked:
        return tuple(_empty(scheme, region, league) for region, league in assessed.items())
    lines = [Line.of(item) for item in scheme.items]
    places = placed([line.item for line in lines if line.by_rank], assessed, facts, scheme.minimum)
    given = {(mark.region, mark.item): mark for mark in marks}
    sheets: list[Sheet] = []
    for region, league in assessed.items():
        scores: list[ItemScore] = []
        for line in lines:
            key = (region, line.item.code)
            score = score_item(line, facts.get(key), places.get(key, UNRANKED))
            scores.append(_by_hand(score, line, given.get(key)))
        struck = [(rule, veto) for rule, veto in _struck(scheme, vetoes) if veto.region == region]
        sheets.append(_sheet(scheme, region, league, scores, struck))
    return tuple(sheets)


def score_item(line: Line, measured: Measured | None, place: Placed) -> ItemScore:
    """One line as the rule gives it, before marks by hand and vetoes."""
    item, rule = line.item, line.rule
    blank = ItemScore(item.code, "unscored", "unread", line.full)
    if isinstance(rule, Unread):
        return blank
    if item.kind == "manual" or (isinstance(rule.base, ByHand) and measured is None):
        state: ItemState = "left_out" if item.not_reported == "left_out" else "unscored"
        return replace(blank, state=state, reason="to_be_marked")
    measured = measured or Measured(None, gap="not_reported")
    if measured.value is None or measured.gap:
        return _without_value(blank, line, measured.gap or "not_reported")
    fact = fact_of(measured, line.target)
    blank = replace(blank, value=fact.value, target=fact.target)
    if measured.short:
        return replace(blank, reason="short")
    if line.by_rank and place.reason:
        return replace(blank, state=place.state, reason=place.reason)
    found = marks_of(rule, line.full, fact, (place.best, place.worst))
    if isinstance(found, str):
        return replace(blank, reason=found)
    return _scored(blank, "rule", line.within(found.marks), found.parts)


def bounds(item: Item, rule: Marking) -> tuple[Fraction, Fraction]:
    """The least and the most marks that the item can have."""
    full, floor = exact(item.weight or 0), exact(item.floor)
    high = exact(item.cap) if item.cap is not None else full + (rule.added or ZERO)
    if isinstance(rule.base, ByHand) and rule.base.most is not None:
        high = min(high, rule.base.most)
    return min(floor, high), high


def _scored(blank: ItemScore, reason: Reason, marks: Fraction, parts: tuple[Part, ...] = ()) -> ItemScore:
    return replace(blank, state="scored", reason=reason, marks=marks, computed=marks, parts=parts)


def _without_value(blank: ItemScore, line: Line, gap: str) -> ItemScore:
    """methods.md: not reported 0, 无案件 never 0, 不适用 left out; what contradicts itself is to be settled.

    An item that only takes away has nothing to withhold from who did not report: it stays open.
    """
    if gap in UNSETTLED:
        return replace(blank, reason=UNSETTLED[gap])
    if gap == "not_applicable":
        return replace(blank, state="left_out", reason="not_applicable")
    if gap == "no_cases":
        if line.item.no_cases == "left_out":
            return replace(blank, state="left_out", reason="no_cases")
        return _scored(blank, "no_cases", line.within(line.full))
    reason = UNREPORTED.get(gap, "not_reported")
    if line.item.not_reported == "left_out":
        return replace(blank, state="left_out", reason=reason)
    return _scored(blank, reason, line.within(ZERO)) if line.full else replace(blank, reason=reason)


def _by_hand(score: ItemScore, line: Line, mark: Mark | None) -> ItemScore:
    if mark is None or isinstance(line.rule, Unread):
        return score
    marks = line.within(exact(mark.marks))
    params, parts = {**score.params, "why": mark.why}, (*score.parts, Part("by_hand", marks))
    return replace(score, state="scored", reason="by_hand", marks=marks, params=params, parts=parts)


def _struck(scheme: Scheme, vetoes: Sequence[Veto]) -> list[tuple[VetoRule, Veto]]:
    return [(rule, veto) for veto in vetoes for rule in scheme.vetoes if strikes(rule, veto, scheme)]


def _sheet(
    scheme: Scheme,
    region: str,
    league: str,
    scores: Sequence[ItemScore],
    struck: Sequence[tuple[VetoRule, Veto]],
) -> Sheet:
    named = {rule.item: rule for rule, _ in struck if rule.effect == "item"}
    zeroed = [_zeroed(score, named.get(score.item)) for score in scores]
    full, counted, waiting, so_far, projected = totals(zeroed)
    without = totals(scores)[3] if named else so_far
    total = any(rule.effect == "total" for rule, _ in struck)
    if total:
        so_far = projected = min(ZERO, so_far or ZERO)
    pending = not total and any(score.state == "unscored" for score in zeroed)
    return Sheet(
        region=region,
        league=league,
        items=tuple(zeroed),
        state="none" if so_far is None else "pending" if pending else "final",
        full=full,
        counted=counted,
        waiting=waiting,
        marks=so_far,
        without_veto=without,
        projected=projected,
        vetoes=tuple(dict.fromkeys(veto for _, veto in struck)),
    )


def _zeroed(score: ItemScore, rule: VetoRule | None) -> ItemScore:
    """The line with 0, or with less where it stood below 0 already; ``computed`` keeps what it was."""
    if rule is None:
        return score
    marks = min(ZERO, score.marks if score.marks is not None else ZERO)
    params = {**score.params, "veto": rule.code}
    return replace(score, state="scored", reason="veto", marks=marks, computed=score.marks, params=params)


def totals(
    scores: Sequence[ItemScore],
) -> tuple[Fraction, Fraction, Fraction, Fraction | None, Fraction | None]:
    """Full, counted and waiting marks; the total so far; the total as if what waits were left out.

    Marks within an item's full marks are scaled up by what was left out; what was added beyond them, or
    taken below 0, counts as it is, so that a total never passes the scheme's own bounds.
    """
    full = sum((score.full or ZERO for score in scores), ZERO)
    out = sum((score.full or ZERO for score in scores if score.state == "left_out"), ZERO)
    waiting = sum((score.full or ZERO for score in scores if score.state == "unscored"), ZERO)
    scored = [score for score in scores if score.marks is not None]
    inside = sum((within(score) for score in scored), ZERO)
    beyond = sum(((score.marks or ZERO) - within(score) for score in scored), ZERO)
    counted = full - out
    if not scored or (full and not counted):
        return full, counted, waiting, None, None
    so_far = (inside * full / counted if full else ZERO) + beyond
    rest = counted - waiting
    projected = inside * full / rest + beyond if rest else None if full else beyond
    return full, counted, waiting, so_far, projected


def within(score: ItemScore) -> Fraction:
    """Its marks as far as they lie between 0 and its full marks."""
    return min(max(score.marks or ZERO, ZERO), score.full or ZERO)


def _empty(scheme: Scheme, region: str, league: str) -> Sheet:
    """Why there is no score: each item says whether it lacks its marks."""
    lines = tuple(
        ItemScore(item.code, "unscored", "no_marks", None if item.weight is None else exact(item.weight))
        for item in scheme.items
    )
    return Sheet(region, league, lines, "none", ZERO, ZERO, ZERO, None, None, None)
