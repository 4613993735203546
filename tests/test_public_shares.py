"""The printed shares of the public documents beside part ÷ whole, where both are filed."""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from builders_observations import observations

from indicators.consistency import agreement
from loaders.samples import read_observation_rows

PAGE = Path(__file__).parent.parent / "docs" / "left_out.md"
COUNTS = re.compile(r"filed are (\d+) of (\d+), ")
ALONE = {"1": "the province's suits are not printed"}
CUT_OFF = {
    "江苏省": {"25"},
    "冠县": {"0.5", "0.8", "5"},
    "上海市": {"10.1"},
    "方城县": {"10.59", "2.64", "92.71"},
}


def printed() -> list[Mapping[str, str]]:
    return list(read_observation_rows(observations()))


def shares() -> list[Mapping[str, str]]:
    return [row for row in printed() if row["left_out"] == "share"]


def given(row: Mapping[str, str]) -> tuple[int, int] | None:
    """Part and whole as the documentation says that they are filed."""
    line = next(each for each in PAGE.read_text("utf-8").splitlines() if each.startswith(f"| {row['row']} |"))
    found = COUNTS.search(line)
    return (int(found[1]), int(found[2])) if found else None


def filed(row: Mapping[str, str]) -> set[int]:
    """Every count filed of the same place and year, and of its 本级."""
    return {
        int(each["value"])
        for each in printed()
        if (each["place"].removesuffix("本级"), each["year"]) == (row["place"], row["year"])
        and not each["left_out"]
        and each["value"].isdecimal()
    }


def result(row: Mapping[str, str], part: int, whole: int) -> str:
    decimals = len(row["value"].partition(".")[2])
    return agreement(float(row["value"]), float(Fraction(100 * part, whole)), decimals)


def test_each_of_the_27_shares_has_its_part_and_whole_filed_but_one() -> None:
    assert len(shares()) == 27
    for row in shares():
        counts = given(row)
        assert (counts is None) == (row["row"] in ALONE), row
        assert set(counts or ()) <= filed(row), row


def test_every_share_is_what_part_by_whole_gives_or_cut_off_where_it_is_said_so() -> None:
    found = {
        (row["place"], row["value"]): result(row, *counts)
        for row in shares()
        if (counts := given(row)) is not None
    }
    cut = {(place, value) for place, values in CUT_OFF.items() for value in values}
    assert {name for name, told in found.items() if told == "truncated"} == cut
    assert {told for name, told in found.items() if name not in cut} == {"agrees"}


def test_the_documentation_names_the_shares_that_are_cut_off() -> None:
    sentence = next(
        line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("The shares of ")
    )
    for place, values in CUT_OFF.items():
        (named,) = re.findall(rf"{place[:2]} \(([^)]*)\)", sentence)
        assert set(named.removeprefix("约").split(", ")) == values
