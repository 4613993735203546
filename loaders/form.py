"""Reads loaders/forms/*.toml: where each data element sits in a workbook. Every mistake at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.catalogue import Catalogue
from data.model import LEVELS, SCOPES, DataElement, Period, PeriodError
from data.strict import CatalogueError, Reading, nearest, read_toml
from loaders.form_model import HOLDS, Band, Column, Form, FormSheet, Holds, Row
from loaders.form_versions import joined

__all__ = ["FOLDER", "Band", "Column", "Form", "FormError", "FormSheet", "Holds", "Row", "read_forms"]

FOLDER = Path(__file__).parent / "forms"
KEYS = (
    "code",
    "name",
    "english",
    "number",
    "version",
    "valid_from",
    "valid_to",
    "issuer",
    "approval",
    "measure",
    "periods",
    "levels",
    "open",
    "not_applicable",
    "no_cases",
    "notes",
    "columns",
)
PERIOD_KINDS = ("year", "half", "quarter", "month", "span")


class FormError(CatalogueError):
    """A form definition cannot be used; ``mistakes`` lists every one of them."""


def read_forms(catalogue: Catalogue, folder: Path = FOLDER) -> Mapping[str, Form]:
    """The newest version of each form by code, with its earlier ones; FormError lists every mistake."""
    mistakes: list[str] = []
    versions: list[tuple[Form, Reading]] = []
    for path in sorted(folder.glob("*.toml")):
        reading = Reading(mistakes, f"loaders/forms/{path.name}")
        before = len(mistakes)
        tables = read_toml(path, mistakes)
        if len(mistakes) == before and reading.keys(tables, KEYS, ("sheets", "gap")):
            versions.append((_form(tables, catalogue, reading), reading))
    forms = joined(versions)
    mistakes += [
        f"datasets.toml [{dataset.code}]: unknown form {code!r}{nearest(code, forms)}"
        for dataset in catalogue.datasets.values()
        for code in dataset.forms
        if code not in forms
    ]
    if mistakes:
        raise FormError(mistakes)
    return forms


def _form(tables: Mapping[str, object], catalogue: Catalogue, reading: Reading) -> Form:
    is_open = reading.flag(tables, "open")
    sheets = _sheets(tables.get("sheets", []), catalogue, reading)
    if is_open == bool(sheets):
        reading.wrong("an open form has no sheets, any other form has at least one")
    for key in ("valid_from", "valid_to"):
        _month(reading.text(tables, key), key, reading)
    return Form(
        code=reading.text(tables, "code"),
        name=reading.text(tables, "name"),
        english=reading.text(tables, "english"),
        number=reading.text(tables, "number"),
        version=_whole(tables.get("version"), "version", reading),
        valid_from=reading.text(tables, "valid_from"),
        valid_to=reading.text(tables, "valid_to"),
        issuer=reading.text(tables, "issuer"),
        approval=reading.text(tables, "approval"),
        measure=reading.text(tables, "measure"),
        periods=tuple(
            reading.choice(kind, "periods", PERIOD_KINDS) for kind in reading.texts(tables, "periods")
        ),
        levels=tuple(reading.choice(level, "levels", LEVELS) for level in reading.texts(tables, "levels")),
        open=is_open,
        not_applicable=reading.texts(tables, "not_applicable"),
        no_cases=reading.texts(tables, "no_cases"),
        notes=reading.texts(tables, "notes"),
        columns=_columns(tables.get("columns"), reading),
        sheets=sheets,
        gap=reading.text(tables, "gap"),
    )


def _columns(tables: object, reading: Reading) -> tuple[Column, ...]:
    columns: list[Column] = []
    for entry in _entries(tables, "columns", reading):
        here = reading.at(f"columns {entry.get('number', '?')}")
        if not here.keys(entry, ("number", "head", "holds"), ("group",)):
            continue
        number = _whole(entry["number"], "number", here)
        holds = here.choice(here.text(entry, "holds"), "holds", HOLDS)
        if any(column.number == number or column.holds == holds for column in columns):
            here.wrong("number or use is given twice")
        columns.append(Column(number, here.text(entry, "head"), here.text(entry, "group"), holds))
    if not any(column.holds == "value" for column in columns):
        reading.wrong("no column holds the value")
    return tuple(columns)


def _sheets(tables: object, catalogue: Catalogue, reading: Reading) -> tuple[FormSheet, ...]:
    sheets: list[FormSheet] = []
    codes: set[str] = set()
    places: set[tuple[str, str]] = set()
    for entry in _entries(tables, "sheets", reading):
        here = reading.at(f"sheet {entry.get('name', '?')}")
        if not here.keys(entry, ("name", "bands")):
            continue
        name = here.text(entry, "name")
        if any(sheet.name == name for sheet in sheets) or not 0 < len(name) <= 31:
            here.wrong("a sheet's name is unique and has 1 to 31 characters")
        bands: list[Band] = []
        for table in _entries(entry["bands"], "bands", here):
            at_band = here.at(f"band {table.get('name', '?')}")
            if at_band.keys(table, ("name", "rows")):
                rows = _rows(table["rows"], catalogue, codes, places, at_band)
                bands.append(Band(at_band.text(table, "name"), rows))
        sheets.append(FormSheet(name, tuple(bands)))
    return tuple(sheets)


def _rows(
    tables: object, catalogue: Catalogue, codes: set[str], places: set[tuple[str, str]], reading: Reading
) -> tuple[Row, ...]:
    rows: list[Row] = []
    for entry in _entries(tables, "rows", reading):
        here = reading.at(f"row {entry.get('code', '?')}")
        if not here.keys(entry, ("code", "element"), ("scope", "label", "required", "also", "prefill")):
            continue
        code, element = here.text(entry, "code"), here.text(entry, "element")
        scope = here.choice(here.text(entry, "scope", "own"), "scope", SCOPES)
        if element not in catalogue.elements:
            here.wrong(f"unknown data element {element!r}{nearest(element, catalogue.elements)}")
            continue
        if code in codes:
            here.wrong(f"row code {code!r} is given twice in the form")
        if (element, scope) in places:
            here.wrong(f"data element {element!r} with scope {scope!r} is given twice in the form")
        codes.add(code)
        places.add((element, scope))
        label = here.text(entry, "label") or catalogue.elements[element].name
        depth = depth_in(element, {row.element: row.depth for row in rows}, catalogue.elements)
        required = here.flag(entry, "required", default=True)
        also = here.texts(entry, "also") if "also" in entry else ()
        prefill = _number(entry.get("prefill"), "prefill", here)
        rows.append(Row(code, element, scope, label, depth, required, also, prefill))
    return tuple(rows)


def depth_in(element: str, above: Mapping[str, int], elements: Mapping[str, DataElement]) -> int:
    """其中 indentation: one more than the nearest ancestor that already stands in the band."""
    parent = elements[element].parent
    while parent:
        if parent in above:
            return above[parent] + 1
        parent = elements[parent].parent
    return 0


def _entries(tables: object, key: str, reading: Reading) -> list[dict[str, object]]:
    if not isinstance(tables, list) or not all(isinstance(entry, dict) for entry in tables):
        reading.wrong(f"{key}: expected a list of tables")
        return []
    return [dict(entry) for entry in tables]


def _whole(value: object, key: str, reading: Reading) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    reading.wrong(f"{key} = {value!r}; expected a whole number from 1")
    return 1


def _number(value: object, key: str, reading: Reading) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value >= 0):
        return None if value is None else float(value)
    reading.wrong(f"{key} = {value!r}; expected a number from 0")
    return None


def _month(text: str, key: str, reading: Reading) -> None:
    if not text:
        return
    try:
        Period.parse(text)
    except PeriodError as error:
        reading.wrong(f"{key}: {error}")
