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


class JustFiled(Filed, Protocol):
    @property
    def known(self) -> bool: ...
    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def submissions(self) -> Sequence[int]: ...


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
    parts = [
        form_name(outcome.form, services, language),
        *place_words(outcome, services.catalogue.regions, language),
    ]
    several = outcome.submissions
    if len(several) > 1:
        told = {"n": len(several), "first": min(several), "last": max(several)}
        parts.append(spoken.say("filing.several", **told))
    detail = ("，" if language == "zh" else ", ").join(part for part in parts if part)
    return Told(title, detail, address(outcome, language))


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
    return words(language)["filing.targets"] if code == "targets" else code


def place_words(filed: Filed, tree: RegionTree, language: Language) -> list[str]:
    """Region and period as they are called; a code that is not known is left out."""
    names = []
    if filed.region in tree:
        region = tree.get(filed.region)
        names.append(region.name if language == "zh" else region.english or region.name)
    if filed.period:
        names.append(say.period(filed.period, language))
    return names


def base_name(path: str) -> str:
    """The file's own name: no folder of the sender's or of this machine, no zip around it.

    >>> base_name("C:\\\\报表\\\\一.xlsx"), base_name("/tmp/包.zip!/县/二.xlsx")
    ('一.xlsx', '二.xlsx')
    """
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _with(status: str, text: str, language: Language) -> str:
    spoken = words(language)
    return spoken.say("filing.title", status=spoken.choose("submission", status), counts=text)
