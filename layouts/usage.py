"""Arguments of a command that cannot be followed: why, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from layouts.text import LANGUAGES, Language
from layouts.views.submit_marked import NothingToMarkError
from layouts.views.submit_template import TemplateError

Asked = TypeVar("Asked")
REFUSALS = (TemplateError, NothingToMarkError)


class UsageError(Exception):
    """Arguments that cannot be followed; the message says what to write instead."""


def or_told(ask: Callable[[Language], Asked], language: Language) -> Asked:
    """What is asked for, in the language; a refusal is told in both."""
    try:
        return ask(language)
    except REFUSALS:
        raise UsageError(" / ".join(_why(ask, each) for each in LANGUAGES)) from None


def _why(ask: Callable[[Language], object], language: Language) -> str:
    try:
        ask(language)
    except REFUSALS as error:
        return str(error).strip()
    return ""
