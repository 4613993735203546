"""What was drawn or found of a set as it is filed now: kept for the next visit, the oldest given up first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from layouts.numbers import Numbers

MOST = 160  # of some 150 kB each
NAME = "portrait kept"


class Kept:
    """A few things by name, shared by all threads; each stands for what it was made from."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, made_from: object, make: Callable[[], Any]) -> Any:
        """The thing of this name, made anew where it was made from something else."""
        with self._lock:
            found = self._found.get(name)
            if found is not None and found[0] is made_from:
                self._found.move_to_end(name)
                return found[1]
        thing = make()
        with self._lock:
            self._found[name] = (made_from, thing)
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return thing


def kept(
    numbers: Numbers,
    dataset: str,
    name: Hashable,
    make: Callable[[], Any],
    *,
    made_from: object = None,
    store: str = NAME,
) -> Any:
    """``make()``, or what it gave for this name; a new submission, target or step forgets it.

    Each ``store`` gives up its own oldest things.
    """
    found: Kept = numbers.memo(dataset).setdefault(store, Kept())
    return found.get(name, made_from, make)
