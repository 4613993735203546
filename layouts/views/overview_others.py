"""What a unit published beside the indicators: quantities that no shown indicator has as its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from data.cells import TracedCell, counting
from layouts import say, scope
from layouts.elements import Child, Element, badge, h, link
from layouts.page import PATHS, section
from layouts.tables import Column, Row, table
from layouts.text import words
from layouts.views.overview_facts import Scene
from layouts.views.overview_public import Published

UNJUDGED = ("numerator", "denominator", "gap", "change", "streak")
WITHOUT_WORDS = ("target", "status", "change_unit", "change_note", "reason", "variant")


def others(scene: Scene, listed: Sequence[Published]) -> list[TracedCell]:
    """Filed figures of the region and period that the list of published indicators does not show."""
    elements, chosen = scene.numbers.catalogue.elements, scene.chosen
    seen = {code for each in listed for code in _values_of(scene, each.number.indicator)}
    wanted = [code for code in elements if code not in seen]  # 敏感 ones are told to whom they may be
    order = {code: place for place, code in enumerate(elements)}
    cells = scene.numbers.view.trace(
        chosen.dataset, elements=wanted, regions=[chosen.region], periods=[chosen.period]
    )
    forms = scene.numbers.catalogue.datasets[chosen.dataset].forms
    filed = [cell for cell in counting(cells, forms) if cell.value is not None]
    return sorted(filed, key=lambda cell: (order[cell.element], cell.scope))


def table_of(scene: Scene, found: Sequence[TracedCell]) -> Element | None:
    """Each as it was filed, in the order of the catalogue, with the way to its workbook."""
    if not found:
        return None
    language, spoken = scene.chosen.lang, words(scene.chosen.lang)
    scoped = len({cell.scope for cell in found}) > 1
    columns = [
        Column(spoken["head.element"]),
        Column(spoken["head.value"], "", "number"),
        Column(spoken["head.unit"]),
    ]
    if scoped:
        columns.append(Column(spoken["trace.scope"]))
    rows: list[Row | list[Child]] = []
    for cell in found:
        element = scene.numbers.catalogue.elements[cell.element]
        address = PATHS["submit"] + scene.chosen.query(submission=str(cell.submission))
        guarded = badge(spoken["badge.protected"]) if element.protected else None
        cells: list[Child] = [
            h("span", element.name if language == "zh" else element.english, " ", guarded),
            h("b", link(_text(scene, cell), address, class_name="quiet-link")),
            say.unit_name(element.unit, language),
        ]
        rows.append([*cells, spoken[f"scopes.{cell.scope}"]] if scoped else cells)
    title = spoken["front.others"]
    return section(
        title,
        table(columns, rows, caption=title, class_name="published"),
        note=spoken.say("front.others_note", n=len(found)),
    )


def record(scene: Scene, cell: TracedCell) -> Mapping[str, Any]:
    """The row of an export."""
    element, language = scene.numbers.catalogue.elements[cell.element], scene.chosen.lang
    return {
        "section": words(language)["front.others"],
        "region": scope.region_name(scene.numbers, cell.region, language),
        "region_code": cell.region,
        "indicator": element.name if language == "zh" else element.english,
        "code": element.code,
        "value": cell.value,
        "unit": say.unit_name(element.unit, language),
        **dict.fromkeys(UNJUDGED),
        **dict.fromkeys(WITHOUT_WORDS, ""),
    }


def _values_of(scene: Scene, indicator: str) -> tuple[str, ...]:
    """The elements that are an indicator's value as they stand: its printed rate, its one count."""
    described = scene.indicator(indicator)
    printed = scene.numbers.indicators.reported.get(indicator, "")
    variant = described.variant(scene.number(indicator).variant)
    alone = variant.elements if variant.denominator is None and len(variant.elements) == 1 else ()
    return (printed, *alone)


def _text(scene: Scene, cell: TracedCell) -> str:
    """With the decimals that were filed, and 约 or 余."""
    exact = Decimal(repr(cell.value)).quantize(Decimal(1).scaleb(-cell.decimals))
    whole, point, decimals = f"{abs(exact):f}".partition(".")
    text = (say.MINUS if exact < 0 else "") + say.count(float(whole)) + point + decimals
    return say.qualified(text, cell.qualifier, scene.chosen.lang)
