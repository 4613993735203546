"""How marks are written where plain two decimals would mislead: marks added, totals that lie close."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest
from builders_page import text

from indicators.scoring_model import Place
from layouts.text import LANGUAGES, Language, words
from layouts.views.assessment_facts import Standing
from layouts.views.assessment_ranking import _legend
from layouts.views.assessment_sheet import _lost


def standings(*totals: Fraction) -> list[Standing]:
    sheet = cast("Any", SimpleNamespace(vetoes=(), state="scored"))
    places = [Place(f"r{n}", "县", total, n, len(totals)) for n, total in enumerate(totals, start=1)]
    return [Standing(sheet, place, None) for place in places]


def test_marks_above_the_full_ones_are_added_not_lost() -> None:
    spoken = words("zh")
    assert [_lost(each, spoken) for each in (Fraction(-1), Fraction(5, 2), Fraction(0), None)] == [
        "加 1",
        "2.5",
        "0",
        "—",
    ]
    assert _lost(Fraction(-1, 2), words("en")) == "0.5 added"


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_decimals_than_two_are_explained_where_they_stand(language: Language) -> None:
    scene = cast("Any", SimpleNamespace(chosen=SimpleNamespace(lang=language)))
    note = words(language)["assess_rank.apart"]
    close = standings(Fraction(982434, 10000), Fraction(982429, 10000))
    assert note in text(_legend(scene, close))
    assert note not in text(_legend(scene, standings(Fraction(98), Fraction(97))))
