"""The versions of a form by year: joined without overlap or gap, and the one that a workbook needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from data.model import Finding, Period, PeriodError
from data.strict import Reading
from loaders.form_model import Form
from loaders.header import NUMBER, VERSION, Entry
from loaders.words import tidy

WHOLE = {"year": 12, "half": 6, "quarter": 3}  # months of the periods that must not be cut in two
NUMERALS = "一二三四五六七八九十"

_VERSION = re.compile(rf"(?<![0-9.])([0-9]{{1,3}}|[{NUMERALS}])(?![0-9.年])")

Read = Sequence[tuple[Form, Reading]]


def joined(versions: Read) -> dict[str, Form]:
    """The newest version of each form by code, each with those before it; mistakes go to their readings."""
    forms: dict[str, Form] = {}
    for code in dict.fromkeys(form.code for form, _ in versions):
        own = sorted((pair for pair in versions if pair[0].code == code), key=lambda pair: pair[0].version)
        number = own[0][0].number
        for form, reading in own:
            if form.number != number or any(other.number == form.number for other in forms.values()):
                reading.wrong(f"code {form.code!r} or 表号 {form.number!r} is already that of another form")
        if own[0][0].gap:
            own[0][1].wrong("gap: there is no version before this one")
        for before, after in pairwise(own):
            _follow(before[0], *after)
        forms[code] = _chained([form for form, _ in own])
    return forms


def version_for(
    form: Form, header: Mapping[str, Entry], period: Period | None
) -> tuple[Form, Finding | None]:
    """The version to read a workbook by, and what is wrong when it is not the one its period needs.

    The period decides. A 版次 counts only beside our 表号; a workbook of another version is still read
    by its own rows, so that the finding stands alone and not beside hundreds about rows.
    """
    entry = header.get(VERSION) if NUMBER in header else None
    printed = version_in(entry.text) if entry else None
    own = next((version for version in form.versions if version.version == printed), None)
    needed = form.in_force(period) if period else None
    if needed is None or printed in (None, needed.version):
        return needed or own or form, None
    return own or needed, _other_version(own, needed, entry or header[NUMBER], period)


def version_in(text: str) -> int | None:
    """The number of a 版次; None where it gives none.

    >>> version_in("第1版"), version_in("第三版"), version_in("２版（试行）"), version_in("2024年版")
    (1, 3, 2, None)
    """
    found = _VERSION.search(tidy(text).replace(" ", ""))
    if not found:
        return None
    return NUMERALS.index(found[1]) + 1 if found[1] in NUMERALS else int(found[1])


def _other_version(own: Form | None, needed: Form, entry: Entry, period: Period | None) -> Finding:
    params = {
        "read": entry.text,
        "expected": f"第{needed.version}版",
        "against": period.code if period else "",
        "valid": own.validity if own else "",
        "reason": "" if own else "unknown",
    }
    return Finding("form.wrong_version", "must", entry.sheet, entry.cell, params)


def _follow(before: Form, after: Form, reading: Reading) -> None:
    """What keeps one version from following another."""
    if before.version == after.version:
        reading.wrong(f"version {after.version} of form {after.code!r} is given twice")
        return
    if before.open != after.open:
        reading.wrong(f"open is the same in every version of form {after.code!r}")
    last, first = _month(before.valid_to, last=True), _month(after.valid_from, last=False)
    if last is None or first is None:
        reading.wrong(
            f"version {before.version} needs a valid_to and version {after.version} a valid_from, "
            "for one follows the other"
        )
    elif first <= last:
        reading.wrong(
            f"valid_from = {after.valid_from!r} overlaps version {before.version}, {before.validity}"
        )
    elif (first > last + 1) != bool(after.gap):
        reading.wrong(
            f"valid_from = {after.valid_from!r} and version {before.version}, {before.validity}: "
            "gap says why there are months between them, and only then"
        )
    else:
        for kind in {*before.periods, *after.periods} & WHOLE.keys():
            if first % WHOLE[kind] or (last + 1) % WHOLE[kind]:
                reading.wrong(f"valid_from = {after.valid_from!r}: a {kind} would lie in no version")


def _month(text: str, *, last: bool) -> int | None:
    try:
        return (Period.parse(text).last if last else Period.parse(text).first) if text else None
    except PeriodError:  # told by the reading of the form
        return None


def _chained(versions: Sequence[Form]) -> Form:
    chained: list[Form] = []
    for form in versions:
        chained.append(replace(form, earlier=tuple(chained)))
    return chained[-1]
