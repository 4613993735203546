"""Every word that a user reads, in both languages; lower layers give codes and parameters only."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from data.model import Finding
from layouts.periods import codes_spoken

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent
OTHER_FINDING = "other"
KILOBYTE, MEGABYTE = 1024, 1024**2
ENGLISH = "_english"
BYTE_SIZES = ("inflated", "part_bytes", "memory")  # of what there may be too much in a file
PLACES = ("read", "label", "beside", "name", "part", "formula")  # as they stand in the file: never changed
DATED = ("form.wrong_period", "form.period_elsewhere", "sheet.")  # what a bare year in a parameter means


_NUMBER_OF = re.compile(r"数字（(.*)）")


class TextError(KeyError):
    """A key without words: our mistake."""


class Words(dict[str, str]):
    """Dotted key to text; an unknown key is an error that names the nearest known one."""

    def __missing__(self, key: str) -> str:
        near = difflib.get_close_matches(key, self, n=1)
        raise TextError(
            f"layouts/text/interface: no {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")
        )

    def say(self, key: str, **params: object) -> str:
        """The text with its ``{params}`` filled in."""
        return self[key].format_map(params)

    def choose(self, group: str, code: str) -> str:
        """``words.choose("gap", "no_cases")``; an unknown code is shown as it is."""
        return self.get(f"{group}.{code}", code)


@cache
def words(language: Language) -> Words:
    """The interface's texts in one language."""
    found = Words()
    for path in sorted(FOLDER.glob(f"*.{language}.toml")):
        for key, text in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in found:
                raise TextError(f"layouts/text/{path.name}: {key!r} is given twice")
            found[key] = text
    return found


@cache
def finding_templates() -> Mapping[str, Mapping[str, str]]:
    """Finding code to ``zh``, ``zh_fix``, ``en``, ``en_fix``."""
    tables = tomllib.loads((FOLDER / "findings.toml").read_text(encoding="utf-8"))
    return {str(code): dict(entry) for code, entry in tables.items()}


def finding_message(finding: Finding, language: Language) -> str:
    """What is wrong and how to mend it, in one text."""
    what, fix = finding_parts(finding, language)
    return f"{what}{'' if language == 'zh' else ' '}{fix}" if fix else what


def finding_parts(finding: Finding, language: Language) -> tuple[str, str]:
    """What is wrong; how to mend it (may be empty). Missing and empty parameters are shown as “—”.

    A finding with a reason takes the words of ``code.reason`` where there are any; a code without words of
    its own takes its family's (``rule.quite_new`` takes ``rule``).
    """
    entry = finding_templates()[_entry(finding)]
    given = _Params(spoken_params(finding, language))
    for name, place in (("sheet", finding.sheet), ("cell", finding.cell), ("finding_code", finding.code)):
        given.setdefault(name, place)
    return entry[language].format_map(given), entry.get(f"{language}_fix", "").format_map(given)


def spoken_params(finding: Finding, language: Language) -> dict[str, str]:
    """The parameters as they are said; empty ones are left out."""
    filled = {name: value for name, value in finding.params.items() if value != ""}
    given = {name: _spoken(name, value, finding, language) for name, value in filled.items()}
    if language == "en":
        given |= _english(finding)
    return given | _file_words(finding, words(language)) if finding.code.startswith("file.") else given


def params_of(template: str) -> frozenset[str]:
    """Names of the parameters that a template asks for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


class _Params(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


def _entry(finding: Finding) -> str:
    reason, family = finding.params.get("reason", ""), finding.code.split(".")[0]
    candidates = (f"{finding.code}.{reason}", finding.code, family, OTHER_FINDING)
    return next(code for code in candidates if code in finding_templates())


def size_text(size: int) -> str:
    """A file's size as a file manager says it (1 MB is 1024 kB): ``48 kB``, ``2.4 MB``, ``20 MB``."""
    if size < MEGABYTE:
        return f"{max(1, round(size / KILOBYTE))} kB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"


def _spoken(name: str, value: str | float, finding: Finding, language: Language) -> str:
    """A parameter as it is said: period codes in words, lists as the language joins them."""
    if isinstance(value, float):
        return f"{value:.10g}"
    text, dated = str(value), finding.code.startswith(DATED)
    if name in PLACES and not (name == "read" and finding.params.get("reason") == "future"):
        return text
    text = codes_spoken(text, language, years=dated)
    return text if language == "zh" else text.replace("、", ", ").replace("；", "; ")


def _english(finding: Finding) -> dict[str, str]:
    """What a finding gives in English words of its own, and the words of this program in ``expected``."""
    params, spoken = finding.params, words("en")
    told = {
        name.removesuffix(ENGLISH): str(value)
        for name, value in params.items()
        if name.endswith(ENGLISH) and value
    }
    expected = params.get("expected", "")
    if isinstance(expected, str) and expected and "expected" not in told:
        parts = [_expected_in_english(part, spoken) for part in expected.split("、")]
        told["expected"] = codes_spoken(", ".join(parts), "en", years=finding.code.startswith(DATED))
    return told


def _expected_in_english(text: str, spoken: Words) -> str:
    """数字（件） is a number (cases); what is to be written in the file, and names, stay as they are."""
    found = _NUMBER_OF.fullmatch(text)
    if found:
        unit = spoken.get(f"unit_name.{found[1]}", found[1])
        return spoken.say("expected.number", unit=unit) if unit else spoken["expected.count"]
    return spoken.get(f"expected_word.{text}", text)


def _file_words(finding: Finding, spoken: Words) -> dict[str, str]:
    """The reader's own codes in words: what a file is, what is wrong with it, of what it has too much."""
    params = {name: str(value) for name, value in finding.params.items()}
    told: dict[str, str] = {}
    for name in ("kind", "what", "reason"):
        if name in params:
            told[name] = spoken.get(f"file_{name}.{params[name]}", spoken[f"file_{name}.other"])
    if "part" in params:
        told["part"] = params["part"] or params.get("sheet", "") or spoken["file_part.whole"]
    sizes = ("bytes", "limit") if "bytes" in params else ()
    sizes = ("found", "limit") if params.get("what") in BYTE_SIZES else sizes
    told |= {name: size_text(int(params[name])) for name in sizes if params.get(name, "").isdecimal()}
    return told


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
