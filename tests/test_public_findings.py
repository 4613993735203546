"""The public documents in the record: what they give together, and the contradictions that are told."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import catalogue, forms
from builders_observations import observation_workbooks
from builders_store import fresh_services, take_in

from data.model import Finding, Period
from layouts.services import Services
from layouts.tracing import trace
from loaders.template import FilledValue, write_template


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = fresh_services(tmp_path_factory.mktemp("observations"))
    for outcome in take_in(services, observation_workbooks()):
        assert outcome.status == "accepted", (outcome.path, outcome.findings)
    return services


def told(services: Services, dataset: str, region: str, period: str) -> list[tuple[str, str, str, str]]:
    """Live findings of one place about printed figures: code, severity, printed, computed."""
    numbers = services.numbers()
    (submission,) = (
        number for found, code, _, number in numbers.filed(dataset) if (found, code) == (period, region)
    )
    return [said(finding) for finding in services.live_findings(submission) if finding.indicator]


def said(finding: Finding) -> tuple[str, str, str, str]:
    params = finding.params
    return finding.code, finding.severity, str(params["read"]), str(params["expected"])


def test_fangcheng_prints_a_rate_of_those_accepted_and_the_finding_gives_that_of_those_closed(
    published: Services,
) -> None:
    found = told(published, "public-review", "411322", "2024")
    assert found == [("reported.differs", "note", "19.2", "21.48")]
    numbers = published.numbers()
    of_accepted = numbers.computed("public-review", "FY17", "C", "411322", "2024", "own")
    assert of_accepted is not None
    assert round(of_accepted, 1) == 19.2


def test_guizhou_closed_more_than_was_filed_and_the_printed_rate_is_shown_beside_it(
    published: Services,
) -> None:
    found = told(published, "public-renshe", "520000", "2024")
    assert ("reported.differs", "note", "99.99", "100.01") in found


def test_the_ratio_of_wenzhou_agrees_and_that_of_its_own_level_is_not_held_to_it(published: Services) -> None:
    codes = [found[0] for found in told(published, "public-review", "330300", "2024")]
    assert "reported.differs" not in codes
    assert (
        round(published.numbers().computed("public-review", "FY11", "A", "330300", "2024", "total") or 0, 1)
        == 2.6
    )


def test_a_bureaus_lost_suits_and_a_courts_are_never_in_one_dataset(published: Services) -> None:
    numbers = published.numbers()
    bureau = numbers.assessed("public-renshe", "2019").number("FY06", "330500")
    court = numbers.assessed("public-court", "2015").number("FY06", "411300")
    assert (bureau.value, court.value) == (0, 228)
    assert (
        numbers.assessed("public-renshe", "2015", regions=["411300"]).number("FY06", "411300").value is None
    )


def test_a_share_of_loss_is_computed_from_the_counts_of_nanyang(published: Services) -> None:
    number = published.numbers().assessed("public-court", "2015").number("FY05", "411300")
    assert number.value == pytest.approx(100 * 228 / 962)
    assert (number.basis, number.reported) == ("computed", None)


def test_nothing_is_rolled_up_to_the_nation(published: Services) -> None:
    numbers = published.numbers().assessed("public-review", "2024")
    assert "100000" in numbers.regions
    assert numbers.number("FY11", "100000").value is None


@pytest.mark.parametrize(
    ("dataset", "region", "period", "figures", "expected"),
    [
        (
            "public-renshe",
            "330282",
            "2024",
            {"arbitration_closed": 7162, "arbitration_filed": 7291, "TZ04_reported": 95.29},
            ("reported.differs", "note", "95.29", "98.23"),
        ),
        (
            "public-review",
            "100000",
            "2023",
            {"review_corrected": 27300, "review_closed": 293000, "FY17_reported": 12.83},
            ("reported.differs", "note", "12.83", "9.32"),
        ),
    ],
    ids=["cixi_2024", "nation_2023"],
)
def test_the_contradictions_of_the_domain_notes_are_told(
    tmp_path: Path,
    dataset: str,
    region: str,
    period: str,
    figures: Mapping[str, float],
    expected: tuple[str, str, str, str],
) -> None:
    services = fresh_services(tmp_path)
    filled = {
        (element, "own"): FilledValue(float(value), decimals=2 if element.endswith("reported") else 0)
        for element, value in figures.items()
    }
    data = write_template(
        forms()["public"], catalogue(), region=region, period=period, filled=filled, dataset=dataset
    )
    (outcome,) = take_in(services, {"公开.xlsx": data})
    assert outcome.status == "accepted", outcome.findings
    assert expected in told(services, dataset, region, period)


def test_the_passport_of_a_lone_unit_names_only_the_cells_that_were_read(published: Services) -> None:
    """上海市 and its 本级 stand in one workbook: 9428 of 11533 were accepted, 959 by the city itself."""
    found = trace(published.numbers(), "public-review", "FY08", "310000", Period.parse("2021M08-2022M07"))
    assert sorted((term.part, term.value, term.scope) for term in found.terms) == [
        ("denominator", 11533, "total"),
        ("numerator", 9428, "total"),
        ("reported", 81.7, "total"),
    ]
    assert found.number.value == pytest.approx(100 * 9428 / 11533)
