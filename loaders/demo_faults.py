"""What goes wrong in the made-up province, on purpose; docs/demonstration.md lists each fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from loaders.demo_figures import Filled
from loaders.template import FilledValue

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Fault:
    """What happens (``kind``) to a unit's form for a period; ``amount`` is added, or the new value."""

    kind: str
    region: str
    form: str
    period: str
    elements: tuple[str, ...] = ()
    amount: int = 0


# Kinds that are about whole files, not about figures.
ABSENT, FOREIGN, FORMER, LATE = "absent", "foreign", "former_code", "late"
# Kinds that put a first, wrong file before the right one.
FIRST_FILES = ("first_version", "returned", FOREIGN)
REVIEW = ("review_", "FY08", "FY09", "FY10", "FY11", "FY12", "FY13", "FY17")

TZ05 = ("TZ05_reported", "mediation_succeeded", "labour_dispute_handled")

FAULTS: tuple[Fault, ...] = (
    Fault(FORMER, "990101", "annual", "2021"),
    Fault(FORMER, "990101", "annual", "2022"),
    Fault("about", "990207", "annual", "2023", ("leaflets",)),
    Fault("separators", "990202", "annual", "2024", ("ratings", "ratings_good", "leaflets")),
    Fault("truncated", "990108", "annual", "2024", TZ05),
    Fault(ABSENT, "990305", "quarterly", "2024Q4"),
    Fault("blank_zeros", "990105", "quarterly", "2025Q2"),
    Fault(ABSENT, "990304", "annual", "2025"),
    Fault("not_applicable", "990303", "annual", "2025", ("joint_checks", "joint_checked")),
    Fault("added", "990206", "annual", "2025", ("FY04_reported",), 5),
    Fault("added", "990302", "annual", "2025", ("information_published",), 12),
    Fault("set", "990102", "annual", "2025", ("counties_named",), 1),
    Fault("text_unit", "990103", "quarterly", "2026Q1", ("suit_first_instance", "suit_closed", "suit_heard")),
    Fault("full_width", "990102", "quarterly", "2026Q2", ("mediation_accepted", "arbitration_filed")),
    Fault("last_year", "990204", "quarterly", "2026Q2", ("suit_heard",), 3),
    Fault(
        "added",
        "990308",
        "quarterly",
        "2026Q2",
        ("arbitration_pending_start", "arbitration_closed", "arbitration_closed_other"),
        2,
    ),
    Fault("tripled", "990104", "quarterly", "2026Q3", ("licences_published",)),
    Fault("repeated", "990202", "annual", "2025", ("injury_determinations", "mediation_accepted")),
    Fault("first_version", "990203", "quarterly", "2026Q3", ("suit_head_appeared",), -1),
    Fault("returned", "990307", "quarterly", "2026Q3", ("suit_lost", "suit_closed"), 1),
    Fault(LATE, "990207", "quarterly", "2026Q3"),
    Fault(FOREIGN, "990305", "quarterly", "2026Q3"),
    Fault("blank", "990305", "quarterly", "2026Q3", REVIEW),
)


def faults_of(region: str, form: str, period: str) -> tuple[Fault, ...]:
    here = (region, form, period)
    return tuple(fault for fault in FAULTS if (fault.region, fault.form, fault.period) == here)


def apply(fault: Fault, filled: Filled, last_year: Filled) -> None:
    """Change the figures of one workbook as the fault says; kinds about whole files change none."""
    change = _CHANGES.get(fault.kind)
    if change is not None:
        change(fault, last_year if fault.kind == "last_year" else filled)


def _each(one: Callable[[FilledValue, int], FilledValue]) -> Callable[[Fault, Filled], None]:
    """A change made to each element of the fault that is filed with a number."""

    def change(fault: Fault, figures: Filled) -> None:
        for element in fault.elements:
            figure = figures.get((element, "own"))
            if figure is not None and figure.value is not None:
                figures[element, "own"] = one(figure, fault.amount)

    return change


def _add(figure: FilledValue, amount: int) -> FilledValue:
    return replace(figure, value=round((figure.value or 0.0) + amount, figure.decimals))


def _set(figure: FilledValue, amount: int) -> FilledValue:
    return replace(figure, value=float(amount))


def _triple(figure: FilledValue, _: int) -> FilledValue:
    return replace(figure, value=3 * (figure.value or 0.0))


def _text_unit(figure: FilledValue, _: int) -> FilledValue:
    return replace(figure, raw=f"{_digits(figure)}件")


def _full_width(figure: FilledValue, _: int) -> FilledValue:
    return replace(figure, raw=_digits(figure).translate(FULL_WIDTH))


def _separators(figure: FilledValue, _: int) -> FilledValue:
    return replace(figure, raw=f"{figure.value or 0.0:,.{figure.decimals}f}")


def _about(figure: FilledValue, _: int) -> FilledValue:
    return FilledValue(float(round((figure.value or 0.0) / 1000) * 1000), "about")


def _not_applicable(_: FilledValue, __: int) -> FilledValue:
    return FilledValue(None, "not_applicable")


def _blank_zeros(_: Fault, figures: Filled) -> None:
    for place in [place for place, figure in figures.items() if figure.value == 0]:
        del figures[place]


def _blank(fault: Fault, figures: Filled) -> None:
    """A part of the form left empty; the elements are given by how their codes begin."""
    for element, scope in [place for place in figures if place[0].startswith(fault.elements)]:
        del figures[element, scope]


def _repeat(fault: Fault, figures: Filled) -> None:
    copy, original = fault.elements
    if (original, "own") in figures:
        figures[copy, "own"] = figures[original, "own"]


def _exceed(fault: Fault, figures: Filled) -> None:
    """The part is written larger than its total."""
    part, whole = fault.elements
    figures[part, "own"] = _add(figures[whole, "own"], fault.amount)


def _truncate(fault: Fault, figures: Filled) -> None:
    """The printed rate is cut off after two decimals instead of rounded."""
    rate, above, below = fault.elements
    numerator, denominator = figures[above, "own"].value or 0.0, figures[below, "own"].value
    if denominator and (rate, "own") in figures:
        cut = int(numerator) * 10_000 // int(denominator) / 100
        figures[rate, "own"] = replace(figures[rate, "own"], value=cut)


def _digits(figure: FilledValue) -> str:
    return f"{figure.value or 0.0:.{figure.decimals}f}"


_CHANGES: Mapping[str, Callable[[Fault, Filled], None]] = {
    "added": _each(_add),
    "set": _each(_set),
    "tripled": _each(_triple),
    "last_year": _each(_add),
    "first_version": _each(_add),
    "text_unit": _each(_text_unit),
    "full_width": _each(_full_width),
    "separators": _each(_separators),
    "about": _each(_about),
    "not_applicable": _each(_not_applicable),
    "blank_zeros": _blank_zeros,
    "blank": _blank,
    "repeated": _repeat,
    "returned": _exceed,
    "truncated": _truncate,
}
