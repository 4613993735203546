"""What became of a file, in words: one headline, one line of detail, the address that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from data.model import SEVERITIES, Finding
from data.regions import RegionTree
from layouts import say
from layouts.services import Services
from layouts.text import Language, words
from loaders.addresses import position_of

PATH = "/submit"
NAMED_REGIONS = 3  # of a file of many
FEW_NUMBERS = 6
REGISTERS = ("targets", "tasks")  # files that are no form of figures
TURNED_AWAY = ("returned", "refused", "withdrawn", "purged")


class Filed(Protocol):
    """What an outcome of the door and a stored submission have in common."""

    @property
    def path(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def submission(self) -> int | None: ...
    @property
    def form(self) -> str: ...
    @property
    def dataset(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def period(self) -> str: ...


class CameBefore(Protocol):
    """A file whose bytes were filed before, with all that they made."""

    @property
    def form(self) -> str: ...
    @property
    def dataset(self) -> str: ...
    @property
    def submissions(self) -> Sequence[int]: ...
    @property
    def regions(self) -> Sequence[str]: ...
    @property
    def periods(self) -> Sequence[str]: ...


class JustFiled(Filed, CameBefore, Protocol):
    @property
    def known(self) -> bool: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    detail: str
    href: str


def file_told(outcome: JustFiled, services: Services, language: Language) -> Told:
    """For the answer to an upload; a repeated file says whose repetition it is."""
    spoken = words(language)
    title = headline(outcome.status, outcome.findings, language)
    if outcome.known:
        status = spoken.choose("submission", outcome.status)
        title = spoken.say("filing.repeated", n=outcome.submission, status=status)
    elif any(finding.code == "file.classified" for finding in outcome.findings):
        title = _with(outcome.status, spoken["filing.classified"], language)
    elif outcome.submission is None:
        title = _with(outcome.status, spoken["filing.system"], language)
    tree = services.catalogue.regions
    parts = [
        form_name(outcome.form, services, language),
        regions_words(outcome.regions, tree, language),
        *place_words(outcome, tree, language),
    ]
    several = outcome.submissions
    if len(several) > 1:
        told = {"n": len(several), "first": min(several), "last": max(several)}
        parts.append(spoken.say("filing.several", **told))
    detail = ("，" if language == "zh" else ", ").join(part for part in parts if part)
    counted = outcome.known and outcome.status not in TURNED_AWAY
    own, instead = replaced_since(outcome, services) if counted else ([], [])
    if instead:
        stop = "。" if language == "zh" else ". "
        detail = stop.join(filter(None, (detail, again(own, instead, language))))
    return Told(title, detail, address(outcome, language))


def replaced_since(before: CameBefore, services: Services) -> tuple[list[int], list[int]]:
    """Of a file that came before: its own submissions that count no more, and those that do instead."""
    filed = services.view().filed(before.dataset, before.periods) if before.periods else ()
    current = [
        number for _, region, form, number in filed if form == before.form and region in before.regions
    ]
    instead = [number for number in current if number and number not in before.submissions]
    return [number for number in before.submissions if number not in current] if instead else [], instead


def again(own: Sequence[int], instead: Sequence[int], language: Language) -> str:
    """What counts now in place of a file that came before, and how to make that one count again."""
    told = words(language).say("filing.current", n=numbered(instead, language)), what_to_do(own, language)
    return ("" if language == "zh" else " ").join(told)


def what_to_do(own: Sequence[int], language: Language) -> str:
    return words(language).say("filing.again", own=numbered(own, language))


def numbered(numbers: Sequence[int], language: Language) -> str:
    """1、2、3; of many the first and the last."""
    if len(numbers) > FEW_NUMBERS:
        return f"{min(numbers)}—{max(numbers)}"
    return ("、" if language == "zh" else ", ").join(map(str, numbers))


def headline(status: str, findings: Iterable[Finding], language: Language) -> str:
    """已退回：3 处必须修改，2 处需要说明. Notes are counted only where nothing else is to be done."""
    spoken = words(language)
    counts = severity_counts(findings)
    if status == "refused":
        return _with(status, spoken["filing.unread"], language)
    told = [code for code in ("must", "explain") if counts[code]] or ["note"] * bool(counts["note"])
    parts = [spoken.say(f"filing.{code}", n=counts[code]) for code in told]
    if not parts:
        return spoken.choose("submission", status)
    return _with(status, ("，" if language == "zh" else ", ").join(parts), language)


def counted(findings: Iterable[Finding], language: Language) -> str:
    """2 处必须修改，1 处需要说明; empty where nothing is to be done."""
    spoken, counts = words(language), severity_counts(findings)
    parts = [spoken.say(f"filing.{code}", n=counts[code]) for code in ("must", "explain") if counts[code]]
    return ("，" if language == "zh" else ", ").join(parts)


def severity_counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return {code: counts[code] for code in SEVERITIES}


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then as they stand in the workbook."""

    def place(finding: Finding) -> tuple[int, bool, str, tuple[int, int]]:
        row_column = position_of(finding.cell) or (0, 0)
        return SEVERITIES.index(finding.severity), not finding.sheet, finding.sheet, row_column

    return tuple(sorted(findings, key=place))


def address(filed: Filed, language: Language) -> str:
    """The page of a submission, in its own scope; empty where nothing was recorded."""
    if filed.submission is None:
        return ""
    pairs = [
        ("dataset", filed.dataset),
        ("region", filed.region),
        ("period", filed.period),
        ("submission", str(filed.submission)),
        ("lang", language if language == "en" else ""),
    ]
    return f"{PATH}?{urlencode([(key, text) for key, text in pairs if text])}"


def form_name(code: str, services: Services, language: Language) -> str:
    form = services.forms.get(code)
    if form is not None:
        return form.name if language == "zh" else form.english
    if code in services.mappings:
        return services.mappings[code].name
    return words(language)[f"filing.{code}"] if code in REGISTERS else code


def place_words(filed: Filed, tree: RegionTree, language: Language) -> list[str]:
    """Region and period as they are called; a code that is not known is left out."""
    names = []
    if filed.region in tree:
        region = tree.get(filed.region)
        names.append(region.name if language == "zh" else region.english or region.name)
    if filed.period:
        names.append(say.period(filed.period, language))
    return names


def regions_words(codes: Sequence[str], tree: RegionTree, language: Language) -> str:
    """The regions of a file of several: all of a few, else the first of them and how many there are."""
    if len(codes) < 2:
        return ""
    found = [tree.get(code) for code in codes if code in tree]
    names = [one.name if language == "zh" else one.english or one.name for one in found]
    if len(names) <= NAMED_REGIONS:
        return say.join(names, language)
    some = ("、" if language == "zh" else ", ").join(names[:NAMED_REGIONS])
    return words(language).say("filing.regions", names=some, n=len(codes))


def _with(status: str, text: str, language: Language) -> str:
    spoken = words(language)
    return spoken.say("filing.title", status=spoken.choose("submission", status), counts=text)
