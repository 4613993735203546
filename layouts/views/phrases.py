"""Sentences with links in them: a template's ``{slots}`` may be elements."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from layouts.elements import Child


def phrase(template: str, **slots: Child | list[Child]) -> list[Child]:
    """The template's words and the slots between them, in order.

    >>> phrase("{n} of {all}.", n="3", all={"type": "A"})
    ['3', ' of ', {'type': 'A'}, '.']
    """
    parts: list[Child] = []
    for words_before, name, _, _ in Formatter().parse(template):
        if words_before:
            parts.append(words_before)
        if name:
            found = slots[name]
            parts.extend(found if isinstance(found, list) else [found])
    return parts


def listed(items: Sequence[Child], between: str) -> list[Child]:
    """Items with a separator between each two."""
    parts: list[Child] = []
    for place, item in enumerate(items):
        parts += [between, item] if place else [item]
    return parts
