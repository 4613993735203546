"""Any number on any page is a link to its passport; what is none stands here with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from bench import page_request
from builders_store import small_services
from flask.testing import FlaskClient

from app import create_app
from layouts.menu import PAGES
from layouts.views.compare_modes import VIEWS

CHARTS = ("条形图", "变化分解图")  # over a column of the rows
SCOPES = (
    "dataset=demo&region=990000&period=2025",
    "dataset=demo&region=990101&period=2024&indicator=FY04",
    "dataset=demo&region=990100&period=2025&indicator=FY04",
)
# Counts of returns, cells, findings and targets: no indicator's number; their lists and filings are linked.
OF_WORK = ("submit", "board", "publish", "quality", "forms", "rules", "mapping", "manage", "audit")
# Made of the number that is linked in the same row; its passport says from what.
BESIDE_A_NUMBER = {
    "名次": "the place among the rows of the same table",
    "位次": "the place among siblings, all listed in 地区对比",
    "目标": "what is required; the passport has its clause and document",
    "差距": "number and target of the row",
    "距目标": "number and target of the row",
    "同比": "the same row's number and that of the year before, which has a row or passport of its own",
    "连续期": "how many periods it was missed, drawn in 趋势",
    "中位数": "of the siblings, all listed in 地区对比",
    "最低": "of the siblings",
    "下四分位": "of the siblings",
    "上四分位": "of the siblings",
    "最高": "of the siblings",
    "95%限": "of the row's counts around the parent's rate",
    "99.8%限": "of the row's counts around the parent's rate",
    "95%区间": "of the row's counts",
    "缺口": "denominator less numerator of the row",
}
# On the passport itself, which says what made them.
ON_THE_PASSPORT = {
    "原文": "the cell as it was written: the end of the road",
    "读作": "the same cell as it was read",
    "本级": "the row of the region's own figures, whose cells follow below",
    "合计": "the number whose passport this is",
}
# Who moved the change: parts that add up to it, from numbers that are linked beside them.
OF_THE_SPLIT = {
    "拉动": "the unit's part of the change",
    "自身变化": "by its own rate",
    "比重变化": "by its weight",
    "两者共同": "by both",
    "本级": "the region's own part, whose cells its passport lists",
}


# Of 目标: how many units of the same row stand so; each unit's number is linked in the row.
OF_THE_TARGET = {"达标": "units of the row", "接近": "units of the row", "未达标": "units of the row"}
PARTLY = {"/trace": ON_THE_PASSPORT, "/trend": OF_THE_SPLIT, "/targets": OF_THE_TARGET}


@dataclass
class Cell:
    text: str = ""
    numeric: bool = False
    column: bool = False
    linked: bool = False
    span: int = 1


@dataclass
class Tables(HTMLParser):
    """Unlinked numeric cells as (head of the column, name of the row, has the row a passport)."""

    heads: list[Cell] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    numbers: int = 0
    unlinked: list[tuple[str, str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.passport, self.cell = False, None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "tr":
            self.row, self.passport = [], False
        elif tag in ("td", "th"):
            numeric = "num" in (given.get("class") or "").split()
            column = tag == "th" and given.get("scope") == "col"
            self.cell = Cell("", numeric, column, span=int(given.get("rowspan") or 1))
            self.row.append(self.cell)
        elif tag == "a" and self.cell is not None:
            self.cell.linked = True
            self.passport |= (given.get("href") or "").startswith("/trace")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = None
        elif tag == "tr" and any(cell.column for cell in self.row):
            self.heads = self.row
        elif tag == "tr":
            self._judge()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.text += data

    def _judge(self) -> None:
        """The chart lying over a column is no column of these rows."""
        heads = [each.text for each in self.heads if each.text not in CHARTS]
        cells = [each for each in self.row if each.span == 1]
        for place, cell in enumerate(cells):
            if cell.numeric and any(map(str.isdigit, cell.text)):
                self.numbers += 1
                if not cell.linked:
                    name = heads[place] if place < len(heads) else ""
                    self.unlinked.append((name, cells[0].text, self.passport))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(small_services(tmp_path_factory.mktemp("numbers"))).server.test_client()


def markup(node: Any) -> Iterator[str]:
    """The HTML of an answer; a row with a chart in it is sent as an element around pieces of HTML."""
    if isinstance(node, list):
        for child in node:
            yield from markup(child)
    elif isinstance(node, dict):
        found = [child if key == "__html" else "".join(markup(child)) for key, child in node.items()]
        yield "<tr>{}</tr>".format("".join(found)) if node.get("type") == "Tr" else "".join(found)


def tables_of(client: FlaskClient, path: str, query: str) -> Tables:
    answer = client.post("/_dash-update-component", json=page_request(path, "?" + query))
    found = Tables()
    for html in markup(answer.get_json()):
        found.feed(html)
    return found


def addresses() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        if page.code not in OF_WORK:
            for scope in SCOPES:
                yield page.path, scope
                if page.code == "compare":
                    yield page.path, f"{scope}&interval=on"
                    yield from ((page.path, f"{scope}&view={view}") for view in VIEWS)


def excused(path: str, head: str, name: str, passport: bool) -> str:
    """Why the number of an unlinked cell is none of its own; empty where it should be a link."""
    for word in PARTLY.get(path, {}):
        if head.startswith(word) or name.endswith(word):
            return word
    return next((word for word in BESIDE_A_NUMBER if head.startswith(word) and passport), "")


def test_every_number_in_a_table_opens_a_passport_or_stands_beside_the_one_it_is_made_of(
    client: FlaskClient,
) -> None:
    numbers, used = 0, set()
    for path, query in addresses():
        found = tables_of(client, path, query)
        numbers += found.numbers
        reasons = {cell: excused(path, *cell) for cell in found.unlinked}
        assert [cell for cell, reason in reasons.items() if not reason] == [], f"{path}?{query}"
        used |= set(reasons.values())
    assert numbers > 400
    assert used == {*BESIDE_A_NUMBER, *ON_THE_PASSPORT, *OF_THE_SPLIT, *OF_THE_TARGET}, (
        "a reason that nothing needs any more"
    )
