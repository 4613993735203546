"""The made-up 示例省 as real workbooks: annual and quarterly returns with faults, and its targets."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath

from data.catalogue import Catalogue
from data.demo_regions import DATASET, demo_regions
from data.model import Period, PeriodError, Target
from data.regions import Region, RegionTree
from data.strict import CatalogueError
from loaders.demo_faults import ABSENT, FAULTS, FIRST_FILES, FOREIGN, FORMER, LATE, Fault, apply, faults_of
from loaders.demo_figures import Figures, units_of
from loaders.demo_recipes import missing_recipes, read_recipes
from loaders.form import Form
from loaders.samples import read_target_rows
from loaders.targets import write_targets
from loaders.template import write_template
from loaders.template_look import new_book

TARGETS = Path(__file__).parent / "demo_targets.csv"
TARGET_FILE = "目标值登记表_示例省.xlsx"
NAMES = {"annual": "年报", "quarterly": "季报"}
CORRECTED = "_更正"
PEOPLE = {"单位负责人": "（演示）", "统计负责人": "（演示）", "填表人": "演示经办人", "联系电话": "（演示）"}
DAYS_ALLOWED = 12  # to file after the end of the period; the late one takes 22 more
DAYS_LATE = 22
DAYS_AGAIN = 3  # more until a correction comes
HOUR = 16  # of the day at which it comes
SHIPPED = 24  # counties of the list, to which the faults belong
FORMER_NAMES = {"990101": "月屿县"}  # made-up county turned district in 2023


@dataclass(frozen=True)
class Parcel:
    """One workbook to be filed, with the faults it carries."""

    name: str
    region: Region
    form: Form
    period: Period
    faults: tuple[Fault, ...]
    figures: Figures
    catalogue: Catalogue  # as it was when the file was made


def build_demo(
    catalogue: Catalogue,
    forms: Mapping[str, Form],
    *,
    counties: int = 24,
    years: int = 5,
    quarters: int = 8,
    until: str = "2026Q3",
) -> Iterator[tuple[str, bytes]]:
    """File name and workbook in the order of filing: the targets, then period by period.

    ``until`` is the last quarter; the years are the last whole ones before its end. The figures of
    a unit and period do not depend on how many others are made.
    """
    yield TARGET_FILE, write_targets(demo_targets())
    for parcel in demo_parcels(
        catalogue, forms, counties=counties, periods=periods_of(years, quarters, until)
    ):
        yield from workbooks_of(parcel)


def write_demo(
    folder: Path,
    catalogue: Catalogue,
    forms: Mapping[str, Form],
    *,
    counties: int = 24,
    years: int = 5,
    quarters: int = 8,
    until: str = "2026Q3",
) -> list[Path]:
    """The same workbooks as files; by name, too, a wrong one comes before its correction."""
    paths: list[Path] = []
    for name, data in build_demo(
        catalogue, forms, counties=counties, years=years, quarters=quarters, until=until
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        paths.append(path)
    return paths


def demo_targets() -> tuple[Target, ...]:
    """The made-up targets of the province and one local override."""
    return read_target_rows(TARGETS.read_text(encoding="utf-8"))


def periods_of(years: int, quarters: int, until: str) -> list[tuple[str, Period]]:
    """(form, period) in the order in which they fall due: a year after its fourth quarter.

    >>> [str(period) for _, period in periods_of(1, 3, "2026Q1")]
    ['2025Q3', '2025Q4', '2025', '2026Q1']
    """
    last = Period.parse(until)
    if last.kind != "quarter":
        raise ValueError(f"{until!r} is no quarter; expected one like 2026Q3")
    newest = (last.last + 1) // 12 - 1
    annual = [("annual", Period.year(year)) for year in range(newest - years + 1, newest + 1)]
    quarterly = [("quarterly", last.shifted(-3 * back)) for back in range(quarters)]
    return sorted([*annual, *quarterly], key=lambda entry: (entry[1].last, entry[1].months))


def demo_parcels(
    catalogue: Catalogue,
    forms: Mapping[str, Form],
    *,
    counties: int,
    periods: Sequence[tuple[str, Period]],
) -> Iterator[Parcel]:
    """What every unit files for each (form, period)."""
    regions = demo_regions(counties)
    known = catalogue.with_regions(regions)
    former = _former_catalogue(known, regions)
    figures = _figures(regions, catalogue, forms)
    for code, period in periods:
        form = forms[code]
        if not form.valid_in(period):
            span = f"{form.valid_from} to {form.valid_to}"
            raise ValueError(f"the {code} form is valid from {span}, not in {period}; ask for fewer years")
        for region in regions:
            if region.code not in figures:
                continue
            unit = region.name + ("本级" if region.level == "city" else "")
            faults = faults_of(region.code, code, period.code)
            has_former = any(fault.kind == FORMER for fault in faults)
            yield Parcel(
                name=f"{period.end[0]}/{unit}_{NAMES[code]}_{period.code}",
                region=region,
                form=form,
                period=period,
                faults=faults,
                figures=figures[region.code],
                catalogue=former if has_former else known,
            )


def workbooks_of(parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    """None, one, or a wrong one followed by the right one."""
    kinds = {fault.kind for fault in parcel.faults}
    if ABSENT in kinds:
        return
    yield f"{parcel.name}.xlsx", _foreign_workbook() if FOREIGN in kinds else _workbook(parcel)
    if kinds & set(FIRST_FILES):
        right = tuple(fault for fault in parcel.faults if fault.kind not in FIRST_FILES)
        yield f"{parcel.name}{CORRECTED}.xlsx", _workbook(replace(parcel, faults=right))


def _figures(regions: list[Region], catalogue: Catalogue, forms: Mapping[str, Form]) -> dict[str, Figures]:
    """The figures of every unit that files; CatalogueError when an element has no recipe."""
    recipes = read_recipes()
    mistakes = [
        f"loaders/demonstration.toml: no recipe for, or unknown: {code}"
        for form in NAMES
        for code in missing_recipes(recipes, forms[form].elements, catalogue)
    ]
    if mistakes:
        raise CatalogueError(mistakes)
    units = units_of([(region.code, region.level, region.parent) for region in regions])
    return {code: Figures(unit, recipes, catalogue) for code, unit in units.items()}


def _workbook(parcel: Parcel) -> bytes:
    figures, catalogue = parcel.figures, parcel.catalogue
    filled = figures.filled(parcel.form, parcel.period)
    last_year = figures.filled(parcel.form, parcel.period.year_before)
    for fault in faults_of(parcel.region.code, parcel.form.code, parcel.period.year_before.code):
        if fault.kind not in (*FIRST_FILES, "last_year"):
            apply(fault, last_year, {})  # what was filed a year ago is copied as it was filed
    for fault in parcel.faults:
        apply(fault, filled, last_year)
    late = any(fault.kind == LATE for fault in parcel.faults)
    region = catalogue.regions.get(parcel.region.code)
    return write_template(
        parcel.form,
        catalogue,
        region=region.code,
        period=parcel.period.code,
        filled=filled,
        last_year=last_year,
        dataset=DATASET,
        unit_name=region.name + ("（本级）" if region.level == "city" else ""),
        people=PEOPLE | {"报出日期": _filed_on(parcel.period, DAYS_ALLOWED + (DAYS_LATE if late else 0))},
    )


def received_at(name: str, now: datetime) -> datetime:
    """When a made-up workbook comes, by its name; never later than now. Without a period in its name: now.

    >>> now = datetime.fromisoformat("2026-11-22T09:00+08:00")
    >>> received_at("2026/砚汀县_季报_2026Q3.xlsx", now).isoformat()
    '2026-10-12T16:00:00+08:00'
    """
    unit, _, code = PurePosixPath(name).stem.removesuffix(CORRECTED).rpartition("_")
    try:
        period = Period.parse(code)
    except PeriodError:
        return now
    days = DAYS_ALLOWED + (DAYS_LATE if (unit, code) in _late() else 0)
    days += DAYS_AGAIN if CORRECTED in name else 0
    year, month, day = _day(period, days)
    return min(now, datetime(year, month, day, HOUR, tzinfo=now.tzinfo))


@cache
def _late() -> frozenset[tuple[str, str]]:
    """(unit and form, period) of the workbooks that come late."""
    names = {region.code: region.name for region in demo_regions(SHIPPED)}
    late = [fault for fault in FAULTS if fault.kind == LATE]
    return frozenset((f"{names[fault.region]}_{NAMES[fault.form]}", fault.period) for fault in late)


def _filed_on(period: Period, days: int) -> str:
    """So many days after the period, in words."""
    year, month, day = _day(period, days)
    return f"{year}年{month}月{day}日"


def _day(period: Period, days: int) -> tuple[int, int, int]:
    """Year, month and day so many days after the period; months count 30 days here."""
    months, day = divmod(days - 1, 30)
    year, month = divmod(period.last + 1 + months, 12)
    return year, month + 1, day + 1


def _former_catalogue(catalogue: Catalogue, regions: list[Region]) -> Catalogue:
    """The province as it was before its boundary changes: former codes and names."""
    return replace(catalogue, regions=RegionTree(_as_before(region) for region in regions))


def _as_before(region: Region) -> Region:
    if not region.former:
        return region
    name = FORMER_NAMES.get(region.code, region.name)
    return replace(region, code=region.former[0], name=name, former=(region.code,))


def _foreign_workbook() -> bytes:
    """A table that is no return at all, sent by mistake."""
    output = io.BytesIO()
    book = new_book(output, "会议室使用登记表")
    sheet = book.add_worksheet("会议室使用登记")
    rows = (
        ("会议室使用登记表（演示，误报）", "", "", ""),
        ("日期", "会议室", "会议名称", "人数"),
        ("10月8日", "第一会议室", "季度例会", 12),
        ("10月9日", "第二会议室", "业务培训", 30),
    )
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return output.getvalue()
