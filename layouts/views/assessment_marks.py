"""Marks as text and as bars: 分 to one decimal and more where it matters, ranks, moves of rank."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from indicators.scoring_model import Place, Sheet
from layouts import say
from layouts.elements import Child, Element, badge, h, hidden
from layouts.text import Language, words

MOST_DIGITS = 2
MOST_APART = 6  # digits of totals that are told apart by no fewer
Against = Literal["last", "change"]  # the assessment before this one, or the scheme before the change
UP, DOWN, LEVEL = "↑", "↓", "→"


def marks_text(marks: Fraction | None) -> str:
    """Two decimals at most, without noughts that say nothing: 88.5, 12, −18.57.

    >>> [marks_text(each) for each in (Fraction(177, 2), Fraction(12), Fraction(-130, 7), None)]
    ['88.5', '12', '−18.57', '—']
    """
    if marks is None:
        return say.NONE
    text = say.rate(float(marks), digits=MOST_DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def total_text(marks: Fraction | None, digits: int = MOST_DIGITS) -> str:
    """A total, always with two decimals, so that columns line up.

    >>> total_text(Fraction(177, 2)), total_text(None)
    ('88.50', '—')
    """
    return say.NONE if marks is None else say.rate(float(marks), digits=digits)


def bracketed(text: str, inner: str, language: Language) -> str:
    """The text with something in brackets after it, in those of the language.

    >>> bracketed("A", "2", "zh"), bracketed("A", "2", "en")
    ('A（2）', 'A (2)')
    """
    return f"{text}（{inner}）" if language == "zh" else f"{text} ({inner})"


def totals_apart(places: Iterable[Place]) -> dict[str, str]:
    """Totals by region: neighbours of one league with different places take the digits that part them.

    >>> both = [Place(code, "A", Fraction(marks, 3000), rank, 2) for code, marks, rank in
    ...         (("a", 294723, 1), ("b", 294720, 2))]
    >>> totals_apart(both)
    {'a': '98.241', 'b': '98.240'}
    """
    found = list(places)
    digits = dict.fromkeys((each.region for each in found), MOST_DIGITS)
    ranked = sorted(
        (each for each in found if each.rank is not None), key=lambda each: (each.league, each.rank)
    )
    for one, other in pairwise(ranked):
        if one.league == other.league and one.rank != other.rank:
            needed = _digits_apart(one.marks, other.marks)
            digits |= {each.region: max(digits[each.region], needed) for each in (one, other)}
    return {each.region: total_text(each.marks, digits[each.region]) for each in found}


def _digits_apart(one: Fraction | None, other: Fraction | None) -> int:
    """How many digits show that two totals are not the same."""
    return next(
        (
            digits
            for digits in range(MOST_DIGITS, MOST_APART)
            if total_text(one, digits) != total_text(other, digits)
        ),
        MOST_APART,
    )


def rank_text(place: Place) -> str:
    """“3/24”; “—” where it is not ranked."""
    return say.rank(place.rank, place.of)


def move(change: int | None, language: Language, against: Against = "last") -> Child:
    """How many places were gained, with an arrow and in words: since when, or by which change."""
    spoken = words(language)
    if change is None:
        return h("span", say.NONE, title=spoken[f"assess_{against}.none"], class_name="muted")
    if change == 0:
        same = spoken[f"assess_{against}.same"]
        return h("span", LEVEL, hidden(same), class_name="move", title=same)
    key = "up" if change > 0 else "down"
    number = "_single" if abs(change) == 1 else ""
    said = spoken.say(f"assess_{against}.{key}{number}", n=abs(change))
    arrow = UP if change > 0 else DOWN
    return h("span", f"{arrow}{abs(change)}", hidden(said), class_name=f"move {key}", title=said)


def bar(sheet: Sheet, most: Fraction, language: Language) -> Element:
    """The total on a scale that all share; what a veto took away is hatched, what waits is empty."""
    spoken = words(language)
    if sheet.marks is None:
        return h("div", class_name="score-bar")
    parts = [_piece("got", max(sheet.marks, Fraction(0)), most)]
    lost_by_veto = (sheet.without_veto or Fraction(0)) - sheet.marks
    if sheet.vetoes and lost_by_veto > 0:
        parts.append(_piece("vetoed", lost_by_veto, most))
    if sheet.state == "pending" and sheet.waiting > 0:
        parts.append(_piece("waiting", sheet.waiting, most))
    said = spoken.say("assess_rank.bar", marks=total_text(sheet.marks), full=marks_text(sheet.full))
    return h("div", *parts, class_name="score-bar", role="img", aria_label=said)


def _piece(name: str, marks: Fraction, most: Fraction) -> Element:
    return h("span", class_name=name, style={"width": f"{float(100 * marks / most):.2f}%"})


def facts_of(sheet: Sheet, place: Place, language: Language) -> list[Element]:
    """Badges of a sheet: 并列, 待定, items left out."""
    spoken = words(language)
    found = []
    if place.tied:
        found.append(badge(spoken["assess_rank.tied"]))
    if sheet.state == "pending":
        found.append(badge(spoken.say("assess_rank.waiting", n=marks_text(sheet.waiting))))
    if sheet.state != "none" and sheet.counted < sheet.full - sheet.waiting:
        found.append(badge(spoken.say("assess_rank.scaled", n=marks_text(sheet.counted))))
    return found
