"""Writes layouts/assets/pinyin.js, the readings that lists are searched by, anew.

It needs pypinyin, which Faheng does not: run it from an environment that has that and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, pinyin

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "layouts" / "assets" / "pinyin.js"
LISTS = ("regions.csv", "regions_demo.csv", "region_aliases.csv")
HEAD = """\
// The readings of 6,770 characters (GB 2312 and those of the region lists), a character under each of its
// readings without tone, ü as v (but lue, nue). Made by tests/write_pinyin.py from pypinyin 0.55.0, whose
// licence is in pinyin.LICENCE.txt.
window.fahengPinyin = "%s";
"""


def main() -> None:
    listed = "".join((ROOT / "data" / "catalogue" / name).read_text(encoding="utf-8") for name in LISTS)
    readings: dict[str, list[str]] = {}
    for character in sorted({*_gb2312(), *filter(_is_chinese, listed)}):
        for reading in pinyin(character, style=Style.NORMAL, heteronym=True)[0]:
            readings.setdefault(reading.replace("ve", "ue"), []).append(character)
    table = " ".join(reading + "".join(found) for reading, found in sorted(readings.items()))
    TABLE.write_text(HEAD % table, encoding="utf-8", newline="\n")


def _gb2312() -> Iterator[str]:
    """Every character of the standard, which reach from row 16 to row 87."""
    for row in range(0xB0, 0xF8):
        for place in range(0xA1, 0xFF):
            yield from bytes([row, place]).decode("gb2312", errors="ignore")


def _is_chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


if __name__ == "__main__":
    main()
