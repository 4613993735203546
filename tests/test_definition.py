"""The strict reading of indicators/catalogue: every mistake at once, with file, entry and nearest name."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import catalogue
from builders_numbers import element

from data.catalogue import Catalogue, CatalogueError
from indicators.definition import FOLDER, read_indicators

SMALL = """
[FY99]
name = "测试率"
short = "测试"
english = "Test rate"
short_english = "Test"
unit = "%"
kind = "ratio"
scale = 100
direction = "higher"
frequency = "Q"
aggregation = "ratio_of_sums"
part_of_whole = true
source = "S0"
default = "A"
definition = "口径"
definition_english = "What it is"
[FY99.variants.A]
name = "甲"
english = "A"
numerator = "suit_head_appeared"
denominator = "suit_heard"
"""


def with_small(tmp_path: Path, *changes: tuple[str, str], base: str = SMALL) -> Path:
    """The shipped folder with one more indicator FY99, changed."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "indicators"))
    for old, new in changes:
        assert old in base
        base = base.replace(old, new, 1)
    with (folder / "fy.toml").open("a", encoding="utf-8") as file:
        file.write(base)
    return folder


def mistakes(folder: Path, known: Catalogue | None = None) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        read_indicators(known or catalogue(), folder)
    return caught.value.mistakes


def test_a_sound_entry_is_read_with_its_variant(tmp_path: Path) -> None:
    found = read_indicators(catalogue(), with_small(tmp_path))["FY99"]
    variant = found.variant()
    assert (found.domain, found.kind, found.scale, found.level_seen) == ("FY", "ratio", 100, "")
    assert (str(variant.numerator), str(variant.denominator)) == ("suit_head_appeared", "suit_heard")
    assert variant.part_of_whole
    assert variant.elements == ("suit_head_appeared", "suit_heard")


def test_an_unknown_variant_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        read_indicators(catalogue())["FY04"].variant("Z")


def test_all_mistakes_of_an_entry_come_at_once_with_their_place(tmp_path: Path) -> None:
    folder = with_small(
        tmp_path,
        ('numerator = "suit_head_appeared"', 'numerator = "suit_head_apeared"'),
        ('kind = "ratio"', 'kind = "ration"'),
        ("scale = 100", "scale = 0"),
        ('unit = "%"', 'unit = "人日"'),
        ('default = "A"', 'default = "B"'),
        ('direction = "higher"', 'direction = "up"'),
        ("part_of_whole = true", 'part_of_whole = "yes"'),
    )
    place = "indicators/catalogue/fy.toml [FY99]"
    assert mistakes(folder) == (
        f"{place}: kind = 'ration'; expected one of ratio, count, flag, rank; did you mean 'ratio'?",
        f"{place}: scale = 0; expected a whole number from 1",
        f"{place}: unit '人日' has no English in units.toml; did you mean '人'?",
        f"{place}: part_of_whole = 'yes'; expected true or false",
        f"{place} [variants.A]: unknown data element 'suit_head_apeared'; did you mean 'suit_head_appeared'?",
        f"{place}: default = 'B' is no variant; expected one of A",
        f"{place}: direction = 'up'; expected one of higher, lower, neutral",
    )


def test_missing_and_unknown_keys_are_named(tmp_path: Path) -> None:
    folder = with_small(tmp_path, ("aggregation =", "agregation ="), ('english = "A"\n', ""))
    assert mistakes(folder) == (
        "indicators/catalogue/fy.toml [FY99]: unknown key 'agregation'; did you mean 'aggregation'?",
        "indicators/catalogue/fy.toml [FY99]: key 'aggregation' is missing",
    )


def test_a_variant_without_a_name_is_a_mistake(tmp_path: Path) -> None:
    folder = with_small(tmp_path, ('english = "A"\n', ""))
    assert mistakes(folder)[0] == (
        "indicators/catalogue/fy.toml [FY99] [variants.A]: key 'english' is missing"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [('denominator = "suit_heard"\n', ""), ('kind = "ratio"', 'kind = "count"')],
)
def test_a_ratio_has_a_denominator_and_other_kinds_have_none(tmp_path: Path, old: str, new: str) -> None:
    folder = with_small(tmp_path, (old, new))
    assert mistakes(folder) == (
        "indicators/catalogue/fy.toml [FY99] [variants.A]: a ratio has a denominator, other kinds have none",
    )


