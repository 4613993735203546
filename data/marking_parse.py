"""Reads a rule of assessment in the document's own words.

以上 and 以下 include the number, 超过 and 低于 do not (民法典第一千二百五十九条). A deduction is proportional
unless the words say 每满 (whole points) or 不足1按1 (started points).
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from data.marking import Marking, Unread
from data.marking_bands import UnfitError
from data.marking_build import build
from data.marking_clauses import clauses
from data.marking_words import plain_rule

# What is told as the nearest rule to words that cannot be read; docs/schemes.md explains each.
EXAMPLES = (
    "每低1个百分点扣1分，扣完为止",
    "每低1个百分点扣1分，不足1个百分点按1个百分点计，扣完为止",
    "低于目标值的，每满1个百分点扣1分，扣完为止",
    "达到90%得满分，每低1个百分点扣1分，低于60%不得分",
    "每高1个百分点扣0.5分，最多扣5分",
    "每少一次扣0.3分，累计不超过1.2分",
    "每发生一起扣2分",
    "每多1件扣2分，扣完为止",
    "每高1个百分点加0.5分，最多加2分",
    "达到95%得满分，60%及以下得0分，其间按比例计分",
    "95%以上得10分，90%以上得8分，其余不得分",
    "达标得满分，否则不得分",
    "按完成率计分",
    "第1名得10分，每降1名减1分",
    "第1名得10分，第2名得8分，第3名得6分，其余不得分",
    "凭佐证材料评分，最高5分",
)
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@lru_cache(maxsize=1024)
def parse_rule(words: str) -> Marking | Unread:
    """The rule, or what of it could be read.

    >>> parse_rule("每少一次扣0.3分，累计不超过1.2分").pers[0].most
    Fraction(6, 5)
    >>> parse_rule("每低1个百分点扣1分，看情况").rest
    '看情况'
    """
    text, found, end = clauses(words)
    if end < len(text) or not found:
        return _unread(words, text, end)
    try:
        return build(words, found)
    except UnfitError as error:
        return _unread(words, text, error.place)


def _unread(words: str, text: str, end: int) -> Unread:
    known = {_skeleton(example): example for example in EXAMPLES}
    near = difflib.get_close_matches(_skeleton(words), known, n=1, cutoff=0.0)
    return Unread(words, text[:end].rstrip(",;。、"), text[end:], known[near[0]])


def _skeleton(words: str) -> str:
    return _DIGITS.sub("N", plain_rule(words))
