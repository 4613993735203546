"""The list of public documents: each row is filed under the body whose figure it is, or left out."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from builders import catalogue, extracted, forms
from builders_store import fresh_services, take_in

from data.model import Finding, Period
from layouts.services import Services
from layouts.tracing import trace
from loaders.samples import OBSERVATIONS, SampleError, build_observations, read_observation_rows
from loaders.template import FilledValue, write_template
from loaders.workbook import read

ROOT = Path(__file__).parent.parent
FILED = {
    "public-renshe": 71,
    "public-government": 40,
    "public-review": 97,
    "public-court": 42,
    "public-justice": 7,
    "public-office": 9,
}
LEFT_OUT = {"share": 27, "change": 13, "subject": 6, "period": 2, "code": 1, "points": 1}
SPANS = {
    "2022H1": "half",
    "2021M08-2022M07": "span",
    "2008M01-2010M05": "span",
    "2015M05-M12": "span",
    "2019M01-2023M12": "span",
}
# What a document's kind or title says, and whose figures it therefore holds; the first that fits counts.
SUBJECTS = (
    (r"人社|人力资源", "public-renshe"),
    (r"复议", "public-review"),
    (r"法院|中院", "public-court"),
    (r"司法局|人民调解", "public-justice"),
    (r"政府办", "public-office"),
    (r"人民政府|市政府|行政执法数据|政府信息公开", "public-government"),
)


@cache
def text() -> str:
    return (ROOT / "data" / "samples" / OBSERVATIONS).read_text(encoding="utf-8")


@cache
def rows() -> tuple[Mapping[str, str], ...]:
    return tuple(read_observation_rows(text()))


@cache
def filed() -> tuple[Mapping[str, str], ...]:
    return tuple(row for row in rows() if not row["left_out"])


@cache
def workbooks() -> dict[str, bytes]:
    return build_observations(text(), catalogue=catalogue(), forms=forms())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = fresh_services(tmp_path_factory.mktemp("observations"))
    for outcome in take_in(services, workbooks()):
        assert outcome.status == "accepted", (outcome.path, outcome.findings)
    return services


def table(heading: str) -> list[list[str]]:
    """Body rows of the table under a heading of docs/left_out.md."""
    page = (ROOT / "docs" / "left_out.md").read_text(encoding="utf-8")
    part = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


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


def test_all_316_rows_are_filed_or_left_out() -> None:
    assert [int(row["row"]) for row in rows()] == list(range(1, 317))
    assert Counter(row["dataset"] for row in filed()) == FILED
    assert Counter(row["left_out"] for row in rows() if row["left_out"]) == LEFT_OUT
    assert sum(FILED.values()) + sum(LEFT_OUT.values()) == 316


def test_every_row_left_out_is_listed_with_its_reason() -> None:
    listed = {row[0]: row for row in table("Rows left out")}
    out = [row for row in rows() if row["left_out"]]
    assert list(listed) == [row["row"] for row in out]
    for row in out:
        _, place, printed, value, why = listed[row["row"]]
        assert place == f"{row['place']} {row['year']}", row
        assert printed == row["printed"], row
        assert value.replace("约", "").replace(" ", "") == row["value"] + row["unit"], row
        assert why.split(";")[0].split(" ")[0] == row["left_out"], row


def test_the_documentation_counts_what_is_filed() -> None:
    counts = {row[0].strip("`"): int(row[1]) for row in table("The list of public documents")}
    assert counts == FILED


def test_a_share_or_change_left_out_says_what_the_filed_counts_give() -> None:
    for row in table("Rows left out"):
        counts = re.search(r"filed are ([\d.]+) (of|and) ([\d.]+), ([\d.]+)%", row[4])
        if counts:
            first, second = float(counts[1]), float(counts[3])
            given = 100 * first / second if counts[2] == "of" else 100 * (first - second) / second
            assert f"{given:.2f}" == counts[4], row


def test_whose_figures_they_are_follows_from_the_document() -> None:
    for row in filed():
        document = f"{row['document']} {row['title']}" if row["title"] else "司法部 行政复议"
        subject = next(dataset for words, dataset in SUBJECTS if re.search(words, document))
        assert row["dataset"] == subject, row


def test_one_document_has_one_subject() -> None:
    of_document: dict[str, set[str]] = {}
    for row in filed():
        of_document.setdefault(row["address"], set()).add(row["dataset"])
    assert [address for address, datasets in of_document.items() if len(datasets) > 1] == []


def test_every_region_is_the_one_named() -> None:
    regions = catalogue().regions
    for row in filed():
        name = row["place"].removesuffix("本级").split("(")[0]
        assert row["code"] in ("", row["region"]), row
        assert regions.get(row["region"]) in regions.find(name), row
        assert row["code"] or row["place"].endswith("本级") or row["region"] == "100000", row


def test_the_nation_is_a_region_and_its_figure_is_the_published_one() -> None:
    accepted = [row for row in rows() if row["year"] == "2019" and row["printed"] == "行政复议受理数"]
    (nation,) = (row for row in accepted if row["region"] == "100000")
    assert (nation["dataset"], nation["scope"], nation["value"]) == ("public-review", "total", "183489")
    assert sum(int(row["value"]) for row in accepted if row is not nation) == 183489


def test_periods_other_than_years_are_kept_as_they_are_printed() -> None:
    spans = {row["period"] for row in filed() if row["months"]}
    assert {code: Period.parse(code).kind for code in spans} == SPANS
    assert all(row["period"] == row["year"] for row in filed() if not row["months"])


def test_every_row_is_read_back_with_value_qualifier_and_document() -> None:
    seen = 0
    places = {
        (row["dataset"], row["region"], row["period"], row["element"], row["scope"]): row for row in filed()
    }
    for name, data in workbooks().items():
        extraction = extracted(data, "public")
        assert extraction.filing is not None, name
        assert [finding for finding in extraction.findings if finding.severity != "note"] == [], name
        filing, cells = extraction.filing, read(data).sheet("公开数据登记表").cells
        for figure in filing.observations:
            row = places[filing.dataset, filing.region, filing.period, figure.element, figure.scope]
            assert figure.value == float(row["value"]), row
            assert figure.decimals == len(row["value"].partition(".")[2]), row
            assert (figure.qualifier == "about") == (row["remark"] == "approx"), row
            line = int(figure.cell.lstrip("ABCDEFGH"))
            quote, source = (str(cells[line, column].value) for column in (7, 8))
            assert row["printed"] in quote, row
            assert row["value"] + row["unit"] in quote, row
            assert row["title"] in source, row
            assert source.endswith(row["address"]), row
            seen += 1
    assert seen == len(places) == 266


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


def test_a_row_with_neither_reading_nor_reason_is_an_error() -> None:
    head, first, *_ = text().splitlines()
    values = next(csv.reader([first]))
    for wrong in (
        [*values[:-1], ""],
        [*values[:-1], "forgotten"],
        [*values[:-6], "public-court", *values[-5:]],
    ):
        with pytest.raises(SampleError):
            read_observation_rows(head + "\n" + ",".join(wrong) + "\n")


def test_a_reading_that_the_catalogue_does_not_know_is_an_error() -> None:
    head, *lines = text().splitlines()
    line = next(line for line in lines if ",suit_closing_rate," in line)
    for old, new in (
        ("suit_closing_rate", "suit_closing_rat"),
        ("public-court", "public-courts"),
        (",%,", ",件,"),
    ):
        with pytest.raises(SampleError):
            build_observations(
                head + "\n" + line.replace(old, new) + "\n", catalogue=catalogue(), forms=forms()
            )


def test_the_passport_of_a_lone_unit_names_only_the_cells_that_were_read(published: Services) -> None:
    """上海市 and its 本级 stand in one workbook: 9428 of 11533 were accepted, 959 by the city itself."""
    found = trace(published.numbers(), "public-review", "FY08", "310000", Period.parse("2021M08-2022M07"))
    assert sorted((term.part, term.value, term.scope) for term in found.terms) == [
        ("denominator", 11533, "total"),
        ("numerator", 9428, "total"),
        ("reported", 81.7, "total"),
    ]
    assert found.number.value == pytest.approx(100 * 9428 / 11533)
