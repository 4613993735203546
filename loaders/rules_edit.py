"""An edit of a rule, from the words a person wrote: what differs, or every mistake with its field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.catalogue import Catalogue
from data.checking import PERIOD_KINDS
from data.model import LEVELS, SCOPES, DataElement, Finding
from data.strict import nearest
from loaders.register_look import LEVEL_WORDS
from loaders.rules import Entry, RuleBook
from loaders.rules_reading import ACROSS, CHECKS, MISSING, OPS, OWN_CODE, formula_of
from loaders.template_look import SCOPE_NAMES
from loaders.words import decimal_of, plain, tidy

LEVEL_NAMES: Mapping[str, str] = {str(level): word for level, word in LEVEL_WORDS.items()}
SCOPES_SAID: Mapping[str, str] = {str(scope): word for scope, word in SCOPE_NAMES.items()}
SEVERITY_WORDS = {"must": "强制", "explain": "核实", "note": "提示"}
PERIOD_WORDS = {"year": "年", "half": "半年", "quarter": "季", "month": "月", "span": "其他"}
MISSING_WORDS = {"skip": "跳过", "require": "要求"}
ON_WORDS = {"on": "启用", "off": "停用"}
OP_WORDS = {"=": "＝", "<=": "≤"}
LIMIT_WORDS = {
    "tolerance": "允许误差",
    "percent": "变化幅度（%）",
    "least": "最少相差",
    "chance": "偶然波动的倍数",
    "score": "偏离分数",
    "points": "最少期数",
    "rate_points": "最少相差（百分点）",
    "alpha": "单侧概率",
    "minimum": "最小分母",
    "siblings": "最少单位数",
}
FIXED = ("name", "left", "op", "right")  # of a shipped rule; its English follows its name
DEFAULTS: Mapping[str, object] = {
    "tolerance": 0,
    "levels": [],
    "periods": [],
    "scopes": [],
    "missing": "skip",
}
SEPARATORS = re.compile(r"[、,;；，\s]+")
LONGEST = 200


@dataclass(frozen=True)
class Edited:
    """What one entry says: the edit to keep (None: nothing differs), and the mistakes by field."""

    code: str
    content: str | None
    mistakes: tuple[Finding, ...]


def edited(texts: Mapping[str, str], book: RuleBook, catalogue: Catalogue) -> Edited:
    """Read one entry: a rule known to the book, or a new one. ``texts`` are the register's fields."""
    entry = _Written(texts, catalogue)
    code = tidy(texts.get("code", ""))
    known = book.entry(code)
    if known is None and (not OWN_CODE.fullmatch(code) or code in CHECKS):
        expected = _nearest(code, [each.code for each in book.entries]) or "a-z、0-9、_"
        entry.wrong("rule.bad_code", "code", expected)
    if known is not None and known.state != "own":
        wanted, shipped = _shipped_changes(entry, known)
        new = {key: value for key, value in wanted.items() if value != shipped[key]}
        old = {key: value for key, value in _normal(known.table, wanted).items() if value != shipped[key]}
        new, old = _limit_differences(new, shipped), _limit_differences(old, shipped)
    else:
        new = _own(entry)
        old = {**_normal(known.table, new), **_texts(known.table)} if known else {}
    on = entry.word("on", ON_WORDS, blank="on") != "off"
    new |= {} if on else {"off": True}
    old |= {} if known is None or known.on else {"off": True}
    same = known is not None and new == old
    content = None if same else json.dumps(new, ensure_ascii=False, sort_keys=True)
    return Edited(code, None if entry.mistakes else content, tuple(entry.mistakes))


