"""A page's parts for tests: its elements, its text, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = dict[str, Any]


def walk(node: Any) -> Iterator[Element]:
    """Every element below a node, itself first."""
    if isinstance(node, list):
        for child in node:
            yield from walk(child)
    elif isinstance(node, dict) and "props" in node:
        yield node
        yield from walk(node["props"].get("children"))


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
        return text(node["props"].get("children"))
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
        return "" if node["type"] == "A" else unlinked(node["props"].get("children"))
    return "" if node is None else str(node)
