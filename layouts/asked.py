"""What one request has asked the record already: forgotten at its end, or when this process writes."""

from __future__ import annotations

from flask import g, has_request_context

from data.reading import Told
from data.store import Store

TOLD = "told"  # beside the request, with the mark that the store had when it was told


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
