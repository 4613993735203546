"""The figures of one made-up unit: every element in every quarter, from its code and the quarter alone.

Whole numbers throughout (amounts in hundredths) and draws from a hash, so that any machine makes the same
figures, and a county more or a year more changes nothing for the others (ranks among siblings excepted).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from data.catalogue import Catalogue
from data.formula import Formula
from data.model import Period, Scope
from loaders.demo_recipes import Profile, Recipe, Recipes
from loaders.form import Form
from loaders.template import FilledValue

SEED = "faheng-demonstration-1"
NOW = 2026  # the year for which the recipes give good and weak rates
REVISED = 2024  # the wider scope of reconsideration since 2024-01-01
SEASONS = (0.92, 1.0, 1.02, 1.06)
UNPUBLISHED = 0.08  # share of the printed rates that a unit never publishes
WORSE = 0.15  # share of the themes in which a unit gets worse

Filled = dict[tuple[str, Scope], FilledValue]


def draw(*words: object) -> float:
    """A number from 0 up to 1 that depends on the words alone.

    >>> draw("990101", "suit_heard", 8100) == draw("990101", "suit_heard", 8100)
    True
    """
    text = "|".join((SEED, *map(str, words)))
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / 2**48


def around(*words: object) -> float:
    """A draw from -1 up to 1."""
    return 2 * draw(*words) - 1


def profile_of(code: str, recipes: Recipes) -> Profile:
    """The profile given for the unit, else one drawn from its code."""
    known = recipes.profiles.get(code)
    return known or Profile(size=0.4 + 1.2 * draw(code, "size"), quality=0.42 + 0.54 * draw(code, "quality"))


def rounded(numerator: int, denominator: int) -> int:
    """The quotient, half away from zero.

    >>> rounded(5, 2), rounded(-5, 2), rounded(7, 3)
    (3, -3, 2)
    """
    whole = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return whole if (numerator < 0) == (denominator < 0) else -whole


@dataclass(frozen=True)
class Unit:
    """A unit that files; ``siblings`` are the codes ranked beside it, itself included."""

    code: str
    level: str
    siblings: tuple[str, ...]


class Figures:
    """Figures of one unit, made when asked for and kept."""

    def __init__(self, unit: Unit, recipes: Recipes, catalogue: Catalogue) -> None:
        self.unit = unit
        self._recipes = recipes
        self._profile = profile_of(unit.code, recipes)
        self._over_time = {code: known.over_time for code, known in catalogue.elements.items()}
        self._slow = {code for code, adds in self._over_time.items() if adds in ("last", "none")}
        self._made: dict[tuple[str, int], int] = {}
        self._standing: dict[str, tuple[float, float]] = {}

    def filled(self, form: Form, period: Period) -> Filled:
        """What the unit writes into the form for the period."""
        return {
            (row.element, row.scope): figure
            for row in form.rows.values()
            if (figure := self.figure(row.element, period)) is not None
        }

    def figure(self, element: str, period: Period) -> FilledValue | None:
        """A figure as written; None for a rate that the unit does not publish."""
        recipe = self._recipes.all[element]
        if recipe.way == "none" or (recipe.applies == "county" and self.unit.level != "county"):
            return FilledValue(None, "not_applicable")
        if recipe.way in ("rate", "yoy"):
            return self._printed(recipe, period)
        number = self.total(element, period)
        return FilledValue(number / 100, decimals=2) if recipe.hundredths else FilledValue(float(number))

    def total(self, element: str, period: Period) -> int:
        """The element over whole quarters, as it adds over time."""
        first, last = period.first // 3, period.last // 3
        match self._over_time[element]:
            case "sum":
                return sum(self.value(element, quarter) for quarter in range(first, last + 1))
            case "first":
                return self.value(element, first)
        return self.value(element, last)

    def value(self, element: str, quarter: int) -> int:
        """The element in one quarter, counted from the year 0; amounts in hundredths."""
        key = element, quarter
        if key not in self._made:
            self._made[key] = self._make(self._recipes.all[element], quarter)
        return self._made[key]

    def _make(self, recipe: Recipe, quarter: int) -> int:
        if recipe.element in self._profile.without:
            return 0
        match recipe.way:
            case "volume" | "stock" | "fixed":
                return self._number(recipe, quarter)
            case "is":
                return self._sum(recipe.of, quarter)
            case "before":
                return self._sum(recipe.of, quarter - 1)
            case "rank":
                return self._rank(recipe, quarter // 4)
            case "rank_of":
                return len(self.unit.siblings)
        return self._sum(recipe.plus, quarter) + self._part(recipe, quarter)

    def _number(self, recipe: Recipe, quarter: int) -> int:
        """An own number: events of the quarter, or a stock that moves by the year."""
        if recipe.way == "fixed":
            return int(recipe.number)
        code, element, size = self.unit.code, recipe.element, self._profile.size
        year, season = divmod(quarter, 4)
        expected = recipe.number * (1 + 0.2 * around(code, element))
        expected *= max(0.25, 1 + recipe.growth / 100 * (year - NOW))
        if recipe.way == "stock":
            return max(1, int(expected * (0.5 + 0.5 * size) + draw(code, element, "rest")))
        if recipe.revised != 1 and year >= REVISED:
            expected *= recipe.revised
        expected *= size / 4 * SEASONS[season] * (1 + recipe.swing * around(code, element, quarter))
        return int(expected + draw(code, element, quarter, "rest"))

    def _part(self, recipe: Recipe, quarter: int) -> int:
        """A share of other figures, or so many per case of them."""
        whole = self._sum(recipe.of, quarter)
        if not whole:
            return 0
        code, element = self.unit.code, recipe.element
        moment = "" if element in self._slow else quarter
        rest = draw(code, element, moment, "rest")
        rate = self._rate(recipe, quarter // 4)
        if recipe.way == "share":
            rate += self._stray(recipe, rate, moment)
            return int(whole * min(100.0, max(0.0, rate)) / 100 + rest)
        mean = rate * (1 + recipe.swing * around(code, element, moment))
        return int(whole * mean * (100 if recipe.hundredths else 1) + rest)

    def _rate(self, recipe: Recipe, year: int) -> float:
        quality, trend = self._stands(recipe.theme)
        reached = min(1.0, quality / recipe.knee)
        return recipe.weak + (recipe.good - recipe.weak) * reached - recipe.improve * trend * (NOW - year)

    def _stray(self, recipe: Recipe, rate: float, moment: int | str) -> float:
        """How far this unit, and this quarter, is from what the quality says; nothing at 0 and at 100."""
        room = max(0.0, min(rate, 100 - rate))
        code, element = self.unit.code, recipe.element
        stray = 0.22 * around(code, element, "own")
        if isinstance(moment, int):
            stray += 0.12 * around(code, element, moment // 4, "year") + 0.1 * around(code, element, moment)
        return room * stray

    def _stands(self, theme: str) -> tuple[float, float]:
        """Quality in the theme and how fast it improves (below 0: it gets worse)."""
        if theme not in self._standing:
            code = self.unit.code
            quality = self._profile.quality + 0.1 * around(code, theme, "quality")
            worse = draw(code, theme, "worse") < WORSE
            trend = -0.5 if worse else 0.4 + 1.2 * draw(code, theme, "trend")
            self._standing[theme] = min(1.0, max(0.0, quality)), trend
        return self._standing[theme]

    def _rank(self, recipe: Recipe, year: int) -> int:
        scores = {
            code: profile_of(code, self._recipes).quality + 0.1 * around(code, recipe.element, year)
            for code in self.unit.siblings
        }
        own = scores[self.unit.code]
        return 1 + sum(score > own for score in scores.values())

    def _printed(self, recipe: Recipe, period: Period) -> FilledValue | None:
        """A rate or a 同比 with two decimals, computed from the unit's own figures."""
        if recipe.way == "yoy":
            now, before = self._over(recipe.of, period), self._over(recipe.of, period.year_before)
            numerator, denominator, scale = now - before, before, 100
        else:
            numerator, denominator = self._over(recipe.of, period), self._over(recipe.over, period)
            scale = recipe.scale
        if not denominator:
            return FilledValue(None, "not_applicable" if numerator else "no_cases")
        if draw(self.unit.code, recipe.element, "published") < UNPUBLISHED:
            return None
        return FilledValue(rounded(scale * 100 * numerator, denominator) / 100, decimals=2)

    def _over(self, formula: Formula | None, period: Period) -> int:
        return sum(factor * self.total(code, period) for factor, code in formula.terms) if formula else 0

    def _sum(self, formula: Formula | None, quarter: int) -> int:
        return sum(factor * self.value(code, quarter) for factor, code in formula.terms) if formula else 0


def units_of(regions: Sequence[tuple[str, str, str]]) -> Mapping[str, Unit]:
    """Those that file, by code, from (code, level, parent): counties and cities, with their siblings."""
    filing = [entry for entry in regions if entry[1] in ("county", "city")]
    beside: dict[tuple[str, str], list[str]] = {}
    for code, level, parent in filing:
        beside.setdefault((level, parent), []).append(code)
    return {code: Unit(code, level, tuple(beside[level, parent])) for code, level, parent in filing}
