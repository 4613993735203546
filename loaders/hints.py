"""What a header block does not say, from elsewhere in the workbook: each with a finding that tells where."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from data.catalogue import Catalogue
from data.model import Finding, Period
from data.regions import Region
from loaders.form import Form
from loaders.header import CODE, PERIOD, Entry, header_of, read_period, visible
from loaders.recognition import dated, form_by_title, titles_in
from loaders.words import plain, tidy
from loaders.workbook import Workbook

_OFFICE = re.compile(
    r"(?P<region>.{2,}?)(?:人民政府|[^省市区县州旗盟]{2,16}(?:局|厅|委员会|委|办公室|办|中心))"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def unnumbered(workbook: Workbook, form: Form) -> Finding:
    """The workbook has no 表号: was it known by its title or by its rows."""
    titled = form_by_title(workbook, {form.code: form})
    reason = "title" if titled else "rows"
    params = {"read": "", "expected": f"{form.number} {form.name}", "reason": reason}
    sheet, cell = titled[1:] if titled else ("", "")
    return Finding("form.unnumbered", "note", sheet, cell, params)


def region_by_name(
    entry: Entry, form: Form, catalogue: Catalogue, findings: list[Finding]
) -> dict[str, Entry]:
    """The code of the one region that 填报单位 can mean; none, or several, are a finding that names them."""
    found = _regions_named(entry.text, form, catalogue)
    if not found:
        findings.append(_unnamed(entry, form, catalogue))
        return {}
    names = "、".join(f"{region.code} {catalogue.regions.path_name(region.code)}" for region in found)
    params = {"read": entry.text, "expected": names}
    if len(found) > 1:
        told = Finding(
            "form.wrong_region", "must", entry.sheet, entry.cell, {**params, "reason": "ambiguous"}
        )
        findings.append(told)
        return {}
    findings.append(Finding("form.region_by_name", "note", entry.sheet, entry.cell, params))
    return {CODE: Entry(CODE, found[0].code, entry.sheet, entry.cell)}


def _unnamed(entry: Entry, form: Form, catalogue: Catalogue) -> Finding:
    """No region bears the name: the nearest of those that file the form are named."""
    regions = {
        region.name: region
        for root in _roots(form, catalogue)
        for region in (catalogue.regions.get(root), *catalogue.regions.descendants(root))
        if region.level in form.levels
    }
    name = plain(entry.text)
    near = difflib.get_close_matches(_without_office(name) or name, regions, n=3, cutoff=0.5)
    names = "、".join(
        f"{regions[each].code} {catalogue.regions.path_name(regions[each].code)}" for each in near
    )
    params = {"read": entry.text, "expected": names or CODE, "reason": "unnamed" if near else "unnamed_far"}
    return Finding("form.wrong_region", "must", entry.sheet, entry.cell, params)


def period_elsewhere(workbook: Workbook, findings: list[Finding]) -> dict[str, Entry]:
    """The one period that titles, else names of sheets, speak of; none where they differ or say nothing."""
    for source, said in (("title", _in_titles(workbook)), ("sheet", _in_sheet_names(workbook))):
        if len({code for code, _ in said}) > 1:
            return {}
        if said:
            code, entry = said[0]
            params = {"read": entry.text, "expected": code, "reason": source}
            findings.append(Finding("form.period_elsewhere", "note", entry.sheet, entry.cell, params))
            return {PERIOD: Entry(PERIOD, code, entry.sheet, entry.cell)}
    return {}


def sheets_of_other_periods(workbook: Workbook, period: Period) -> tuple[list[Finding], tuple[str, ...]]:
    """Sheets whose name speaks of another period than the header's, and which of them are not read.

    Where a sheet beside it is named for the header's period, and it has no 报告期 of its own, it is left
    aside (提示); else the header counts, and the name has to be explained.
    """
    said = {sheet.name: period_in_name(sheet.name) for sheet in visible(workbook)}
    fitting = any(found and _overlap(found, period) for found in said.values())
    findings: list[Finding] = []
    aside: list[str] = []
    for sheet in visible(workbook):
        found = said[sheet.name]
        if found is None or _overlap(found, period):
            continue
        params = {"read": sheet.name, "expected": period.code}
        if fitting and PERIOD not in header_of(sheet):
            aside.append(sheet.name)
            findings.append(Finding("sheet.other_period", "note", sheet.name, "", params))
        else:
            findings.append(Finding("sheet.period_differs", "explain", sheet.name, "", params))
    return findings, tuple(aside)


def _overlap(said: Period, period: Period) -> bool:
    return said.first <= period.last and period.first <= said.last


def period_in_name(name: str) -> Period | None:
    """The period that a sheet's name is or speaks of: 2024年, 2024年第三季度, 复议2024."""
    whole = read_period(name)
    if whole is not None:
        return whole
    years = set(_YEAR.findall(tidy(name)))
    return Period.year(int(years.pop())) if len(years) == 1 else None


def _in_titles(workbook: Workbook) -> list[tuple[str, Entry]]:
    said: list[tuple[str, Entry]] = []
    for sheet, cell in titles_in(workbook):
        for _, code in dated(str(cell.value)):
            if code:
                said.append((code, Entry(PERIOD, str(cell.value).strip(), sheet.name, cell.address)))
    return said


def _in_sheet_names(workbook: Workbook) -> list[tuple[str, Entry]]:
    return [
        (period.code, Entry(PERIOD, sheet.name, sheet.name, ""))
        for sheet in visible(workbook)
        if (period := period_in_name(sheet.name)) is not None
    ]


def _regions_named(text: str, form: Form, catalogue: Catalogue) -> tuple[Region, ...]:
    """Regions that file the form and may be meant by a name, with or without the office behind it."""
    for name in (text, _without_office(text)):
        found: Mapping[str, Region] = {
            region.code: region
            for root in _roots(form, catalogue)
            for region in (catalogue.regions.find(name, root) if name else ())
            if region.level in form.levels
        }
        if found:
            return tuple(found.values())
    return ()


def _without_office(text: str) -> str:
    """月屿区 of 月屿区司法局; empty where no office is named."""
    office = _OFFICE.fullmatch(tidy(text).replace(" ", ""))
    return office["region"] if office else ""


def _roots(form: Form, catalogue: Catalogue) -> list[str]:
    return [dataset.root for dataset in catalogue.datasets.values() if form.code in dataset.forms]
