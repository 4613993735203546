"""Any workbook a county may have: .xlsx in this process, .xls, .et and .ods in a child process with limits.

A child that breaks, hangs or eats its memory is a finding about the file. What it says is judged again
here: only places within the limits, finite numbers and known kinds become cells.
"""

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal, TypeVar, get_args

from loaders.addresses import Area, address_of
from loaders.cells import Cell, CellKind, Sheet
from loaders.guards import MESSAGES, Limits, WorkbookRefused, bomb, damaged
from loaders.package import is_old_workbook
from loaders.shared_parts import State
from loaders.workbook import DEFAULT_LIMITS, Workbook, read

CHILD = (sys.executable, "-m", "loaders.foreign_child")
SECONDS = 30

_HOME = Path(__file__).parents[1]
_KINDS: tuple[CellKind, ...] = get_args(CellKind)
_STATES: tuple[State, ...] = get_args(State)
_VALUES: dict[CellKind, type] = {"number": float, "date": float, "bool": bool, "text": str, "error": str}

_Known = TypeVar("_Known", bound=str)


def read_any(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The workbook, whatever its format; raises WorkbookRefused and nothing else."""
    try:
        return read(data, limits=limits)
    except WorkbookRefused as refusal:
        if refusal.code == "file.old_format" and is_old_workbook(data):
            return read_foreign(data, "xls", limits=limits)
        if refusal.params.get("kind") == "ods":
            return read_foreign(data, "ods", limits=limits)
        raise


def read_foreign(
    data: bytes,
    kind: Literal["xls", "ods"],
    *,
    limits: Limits,
    child: Sequence[str] = CHILD,
    seconds: float = SECONDS,
) -> Workbook:
    """What the child process makes of the file, judged; ``child`` is how it is started."""
    command = [*child, kind, json.dumps(asdict(limits))]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=seconds, check=False, cwd=_HOME,
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise bomb("", "seconds", found=int(seconds), limit=int(seconds)) from problem
    if done.returncode:
        raise damaged("", "converter")
    try:
        return _workbook(json.loads(done.stdout), kind, limits)
    except (ValueError, TypeError, KeyError) as problem:
        raise damaged("", "converter") from problem


def _workbook(answer: dict[str, list[object]], kind: Literal["xls", "ods"], limits: Limits) -> Workbook:
    if "refused" in answer:
        raise _refusal(answer["refused"])
    sheets = tuple(_sheet(sheet, limits) for sheet in answer["sheets"] if isinstance(sheet, dict))
    if not sheets or sum(len(sheet.cells) for sheet in sheets) > limits.cells:
        raise ValueError("sheets")
    return Workbook(sheets=sheets, date1904=bool(answer["date1904"]), source=kind)


def _refusal(told: list[object]) -> WorkbookRefused:
    code, params = told
    if not isinstance(code, str) or code not in MESSAGES or not isinstance(params, dict):
        raise ValueError("refusal")
    return WorkbookRefused(code, {str(key): str(text) for key, text in params.items()})


def _sheet(told: dict[str, list[object]], limits: Limits) -> Sheet:
    cells = [_cell(cell, limits) for cell in told["cells"] if isinstance(cell, list)]
    return Sheet(
        name=str(told["name"]),
        state=_known(told["state"], _STATES),
        cells={(cell.row, cell.column): cell for cell in cells},
        merges=tuple(_area(area, limits) for area in told["merges"] if isinstance(area, list)),
        hidden_rows=frozenset(_places(told["hidden_rows"], limits.max_row)),
        hidden_columns=frozenset(_places(told["hidden_columns"], limits.max_column)),
    )


def _cell(told: list[object], limits: Limits) -> Cell:
    _address, row, column, kind, value, raw, formula, number_format = told
    at_row, at_column = _place(row, limits.max_row), _place(column, limits.max_column)
    known = _known(kind, _KINDS)
    address = address_of(at_row, at_column)
    shown = str(number_format)
    formula_text = None if formula is None else str(formula)
    if known == "empty":
        return Cell(address, at_row, at_column, known, None, "", formula_text, shown)
    if not isinstance(value, _VALUES[known]) or not isinstance(value, float | str | bool):
        raise ValueError("value")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("number")
    return Cell(address, at_row, at_column, known, value, str(raw), formula_text, shown)


def _area(told: list[object], limits: Limits) -> Area:
    top, left, bottom, right = told
    rows, columns = limits.max_row, limits.max_column
    return _place(top, rows), _place(left, columns), _place(bottom, rows), _place(right, columns)


def _places(told: Iterable[object], most: int) -> Iterable[int]:
    return (_place(place, most) for place in told)


def _place(told: object, most: int) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or not 1 <= told <= most:
        raise ValueError("place")
    return told


def _known(told: object, known: Sequence[_Known]) -> _Known:
    for each in known:
        if each == told:
            return each
    raise ValueError("unknown")
