"""What changed from one version of a form to the next: rows, columns, header and notes, as codes."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.model import Scope
from loaders.form_model import Column, Form, Row

Kind = Literal[
    "header",
    "sheet_renamed",
    "band_renamed",
    "row_added",
    "row_removed",
    "row_moved",
    "row_recoded",
    "row_renamed",
    "row_required",
    "row_prefill",
    "column_added",
    "column_removed",
    "column_changed",
    "note_added",
    "note_removed",
    "note_changed",
]
HEADER = ("name", "english", "number", "issuer", "approval", "measure", "validity", "periods", "levels")
SPELLINGS = ("not_applicable", "no_cases")
ALIKE = 0.5  # of two notes' characters: the same note in other words

Key = tuple[str, Scope]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``subject`` is the row's label, the column's head or the header's field.

    ``place`` is the sheet and band where it stands now (where it stood, for what was removed), ``code`` the
    row's 乙 code or the column's number; ``before`` and ``after`` are empty where there was, or is, nothing,
    and codes for periods, levels and whether a row is asked (required, optional).
    """

    kind: Kind
    subject: str
    place: str = ""
    code: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row with its sheet and band."""

    row: Row
    sheet: str
    band: str

    @property
    def place(self) -> str:
        return f"{self.sheet} {self.band}"


def diff(old: Form, new: Form) -> tuple[Change, ...]:
    """Every change from one version to the next, in the order of the new form; none for the same form.

    Rows are the same where element and scope are: code, label and place may have changed.
    """
    return (
        *_header(old, new),
        *_columns(old.columns, new.columns),
        *_rows(_standing(old), _standing(new)),
        *_notes(old.notes, new.notes),
    )


def _header(old: Form, new: Form) -> Iterator[Change]:
    for field in (*HEADER, *SPELLINGS):
        before, after = _text(old, field), _text(new, field)
        if before != after:
            yield Change("header", field, before=before, after=after)


def _text(form: Form, field: str) -> str:
    value = getattr(form, field)
    return value if isinstance(value, str) else " ".join(value)


def _columns(old: Sequence[Column], new: Sequence[Column]) -> Iterator[Change]:
    was, now = {column.holds: column for column in old}, {column.holds: column for column in new}
    for holds, column in now.items():
        before = was.get(holds)
        if before is None:
            yield Change("column_added", column.head, code=str(column.number), after=_head(column))
        elif before != column:
            yield Change("column_changed", column.head, "", str(column.number), _head(before), _head(column))
    for holds, column in was.items():
        if holds not in now:
            yield Change("column_removed", column.head, code=str(column.number), before=_head(column))


def _head(column: Column) -> str:
    return " ".join(part for part in (str(column.number), column.group, column.head) if part)


def _standing(form: Form) -> dict[Key, _Standing]:
    return {
        (row.element, row.scope): _Standing(row, sheet.name, band.name)
        for sheet in form.sheets
        for band in sheet.bands
        for row in band.rows
    }


def _rows(old: dict[Key, _Standing], new: dict[Key, _Standing]) -> Iterator[Change]:
    both = [key for key in new if key in old]
    sheets = _same_names([(old[key].sheet, new[key].sheet) for key in both])
    bands = _same_names([(old[key].place, new[key].place) for key in both])
    yield from _renamed(sheets, bands)
    moved = _moved(old, new, both, bands)
    for key, standing in new.items():
        if key not in old:
            row = standing.row
            yield Change("row_added", row.label, standing.place, row.code, after=f"{row.code} {row.label}")
        else:
            yield from _row(old[key], standing, moved=key in moved)
    for key, standing in old.items():
        if key not in new:
            row = standing.row
            yield Change("row_removed", row.label, standing.place, row.code, f"{row.code} {row.label}")


def _renamed(sheets: Mapping[str, str], bands: Mapping[str, str]) -> Iterator[Change]:
    for before, after in sheets.items():
        if before != after:
            yield Change("sheet_renamed", after, before=before, after=after)
    for before, after in bands.items():
        if before.partition(" ")[2] != after.partition(" ")[2]:
            yield Change("band_renamed", after, before=before, after=after)


def _row(old: _Standing, new: _Standing, *, moved: bool) -> Iterator[Change]:
    was, row = old.row, new.row
    place, code = new.place, row.code
    if was.code != row.code:
        yield Change("row_recoded", row.label, place, code, was.code, row.code)
    if was.label != row.label:
        yield Change("row_renamed", row.label, place, code, was.label, row.label)
    if moved:
        yield Change("row_moved", row.label, place, code, old.place, new.place)
    if was.required != row.required:
        yield Change("row_required", row.label, place, code, _asked(was.required), _asked(row.required))
    if was.prefill != row.prefill:
        yield Change("row_prefill", row.label, place, code, _number(was.prefill), _number(row.prefill))


def _moved(
    old: dict[Key, _Standing], new: dict[Key, _Standing], both: Sequence[Key], bands: dict[str, str]
) -> set[Key]:
    """Rows in another band than the one that theirs became, or out of the order of those that stayed."""
    moved = {key for key in both if bands.get(old[key].place) != new[key].place}
    stayed = [key for key in both if key not in moved]
    before = [key for key in old if key in set(stayed)]
    for band in dict.fromkeys(new[key].place for key in stayed):
        was = [key for key in before if new[key].place == band]
        now = [key for key in stayed if new[key].place == band]
        blocks = difflib.SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        kept = {key for block in blocks for key in now[block.b : block.b + block.size]}
        moved |= set(now) - kept
    return moved


def _same_names(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Old name -> new name of what keeps most of its rows; each new name is that of one old one at most."""
    same: dict[str, str] = {}
    for (before, after), _ in Counter(pairs).most_common():
        if before not in same and after not in same.values():
            same[before] = after
    return same


def _notes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    gone = [note for note in old if note not in new]
    for number, note in enumerate(new, start=1):
        if note in old:
            continue
        like = difflib.get_close_matches(note, gone, n=1, cutoff=ALIKE)
        if like:
            gone.remove(like[0])
            yield Change("note_changed", str(number), before=like[0], after=note)
        else:
            yield Change("note_added", str(number), after=note)
    for note in gone:
        yield Change("note_removed", str(old.index(note) + 1), before=note)


def _asked(flag: bool) -> str:
    return "required" if flag else "optional"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
