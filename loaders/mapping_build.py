"""A proposal with a person's answers -> the mapping, or what has still to be said. Nothing is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from data.catalogue import Catalogue
from data.model import DataElement, Period, PeriodError, Scope
from loaders.form import Form
from loaders.mapping import (
    ROW_KINDS,
    ColumnUse,
    FormMapping,
    Nothing,
    RowKind,
    RowUse,
    Source,
    TableUse,
    Use,
    code_of,
)
from loaders.mapping_elements import MAYBE, ElementWords
from loaders.mapping_proposal import Proposal, TableProposal
from loaders.mapping_words import PERIOD_MARK, VALUE_HEADS
from loaders.row_values import SCALED
from loaders.words import unit_shift

FIGURES = frozenset(("element", "region", "value"))

ProblemCode = Literal[
    "dataset",
    "under",
    "region",
    "period",
    "rows_are",
    "unsaid",
    "element",
    "unit",
    "unit_unfit",
    "twice",
    "nothing",
    "no_figures",
    "no_table",
    "labels",
]


@dataclass(frozen=True)
class Answer:
    """What a person chose for a column or a row."""

    use: Use | Literal[""]
    code: str = ""
    scope: Scope = "own"
    unit: str = ""


@dataclass(frozen=True)
class Answers:
    """All answers; what is not answered is taken as proposed. Parts are (table, column or row)."""

    name: str = ""
    region: str = ""
    period: str = ""
    columns: Mapping[tuple[int, int], Answer] = field(default_factory=dict)
    rows: Mapping[tuple[int, str], Answer] = field(default_factory=dict)
    nothing: Mapping[str, Nothing | Literal[""]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """What has still to be said: of the whole, of a table, of its column or its row."""

    code: ProblemCode
    table: int = -1
    column: int = 0
    row: str = ""
    read: str = ""


@dataclass(frozen=True)
class Built:
    """The mapping with the place of figures that the file does not say; or the problems."""

    mapping: FormMapping | None
    problems: tuple[Problem, ...]
    region: str = ""
    period: str = ""


def build(proposal: Proposal, answers: Answers, catalogue: Catalogue, forms: Sequence[Form]) -> Built:
    """The mapping that a person means; every problem at once."""
    problems = list(_place_problems(proposal, answers, catalogue))
    maker = _Maker(catalogue, ElementWords(catalogue.elements, forms), answers, problems)
    tables = [
        table
        for place, each in enumerate(proposal.tables)
        if each.rows_are != "skip" and (table := maker.table(place, each)) is not None
    ]
    if not tables and not problems:
        problems.append(Problem("no_table"))
    nothing: dict[str, Nothing] = {}
    for text, proposed in proposal.nothing.items():
        meant = answers.nothing.get(text, proposed)
        if meant:
            nothing[text] = meant
        else:
            problems.append(Problem("nothing", read=text))
    if problems:
        return Built(None, tuple(problems))
    dataset, known = proposal.dataset, proposal.known
    kept = known is not None and known.dataset == dataset
    region, period = _region(proposal, answers), _period(proposal, answers)
    return Built(
        FormMapping(
            code=known.code if known is not None and kept else code_of(dataset, tables),
            name=answers.name or (known.name if known is not None else ""),
            dataset=dataset,
            under=proposal.under or catalogue.datasets[dataset].root,
            region_from=_source(region, proposal.region) if proposal.one_region else "table",
            period_from="table" if proposal.periods_in_table else _source(period, proposal.period),
            tables=tuple(tables),
            nothing=nothing,
            cuts=proposal.cuts,
        ),
        (),
        region,
        period,
    )


def _region(proposal: Proposal, answers: Answers) -> str:
    return (answers.region or proposal.region) if proposal.one_region else ""


def _period(proposal: Proposal, answers: Answers) -> str:
    return "" if proposal.periods_in_table else answers.period or proposal.period


def _source(chosen: str, stated: str) -> Source:
    return "stated" if chosen == stated else "asked"


def _place_problems(proposal: Proposal, answers: Answers, catalogue: Catalogue) -> Iterator[Problem]:
    if not proposal.dataset:
        yield Problem("dataset")
        return
    named = any(table.rows_are == "region" or table.columns_are == "region" for table in proposal.tables)
    if named and not proposal.under:
        yield Problem("under")
    region = _region(proposal, answers)
    if proposal.one_region and not catalogue.holds(catalogue.datasets[proposal.dataset], region):
        yield Problem("region", read=region)
    if not proposal.periods_in_table and not _is_period(_period(proposal, answers)):
        yield Problem("period", read=_period(proposal, answers))


def _is_period(code: str) -> bool:
    try:
        Period.parse(code)
    except PeriodError:
        return False
    return True


@dataclass(frozen=True)
class _Maker:
    """Makes the tables of a mapping and collects what has still to be said."""

    catalogue: Catalogue
    words: ElementWords
    answers: Answers
    problems: list[Problem]

    def table(self, place: int, table: TableProposal) -> TableUse | None:
        axis = table.rows_are
        if axis == "" or axis == "skip":
            self.problems.append(Problem("rows_are", place))
            return None
        columns = self._columns(place, table)
        rows = self._rows(place, table)
        elements = [each.use for each in (rows if axis == "element" else columns)]
        if "element" not in elements or not {each.use for each in columns} & FIGURES:
            self.problems.append(Problem("no_figures", place))
        if all(each.use != "label" for each in columns):
            self.problems.append(Problem("labels", place))
        made = TableUse(axis, tuple(columns), tuple(rows), table.title)
        return replace(made, vague=self._is_vague(made))

    def _columns(self, place: int, table: TableProposal) -> list[ColumnUse]:
        found: dict[str, ColumnUse] = {}
        for column in table.columns:
            answer = self.answers.columns.get((place, column.number))
            said = answer or Answer(_preselected(column.use, column.confidence), column.code, column.scope)
            problem = Problem("unsaid", place, column.number)
            use = self._checked(said, problem)
            if use == "element":
                self._check_unit(said, column.unit or self._above(table, said.code), problem)
            code = said.code if use in ("element", "region") else ""
            unit = said.unit if use == "element" and not column.unit else ""
            found.setdefault(column.key, ColumnUse(column.key, use, code, said.scope, unit))
        self._twice(place, [(each.use, each.code, each.scope) for each in found.values()])
        return list(found.values())

    def _rows(self, place: int, table: TableProposal) -> list[RowUse]:
        found: list[RowUse] = []
        for row in table.rows:
            answer = self.answers.rows.get((place, row.key))
            said = answer or Answer(_preselected(row.use, row.confidence), row.code, row.scope)
            problem = Problem("unsaid", place, row=row.key)
            use = self._checked(said, problem) if said.use or row.filled else "skip"
            kind: RowKind = "skip"
            for each in ROW_KINDS:
                kind = each if each == use else kind
            if kind == "element":
                self._check_unit(said, row.unit or self._above(table, said.code), problem)
            code = said.code if kind in ("element", "region") else ""
            unit = said.unit if kind == "element" and not row.unit else ""
            found.append(RowUse(row.key, kind, code, said.scope, unit))
        if table.rows_are == "element":
            self._twice(place, [(each.use, each.code, each.scope) for each in found])
        return found

    def _above(self, table: TableProposal, code: str) -> str:
        element = self.catalogue.elements.get(code)
        return unit_above(table, element) if element else ""

    def _check_unit(self, said: Answer, stated: str, problem: Problem) -> None:
        """A unit that measures something else; money without any."""
        element = self.catalogue.elements.get(said.code)
        unit = stated or said.unit
        if element is None:
            return
        if unit and unit_shift(unit, element.unit) is None:
            self.problems.append(replace(problem, code="unit_unfit", read=unit))
        elif not unit and element.unit.startswith(SCALED):
            self.problems.append(replace(problem, code="unit", read=element.unit))

    def _twice(self, place: int, used: Sequence[tuple[str, str, str]]) -> None:
        """The same element with the same scope for two heads or labels."""
        elements = [each for each in used if each[0] == "element" and each[1]]
        for each in sorted({each for each in elements if elements.count(each) > 1}):
            self.problems.append(Problem("twice", place, read=each[1]))

    def _is_vague(self, table: TableUse) -> bool:
        """Do heads or labels alone leave open what is counted: 数量, 受理数."""
        if table.rows_are == "element":
            said = [(row.label.rsplit("/", 1)[-1], row.code) for row in table.rows if row.use == "element"]
            return sum(self._is_weak(text, code) for text, code in said) * 2 >= len(said)
        columns = [column for column in table.columns if column.use == "element"]
        return any(self._is_weak(column.head.split("#")[0], column.code) for column in columns)

    def _is_weak(self, key: str, code: str) -> bool:
        texts = [part for part in key.split("/") if part != PERIOD_MARK]
        if not texts or texts[-1].replace(PERIOD_MARK, "") in VALUE_HEADS:
            return True
        found = {guess.code: guess.confidence for guess in self.words.guesses(texts, ())}
        return found.get(code, 0.0) < MAYBE

    def _checked(self, said: Answer, problem: Problem) -> Use:
        if not said.use:
            self.problems.append(problem)
            return "skip"
        if said.use == "element" and said.code not in self.catalogue.elements:
            self.problems.append(Problem("element", problem.table, problem.column, problem.row, said.code))
            return "skip"
        if said.use == "region" and said.code not in self.catalogue.regions:
            self.problems.append(Problem("region", problem.table, problem.column, problem.row, said.code))
            return "skip"
        return said.use


def unit_above(table: TableProposal, element: DataElement) -> str:
    """The one unit stated above the table that measures the same as the element; empty for none."""
    fitting = [unit for unit in table.keyed.grid.units if unit_shift(unit, element.unit) is not None]
    return fitting[0] if len(fitting) == 1 else ""


def _preselected(use: Use | RowKind | Literal[""], confidence: float) -> Use | Literal[""]:
    return use if use and confidence >= MAYBE else ""
