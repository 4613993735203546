"""Puts the clauses of a rule of assessment together to what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from data.marking import (
    FULL,
    NOTHING,
    POINT,
    Award,
    Band,
    Base,
    ByHand,
    ByRank,
    Counting,
    Flat,
    Marking,
    Met,
    Per,
    Placing,
    Share,
    Side,
    Steps,
)
from data.marking_bands import UnfitError, award_of, band_of, hole_in, line_of
from data.marking_clauses import ABOVE, BELOW, OVER, Clause

PLACES = ("名", "位", "个位次", "位次", "个名次", "名次")
COUNTING: dict[str, Counting] = {"started": "started", "complete": "whole", "ratio": "proportional"}
BANDS = ("range", "from", "over", "upto", "under", "none")


def build(words: str, found: Sequence[Clause]) -> Marking:
    """The rule that the clauses make; UnfitError where they make none."""
    rule = _Assembly(found)
    for clause in found:
        rule.take(clause)
    base = rule.base_of()
    if base is None and not rule.pers:
        raise UnfitError(0)
    return Marking(words, base, tuple(rule.pers))


@dataclass
class _Assembly:
    """What the clauses have said so far."""

    found: Sequence[Clause]
    pers: list[Per] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    placings: list[Placing] = field(default_factory=list)
    base: Fraction | None = None
    side: Side | None = None
    otherwise: Award = NOTHING
    most: Fraction | None = None
    step: Fraction | None = None

    def take(self, clause: Clause) -> None:
        said = clause.said
        match clause.kind:
            case "per":
                self._take_per(clause)
            case "base":
                above = "more" in said or said.get("side") in OVER.split("|")
                self.side = "above" if above else "below"
                self.base = Fraction(said["base"]) if "base" in said else None
            case "rest":
                self.otherwise = award_of(said)
            case "most" | "lid":
                self._take_most(Fraction(said["most"]))
            case _:
                self._take_graded(clause)

    def _take_graded(self, clause: Clause) -> None:
        said = clause.said
        if clause.kind in BANDS:
            self.bands.append(band_of(clause))
        elif clause.kind in COUNTING:
            self._take_counting(clause)
        elif clause.kind in ("place", "top"):
            first = int(said.get("first", "1"))
            self.placings.append(Placing(first, int(said.get("last", first)), award_of(said)))
        elif clause.kind == "descend":
            self.step = Fraction(said["step"])

    def _take_per(self, clause: Clause) -> None:
        said = clause.said
        step = Fraction(said.get("step", "1"))
        marks = Fraction(said["marks"])
        if not step or (self.placings and (said["unit"] not in PLACES or step != 1)):
            raise UnfitError(clause.start)
        if self.placings:
            self.step = marks
            return
        unit = POINT if said["unit"] in ("%", "百分点") else said["unit"]
        side, base = self._side(said.get("verb", ""), unit, clause)
        effect: Literal["deduct", "add"] = "add" if said["effect"] in "加奖" else "deduct"
        if any((per.effect, per.side) == (effect, side) for per in self.pers):
            raise UnfitError(clause.start)  # two of one kind: which of them counts is not said
        self.pers.append(
            Per(
                effect=effect,
                side=side,
                step=step,
                unit=unit,
                marks=marks,
                counting="whole" if "whole" in said else "proportional",
                base=base,
            )
        )

    def _side(self, verb: str, unit: str, clause: Clause) -> tuple[Side, Fraction | None]:
        """Below or above what; an event (每发生一起) is counted from 0."""
        if verb in BELOW:
            return "below", self._own_base("below")
        if verb in ABOVE:
            return "above", self._own_base("above")
        if self.side is not None:
            return self.side, self.base
        if unit == POINT:
            raise UnfitError(clause.start)
        return "above", Fraction(0)

    def _own_base(self, side: Side) -> Fraction | None:
        return self.base if self.side in (None, side) else None

    def _take_most(self, most: Fraction) -> None:
        if self.pers:
            self.pers[-1] = replace(self.pers[-1], most=most)
        else:
            self.most = most

    def _take_counting(self, clause: Clause) -> None:
        if self.pers:
            self.pers[-1] = replace(self.pers[-1], counting=COUNTING[clause.kind])
        elif clause.kind != "ratio":
            raise UnfitError(clause.start)

    def base_of(self) -> Base | None:
        """What the marks begin with; clauses that do not go together raise."""
        if self.placings:
            self._only("place", "top", "descend", "per", "rest", "until", "full")
            return self._ranks()
        self._none_of("descend")
        if self._has("hand"):
            self._only("hand", "most", "lid", "full")
            return ByHand(self.most)
        if self.most is not None:
            self._none_of("most", "lid")
        if not self.pers and not (self._shared and self.base is None):
            self._none_of("base")
        return self._of_bands() if self.bands else self._plain()

    def _ranks(self) -> ByRank:
        """The placings; no place is named twice, and without 其余 none is passed over."""
        named = [place for each in self.placings for place in range(each.first, each.last + 1)]
        whole = self._has("rest") or sorted(named) == list(range(1, len(named) + 1))
        if len(set(named)) < len(named) or not whole:
            raise UnfitError([clause.start for clause in self.found if clause.kind in ("place", "top")][-1])
        return ByRank(tuple(self.placings), self.step, self.otherwise)

    @property
    def _shared(self) -> bool:
        """Is the share that was reached asked for; after a deduction 按比例 speaks of that."""
        return self._has("between", "share") or (self._has("ratio") and not self.pers)

    def _plain(self) -> Base | None:
        """Without bands: met or not, or the share reached; beside 达标得满分 deductions tell the rest."""
        met = next((clause for clause in self.found if clause.kind == "met"), None)
        if met is not None and not award_of(met.said).full:
            raise UnfitError(met.start)
        if met is None:
            self._none_of("rest", "between")
        if self._shared:
            self._none_of("rest")
            return Share()
        return None if met is None or (self.pers and not self._has("rest")) else Met(self.otherwise)

    def _of_bands(self) -> Base | None:
        self._none_of("met")
        if any(per.effect == "deduct" for per in self.pers):
            return self._from_bands()
        if len(self.bands) == 1:
            self.pers = [self._from_edge(per, self.bands[0]) for per in self.pers]
        if not self._shared:
            return self._steps()
        self._none_of("rest")
        line = line_of(*self.bands) if len(self.bands) == 2 and self._has("between") else None
        one = self.bands[0] if len(self.bands) == 1 and self.bands[0].award == FULL else None
        if line is None and (one is None or one.low is None):
            self._none_of("between", "share", "ratio")
        return line or Share(self.bands[0].low)

    def _from_bands(self) -> Base | None:
        """Bands beside deductions: one says from where and from how much, others where there is nothing."""
        self._none_of("between", "share", "rest")
        cuts = tuple(band for band in self.bands if band.award == NOTHING)
        first = [band for band in self.bands if band.award != NOTHING]
        if len(first) > 1 or any(band.low is not None and band.high is not None for band in cuts):
            self._none_of(*BANDS)
        self.pers = [self._from_edge(per, first[0]) if first else per for per in self.pers]
        award = first[0].award if first else FULL
        return Flat(award, cuts) if cuts or award != FULL else None

    def _steps(self) -> Steps:
        """The bands; none says two things of one span, and without 其余 they leave no hole between them."""
        spans = {(band.low, band.low_in, band.high, band.high_in) for band in self.bands}
        if len(spans) < len(self.bands) or (not self._has("rest") and hole_in(self.bands)):
            raise UnfitError([clause.start for clause in self.found if clause.kind in BANDS][-1])
        return Steps(tuple(self.bands), self.otherwise)

    def _from_edge(self, per: Per, band: Band) -> Per:
        """Counted from the edge of the band that lies on its side."""
        edges = (band.low, band.high) if per.side == "below" else (band.high, band.low)
        known = [edge for edge in edges if edge is not None]
        return replace(per, base=known[0]) if per.base is None else per

    def _only(self, *kinds: str) -> None:
        for clause in self.found:
            if clause.kind not in kinds:
                raise UnfitError(clause.start)

    def _none_of(self, *kinds: str) -> None:
        for clause in self.found:
            if clause.kind in kinds:
                raise UnfitError(clause.start)

    def _has(self, *kinds: str) -> bool:
        return any(clause.kind in kinds for clause in self.found)
