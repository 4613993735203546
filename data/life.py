"""The life of a submission: its statuses, the steps between them, and who may take which. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal[
    "received",
    "checking",
    "refused",
    "returned",
    "waiting",
    "accepted",
    "published",
    "superseded",
    "withdrawn",
    "purged",
]
Outcome = Literal["accepted", "waiting", "returned", "refused"]  # what became of a file at the door
Step = Literal["approve", "return", "unlock", "withdraw", "publish", "supersede", "restore", "purge"]
Right = Literal["file", "review", "publish", "purge", "program"]
Objection = Literal["not_now", "no_right", "own", "not_own", "why", "unexplained", "not_locked"]

STATUSES: tuple[Status, ...] = (
    "received",
    "checking",
    "refused",
    "returned",
    "waiting",
    "accepted",
    "published",
    "superseded",
    "withdrawn",
    "purged",
)
TAKEN_IN: tuple[Status, ...] = ("waiting", "accepted", "published", "superseded")
OPERATOR: frozenset[Right] = frozenset(("file", "review", "publish"))  # one's own PC without login


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may take a step; ``own`` is about submissions that the same person filed."""

    right: Right
    own: Literal["any", "only", "never"] = "any"
    why: bool = False
    explained: bool = False  # every 核实 finding must be explained first
    locked: bool = False  # only what is locked


RULES: Mapping[Step, Rule] = {
    "approve": Rule("review", own="never", explained=True),
    "return": Rule("review", own="never", why=True),
    "unlock": Rule("review", own="never", why=True, locked=True),
    "withdraw": Rule("file", own="only", why=True),
    "publish": Rule("publish"),
    "supersede": Rule("program"),  # a newer version of the place was taken in, or published
    "restore": Rule("program"),  # the newer version was returned or withdrawn
    "purge": Rule("purge", why=True),
}
BY_HAND: tuple[Step, ...] = ("approve", "return", "unlock", "withdraw")  # of one submission, on its page

NEXT: Mapping[tuple[Status, Step], Status] = {
    ("waiting", "approve"): "accepted",
    ("waiting", "return"): "returned",
    ("waiting", "withdraw"): "withdrawn",
    ("waiting", "supersede"): "superseded",
    ("accepted", "return"): "returned",
    ("accepted", "unlock"): "accepted",
    ("accepted", "publish"): "published",
    ("accepted", "supersede"): "superseded",
    ("published", "unlock"): "published",
    ("published", "supersede"): "superseded",
    ("superseded", "restore"): "waiting",  # or accepted, as it was when it was superseded
    **{(status, "purge"): "purged" for status in STATUSES if status != "purged"},
}


def allowed(status: Status, step: Step) -> Status | None:
    """The status after the step; None where there is no such step.

    >>> allowed("waiting", "approve"), allowed("returned", "approve")
    ('accepted', None)
    """
    return NEXT.get((status, step))


def objection(
    status: Status,
    step: Step,
    *,
    rights: Collection[str],
    own: bool,
    why: str = "",
    unexplained: int = 0,
    locked: bool = True,
) -> Objection | None:
    """Why the step cannot be taken; None where it can. The right comes first, so that nobody learns more."""
    rule = RULES[step]
    told: tuple[tuple[bool, Objection], ...] = (
        (rule.right not in rights, "no_right"),
        (allowed(status, step) is None, "not_now"),
        (rule.own == "never" and own, "own"),
        (rule.own == "only" and not own, "not_own"),
        (rule.locked and not locked, "not_locked"),
        (rule.explained and unexplained > 0, "unexplained"),
        (rule.why and not why.strip(), "why"),
    )
    return next((code for stands, code in told if stands), None)


def steps_for(status: Status, *, rights: Collection[str], own: bool, locked: bool) -> tuple[Step, ...]:
    """The steps by hand that a person may take, whatever is still to be explained or given as a reason."""
    return tuple(
        step
        for step in BY_HAND
        if objection(status, step, rights=rights, own=own, why="?", locked=locked) is None
    )


def told_again(status: Status, outcome: Outcome) -> Outcome:
    """What a file that came before is told: its first outcome, unless a person has decided on it since."""
    if status in ("accepted", "published"):
        return "accepted"
    return "returned" if status in ("returned", "withdrawn") else outcome


def same_person(one: str, other: str) -> bool:
    """Are two names the same person's, however they are typed?

    >>> same_person("李 某", "李某"), same_person("Ｌi", "li"), same_person("", "")
    (True, True, False)
    """
    first, second = ("".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in (one, other))
    return bool(first) and first == second
