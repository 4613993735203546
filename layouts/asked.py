"""What one request has asked the record already: forgotten at its end, or when this process writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import g, has_request_context

from data.reading import Told
from data.store import Store

TOLD = "told"  # beside the request, with the mark that the store had when it was told
ONCE = "asked_once"
Thing = TypeVar("Thing")


def keep_told(store: Store) -> None:
    """From now on each request asks the store once what has changed."""

    def known() -> Told | None:
        if not has_request_context():
            return None
        mark, told = g.get(TOLD) or (None, {})
        if mark is not store.mark:
            mark, told = store.mark, {}
            setattr(g, TOLD, (mark, told))
        return told

    store.told_before = known


def once(store: Store, name: str, ask: Callable[[], Thing]) -> Thing:
    """What ``ask`` says, asked once in a request unless this process writes; outside of one each time."""
    if not has_request_context():
        return ask()
    mark, known = g.get(ONCE) or (None, None)
    if mark is not store.mark or known is None:
        known = {}
        setattr(g, ONCE, (store.mark, known))
    if name not in known:
        known[name] = ask()
    found: Thing = known[name]
    return found
