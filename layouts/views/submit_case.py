"""One submission as the page shows it: its findings in order, its workbook, where each place is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from data.model import Event, Explanation, Finding, Submission
from layouts import say
from layouts.numbers import Numbers
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.text import Language, Words, words
from layouts.views import explaining
from layouts.views import submit_answer as answer
from layouts.views import submit_sheet as sheets
from layouts.views.submit_preview import replaced_by
from loaders.addresses import position_of
from loaders.verdict import may_be_mapped

BEFORE = 200  # newest submissions among which earlier explanations of a place are looked for


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
        one = self.submission
        return sheets.open_kept(self.services, one.sha256, one.form, place=(one.region, one.period))

    @cached_property
    def sheet_numbers(self) -> dict[str, int]:
        found = self.opened.workbook.sheets if self.opened else ()
        return {sheet.name: number for number, sheet in enumerate(found, start=1)}

    @property
    def spoken(self) -> Words:
        return words(self.chosen.lang)

    @property
    def file_name(self) -> str:
        return say.base_name(self.submission.path)

    @cached_property
    def replaced(self) -> Submission | None:
        """The submission that counts in this one's place."""
        return replaced_by(self.submission, self.numbers.view)

    @property
    def purged(self) -> bool:
        """Was its file removed by two people: nothing of it is left but that it was there."""
        return self.submission.status == "purged"

    @cached_property
    def locked_by(self) -> int | None:
        """The approved submission that locks this one's place; None where a correction may come."""
        one = self.submission
        return self.services.store.locked(one.dataset, one.region, one.period, one.form)

    @property
    def offers_mapping(self) -> bool:
        """Was it returned only for what a mapping settles, to somebody who may make one."""
        returned = self.submission.status == "returned" and may_be_mapped(self.findings)
        return returned and self.services.viewer().may("manage")

    @property
    def takes_explanations(self) -> bool:
        """What nobody reads any more, and what was never read, is not explained."""
        return self.submission.status != "refused" and self.replaced is None

    @cached_property
    def explanations(self) -> tuple[Explanation, ...]:
        return self.numbers.view.explanations(self.submission.submission)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Its life so far, oldest first."""
        return self.numbers.view.events(self.submission.submission)

    @cached_property
    def said(self) -> dict[explaining.Key, list[Explanation]]:
        return explaining.by_key(self.explanations)

    @cached_property
    def to_explain(self) -> tuple[Finding, ...]:
        return explaining.to_explain(self.findings, self.said)

    @property
    def headline(self) -> str:
        """What became of it and what is left to do: what was explained is done."""
        left = [each for each in self.findings if each.severity != "explain" or each in self.to_explain]
        return answer.headline(self.submission.status, left, self.chosen.lang)

    @property
    def other_explanations(self) -> tuple[Explanation, ...]:
        return explaining.others(self.findings, self.explanations)

    @cached_property
    def earlier(self) -> dict[explaining.Key, Explanation]:
        """The newest explanation of each finding in earlier submissions of the same place."""
        one, view = self.submission, self.numbers.view
        if not one.region:
            return {}
        before = [
            each.submission
            for each in view.submissions(limit=BEFORE)
            if each.submission < one.submission
            and (each.form, each.dataset, each.region, each.period)
            == (one.form, one.dataset, one.region, one.period)
        ]
        return {
            explaining.key_of(said): said for number in sorted(before) for said in view.explanations(number)
        }

    def target(self, sheet: str, cell: str) -> str:
        """Where in the picture a place stands; empty where it is not drawn."""
        number = self.sheet_numbers.get(sheet)
        if number is None or number not in self.drawn:
            return ""
        shown = self.shown_at(sheet, cell)
        return "#" + (sheets.cell_id(number, shown) if shown else sheets.sheet_id(number))

    def shown_at(self, sheet: str, cell: str) -> str:
        """The cell that the picture draws for a place: of a merged area the first; empty for no cell."""
        found = self.opened.workbook.sheet(sheet) if self.opened else None
        place = position_of(cell)
        return sheets.anchor(found, place) if found and place else ""

    @cached_property
    def drawn(self) -> tuple[int, ...]:
        """Numbers of the sheets with findings; of the first sheet where there is none."""
        with_findings = {finding.sheet for finding in self.findings}
        numbers = [number for name, number in self.sheet_numbers.items() if name in with_findings]
        return tuple(numbers[: sheets.MOST_SHEETS]) or tuple(self.sheet_numbers.values())[:1]


def live_findings(services: Services, numbers: Numbers, one: Submission) -> tuple[Finding, ...]:
    """Checks against other submissions; only what counts now is checked."""
    if one.status in answer.TURNED_AWAY or not numbers.view.is_current(one.submission):
        return ()
    return services.live_findings(one.submission, numbers=numbers)


def case_of(services: Services, numbers: Numbers, chosen: Selection) -> Case | None:
    """The chosen submission, with the checks against other submissions made now."""
    if not chosen.submission or len(chosen.submission) > 15:
        return None
    found = numbers.view.submission(int(chosen.submission))
    if found is None:
        return None
    submission, stored = found
    live = live_findings(services, numbers, submission)
    return Case(services, numbers, chosen, submission, answer.ordered((*stored, *live)))


def case_number(services: Services, number: str, language: Language) -> Case | None:
    """The submission of a number as text, in its own scope; None for what is no number of one."""
    if not (number.isascii() and number.isdecimal()):
        return None
    numbers = services.numbers()
    return case_of(services, numbers, parse({"submission": number, "lang": language}, numbers))
