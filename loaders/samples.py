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
from loaders.targets import Strength, TargetKind, read_milestones, write_targets
from loaders.template import FilledValue, write_template

FIGURES, OBSERVATIONS, TARGETS = "public_figures.csv", "public_observations.csv", "targets.csv"
FIGURE_COLUMNS = ("region", "period", "element", "scope", "qualifier", "value", "unit", "source", "quote")
# The first twelve as the list of public documents has them; the rest is how each is read, or why it is not.
OBSERVATION_COLUMNS = (
    *("row", "place", "code", "year", "months", "document", "title", "printed", "value", "unit"),
    *("address", "remark", "dataset", "region", "period", "element", "scope", "left_out"),
)
LEFT_OUT = ("subject", "period", "code", "share", "change", "points")  # the reasons in docs/left_out.md
SAME_UNIT = {"宗": "件", "场": "场次"}  # other words for a unit; the number is the same
APPROXIMATE = "approx"
TARGET_COLUMNS = tuple(field.name for field in fields(Target))
TARGET_FILE = "目标值登记表_公开数据.xlsx"
BAD_REGION, BAD_PERIOD = "990101", "2024"

_TYPED = ("levels", "every", "kind", "strength", "threshold", "near", "milestones", "digits")

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
            forms["public"], catalogue, region=region, period=period, filled=filled, listing=False
        )
    workbooks[TARGET_FILE] = write_targets(read_target_rows(targets))
    return workbooks


def build_observations(
    observations: str, *, catalogue: Catalogue, forms: Mapping[str, Form]
) -> dict[str, bytes]:
    """File name -> workbook: one for each dataset, region and period of the list of public documents."""
    order = {code: place for place, code in enumerate(catalogue.elements)}
    grouped: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in read_observation_rows(observations):
        if not row["left_out"]:
            _check_reading(row, catalogue)
            grouped.setdefault((row["dataset"], row["region"], row["period"]), []).append(row)
    workbooks: dict[str, bytes] = {}
    for (dataset, region, period), rows in grouped.items():
        filled: dict[tuple[str, Scope], FilledValue] = {}
        for row in sorted(rows, key=lambda row: order[row["element"]]):
            key = (row["element"], _one_of(row["scope"], SCOPES))
            if key in filled:
                raise SampleError(f"{OBSERVATIONS}: row {row['row']}: {region} {period} {key} is given twice")
            filled[key] = _entry(row)
        described = catalogue.datasets[dataset].name.replace("·", "_")
        name = f"{described}_{catalogue.regions.get(region).name}_{period}.xlsx"
        workbooks[name] = write_template(
            forms["public"],
            catalogue,
            region=region,
            period=period,
            filled=filled,
            dataset=dataset,
            listing=False,
        )
    return workbooks


def read_observation_rows(text: str) -> list[dict[str, str]]:
    """The rows of the list of public documents; each is read or has one reason why it is not."""
    rows = _rows(text, OBSERVATION_COLUMNS, OBSERVATIONS)
    for row in rows:
        readings = [bool(row[name]) for name in ("dataset", "region", "period", "element", "scope")]
        if any(readings) == bool(row["left_out"]) or any(readings) != all(readings):
            raise SampleError(f"{OBSERVATIONS}: row {row['row']}: either a reading or a reason")
        if row["left_out"]:
            _one_of(row["left_out"], LEFT_OUT)
    return rows


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
        milestones=read_milestones(row["milestones"]),
        digits=int(row["digits"]) if row["digits"] else None,
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


def _check_reading(row: Mapping[str, str], catalogue: Catalogue) -> None:
    """A reading names what the catalogue knows, in the element's unit or another word for it."""
    known = row["dataset"] in catalogue.datasets and row["element"] in catalogue.elements
    if not known or row["region"] not in catalogue.regions:
        raise SampleError(f"{OBSERVATIONS}: row {row['row']}: unknown dataset, element or region")
    unit = catalogue.elements[row["element"]].unit
    if unit not in (row["unit"], SAME_UNIT.get(row["unit"])):
        raise SampleError(f"{OBSERVATIONS}: row {row['row']}: unit {row['unit']!r} is not the element's")


def _entry(row: Mapping[str, str]) -> FilledValue:
    """A figure of the list. The list has no sentences: what is quoted is its entry, as it stands there."""
    approximate = row["remark"] == APPROXIMATE
    remark = f"（{row['remark']}）" if row["remark"] and not approximate else ""
    about = "约" if approximate else ""
    title = f"{row['document']}《{row['title']}》 " if row["title"] else ""
    return FilledValue(
        value=float(row["value"]),
        qualifier="about" if approximate else "exact",
        decimals=len(row["value"].partition(".")[2]),
        quote=f"{row['place']}：{row['printed']}{about}{row['value']}{row['unit']}{remark}",
        source=title + row["address"],
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
