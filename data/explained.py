"""Which finding an explanation is about: what both of them are known by."""

from __future__ import annotations

from collections.abc import Iterable

from data.model import Explanation, Finding

Key = tuple[str, str, str, str]  # code, sheet, cell, indicator

RULE, OF = "rule.", "#"


def key_of(about: Finding | Explanation) -> Key:
    """Code, place and indicator; two rules at one cell are told apart by the rule's own code.

    >>> key_of(Finding("rule.equal", "explain", "表", "D3", {"name": "labour_parts"}))
    ('rule.equal#labour_parts', '表', 'D3', '')
    """
    code = about.code
    if isinstance(about, Finding) and code.startswith(RULE) and about.params.get("name"):
        code = f"{code}{OF}{about.params['name']}"
    return code, about.sheet, about.cell, about.indicator


def of_before(key: Key) -> bool:
    """Was an explanation kept before the rules at one cell were told apart?"""
    return key[0].startswith(RULE) and OF not in key[0]


def meant(key: Key, findings: Iterable[Finding]) -> Key:
    """What an explanation is about: of one kept before, the only finding that it can be about."""
    if not of_before(key):
        return key
    keys = {key_of(found) for found in findings if (found.code, *key_of(found)[1:]) == key}
    return keys.pop() if len(keys) == 1 else key
