"""A table of thousands of rows: what does not differ from row to row is looked for once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import builders
import pytest
from builders_mapping import applied, book, figures, mapped, proposed
from builders_store import AT
from flask.testing import FlaskClient

from app import create_app
from data.regions import Region, RegionTree
from layouts.services import Services
from layouts.text import LANGUAGES, words
from loaders.checks import check
from loaders.intake import receive
from loaders.mapping_proposal import Base
from loaders.rules import read_rules
from loaders.verdict import about, by_mapping, kept_out
from loaders.workbook import Workbook, read

ELEMENTS = ("suit_first_instance", "suit_lost", "suit_heard", "suit_head_appeared")
MONTH = 2026 * 12 + 10


def national(rows: int) -> Workbook:
    """Counties of the nation with the provinces and cities they lie in."""
    catalogue = builders.catalogue()
    tree = catalogue.regions
    counties = [each for each in tree.descendants("100000") if each.level == "county"][:rows]
    lines: list[list[object]] = [["2024年全国各县区行政应诉情况"]]
    lines.append(["省份", "地市", "县区", *[catalogue.elements[code].name for code in ELEMENTS]])
    for county in counties:
        above = {each.level: each.name for each in tree.ancestors(county.code)}
        lines.append([above.get("province"), above.get("city"), county.name, 9, 1, 8, 7])
    return read(book(("全国", lines)))


def base() -> Base:
    return Base(dataset="public-renshe")


def test_a_name_is_looked_for_once_however_often_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook, asked = national(300), []
    found = RegionTree.find

    def counted(tree: RegionTree, text: str, under: str | None = None) -> tuple[Region, ...]:
        asked.append((text, under))
        return found(tree, text, under)

    monkeypatch.setattr(RegionTree, "find", counted)
    mapping = mapped(workbook, base())
    assert len(figures(applied(mapping, workbook))) == 300
    first = len(asked)
    assert len(figures(applied(mapping, workbook))) == 300
    assert proposed(workbook, dataset="public-renshe").tables[0].regions == 300
    assert len(asked) - first < 100  # titles and the name of the sheet, but none of the 300 rows


def test_one_question_tells_which_of_many_places_are_locked(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = national(200)
    mapping = mapped(workbook, base())
    desk, asked = services.desk(), []
    among = type(services.store).locked_among

    def counted(
        store: object, dataset: str, form: str, places: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        asked.append(len(places))
        return among(services.store, dataset, form, places)

    monkeypatch.setattr(type(services.store), "locked_among", counted)
    verdict = by_mapping(workbook, mapping, desk, MONTH)
    assert len(verdict.filings) == 200
    assert list(kept_out(verdict, desk)) == []
    assert asked == [200]


def test_rules_about_other_elements_are_left_out_and_change_nothing() -> None:
    workbook, catalogue = national(20), builders.catalogue()
    rules = read_rules(catalogue)
    mapping = mapped(workbook, base())
    fewer = about(rules, mapping.elements)
    assert 0 < len(fewer) < len(rules) / 2
    for filing, _ in applied(mapping, workbook).filings:
        spoiled = replace(
            filing,
            observations=tuple(
                replace(each, value=99.0) if each.element == "suit_head_appeared" else each
                for each in filing.observations
            ),
        )
        assert check(spoiled, fewer, catalogue) == check(spoiled, rules, catalogue) != ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_has_the_rules_findings_and_says_which_checks_come_later(
    services: Services, language: str
) -> None:
    client: FlaskClient = create_app(services).server.test_client()
    lines = [
        ["2024年各县区行政应诉情况"],
        ["地区", "行政诉讼开庭数", "负责人出庭数", "负责人出庭应诉率（%）"],
        ["月屿区", 10, 9, 75],
    ]
    outcome = receive("应诉.xlsx", book(("Sheet1", lines)), desk=services.desk(), by="李某", at=AT)
    number = str(outcome.submission)
    columns = {"col.0.2": "suit_heard", "col.0.3": "suit_head_appeared", "col.0.4": "FY04_reported"}
    fields = {"submission": number, "lang": language, "dataset": "demo", "under": "990000", **columns}
    told = client.post("/map/check", data=fields).get_json()
    assert told["ready"], told["preview"]
    assert words(language)["mapping.live_later"] in told["preview"]
    before = services.view().submissions()
    client.post("/map/confirm", data={**fields, "by": "王某"})
    (made,) = [one for one in services.view().submissions() if one not in before]
    found = services.view().submission(made.submission)
    assert found is not None
    live = services.live_findings(made.submission)
    assert "reported.differs" in [each.code for each in live]
