"""Long lists are searched by name, code and pinyin: the table of readings, and the lists that use it."""

from __future__ import annotations

import json
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest

from app import read_definitions
from data.catalogue import Catalogue
from indicators.definition import Indicators
from layouts.controls import choice
from layouts.text import LANGUAGES, Language

ASSETS = Path(__file__).parents[1] / "layouts" / "assets"
OPTIONS = [{"value": "990101", "label": "月屿区"}, {"value": "990102", "label": "青荻县"}]


@pytest.fixture(scope="module")
def definitions() -> tuple[Catalogue, Indicators]:
    return read_definitions()


def readings() -> dict[str, set[str]]:
    """Character to its readings, read from the file as the browser does."""
    script = (ASSETS / "pinyin.js").read_text(encoding="utf-8")
    table = json.loads(script.partition("window.fahengPinyin = ")[2].removesuffix(";\n"))
    found: dict[str, set[str]] = {}
    for entry in table.split(" "):
        characters = entry.lstrip(ascii_lowercase)
        reading = entry.removesuffix(characters)
        for character in characters:
            found.setdefault(character, set()).add(reading)
    return found


def select(language: Language = "zh", **options: Any) -> dict[str, Any]:
    made = choice("some", "地区", options.pop("options", OPTIONS), "990102", language, **options)
    assert made is not None
    return dict(made["props"])


def test_every_name_that_is_listed_can_be_typed_in_pinyin(
    definitions: tuple[Catalogue, Indicators],
) -> None:
    catalogue, indicators = definitions
    roots = catalogue.regions.roots()
    names = [each.name for root in roots for each in catalogue.regions.descendants(root.code)]
    names += [indicator.name for indicator in indicators.all.values()]
    known = readings()
    missing = {letter for name in names for letter in name if "\u4e00" <= letter <= "\u9fff"} - set(known)
    assert missing == set()


@pytest.mark.parametrize(
    ("character", "expected"),
    [("荻", {"di"}), ("重", {"zhong", "chong", "tong"}), ("率", {"lv", "shuai", "lue"}), ("县", {"xian"})],
)
def test_a_character_stands_under_each_of_its_readings(character: str, expected: set[str]) -> None:
    assert readings()[character] == expected


def test_the_table_has_its_licence_beside_it() -> None:
    assert "MIT License" in (ASSETS / "pinyin.LICENCE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_searched_in_the_browser_and_says_what_may_be_typed(language: Language) -> None:
    made = select(language)
    assert made["filter"] == {"function": "namedOption"}
    assert "namedOption" in (ASSETS / "select-options.js").read_text(encoding="utf-8")
    word = "拼音" if language == "zh" else "pinyin"
    assert word in made["attributes"]["input"]["title"]
    assert word in made["nothingFoundMessage"]


def test_the_options_grow_by_nothing_for_it() -> None:
    assert select()["data"] == OPTIONS


def test_a_list_of_letters_is_not_searched() -> None:
    made = select(options=[{"value": "990102", "label": "A", "long": "A 结案数÷立案数"}])
    assert made["searchable"] is False
    assert "filter" not in made
    assert "input" not in made["attributes"]
