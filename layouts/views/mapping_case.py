"""One file before the wizard: its workbook, what is proposed for it, and what became of it by a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.model import Finding, Period, Submission
from layouts import say
from layouts.services import Services
from layouts.text import Language, Words, words
from layouts.views.mapping_choices import answers_of, base_of
from layouts.views.mapping_ranges import Ranges, carried, ranges_of
from layouts.views.submit_sheet import open_kept
from loaders.intake import receive_mapped
from loaders.mapping import PREFIX, FormMapping
from loaders.mapping_build import Built, build
from loaders.mapping_match import recognised
from loaders.mapping_proposal import Proposal
from loaders.mapping_propose import propose
from loaders.verdict import Verdict, by_mapping, kept_out, may_be_mapped
from loaders.workbook import Workbook

__all__ = ["Case", "case_of", "receive_mapped"]

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """A returned file that a mapping can settle, with the answers given so far."""

    services: Services
    submission: Submission
    workbook: Workbook
    fields: Fields
    lang: Language
    ranges: Ranges = field(default_factory=Ranges)

    @property
    def spoken(self) -> Words:
        return words(self.lang)

    @property
    def file_name(self) -> str:
        return say.base_name(self.submission.path)

    @cached_property
    def known(self) -> FormMapping | None:
        """The saved mapping that reads it already, where only a region or a period was missing."""
        return recognised(self.workbook, self.services.mappings.values(), self.services.catalogue)

    @cached_property
    def proposal(self) -> Proposal:
        return propose(
            self.workbook,
            self.services.catalogue,
            list(self.services.forms.values()),
            base=replace(base_of(self.fields, self.services.catalogue), cuts=self.ranges.cuts),
            known=self.known,
        )

    @cached_property
    def built(self) -> Built:
        answers = answers_of(self.fields, self.proposal, self.services.catalogue)
        return build(self.proposal, answers, self.services.catalogue, list(self.services.forms.values()))

    @property
    def ready(self) -> bool:
        """May the mapping be confirmed: everything is said, and every range can be meant."""
        return self.built.mapping is not None and not self.ranges.wrong

    def placed(self) -> Case:
        """With each answer at the number that its table has after a range was changed."""
        bare = replace(self, fields={name: self.fields.get(name, "") for name in ("dataset", "under")})
        tables = enumerate(bare.proposal.tables)
        now = {table.keyed.grid.extent.text: number for number, table in tables}
        return replace(self, fields=carried(self.fields, now))

    @cached_property
    def verdict(self) -> Verdict | None:
        """What filing by the mapping would do; nothing is written."""
        made = self.built
        if made.mapping is None:
            return None
        at = self.services.clock()
        month = at.year * 12 + at.month - 1
        desk = self.services.desk()
        verdict = by_mapping(self.workbook, made.mapping, desk, month, region=made.region, period=made.period)
        return replace(verdict, findings=(*verdict.findings, *kept_out(verdict, desk)))


def case_of(services: Services, number: str, fields: Fields, lang: Language) -> Case | None:
    """The wizard's case; None for a submission that there is not, or that no mapping can settle."""
    found = services.view().submission(int(number)) if number.isdecimal() and len(number) <= 15 else None
    if found is None or not _to_be_mapped(*found):
        return None
    opened = open_kept(services, found[0].sha256, "")
    if opened is None:
        return None
    ranges = ranges_of(fields, opened.workbook)
    case = Case(services, found[0], opened.workbook, fields, lang, ranges)
    return case.placed() if ranges.moved else case


def _to_be_mapped(submission: Submission, findings: tuple[Finding, ...]) -> bool:
    return (submission.status == "returned" and may_be_mapped(findings)) or submission.form.startswith(PREFIX)


def filed_by_mapping(services: Services, sha256: str) -> tuple[tuple[Submission, tuple[Finding, ...]], ...]:
    """What the file's bytes became by mappings, the newest form's submissions; none before that."""
    made = [each for each in services.store.submissions_of(sha256) if each[0].form.startswith(PREFIX)]
    taken = [each for each in made if each[0].status not in ("returned", "refused")]
    chosen = taken or made[-1:]
    newest = chosen[-1][0].form if chosen else ""
    return tuple(each for each in chosen if each[0].form == newest)


def is_filed(services: Services, sha256: str) -> bool:
    """Have these bytes been taken in after all."""
    made = services.store.submissions_of(sha256)
    return any(each.status not in ("returned", "refused") for each, _ in made)


def period_of(services: Services) -> tuple[Period, ...]:
    """Years and quarters that are offered, newest first."""
    now = services.clock()
    quarter = now.year * 12 + (now.month - 1) // 3 * 3
    return (
        *(Period.year(now.year - back) for back in range(6)),
        *(Period(quarter - 3 * back, quarter - 3 * back + 2) for back in range(8)),
    )
