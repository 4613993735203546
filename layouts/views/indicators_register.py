"""Targets of the register as a table, every kind: what is asked of whom until when, by which clause."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import Period, Target
from indicators.definition import Indicator
from indicators.target_evidence import way
from indicators.targets import EVALUATED, evaluable
from layouts import say, scope, tables
from layouts.elements import Element, h
from layouts.numbers import Numbers
from layouts.text import Language, words


def register_table(
    targets: Sequence[Target],
    numbers: Numbers,
    language: Language,
    *,
    caption: str,
    indicator: Indicator | None = None,
) -> Element:
    """One row a target; those that no number is judged by say so."""
    spoken = words(language)
    columns = [
        tables.Column(spoken["catalogue.asked"]),
        tables.Column(spoken["head.strength"]),
        tables.Column(spoken["catalogue.for_whom"]),
        tables.Column(spoken["catalogue.when"]),
        tables.Column(spoken["catalogue.wording"]),
        tables.Column(spoken["head.clause"]),
        tables.Column(spoken["catalogue.decided"]),
        tables.Column(spoken["catalogue.judged"]),
    ]
    lines = [_line(target, numbers, language, indicator) for target in targets]
    return tables.table(columns, lines, caption=caption, class_name="register")


def asked(target: Target, language: Language) -> str:
    """≥90%, 位次 前3, or the kind's name where there is no number."""
    spoken = words(language)
    kind = spoken[f"target_kind.{target.kind}"]
    if target.threshold is not None:
        number = say.target(target.op, target.threshold, target.unit, language, kind=target.kind)
        return number if target.kind in EVALUATED else f"{kind} {number}"
    return kind


def judged(target: Target, indicator: Indicator | None) -> bool:
    """Is a number judged by this target."""
    return indicator is not None and not indicator.protected and evaluable(target, indicator)


def when(target: Target, language: Language) -> str:
    """The span it is in force, open ends in words."""
    spoken = words(language)
    each_year = spoken["catalogue.each_year"] if target.every == "year" else ""
    if target.first and target.last:
        span = Period(Period.parse(target.first).first, Period.parse(target.last).last)
        return say.period(span, language) + each_year
    if target.first:
        return spoken.say("catalogue.from", period=say.period(target.first, language)) + each_year
    if target.last:
        return spoken.say("catalogue.until", period=say.period(target.last, language)) + each_year
    return spoken["catalogue.open"] + each_year


def finer(target: Target, language: Language) -> list[str]:
    """The band, the milestones and the rounding, where the target has them."""
    spoken = words(language)
    found = []
    if target.near:
        found.append(spoken.say("target_finer.near", near=f"{target.near:g}", unit=target.unit))
    if target.milestones:
        steps = [
            f"{say.period(month, language)} {value:g}{target.unit}" for month, value in target.milestones
        ]
        found.append(spoken.say("target_finer.milestones", steps=say.join(steps, language)))
    if target.digits is not None:
        found.append(spoken.say("target_finer.digits", n=target.digits))
    return found


def clause(target: Target) -> str:
    """The clause and the document it stands in, which is said once."""
    basis = "" if target.source.startswith(target.basis) else target.basis
    return " ".join(part for part in (target.source, basis) if part)


def for_whom(target: Target, numbers: Numbers, language: Language) -> str:
    """The region, and the levels below it that the target binds."""
    spoken = words(language)
    known = target.region in numbers.catalogue.regions
    name = scope.region_name(numbers, target.region, language) if known else target.region
    levels = say.join([spoken[f"level.{level}"] for level in target.levels], language)
    return spoken.say("catalogue.levels", region=name, levels=levels) if levels else name


def _line(target: Target, numbers: Numbers, language: Language, indicator: Indicator | None) -> tables.Row:
    spoken = words(language)
    is_judged = judged(target, indicator)
    proved = bool(way(target, indicator)) and not (indicator and indicator.protected)
    judged_word = spoken[
        f"catalogue.{'is_judged' if is_judged else 'by_evidence' if proved else 'not_judged'}"
    ]
    wording = [part for part in (target.object, target.text, target.reason) if part]
    wording += finer(target, language)
    decided = [h("p", target.author)] if target.author else []
    decided += [h("p", target.decided_on, class_name="nowrap")] if target.decided_on else []
    strength = spoken.choose("strength", target.strength) if target.strength else say.NONE
    cells = (
        h(
            "th",
            asked(target, language),
            h("p", target.due, class_name="nowrap") if target.due else None,
            scope="row",
            class_name="asked judged" if is_judged else "asked",
        ),
        strength,
        h("td", for_whom(target, numbers, language), class_name="wrap"),
        h("td", when(target, language), class_name="wrap"),
        h("td", *([h("p", part) for part in wording] or [h("p", say.NONE)]), class_name="wrap wording"),
        h("td", clause(target) or say.NONE, class_name="wrap"),
        h("td", *(decided or [h("p", say.NONE)]), class_name="wrap"),
        h("td", judged_word, class_name=None if is_judged else "muted"),
    )
    return tables.Row(cells)
