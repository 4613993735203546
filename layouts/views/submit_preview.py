"""What is said of a file before it is filed: what it was recognised as, and whether it came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.model import SEVERITIES, Filing, Finding, Submission
from data.view import StoreView
from layouts import say
from layouts.services import Services
from layouts.text import Language, Words, finding_message, finding_parts, words
from layouts.views import explaining
from layouts.views import submit_answer as answer
from loaders.preview import Preview
from loaders.verdict import may_be_mapped

MOST_FINDINGS = 40
SECRECY_MARKS = ("绝密", "机密", "秘密")

Figures = dict[tuple[str, str], tuple[float | None, str]]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of a file, in words; ``tick``: is it filed unless a person says no."""

    kind: str
    title: str
    version: str = ""
    detail: str = ""
    fileable: bool = True
    tick: bool = True
    href: str = ""


def preview_record(found: Preview, services: Services, language: Language) -> dict[str, Any]:
    """One file for the list of the page; nothing of a classified one but that it is one."""
    foreseen = _foreseen(found, services, language)
    spoken = words(language)
    form = answer.form_name(found.form, services, language)
    tree = services.catalogue.regions
    judged = foreseen.kind not in ("classified", "refused", "system")
    shown = answer.ordered(found.findings) if judged else ()
    counts = answer.severity_counts(shown)
    told = [finding for finding in shown if finding.severity != "note"]
    return {
        "path": found.path,
        "sha256": found.sha256,
        "size": say.file_size(found.size),
        "kind": foreseen.kind,
        "title": foreseen.title,
        "version": foreseen.version,
        "detail": foreseen.detail,
        "tick": foreseen.tick,
        "fileable": foreseen.fileable,
        "href": foreseen.href,
        "form": form or (spoken["filing_list.unknown"] if judged else ""),
        "region": tree_name(services, found.region, language)
        if found.region in tree
        else answer.regions_words(found.regions, tree, language),
        "period": say.period(found.period, language) if found.period else "",
        "place": "|".join((found.form, found.dataset, found.region, found.period)) if found.region else "",
        "figures": _counted(found, spoken),
        "counts": {
            code: f"{say.severity(code, language)} {counts[code]}" for code in SEVERITIES if counts[code]
        },
        "findings": [finding_line(finding, language) for finding in told[:MOST_FINDINGS]],
        "more": spoken.say("filing_preview.more", n=len(told) - MOST_FINDINGS)
        if len(told) > MOST_FINDINGS
        else "",
    }


def finding_line(finding: Finding, language: Language) -> dict[str, str]:
    """One finding for a list made in the browser, with the key that the submission's page knows it by."""
    what, fix = finding_parts(finding, language)
    return {
        "severity": finding.severity,
        "word": say.severity(finding.severity, language),
        "place": f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet,
        "cell": finding.cell,
        "key": key_of(finding),
        "what": what,
        "fix": fix,
    }


def _counted(found: Preview, spoken: Words) -> str:
    """How many figures, or entries of a register, the file brings."""
    key = "entries" if found.form in answer.REGISTERS else "figures"
    return spoken.say(f"filing_preview.{key}", n=found.figures) if found.figures else ""


