"""Passwords: hashed with argon2id, never kept, never told; and what a password must be like."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import lru_cache
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

Objection = Literal["short", "long", "name", "simple", "same", "known"]

SHORTEST, LONGEST = 10, 200
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
KNOWN = (
    "password",
    "qwerty",
    "1234567890",
    "0123456789",
    "12345678",
    "11111111",
    "abc123",
    "admin",
    "faheng",
)
AT_ONCE = threading.BoundedSemaphore(2)  # a hash takes 64 MB: many sign-ins at once must not take the memory
HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The argon2id hash with its salt and its costs."""
    with AT_ONCE:
        return HASHER.hash(_plain(password))


def matches(kept: str, password: str) -> bool:
    """Is it the password; an empty hash takes as long and matches nothing."""
    if len(password) > LONGEST:
        return False
    with AT_ONCE:
        try:
            return HASHER.verify(kept or _nobody(), _plain(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def objection(password: str, *, name: str, person: str = "", before: str = "") -> Objection | None:
    """Why a password is not taken; None where it is.

    >>> objection("short", name="li"), objection("li-wants-in-2026", name="li-wants")
    ('short', 'name')
    >>> objection("correct horse battery", name="li") is None
    True
    """
    plain, lowered = _plain(password), _plain(password).casefold()
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    if any(len(each) > 2 and each.casefold() in lowered for each in (name, person)):
        return "name"
    if len(set(lowered)) < 5 or (plain.isdecimal() and len(plain) < 16):
        return "simple"
    if any(lowered.strip("0123456789!@#. ") == each or lowered == each for each in KNOWN):
        return "known"
    return "same" if before and matches(before, password) else None


def generated() -> str:
    """A password to be told once and changed at the first sign-in."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _plain(password: str) -> str:
    """The same letters however a keyboard or input method composes them."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The hash of nobody's password, so that an unknown name takes as long as a known one."""
    return HASHER.hash(secrets.token_urlsafe(24))
