"""Uploads: kept and written down before they are acknowledged, then judged file by file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import annual
from builders_intake import desk_of
from builders_jobs import queue, tasks, work
from builders_record import count, opened, view

from data.store import Store
from loaders.queueing import RECEIVE, members, outcome_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_an_upload_is_kept_and_written_down_before_it_is_acknowledged(store: Store, tmp_path: Path) -> None:
    data = annual(suit_heard=10)
    queued = queue(store, ("a.xlsx", data))
    assert (queued.jobs, queued.outcomes) == (1, ())
    assert store.job_file(view(store).jobs(queued.batch)[0]) == data
    assert count(tmp_path, "submission") == 0
    assert work(store) == 1
    (job,) = view(store).jobs(queued.batch)
    outcome = outcome_of(job.result)
    assert outcome is not None
    assert (job.status, outcome.taken_in, outcome.path, outcome.region) == ("done", True, "a.xlsx", "990101")
    assert view(store).submissions()[0].by == "李某"


def test_the_outcome_of_a_job_keeps_its_findings(store: Store) -> None:
    queued = queue(store, ("a.xlsx", b"no workbook"))
    work(store)
    (job,) = view(store).jobs(queued.batch)
    outcome = outcome_of(job.result)
    assert outcome is not None
    assert outcome.status == "refused"
    (finding,) = outcome.findings
    assert finding.code.startswith("file.")


def test_a_file_with_a_mark_is_refused_at_once_and_never_kept(store: Store, tmp_path: Path) -> None:
    queued = queue(store, ("机密★10年.xlsx", annual(suit_heard=10)), ("b.xlsx", annual(suit_heard=11)))
    assert [finding.code for outcome in queued.outcomes for finding in outcome.findings] == [
        "file.classified"
    ]
    assert queued.jobs == 1
    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [hashlib.sha256(annual(suit_heard=11)).hexdigest()]


def test_what_is_known_is_said_at_once_and_twins_are_one_job(store: Store) -> None:
    data = annual(suit_heard=10)
    queue(store, ("a.xlsx", data))
    work(store)
    other = annual(suit_heard=12)
    queued = queue(store, ("a.xlsx", data), ("b.xlsx", other), ("c.xlsx", other))
    assert [outcome.known for outcome in queued.outcomes] == [True]
    assert queued.jobs == 1


def test_the_members_of_a_zip_are_files_of_their_own() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xlsx", annual(suit_heard=10))
        archive.writestr("b.xlsx", annual(suit_heard=11))
    found = list(members("x.zip", packed.getvalue(), desk_of(None)))
    assert [each.path for each in found] == ["x.zip!/a.xlsx", "x.zip!/b.xlsx"]
    wanted = hashlib.sha256(annual(suit_heard=11)).hexdigest()
    chosen = list(members("x.zip", packed.getvalue(), desk_of(None), [wanted]))
    assert [each.path for each in chosen] == ["x.zip!/b.xlsx"]


def test_a_job_that_was_begun_twice_makes_one_submission(store: Store, tmp_path: Path) -> None:
    queued = queue(store, ("a.xlsx", annual(suit_heard=10)))
    (job,) = view(store).jobs(queued.batch)
    task = tasks(store)[RECEIVE]
    first, second = outcome_of(task(job)), outcome_of(task(job))
    assert first is not None
    assert second is not None
    assert (first.submission, second.submission, second.known) == (1, 1, True)
    assert count(tmp_path, "submission") == 1
