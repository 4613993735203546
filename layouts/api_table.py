"""What the API offers: its resources with their parameters and the fields of their rows, in one table.

The routes, the reading of questions, the CSV and the OpenAPI description are all made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypedDict

from data.life import Status
from data.model import QUALIFIERS, SCOPES, Severity, Target
from data.region_lists import Region
from indicators.compute import BASES, GAPS
from indicators.definition import Indicator
from indicators.judgement import STATUSES
from layouts.tracing import Term

WARNINGS = {"at_cap": "达上限", "in_band": "接近界限"}
NUMBER = "^[0-9]+$"


@dataclass(frozen=True)
class Told:
    """What is said of a field beside its type; ``among``: the words it may hold."""

    text: str
    among: tuple[str, ...] = ()


class CsvRow(TypedDict):
    """One number of one region, as results.csv has it."""

    indicator: str
    variant: Annotated[str, Told("the 口径 it was computed by")]
    region: str
    period: Annotated[str, Told("2024, 2024H1, 2024Q3, 2024M01 or a span of months")]
    scope: Annotated[str, Told("own: the region's own filing; total: with all below it", SCOPES)]
    value: Annotated[float | None, Told("unrounded, in the indicator's unit (percent 0–100)")]
    numerator: float | None
    denominator: float | None
    qualifier: Annotated[str | None, Told("how exactly it was said", QUALIFIERS)]
    basis: Annotated[str | None, Told("computed from elements, or reported as printed", BASES[1:])]
    reported: Annotated[float | None, Told("the printed value, where one was filed")]
    difference: Annotated[float | None, Told("value less reported")]
    regions_reported: int
    regions_expected: int
    gap: Annotated[str | None, Told("why there is no value", GAPS[1:])]
    target: Annotated[str | None, Told("the target's code in the register")]
    attainment: Annotated[float | None, Told("value by target of a floor, target by value of a broken cap")]
    status: Annotated[str, Told("under the target", STATUSES)]
    warning: Annotated[
        str | None, Told("a cap reached exactly; inside the target's band", tuple(WARNINGS.values()))
    ]


class ResultRow(CsvRow):
    """One number of one region, with what its target asks."""

    threshold: float | None
    op: str | None


class VariantRow(TypedDict):
    """One 口径 of an indicator, its formulas in words of the catalogue."""

    code: str
    name: str
    english: str
    numerator: str
    denominator: str | None
    part_of_whole: bool


class FindingRow(TypedDict):
    """A finding as the command line and the API give it."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    params: dict[str, str | float]
    indicator: str | None
    message: str


class ResultAnswer(TypedDict):
    rows: list[ResultRow]


class IndicatorAnswer(TypedDict):
    rows: list[Indicator]


class RegionAnswer(TypedDict):
    rows: list[Region]


class TargetAnswer(TypedDict):
    rows: list[Target]


class FindingAnswer(TypedDict):
    submission: int
    status: Status
    findings: list[FindingRow]


class TraceAnswer(TypedDict):
    result: ResultRow
    formula: str
    terms: list[Term]
    missing: Annotated[list[str], Told("elements of the formula that nobody filed")]


AS_ROW: Mapping[type, Mapping[str, object]] = {Indicator: {"variants": list[VariantRow]}}  # where they differ


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question; ``once``: the first of several counts."""

    text: str
    once: bool = False
    among: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Resource:
    """One address under /api/v1; ``answer`` None: it is not of this table's rows."""

    text: str
    answer: type | None = None
    parameters: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    media: Literal["application/json", "text/csv"] = "application/json"
    told: Mapping[str, str] = field(default_factory=dict)  # words on parameters that mean something else here


PARAMETERS: Mapping[str, Parameter] = {
    "dataset": Parameter("code of a dataset", once=True),
    "indicator": Parameter("code; all that are shown without one"),
    "region": Parameter("code, also a former one; all of the dataset without one"),
    "period": Parameter("such as 2024, 2024H1, 2024Q3 or 2024M01; the newest year without one"),
    "variant": Parameter("code of a 口径; the catalogue's without one"),
    "scope": Parameter("total without one", among=SCOPES),
    "children": Parameter("1 adds direct children", once=True, among=("0", "1")),
    "snapshot": Parameter(
        "number of a publication: as it was when it was made; 0 or none: as it is now",
        once=True,
        pattern=NUMBER,
    ),
    "domain": Parameter("code of a domain of indicators"),
    "parent": Parameter("code of a region: its direct children"),
    "find": Parameter("a name, a part of one or a code"),
    "submission": Parameter("number of a submission", once=True, pattern=NUMBER),
}
_RESULTS = ("dataset", "indicator", "region", "period", "variant", "scope", "children", "snapshot")
_TRACE = ("indicator", "region", "period", "dataset", "variant", "scope", "snapshot")
_DATASET = "code of a dataset; the first in catalogue order that has the region without one"

RESOURCES: Mapping[str, Resource] = {
    "results": Resource(
        "One row per indicator, region and period (and variant and scope asked for), also where nothing was "
        "filed. A region or a dataset must be named.",
        ResultAnswer,
        _RESULTS,
        told={"dataset": _DATASET},
    ),
    "results.csv": Resource(
        "The same rows, UTF-8 with BOM", None, _RESULTS, media="text/csv", told={"dataset": _DATASET}
    ),
    "indicators": Resource("Definitions with variants and formulas", IndicatorAnswer, ("domain",)),
    "regions": Resource(
        "Regions of a dataset, of a parent, or by name", RegionAnswer, ("dataset", "parent", "find")
    ),
    "targets": Resource(
        "The register, every kind of target",
        TargetAnswer,
        ("dataset", "indicator", "region", "snapshot"),
        told={"dataset": "code; every dataset without one", "region": "code; every region without one"},
    ),
    "findings": Resource(
        "Stored findings of a submission, and those that checks against other submissions give now",
        FindingAnswer,
        ("submission",),
        ("submission",),
    ),
    "trace": Resource(
        "A number with its formula and every cell that went into it",
        TraceAnswer,
        _TRACE,
        ("indicator", "region", "period"),
        told={"dataset": _DATASET, **dict.fromkeys(("indicator", "region", "period"), "one code")},
    ),
    "openapi.json": Resource("This description"),
}
