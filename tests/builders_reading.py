"""What the reader makes of a return: its figures and findings, and returns typed over."""

import openpyxl
from builders import (
    COUNTY,
    annual,
    catalogue,
    edited,
    extracted,
    forms,
    places,
    row_of,
)

from loaders.template import FilledValue, write_template

SUITS = {"suit_closed": 12.0, "suit_lost": 2.0}


def observed(data: bytes, form: str = "annual") -> dict[str, float | None]:
    filing = extracted(data, form).filing
    assert filing is not None
    return {found.element: found.value for found in filing.observations}


def findings(data: bytes, form: str = "annual") -> list[tuple[str, str]]:
    return places(extracted(data, form).findings)


def change(data: bytes, element: str, value: object, column: str = "D") -> bytes:
    """The workbook after one cell of an element's row was typed over."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet[f"{column}{row_of(sheet, element)}"] = value

    return edited(data, edit)


def typed_in(element: str, value: object) -> bytes:
    """An annual return with one cell as it was typed; only what no template writes needs an edit."""
    if isinstance(value, str) and not value.startswith(("=", "#")):
        filled = {(element, "own"): FilledValue(None, raw=value)}
        return write_template(forms()["annual"], catalogue(), region=COUNTY, period="2024", filled=filled)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return annual(**{element: float(value)})
    return change(annual(), element, value)
