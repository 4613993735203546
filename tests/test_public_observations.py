"""The list of public documents: each row is filed under the body whose figure it is, or left out."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest
from builders import catalogue, extracted, forms
from builders_observations import observation_workbooks, observations
from builders_sources import table_under

from data.model import Period
from loaders.samples import SampleError, build_observations, read_observation_rows
from loaders.workbook import read

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
def rows() -> tuple[Mapping[str, str], ...]:
    return tuple(read_observation_rows(observations()))


@cache
def filed() -> tuple[Mapping[str, str], ...]:
    return tuple(row for row in rows() if not row["left_out"])


def test_all_316_rows_are_filed_or_left_out() -> None:
    assert [int(row["row"]) for row in rows()] == list(range(1, 317))
    assert Counter(row["dataset"] for row in filed()) == FILED
    assert Counter(row["left_out"] for row in rows() if row["left_out"]) == LEFT_OUT
    assert sum(FILED.values()) + sum(LEFT_OUT.values()) == 316


def test_every_row_left_out_is_listed_with_its_reason() -> None:
    listed = {row[0]: row for row in table_under("Rows left out")}
    out = [row for row in rows() if row["left_out"]]
    assert list(listed) == [row["row"] for row in out]
    for row in out:
        _, place, printed, value, why = listed[row["row"]]
        assert place == f"{row['place']} {row['year']}", row
        assert printed == row["printed"], row
        assert value.replace("约", "").replace(" ", "") == row["value"] + row["unit"], row
        assert why.split(";")[0].split(" ")[0] == row["left_out"], row


def test_the_documentation_counts_what_is_filed() -> None:
    counts = {row[0].strip("`"): int(row[1]) for row in table_under("The list of public documents")}
    assert counts == FILED


def test_a_share_or_change_left_out_says_what_the_filed_counts_give() -> None:
    for row in table_under("Rows left out"):
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
    for name, data in observation_workbooks().items():
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


def test_a_row_with_neither_reading_nor_reason_is_an_error() -> None:
    head, first, *_ = observations().splitlines()
    values = next(csv.reader([first]))
    for wrong in (
        [*values[:-1], ""],
        [*values[:-1], "forgotten"],
        [*values[:-6], "public-court", *values[-5:]],
    ):
        with pytest.raises(SampleError):
            read_observation_rows(head + "\n" + ",".join(wrong) + "\n")


def test_a_reading_that_the_catalogue_does_not_know_is_an_error() -> None:
    head, *lines = observations().splitlines()
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