def written(entry: Entry) -> dict[str, str]:
    """The fields of one entry as a person writes them; ``edited`` reads them back."""
    table = entry.table
    limits = table.get("limits", {})
    return {
        "code": entry.code,
        **{key: str(table.get(key, "")) for key in ("name", "english", "left", "op", "right")},
        "op": OP_WORDS.get(str(table.get("op", "")), ""),
        "tolerance": "" if entry.across else _number_text(table.get("tolerance", 0)),
        "severity": SEVERITY_WORDS[str(table["severity"])],
        "levels": "、".join(LEVEL_WORDS[level] for level in entry.rule.levels),
        "periods": "、".join(PERIOD_WORDS[kind] for kind in entry.rule.periods),
        "scopes": "、".join(SCOPE_NAMES[scope] for scope in getattr(entry.rule, "scopes", ())),
        "missing": "" if entry.across else MISSING_WORDS[str(table.get("missing", "skip"))],
        "limits": "；".join(
            f"{LIMIT_WORDS.get(key, key)}={_number_text(value)}"
            for key, value in (limits.items() if isinstance(limits, dict) else ())
        ),
        "on": ON_WORDS["on" if entry.on else "off"],
    }


def in_codes(text: str, elements: Mapping[str, DataElement]) -> str:
    """A formula whose data elements may be called by their names, in codes.

    ``立案 ＋ 2×结案`` style signs are read too; what is no name stays as it is.
    """
    names = {plain(element.name): element.code for element in elements.values()}
    parts = re.split(r"([+\-*])", tidy(text).replace("−", "-").replace("×", "*"))
    return "".join(names.get(plain(part), part) if plain(part) else part for part in parts)


@dataclass
class _Written:
    """One entry's fields, and the mistakes found in them."""

    texts: Mapping[str, str]
    catalogue: Catalogue
    mistakes: list[Finding] = field(default_factory=list)

    def text(self, name: str) -> str:
        return tidy(self.texts.get(name, ""))

    def wrong(self, code: str, name: str, expected: str) -> None:
        params: dict[str, str | float] = {
            "field": name,
            "read": self.texts.get(name, "").strip(),
            "expected": expected,
        }
        self.mistakes.append(Finding(code, "must", params=params))

    def word(self, name: str, known: Mapping[str, str], *, blank: str = "") -> str:
        """A code from its word, or the code itself."""
        text = self.text(name) or blank
        for code, word in known.items():
            if text in (code, tidy(word)):
                return code
        self.wrong("rule.bad_word", name, "、".join(known.values()))
        return blank

    def words(self, name: str, known: Mapping[str, str], order: Iterable[str]) -> list[str]:
        """Codes from several words, in the usual order; blank and all of them mean no restriction."""
        codes = {tidy(word): code for code, word in known.items()}
        found: set[str] = set()
        for text in SEPARATORS.split(self.text(name)):
            if text in known or text in codes:
                found.add(codes.get(text, text))
            elif text:
                self.wrong("rule.bad_word", name, "、".join(known.values()))
        listed = [code for code in order if code in found]
        return [] if len(listed) == len(known) else listed

    def number(self, name: str, text: str) -> int | float:
        found = decimal_of(tidy(text).replace(",", "") or "0")
        if not found.is_finite() or not 0 <= found < 10**12:
            self.wrong("rule.bad_number", name, "≥ 0")
            return 0
        return int(found) if found == found.to_integral_value() else float(found)

    def formula(self, name: str) -> str:
        """The formula in codes; a mistake names the part at fault and the nearest element."""
        text = in_codes(self.texts.get(name, ""), self.catalogue.elements)
        formula, mistakes = formula_of(text, self.catalogue.elements) if text.strip() else (None, [])
        if formula is None:
            names = {element.name: code for code, element in self.catalogue.elements.items()}
            parts = [part.strip() for part in re.split(r"[+\-*]", text)]
            strange = [part for part in parts if part and part not in names.values() and not part.isdecimal()]
            near = "、".join(_nearest(part, [*names.values(), *names]) or "—" for part in strange)
            if strange and mistakes:
                self.wrong("rule.unknown_element", name, near)
            else:
                self.wrong("rule.bad_formula", name, "a + b - 2*c")
            return ""
        return str(formula)


