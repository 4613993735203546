"""One figure as a template writes it: number, text or blank, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.model import DataElement, Qualifier, Scope
from loaders.form import Form
from loaders.qualifier_words import QUALIFIER_WORDS, in_words
from loaders.template_look import COMMENT, SCOPE_NAMES, Styles, unit_kind


@dataclass(frozen=True, slots=True)
class FilledValue:
    """A figure to write. ``raw`` is written instead of the number, as a text, when it is given.

    ``calculated``: the number has more digits than it shows, as only a formula's result may.
    """

    value: float | None
    qualifier: Qualifier = "exact"
    decimals: int = 0
    raw: str = ""
    quote: str = ""
    source: str = ""
    calculated: bool = False


Filled = Mapping[tuple[str, Scope], FilledValue]


def write_figure(
    sheet: Worksheet,
    at: tuple[int, int],
    element: DataElement,
    form: Form,
    figure: FilledValue | None,
    styles: Styles,
    *,
    origin: str = "",
) -> None:
    """A number as a number, a text as a text (never a formula), nothing as an empty bordered cell.

    A figure with an ``origin`` is a proposal: amber, with a comment that says where it comes from.
    """
    row, column = at
    decimals = figure.decimals if figure else unit_kind(element)
    style: Format = styles.value(decimals, proposed=bool(origin))
    if origin:
        sheet.write_comment(row, column, origin, COMMENT)
    if figure is None:
        sheet.write_blank(row, column, None, style)
    elif figure.raw:
        sheet.write_string(row, column, figure.raw, style)
    elif figure.value is None:
        words = form.no_cases if figure.qualifier == "no_cases" else form.not_applicable
        sheet.write_string(row, column, words[0], style)
    elif figure.qualifier != "exact" and form.column("qualifier") is None:
        sheet.write_string(
            row, column, in_words(figure.value, figure.qualifier, decimals=figure.decimals), style
        )
    elif figure.calculated:
        plain = format(Decimal(repr(figure.value)), "f")
        sheet.write_formula(row, column, f"={plain}", style, figure.value)
    else:
        sheet.write_number(row, column, figure.value, style)


def beside(holds: str, scope: Scope, figure: FilledValue | None) -> str:
    """What stands in the 限定, 范围, 摘句 and 出处 columns of the open form."""
    if figure is None:
        return ""
    words = {qualifier: word for word, qualifier in QUALIFIER_WORDS.items()}
    texts = {
        "qualifier": words.get(figure.qualifier, ""),
        "scope": SCOPE_NAMES[scope],
        "quote": figure.quote,
        "source": figure.source,
    }
    return texts[holds]
