"""The upper half of a passport: value and status, 怎么算的, other 口径, 由谁构成."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from data.formula import Formula
from data.model import Target
from indicators.target_evidence import due_day
from layouts import say, tables
from layouts.elements import Child, Element, badge, h, number_link, status_badge
from layouts.numbers import Number, Numbers
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.trace_facts import Passport, agreed, part_values

UNROUNDED = 4  # digits after the point in the formula
NOISE = 9  # what adding floats leaves lies beyond so many digits


def section(title: str, heading: str, *body: Child, note: str = "") -> Element:
    """One part of the passport; ``heading`` is h2 on the page and h3 in the drawer."""
    muted = h("span", note, class_name="note") if note else None
    return h("section", h("div", h(heading, title), muted, class_name="trace-head"), *body)


def value_line(passport: Passport, numbers: Numbers, language: Language) -> Element:
    """The value large, its status and distance to the target; period, 口径 and target at the right."""
    number, spoken = passport.number, words(language)
    facts = [badge(text) for text in reading.fact_badges(number, passport.indicator, language)]
    said = len(passport.explanations) + len(passport.explained_below)
    facts += [badge(spoken.say("trace.explained", n=said))] if said else []
    change = passport.change.line(language)
    return h(
        "div",
        _value(passport, language),
        h(
            "div",
            status_badge(number.status, number.warning, language),
            *[part for fact in facts for part in (" ", fact)],
            _distance(passport, language),
            h("p", passport.why) if passport.why else None,
            h("p", change, class_name="note") if change else None,
        ),
        h(
            "div",
            h(
                "p",
                f"{say.period(number.period, language)}　",
                spoken.say("trace.variant", code=passport.variant.code),
            ),
            _target(passport, language),
            class_name="end",
        ),
        class_name="passport-head",
    )


def how(passport: Passport, numbers: Numbers, language: Language, heading: str) -> Element:
    """The formula with its numbers, the filed figure beside it, and what is missing."""
    number, spoken = passport.number, words(language)
    above = _side(passport, numbers, passport.variant.numerator, "numerator", language)
    after = h("span", *_result(passport, language))
    end = h("span", _reported(passport, language), class_name="end") if number.reported is not None else None
    if passport.variant.denominator is None:
        formula = h("div", above, after, end, class_name="formula")
    else:
        below = _side(passport, numbers, passport.variant.denominator, "denominator", language)
        fraction = h("span", h("span", above), h("span", below), class_name="fraction")
        formula = h("div", fraction, after, end, class_name="formula")
    names = [reading.name_of(numbers.catalogue.elements[code], language) for code in passport.missing]
    missing = spoken.say("trace.missing", names=say.join(names, language)) if names else None
    protected = h("p", spoken["trace.protected"]) if passport.indicator.protected else None
    parts = [protected, formula, h("p", missing, class_name="note") if missing else None]
    return section(spoken["passport.how"], heading, *parts, _variants(passport, language))


def unrounded(value: float) -> tuple[str, bool]:
    """The value with four digits after the point, and whether that is all of it.

    >>> unrounded(100 * 20 / 28), unrounded(95.0), unrounded(92.18000000000001)
    (('71.4286', False), ('95', True), ('92.18', True))
    """
    exact = Decimal(repr(value))
    rounded = exact.quantize(Decimal(1).scaleb(-UNROUNDED), ROUND_HALF_UP)
    whole = abs(rounded - exact) < Decimal(1).scaleb(-NOISE)
    return f"{rounded.normalize():f}".replace("-", say.MINUS), whole


def shown(passport: Passport, language: Language) -> str:
    """The value as pages show it, with unit and qualifier, or the reason for none."""
    number = passport.number
    return say.value(
        number.value,
        passport.indicator.unit,
        language,
        qualifier=number.qualifier or "exact",
        threshold=reading.threshold_of(passport.target, passport.indicator),
        gap=reading.gap_of(number),
    )


def _value(passport: Passport, language: Language) -> Element:
    number, unit = passport.number, passport.indicator.unit
    if number.value is None or number.qualifier not in ("", "exact"):
        return h("span", shown(passport, language), class_name="passport-value worded")
    text = say.number(number.value, unit, reading.threshold_of(passport.target, passport.indicator))
    return h("span", text, h("small", reading.unit_word(unit, language)), class_name="passport-value")


def _distance(passport: Passport, language: Language) -> Element | None:
    """“低于目标 18.6 个百分点”."""
    unit = passport.indicator.unit
    amount = reading.distance(passport.number, passport.target, passport.indicator)
    if amount is None:
        return None
    key = "on_target" if amount == 0 else "below_target" if amount < 0 else "above_target"
    size = reading.gap_text(abs(amount), unit).lstrip("+")
    text = words(language).say(f"trace.{key}", amount=size, unit=reading.gap_unit(unit, language))
    return h("p", text.strip())


def _target(passport: Passport, language: Language) -> Element | None:
    target, spoken = passport.target, words(language)
    if passport.indicator.protected or target is None:
        return None
    text = spoken.say(
        "trace.target_from",
        target=f"{reading.target_text(target, language)} {due(target, language)}".rstrip(),
        strength=spoken.choose("strength", target.strength) if target.strength else say.NONE,
        source=target.source or target.author,
    )
    return h("p", text, title=target.text or None, class_name="warm")


def due(target: Target, language: Language) -> str:
    """“2022-06-30 前”, of a target that is to be reached by a day."""
    last = due_day(target) if target.kind == "date" else None
    return words(language).say("trace.due", due=last.isoformat()) if last else ""


def _side(passport: Passport, numbers: Numbers, formula: Formula, part: str, language: Language) -> Element:
    """Names and numbers of one side: 仲裁上期未结案件数 52 + 仲裁当期立案数 587 = 639."""
    total = getattr(passport.number, part)
    values = part_values(formula, (*passport.own, *passport.below), total)
    parts: list[Child] = []
    for place, (factor, code) in enumerate(formula.terms):
        sign = "" if not place and factor > 0 else " + " if factor > 0 else f" {say.MINUS} "
        times = f"{abs(factor)} × " if abs(factor) != 1 else ""
        name = reading.name_of(numbers.catalogue.elements[code], language)
        parts.append(f"{sign}{times}{name} ")
        if code in values:
            parts.append(h("span", say.count(values[code]), class_name=part))
        elif code in passport.missing:
            parts.append(h("span", _why_missing(passport.number, language), class_name="gap-word"))
    if total is not None and (len(formula.terms) > 1 or not values):
        parts += [" = ", h("span", say.count(total), class_name=part)]
    return h("span", *parts)


def _why_missing(number: Number, language: Language) -> str:
    if number.published:
        return words(language)["gap.not_published"]
    return words(language)["gap.not_owed" if reading.gap_of(number) == "not_owed" else "trace.not_filed"]


def _result(passport: Passport, language: Language) -> list[Child]:
    """“× 100 ≈ 71.4286，显示为 71.4%”, or why there is no result."""
    number, spoken, scale = passport.number, words(language), passport.indicator.scale
    comma = "，" if language == "zh" else ", "
    if number.value is None:
        return [f"{say.NONE} {spoken.choose('gap_long', reading.gap_of(number))}"]
    exact, whole = unrounded(number.value)
    final: list[Child] = [comma, h("b", spoken.say("passport.shown_as", value=shown(passport, language)))]
    if number.basis == "reported":
        rate = f"{exact}{reading.unit_word(passport.indicator.unit, language)}"
        return [spoken.say("trace.filed_only", value=rate), *final]
    times = spoken.say("trace.times", scale=scale) + " " if scale != 1 else ""
    equal = spoken.say("trace.equals" if whole else "trace.about_equals", value=exact)
    if passport.variant.denominator is None and scale == 1:
        return final[1:]
    return [f"{times}{equal}", *final]


def _reported(passport: Passport, language: Language) -> str | None:
    """“报送值 75.45%，相差 −0.86”: the filed figure beside the computed one."""
    number, spoken, unit = passport.number, words(language), passport.indicator.unit
    if number.reported is None or number.basis == "reported":
        return None
    value = unrounded(number.reported)[0] + reading.unit_word(unit, language)
    match agreed(passport):
        case "agrees":
            return spoken.say("passport.reported_same", value=value)
        case "truncated":
            return spoken.say("passport.reported_truncated", value=value)
        case "differs":
            apart = say.rate(number.difference, digits=2)
            return spoken.say("passport.reported_differs", value=value, difference=apart)
    return spoken.say("trace.reported_beside", value=value)


def _variants(passport: Passport, language: Language) -> Element | None:
    """Every 口径 with its value, so that they are seen together."""
    if not passport.others:
        return None
    spoken, unit = words(language), reading.unit_word(passport.indicator.unit, language)
    columns = [
        tables.Column(spoken["head.variant"], class_name="wrap"),
        tables.Column(spoken["head.value"], unit, "number"),
        tables.Column(spoken["head.numerator"], "", "number"),
        tables.Column(spoken["head.denominator"], "", "number"),
        tables.Column(spoken["trace.basis"]),
    ]
    rows = [_variant(number, passport, language) for number in passport.others]
    return tables.table(columns, rows, caption=spoken["trace.variants"], class_name="variants")


def _variant(number: Number, passport: Passport, language: Language) -> tables.Row:
    spoken, indicator = words(language), passport.indicator
    described = indicator.variants[number.variant]
    name = spoken.say("trace.variant_value", code=described.code, name=reading.name_of(described, language))
    default = badge(spoken["trace.default"]) if described.code == indicator.default else None
    address = href(passport.chosen, indicator=indicator.code, variant=described.code)
    value: Child = h("span", reading.reason(number, language), class_name="gap-word")
    if number.value is not None:
        rate = indicator.unit in ("%", "倍", "天")
        text = say.rate(number.value, digits=2) if rate else say.count(number.value)
        value = number_link(text, address)
    cells = (
        h("span", name, " ", default),
        value,
        number_link(say.count(number.numerator), address) if number.numerator is not None else say.NONE,
        number_link(say.count(number.denominator), address) if number.denominator is not None else say.NONE,
        spoken.choose("basis", number.basis) if number.basis else say.NONE,
    )
    return tables.Row(cells, "selected" if described.code == passport.variant.code else None)
