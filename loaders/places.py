"""Which dataset, region and period a workbook is for: from its header block, every doubt a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data.catalogue import Catalogue
from data.model import Finding, Period
from data.region_names import short_names
from data.regions import Region
from loaders.form import Form
from loaders.form_versions import version_for
from loaders.header import (
    CODE,
    DATASET,
    NUMBER,
    PERIOD,
    UNIT,
    VERSION,
    Entry,
    header_of,
    read_period,
    visible,
)
from loaders.hints import period_elsewhere, region_by_name, sheets_of_other_periods, unnumbered
from loaders.recognition import form_by_rows, form_by_title
from loaders.words import plain, tidy
from loaders.workbook import Workbook

LEVEL_NAMES = {"nation": "国家", "province": "省级", "city": "市级", "county": "县级", "unit": "其他单位"}
PERIOD_SAMPLES = {
    "year": "2024年",
    "half": "2024年上半年",
    "quarter": "2024年第三季度",
    "month": "2024年9月",
    "span": "2024年1—9月",
}
SHORTEST_NAME = 3  # a shorter name may be a piece of another word


@dataclass(frozen=True)
class Place:
    """Codes read from the header; empty where there is none or it cannot be used.

    ``aside`` are the sheets of other periods, which are not read; ``period_at`` is where the period stands;
    ``form`` is the version of the form to read by.
    """

    dataset: str
    region: str
    period: str
    findings: tuple[Finding, ...]
    aside: tuple[str, ...] = ()
    period_at: Entry | None = None
    form: Form | None = None

    @property
    def known(self) -> bool:
        return bool(self.dataset and self.region and self.period)


def numbers_in(workbook: Workbook) -> tuple[str, ...]:
    """Every 表号 in a header block of the workbook."""
    entries = (header_of(sheet).get(NUMBER) for sheet in visible(workbook))
    return tuple(tidy(entry.text).replace(" ", "").upper() for entry in entries if entry and entry.text)


def recognise(workbook: Workbook, forms: Mapping[str, Form]) -> Form | None:
    """The form by its 表号, else by its title or its rows; None for a foreign workbook or 表号."""
    numbers = numbers_in(workbook)
    for form in forms.values():
        if form.number.upper() in numbers:
            return form
    if numbers:
        return None
    titled = form_by_title(workbook, forms)
    return titled[0] if titled else form_by_rows(workbook, forms)


def place_of(workbook: Workbook, form: Form, catalogue: Catalogue) -> Place:
    """Read the header blocks of all visible sheets; two that contradict each other are a finding."""
    findings: list[Finding] = []
    headers = [header_of(sheet) for sheet in visible(workbook)]
    merged = _merged(headers, findings)
    top = _top(workbook, headers)
    # What a header leaves blank is missing; what it does not ask for may be said elsewhere.
    asked = {label for header in headers for label in header}
    if NUMBER not in merged:
        findings.append(unnumbered(workbook, form))
    if CODE not in asked and UNIT in merged:
        merged |= region_by_name(merged[UNIT], form, catalogue, findings)
    if PERIOD not in asked:
        merged |= period_elsewhere(workbook, findings)
    written = read_period(merged[PERIOD].text) if PERIOD in merged else None
    version, other = version_for(form, merged, written)
    findings += [other] if other else []
    region = _region(merged.get(CODE) or _asked_at(CODE, headers, top), version, catalogue, findings)
    period = _period(merged.get(PERIOD) or _asked_at(PERIOD, headers, top), form, findings)
    told, aside = sheets_of_other_periods(workbook, period) if period else ([], ())
    findings += told
    dataset = _dataset(merged.get(DATASET), merged.get(CODE) or top, region, form, catalogue, findings)
    if region and dataset:
        _check_unit_name(merged.get(UNIT), region, dataset, catalogue, findings)
    return Place(
        dataset,
        region.code if region else "",
        period.code if period else "",
        tuple(findings),
        aside,
        merged.get(PERIOD),
        version,
    )


def _top(workbook: Workbook, headers: Iterable[Mapping[str, Entry]]) -> Entry:
    """Where a header block stands, or should: the first line found of it, else the first cell of all."""
    for header in headers:
        if header:
            return replace(next(iter(header.values())), text="")
    sheets = visible(workbook)
    return Entry("", "", sheets[0].name if sheets else "", "A1" if sheets else "")


def _asked_at(label: str, headers: Iterable[Mapping[str, Entry]], top: Entry) -> Entry:
    """The blank that asks for a label, else where the header stands."""
    return next((header[label] for header in headers if label in header), top)


def _merged(headers: Iterable[Mapping[str, Entry]], findings: list[Finding]) -> dict[str, Entry]:
    merged: dict[str, Entry] = {}
    codes = {
        CODE: "form.wrong_region",
        PERIOD: "form.wrong_period",
        DATASET: "form.wrong_dataset",
        VERSION: "form.wrong_version",
    }
    for header in headers:
        for label, entry in header.items():
            if not entry.text:
                continue
            first = merged.setdefault(label, entry)
            if label in codes and plain(first.text) != plain(entry.text):
                findings.append(_wrong(codes[label], entry, expected=first.text, reason="sheets_differ"))
    return merged


def _region(entry: Entry, form: Form, catalogue: Catalogue, findings: list[Finding]) -> Region | None:
    code = tidy(entry.text).replace(" ", "")
    if not code and any(found.code == "form.wrong_region" for found in findings):
        return None
    if not code:
        findings.append(_wrong("form.wrong_region", entry, expected=CODE, reason="missing"))
        return None
    if code not in catalogue.regions:
        near = "、".join(catalogue.regions.nearest(code))
        reason = "unknown" if near else "unlisted"
        findings.append(_wrong("form.wrong_region", entry, expected=near or CODE, reason=reason))
        return None
    region = catalogue.regions.get(code)
    if region.level not in form.levels:
        findings.append(
            _wrong(
                "form.wrong_region",
                entry,
                expected="、".join(LEVEL_NAMES[level] for level in form.levels),
                reason="level",
            )
        )
        return None
    return region


def _period(entry: Entry, form: Form, findings: list[Finding]) -> Period | None:
    period = read_period(entry.text)
    version = (form.in_force(period) if period else None) or form
    kinds = "、".join(PERIOD_SAMPLES[kind] for kind in version.periods)
    if period is None:
        reason = "unreadable" if entry.text else "missing"
        findings.append(_wrong("form.wrong_period", entry, expected=kinds, reason=reason))
        return None
    if period.kind not in version.periods:
        findings.append(_wrong("form.wrong_period", entry, expected=kinds, reason="kind"))
        return None
    if not version.valid_in(period):
        span = "、".join(each.validity for each in form.versions)
        findings.append(_wrong("form.wrong_period", entry, expected=span, reason="validity"))
        return None
    return period


def _dataset(
    entry: Entry | None,
    code: Entry,
    region: Region | None,
    form: Form,
    catalogue: Catalogue,
    findings: list[Finding],
) -> str:
    """The named dataset; where the header names none, the only one that takes the form and has the region.

    ``code`` is where the region stands, for a finding about it.
    """
    taking = [dataset for dataset in catalogue.datasets.values() if form.code in dataset.forms]
    names = "、".join(dataset.name for dataset in taking)
    if entry and entry.text:
        wanted = {plain(entry.text)}
        taking = [dataset for dataset in taking if wanted & {plain(dataset.name), plain(dataset.code)}]
        if not taking:
            findings.append(_wrong("form.wrong_dataset", entry, expected=names, reason="unknown"))
            return ""
    if region is None:
        return taking[0].code if len(taking) == 1 else ""
    having = [dataset for dataset in taking if catalogue.holds(dataset, region.code)]
    if len(having) == 1:
        return having[0].code
    if having:
        findings.append(_wrong("form.wrong_dataset", entry or code, expected=names, reason="ambiguous"))
        return ""
    reason = {"read": region.code, "expected": names, "reason": "not_in_dataset", "name": region.name}
    findings.append(Finding("form.wrong_region", "must", code.sheet, code.cell, reason))
    return ""


def _check_unit_name(
    entry: Entry | None, region: Region, dataset: str, catalogue: Catalogue, findings: list[Finding]
) -> None:
    """填报单位 names another unit of the dataset and not this one: code and name contradict each other."""
    if entry is None or not entry.text:
        return
    text = plain(entry.text)
    own = {region.name, *short_names(region.name)}
    if any(name in text for name in own) or region in catalogue.regions.find(entry.text):
        return
    above = {other.code for other in catalogue.regions.ancestors(region.code)}
    for other in catalogue.regions.descendants(catalogue.datasets[dataset].root):
        if other.code not in above and len(other.name) >= SHORTEST_NAME and other.name in text:
            found = _wrong("form.wrong_region", entry, expected=f"{region.code} {region.name}", reason="name")
            findings.append(found)
            return


def _wrong(code: str, entry: Entry, *, expected: str, reason: str) -> Finding:
    params = {"read": entry.text, "expected": expected, "reason": reason}
    return Finding(code, "must", entry.sheet, entry.cell, params)
