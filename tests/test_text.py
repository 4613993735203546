"""Words: complete in both languages, strict about keys, tolerant about parameters."""

from __future__ import annotations

import re
import tomllib

import pytest

from data.model import Finding
from layouts.text import (
    FOLDER,
    LANGUAGES,
    Language,
    TextError,
    finding_message,
    finding_parts,
    finding_templates,
    params_of,
    words,
)

# What the parameters of a finding may be called, and what they hold. A new one is entered here first.
PARAMS = {
    "read": "what stood in the cell, or was read from the file",
    "expected": "what should have stood there, or the nearest that is known",
    "became": "what a value was read as",
    "label": "the row's or column's name in the form",
    "element": "code of the data element",
    "elements": "names of several data elements",
    "indicator": "code of the indicator",
    "variant": "letter of the variant",
    "now": "this period's figure",
    "before": "the earlier figure, or that of the others",
    "against": "the period or periods compared with",
    "number": "number of a column",
    "code": "code of a row in the form",
    "first": "where the same row stood first",
    "name": "name of the region or indicator",
    "unit": "unit of the data element",
    "formula": "the formula of the cell",
    "rule": "the rule in words",
    "english": "English name of the data element or indicator, or the rule in English words",
    "left": "left side of a rule, with its numbers",
    "right": "right side of a rule, with its numbers",
    "beside": "the row beside which a missing one belongs",
    "names": "the names of several of them, as they stand in the file",
    "change": "how much a figure changed, in per cent or, from nothing, in its unit",
    "other": "the number of another submission of the same place",
    "cells": "the cells that are compared",
    "value": "the figure that stands in a row that was not recognised",
    "clause": "the law that forbids it",
    "bytes": "size of the file",
    "limit": "the limit that was passed",
    "kind": "what the file seems to be",
    "part": "part of the workbook's package",
    "reason": "short technical reason",
    "address": "address inside the package",
    "what": "what there is too much of",
    "found": "how much there was",
    "sheet": "sheet of the finding",
    "cell": "cell of the finding",
    "finding_code": "code of the finding",
    "upto": "the words of a rule as far as they could be read",
    "rest": "the words of a rule that could not be read",
    "valid": "months in which a version of the form is valid",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_both_languages_have_the_same_keys() -> None:
    assert set(words("zh")) == set(words("en"))


def test_both_languages_ask_for_the_same_parameters() -> None:
    chinese, english = words("zh"), words("en")
    assert {key: params_of(text) for key, text in chinese.items()} == {
        key: params_of(text) for key, text in english.items()
    }


def test_english_texts_hold_no_chinese_but_marks_as_they_are_printed() -> None:
    printed = re.compile(
        r"中文|(绝密|机密|秘密)★"
    )  # the language link; secrecy marks as they stand on a file
    foreign = [key for key, text in words("en").items() if CHINESE.search(printed.sub("", text))]
    assert foreign == []


def test_an_unknown_key_names_the_nearest_one() -> None:
    with pytest.raises(TextError, match=r"did you mean 'compare\.title'"):
        words("zh")["compare.titel"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain_without_middle_dots_exclamation_marks_or_apologies(language: Language) -> None:
    poor = [key for key, text in words(language).items() if re.search(r"[·！!]|您|抱歉|[Ss]orry", text)]
    assert poor == []


def test_every_finding_has_both_languages_and_a_fix_in_both_or_neither() -> None:
    for code, entry in finding_templates().items():
        assert {"zh", "en"} <= set(entry) <= {"zh", "en", "zh_fix", "en_fix"}, code
        assert ("zh_fix" in entry) == ("en_fix" in entry), code


def test_every_parameter_of_a_finding_text_is_documented() -> None:
    asked = {
        name for entry in finding_templates().values() for text in entry.values() for name in params_of(text)
    }
    assert asked <= set(PARAMS)


def test_a_finding_is_said_with_its_parameters() -> None:
    told = {"read": "一", "expected": "数字（件）", "label": "败诉", "english": "Suits lost"}
    finding = Finding("cell.not_a_number", "must", "应诉", "F9", told)
    assert finding_parts(finding, "zh")[0] == "败诉：“一”不是数字，应为数字（件）。"
    assert finding_message(finding, "en").startswith(
        "Suits lost: “一” is not a number; expected a number (cases). Write"
    )


def test_a_missing_or_empty_parameter_is_shown_as_a_dash() -> None:
    assert finding_parts(Finding("cell.negative", "must"), "zh")[0] == "—：— 是负数，应不小于 0。"
    unknown = Finding("form.unknown", "must", params={"read": "", "expected": "年报"})
    assert "读到“—”" in finding_parts(unknown, "zh")[0]


def test_a_reason_chooses_its_own_words() -> None:
    later = Finding(
        "form.wrong_period", "must", params={"read": "2027", "expected": "≤ 2026M11", "reason": "future"}
    )
    plain = Finding("form.wrong_period", "must", params={"read": "2027", "expected": "2026年"})
    assert finding_parts(later, "zh")[0] == "报告期 2027年 还没有结束，应为 ≤ 2026年11月。"
    assert finding_parts(plain, "zh")[0] == "报告期“2027”不对，应为2026年。"


def test_a_code_without_words_of_its_own_takes_those_of_its_family() -> None:
    sides = {"left": "败诉 7", "right": "审结 6", "cells": "应诉!F7、应诉!E7"}
    rule = Finding("rule.quite_new", "must", "应诉", "F7", sides)
    assert finding_parts(rule, "zh")[0] == "败诉 7与审结 6对不上（应诉!F7、应诉!E7）。"
    assert "quite.new" in finding_message(Finding("quite.new", "note"), "en")


def test_numbers_in_parameters_are_written_plainly() -> None:
    params = {"read": 116.7, "expected": "0—100"}
    assert (
        finding_parts(Finding("cell.over_100", "must", params=params), "zh")[0] == "比率 116.7 超出 0—100。"
    )
    size = {"bytes": "31981568", "limit": "20971520"}
    assert (
        finding_parts(Finding("file.too_large", "must", params=size), "en")[0]
        == "The file has 30.5 MB, over the limit of 20 MB."
    )


def test_no_file_of_texts_is_left_unread() -> None:
    names = {path.name for path in FOLDER.glob("*.toml")}
    paired = {name for name in names if re.fullmatch(r".+\.(zh|en)\.toml", name)}
    assert names - paired == {"findings.toml"}
    for name in paired:
        assert tomllib.loads((FOLDER / name).read_text(encoding="utf-8")), name


def test_every_code_that_the_program_gives_has_words_of_its_own_or_of_its_family() -> None:
    root = FOLDER.parents[1]
    sources = [path for folder in ("loaders", "indicators") for path in sorted((root / folder).glob("*.py"))]
    families = (
        r"file|form|sheet(?!\.macro)|table|column|row|cell|number|reported|change|scope|element|region|rule"
        "|previous|last_year|tiling|falling|children|outlier|funnel|target|system|mapping|life|task"
    )
    code = re.compile(rf'"((?:{families})\.[a-z_0-9]+)"')
    given = {found for path in sources for found in code.findall(path.read_text(encoding="utf-8"))}
    known = finding_templates()
    assert given
    assert [found for found in sorted(given) if found not in known and found.split(".")[0] not in known] == []
