"""A page's parts for tests: its elements, its text, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from layouts.elements import h

Element = dict[str, Any]
_NAMES = {"class": "class_name", "for": "for_", "colspan": "col_span", "rowspan": "row_span"}
_VOID = ("br", "col", "hr", "img", "input", "wbr")


class _Read(HTMLParser):
    """Finished HTML as the elements that it was made of."""

    def __init__(self) -> None:
        super().__init__()
        self.top = h("div")
        self._open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {_NAMES.get(name, name): True if text is None else text for name, text in attrs}
        self._put(made := h(tag, **named))
        if tag not in _VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()["type"].lower() == tag

    def handle_data(self, data: str) -> None:
        self._put(data)

    def _put(self, child: Any) -> None:
        self._open[-1]["props"].setdefault("children", []).append(child)


def inside(node: Element) -> Any:
    """The children of an element, read from its HTML where they are finished."""
    drawn = node["props"].get("dangerouslySetInnerHTML")
    if drawn is None:
        return node["props"].get("children")
    reader = _Read()
    reader.feed(drawn["__html"])
    reader.close()
    return reader.top["props"].get("children")


def walk(node: Any) -> Iterator[Element]:
    """Every element below a node, itself first."""
    if isinstance(node, list):
        for child in node:
            yield from walk(child)
    elif isinstance(node, dict) and "props" in node:
        yield node
        yield from walk(inside(node))


def without_help(node: Any) -> Any:
    """The page without its help, which explains words that the page itself may not use."""
    if isinstance(node, list):
        return [without_help(child) for child in node if not _is_help(child)]
    if isinstance(node, dict) and "children" in node["props"]:
        return {**node, "props": {**node["props"], "children": without_help(node["props"]["children"])}}
    return node


def _is_help(node: Any) -> bool:
    return isinstance(node, dict) and node["props"].get("className") == "help"


def text(node: Any) -> str:
    if isinstance(node, list):
        return "".join(text(child) for child in node)
    if isinstance(node, dict) and "props" in node:
        return text(inside(node))
    return "" if node is None else str(node)


def with_class(node: Any, name: str) -> list[Element]:
    return [each for each in walk(node) if name in str(each["props"].get("className", "")).split()]


def section(node: Any, title: str) -> Element:
    found = [each for each in with_class(node, "section") if text(each).startswith(title)]
    assert found, title
    return found[0]


def unlinked(node: Any) -> str:
    """The text outside links."""
    if isinstance(node, list):
        return "".join(unlinked(child) for child in node)
    if isinstance(node, dict):
        return "" if node["type"] == "A" else unlinked(inside(node))
    return "" if node is None else str(node)
