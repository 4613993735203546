"""Reads loaders/demonstration.toml: how each figure of the made-up province comes about, and its counties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from data.catalogue import Catalogue
from data.formula import Formula, FormulaError, parse
from data.strict import CatalogueError, Reading, nearest, read_toml

FILE = Path(__file__).parent / "demonstration.toml"
PROFILES = "profiles"

Way = Literal[
    "volume", "stock", "fixed", "share", "each", "is", "before", "rate", "yoy", "rank", "rank_of", "none"
]
WAYS: tuple[Way, ...] = get_args(Way)
NUMBERS = ("volume", "stock", "fixed")
FORMULAS = ("share", "each", "is", "before", "yoy")
OPTIONS = (
    *("good", "weak", "knee", "improve", "swing", "growth", "revised", "scale"),
    *("hundredths", "plus", "applies"),
)
APPLIES = ("all", "county", "none")
DEFAULTS = {"good": 100.0, "weak": 100.0, "knee": 1.0, "improve": 0.0, "swing": 0.18, "growth": 0.0}


@dataclass(frozen=True)
class Recipe:
    """How one data element is made; ``of`` is the formula it is a part, a multiple or a copy of."""

    element: str
    theme: str
    way: Way
    number: float = 0.0  # volume a year, stock, or fixed number, in a county of size 1
    of: Formula | None = None
    over: Formula | None = None  # denominator of a rate
    plus: Formula | None = None
    good: float = 100.0
    weak: float = 100.0
    knee: float = 1.0
    improve: float = 0.0
    swing: float = 0.18
    growth: float = 0.0
    revised: float = 1.0
    scale: int = 100
    hundredths: bool = False
    applies: Literal["all", "county", "none"] = "all"

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(
            code for formula in (self.of, self.over, self.plus) if formula for code in formula.elements
        )


@dataclass(frozen=True)
class Profile:
    """A unit's size (1 is an average county), quality (0 worst, 1 best) and the elements it has none of."""

    size: float
    quality: float
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipes:
    all: Mapping[str, Recipe]
    profiles: Mapping[str, Profile]


@cache
def read_recipes(path: Path = FILE) -> Recipes:
    """Read strictly; raise CatalogueError with every mistake when there is any."""
    mistakes: list[str] = []
    reading = Reading(mistakes, f"loaders/{path.name}")
    tables = read_toml(path, mistakes)
    profiles = _profiles(tables.pop(PROFILES, {}), reading.at(PROFILES))
    recipes: dict[str, Recipe] = {}
    for theme, entries in tables.items():
        for element, entry in _tables(entries, reading.at(theme)).items():
            if element in recipes:
                reading.wrong(f"{element} is given twice")
            recipes[element] = _recipe(element, theme, entry, reading.at(f"{theme}.{element}"))
    for recipe in recipes.values():
        for code in recipe.needs:
            if code not in recipes:
                reading.at(recipe.element).wrong(f"unknown element {code!r}{nearest(code, recipes)}")
    if mistakes:
        raise CatalogueError(mistakes)
    return Recipes(recipes, profiles)


def missing_recipes(recipes: Recipes, elements: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """Elements of a form without a recipe, and recipes of elements that the catalogue does not know."""
    absent = [code for code in elements if code not in recipes.all]
    return (*absent, *(code for code in recipes.all if code not in catalogue.elements))


def _profiles(table: object, reading: Reading) -> dict[str, Profile]:
    profiles: dict[str, Profile] = {}
    for code, entry in _tables(table, reading).items():
        here = reading.at(code)
        if here.keys(entry, ("size", "quality"), ("without",)):
            size, quality = _number(entry, "size", here), _number(entry, "quality", here)
            profiles[code] = Profile(size, quality, here.texts(entry, "without"))
    return profiles


def _recipe(element: str, theme: str, entry: Mapping[str, object], reading: Reading) -> Recipe:
    ways = [way for way in WAYS if way in entry]
    reading.keys(entry, (), (*ways, *OPTIONS))
    applies = reading.choice(reading.text(entry, "applies", "all"), "applies", APPLIES)
    if applies == "none":
        return Recipe(element, theme, "none", applies="none")
    if len(ways) != 1:
        reading.wrong(f"expected one way to make it, found {', '.join(ways) or 'none'}")
        return Recipe(element, theme, "none")
    way: Way = reading.choice(ways[0], "way", WAYS)
    numbers = {key: _number(entry, key, reading, default) for key, default in DEFAULTS.items()}
    of, over = _formulas(entry, way, reading)
    return Recipe(
        element,
        theme,
        way,
        number=_number(entry, way, reading) if way in NUMBERS else 0.0,
        of=of,
        over=over,
        plus=_formula(entry["plus"], reading) if "plus" in entry else None,
        revised=_number(entry, "revised", reading, 1.0),
        scale=int(_number(entry, "scale", reading, 100)),
        hundredths=reading.flag(entry, "hundredths"),
        applies="county" if applies == "county" else "all",
        **numbers,
    )


def _formulas(
    entry: Mapping[str, object], way: Way, reading: Reading
) -> tuple[Formula | None, Formula | None]:
    if way in FORMULAS:
        return _formula(entry[way], reading), None
    if way != "rate":
        return None, None
    pair = reading.texts(entry, "rate")
    if len(pair) != 2:
        reading.wrong("rate: expected numerator and denominator")
        return None, None
    return _formula(pair[0], reading), _formula(pair[1], reading)


def _formula(text: object, reading: Reading) -> Formula | None:
    try:
        return parse(str(text))
    except FormulaError as error:
        reading.wrong(str(error))
        return None


def _number(entry: Mapping[str, object], key: str, reading: Reading, default: float = 0.0) -> float:
    value = entry.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    reading.wrong(f"{key} = {value!r}; expected a number")
    return default


def _tables(table: object, reading: Reading) -> dict[str, dict[str, object]]:
    if not isinstance(table, dict) or not all(isinstance(entry, dict) for entry in table.values()):
        reading.wrong("expected a table of tables")
        return {}
    return {str(key): dict(entry) for key, entry in table.items()}
