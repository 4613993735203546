"""Is the record whole, where its chain ends, when it was last saved; the form of a purge and what it did."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from data.auditing import AuditEntry, AuditFilter
from data.backup import LAST
from data.proof import Fault
from layouts import blocks, say
from layouts.elements import Child, Element, h, mark
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, Words, words

MOST_BACKUPS = 50


def proof(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """The chain as it is now, its end, the last full proof, the last backup, jobs; the button that proves."""
    spoken = words(chosen.lang)
    head, broken = numbers.view.audit_head(), services.store.chain_fault()
    if broken is not None:
        told = spoken.say("audit.chain_broken", n=broken)
    else:
        told = spoken.say("audit.chain_whole" if head.number else "audit.chain_empty", n=head.number)
    sign = mark("met" if broken is None else "missed")
    at = say.moment(datetime.fromisoformat(head.at), chosen.lang) if head.at else ""
    ended = spoken.say("audit.head_told", n=head.number, time=at, hash=head.hash)
    pairs: list[tuple[str, Child]] = [
        (spoken["audit.chain"], h("span", sign, " ", told)),
        (spoken["audit.head"], h("span", h("code", ended), h("br"), h("small", spoken["audit.head_note"]))),
        (spoken["audit.last"], _last(services, chosen, head.number)),
        (spoken["audit.backup"], _backup(services, chosen)),
        (spoken["audit.jobs"], _jobs(numbers.view.job_counts(), spoken)),
    ]
    whole = h(
        "label", h("input", type="checkbox", name="files", value="1"), " ", spoken["audit.verify_files"]
    )
    form = h(
        "form",
        h("button", spoken["audit.verify"], type="submit", class_name="button"),
        whole,
        h("p", role="alert", class_name="problem"),
        method="post",
        action="/audit/verify",
        class_name="life-form",
        data_failed=spoken["audit.failed"],
    )
    return section(spoken["audit.proof"], blocks.facts(pairs), form, note=spoken["audit.proof_note"])


def purging(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """The form for two people, and what was purged so far."""
    spoken = words(chosen.lang)
    wanted = [("what", 64), ("by", 40), ("second", 40), ("why", 500)]
    if services.login.on:  # the first is signed in, the second signs here
        wanted = [("what", 64), ("account", 40), ("password", 200), ("why", 500)]
    fields = [
        h(
            "label",
            h("span", spoken[f"audit.purge_{name}"]),
            _field("second" if name == "account" else name, longest),
            class_name=f"purge-{name}",
        )
        for name, longest in wanted
    ]
    button = h("button", spoken["audit.purge_button"], type="submit", class_name="button danger")
    form = h(
        "form",
        *fields,
        h("div", button, class_name="buttons"),
        h("p", role="alert", class_name="problem"),
        method="post",
        action="/audit/purge",
        class_name="life-form purge",
        data_failed=spoken["audit.failed"],
    )
    done = numbers.view.audit_entries(AuditFilter(action="file.purge"), limit=1000)[0]
    list_: list[Child] = []
    if done:
        lines = [h("li", purged_line(entry, chosen.lang)) for entry in done]
        list_ = [h("h3", spoken["audit.purged"]), h("ul", *lines), *_backups(services, done[0], spoken)]
    how = h("p", spoken["audit.purge_how"], class_name="note")
    summary = h("summary", h("h2", spoken["audit.purge"]))
    return h("details", summary, how, form, *list_, class_name="section purging", open=True if done else None)


def purged_line(entry: AuditEntry, language: Language) -> str:
    detail = json.loads(entry.detail)
    numbers = say.join([str(number) for number in detail["submissions"]], language) or say.NONE
    return words(language).say(
        "audit.purged_told",
        time=say.moment(entry.at, language),
        by=entry.actor,
        second=detail["second"],
        why=detail["why"],
        sha256=entry.thing,
        submissions=numbers,
    )


def fault_line(fault: Fault, language: Language) -> str:
    return words(language).say(f"audit_fault.{fault.code}", entry=fault.entry, thing=fault.thing)


def _backups(services: Services, newest: AuditEntry, spoken: Words) -> list[Child]:
    """What was saved before the newest purge."""
    files = services.store.copies(before=newest.number)
    if not files:
        return [h("p", spoken["audit.purged_no_backups"], class_name="note")]
    shown = [h("li", h("code", file)) for file in files[:MOST_BACKUPS]]
    return [h("p", spoken["audit.purged_backups"]), h("ul", *shown)]


def _last(services: Services, chosen: Selection, newest: int) -> str:
    spoken, last = words(chosen.lang), services.store.last_proof()
    if last is None:
        return spoken["audit.last_never"]
    key = "audit.last_faults" if last.faults else "audit.last_whole"
    time = say.moment(last.at, chosen.lang)
    told = spoken.say(key, time=time, n=last.number, faults=last.faults)
    return told + (spoken.say("audit.since", n=newest - last.number) if newest > last.number else "")


def _backup(services: Services, chosen: Selection) -> str:
    spoken, noted = words(chosen.lang), services.store.noted(LAST)
    if not noted:
        return spoken["audit.backup_never"]
    made = json.loads(noted)
    time = say.moment(datetime.fromisoformat(made["at"]), chosen.lang)
    return spoken.say(
        "audit.backup_told", time=time, file=Path(made["file"]).name, size=say.file_size(made["size"])
    )


def _jobs(counts: dict[str, int], spoken: Words) -> str:
    if not counts:
        return spoken["audit.jobs_none"]
    told = {status: counts.get(status, 0) for status in ("queued", "running", "done", "failed")}
    return spoken.say("audit.jobs_told", **told)


def _field(name: str, longest: int) -> Element:
    kind = "password" if name == "password" else "text"
    told = {"maxlength": str(longest), "autocomplete": "off", "class_name": "field"}
    return h("input", type=kind, name=name, required=True, **told)
