"""Schemas of the tidy frames that cross a folder: columns, dtypes and key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TEXT = "str"
NUMBER = "float64"
WHOLE = "int64"
CHOICE = "category"


class FrameError(TypeError):
    """A frame that does not fit its schema: our mistake, never the county's."""


@dataclass(frozen=True)
class Schema:
    """``columns`` maps name to dtype in order; ``key`` names the columns that identify a row."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]


OBSERVATIONS = Schema(
    "OBSERVATIONS",
    (
        ("dataset", TEXT),
        ("region", TEXT),
        ("period", TEXT),
        ("element", TEXT),
        ("scope", TEXT),
        ("value", NUMBER),
        ("qualifier", TEXT),
        ("submission", WHOLE),
        ("sheet", TEXT),
        ("cell", TEXT),
        ("raw", TEXT),
        ("decimals", WHOLE),
    ),
    ("dataset", "region", "period", "element", "scope"),
)

RESULTS = Schema(
    "RESULTS",
    (
        ("indicator", CHOICE),
        ("variant", CHOICE),
        ("region", CHOICE),
        ("period", CHOICE),
        ("scope", CHOICE),
        ("numerator", NUMBER),
        ("denominator", NUMBER),
        ("value", NUMBER),
        ("qualifier", CHOICE),
        ("reported", NUMBER),
        ("difference", NUMBER),
        ("basis", CHOICE),
        ("regions_reported", WHOLE),
        ("regions_expected", WHOLE),
        ("gap", CHOICE),
    ),
    ("indicator", "variant", "region", "period", "scope"),
)

ASSESSED = Schema(
    "ASSESSED",
    (*RESULTS.columns, ("target", CHOICE), ("attainment", NUMBER), ("status", CHOICE), ("warning", CHOICE)),
    RESULTS.key,
)

FINDINGS = Schema(
    "FINDINGS",
    (
        ("submission", WHOLE),
        ("region", TEXT),
        ("period", TEXT),
        ("indicator", TEXT),
        ("code", TEXT),
        ("severity", TEXT),
        ("sheet", TEXT),
        ("cell", TEXT),
        ("params", "object"),
    ),
)


def conform(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return the frame when it has exactly the schema's columns and dtypes; raise FrameError else."""
    if list(frame.columns) != schema.names:
        missing = [name for name in schema.names if name not in frame.columns]
        extra = [name for name in frame.columns if name not in schema.names]
        raise FrameError(f"{schema.name}: columns missing {missing}, not known {extra}, or in another order")
    for name, dtype in schema.columns:
        found = str(frame[name].dtype)
        if found != dtype and not (len(frame) == 0 and dtype == "object"):
            raise FrameError(f"{schema.name}.{name}: dtype {found}, expected {dtype}")
    return frame


def of_values(schema: Schema, values: Iterable[object]) -> pd.DataFrame:
    """A frame of values that have the schema's columns as attributes."""
    listed = list(values)
    columns = {
        name: pd.Series([getattr(each, name) for each in listed], dtype=dtype)
        for name, dtype in schema.columns
    }
    return conform(pd.DataFrame(columns), schema)


def empty(schema: Schema) -> pd.DataFrame:
    """A frame of the schema with no rows."""
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in schema.columns})


def category(codes: NDArray[np.integer], names: Sequence[str]) -> pd.Categorical:
    """A closed vocabulary column: ``codes`` are places in ``names``."""
    return pd.Categorical.from_codes(
        np.asarray(codes, dtype=np.int64), categories=pd.Index(list(names), dtype="str")
    )
