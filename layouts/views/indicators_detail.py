"""One indicator's definition: words, formula, 口径, sources, targets, and the cells that feed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.formula import Formula
from indicators.definition import Indicator
from indicators.variants import Variant
from layouts import blocks, page, say, scope, tables, tracing
from layouts.elements import Child, Element, badge, h, link, number_link, status_badge
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.indicators_history import history
from layouts.views.indicators_list import frame, indicator_link, value_text
from layouts.views.indicators_register import register_table
from loaders.form import Form


def detail(services: Services, numbers: Numbers, indicator: Indicator, chosen: Selection) -> Element:
    """Everything that the catalogue knows of an indicator, in the order a reader asks for it."""
    language, spoken = chosen.lang, words(chosen.lang)
    chinese = language == "zh"
    variant = indicator.variant(chosen.variant if chosen.variant in indicator.variants else "")
    address = "/indicators" + chosen.query(indicator="")
    back = link(spoken["catalogue.back"], address, class_name="phone-only back")
    name, other = (indicator.name, indicator.english) if chinese else (indicator.english, indicator.name)
    spoken_in = "en" if chinese else "zh-CN"
    head = h(
        "div", h("h2", name), h("span", other, class_name="muted", lang=spoken_in), class_name="detail-head"
    )
    below = (
        ("indicators.formula", _formula(numbers, indicator, variant, language), ""),
        ("indicators.variants", _variants(numbers, indicator, variant.code, chosen), ""),
        ("catalogue.history", history(numbers.indicators, indicator, language), ""),
        ("indicators.targets", _targets(numbers, indicator, chosen), ""),
        ("indicators.elements", _elements(services, numbers, indicator, chosen), "catalogue.elements_note"),
    )
    sections = [
        page.section(spoken[title], part, note=spoken[note] if note else None, level="h3")
        for title, part, note in below
    ]
    top = [
        _now(numbers, indicator, chosen),
        _protected(indicator, language),
        h("p", indicator.definition if chinese else indicator.definition_english, class_name="definition"),
        blocks.facts(_facts(numbers, indicator, language)),
        h("p", spoken["catalogue.source_key"], class_name="note"),
    ]
    shown = [each for each in (*top, *sections) if each]
    return h("article", back, head, *shown, class_name="catalogue-detail")


def in_words(formula: Formula, numbers: Numbers, language: Language) -> str:
    """``甲 + 乙 − 2 × 丙`` with the names of the data elements."""
    parts: list[str] = []
    for factor, code in formula.terms:
        element = numbers.catalogue.elements[code]
        name = element.name if language == "zh" else element.english
        sign = say.MINUS if factor < 0 else "+" if parts else ""
        parts += [sign, name if abs(factor) == 1 else f"{abs(factor)} × {name}"]
    return " ".join(part for part in parts if part)


def places(forms: Mapping[str, Form], element: str, language: Language) -> Iterator[str]:
    """Where a data element is filed: form, sheet, row and its label; an open form by the element's code."""
    spoken = words(language)
    for form in forms.values():
        name = form.name if language == "zh" else form.english
        if form.open:
            yield spoken.say("catalogue.place_open", form=name, code=element)
        for sheet in form.sheets:
            for row in sheet.rows:
                if row.element == element:
                    place = {"form": name, "sheet": sheet.name, "code": row.code, "label": row.label}
                    yield spoken.say("catalogue.place", **place)


def users(numbers: Numbers, element: str) -> list[Indicator]:
    """The indicators that read a data element, or print it as their own figure: the way back."""
    reports = numbers.catalogue.elements[element].reports
    return [
        each
        for each in numbers.shown()
        if each.code == reports or any(element in variant.elements for variant in each.variants.values())
    ]


def _now(numbers: Numbers, indicator: Indicator, chosen: Selection) -> Element:
    """The value in the chosen scope with its status, and the pages that show more of it."""
    spoken, assessed = words(chosen.lang), frame(numbers, chosen)
    number = assessed.get(indicator.code, chosen.region)
    where = (scope.region_name(numbers, chosen.region, chosen.lang), say.period(chosen.period, chosen.lang))
    text = value_text(assessed, indicator, chosen)
    parts: list[Child] = [h("span", spoken["catalogue.comma"].join(where), class_name="muted")]
    if number is not None:
        gap = f"{say.NONE} {reading.reason(number, chosen.lang)}"
        opened = number_link(text or gap, tracing.href(chosen, indicator=indicator.code), class_name="shown")
        parts += [h("b", opened), status_badge(number.status, number.warning, chosen.lang)]
        if number.incomplete:
            done, owed = number.regions_reported, number.regions_expected
            parts.append(badge(spoken.say("badge.partial", reported=done, expected=owed)))
    others = [
        link(spoken[f"nav.{code}"], page.PATHS[code] + chosen.query(domain=domain, status=""))
        for code, domain in (("compare", ""), ("trend", ""), ("matrix", indicator.domain))
    ]
    return h("p", *parts, h("span", *others, class_name="end uses"), class_name="summary-line")


def _protected(indicator: Indicator, language: Language) -> Element | None:
    if not indicator.protected:
        return None
    spoken = words(language)
    return h(
        "div",
        h("p", status_badge("prohibited", "", language), " ", spoken["indicators.protected_note"]),
        h("p", spoken["catalogue.protected_reason"], class_name="note"),
        class_name="quiet",
    )


