"""The fields of the wizard: how an element, a region or a use is written in them, and what is read back.

A field's name is its part: ``rows.0`` of a table, ``col.0.3`` of a column, ``row.0.12`` of a row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from data.catalogue import Catalogue
from data.model import Period, Scope
from layouts import say
from layouts.text import LANGUAGES, Language, words
from layouts.views.submit_sent import one_line
from loaders.header import read_period
from loaders.mapping import AXES, NOTHINGS, Nothing, Use
from loaders.mapping_build import Answer, Answers
from loaders.mapping_proposal import Base, Proposal, Rows
from loaders.words import plain

LONGEST = 120
ROWS: tuple[Rows, ...] = (*AXES, "skip")
SPECIAL: tuple[Use, ...] = ("skip", "label", "value", "unit", "total")

_CODE = re.compile(r"[(（]([A-Za-z0-9_]+)[)）]\s*$")


def element_text(code: str, catalogue: Catalogue, language: Language) -> str:
    """``行政诉讼败诉数（suit_lost）``."""
    element = catalogue.elements[code]
    return f"{element.name}（{code}）" if language == "zh" else f"{element.english} ({code})"


def region_text(code: str, catalogue: Catalogue, language: Language) -> str:
    """``霁川市月屿区（990101）``: names repeat, so those above are named."""
    region = catalogue.regions.get(code)
    if language == "en" and region.english:
        return f"{region.english} ({code})"
    return f"{catalogue.regions.path_name(code)}（{code}）"


def use_text(use: str, language: Language) -> str:
    return words(language)[f"mapping_use.{use}"]


def text_of(use: str, code: str, catalogue: Catalogue, language: Language) -> str:
    """What a field says for a use; empty where a person has to say."""
    if use == "element":
        return element_text(code, catalogue, language)
    if use == "region":
        return region_text(code, catalogue, language)
    return use_text(use, language) if use else ""


def base_of(fields: Mapping[str, str], catalogue: Catalogue) -> Base:
    """What is said of the whole: dataset, region above, what rows are."""
    dataset = fields.get("dataset", "")
    described = catalogue.datasets.get(dataset)
    under = region_in(fields.get("under", ""), catalogue, described.root if described else "")
    rows: dict[int, Rows] = {}
    for name, text in fields.items():
        part, _, place = name.partition(".")
        if part == "rows" and place.isdecimal():
            for axis in ROWS:
                if axis == text:
                    rows[int(place)] = axis
    return Base(dataset if described else "", under, rows)


def answers_of(fields: Mapping[str, str], proposal: Proposal, catalogue: Catalogue) -> Answers:
    """What is said of the place, of each column and row, and of the spellings of nothing."""
    root = catalogue.datasets[proposal.dataset].root if proposal.dataset else ""
    columns: dict[tuple[int, int], Answer] = {}
    rows: dict[tuple[int, str], Answer] = {}
    for place, table in enumerate(proposal.tables):
        for column in table.columns:
            told = _answer(fields, "col", (place, column.number), catalogue, root)
            if told is not None:
                columns[place, column.number] = told
        for row in table.rows:
            told = _answer(fields, "row", (place, row.number), catalogue, root)
            if told is not None:
                rows[place, row.key] = told
    nothing: dict[str, Nothing | Literal[""]] = {}
    for number, text in enumerate(proposal.nothing):
        meant = fields.get(f"nothing.{number}")
        if meant is not None:
            nothing[text] = next((each for each in NOTHINGS if each == meant), "")
    return Answers(
        name=one_line(fields.get("name", ""), 60),
        region=region_in(fields.get("region", ""), catalogue, proposal.under or root)
        or fields.get("region", "")[:LONGEST],
        period=period_code(fields.get("period", "")) or fields.get("period", "")[:LONGEST],
        columns=columns,
        rows=rows,
        nothing=nothing,
    )


def period_code(text: str) -> str:
    period = read_period(text[:LONGEST])
    return period.code if period is not None else ""


def period_text(period: Period | str, language: Language) -> str:
    code = period if isinstance(period, str) else period.code
    return say.period(code, "zh") if language == "zh" else code


def region_in(text: str, catalogue: Catalogue, under: str) -> str:
    """The code of the one region that a field names: with its code, else by name at and below ``under``."""
    bare = text.strip()[:LONGEST]
    code = _code(bare)
    if code in catalogue.regions:
        return catalogue.regions.get(code).code
    found = catalogue.regions.find(bare, under) if bare and under in catalogue.regions else ()
    return found[0].code if len(found) == 1 else ""


def element_in(text: str, catalogue: Catalogue) -> str:
    """The code of the element that a field names, by its code or its whole name."""
    bare = text.strip()[:LONGEST]
    code = _code(bare)
    if code in catalogue.elements:
        return code
    named = [
        each.code
        for each in catalogue.elements.values()
        if bare and plain(bare) in (plain(each.name), plain(each.english))
    ]
    return named[0] if len(named) == 1 else ""


def _code(text: str) -> str:
    found = _CODE.search(text)
    return found[1] if found else text


def _answer(
    fields: Mapping[str, str], part: str, place: tuple[int, int], catalogue: Catalogue, root: str
) -> Answer | None:
    """None where the field is not there: then the proposal stands."""
    key = f"{place[0]}.{place[1]}"
    text = fields.get(f"{part}.{key}")
    if text is None:
        return None
    scope: Scope = "total" if fields.get(f"scope.{part}.{key}") == "total" else "own"
    unit = one_line(fields.get(f"unit.{part}.{key}", ""), 8)
    use = next((each for each in SPECIAL if text.strip() in _said(each)), None)
    if use is not None:
        return Answer(use)
    element = element_in(text, catalogue)
    if element:
        return Answer("element", element, scope, unit)
    region = region_in(text, catalogue, root)
    if region:
        return Answer("region", region, scope)
    return Answer("element", text.strip()[:LONGEST]) if text.strip() else Answer("")


def _said(use: str) -> tuple[str, ...]:
    return (use, *(use_text(use, language) for language in LANGUAGES))
