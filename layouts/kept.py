"""What was drawn or found of a set as it is filed now: kept for the next visit, the oldest given up first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from layouts.numbers import Numbers

MOST = 160  # of some 150 kB each
NAME = "portrait kept"


def _one(thing: Any) -> int:
    return 1


class Kept:
    """A few things by name, shared by all threads; each stands for what it was made from.

    Together they ``weigh`` no more than ``most``; one alone is kept whatever it weighs.
    """

    def __init__(self, most: int = MOST, weigh: Callable[[Any], int] = _one) -> None:
        self._found: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()
        self._most, self._weigh, self._weight = most, weigh, 0
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
            self._weight += self._weigh(thing) - (self._give_up(name) if name in self._found else 0)
            self._found[name] = (made_from, thing)
            while self._weight > self._most and len(self._found) > 1:
                self._weight -= self._give_up(next(iter(self._found)))
        return thing

    def _give_up(self, name: Hashable) -> int:
        """What it weighed."""
        return self._weigh(self._found.pop(name)[1])


def kept(
    numbers: Numbers,
    dataset: str,
    name: Hashable,
    make: Callable[[], Any],
    *,
    made_from: object = None,
    store: str = NAME,
    most: int = MOST,
    weigh: Callable[[Any], int] = _one,
) -> Any:
    """``make()``, or what it gave for this name and this viewer; a new submission, target or step forgets it.

    Each ``store`` gives up its own oldest things, as it was first asked to.
    """
    viewer, reach = numbers.view.viewer, numbers.view.viewer.reach
    seen = (reach.name, reach.reviewed) if reach else ()  # who reviews a unit is told its people's names
    whose = (viewer.name, seen, viewer.unseen, viewer.entitled)
    found: Kept = numbers.memo(dataset).setdefault(store, Kept(most, weigh))
    return found.get((whose, name), made_from, make)
