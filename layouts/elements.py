"""Dash components as plain dicts: what the browser gets anyway, about 30 times cheaper to build.

A layout's root must be a Dash component; everything below it may come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from layouts import say
from layouts.text import Language

Element = dict[str, Any]
Child = Element | str | int | float | None

HTML = "dash_html_components"
CORE = "dash_core_components"
MANTINE = "dash_mantine_components"

_NAMES = {
    "class_name": "className",
    "for_": "htmlFor",
    "col_span": "colSpan",
    "row_span": "rowSpan",
    "tab_index": "tabIndex",
    "date_time": "dateTime",
}


class Html(str):
    """Finished HTML, every text in it escaped: a child where thousands of elements would be too slow."""

    __slots__ = ()


def h(tag: str, /, *children: Child, **props: Any) -> Element:
    """One HTML element: ``h("td", "71.4", class_name="number", data_row=3)``.

    Children and props that are None are left out. ``class_name``, ``for_``, ``col_span``, ``row_span``
    and ``tab_index`` get Dash's names; ``aria_x`` and ``data_x`` become ``aria-x`` and ``data-x``.

    >>> h("p", "a", None, class_name="note")["props"]
    {'className': 'note', 'children': 'a'}
    """
    return {"type": tag[:1].upper() + tag[1:], "namespace": HTML, "props": _props(children, props)}


def component(namespace: str, name: str, /, *children: Child, **props: Any) -> Element:
    """A component of another library, ``component(CORE, "Graph", id="x")``; its own prop names stay."""
    return {"type": name, "namespace": namespace, "props": _props(children, props)}


def mark(status: str, warning: str = "", *, label: str = "") -> Element:
    """The status mark alone; with ``label`` it speaks for itself, without one a word must stand beside it."""
    spoken = {"role": "img", "aria_label": label, "title": label} if label else {"aria_hidden": "true"}
    return h("span", class_name=mark_class(status, warning), **spoken)


def mark_class(status: str, warning: str = "") -> str:
    """Class names that put the mark before any element's text (``mk-after`` in a dense cell: behind it)."""
    return f"mk mk-{status} mk-flag" if warning else f"mk mk-{status}"


def status_badge(status: str, warning: str, language: Language) -> Element:
    """Mark and word together, as one element: a mark never stands for a status without its word nearby."""
    word = say.status(status, language, warning)
    return h("span", word, class_name=f"status st-{status} {mark_class(status, warning)}")


def badge(text: str, *, title: str | None = None, kind: str = "") -> Element:
    """A fact in a thin frame (小样本, 未报齐 23/24, 阶段性); never a status."""
    return h("span", text, class_name=f"badge badge-{kind}" if kind else "badge", title=title)


def hidden(text: str) -> Element:
    """Words for a screen reader only."""
    return h("span", text, class_name="visually-hidden")


def link(text: Child, href: str, *, class_name: str | None = None, **props: Any) -> Element:
    return h("a", text, href=href, class_name=class_name, **props)


def number_link(text: str, href: str, *, class_name: str = "", label: str | None = None) -> Element:
    """A number that opens its passport: a plain link, opened in the drawer by assets/passport.js."""
    names = f"number {class_name}" if class_name else "number"
    return h("a", text, href=href, class_name=names, aria_label=label)


def _props(children: tuple[Child, ...], props: Mapping[str, Any]) -> dict[str, Any]:
    named = {_prop_name(name): value for name, value in props.items() if value is not None}
    kept = [child for child in children if child is not None]
    if kept:
        named["children"] = kept[0] if len(kept) == 1 else kept
    return named


@cache
def _prop_name(name: str) -> str:
    if name.startswith(("aria_", "data_")):
        return name.replace("_", "-")
    return _NAMES.get(name, name)
