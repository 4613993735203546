"""Blocks of pages: the written line, cards, tiles, legends, findings, outcomes, empty states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.model import Finding
from layouts import say
from layouts.elements import Child, Element, badge, h, mark, mark_class, status_badge
from layouts.text import Language, finding_parts, words

STATUS_LEGEND = ("met", "near", "missed", "no_value")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number ready to be shown: text without unit, unit, status, and where its passport is.

    ``gap`` is the reason in words when there is no number.
    """

    text: str
    unit: str
    status: str
    href: str
    warning: str = ""
    gap: str = ""


def written_line(*parts: Child) -> Element:
    """At most two lines at 1366: the verdict in bold first, then what to do, then what is missing."""
    return h("p", *parts, class_name="written")


def card(
    name: str,
    shown: Shown,
    language: Language,
    *,
    target: str,
    change: str,
    span: str = "",
    spark: Element | None = None,
    note: str = "",
) -> Element:
    """A headline indicator; the whole card is one link. ``note`` is a badge such as 未报齐 23/24."""
    edge = f" edge-{shown.status}" if shown.status in ("near", "missed") else ""
    value = h("span", shown.text, h("small", shown.unit), class_name="card-value")
    if shown.gap:
        value = h("span", f"{say.NONE} {shown.gap}", class_name="card-value gap")
    return h(
        "a",
        h("span", name, class_name="card-name", title=name),
        value,
        h("span", status_badge(shown.status, shown.warning, language), class_name="card-status"),
        h("span", target, class_name="card-target"),
        h("span", badge(note), class_name="card-badge") if note else h("span", class_name="card-badge"),
        h("span", spark, class_name="card-spark"),
        h("span", change, class_name="card-change"),
        h("span", span, class_name="card-span"),
        href=shown.href,
        class_name=f"card number{edge}",
    )


def tile(name: str, shown: Shown, language: Language, *, sub: str = "") -> Element:
    """A region in the schematic grid: name and mark, value, numerator/denominator."""
    word = say.status(shown.status, language, shown.warning)
    value = h("span", shown.text, h("small", shown.unit)) if not shown.gap else say.NONE
    return h(
        "a",
        h("span", name, mark(shown.status, shown.warning, label=word), class_name="tile-name"),
        h("div", value, class_name="tile-value"),
        h("div", sub or shown.gap, class_name="tile-sub"),
        href=shown.href,
        class_name=f"tile number ground-{shown.status}",
    )


def tiles(items: Iterable[Element], language: Language, *, target: str = "") -> list[Element]:
    """The grid and its legend."""
    return [h("div", *items, class_name="tiles"), status_legend(language, end=target)]


def status_legend(
    language: Language, statuses: Sequence[str] = STATUS_LEGEND, *, end: Child = None
) -> Element:
    marks: list[Child] = [status_badge(status, "", language) for status in statuses]
    return h("div", *marks, h("span", end, class_name="end") if end else None, class_name="legend")


def bar_legend(language: Language, *notes: Child, small: str = "", end: Child = None) -> Element:
    """What the colours of region bars mean, ``small`` the hatched ones; ``end`` stands at the right."""
    keys = bar_keys(language, small=small)
    told = [note if isinstance(note, dict) else h("span", note) for note in notes]
    return h("div", *keys, *told, end, class_name="legend")


def bar_keys(language: Language, *, small: str = "") -> list[Child]:
    """Dark, light and hatched bars with their words."""
    spoken = words(language)
    return [
        h("span", h("span", class_name="swatch missed"), spoken["chart.missed"]),
        h("span", h("span", class_name="swatch bar"), spoken["chart.other"]),
        h("span", h("span", class_name="swatch small"), small) if small else None,
    ]


def status_counts(counts: Iterable[tuple[str, int]], language: Language) -> list[Element]:
    """“达标 12 个” for each status that occurs."""
    say_count = words(language)["compare.counted"]
    return [
        h("span", status_badge(status, "", language), " ", h("b", say_count.format(n=number)))
        for status, number in counts
        if number
    ]


def finding_row(
    finding: Finding, language: Language, *, href: str = "", current: bool = False, extra: Child = None
) -> Element:
    """Severity (mark + word), the cell as a link, what is wrong, how to mend it; ``extra`` under it."""
    what, fix = finding_parts(finding, language)
    place = (
        f"{finding.sheet}!{finding.cell}" if finding.sheet and finding.cell else finding.cell or finding.sheet
    )
    where = h("a", place, href=href) if href and place else place or say.NONE
    word = say.severity(finding.severity, language)
    return h(
        "li",
        h("span", word, class_name=f"status sev-{finding.severity} {mark_class(finding.severity)}"),
        h("span", where, class_name="place"),
        h("div", h("p", what), h("p", fix) if fix else None, extra, class_name="what"),
        aria_current="true" if current else None,
    )


def outcome(status: str, title: str, detail: str, *buttons: Child, extra: Child = None) -> Element:
    """What became of an uploaded file; ``status`` is where its submission is now."""
    shapes = {"accepted": "met", "published": "met", "waiting": "near", "superseded": "pending"}
    shape = shapes.get(status, "missed")
    return h(
        "section",
        mark(shape),
        h("div", h("h2", title), h("p", detail), extra),
        h("div", *buttons, class_name="buttons") if buttons else None,
        class_name=f"outcome {status}",
    )


def steps(names: Sequence[str], current: int) -> Element:
    """Numbered steps; ``current`` counts from 0."""
    return h(
        "ol",
        *[
            h(
                "li",
                h("span", str(place + 1), class_name="step-number", aria_hidden="true"),
                name,
                aria_current="step" if place == current else None,
            )
            for place, name in enumerate(names)
        ],
        class_name="steps",
    )


def empty(why: str, action: Child = None) -> Element:
    """One sentence why there is nothing, and one thing to do."""
    return h("div", h("p", why), action, class_name="empty")


def facts(pairs: Iterable[tuple[str, Child]]) -> Element:
    """Name and value, one pair a line."""
    return h(
        "dl", *[part for name, value in pairs for part in (h("dt", name), h("dd", value))], class_name="facts"
    )


def progress(done: int, late: int, total: int, label: str) -> Element:
    """A plain bar: done in blue, overdue in red, the rest empty."""
    if not total:
        return empty(label)
    parts = ((done, None), (late, "late"))
    bars = [
        h("span", class_name=name, style={"width": f"{100 * size / total:.2f}%"})
        for size, name in parts
        if size
    ]
    return h("div", *bars, class_name="progress", role="img", aria_label=label)


def formula(numerator: Child, denominator: Child, *after: Child, end: Child = None) -> Element:
    """A fraction with its numbers, numerator ochre, denominator blue, then “× 100 = 71.4286”."""
    fraction = h("span", h("span", numerator), h("span", denominator), class_name="fraction")
    return h("div", fraction, *after, h("span", end, class_name="end") if end else None, class_name="formula")


def skeleton(height: int) -> Element:
    """A place of the final size while data is on its way."""
    return h("div", class_name="skeleton", style={"height": f"{height}px"}, aria_hidden="true")
