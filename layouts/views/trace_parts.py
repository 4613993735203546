"""由谁构成: the units below a number with their numerators, denominators and rates."""

from __future__ import annotations

from collections.abc import Sequence

from layouts import say, tables
from layouts.elements import Child, Element, badge, h, number_link
from layouts.numbers import Number, Numbers
from layouts.scope import region_name
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.trace_facts import Passport, in_parts, ordered, shortfall
from layouts.views.trace_number import section

MOST_CHILDREN = 200


def made_of(passport: Passport, numbers: Numbers, language: Language, heading: str) -> Element | None:
    """The units below with N, D and rate, largest shortfall first; None where nothing is rolled up."""
    spoken, ratio = words(language), passport.variant.denominator is not None
    children = ordered(passport)[:MOST_CHILDREN]
    if not children:
        return None
    short = [shortfall(number, passport) for number in children]
    most = max((size for size in short if size is not None), default=0.0)
    columns = _columns(passport, numbers, language, with_short=most > 0)
    rows = [
        _child(number, size, most, passport, numbers, language)
        for number, size in zip(children, short, strict=True)
    ]
    if passport.own_number is not None:
        rows.append(_own(passport.own_number, most, passport, numbers, language))
    rows.append(tables.Row(_sum(passport, numbers, language, with_short=most > 0), "total"))
    order = "by_code" if passport.indicator.protected else "largest_first" if most > 0 else "most_first"
    notes = [spoken["passport.made_of_note"]] if ratio else []
    notes += [spoken["trace.shortfall_note"]] if most > 0 else []
    joiner = "；" if language == "zh" else "; "
    return section(
        spoken["passport.made_of"],
        heading,
        tables.table(columns, rows, caption=spoken["passport.made_of"]),
        None if in_parts(passport) else h("p", spoken["trace.not_the_sum"], class_name="note"),
        note=joiner.join([*notes, spoken[f"trace.{order}"]]),
    )


def _columns(
    passport: Passport, numbers: Numbers, language: Language, *, with_short: bool
) -> list[tables.Column]:
    spoken, elements = words(language), numbers.catalogue.elements
    unit = reading.unit_word(passport.indicator.unit, language)
    columns = [tables.Column(spoken["head.region"])]
    if passport.variant.denominator is None:
        return [*columns, tables.Column(spoken["head.value"], unit, "number")]
    counted = reading.unit_word(reading.unit_of(passport.variant.denominator, elements), language)
    columns += [
        tables.Column(spoken["head.numerator"], counted, "number"),
        tables.Column(spoken["head.denominator"], counted, "number"),
        tables.Column(spoken["head.value"], unit, "number"),
    ]
    return [*columns, tables.Column(spoken["trace.shortfall"], counted, "number")] if with_short else columns


def _child(
    number: Number, size: float | None, most: float, passport: Passport, numbers: Numbers, language: Language
) -> tables.Row:
    address = href(passport.chosen, indicator=passport.indicator.code, region=number.region)
    name = number_link(region_name(numbers, number.region, language), address, class_name="shown")
    facts = [f for f in reading.fact_badges(number, passport.indicator, language) if number.incomplete]
    return _row(h("span", name, *[badge(f) for f in facts]), number, size, most, passport, language, address)


def _own(number: Number, most: float, passport: Passport, numbers: Numbers, language: Language) -> tables.Row:
    name = words(language).say("trace.own", name=region_name(numbers, number.region, language))
    return _row(name, number, shortfall(number, passport), most, passport, language)


def _row(
    name: Child,
    number: Number,
    size: float | None,
    most: float,
    passport: Passport,
    language: Language,
    address: str = "",
) -> tables.Row:
    def linked(text: str) -> Child:
        return number_link(text, address) if address and text != say.NONE else text

    value: Child = linked(say.number(number.value, passport.indicator.unit))
    if number.value is None:
        value = h("span", f"{say.NONE} {reading.reason(number, language)}", class_name="gap-word")
    cells: list[Child] = [name]
    if passport.variant.denominator is not None:
        cells += [linked(say.count(number.numerator)), linked(say.count(number.denominator))]
    cells.append(value)
    if most > 0:
        bar = h("span", class_name="short-bar", style={"width": f"{56 * (size or 0) / most:.0f}px"})
        cells.append(h("span", bar, say.count(size), class_name="short"))
    return tables.Row(cells)


def _sum(passport: Passport, numbers: Numbers, language: Language, *, with_short: bool) -> Sequence[Child]:
    number = passport.number
    name = region_name(numbers, number.region, language)
    cells: list[Child] = [words(language).say("passport.sum_row", name=name)]
    if passport.variant.denominator is not None:
        cells += [say.count(number.numerator), say.count(number.denominator)]
    cells.append(say.number(number.value, passport.indicator.unit))
    return [*cells, say.count(shortfall(number, passport))] if with_short else cells
