"""Assessed frames are kept by how many rows they have together."""

from __future__ import annotations

import pandas as pd
import pytest

from layouts import assessed
from layouts.assessed import Assessed, FrameCache


def frame(rows: int) -> Assessed:
    return Assessed(pd.DataFrame({"value": range(rows)}), (), (), {})


def test_the_longest_unused_are_given_up_when_there_are_too_many_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assessed, "KEPT_ROWS", 1000)
    cache = FrameCache()
    for name in range(3):
        cache.put(name, frame(300))
    assert cache.get(0) is not None  # used last, so the next one takes the place of 1
    cache.put(3, frame(300))
    assert [cache.get(name) is not None for name in range(4)] == [True, False, True, True]


def test_a_frame_entered_again_counts_once_and_one_alone_is_always_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assessed, "KEPT_ROWS", 1000)
    cache = FrameCache()
    for _ in range(9):
        cache.put("same", frame(400))
    cache.put("other", frame(400))
    assert cache.get("same") is not None
    cache.put("whole nation", frame(5000))
    assert (cache.get("same"), cache.get("whole nation") is not None) == (None, True)
