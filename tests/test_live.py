"""Live findings: what a filed return is told beside all the others, and that it is kept until they change."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from builders_store import demo_target, file, take_in

from data.demo_regions import demo_regions
from data.model import Period
from layouts.services import Services
from layouts.tracing import trace
from loaders.demonstration import demo_parcels, workbooks_of


def codes(services: Services, number: int) -> list[tuple[str, str]]:
    return [(finding.cell, finding.code) for finding in services.live_findings(number)]


def test_a_return_is_compared_with_the_year_before(services: Services):
    file(services, "990101", "2024", {"suit_closed": 40})
    number = file(services, "990101", "2025", {"suit_closed": 90})
    assert codes(services, number) == [("D8", "last_year.jump")]
    (finding,) = services.live_findings(number)
    assert (finding.region, finding.period, finding.sheet) == ("990101", "2025", "复议应诉")


def test_a_corrected_earlier_return_changes_what_is_told(services: Services):
    file(services, "990101", "2024", {"suit_closed": 40})
    number = file(services, "990101", "2025", {"suit_closed": 90})
    assert codes(services, number)
    file(services, "990101", "2024", {"suit_closed": 85})
    assert codes(services, number) == []


def test_an_edited_threshold_changes_what_is_told(services: Services):
    file(services, "990101", "2024", {"suit_closed": 40})
    number = file(services, "990101", "2025", {"suit_closed": 90})
    content = json.dumps({"limits": {"percent": 200}})
    services.store.save_rules([("last_year", content)], by="李某", at=services.clock(), why="试")
    assert codes(services, number) == []


def test_what_was_replaced_is_told_nothing(services: Services):
    file(services, "990101", "2024", {"suit_closed": 40})
    first = file(services, "990101", "2025", {"suit_closed": 90})
    second = file(services, "990101", "2025", {"suit_closed": 41})
    assert (codes(services, first), codes(services, second)) == ([], [])


def test_carry_over_is_followed_from_quarter_to_quarter(services: Services):
    file(services, "990101", "2025Q1", {"arbitration_pending_end": 4}, form="quarterly")
    number = file(services, "990101", "2025Q2", {"arbitration_pending_start": 6}, form="quarterly")
    assert codes(services, number) == [("D8", "previous.differs")]


def test_two_targets_on_one_indicator_are_told_without_a_cell(services: Services):
    first = demo_target(services, "FY04", "floor", 90)
    targets = [first, replace(first, target="T-2", threshold=80.0)]
    services.store.set_targets(targets, sha256="f" * 64, path="目标", size=1, by="测试", at=services.clock())
    number = file(services, "990101", "2025", {"suit_heard": 10, "suit_head_appeared": 9})
    assert codes(services, number) == [("", "target.equal_near")]
    assert [finding.code for finding in services.live_findings(number, only="FY04")] == ["target.equal_near"]
    assert services.live_findings(number, only="FY05") == ()


def test_nothing_is_computed_twice_while_nothing_changes(services: Services, monkeypatch: pytest.MonkeyPatch):
    file(services, "990101", "2024", {"suit_closed": 40})
    number = file(services, "990101", "2025", {"suit_closed": 90})
    first = services.live_findings(number)
    monkeypatch.setattr("layouts.services.live_findings", lambda *_: pytest.fail("made again"))
    assert services.live_findings(number) == first


@pytest.mark.parametrize(
    ("region", "periods", "code", "label"),
    [
        ("990104", ("2025Q3", "2026Q3"), "last_year.jump", "公示行政许可信息数"),
        ("990308", ("2026Q1", "2026Q2"), "previous.differs", "仲裁上期未结案件数"),
        ("990302", ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025"), "tiling.differs", "主动公开信息数"),
    ],
)
def test_a_fault_planted_in_the_demonstration_is_found(
    services: Services, region: str, periods: tuple[str, ...], code: str, label: str
):
    services.store.add_regions(demo_regions(24), by="测试", at=services.clock())
    numbers: list[int] = []
    for period in periods:
        form = "annual" if len(period) == 4 else "quarterly"
        parcels = demo_parcels(
            services.shipped, services.forms, counties=24, periods=[(form, Period.parse(period))]
        )
        parcel = next(each for each in parcels if each.region.code == region)
        outcomes = take_in(services, dict(workbooks_of(parcel)))
        numbers += [one.submission for one in outcomes if one.taken_in and one.submission]
    found = [(finding.code, finding.params.get("label")) for finding in services.live_findings(numbers[-1])]
    assert (code, label) in found


def test_what_two_forms_file_differently_is_told_on_both_with_what_counts(services: Services):
    annual = file(services, "990101", "2025", {"suit_closed": 40, "suit_lost": 2})
    mapped = file(services, "990101", "2025", {"suit_closed": 44, "suit_lost": 2}, form="map-x")
    for number, other in ((annual, mapped), (mapped, annual)):
        differs, agrees = (each for each in services.live_findings(number) if each.code == "element.twice")
        assert (differs.cell, differs.severity, differs.params["expected"]) == ("D8", "explain", "40")
        assert differs.params["other"] == str(other)
        assert (agrees.cell, agrees.severity, agrees.params["found"]) == ("D9", "note", "1")


def test_a_passport_shows_the_cell_that_counts_where_two_forms_carry_a_figure(services: Services):
    annual = file(services, "990101", "2025", {"suit_closed": 40, "suit_lost": 2})
    file(services, "990101", "2025", {"suit_closed": 44, "suit_lost": 3}, form="map-x")
    found = trace(services.numbers(), "demo", "FY05", "990101", Period.parse("2025"))
    assert {(term.submission, term.value) for term in found.terms} == {(annual, 40.0), (annual, 2.0)}
    assert found.number.value == 5.0
