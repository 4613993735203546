"""The one target that a comparison draws: what most of its rows are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import Target


def shared(targets: Sequence[Target | None]) -> tuple[Target | None, bool]:
    """The target that holds for more than half of the rows, and whether any row has another or none."""
    kinds = [required(target) for target in targets]
    if not any(kinds):
        return None, False
    most = max(set(kinds), key=lambda kind: (kinds.count(kind), kind is not None))
    mixed = len(set(kinds)) > 1
    if most is None or 2 * kinds.count(most) <= len(kinds):
        return None, mixed
    return targets[kinds.index(most)], mixed


def required(target: Target | None) -> tuple[object, ...] | None:
    """What a target asks for, however it is entered: two with the same requirement are one line."""
    return (target.kind, target.op, target.threshold, target.strength) if target else None
