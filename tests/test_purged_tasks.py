"""A purged workbook of tasks leaves no word in the record, and what was before it counts again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from builders_store import AT, fresh_services
from builders_tasks import task

from data.proof import prove
from data.tasks import TaskReport
from layouts.services import Services

SECRET, SAID = "不该上传的内容", "不该写的说明"


def purged(tmp_path: Path) -> Services:
    """Task A from the page, then a workbook that changes it, brings B and reports of both."""
    services = fresh_services(tmp_path)
    services.store.set_tasks([task("A")], by="李某", at=AT)
    wrong = [replace(task(code), title=SECRET) for code in ("A", "B")]
    reports = [TaskReport(code, "", "progress", 40.0, SAID) for code in ("A", "B")]
    told = {"sha256": "c" * 64, "path": "台账.xlsx", "size": 1, "by": "李某", "at": AT}
    services.store.file_tasks(wrong, reports, **told)
    services.store.purge("c" * 64, by="李某", second="王某", why="误传", at=AT)
    return services


def test_what_the_file_brought_is_gone_and_what_was_before_counts_again(tmp_path: Path) -> None:
    view = purged(tmp_path).view()
    assert view.tasks("demo") == (task("A"),)
    assert [(each.task, each.percent, each.note) for each in view.task_steps("demo")] == [
        ("A", 40.0, ""),
        ("B", 40.0, ""),
    ]


def test_no_word_of_it_is_left_and_the_trail_still_vouches_for_the_rest(tmp_path: Path) -> None:
    services = purged(tmp_path)
    with services.store._engine.begin() as connection:
        assert prove(connection).whole
    services.store.close()
    data = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in data
    assert SAID.encode() not in data
