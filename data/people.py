"""Accounts, the rights they are given over regions, and what a person may do and see. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal, get_args

Role = Literal["file", "review", "publish", "view", "sensitive", "manage", "security", "audit"]
Siblings = Literal["all", "anonymous", "own"]

ROLES: tuple[Role, ...] = get_args(Role)
SIBLINGS: tuple[Siblings, ...] = get_args(Siblings)
FIGURES: tuple[Role, ...] = ("file", "review", "publish", "view")  # these see figures; the 三员 do not
DRAFTS: tuple[Role, ...] = ("file", "review", "publish")  # these see what is not published yet
REVIEWING: tuple[Role, ...] = ("review", "publish")  # these see who filed
OFFICERS: tuple[Role, ...] = ("manage", "security", "audit")  # 三员
EVERYWHERE = "*"  # a grant over every region there is
MASK = "＊＊＊"  # stands for a name that the reader has no right to

TRIES = 5  # wrong passwords in a row that lock an account
LOCKED_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a region and all below it."""

    role: Role
    region: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account. ``name`` is typed at sign-in, ``person`` stands in the record.

    ``epoch`` rises with everything that must end the sessions of the account.
    """

    account: int
    name: str
    person: str
    password: str  # argon2 hash, or empty: signs in through a proxy only
    must_change: bool
    disabled: bool
    failed: int
    locked_until: str  # ISO 8601, or empty
    epoch: int
    made_at: str
    last_at: str  # of the last sign-in
    grants: tuple[Grant, ...] = ()

    def is_locked(self, now: datetime) -> bool:
        return bool(self.locked_until) and datetime.fromisoformat(self.locked_until) > now

    def has(self, role: Role) -> bool:
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Reach:
    """Where a person may do what: regions of each role, those below the granted ones among them.

    ``kept`` are the datasets whose figures are only for those with a right to them; the others are public.
    """

    roles: Mapping[Role, frozenset[str]]
    siblings: Siblings = "own"
    kept: frozenset[str] = frozenset()
    account: int = 0
    above: frozenset[str] = frozenset()  # units above those that are seen: their totals are shown
    aliases: Mapping[str, str] = field(default_factory=dict)  # region -> the code it is shown under, 匿名

    def may(self, role: Role, region: str | None = None) -> bool:
        """Has the person the role over the region; without a region: anywhere."""
        over = self.roles.get(role, frozenset())
        return bool(over) if region is None else _holds(over, region)

    @cached_property
    def seen(self) -> frozenset[str]:
        """Regions whose figures the person sees under their own names."""
        return self._over(FIGURES)

    @cached_property
    def named(self) -> frozenset[str]:
        """Regions whose published figures the person sees under their own names."""
        if not self.seen:
            return self.above
        return frozenset((EVERYWHERE,)) if self.siblings == "all" else self.seen | self.above

    @cached_property
    def drafts(self) -> frozenset[str]:
        """Regions whose unpublished submissions the person sees."""
        return self._over(DRAFTS)

    @property
    def entitled(self) -> frozenset[str]:
        """Regions of which the person is told 敏感 figures; they are seen by another role."""
        return self.roles.get("sensitive", frozenset())

    @cached_property
    def reviewed(self) -> frozenset[str]:
        """Regions of which the person sees who filed."""
        return self._over(REVIEWING)

    @property
    def masks(self) -> bool:
        """Is there anything that is not shown as it is."""
        return bool(self.kept) and EVERYWHERE not in self.named

    @cached_property
    def name(self) -> str:
        """Names everything that depends on what is seen; equal for people who see the same."""
        told = [sorted(part) for part in (self.seen, self.drafts, self.kept, self.above, self.entitled)]
        return sha256(json.dumps([self.siblings, *told]).encode()).hexdigest()[:20]

    def _over(self, roles: Iterable[Role]) -> frozenset[str]:
        return frozenset[str]().union(*(self.roles.get(role, frozenset()) for role in roles))


NOWHERE = Reach({})  # nobody: sees and may nothing


def sees(regions: Collection[str], region: str) -> bool:
    """Is the region among them, or are they all."""
    return _holds(regions, region)


def as_json(regions: Collection[str]) -> str:
    """Regions as a JSON array, for a query."""
    return json.dumps(sorted(regions))


def role_of(text: str) -> Role | None:
    return next((role for role in ROLES if role == text), None)


def _holds(over: Collection[str], region: str) -> bool:
    return EVERYWHERE in over or region in over
