"""Explanations beside the findings they are about: matched, counted, and told in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.explained import Key, key_of
from data.model import Explanation, Finding
from layouts import say
from layouts.elements import Element, h
from layouts.text import Language, words

__all__ = ["Key", "Said", "by_key", "key_of", "line", "lines", "others", "shown", "to_explain"]

Said = Mapping[Key, Sequence[Explanation]]


def by_key(explanations: Iterable[Explanation]) -> dict[Key, list[Explanation]]:
    """Every explanation of each finding, oldest first: a new one is added and replaces none."""
    found: dict[Key, list[Explanation]] = {}
    for each in explanations:
        found.setdefault(key_of(each), []).append(each)
    return found


def to_explain(findings: Iterable[Finding], said: Said) -> tuple[Finding, ...]:
    """核实 findings that nobody has explained yet."""
    return tuple(each for each in findings if each.severity == "explain" and key_of(each) not in said)


def others(findings: Iterable[Finding], explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """Explanations of what is not found any more; they are kept all the same."""
    there = {key_of(each) for each in findings}
    return tuple(each for each in explanations if key_of(each) not in there)


def line(one: Explanation, language: Language, *, placed: bool = False) -> str:
    """For lists and files: the text, who wrote it and when; with its cell where no finding stands beside."""
    spoken = words(language)
    signed = spoken.say("filing_explain.line", by=one.by, time=say.moment(one.at, language))
    text = f"{one.text}（{signed}）" if language == "zh" else f"{one.text} ({signed})"
    place = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
    return spoken.say("filing_explain.with_cell", place=place, text=text) if placed and place else text


def lines(said: Sequence[Explanation], language: Language) -> str:
    """All of one finding in one text, oldest first."""
    return ("；" if language == "zh" else "; ").join(line(each, language) for each in said)


def shown(said: Sequence[Explanation], language: Language, *, placed: bool = False) -> Element | None:
    """A paragraph for each, oldest first; the name and time of a person beside the text."""
    if not said:
        return None
    spoken = words(language)
    rows = []
    for each in said:
        signed = spoken.say("filing_explain.line", by=each.by, time=say.moment(each.at, language))
        place = f"{each.sheet}!{each.cell}" if each.cell else each.sheet
        rows.append(
            h(
                "p",
                h("b", spoken["filing_explain.said"]),
                h("span", place, class_name="place") if placed and place else None,
                h("span", each.text, class_name="said"),
                h("span", signed, class_name="note"),
            )
        )
    return h("div", *rows, class_name="explained")
