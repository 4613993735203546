"""Mapping: how a table that no form describes is read, as a person confirmed it; kept as JSON, read strictly.

Rows and columns are known by their words, not by their place, so moved columns and next year's periods
are the same table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Literal, TypeVar, get_args

from data.catalogue import Catalogue
from data.model import SCOPES, SavedMapping, Scope
from data.strict import CatalogueError, Reading, nearest
from loaders.mapping_cuts import Cut, parse_cut

Axis = Literal["region", "element", "period"]
# What a column holds: the words that name a row, an element's figures, a region's figures of the row's
# element, a figure of the row's element, the row's unit, a sum of the others, or nothing that is read.
Use = Literal["label", "element", "region", "value", "unit", "total", "skip"]
RowKind = Literal["element", "region", "total", "skip"]
Source = Literal["table", "stated", "asked"]  # in rows or heads, said above the table or by the sheet, asked
Nothing = Literal["not_filed", "not_applicable", "no_cases"]

AXES: tuple[Axis, ...] = get_args(Axis)
USES: tuple[Use, ...] = get_args(Use)
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
SOURCES: tuple[Source, ...] = get_args(Source)
NOTHINGS: tuple[Nothing, ...] = get_args(Nothing)
PREFIX = "map-"

_Word = TypeVar("_Word", bound=str)


class MappingError(CatalogueError):
    """A stored mapping that cannot be used; ``mistakes`` lists every reason."""


@dataclass(frozen=True)
class ColumnUse:
    """A column by its head's key; ``code`` is the element or region; ``unit`` counts where none is stated."""

    head: str
    use: Use
    code: str = ""
    scope: Scope = "own"
    unit: str = ""


@dataclass(frozen=True)
class RowUse:
    """A row by its label's key; rows of regions are only listed where a person had to say which."""

    label: str
    use: RowKind
    code: str = ""
    scope: Scope = "own"
    unit: str = ""


