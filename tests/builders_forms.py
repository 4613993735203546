"""Forms in several versions for tests: the shipped definitions with changed copies beside them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from builders import catalogue

from loaders.form import FOLDER, Form, read_forms

FIRST, LAST = 'valid_from = "2015M01"', 'valid_to = "2030M12"'
UNTIL_2026 = {LAST: 'valid_to = "2026M12"'}
FROM_2027 = {FIRST: 'valid_from = "2027M01"', "version = 1": "version = 2"}
# What the second version of these tests changes; the row 130 (suit_closed) becomes 138 and moves.
SECOND = FROM_2027 | {
    '    { code = "130", element = "suit_closed" },\n': "",
    '    { code = "138", element = "ruling_due" },\n': '    { code = "138", element = "suit_closed" },\n',
    '    { code = "139", element = "ruling_complied" },\n': "",
    'element = "suit_lost" }': 'element = "suit_lost", label = "一审败诉案件数" }',
}


def folder_with(path: Path, **files: Mapping[str, str]) -> Path:
    """The shipped definitions; each file given is annual.toml with its texts replaced."""
    path.mkdir(exist_ok=True)
    for shipped in FOLDER.glob("*.toml"):
        shutil.copy(shipped, path)
    for name, changes in files.items():
        text = (FOLDER / "annual.toml").read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        (path / f"{name}.toml").write_text(text, encoding="utf-8")
    return path


def two_versions(path: Path) -> Mapping[str, Form]:
    """The annual form as it is until 2026, and its second version from 2027."""
    return read_forms(catalogue(), folder_with(path, annual=UNTIL_2026, annual_2027=SECOND))