def _facts(numbers: Numbers, indicator: Indicator, language: Language) -> list[tuple[str, Child]]:
    spoken = words(language)
    domain = numbers.indicators.domains[indicator.domain]
    unit = indicator.unit if language == "zh" else numbers.indicators.units[indicator.unit]
    direction = "protected_direction" if indicator.protected else indicator.direction
    pairs: list[tuple[str, Child]] = [
        (spoken["head.code"], indicator.code),
        (spoken["matrix.domain"], domain.name if language == "zh" else domain.english),
        (spoken["head.unit"], unit or say.NONE),
        (spoken["catalogue.kind"], spoken[f"kind.{indicator.kind}"]),
        (spoken["head.direction"], spoken[f"catalogue.{direction}"]),
        (spoken["head.frequency"], spoken[f"frequency.{indicator.frequency}"]),
        (spoken["catalogue.rollup"], spoken[f"aggregation.{indicator.aggregation}"]),
        (spoken["indicators.sources"], indicator.source),
    ]
    if indicator.level_seen:
        seen = spoken.say("catalogue.level_seen_note", text=indicator.level_seen)
        pairs.append((spoken["catalogue.level_seen"], seen))
    return pairs


def _formula(numbers: Numbers, indicator: Indicator, variant: Variant, language: Language) -> Element:
    """In words as a fraction, then in the codes that the API and the catalogue use."""
    above = in_words(variant.numerator, numbers, language)
    if variant.denominator is None:
        shown: Element = h("p", h("b", above))
        return h("div", shown, h("p", h("code", str(variant.numerator)), class_name="note"))
    below = in_words(variant.denominator, numbers, language)
    times = f"× {indicator.scale}" + (" %" if indicator.unit == "%" else "") if indicator.scale != 1 else ""
    scale = f"{indicator.scale} × " if indicator.scale != 1 else ""
    symbols = f"{scale}({variant.numerator}) ÷ ({variant.denominator})"
    upper = h("span", above, class_name="numerator")
    lower = h("span", below, class_name="denominator")
    return h("div", blocks.formula(upper, lower, times), h("p", h("code", symbols), class_name="note"))


def _variants(numbers: Numbers, indicator: Indicator, current: str, chosen: Selection) -> Element:
    """Every 口径; its name shows the page by it."""
    spoken, language = words(chosen.lang), chosen.lang
    columns = [
        tables.Column(spoken["head.variant"]),
        tables.Column(spoken["head.name"]),
        tables.Column(spoken["head.numerator"]),
        tables.Column(spoken["head.denominator"]),
        tables.Column(spoken["catalogue.part"]),
    ]
    rows = []
    for code, variant in indicator.variants.items():
        default = badge(spoken["indicators.default_variant"]) if code == indicator.default else None
        below = in_words(variant.denominator, numbers, language) if variant.denominator else say.NONE
        name = variant.name if language == "zh" else variant.english
        letter = "" if code == indicator.default else code
        address = "/indicators" + chosen.query(variant=letter)
        yes = spoken["say.yes" if variant.part_of_whole else "say.no"] if variant.denominator else say.NONE
        cells = (
            h("th", code, " ", default, scope="row"),
            h("td", link(name, address) if len(indicator.variants) > 1 else name, class_name="wrap"),
            h("td", in_words(variant.numerator, numbers, language), class_name="wrap"),
            h("td", below, class_name="wrap"),
            yes,
        )
        rows.append(tables.Row(cells, props={"aria_current": "true"} if code == current else {}))
    return tables.table(columns, rows, caption=spoken["indicators.variants"])


def _targets(numbers: Numbers, indicator: Indicator, chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    found = [each for each in numbers.targets(chosen.dataset) if each.indicator == indicator.code]
    if not found:
        return blocks.empty(spoken["catalogue.no_targets"])
    caption = spoken["indicators.targets"]
    return register_table(found, numbers, chosen.lang, caption=caption, indicator=indicator)


def _elements(services: Services, numbers: Numbers, indicator: Indicator, chosen: Selection) -> Element:
    """Each data element: its part, the rows of the forms that carry it, the other indicators it feeds."""
    spoken, language = words(chosen.lang), chosen.lang
    columns = [
        tables.Column(spoken["head.element"]),
        tables.Column(spoken["catalogue.as_what"]),
        tables.Column(spoken["head.unit"]),
        tables.Column(spoken["indicators.used_in"]),
        tables.Column(spoken["catalogue.also"]),
    ]
    rows = []
    for code, part in _parts(numbers, indicator).items():
        element = numbers.catalogue.elements[code]
        name = element.name if language == "zh" else element.english
        also = [
            h("li", indicator_link(each, chosen))
            for each in users(numbers, code)
            if each.code != indicator.code
        ]
        filed = [h("li", place) for place in places(services.forms, code, language)]
        guarded = badge(spoken["badge.protected"]) if element.protected else None
        cells = (
            h("th", name, " ", guarded, h("code", code), scope="row", class_name="wrap"),
            spoken[f"catalogue.as_{part}"],
            say.unit_name(element.unit, language) or say.NONE,
            h("td", h("ul", *filed) if filed else say.NONE, class_name="wrap"),
            h("td", h("ul", *also) if also else say.NONE, class_name="wrap"),
        )
        rows.append(tables.Row(cells))
    return tables.table(columns, rows, caption=spoken["indicators.elements"], class_name="elements")


def _parts(numbers: Numbers, indicator: Indicator) -> dict[str, str]:
    """Every element of every 口径, and the printed value and 同比, with what it is there for."""
    parts: dict[str, str] = {}
    for variant in indicator.variants.values():
        below = variant.denominator.elements if variant.denominator else ()
        for code in variant.elements:
            here = "denominator" if code in below else "numerator"
            here = "both" if code in below and code in variant.numerator.elements else here
            parts[code] = here if parts.get(code, here) == here else "both"
    known = numbers.indicators
    for printed, part in ((known.reported, "reported"), (known.reported_change, "change")):
        if indicator.code in printed:
            parts[printed[indicator.code]] = part
    return parts
