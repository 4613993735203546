"""The audit trail's entries in words: the list with its filters and pages, and the rows of an export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.auditing import AuditEntry, AuditFilter
from data.view import StoreView
from layouts import blocks, say, tables
from layouts.elements import Child, Element, h, link
from layouts.page import section
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.text import Language, words

PATH = "/audit"
KEYS = ("first", "last", "actor", "action", "object", "text", "skip")
SHOWN = 50
SHORT, LONG = 12, 120  # letters shown of a hash, of a text
HASH, BATCH = 64, 32
FIRST = (
    "path",
    "file",
    "why",
    "text",
    "status",
    "from",
    "to",
    "region",
    "period",
    "form",
    "dataset",
    "holds",
)
ABOUT_SUBMISSION = ("submission.", "finding.")
COLUMNS = (
    RowColumn("number", "序号", "No.", kind="number"),
    RowColumn("time", "时间（北京时间）", "Time (Beijing)"),
    RowColumn("utc", "时间（ISO 8601）", "Time (ISO 8601)"),
    RowColumn("actor", "人员", "Who"),
    RowColumn("action", "动作", "Action"),
    RowColumn("code", "动作代码", "Action code"),
    RowColumn("object", "对象", "Object"),
    RowColumn("detail", "内容", "Detail"),
    RowColumn("hash", "哈希", "Hash"),
)


def wanted(chosen: Selection) -> AuditFilter:
    own = dict(chosen.own)
    return AuditFilter(
        first=own.get("first", ""),
        last=own.get("last", ""),
        actor=own.get("actor", ""),
        action=own.get("action", ""),
        thing=own.get("object", ""),
        text=own.get("text", ""),
    )


def entries(view: StoreView, chosen: Selection) -> Element:
    """The filters, the entries of one page, and the ways to newer and older ones."""
    spoken, skip = words(chosen.lang), _skip(chosen)
    found, total = view.audit_entries(wanted(chosen), limit=SHOWN, skip=skip)
    parts: list[Child] = [_filters(view, chosen)]
    if found:
        columns = [
            tables.Column(spoken["audit.number"], kind="number"),
            *[tables.Column(spoken[f"audit.{name}"]) for name in ("time", "who", "action", "object")],
            tables.Column(spoken["audit.detail"]),
        ]
        lines = [_line(entry, chosen) for entry in found]
        parts.append(tables.table(columns, lines, caption=spoken["audit.caption"], class_name="audit"))
        parts.append(_pages(chosen, skip, len(found), total))
    else:
        parts.append(blocks.empty(spoken["audit.none"]))
    return section(spoken["audit.list"], *parts)


def export_rows(view: StoreView, which: AuditFilter, language: Language) -> Rows:
    """Every entry that fits, whole; the end of the chain stands in the notes."""
    spoken, head = words(language), view.audit_head()
    found, _ = view.audit_entries(which, limit=head.number + 1)
    records = [
        {
            "number": entry.number,
            "time": say.moment(entry.at, language),
            "utc": entry.at.isoformat(),
            "actor": entry.actor,
            "action": action_name(entry.action, language),
            "code": entry.action,
            "object": entry.thing,
            "detail": entry.detail,
            "hash": entry.hash,
        }
        for entry in found
    ]
    notes = [(spoken["audit.head"], f"{head.number} {head.at} {head.hash}")]
    return Rows(spoken["audit.title"], COLUMNS, records, notes)


def action_name(action: str, language: Language) -> str:
    return words(language).choose("audit_action", action)


def told(entry: AuditEntry, language: Language) -> str:
    """The detail in words: “文件：年报.xlsx；结果：accepted；…”."""
    spoken = words(language)
    try:
        detail: Any = json.loads(entry.detail)
    except ValueError:
        return entry.detail[:LONG]
    if not isinstance(detail, dict):
        return _value(detail, language)
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    ordered = sorted(detail, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    said = [
        f"{spoken.choose('audit_detail', name)}{colon}{_value(detail[name], language, name)}"
        for name in ordered
        if detail[name] not in ("", [], {}, None)
    ]
    return comma.join(said)


def _value(value: Any, language: Language, name: str = "") -> str:
    if name == "holds" and isinstance(value, dict):
        spoken = words(language)
        counts = [
            f"{spoken.choose('audit_detail', key)} {n}" for key, n in value.items() if key != "sha256" and n
        ]
        return say.join(counts, language) or "0"
    if name in ("status", "from", "to"):
        return words(language).choose("submission", str(value))
    if isinstance(value, dict):
        return str(len(value))
    if isinstance(value, list):
        return say.join([_value(each, language) for each in value[:8]], language) + (
            f" …（{len(value)}）" if len(value) > 8 else ""
        )
    text = str(value)
    return text[:SHORT] if len(text) == HASH and text.isalnum() else text[:LONG]


def _line(entry: AuditEntry, chosen: Selection) -> Sequence[Child]:
    language = chosen.lang
    thing: Child = entry.thing[:SHORT] if len(entry.thing) in (HASH, BATCH) else entry.thing
    if entry.action.startswith(ABOUT_SUBMISSION):
        submission = replace(chosen, own=(), submission=entry.thing)
        thing = link(f"#{entry.thing}", "/submit" + submission.query())
    return [
        str(entry.number),
        say.moment(entry.at, language),
        entry.actor,
        h("td", action_name(entry.action, language), title=entry.action),
        thing,
        h("td", _detail(entry, language), class_name="detail"),
    ]


def _detail(entry: AuditEntry, language: Language) -> Element:
    """One line, which opens to the whole entry as it is hashed."""
    whole = h("p", h("code", f"{entry.action} {entry.detail}"), h("br"), h("code", entry.hash))
    return h("details", h("summary", told(entry, language)), whole)


def _filters(view: StoreView, chosen: Selection) -> Element:
    """A plain form of the address: it works as a link does."""
    spoken, own = words(chosen.lang), dict(chosen.own)
    people, actions = view.audit_names()
    named = [(action, action_name(action, chosen.lang)) for action in actions]
    fields = [
        _field("first", spoken["audit.first"], own, kind="date"),
        _field("last", spoken["audit.last_day"], own, kind="date"),
        _select("actor", spoken["audit.who"], spoken["audit.all_people"], [(n, n) for n in people], own),
        _select("action", spoken["audit.action"], spoken["audit.all_actions"], named, own),
        _field("object", spoken["audit.object"], own),
        _field("text", spoken["audit.text"], own),
    ]
    kept = [
        h("input", type="hidden", name=name, value=value)
        for name, value in (
            ("dataset", chosen.dataset),
            ("region", chosen.region),
            ("period", chosen.period),
            ("lang", "en" if chosen.lang == "en" else ""),
        )
        if value
    ]
    buttons = h(
        "div",
        h("button", spoken["audit.search"], type="submit", class_name="button primary"),
        link(spoken["audit.clear"], PATH + replace(chosen, own=()).query()) if own else None,
        class_name="buttons",
    )
    return h("form", *kept, *fields, buttons, action=PATH, method="get", class_name="audit-filter")


def _field(name: str, label: str, own: dict[str, str], *, kind: str = "text") -> Element:
    value = own.get(name, "")
    field = h(
        "input",
        type=kind,
        name=name,
        value=value or None,
        class_name="field",
        maxlength="100",
    )
    return h("label", h("span", label), field)


def _select(
    name: str, label: str, every: str, options: Sequence[tuple[str, str]], own: dict[str, str]
) -> Element:
    known = [
        h("option", text, value=code, selected=True if own.get(name) == code else None)
        for code, text in options
    ]
    field = h(
        "select",
        h("option", every, value=""),
        *known,
        name=name,
        class_name="field",
    )
    return h("label", h("span", label), field)


def _pages(chosen: Selection, skip: int, shown: int, total: int) -> Element:
    spoken = words(chosen.lang)

    def at(place: int) -> str:
        own = tuple((key, text) for key, text in chosen.own if key != "skip")
        return PATH + replace(chosen, own=(*own, ("skip", str(place))) if place else own).query()

    newer = link(spoken["audit.newer"], at(max(0, skip - SHOWN)), class_name="button") if skip else None
    more = skip + shown < total
    older = link(spoken["audit.older"], at(skip + SHOWN), class_name="button") if more else None
    span = spoken.say("audit.shown", first=skip + 1, last=skip + shown, total=total)
    return h("div", h("span", span, class_name="muted"), newer, older, class_name="buttons audit-pages")


def _skip(chosen: Selection) -> int:
    text = dict(chosen.own).get("skip", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