@dataclass(frozen=True)
class TableUse:
    """One table: what its rows are, its columns and rows; a ``vague`` one's heads do not say what is counted.

    Such a table is only known again by its ``title``.
    """

    rows_are: Axis
    columns: tuple[ColumnUse, ...]
    rows: tuple[RowUse, ...] = ()
    title: str = ""
    vague: bool = False

    @cached_property
    def by_head(self) -> Mapping[str, ColumnUse]:
        return {column.head: column for column in self.columns}

    @cached_property
    def by_label(self) -> Mapping[str, RowUse]:
        return {row.label: row for row in self.rows}

    @property
    def read_heads(self) -> frozenset[str]:
        """The heads that the table cannot be without."""
        return frozenset(column.head for column in self.columns if column.use != "skip")

    @property
    def elements(self) -> tuple[str, ...]:
        columns = [column.code for column in self.columns if column.use == "element"]
        return tuple(dict.fromkeys([*columns, *(row.code for row in self.rows if row.use == "element")]))

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes it the same table in another file."""
        rows = sorted(row.label for row in self.rows) if self.rows_are == "element" else []
        return self.rows_are, sorted(column.head for column in self.columns), rows, self.title


@dataclass(frozen=True)
class FormMapping:
    """A saved form: tables, their dataset, where regions and periods come from, what spells nothing."""

    code: str
    name: str
    dataset: str
    under: str  # names of regions are looked for at and below this one
    region_from: Source
    period_from: Source
    tables: tuple[TableUse, ...]
    nothing: Mapping[str, Nothing]
    off: bool = False
    cuts: tuple[Cut, ...] = ()  # where a person said that a table begins and ends

    @property
    def elements(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for table in self.tables for code in table.elements))

    @cached_property
    def not_applicable(self) -> tuple[str, ...]:
        return self._spelt("not_applicable")

    @cached_property
    def no_cases(self) -> tuple[str, ...]:
        return self._spelt("no_cases")

    @cached_property
    def not_filed(self) -> tuple[str, ...]:
        return self._spelt("not_filed")

    def _spelt(self, meaning: Nothing) -> tuple[str, ...]:
        return tuple(text for text, meant in self.nothing.items() if meant == meaning)


def code_of(dataset: str, tables: Iterable[TableUse]) -> str:
    """The code of a new form: the same heads of the same dataset always have the same."""
    identity = json.dumps([dataset, sorted(str(table.identity) for table in tables)])
    return PREFIX + hashlib.sha256(identity.encode()).hexdigest()[:10]


def to_json(mapping: FormMapping) -> str:
    """The content to be stored; the name and the code stand beside it."""
    content = asdict(mapping)
    del content["name"], content["code"], content["cuts"]
    if mapping.cuts:
        content["cuts"] = [cut.text for cut in mapping.cuts]
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def from_json(content: str, catalogue: Catalogue, *, code: str, name: str = "") -> FormMapping:
    """The mapping of a stored content; MappingError with every mistake when there is any."""
    mistakes: list[str] = []
    reading = Reading(mistakes, f"mapping {code}")
    try:
        entry = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise MappingError([f"{reading.place}: no JSON: {error}"]) from error
    mapping = _mapping(entry, catalogue, reading, (code, name))
    if mistakes or mapping is None:
        raise MappingError(mistakes)
    return mapping


def read_mappings(saved: Iterable[SavedMapping], catalogue: Catalogue) -> dict[str, FormMapping]:
    """The mappings in use by code, the newest last; one that is off or can no longer be read is left out."""
    found: dict[str, FormMapping] = {}
    for each in sorted(saved, key=lambda entry: entry.at):
        try:
            mapping = from_json(each.content, catalogue, code=each.code, name=each.name)
        except MappingError:
            continue
        if not mapping.off:
            found[each.code] = mapping
    return found


def switched_off(mapping: FormMapping) -> FormMapping:
    return replace(mapping, off=True)


def _mapping(
    entry: object, catalogue: Catalogue, reading: Reading, named: tuple[str, str]
) -> FormMapping | None:
    if not isinstance(entry, dict):
        reading.wrong("expected a table")
        return None
    wanted = [field.name for field in fields(FormMapping) if field.name not in ("code", "name", "cuts")]
    if not reading.keys(entry, wanted, ["cuts"]):
        return None
    dataset, under = reading.text(entry, "dataset"), reading.text(entry, "under")
    if dataset not in catalogue.datasets:
        reading.wrong(f"unknown dataset {dataset!r}{nearest(dataset, catalogue.datasets)}")
    elif not catalogue.holds(catalogue.datasets[dataset], under):
        reading.wrong(f"region {under!r} is not in dataset {dataset!r}")
    return FormMapping(
        *named,
        dataset=dataset,
        under=under,
        region_from=reading.choice(reading.text(entry, "region_from"), "region_from", SOURCES),
        period_from=reading.choice(reading.text(entry, "period_from"), "period_from", SOURCES),
        tables=tuple(
            table
            for place, each in enumerate(_listed(entry["tables"], "tables", reading))
            if (table := _table(each, catalogue, reading.at(f"table {place + 1}")))
        ),
        nothing=_nothing(entry["nothing"], reading),
        off=reading.flag(entry, "off"),
        cuts=_cuts(entry.get("cuts", []), reading),
    )


def _cuts(entry: object, reading: Reading) -> tuple[Cut, ...]:
    texts = [each for each in entry if isinstance(each, str)] if isinstance(entry, list) else []
    found = [cut for text in texts if (cut := parse_cut(text)) is not None]
    if not isinstance(entry, list) or len(found) != len(entry):
        reading.wrong("cuts: expected ranges such as 表一!A3:H20")
    return tuple(found)


def _nothing(entry: object, reading: Reading) -> dict[str, Nothing]:
    if not isinstance(entry, dict):
        reading.wrong("nothing: expected a table")
        return {}
    return {text: reading.choice(reading.text(entry, text), f"nothing {text}", NOTHINGS) for text in entry}


def _table(entry: Mapping[str, object], catalogue: Catalogue, reading: Reading) -> TableUse | None:
    if not reading.keys(entry, [field.name for field in fields(TableUse)]):
        return None
    columns = [
        ColumnUse(*_used(each, "head", USES, catalogue, reading))
        for each in _listed(entry["columns"], "columns", reading)
        if reading.keys(each, [field.name for field in fields(ColumnUse)])
    ]
    rows = [
        RowUse(*_used(each, "label", ROW_KINDS, catalogue, reading))
        for each in _listed(entry["rows"], "rows", reading)
        if reading.keys(each, [field.name for field in fields(RowUse)])
    ]
    _once([column.head for column in columns], "head", reading)
    _once([row.label for row in rows], "label", reading)
    return TableUse(
        rows_are=reading.choice(reading.text(entry, "rows_are"), "rows_are", AXES),
        columns=tuple(columns),
        rows=tuple(rows),
        title=reading.text(entry, "title"),
        vague=reading.flag(entry, "vague"),
    )


def _used(
    entry: Mapping[str, object], key: str, uses: tuple[_Word, ...], catalogue: Catalogue, reading: Reading
) -> tuple[str, _Word, str, Scope, str]:
    here = reading.at(f"{key} {entry[key]}")
    use = here.choice(here.text(entry, "use"), "use", uses)
    code = here.text(entry, "code")
    known = catalogue.elements if use == "element" else catalogue.regions if use == "region" else {"": ""}
    if code not in known:
        near = nearest(code, catalogue.elements) if use == "element" else ""
        here.wrong(f"unknown {use} {code!r}{near}")
    scope = here.choice(here.text(entry, "scope"), "scope", SCOPES)
    return here.text(entry, key), use, code, scope, here.text(entry, "unit")


def _listed(entry: object, key: str, reading: Reading) -> Sequence[dict[str, object]]:
    if not isinstance(entry, list) or not all(isinstance(each, dict) for each in entry):
        reading.wrong(f"{key}: expected a list of tables")
        return []
    return entry


def _once(keys: Sequence[str], what: str, reading: Reading) -> None:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        reading.wrong(f"{what} {key!r} is given twice")
