"""A rule's words made plain: full-width forms, quotes and spaces away, Chinese numerals as digits."""

from __future__ import annotations

import re
import unicodedata

DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ONE = "[零〇一二两三四五六七八九]"
_NUMERAL = f"(?:{_ONE}百(?:零{_ONE}|{_ONE}?十{_ONE}?|)|{_ONE}?十{_ONE}?|{_ONE})(?:点{_ONE}+)?|半"
# Longer ones stand before those that they begin with.
_UNITS = (
    "个百分点|百分点|%|个位次|个名次|位次|名次|人次|场次|万元|学时|个|件|宗|起|次|项|例|名|人|家|份|条|场|天|日|元"
    "|篇|部|期|处|倍|位|张|本|户"
)
UNITS = tuple(_UNITS.split("|"))
COUNTED = _UNITS + "|分"
_PERCENT = re.compile(f"百分之({_NUMERAL}|[0-9.]+)")
_NUMBER = re.compile(f"(?<=第)({_NUMERAL})|(?<=前)({_NUMERAL})|({_NUMERAL})(?={COUNTED}|至|到|按|计|$)")
_NOISE = re.compile(r"[\s\u200b\ufeff“”\"'‘’「」『』]+")


def plain_rule(words: str) -> str:
    """The words as the grammar reads them.

    >>> plain_rule("每低 １个百分点扣一分，扣完为止"), plain_rule("达到百分之九十五，计“0”分")
    ('每低1个百分点扣1分,扣完为止', '达到95%,计0分')
    """
    text = _NOISE.sub("", unicodedata.normalize("NFKC", words))
    text = _PERCENT.sub(lambda found: f"{_digits(found[1])}%", text)
    return _NUMBER.sub(lambda found: _digits(found[1] or found[2] or found[3]), text)


def _digits(numeral: str) -> str:
    """
    >>> [_digits(each) for each in ("十", "二十五", "一百零五", "零点三", "半", "12")]
    ['10', '25', '105', '0.3', '0.5', '12']
    """
    if numeral[0].isascii():
        return numeral
    if numeral == "半":
        return "0.5"
    whole, _, after = numeral.partition("点")
    total = 0
    for mark, power in (("百", 100), ("十", 10)):
        head, found, rest = whole.partition(mark)
        if found:
            total += (DIGITS[head.strip("零")] if head.strip("零") else 1) * power
            whole = rest
    total += DIGITS[whole.lstrip("零") or "零"]
    return f"{total}.{''.join(str(DIGITS[digit]) for digit in after)}" if after else str(total)
