"""Why an item has its marks, in words: every step of the way from the fact to the marks."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from data.scheme import Item, Scheme
from indicators.scoring_model import ItemScore, Part
from layouts import say
from layouts.text import Language, Words, words
from layouts.views.assessment_marks import marks_text

POINTS = "个百分点"
MOST_DIGITS = 6
TAKING = ("deducted", "added")


def why(score: ItemScore, scheme: Scheme, language: Language, *, unit: str = "%") -> str:
    """One sentence or two; ``unit`` is the indicator's."""
    spoken = words(language)
    item = next((each for each in scheme.items if each.code == score.item), None)
    if score.reason == "rule":
        return _steps(score, item, spoken, unit)
    if score.reason in ("by_hand", "veto"):
        return _otherwise(score, item, scheme, spoken, unit)
    group = "left" if score.state == "left_out" else "zero" if score.marks == 0 else "full"
    key = f"assess_why.{score.reason}_{group}"
    return spoken.get(key) or spoken.say(f"assess_why.{score.reason}", n=scheme.minimum)


def amount(number: Fraction | str | None, unit: str = "") -> str:
    """A number of an explanation with its unit; one that is not 0 is never shown as 0.

    >>> amount(Fraction(130, 7)), amount(Fraction(1, 3000)), amount(Fraction(90), "%")
    ('18.57', '0.0003', '90%')
    """
    if not isinstance(number, Fraction):
        return str(number or "")
    digits = 2
    while number and not round(number, digits) and digits < MOST_DIGITS:
        digits += 1
    text = say.rate(float(number), digits=digits)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


def _steps(score: ItemScore, item: Item | None, spoken: Words, unit: str) -> str:
    parts = [part for part in score.parts if part.marks or part.code not in TAKING] or score.parts[-1:]
    told = [text for part in parts if (text := _part(part, len(parts), score, spoken, unit))]
    summed = sum((part.marks for part in score.parts), Fraction(0))
    if score.marks is not None and summed != score.marks:
        key = "floored" if score.marks > summed else "capped"
        told.append(spoken.say(f"assess_why.{key}", marks=marks_text(score.marks)))
    return spoken["assess_why.between_steps"].join(told)


def _part(part: Part, n: int, score: ItemScore, spoken: Words, unit: str) -> str:
    given = {name: amount(value, _unit_of(name, part, unit)) for name, value in part.params.items()}
    given |= {
        "marks": marks_text(abs(part.marks)),
        "value": given.get("value") or amount(score.value, _sign(unit)),
    }
    match part.code:
        case "full" if n > 1:
            return ""  # what follows says what is taken from them
        case "between" if not _inside(part, score):
            return spoken.say("assess_why.between_end", **given)
        case "deducted" | "added":
            return spoken.say(f"assess_why.{part.code}_{_side(part.params)}", **given)
        case "step":
            ends = (
                "both" if {"low", "high"} <= part.params.keys() else "low" if "low" in part.params else "high"
            )
            return spoken.say(f"assess_why.step_{ends}", **given)
        case "met" | "missed":
            return spoken.say(f"assess_why.{part.code}", **given, target=amount(score.target, _sign(unit)))
    return spoken.say(f"assess_why.{part.code}", **given)


def _side(params: Mapping[str, Fraction | str]) -> str:
    """Below or above its base, in points or in cases; or not at all."""
    difference, base, value = (params.get(name) for name in ("difference", "base", "value"))
    if not difference or not isinstance(base, Fraction) or not isinstance(value, Fraction):
        return "none"
    side = "low" if value < base else "high"
    return side if params.get("unit") == POINTS else f"{side}_n"


def _inside(part: Part, score: ItemScore) -> bool:
    """Does the value lie between the two points of a line."""
    ends = [value for value in part.params.values() if isinstance(value, Fraction)]
    return score.value is not None and min(ends) < score.value < max(ends)


def _unit_of(name: str, part: Part, unit: str) -> str:
    """The unit in which a parameter is said."""
    if part.code in ("deducted", "added"):
        if name in ("base", "value"):
            return _sign(unit) if part.params.get("unit") == POINTS else ""
        return ""
    return _sign(unit) if name in ("low", "high") else "%" if name == "share" else ""


def _sign(unit: str) -> str:
    return "%" if unit == "%" else ""


def _otherwise(score: ItemScore, item: Item | None, scheme: Scheme, spoken: Words, unit: str) -> str:
    """By hand or by a veto, and what the rule alone would have given."""
    if score.reason == "veto":
        titles = {rule.code: rule.title for rule in scheme.vetoes}
        event = titles.get(str(score.params.get("veto", "")), "")
        told = spoken.say("assess_why.veto", event=event)
    else:
        told = spoken.say(
            "assess_why.by_hand", why=score.params.get("why", "") or spoken["assess_why.not_told"]
        )
    if score.computed is None:
        return told
    return told + spoken.say("assess_why.instead", marks=marks_text(score.computed))
