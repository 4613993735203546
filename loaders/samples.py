"""Published figures and targets from plain lists -> the workbooks an office would have filed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TypeVar, get_args

from data.catalogue import Catalogue
from data.model import LEVELS, QUALIFIERS, SCOPES, Scope, Target
from loaders.form import Form
from loaders.targets import Strength, TargetKind, write_targets
from loaders.template import FilledValue, write_template

FIGURES, TARGETS = "public_figures.csv", "targets.csv"
FIGURE_COLUMNS = ("region", "period", "element", "scope", "qualifier", "value", "unit", "source", "quote")
TARGET_COLUMNS = tuple(field.name for field in fields(Target))
TARGET_FILE = "目标值登记表_公开数据.xlsx"
BAD_REGION, BAD_PERIOD = "990101", "2024"

_TYPED = ("levels", "every", "kind", "strength", "threshold", "near")

Choice = TypeVar("Choice", bound=str)


class SampleError(ValueError):
    """A line of a sample list that cannot be used: our mistake."""


def build_public(
    figures: str, targets: str, *, catalogue: Catalogue, forms: Mapping[str, Form]
) -> dict[str, bytes]:
    """File name -> workbook: one for each region and period of the list of figures, and the register."""
    grouped: dict[tuple[str, str], dict[tuple[str, Scope], FilledValue]] = {}
    for row in _rows(figures, FIGURE_COLUMNS, FIGURES):
        key = (row["element"], _one_of(row["scope"], SCOPES))
        filled = grouped.setdefault((row["region"], row["period"]), {})
        if key in filled or row["element"] not in catalogue.elements:
            raise SampleError(f"{FIGURES}: {row['region']} {row['period']} {key}: unknown, or given twice")
        if row["unit"] != catalogue.elements[row["element"]].unit:
            raise SampleError(f"{FIGURES}: {key}: unit {row['unit']!r} is not the element's")
        filled[key] = _figure(row)
    workbooks: dict[str, bytes] = {}
    for (region, period), filled in grouped.items():
        name = f"公开数据_{catalogue.regions.get(region).name}_{period}.xlsx"
        workbooks[name] = write_template(
            forms["public"], catalogue, region=region, period=period, filled=filled
        )
    workbooks[TARGET_FILE] = write_targets(read_target_rows(targets))
    return workbooks


def build_bad(*, catalogue: Catalogue, forms: Mapping[str, Form]) -> dict[str, bytes]:
    """A return of a made-up county with letters, a negative count, and more suits lost than closed."""
    filled: dict[tuple[str, Scope], FilledValue] = {
        ("reconsider_cases", "own"): FilledValue(None, raw="约莫十来件"),
        ("suit_first_instance", "own"): FilledValue(-3.0),
        ("suit_closed", "own"): FilledValue(12.0),
        ("suit_decided", "own"): FilledValue(9.0),
        ("suit_lost", "own"): FilledValue(15.0),
        ("suit_heard", "own"): FilledValue(11.0),
        ("suit_head_appeared", "own"): FilledValue(10.0),
    }
    name = catalogue.regions.get(BAD_REGION).name
    data = write_template(forms["annual"], catalogue, region=BAD_REGION, period=BAD_PERIOD, filled=filled)
    return {f"年报_{name}_{BAD_PERIOD}_有错.xlsx": data}


def read_target_rows(text: str) -> tuple[Target, ...]:
    """The targets of a list in the columns of model.Target."""
    return tuple(_target(row) for row in _rows(text, TARGET_COLUMNS, TARGETS))


def _target(row: Mapping[str, str]) -> Target:
    texts = {key: row[key] for key in TARGET_COLUMNS if key not in _TYPED}
    return Target(
        levels=tuple(_one_of(level, LEVELS) for level in row["levels"].split(";")),
        every="year" if row["every"] else "",
        kind=_one_of(row["kind"], get_args(TargetKind)),
        strength=_one_of(row["strength"], get_args(Strength)),
        threshold=float(row["threshold"]) if row["threshold"] else None,
        near=float(row["near"]) if row["near"] else None,
        **texts,
    )


def _figure(row: Mapping[str, str]) -> FilledValue:
    number = row["value"]
    return FilledValue(
        value=float(number) if number else None,
        qualifier=_one_of(row["qualifier"], QUALIFIERS),
        decimals=len(number.partition(".")[2]),
        quote=row["quote"],
        source=row["source"],
    )


def _one_of(text: str, allowed: Iterable[Choice]) -> Choice:
    for option in allowed:
        if option == text:
            return option
    raise SampleError(f"{text!r} is none of {', '.join(str(option) for option in allowed)}")


def _rows(text: str, columns: tuple[str, ...], name: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != columns:
        raise SampleError(f"{name}: columns are {reader.fieldnames}; expected {', '.join(columns)}")
    return list(reader)
