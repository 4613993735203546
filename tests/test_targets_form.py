"""The register of targets as a workbook: round trip and findings."""

import csv
import io
from dataclasses import fields
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from builders import catalogue, edited, grid, places
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import LEVELS, Finding, Target
from loaders.samples import read_target_rows
from loaders.targets import is_register, read_targets, write_targets
from loaders.workbook import read

INDICATORS = {"TZ06": False, "FY01": False, "FY04": False, "ZF02": True, "ZZ08": False}
HEAD = 6  # the 栏号 row; the first target stands below


def target(**changes: object) -> Target:
    plain: dict[str, object] = {
        "target": "T-1",
        "dataset": "public-renshe",
        "indicator": "TZ06",
        "variant": "",
        "region": "331082",
        "levels": ("county",),
        "first": "2022M01",
        "last": "2022M12",
        "every": "",
        "kind": "floor",
        "op": ">=",
        "threshold": 90.0,
        "near": None,
        "unit": "%",
        "due": "",
        "strength": "必须",
        "object": "案前化解率",
        "source": "S0 四3",
        "text": "=确保90%以上",
        "author": "",
        "decided_on": "2022-01-13",
        "reason": "",
        "basis": "",
        "milestones": (),
        "digits": None,
    }
    return Target(**{**plain, **changes})


def read_back(data: bytes) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    return read_targets(read(data), catalogue(), INDICATORS)


def with_cell(column: str, value: object) -> list[tuple[str, str]]:
    """Findings after one cell of the only target was changed."""

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0][f"{column}{HEAD + 1}"] = value

    _, findings = read_back(edited(write_targets([target()]), change))
    assert all(found.severity == "must" for found in findings)
    return places(findings)


WORDS = st.text(alphabet="甲乙案abc01=+-@ ,；", max_size=12).map(str.strip)
TARGETS = st.builds(
    target,
    indicator=st.sampled_from(["TZ06", "FY01", "FY04"]),
    variant=st.sampled_from(["", "A", "B"]),
    region=st.sampled_from(["331082", "440117", "510800"]),
    levels=st.sets(st.sampled_from(LEVELS), min_size=1).map(
        lambda chosen: tuple(level for level in LEVELS if level in chosen)
    ),
    first=st.sampled_from(["", "2021M01"]),
    last=st.sampled_from(["", "2022M12"]),
    every=st.sampled_from(["", "year"]),
    threshold=st.floats(0, 1e6).map(lambda number: round(number, 4)),
    near=st.none() | st.integers(0, 100).map(float),
    due=st.sampled_from(["", "2022-12-31"]),
    strength=st.sampled_from(["必须", "原则上", "力争", "推进", ""]),
    object=WORDS,
    text=WORDS,
    reason=WORDS,
    basis=WORDS,
    milestones=st.sampled_from([(), (("2022M06", 60.5),), (("2022M03", 40.0), ("2022M09", 80.0))]),
    digits=st.none() | st.integers(0, 6),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(TARGETS, min_size=1, max_size=6))
def test_targets_written_and_read_back_are_the_same(targets: list[Target]):
    numbered = [Target(**{**vars_of(one), "target": f"T-{index}"}) for index, one in enumerate(targets)]
    assert read_back(write_targets(numbered)) == (tuple(numbered), ())


def vars_of(one: Target) -> dict[str, object]:
    return {name: getattr(one, name) for name in (field.name for field in fields(Target))}


def test_the_register_of_the_sources_is_read_back_whole():
    known = {row["indicator"]: row["kind"] == "prohibition" for row in sample_rows() if row["indicator"]}
    targets = read_target_rows(Path("data/samples/targets.csv").read_text(encoding="utf-8"))
    found, findings = read_targets(read(write_targets(targets)), catalogue(), known)
    assert findings == ()
    assert found == targets
    assert len(found) == 54


