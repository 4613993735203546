"""One submission as the page shows it: its findings in order, its workbook, where each place is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from data.model import Finding, Submission
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Words, words
from layouts.views import submit_answer as answer
from layouts.views import submit_sheet as sheets
from loaders.addresses import position_of


@dataclass(frozen=True)
class Case:
    """A submission with all its findings in the order of the list, and its workbook where it can be read."""

    services: Services
    numbers: Numbers
    chosen: Selection
    submission: Submission
    findings: tuple[Finding, ...]

    @cached_property
    def opened(self) -> sheets.Opened | None:
        return sheets.open_kept(self.services, self.submission.sha256, self.submission.form)

    @cached_property
    def sheet_numbers(self) -> dict[str, int]:
        found = self.opened.workbook.sheets if self.opened else ()
        return {sheet.name: number for number, sheet in enumerate(found, start=1)}

    @property
    def spoken(self) -> Words:
        return words(self.chosen.lang)

    @property
    def file_name(self) -> str:
        return answer.base_name(self.submission.path)

    def target(self, sheet: str, cell: str) -> str:
        """Where in the picture a place stands; empty where it is not drawn."""
        number = self.sheet_numbers.get(sheet)
        if number is None or number not in self.drawn:
            return ""
        return "#" + (sheets.cell_id(number, cell) if position_of(cell) else sheets.sheet_id(number))

    @cached_property
    def drawn(self) -> tuple[int, ...]:
        """Numbers of the sheets with findings; of the first sheet where there is none."""
        with_findings = {finding.sheet for finding in self.findings}
        numbers = [number for name, number in self.sheet_numbers.items() if name in with_findings]
        return tuple(numbers[: sheets.MOST_SHEETS]) or tuple(self.sheet_numbers.values())[:1]


def case_of(services: Services, numbers: Numbers, chosen: Selection) -> Case | None:
    """The chosen submission, with the checks against other submissions made now."""
    if not chosen.submission or len(chosen.submission) > 15:
        return None
    found = numbers.view.submission(int(chosen.submission))
    if found is None:
        return None
    submission, stored = found
    live = services.live_findings(submission.submission) if submission.status == "accepted" else ()
    return Case(services, numbers, chosen, submission, answer.ordered((*stored, *live)))