def mark_only(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Of a 密级 mark only the word goes back, nothing that stood beside it."""
    return tuple(
        replace(found, params={"read": _mark_in(found), "expected": ""})
        if found.code == "file.classified"
        else found
        for found in findings
    )


def _mark_in(found: Finding) -> str:
    bare = "".join(str(found.params.get("read", "")).split())
    return next((mark for mark in SECRECY_MARKS if mark in bare), "")


def key_of(finding: Finding) -> str:
    """By which a finding of a submission is found on its page, whatever other findings stand there."""
    code, sheet, cell, indicator = explaining.key_of(finding)
    return f"{code}@{sheet}!{cell}@{indicator}"


def tree_name(services: Services, code: str, language: Language) -> str:
    region = services.catalogue.regions.get(code)
    return region.name if language == "zh" else region.english or region.name


def _foreseen(found: Preview, services: Services, language: Language) -> Foreseen:
    spoken = words(language)
    if any(finding.code == "file.classified" for finding in found.findings):
        message = finding_message(mark_only(found.findings)[0], language)
        return Foreseen("classified", spoken["filing_preview.classified"], "", message, False, False)
    if any(finding.code == "system.error" for finding in found.findings):
        message = finding_message(found.findings[0], language)
        return Foreseen("system", spoken["filing_preview.system"], "", message, False, False)
    if found.known is not None:
        return _known(found, found.known, services, language)
    if found.status == "refused":
        message = finding_message(found.findings[0], language) if found.findings else ""
        return Foreseen("refused", spoken["filing_preview.refused"], "", message, bool(found.sha256), False)
    version = _version(found, services.view(), services, language)
    if found.status == "returned":
        unknown = any(finding.code == "form.unknown" for finding in found.findings)
        title = spoken.say("filing_preview.returned", counts=answer.counted(found.findings, language))
        if unknown:
            return Foreseen("unknown", title, version, spoken["filing_preview.unknown_next"])
        return Foreseen("returned", title, version)
    return Foreseen("accepted", spoken["filing_preview.fits"], version)


def _known(found: Preview, first: Submission, services: Services, language: Language) -> Foreseen:
    """The same bytes: nothing to be filed, and what to do where another version counts now."""
    spoken = words(language)
    params = {"n": first.submission, "date": say.day(first.received_at, language)}
    href = answer.address(first, language)
    if first.status in answer.TURNED_AWAY:
        status = spoken.choose("submission", first.status)
        title = spoken.say("filing_preview.known_away", status=status, **params)
        mapped = first.status == "returned" and may_be_mapped(found.findings)
        then = spoken["filing_preview.known_unmapped_next" if mapped else "filing_preview.known_away_next"]
        return Foreseen("known", title, "", then, False, False, href)
    own, instead = answer.replaced_since(found, services)
    detail = spoken["filing_preview.known_current"]
    if instead:
        detail = answer.again(own, instead, language)
    return Foreseen("known", spoken.say("filing_preview.known", **params), "", detail, False, False, href)


def replaced_by(one: Submission, view: StoreView) -> Submission | None:
    """The submission that counts in this one's place; None where it does so itself."""
    if one.status in answer.TURNED_AWAY or not one.region or view.is_current(one.submission):
        return None
    return _current(view, one.dataset, one.region, one.period, one.form)


def _version(found: Preview, view: StoreView, services: Services, language: Language) -> str:
    """首次报送, or which submission it would take the place of and in how many cells it differs."""
    spoken = words(language)
    if len(found.filings) > 1:
        current = [_current(view, *place_of(filing)) for filing in found.filings]
        new, n = current.count(None), len(current)
        return spoken.say("filing_preview.places", n=n, first=new, again=n - new)
    if not (found.region and found.period):
        return ""
    one = _current(view, found.dataset, found.region, found.period, found.form)
    if one is None:
        return spoken["filing_preview.first"]
    params = {"n": one.submission, "date": say.day(one.received_at, language)}
    if not found.filings or found.status == "returned":
        return spoken.say("filing_preview.not_replaced", **params)
    before = stored_figures(one, services)
    now: Figures = {
        (each.element, each.scope): (each.value, each.qualifier) for each in found.filings[0].observations
    }
    changed = sum(before.get(key) != now.get(key) for key in before.keys() | now.keys())
    key = "filing_preview.replaces" if changed else "filing_preview.replaces_same"
    return spoken.say(key, changed=changed, **params)


def place_of(filing: Filing) -> tuple[str, str, str, str]:
    return filing.dataset, filing.region, filing.period, filing.form


def _current(view: StoreView, dataset: str, region: str, period: str, form: str) -> Submission | None:
    """What counts in a place now."""
    versions = view.history(dataset, region, period, form)
    return next((each for each in reversed(versions) if view.is_current(each.submission)), None)


def stored_figures(current: Submission, services: Services) -> Figures:
    """What a current submission holds, by element and scope."""
    cells = services.view().trace(
        current.dataset,
        elements=tuple(services.shipped.elements),
        regions=[current.region],
        periods=[current.period],
    )
    return {
        (cell.element, cell.scope): (cell.value, cell.qualifier)
        for cell in cells
        if cell.submission == current.submission
    }
