"""What becomes of files taken in at the command line: in words for a person, as a record for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from data.model import Finding, Severity
from layouts import say
from layouts.api import finding_record
from layouts.services import Services
from layouts.text import finding_message
from layouts.views import submit_answer as answer
from loaders.desk import Outcome

STATUS_WORDS = {"accepted": "审核通过", "waiting": "待审核", "returned": "已退回", "refused": "已拒收"}
SEVERITIES: tuple[Severity, ...] = ("must", "explain", "note")


class Progress:
    """Says on stderr what becomes of files; with ``named`` a line for every file, else only what is amiss.

    Of a file that came before it says which submissions are current instead.
    """

    def __init__(self, services: Services, say: Callable[[str], None], *, named: bool = False) -> None:
        self.counts = dict.fromkeys(STATUS_WORDS, 0)
        self.services, self.say, self.named = services, say, named

    def add(self, outcome: Outcome) -> Outcome:
        self.counts[outcome.status] += 1
        total = sum(self.counts.values())
        if self.named or not outcome.taken_in:
            head, *findings = outcome_lines(outcome)
            for line in (head, *known_lines(outcome, self.services), *findings):
                self.say(line)
        elif total % 50 == 0:
            self.say(f"已处理 {total} 件 / files so far")
        return outcome

    def end(self) -> None:
        said = "，".join(
            f"{STATUS_WORDS[status]} {number}" for status, number in self.counts.items() if number
        )
        self.say(f"共 {sum(self.counts.values())} 件 / files：{said or '无'}")


def outcome_lines(outcome: Outcome) -> list[str]:
    """What became of one file in words: all findings of one turned away; of one taken in those to explain.

    Notes (提示) of a file taken in are only counted; ``load --json`` has all.
    """
    counts = Counter(finding.severity for finding in outcome.findings)
    told = [each for each in outcome.findings if not outcome.taken_in or each.severity != "note"]
    told.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    parts = [f"{say.severity(each, 'zh')} {counts[each]}" for each in SEVERITIES if counts[each]]
    head = f"{STATUS_WORDS[outcome.status]} {outcome.path}" + (f"：{'，'.join(parts)}" if parts else "")
    return [head, *dict.fromkeys(f"    {_finding_line(finding)}" for finding in told)]


def known_lines(outcome: Outcome, services: Services) -> list[str]:
    """Of a file that came before: as what, and where another counts now, which and what to do."""
    if not outcome.known or outcome.submission is None:
        return []
    places = answer.regions_words(outcome.regions, services.catalogue.regions, "zh")
    several = f"（{places}，共 {len(outcome.submissions)} 件）" if places else ""
    numbers = answer.numbered(outcome.submissions, "zh") or outcome.submission
    told = f"    此文件已收过，为报送件 {numbers}{several}，没有重复读入"
    own, instead = answer.replaced_since(outcome, services) if outcome.taken_in else ([], [])
    if not instead:
        return [told]
    current = f"；现行的是报送件 {answer.numbered(instead, 'zh')}"
    return [told + current, f"    {answer.what_to_do(own, 'zh')}"]


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """One file of ``load --json``."""
    return {
        "path": outcome.path,
        "sha256": outcome.sha256 or None,
        "submission": outcome.submission,
        "status": outcome.status,
        "known": outcome.known,
        "form": outcome.form or None,
        "dataset": outcome.dataset or None,
        "region": outcome.region or None,
        "period": outcome.period or None,
        "findings": [finding_record(finding) for finding in outcome.findings],
    }


def _finding_line(finding: Finding) -> str:
    place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
    said = finding_message(finding, "zh")
    return f"{say.severity(finding.severity, 'zh')} {place + '：' if place else ''}{said}"
