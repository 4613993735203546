"""Evidence on a page: the list of what is on record, and the form to add to it; for any page to embed."""

from __future__ import annotations

from collections.abc import Sequence

from data.evidence import LINK, Evidence, Subject
from layouts import say, scope, tables
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.board_dates import choice, field, form, signed
from loaders.scan import ENDINGS

PATH = "/evidence"
LONGEST_LINK = 1000


def may_add(numbers: Numbers, region: str) -> bool:
    """Those who file for a region or review it add its evidence and withdraw it."""
    viewer = numbers.view.viewer
    return viewer.may("file", region) or viewer.may("review", region)


def evidence_list(
    services: Services, numbers: Numbers, chosen: Selection, found: Sequence[Evidence], *, back: str
) -> Element | None:
    """What is on record, the newest first, each with its file; a form to withdraw; None for nothing.

    ``back``: the address of the page that shows it.
    """
    if not found:
        return None
    spoken = words(chosen.lang)
    heads = ("on", "region", "period", "what", "by")
    columns = [
        tables.Column(spoken[f"evidence.{head}"], class_name="wide-only" if head == "by" else "")
        for head in heads
    ]
    rows = [_row(numbers, each, chosen) for each in sorted(found, key=_order, reverse=True)]
    title = spoken["evidence.listed"]
    table = tables.table(columns, rows, caption=title, class_name="evidence")
    return h("div", table, _withdraw(services, numbers, chosen, found, back))


def evidence_form(
    services: Services,
    numbers: Numbers,
    chosen: Selection,
    *,
    subject: Subject,
    code: str,
    regions: Sequence[str],
    back: str,
    periods: Sequence[str] = (),
    period: str = "",
) -> Element | None:
    """Add a file, an address or a document's number; None where nobody here may.

    ``periods`` are the occurrences among which one is chosen, ``period`` the one that is meant anyway.
    """
    mine = [region for region in regions if may_add(numbers, region)]
    if chosen.snapshot or not mine:
        return None
    spoken, language = words(chosen.lang), chosen.lang
    hidden = {"dataset": chosen.dataset, "subject": subject, "code": code, "back": back}
    if period:
        hidden["period"] = period
    named = [(each, scope.region_name(numbers, each, language)) for each in mine]
    occurrences = [(each, say.period(each, language)) for each in periods]
    endings = ",".join(f".{ending}" for each in ENDINGS.values() for ending in each)
    file = h("input", type="file", name="file", accept=endings, class_name="field")
    made = form(
        f"{PATH}/add",
        spoken,
        spoken["evidence.add"],
        *[h("input", type="hidden", name=name, value=text) for name, text in hidden.items()],
        choice("region", spoken["evidence.region"], named),
        choice("period", spoken["evidence.period"], occurrences) if occurrences else None,
        field("on", spoken["evidence.on"], value=services.clock().date().isoformat(), longest=10),
        field("title", spoken["evidence.title"]),
        field("document", spoken["evidence.document"], hint=spoken["evidence.document_hint"]),
        field("link", spoken["evidence.link"], hint=LINK, longest=LONGEST_LINK),
        h("label", h("span", spoken["evidence.file"], class_name="field-label"), file, class_name="wide"),
        signed(services, numbers, chosen),
    )
    return h("div", h("p", spoken["evidence.note"], class_name="note"), made)


def said(evidence: Evidence, language: Language) -> str:
    """“实施方案 示例人社〔2025〕3号”, else the address or the file's name."""
    spoken = words(language)
    if evidence.purged:
        return spoken["evidence.purged"]
    told = " ".join(part for part in (evidence.title, evidence.document) if part)
    return told or evidence.link or evidence.name


def _order(evidence: Evidence) -> tuple[str, int]:
    return evidence.on, evidence.number


def _row(numbers: Numbers, each: Evidence, chosen: Selection) -> tables.Row:
    spoken, language = words(chosen.lang), chosen.lang
    text = said(each, language)
    parts: list[Child] = [text]
    if each.link and each.link != text:
        parts.append(h("small", each.link, class_name="address"))
    if each.sha256 and each.counts:
        name = f"{each.name} {say.file_size(each.size)}"
        parts.append(h("div", link(name, f"{PATH}/{each.number}", download="", title=each.sha256)))
    if each.withdrawn:
        parts.append(h("small", spoken.say("evidence.withdrawn", why=each.withdrawn)))
    cells = (
        each.on,
        scope.region_name(numbers, each.region, language),
        say.period(each.period, language) if each.period else say.NONE,
        h("td", *parts, class_name="wrap"),
        h("td", f"{each.by} {say.moment(each.at, language)}", class_name="wide-only"),
    )
    return tables.Row(cells, class_name=None if each.counts else "off")


def _withdraw(
    services: Services, numbers: Numbers, chosen: Selection, found: Sequence[Evidence], back: str
) -> Element | None:
    mine = [each for each in found if each.counts and may_add(numbers, each.region)]
    if chosen.snapshot or not mine:
        return None
    spoken, language = words(chosen.lang), chosen.lang
    options = [(str(each.number), f"{each.on} {said(each, language)}") for each in mine]
    made = form(
        f"{PATH}/withdraw",
        spoken,
        spoken["evidence.withdraw"],
        h("input", type="hidden", name="back", value=back),
        choice("number", spoken["evidence.which"], options),
        field("why", spoken["evidence.why"]),
        signed(services, numbers, chosen),
    )
    return h("details", h("summary", spoken["evidence.withdraw_title"]), made)