def sample_rows() -> list[dict[str, str]]:
    text = Path("data/samples/targets.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_same_targets_give_the_same_bytes():
    assert write_targets([target()]) == write_targets([target()])


def test_the_register_is_known_by_its_number_and_other_workbooks_are_not():
    assert is_register(read(write_targets([target()])))
    assert not is_register(read(grid([["表号：FH-N1"], ["甲", 1]])))


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("B", "人社", "target.unknown_dataset"),
        ("C", "TZ66", "target.unknown_indicator"),
        ("C", None, "target.unknown_indicator"),
        ("C", "ZF02", "target.protected"),
        ("E", "999999", "target.unknown_region"),
        ("E", "990101", "target.unknown_region"),
        ("F", "乡村", "target.bad_level"),
        ("F", None, "target.bad_level"),
        ("G", "2022年", "target.bad_period"),
        ("H", "2021M12", "target.bad_period"),
        ("J", "最低", "target.bad_kind"),
        ("K", "<=", "target.bad_op"),
        ("L", "九成", "target.bad_threshold"),
        ("L", None, "target.bad_threshold"),
        ("O", "年底前", "target.bad_date"),
        ("P", "尽量", "target.bad_strength"),
        ("X", "年中60", "target.bad_milestones"),
        ("X", "2023M06=60", "target.bad_milestones"),
        ("X", "2022M09=60；2022M06=70", "target.bad_milestones"),
        ("Y", "一位", "target.bad_digits"),
        ("Y", "12", "target.bad_digits"),
        ("A", None, "target.bad_code"),
    ],
)
def test_a_bad_cell_of_the_register_is_a_finding_at_that_cell(column: str, value: object, code: str):
    found = with_cell(column, value)
    sheet = "目标值登记表"
    assert len(found) == 1
    place, read_code = found[0]
    assert read_code == code
    # A blanked cell no longer exists: the finding then stands at the row.
    assert place == f"{sheet}!{column}{HEAD + 1}" or (value is None and place.endswith(str(HEAD + 1)))


def test_a_register_of_an_older_edition_is_read_without_what_was_added_since():
    def older(book: openpyxl.Workbook) -> None:
        book.worksheets[0].delete_cols(23, 3)

    new = target(basis="示例〔2022〕1号", milestones=(("2022M06", 60.0),), digits=1)
    found, findings = read_back(edited(write_targets([new]), older))
    assert findings == ()
    assert found == (target(),)


def test_only_a_floor_or_a_cap_has_milestones():
    wrong = target(kind="exact", op="=", milestones=(("2022M06", 60.0),))
    _, findings = read_back(write_targets([wrong]))
    assert [found.code for found in findings] == ["target.bad_milestones"]


def test_a_finding_names_the_nearest_indicator():
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0][f"C{HEAD + 1}"] = "TZ061"

    _, findings = read_back(edited(write_targets([target()]), change))
    assert findings[0].params["read"] == "TZ061"
    assert findings[0].params["expected"] == "TZ06"


def test_a_target_on_a_protected_indicator_is_refused_with_the_law_and_a_prohibition_is_taken():
    refused = write_targets([target(indicator="ZF02", kind="cap", op="<=", unit="万元")])
    _, findings = read_back(refused)
    assert [found.code for found in findings] == ["target.protected"]
    assert "行政处罚法" in str(findings[0].params["clause"])
    assert "国办发〔2024〕54号" in str(findings[0].params["clause"])
    banned = target(indicator="ZF02", kind="prohibition", op="", threshold=None)
    assert read_back(write_targets([banned])) == ((banned,), ())


def test_a_code_given_twice_is_a_finding():
    _, findings = read_back(write_targets([target(), target()]))
    assert places(findings) == [(f"目标值登记表!A{HEAD + 2}", "target.bad_code")]


def test_an_empty_register_is_a_finding():
    assert [found.code for found in read_back(write_targets([]))[1]] == ["form.empty"]


def test_a_share_above_a_hundred_and_a_decision_of_tomorrow_are_findings_at_their_cells() -> None:
    told = target(threshold=900.0, decided_on="2027-01-01")

    def found(each: Target, *wholes: tuple[str, str]) -> list[str]:
        book, day = read(write_targets([each])), date(2026, 11, 20)
        findings = read_targets(book, catalogue(), INDICATORS, wholes=wholes, today=day)[1]
        return [finding.code for finding in findings if finding.cell]

    assert found(told, ("TZ06", "")) == ["target.bad_threshold", "target.future"]
    assert found(target(threshold=100.0, decided_on="2026-11-20"), ("TZ06", "")) == []
    assert found(target(threshold=900.0), ("FY04", "")) == []  # a rate that may pass 100