def _shipped_changes(entry: _Written, known: Entry) -> tuple[dict[str, object], dict[str, object]]:
    """What a shipped rule may be made to say, and what it said when it was shipped."""
    wanted: dict[str, object] = {
        "severity": _severity(entry, across=known.across),
        "levels": entry.words("levels", LEVEL_NAMES, LEVELS),
        "periods": entry.words("periods", PERIOD_WORDS, PERIOD_KINDS),
    }
    if known.across:
        wanted["limits"] = _limits(entry, known)
    else:
        wanted["tolerance"] = entry.number("tolerance", entry.text("tolerance"))
    if known.rule.code != "repeated" and not known.across:
        wanted["scopes"] = entry.words("scopes", SCOPES_SAID, SCOPES)
        wanted["missing"] = entry.word("missing", MISSING_WORDS, blank="skip")
    told = written(known)
    for name in FIXED:
        text = entry.texts.get(name)
        if text is not None and tidy(text).replace(" ", "") != tidy(told[name]).replace(" ", ""):
            entry.wrong("rule.fixed", name, told[name] or "—")
    return wanted, _normal(known.shipped, wanted)


def _own(entry: _Written) -> dict[str, object]:
    """A rule of the office's own, whole."""
    name = entry.text("name")[:LONGEST]
    if not name:
        entry.wrong("rule.bad_name", "name", "—")
    left, right = entry.formula("left"), entry.formula("right")
    if left and left == right:
        entry.wrong("rule.bad_formula", "right", "≠ " + left)
    return {
        "name": name,
        "english": entry.text("english")[:LONGEST] or name,
        "left": left,
        "op": entry.word("op", dict(zip(OPS, OP_WORDS.values(), strict=True)), blank="="),
        "right": right,
        "severity": _severity(entry, across=False),
        "tolerance": entry.number("tolerance", entry.text("tolerance")),
        "levels": entry.words("levels", LEVEL_NAMES, LEVELS),
        "periods": entry.words("periods", PERIOD_WORDS, PERIOD_KINDS),
        "scopes": entry.words("scopes", SCOPES_SAID, SCOPES),
        "missing": entry.word(
            "missing", dict(zip(MISSING, MISSING_WORDS.values(), strict=True)), blank="skip"
        ),
    }


def _severity(entry: _Written, *, across: bool) -> str:
    allowed = {code: word for code, word in SEVERITY_WORDS.items() if not across or code in ACROSS}
    return entry.word("severity", allowed)


def _limits(entry: _Written, known: Entry) -> dict[str, int | float]:
    """The numbers of a check, written ``名称=数``; one that is left out stays as it is."""
    limits = known.table.get("limits", {})
    found = dict(limits) if isinstance(limits, dict) else {}
    codes = {plain(word): code for code, word in LIMIT_WORDS.items()}
    for part in re.split(r"[;；\n]+", entry.texts.get("limits", "")):
        name, _, number = part.partition("=")
        code = codes.get(plain(name), tidy(name))
        if not part.strip():
            continue
        if code not in found:
            entry.wrong("rule.bad_word", "limits", "、".join(LIMIT_WORDS.get(key, key) for key in found))
        else:
            found[code] = entry.number("limits", number)
            if code == "alpha" and not 0 < found[code] < 0.5:
                entry.wrong("rule.bad_number", "limits", "0—0.5")
    return found


def _limit_differences(changes: dict[str, object], shipped: Mapping[str, object]) -> dict[str, object]:
    """Of the numbers of a check only those that differ."""
    limits, first = changes.get("limits"), shipped.get("limits")
    if isinstance(limits, dict) and isinstance(first, dict):
        return {
            **changes,
            "limits": {key: value for key, value in limits.items() if value != first.get(key)},
        }
    return changes


def _normal(table: Mapping[str, object], keys: Iterable[str]) -> dict[str, object]:
    return {key: table.get(key, DEFAULTS.get(key, {})) for key in keys}


def _texts(table: Mapping[str, object]) -> dict[str, object]:
    return {key: table[key] for key in ("name", "english", "left", "op", "right") if key in table}


def _number_text(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else ""


def _nearest(word: str, known: Iterable[str]) -> str:
    return nearest(word, known).removeprefix("; did you mean ").strip("?'")
