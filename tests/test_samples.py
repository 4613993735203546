"""The shipped workbooks of published figures are those that the lists give."""

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from builders import catalogue, codes, extracted, forms

from loaders.checks import check
from loaders.rules import read_rules
from loaders.samples import (
    FIGURES,
    OBSERVATIONS,
    TARGETS,
    SampleError,
    build_bad,
    build_observations,
    build_public,
)

ROOT = Path(__file__).parent.parent / "data" / "samples"


def built() -> dict[str, bytes]:
    figures, targets = ((ROOT / name).read_text(encoding="utf-8") for name in (FIGURES, TARGETS))
    return build_public(figures, targets, catalogue=catalogue(), forms=forms())


@cache
def published() -> dict[str, bytes]:
    text = (ROOT / OBSERVATIONS).read_text(encoding="utf-8")
    return build_observations(text, catalogue=catalogue(), forms=forms())


def parts(data: bytes) -> dict[str, bytes]:
    """Compared by content: how tightly a part is compressed depends on the machine's zlib."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_shipped_public_workbooks_are_those_the_lists_give():
    shipped = {path.name: parts(path.read_bytes()) for path in (ROOT / "public").glob("*.xlsx")}
    made = {**built(), **published()}
    assert shipped == {name: parts(data) for name, data in made.items()}
    assert (len(built()), len(published()), len(made)) == (8, 71, 79)


def test_a_shipped_workbook_is_small() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "public").glob("*.xlsx")]
    assert max(sizes) < 16_000
    assert sum(sizes) < 800_000


def test_the_shipped_bad_workbook_is_the_one_built_and_shows_its_three_faults():
    shipped = {path.name: path.read_bytes() for path in (ROOT / "bad").glob("*.xlsx")}
    made = build_bad(catalogue=catalogue(), forms=forms())
    assert {name: parts(data) for name, data in shipped.items()} == {n: parts(d) for n, d in made.items()}
    (data,) = shipped.values()
    extraction = extracted(data)
    assert extraction.filing is not None
    found = (*extraction.findings, *check(extraction.filing, read_rules(catalogue()), catalogue()))
    assert codes(found, "must") == ["cell.not_a_number", "cell.negative", "rule.part"]


def test_the_public_workbooks_hold_97_observations_and_no_finding_that_returns_a_file():
    rules = read_rules(catalogue())
    count = 0
    for name, data in built().items():
        if not name.startswith("公开数据"):
            continue
        extraction = extracted(data, "public")
        assert extraction.filing is not None
        count += len(extraction.filing.observations)
        found = (*extraction.findings, *check(extraction.filing, rules, catalogue()))
        expected = ["number.repeated", "scope.mixed"] if name == "公开数据_从化区_2021.xlsx" else []
        assert codes(found) == expected, name
        assert {finding.severity for finding in found} <= {"note"}
    assert count == 97


def test_qualifiers_and_printed_decimals_of_the_sources_survive():
    filing = extracted(built()["公开数据_临海市_2021.xlsx"], "public").filing
    assert filing is not None
    by_element = {found.element: found for found in filing.observations}
    assert (by_element["LZ05_reported"].value, by_element["LZ05_reported"].qualifier) == (92.0, "at_least")
    assert (by_element["wages_recovered"].value, by_element["wages_recovered"].decimals) == (77.59, 2)


def test_a_list_that_does_not_fit_the_catalogue_is_an_error():
    head = "region,period,element,scope,qualifier,value,unit,source,quote\n"
    for line in (
        "331082,2021,suit_headr,own,exact,1,件,S0,x\n",
        "331082,2021,suit_heard,own,exact,1,宗,S0,x\n",
        "331082,2021,suit_heard,ours,exact,1,件,S0,x\n",
    ):
        with pytest.raises(SampleError):
            build_public(head + line, "", catalogue=catalogue(), forms=forms())
