"""What a workbook may be before it is read: the limits, and the one refusal every guard raises.

Each code always carries the same parameters (an unknown one is ""), so words can be written for it:

| code | params |
|---|---|
| file.empty, file.encrypted, file.old_format | none |
| file.too_large | bytes, limit |
| file.not_a_workbook | kind (as kind_of says it) |
| file.macro, file.entities | part |
| file.damaged | part, sheet, address, reason |
| file.bomb | part, what, found, limit |
| file.bad_address | part, sheet, address, reason (malformed, out_of_bounds, repeated, not_increasing) |
"""

from dataclasses import dataclass

GRID_ROWS = 1_048_576
GRID_COLUMNS = 16_384

_SHOWN = 100  # characters of what a file says about itself that go into a message

MESSAGES = {
    "file.empty": "the file is empty",
    "file.too_large": "the file has {bytes} bytes; at most {limit} are taken",
    "file.encrypted": "the file is protected by a password; save it again without one",
    "file.old_format": "the file is in the old binary format (.xls, .et); save it again as .xlsx",
    "file.not_a_workbook": "the file is no .xlsx workbook but: {kind}",
    "file.macro": "the workbook carries macros ({part}); save it again as .xlsx without them",
    "file.entities": "{part} declares a document type or entities, which no workbook needs",
    "file.damaged": "the workbook is damaged ({reason}) in {part} {sheet} {address}",
    "file.bomb": "{part} has too much of {what}: {found}; at most {limit} is taken",
    "file.bad_address": "{part} {sheet} has a bad address {address} ({reason})",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything is read; sizes in bytes, text in characters."""

    bytes: int = 20 * 1024 * 1024
    parts: int = 200
    inflated: int = 24 * 1024 * 1024
    part_bytes: int = 8 * 1024 * 1024
    ratio: int = 100
    ratio_from: int = 1024 * 1024
    """Parts smaller than this when inflated may be compressed as tightly as they like."""
    cells: int = 200_000
    max_row: int = 20_000
    max_column: int = 1_000
    merges: int = 10_000
    strings: int = 200_000
    text_length: int = 32_767
    """Characters in one cell: the most the format itself allows."""
    text_total: int = 16 * 1024 * 1024
    """Characters in all cells together: a shared string counts each time it is used."""


class WorkbookRefused(Exception):  # noqa: N818
    """A file that is not read; `code` says why, `params` where, `str()` both in plain English."""

    def __init__(self, code: str, params: dict[str, str]) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return " ".join(MESSAGES[self.code].format(**self.params).split())


def damaged(part: str, reason: str, *, sheet: str = "", address: str = "") -> WorkbookRefused:
    return WorkbookRefused("file.damaged", _place(part, sheet, address, reason))


def bad_address(part: str, reason: str, *, sheet: str, address: str) -> WorkbookRefused:
    return WorkbookRefused("file.bad_address", _place(part, sheet, address, reason))


def bomb(part: str, what: str, *, found: int, limit: int) -> WorkbookRefused:
    params = {"part": part[:_SHOWN], "what": what, "found": str(found), "limit": str(limit)}
    return WorkbookRefused("file.bomb", params)


def _place(part: str, sheet: str, address: str, reason: str) -> dict[str, str]:
    place = {"part": part, "sheet": sheet, "address": address, "reason": reason}
    return {key: text[:_SHOWN] for key, text in place.items()}
