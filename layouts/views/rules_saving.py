"""Edits of rules come in, from the form or from the register: judged whole, then kept, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.model import SEVERITIES, Finding
from layouts import say
from layouts.services import Services
from layouts.text import Language, finding_message, words
from loaders.rules import Entry, RuleError, read_rules
from loaders.rules_edit import LIMIT_WORDS, edited
from loaders.rules_reading import ACROSS, MISSING, OPS
from loaders.rules_register import read_register
from loaders.workbook import WorkbookRefused

LONGEST_BY, LONGEST_WHY, LONGEST_TEXT = 40, 200, 2000


@dataclass(frozen=True)
class Saved:
    """How many edits were kept, or what stands against it: (field or place, message)."""

    count: int
    problems: tuple[tuple[str, str], ...] = ()


def save_entry(services: Services, given: Mapping[str, str], language: Language) -> Saved:
    """One rule of the form; ``given`` are its fields as texts, the numbers of a check as limit.<name>."""
    texts = {name: text[:LONGEST_TEXT] for name, text in given.items()}
    numbers = {name.removeprefix("limit."): text for name, text in texts.items() if name.startswith("limit.")}
    texts["limits"] = "；".join(f"{LIMIT_WORDS.get(name, name)}={text}" for name, text in numbers.items())
    found = edited(texts, services.rules, services.shipped)
    problems = _signature(given, language)
    problems += [
        (str(mistake.params["field"]), finding_message(mistake, language)) for mistake in found.mistakes
    ]
    edits = [(found.code, found.content)] if found.content is not None else []
    return _keep(services, edits, given, problems)


def save_register(services: Services, data: bytes, given: Mapping[str, str], language: Language) -> Saved:
    """The edited register: every mistake with its cell, or all that differs is kept."""
    problems = _signature(given, language)
    try:
        edits, findings = read_register(data, services.rules, services.shipped)
    except WorkbookRefused as refusal:
        params: dict[str, str | float] = {"read": "", "expected": "", **refusal.params}
        edits, findings = (), (Finding(refusal.code, "must", params=params),)
    for finding in findings:
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else "file"
        problems.append((place, finding_message(finding, language)))
    return _keep(services, edits, given, problems)


def form_record(services: Services, code: str, language: Language) -> dict[str, Any] | None:
    """What the form of one rule shows: its fields in codes, its choices, and every edit so far."""
    entry = services.rules.entry(code) if code else None
    if code and entry is None:
        return None
    history = services.view().rule_history(code) if code else ()
    return {
        "code": code,
        "name": (entry.rule.name if language == "zh" else entry.rule.english) if entry else "",
        "own": entry is None or entry.state == "own",
        "fields": _fields(entry) if entry else _NEW,
        "choices": {
            "severity": list(ACROSS if entry and entry.across else SEVERITIES),
            "op": list(OPS),
            "missing": list(MISSING),
        },
        "history": [
            {
                "by": edit.by,
                "at": say.moment(edit.at, language),
                "why": edit.why,
                "content": edit.content if edit.content != "{}" else words(language)["rules_form.back"],
            }
            for edit in reversed(history)
        ],
    }


_NEW: Mapping[str, object] = {
    "code": "",
    "name": "",
    "left": "",
    "op": "=",
    "right": "",
    "tolerance": "0",
    "severity": "explain",
    "levels": [],
    "periods": [],
    "scopes": [],
    "missing": "skip",
    "on": "on",
}


def _fields(entry: Entry) -> dict[str, object]:
    """The fields that may be changed, in codes; a check has limits, a rule a tolerance."""
    table, rule = entry.table, entry.rule
    found: dict[str, object] = {
        "code": entry.code,
        "severity": rule.severity,
        "levels": list(rule.levels),
        "periods": list(rule.periods),
        "on": "on" if entry.on else "off",
    }
    if entry.across:
        return {**found, "limits": table.get("limits", {})}
    found["tolerance"] = f"{table.get('tolerance', 0):g}"
    if entry.state == "own":
        found |= {name: table[name] for name in ("name", "left", "op", "right")}
    if entry.code != "repeated":
        found |= {
            "scopes": list(getattr(rule, "scopes", ())),
            "missing": getattr(rule, "missing", "skip"),
        }
    return found


def _signature(given: Mapping[str, str], language: Language) -> list[tuple[str, str]]:
    """Who and why must be said."""
    spoken = words(language)
    return [
        (name, spoken[f"rules_form.required_{name}"])
        for name in ("by", "why")
        if not given.get(name, "").strip()
    ]


def _keep(
    services: Services,
    edits: Sequence[tuple[str, str]],
    given: Mapping[str, str],
    problems: Sequence[tuple[str, str]],
) -> Saved:
    if problems:
        return Saved(0, tuple(problems))
    current = {edit.code: edit.content for edit in services.view().rule_edits()}
    try:
        read_rules(services.shipped, edits={**current, **dict(edits)})
    except RuleError as error:  # what was just read must run as a whole, or it is not kept
        return Saved(0, tuple(("", mistake) for mistake in error.mistakes))
    by, why = services.signed(given["by"].strip()[:LONGEST_BY]), given["why"].strip()[:LONGEST_WHY]
    services.store.save_rules(edits, by=by, at=services.clock(), why=why)
    return Saved(len(edits))