def test_a_formula_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    folder = with_small(tmp_path, ('denominator = "suit_heard"', 'denominator = "suit_heard / 2"'))
    (wrong,) = mistakes(folder)
    assert wrong.startswith("indicators/catalogue/fy.toml [FY99] [variants.A]: 'suit_heard / 2'")


def test_what_is_computed_from_a_protected_element_is_protected(tmp_path: Path) -> None:
    folder = with_small(tmp_path, ('numerator = "suit_head_appeared"', 'numerator = "penalty_decisions"'))
    assert mistakes(folder) == (
        (
            "indicators/catalogue/fy.toml [FY99]: is computed from the protected element "
            "'penalty_decisions'; write protected = true"
        ),
    )


def test_what_is_computed_from_a_sensitive_element_is_sensitive(tmp_path: Path) -> None:
    for part in ("numerator", "denominator"):
        was = "suit_head_appeared" if part == "numerator" else "suit_heard"
        folder = with_small(tmp_path / part, (f'{part} = "{was}"', f'{part} = "mass_incidents"'))
        assert mistakes(folder) == (
            (
                "indicators/catalogue/fy.toml [FY99]: is computed from the sensitive element "
                "'mass_incidents'; write sensitive = true"
            ),
        )


def test_a_protected_element_may_be_the_denominator_of_a_procedural_rate(tmp_path: Path) -> None:
    folder = with_small(tmp_path, ('denominator = "suit_heard"', 'denominator = "penalty_decisions"'))
    assert not read_indicators(catalogue(), folder)["FY99"].protected


def test_a_code_in_two_files_is_a_mistake(tmp_path: Path) -> None:
    folder = with_small(tmp_path)
    with (folder / "pf.toml").open("a", encoding="utf-8") as file:
        file.write(SMALL)
    assert mistakes(folder) == ("indicators/catalogue/pf.toml [FY99]: this code is given twice",)


def test_a_file_that_is_missing_broken_or_unknown_is_a_mistake(tmp_path: Path) -> None:
    folder = with_small(tmp_path)
    (folder / "lz.toml").unlink()
    (folder / "zd.toml").write_text("[ZD01\n", encoding="utf-8")
    (folder / "braeks.toml").write_text("", encoding="utf-8")
    first, second, third, *_ = mistakes(folder)
    assert first.startswith("lz.toml: ")
    assert second.startswith("zd.toml: ")
    assert third == "indicators/catalogue/braeks.toml: unknown file; did you mean 'breaks'?"


def test_a_domain_without_its_code_is_a_mistake(tmp_path: Path) -> None:
    folder = with_small(tmp_path)
    path = folder / "kj.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('domain = "KJ"\n', ""), encoding="utf-8")
    assert "indicators/catalogue/kj.toml: key 'domain' is missing" in mistakes(folder)


def test_an_element_that_reports_an_unknown_indicator_is_a_mistake() -> None:
    stray = element("FY04X_reported", kind="rate", over_time="none", over_regions="none", reports="FY044")
    known = replace(catalogue(), elements={**catalogue().elements, stray.code: stray})
    assert mistakes(FOLDER, known) == (
        "data_elements.csv [FY04X_reported]: unknown indicator 'FY044'; did you mean 'FY04'?",
    )


def test_an_indicator_has_one_element_for_its_printed_value() -> None:
    second = element("FY04_again", kind="rate", over_time="none", over_regions="none", reports="FY04")
    known = replace(catalogue(), elements={**catalogue().elements, second.code: second})
    assert mistakes(FOLDER, known) == (
        "data_elements.csv [FY04_again]: indicator FY04 is already reported by 'FY04_reported'",
    )
