"""What the registers that come in are held against, besides the catalogue."""

from __future__ import annotations

from data.view import StoreView
from indicators.definition import Indicators
from indicators.scoring_subjects import wholes_of
from loaders.desk import Known


def known_of(view: StoreView, indicators: Indicators) -> Known:
    """The targets that a task may name: those there are, and what a task names already may be gone by now."""

    def targets(dataset: str) -> frozenset[str]:
        named = {task.target for task in view.tasks(dataset)}
        return frozenset(named | {target.target for target in view.targets(dataset)})

    return Known(targets, wholes_of(indicators))
