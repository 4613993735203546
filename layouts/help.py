"""Help inside the page: what it answers, how to read it, what can be done; a drawer that needs no server."""

from __future__ import annotations

from functools import cache

from layouts.elements import Element, h, status_badge
from layouts.text import Language, words

STATUSES = ("met", "near", "missed", "pending", "undecidable", "no_target", "no_value", "prohibited")
JUDGED = frozenset(
    ("overview", "compare", "matrix", "trend", "portrait", "indicators", "targets", "trace")
)  # show statuses


def explained(page: str) -> bool:
    """Is there an explanation of a page; one that only says what went wrong has none."""
    return f"help.{page}.answers" in words("zh")


def opener(page: str, language: Language) -> Element | None:
    """The button that opens the drawer (assets/help.js)."""
    if not explained(page):
        return None
    spoken = words(language)
    said = {"aria_haspopup": "dialog", "title": spoken["help.title"]}
    return h("button", spoken["help.open"], type="button", class_name="plain help-open", **said)


@cache
def drawer(page: str, language: Language) -> Element | None:
    """The explanation of a page; closed until it is asked for, so it takes no room."""
    if not explained(page):
        return None
    spoken = words(language)
    name = spoken.choose("nav", page)
    close = h("button", "×", class_name="passport-close", aria_label=spoken["help.close"])
    bar = h("form", h("span", spoken["help.title"]), close, method="dialog", class_name="passport-bar")
    body = h(
        "div",
        h("h2", name),
        h("h3", spoken["help.answers"]),
        h("p", spoken[f"help.{page}.answers"]),
        *_items(spoken["help.marks"], spoken[f"help.{page}.marks"]),
        *(_statuses(language) if page in JUDGED else ()),
        *_items(spoken["help.controls"], spoken[f"help.{page}.controls"]),
        class_name="passport-body",
        tab_index=0,
    )
    return h("dialog", bar, body, class_name="help", aria_label=f"{spoken['help.title']}: {name}")


def _items(title: str, text: str) -> tuple[Element, Element]:
    return h("h3", title), h("ul", *[h("li", line) for line in text.strip().splitlines()])


def _statuses(language: Language) -> tuple[Element, Element]:
    spoken = words(language)
    rows = [
        h("li", status_badge(status, "", language), " ", spoken[f"help.status.{status}"])
        for status in STATUSES
    ]
    return h("h3", spoken["help.statuses"]), h("ul", *rows, class_name="help-statuses")
