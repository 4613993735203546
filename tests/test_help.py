"""Help inside the page: every page has its explanation in both languages, and needs no server for it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from layouts import help as explanation
from layouts.markup import html_of
from layouts.menu import PAGES
from layouts.page import frame
from layouts.say import status
from layouts.text import LANGUAGES, Language, words

ROOT = Path(__file__).parents[1]
PARTS = ("answers", "marks", "controls")
CODES = [page.code for page in PAGES]


def framed(page: str, language: Language) -> str:
    """What the browser gets, as one text: components, and in them finished HTML."""
    drawn = frame(page=page, language=language, scope_bar=None, body=[], region_name="示例省", query={})
    return unescape(json.dumps(drawn, ensure_ascii=False).replace('\\"', '"'))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", CODES)
def test_every_page_says_what_it_answers_how_to_read_it_and_what_can_be_done(
    page: str, language: Language
) -> None:
    html = framed(page, language)
    assert html.count('"Dialog"') == 2  # the passport's and this one
    assert html.count("help-open") == 2  # beside the pages on a desk, under them on a telephone
    for part in PARTS:
        for line in words(language)[f"help.{page}.{part}"].strip().splitlines():
            assert len(line) > 8
            assert line in html


def test_marks_are_explained_with_their_words_where_figures_are_judged() -> None:
    html = framed("compare", "zh")
    for each in explanation.STATUSES:
        assert f'class="status st-{each} ' in html
        assert status(each, "zh") in html
    assert "st-met" not in framed("submit", "zh")


def test_a_page_that_only_says_what_went_wrong_has_no_help() -> None:
    assert explanation.opener("forbidden", "zh") is explanation.drawer("forbidden", "zh") is None
    assert "help-open" not in framed("not_found", "en")


def test_the_drawer_is_closed_and_closes_by_itself() -> None:
    drawer = explanation.drawer("compare", "en")
    assert drawer is not None
    assert "open" not in drawer["props"]
    assert 'method="dialog"' in html_of(drawer)


def test_every_picture_of_the_tour_is_there_and_small() -> None:
    words_with_pictures = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in words_with_pictures)
    shown = set(re.findall(r"\((?:docs/)?pictures/([a-z]+\.png)\)", text))
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert shown == set(kept)
    assert max(kept.values()) < 350_000
