"""The rules as tables, in the documents' words: what each says, for whom, from where, who changed it last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from data.checking import CrossCheck
from data.model import DataElement, RuleEdit
from layouts import say, tables
from layouts.elements import Child, Element, badge, h
from layouts.markup import compact
from layouts.page import section
from layouts.text import Language, Words, words
from loaders.rules import Entry, Rule, RuleBook
from loaders.rules_look import in_words

DIALOG, TEXTS = "rules-dialog", "rules-texts"


def grouped(book: RuleBook) -> dict[str, list[Entry]]:
    """The entries of the page's parts: across, inside, parts, shares."""
    found: dict[str, list[Entry]] = {"across": [], "inside": [], "parts": [], "shares": []}
    names = {"part": "parts", "share": "shares", "check": "across"}
    for entry in book.entries:
        origin = entry.rule.origin if isinstance(entry.rule, Rule) else "check"
        found[names.get(origin, "inside")].append(entry)
    return found


@lru_cache(maxsize=8)
def rule_tables(book: RuleBook, newest: tuple[RuleEdit, ...], language: Language) -> tuple[Element, ...]:
    """The page's tables, finished HTML; the same until a rule is edited."""
    spoken, parts = words(language), grouped(book)
    edits = {edit.code: edit for edit in newest}
    new = h("button", spoken["rules.new"], class_name="button", data_rule="")

    def table(name: str, caption: str) -> Element:
        return _table(parts[name], edits, book, language, caption)

    derived = [
        h(
            "details",
            h("summary", spoken.say(f"rules.{name}", n=len(parts[name]))),
            table(name, spoken.say(f"rules.{name}", n=len(parts[name]))),
            class_name="derived",
        )
        for name in ("parts", "shares")
    ]
    drawn = [
        section(
            spoken["rules.inside"],
            table("inside", spoken["rules.inside"]),
            *derived,
            note=spoken["rules.inside_note"],
            end=new,
        ),
        section(
            spoken["rules.across"],
            table("across", spoken["rules.across"]),
            note=spoken["rules.across_note"],
        ),
    ]
    return tuple(compact(part) for part in drawn)


def sides(entry: Entry, elements: Mapping[str, DataElement], language: Language) -> str:
    """What the rule says, in the names of its data elements; of a check, in a sentence."""
    spoken, english = words(language), language == "en"
    rule = entry.rule
    if isinstance(rule, CrossCheck):
        pairs = [
            spoken.say(
                "rules.pair_words",
                start=elements[start].english if english else elements[start].name,
                end=elements[end].english if english else elements[end].name,
            )
            for end, start in rule.pairs
        ]
        return spoken.say(f"rules_check.{entry.code}", pairs=("; " if english else "；").join(pairs))
    if rule.origin == "repeated":
        return spoken.say("rules.repeated_words", least=f"{rule.tolerance:f}")
    left = in_words(str(rule.left), elements, english=english)
    if rule.right is None:
        return spoken.say("rules.share_words", left=left)
    right = in_words(str(rule.right), elements, english=english)
    return f"{left} {'＝' if rule.op == '=' else '≤'} {right}"


def limits(entry: Entry, language: Language) -> str:
    """The tolerance, or the numbers of a check by name."""
    spoken, rule = words(language), entry.rule
    if isinstance(rule, Rule):
        return f"{rule.tolerance:f}" if rule.tolerance else ""
    told = [f"{spoken[f'rules_limit.{name}']} {value:g}" for name, value in rule.limits.items()]
    return ("；" if language == "zh" else "; ").join(told)


def applies(entry: Entry, language: Language) -> str:
    """Levels, kinds of period and scopes it is for; 全部 where there is no restriction."""
    spoken, rule = words(language), entry.rule
    told = [spoken[f"level.{level}"] for level in rule.levels]
    told += [spoken[f"rules_period.{kind}"] for kind in rule.periods]
    if isinstance(rule, Rule):
        told += [spoken[f"scopes.{scope}"] for scope in rule.scopes]
        told += [spoken["rules.missing_require"]] if rule.missing == "require" else []
    return ("、" if language == "zh" else ", ").join(told) or spoken["rules.all"]


def state(entry: Entry, spoken: Words) -> str:
    return spoken[f"rules_state.{entry.state}"]


def name_of(entry: Entry, language: Language) -> str:
    return entry.rule.name if language == "zh" else entry.rule.english


def changed(edit: RuleEdit | None, language: Language) -> str:
    """Who, when and why of the newest edit; empty where there is none."""
    return f"{edit.by} {say.moment(edit.at, language)} {edit.why}" if edit else ""


def form_texts(language: Language) -> Element:
    """The words that assets/page-rules.js needs."""
    spoken = words(language)
    groups = ("rules_form", "rules_limit", "rules_missing", "rules_period", "level", "scopes", "severity")
    told = {
        key: text
        for key, text in spoken.items()
        if key.split(".")[0] in groups or key in ("rules.new", "rules.edit_of", "rules.off")
    }
    return h(
        "div",
        id=TEXTS,
        hidden=True,
        data_texts=json.dumps(told, ensure_ascii=False),
        data_language=language,
    )


def _table(
    entries: Sequence[Entry],
    edits: Mapping[str, RuleEdit],
    book: RuleBook,
    language: Language,
    caption: str,
) -> Element:
    spoken = words(language)
    columns = [
        tables.Column(spoken[f"rules.{name}"])
        for name in ("rule", "sides", "tolerance", "severity", "applies", "state", "changed")
    ]
    columns.append(tables.Column(spoken["rules.edit"], hidden=True))
    rows = [_row(entry, edits.get(entry.code), book, language) for entry in entries]
    return tables.table(columns, rows, caption=caption, class_name="rules")


def _row(entry: Entry, edit: RuleEdit | None, book: RuleBook, language: Language) -> tables.Row:
    spoken = words(language)
    name = name_of(entry, language)
    word = say.severity(entry.rule.severity, language)
    severity: Child = h("span", word, class_name=f"status sev-{entry.rule.severity}")
    rule = entry.rule
    title = None
    if isinstance(rule, Rule) and rule.elements:
        title = f"{rule.left} {rule.op} {rule.right if rule.right is not None else 100}"
    said = changed(edit, language)
    cells = (
        h("th", name, h("small", entry.code), scope="row", class_name="wrap"),
        h("td", sides(entry, book.elements, language), class_name="wrap", title=title),
        h("td", limits(entry, language) or say.NONE, class_name="wrap"),
        severity if entry.on else badge(spoken["rules.off"]),
        h("td", applies(entry, language), class_name="wrap"),
        state(entry, spoken),
        h("td", said or spoken["rules.never"], class_name="wrap" if said else "muted"),
        h(
            "button",
            spoken["rules.edit"],
            class_name="plain",
            data_rule=entry.code,
            aria_label=spoken.say("rules.edit_of", name=name),
        ),
    )
    return tables.Row(cells, None if entry.on else "off", {"data-code": entry.code})
