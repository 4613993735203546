"""Findings as people read them: no codes of the program's own, no Chinese in English but the file's names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from data.model import Finding
from layouts.text import OTHER_FINDING, Language, finding_parts, finding_templates, size_text, words
from loaders.package import kind_of

CHINESE = re.compile(r"[\u3400-\u9fff]")
TOKEN = re.compile(r"[a-z]+_[a-z_]+|\b[a-z]{3,}\b")
# Words that a Chinese text may hold: names of formats and programs.
PLAIN = frozenset(("xlsx", "xls", "ods", "zip", "pdf"))
# The program's own codes as they stand in parameters, with what may stand beside them.
CODES: dict[str, list[str]] = {
    "kind": ["xlsx", "xlsm", "xls", "encrypted", "ods", "zip", "pdf", "text", "empty", "unknown"],
    "what": [
        *("parts", "inflated", "part_bytes", "ratio", "duplicate_part", "sheets", "strings", "cells"),
        *("format_length", "text_total", "text_length", "columns", "merges", "merged_area"),
        *("repeated_sheet", "namespaces", "seconds", "memory"),
    ],
    "reason": [
        *("bad_zip", "missing_part", "unreadable_part", "wrong_size", "compression", "no_sheets"),
        *("sheet_list", "sheet_link", "nested_row", "nested_cell", "nested_string", "bad_xml", "style"),
        *("two_values", "two_formulas", "namespace", "wrong_namespace", "markup_in_text", "encoding"),
        *("repeat", "malformed", "out_of_bounds", "repeated", "not_increasing", "quite_new"),
    ],
}
TYPICAL: dict[str, str] = {
    "read": "7",
    "expected": "≤ 2026M11",
    "against": "2025Q3",
    "found": "9000000",
    "limit": "8388608",
    "cells": "A1、B2",
    "valid": "2025M01",
    "part": "",
}


def told() -> Iterator[tuple[str, dict[str, str]]]:
    """Every code of a finding, with each of the program's own words for its parameters."""
    for code, entry in finding_templates().items():
        if code == OTHER_FINDING:
            continue  # it names a code, for a finding that has no words yet
        texts = " ".join(entry.values())
        names = [name for name in CODES if f"{{{name}}}" in texts]
        if not names:
            yield code, {}
        for name in names:
            for each in CODES[name]:
                yield code, {name: each}


def spoken(code: str, params: dict[str, str], language: Language) -> str:
    named = {"label": "7", "english": "Suits"} | TYPICAL | params
    return " ".join(finding_parts(Finding(code, "must", "1", "A1", named), language))


def test_no_chinese_message_holds_a_code_of_the_program() -> None:
    found = {
        (code, *params.values()): [word for word in TOKEN.findall(text) if word not in PLAIN]
        for code, params in told()
        if (text := spoken(code, params, "zh"))
    }
    assert {key: left for key, left in found.items() if left} == {}


def test_no_english_message_holds_chinese_words_or_codes_with_underscores() -> None:
    texts = {(code, *params.values()): spoken(code, params, "en") for code, params in told()}
    foreign = {
        key: text for key, text in texts.items() if CHINESE.search(text) or re.search(r"[a-z]_[a-z]", text)
    }
    assert foreign == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_of_the_reader_has_a_word(language: Language) -> None:
    known = words(language)
    missing = [
        f"file_{name}.{code}"
        for name, codes in CODES.items()
        for code in codes
        if f"file_{name}.{code}" not in known and code != "quite_new"
    ]
    assert missing == []
    assert f"file_kind.{kind_of(b'plain words', 'a.txt')}" in known


def test_periods_in_a_message_are_said_in_words() -> None:
    params = {"read": "2026Q3", "expected": "≤ 2026M09", "reason": "future"}
    finding = Finding("form.wrong_period", "must", params=params)
    assert "2026年三季度" in finding_parts(finding, "zh")[0]
    assert "≤ 2026年9月" in finding_parts(finding, "zh")[0]
    assert "Q3 2026" in finding_parts(finding, "en")[0]


def test_the_sides_of_a_rule_are_told_in_the_language_asked_for() -> None:
    sides = {
        "left": "败诉 7",
        "left_english": "Suits lost 7",
        "right": "判决 6",
        "right_english": "Decided 6",
    }
    finding = Finding(
        "rule.at_most", "must", "1", "A1", {**sides, "rule": "一", "english": "one", "cells": "A1"}
    )
    assert finding_parts(finding, "zh")[0] == "败诉 7，应不大于判决 6。"
    assert finding_parts(finding, "en")[0] == "Suits lost 7 should not be more than Decided 6."


@pytest.mark.parametrize(
    ("expected", "english"),
    [("数字（件）", "a number (cases)"), ("0 或 1", "0 or 1"), ("省级、市级", "a province, a city")],
)
def test_what_was_expected_is_told_in_english(expected: str, english: str) -> None:
    finding = Finding("cell", "must", params={"read": "x", "expected": expected})
    assert finding_parts(finding, "en")[0] == f"This cell reads “x”; expected {english}."


def test_what_stood_in_the_file_is_quoted_as_it_is() -> None:
    finding = Finding(
        "cell.normalised", "note", params={"read": "2025Q3、甲", "became": "1", "english": "Suits"}
    )
    assert "“2025Q3、甲”" in finding_parts(finding, "en")[0]


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 kB"),
        (48 * 1024, "48 kB"),
        (20 * 1024**2, "20 MB"),
        (22_020_096, "21 MB"),
        (2_500_000, "2.4 MB"),
    ],
)
def test_sizes_are_told_in_one_way(size: int, text: str) -> None:
    assert size_text(size) == text
