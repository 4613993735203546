"""What the simulator changes: read from the address, said in words, applied to a scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.marking import Unread
from data.marking_parse import parse_rule
from data.scheme import Scheme
from indicators.scoring_trial import ItemChange, simulated
from layouts.text import Words, words
from layouts.views.assessment_facts import (
    CHANGES,
    ITEM,
    TO,
    WHAT,
    Scene,
)

WHATS = ("weight", "rule", "target")
BETWEEN = "|"
MOST_MARKS = 1000.0


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of one item that is to be another; ``problem`` says why it cannot be."""

    item: str
    what: str
    to: str
    problem: str = ""

    @property
    def code(self) -> str:
        return BETWEEN.join((self.item, self.what, self.to))


def changes_of(own: Mapping[str, str], scheme: Scheme, spoken: Words) -> tuple[Change, ...]:
    """What the address changes, the newest word on each thing; those that cannot be say why."""
    told = [own[key].split(BETWEEN, 2) for key in CHANGES if own.get(key)]
    if own.get(ITEM) and own.get(WHAT):
        told.append([own[ITEM], own[WHAT], own.get(TO, "")])
    newest = {(parts[0], parts[1]): parts[2] for parts in told if len(parts) == len(("item", "what", "to"))}
    found = [Change(item, what, to.strip()) for (item, what), to in newest.items()]
    return tuple(replace(each, problem=_problem(each, scheme, spoken)) for each in found)[: len(CHANGES)]


def applied(scheme: Scheme, changes: Sequence[Change]) -> Scheme:
    """The scheme with every change that can be."""
    return simulated(scheme, [_item_change(each) for each in changes if not each.problem])


def change_words(scene: Scene, change: Change) -> str:
    """“1 负责人出庭应诉率 权重改为 50”."""
    spoken, scheme = words(scene.chosen.lang), scene.shown.scheme if scene.shown else None
    titles = {item.code: f"{item.code} {item.title}" for item in scheme.items} if scheme else {}
    what = spoken.choose("assess_trial", f"what_{change.what}")
    return spoken.say(
        "assess_trial.changed", item=titles.get(change.item, change.item), what=what, to=change.to
    )


def _problem(change: Change, scheme: Scheme, spoken: Words) -> str:
    """Why a change cannot be, in words; empty where it can."""
    if change.item not in {item.code for item in scheme.items} or change.what not in WHATS:
        return spoken["assess_trial.unknown"]
    if change.what == "rule":
        read = parse_rule(change.to)
        if isinstance(read, Unread):
            return spoken.say("assess_trial.unread", words=read.words, rest=read.rest, near=read.nearest)
        return ""
    number = number_in(change.to)
    if number is None or (change.what == "weight" and not 0 <= number <= MOST_MARKS):
        return spoken.say("assess_trial.no_number", to=change.to)
    return ""


def number_in(text: str) -> float | None:
    """A number as people type it; None for anything else."""
    try:
        found = float(text.strip().rstrip("%％分"))
    except ValueError:
        return None
    return found if abs(found) < 1e9 else None


def _item_change(change: Change) -> ItemChange:
    if change.what == "rule":
        return ItemChange(change.item, rule=change.to)
    number = number_in(change.to)
    return (
        ItemChange(change.item, weight=number)
        if change.what == "weight"
        else ItemChange(change.item, target=number)
    )


def keys_of(changes: Sequence[Change]) -> dict[str, str]:
    """The changes as they stand in an address; keys without one are empty."""
    told = [each.code for each in changes]
    return {key: told[place] if place < len(told) else "" for place, key in enumerate(CHANGES)}
