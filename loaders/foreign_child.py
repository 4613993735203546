"""The child process that reads a foreign workbook: bytes in, JSON out, within memory and time.

Started by loaders/foreign.py as `python -m loaders.foreign_child xls|ods LIMITS`.
"""

import json
import sys
from typing import TextIO

from loaders.cells import Sheet
from loaders.guards import Limits, WorkbookRefused, bomb
from loaders.ods_content import read_ods
from loaders.xls_book import read_xls

MEMORY = 512 * 1024 * 1024
SECONDS = 20


def main(arguments: list[str], target: TextIO) -> None:
    hold_back()
    kind, limits = arguments
    answer = _read(kind, sys.stdin.buffer.read(), Limits(**json.loads(limits)))
    json.dump(answer, target, ensure_ascii=True, allow_nan=False)


def hold_back() -> None:
    """No more memory and processor time than a workbook needs; not on Windows, which has only the clock."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(kind: str, data: bytes, limits: Limits) -> dict[str, object]:
    date1904 = False
    try:
        if kind == "xls":
            sheets, date1904 = read_xls(data, limits)
        else:
            sheets = read_ods(data, limits)
        return {"date1904": date1904, "sheets": [_written(sheet) for sheet in sheets]}
    except MemoryError:
        return _refused(bomb("", "memory", found=MEMORY, limit=MEMORY))
    except WorkbookRefused as refusal:
        return _refused(refusal)


def _refused(refusal: WorkbookRefused) -> dict[str, object]:
    return {"refused": [refusal.code, refusal.params]}


def _written(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "state": sheet.state,
        "cells": [list(cell) for cell in sheet.cells.values()],
        "merges": [list(area) for area in sheet.merges],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
    }


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdout)
