"""What a ranking or a trial looks like: a hundred units, drawn once while their sheets stay the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.scheme import Scheme
from layouts.assessing import Scored, scored
from layouts.elements import Element
from layouts.kept import kept
from layouts.markup import compact
from layouts.services import Services
from layouts.views.assessment_facts import Scene

MOST_TRIALS = 8  # of every unit's sheet each


def drawn(scene: Scene, part: str, made_from: object, draw: Callable[[], Sequence[Element]]) -> list[Element]:
    """The part as finished HTML; made anew for another address, or from other sheets."""
    found: list[Element] = kept(
        scene.numbers,
        scene.chosen.dataset,
        (part, scene.chosen),
        lambda: [compact(each) for each in draw()],
        made_from=made_from,
        store="assessment drawn",
    )
    return list(found)


def tried_out(services: Services, scheme: Scheme, period: str) -> Scored:
    """The scheme on the figures of a period as they are now; scored once until one of them is another."""
    found: Scored = kept(
        services.whole_numbers(),
        scheme.dataset,
        (scheme, period),
        lambda: scored(services, scheme, period),
        store="assessment trials",
        most=MOST_TRIALS,
    )
    return found
