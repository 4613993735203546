"""A whole score sheet of the example scheme as the page exports it, against one reckoned from raw cells."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import builders_demo
import pytest
import scored_by_hand as by_hand
from builders_store import AT, file, fresh_services

from app import create_app
from data.evidence import Evidence
from data.model import Period
from data.scheme import Mark
from data.vetoes import mark_code
from layouts.assessing import scored
from layouts.services import Services
from loaders.demonstration import demo_targets

COUNTIES = ("990102", "990103", "990104", "990105", "990106", "990302", "990303")
ADDRESS = "/export/assessment.csv?dataset=demo&region=990000&period=2025"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Counties with their made-up figures of 2025, the example scheme run to its first sheets."""
    made = fresh_services(tmp_path_factory.mktemp("scored"))
    form, period = builders_demo.forms()["annual"], Period.year(2025)
    for region in COUNTIES:
        filled = builders_demo.figures(region).filled(form, period)
        told = {
            element: each.value
            for (element, scope), each in filled.items()
            if scope == "own" and each.value is not None and element in made.catalogue.elements
        }
        file(made, region, "2025", told)
    made.store.set_targets(demo_targets(), sha256="f" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    client = create_app(made).server.test_client()
    fields = {"dataset": "demo", "scheme": "demo-2025", "by": "审某"}
    assert client.post("/assessment/shipped", data=fields).status_code == 200
    found = made.view().scheme("demo", "demo-2025", 1)
    assert found is not None
    scheme = found.scheme
    told = {name: getattr(scheme, name) for name in ("basis", "number", "approver", "decided_on")}
    asked = {**fields, "version": "1", **told}
    assert client.post("/assessment/activate", data=asked).get_json()["address"] == "/assessment"
    for region in COUNTIES:
        code = mark_code("demo-2025", "2025", region, "7.1")
        proof = Evidence("demo", "mark", code, region, "2026-01-10", "审某", AT, document="示例〔2026〕1号")
        made.store.add_evidence(proof)
        mark = Mark("7.1", region, 0.0, "未申报")
        made.store.give_mark("demo", "demo-2025", "2025", mark, by="审某", at=AT)
    assert (
        client.post("/assessment/begin", data={**fields, "version": "1", "period": "2025"}).status_code == 200
    )
    return made


@pytest.fixture(scope="module")
def exported(services: Services) -> dict[str, list[dict[str, str]]]:
    """The rows of the page's export, by region."""
    data = create_app(services).server.test_client().get(ADDRESS).get_data().decode("utf-8-sig")
    found: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(data)):
        found.setdefault(row["单位代码"], []).append(row)
    return found


@pytest.fixture(scope="module")
def cells(services: Services) -> dict[str, dict[str, Fraction]]:
    """Raw cells of the record: region -> element -> figure."""
    elements = tuple(services.catalogue.elements)
    raw = services.whole_view().trace("demo", elements=elements, regions=list(COUNTIES), periods=["2025"])
    found: dict[str, dict[str, Fraction]] = {region: {} for region in COUNTIES}
    for cell in raw:
        if cell.value is not None:
            found[cell.region][cell.element] = Fraction(repr(cell.value))
    return found


@pytest.mark.parametrize("region", COUNTIES)
def test_every_mark_and_the_total_are_what_an_independent_reckoning_gives(
    exported: dict[str, list[dict[str, str]]], cells: dict[str, dict[str, Fraction]], region: str
) -> None:
    expected = by_hand.sheet(region, cells, list(COUNTIES))
    told = {row["项目编号"]: row["得分"] for row in exported[region] if row["项目编号"] != "7.1"}
    for code, marks in told.items():
        if not marks:
            assert code not in expected
        else:
            assert float(marks) == pytest.approx(float(expected[code]), abs=1e-9), code
    assert len(told) == len(by_hand.RULES)
    total = {row["总分"] for row in exported[region]}
    assert [float(each) for each in total] == [pytest.approx(float(by_hand.total(expected)), abs=1e-9)]


def test_marks_are_lost_on_many_items_so_that_the_comparison_says_something(
    cells: dict[str, dict[str, Fraction]],
) -> None:
    lost = {
        code
        for region in COUNTIES
        for code, marks in by_hand.sheet(region, cells, list(COUNTIES)).items()
        if marks not in (0, 1, 2, 3, 4, 5, 7)
    }
    assert len(lost) >= 6


def test_the_ranks_are_those_of_the_totals(
    exported: dict[str, list[dict[str, str]]], cells: dict[str, dict[str, Fraction]]
) -> None:
    totals = {region: by_hand.total(by_hand.sheet(region, cells, list(COUNTIES))) for region in COUNTIES}
    for region, rows in exported.items():
        if region in totals:
            assert int(rows[0]["名次"]) == 1 + sum(other > totals[region] for other in totals.values())


def test_scoring_again_gives_the_same_sheets(services: Services) -> None:
    scheme = services.view().scheme("demo", "demo-2025")
    assert scheme is not None
    one, other = (scored(services, scheme.scheme, "2025") for _ in range(2))
    assert one.sheets == other.sheets


def test_the_folder_of_this_test_is_no_part_of_the_program() -> None:
    text = Path(by_hand.__file__).read_text(encoding="utf-8")
    assert "indicators.scoring" not in text
    assert "from data" not in text
