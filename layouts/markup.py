"""Turns what never changes by itself into one component: its inner HTML instead of a component a tag.

Dash's renderer subscribes every component to its store and dispatches once for each new one, so a page of
n components costs n² (3,280 components: 36 s in the browser, measured; as one component: 0.1 s). A table of
a hundred regions is therefore sent as the HTML of its rows. What has an id (a callback may write to it) or
comes from another library stays a component, and so does everything above it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any, overload

from layouts.elements import HTML, Child, Element, Html, h

_ATTRIBUTES = {
    "className": "class",
    "htmlFor": "for",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "tabIndex": "tabindex",
    "dateTime": "datetime",
}
_TEXT = (str, int, float, type(None))  # anything else, such as a Dash component, is live
_CONTENT = ("children", "dangerouslySetInnerHTML")
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "source", "wbr"))
_CAPITAL = re.compile(r"(?<!^)([A-Z])")


@overload
def compact(node: Element) -> Element: ...
@overload
def compact(node: Child) -> Child: ...
def compact(node: Child) -> Child:
    """The same picture with as few components as possible; text stays text.

    >>> made = compact({"type": "P", "namespace": HTML, "props": {"title": "x", "children": ["1 < ", "2"]}})
    >>> made["props"]
    {'title': 'x', 'dangerouslySetInnerHTML': {'__html': '1 &lt; 2'}}
    """
    if not isinstance(node, dict):
        return node
    inner = _inner(node)
    return _component(node, inner) if isinstance(inner, str) else inner


def html_of(node: Child) -> str:
    """Plain HTML of plain elements, for a page that the server draws by itself.

    >>> html_of(h("p", "1 < ", h("b", "2", id="x")))
    '<p>1 &lt; <b id="x">2</b></p>'
    """
    if not isinstance(node, dict):
        return _html(node, None)
    children = node["props"].get("children")
    listed = children if isinstance(children, list) else [children]
    return _html(node, "".join(html_of(child) for child in listed))


def _inner(node: Element) -> str | Element:
    """The HTML between the node's tags; the node, its children compacted, where one of them is live."""
    props = node["props"]
    children = props.get("children")
    if "dangerouslySetInnerHTML" in props:
        return str(props["dangerouslySetInnerHTML"]["__html"])
    still = _is_still(node)
    if still and (children is None or type(children) is str):
        return escape(children or "", quote=False)
    listed = children if isinstance(children, list) else [children]
    found = []
    for child in listed:
        inner = _inner(child) if isinstance(child, dict) else None
        still = still and (isinstance(inner, str) or isinstance(child, _TEXT))
        found.append((child, inner))
    if still:
        return "".join([_html(child, inner) for child, inner in found])
    if children is None:
        return node
    made = [_live_child(child, inner) for child, inner in found]
    return {**node, "props": {**props, "children": made if isinstance(children, list) else made[0]}}


def _is_still(node: Element) -> bool:
    return node["namespace"] == HTML and "id" not in node["props"]


def _component(node: Element, inner: str) -> Element:
    """One component with its inner HTML; plain text inside needs none."""
    children = node["props"].get("children")
    if children is None or (isinstance(children, str | int | float) and not isinstance(children, Html)):
        return node
    own = {name: value for name, value in node["props"].items() if name != "children"}
    return {**node, "props": {**own, "dangerouslySetInnerHTML": {"__html": inner}}}


def _live_child(child: Any, inner: str | Element | None) -> Child:
    """What stands beside or around a live component: compacted elements, plain text, HTML in a span."""
    if isinstance(child, Html):
        return h("span", dangerouslySetInnerHTML={"__html": str(child)})
    return _component(child, inner) if isinstance(inner, str) else inner or child


def _html(child: Child, inner: str | Element | None) -> str:
    if isinstance(child, Html):
        return child
    if not isinstance(child, dict):
        return "" if child is None else escape(str(child), quote=False)
    tag = child["type"].lower()
    parts = [
        _text_attribute(name, value) if type(value) is str else _attribute(name, value)
        for name, value in child["props"].items()
        if name not in _CONTENT
    ]
    opened = f"<{tag}{''.join(parts)}>"
    return opened if tag in _VOID else f"{opened}{inner}</{tag}>"


@lru_cache(maxsize=32_768)  # classes and addresses come again with every row and every visit
def _text_attribute(name: str, value: str) -> str:
    return f' {_ATTRIBUTES.get(name, name)}="{escape(value)}"'


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if name == "style":
        value = ";".join(f"{_kebab(key)}:{text}" for key, text in value.items())
    name = _ATTRIBUTES.get(name, name)
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _kebab(name: str) -> str:
    return name if name.startswith("--") else _CAPITAL.sub(r"-\1", name).lower()
