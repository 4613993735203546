"""Free tables for tests of the mapping, and what a person answers about them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import builders
import openpyxl

from loaders.mapping import FormMapping
from loaders.mapping_apply import Applied, apply
from loaders.mapping_build import Answer, Answers, Built, build
from loaders.mapping_proposal import Base, Proposal
from loaders.mapping_propose import propose
from loaders.workbook import Workbook, read

Lines = Sequence[Sequence[object]]
COUNTIES: Lines = (
    ["2024年各县区行政应诉情况"],
    ["单位：件"],
    ["序号", "地区", "一审行政诉讼案件数", "行政诉讼败诉数", "备注"],
    [1, "月屿区", 12, 3, None],
    [2, "青荻县", 5, "/", "含上年"],
    [None, "合计", 17, 3],
    ["注：本表含派出机关"],
)


def book(*sheets: tuple[str, Lines], merges: Sequence[str] = ()) -> bytes:
    """A workbook of named sheets; ``merges`` are areas of the first."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, lines in sheets:
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    for area in merges:
        made.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def table(lines: Lines, *, name: str = "Sheet1", merges: Sequence[str] = ()) -> Workbook:
    return read(book((name, lines), merges=merges))


def proposed(workbook: Workbook, **base: object) -> Proposal:
    said = Base(**base)
    return propose(workbook, builders.catalogue(), list(builders.forms().values()), base=said)


def built(proposal: Proposal, **answers: object) -> Built:
    said = Answers(**{"name": "测试表", **answers})
    return build(proposal, said, builders.catalogue(), list(builders.forms().values()))


def mapped(workbook: Workbook, base: Base | None = None, **answers: object) -> FormMapping:
    """The mapping as proposed, with answers where the proposal leaves them open."""
    made = built(
        propose(workbook, builders.catalogue(), list(builders.forms().values()), base=base), **answers
    )
    assert made.mapping is not None, made.problems
    return made.mapping


def applied(mapping: FormMapping, workbook: Workbook, **given: str) -> Applied:
    return apply(mapping, workbook, builders.catalogue(), **given)


def figures(found: Applied) -> dict[tuple[str, str], dict[str, float | None]]:
    """(region, period) -> element -> value."""
    return {
        (filing.region, filing.period): {each.element: each.value for each in filing.observations}
        for filing, _ in found.filings
    }


def element(code: str, unit: str = "") -> Answer:
    return Answer("element", code, unit=unit)


def uses(proposal: Proposal, place: int = 0) -> list[tuple[str, str]]:
    """What the columns of a proposed table are taken for."""
    return [(column.use, column.code) for column in proposal.tables[place].columns]
