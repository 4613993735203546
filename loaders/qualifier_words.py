"""The words of a qualified figure: 约300, 92.5以上, and those of the 限定 column; read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.model import Qualifier
from loaders.words import tidy

ABOUT, ABOVE, BELOW = ("约", "大约", "约为"), ("超", "超过", "逾", ">"), ("近", "将近", "不到", "不足", "<")
AT_LEAST = ("不少于", "不低于", "至少", "≥", ">=")
AT_MOST = ("不超过", "不高于", "至多", "最多", "≤", "<=")
BEFORE: Mapping[str, Qualifier] = {
    **dict.fromkeys(ABOUT, "about"),
    **dict.fromkeys(ABOVE, "above"),
    **dict.fromkeys(BELOW, "just_below"),
    **dict.fromkeys(AT_LEAST, "at_least"),
    **dict.fromkeys(AT_MOST, "at_most"),
}
AFTER: Mapping[str, Qualifier] = {
    "左右": "about",
    "上下": "about",
    "余": "above",
    "多": "above",
    "以上": "at_least",
    "及以上": "at_least",
    "以下": "at_most",
    "及以下": "at_most",
}
# The words of the 限定 column, as templates write them.
QUALIFIER_WORDS: Mapping[str, Qualifier] = {
    "确数": "exact",
    "约": "about",
    "余": "above",
    "近": "just_below",
    "以上": "at_least",
    "以下": "at_most",
}


def read_qualifier(text: str) -> Qualifier | None:
    """A word of the 限定 column; None for one that is not known."""
    word = tidy(text).replace(" ", "")
    return QUALIFIER_WORDS.get(word) or AFTER.get(word) or BEFORE.get(word) or (None if word else "exact")


def in_words(value: float, qualifier: Qualifier, *, decimals: int = 0) -> str:
    """A number with its qualifier, for forms without a 限定 column; ``read_cell`` reads it back.

    >>> in_words(300.0, "about"), in_words(92.5, "at_least", decimals=1)
    ('约300', '92.5以上')
    """
    before = {"about": "约", "just_below": "近"}.get(qualifier, "")
    after = {"above": "余", "at_least": "以上", "at_most": "以下"}.get(qualifier, "")
    return f"{before}{value:.{decimals}f}{after}"


def any_of(words: Mapping[str, Qualifier]) -> str:
    """A pattern of the words, the longer first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
