"""Which files under a path are opened, and which are turned away unread."""

from __future__ import annotations

import os
from pathlib import Path

from loaders.bundles import files_in
from loaders.workbook import Limits


def found(*paths: Path) -> list[tuple[str, str, str]]:
    """(name, refusal, its reason) of every file under the paths."""
    return [
        (
            Path(each.path).name,
            each.refusal.code if each.refusal else "",
            str(each.refusal.params.get("reason", "")) if each.refusal else "",
        )
        for each in files_in(paths, Limits())
    ]


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "报送.xlsx")
    assert found(tmp_path) == [("报送.xlsx", "file.irregular", "special")]
    assert found(tmp_path / "报送.xlsx") == [("报送.xlsx", "file.irregular", "special")]


def test_links_are_told_and_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "a.xlsx").write_bytes(b"a")
    (folder / "b.xlsx").write_bytes(b"b")
    (folder / "link.xlsx").symlink_to(outside / "a.xlsx")
    (folder / "linked").symlink_to(outside)
    (folder / "dangling.xlsx").symlink_to(tmp_path / "nothing")
    assert sorted(found(folder)) == [
        ("b.xlsx", "", ""),
        ("dangling.xlsx", "file.irregular", "link"),
        ("link.xlsx", "file.irregular", "link"),
        ("linked", "file.irregular", "link"),
    ]


def test_a_folder_named_by_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.xlsx").write_bytes(b"a")
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    assert found(tmp_path / "link") == [("a.xlsx", "", "")]
