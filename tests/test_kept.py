"""Files as received: what a killed writer has left is swept at the next start, and nothing else."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_record import opened, reopened, sha, start

from data.kept import LEFT_OVER, kept_file
from data.store import Store

STOPPED = """
import os, sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from builders_record import reopened, sha

def stopping(_handle):
    print("here", flush=True)
    time.sleep(60)

store = reopened(Path(sys.argv[2]))
os.fsync = stopping
store.keep_file(sha("县表"), "县表".encode())
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def left(folder: Path) -> list[Path]:
    return sorted((folder / "files").glob("*/*.tmp"))


def older(path: Path, seconds: float) -> None:
    at = time.time() - seconds
    os.utime(path, (at, at))


def test_what_a_killed_writer_has_left_is_swept_at_the_next_start(store: Store, tmp_path: Path) -> None:
    with start(STOPPED, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        os.kill(process.pid, signal.SIGKILL)
    (half,) = left(tmp_path)
    assert not kept_file(tmp_path / "files", sha("县表")).exists()
    older(half, LEFT_OVER + 1)
    again = reopened(tmp_path)
    assert left(tmp_path) == []
    path = again.keep_file(sha("县表"), "县表".encode())
    assert path.read_bytes() == "县表".encode()
    again.close()


def test_a_file_that_another_process_is_writing_is_left_alone(store: Store, tmp_path: Path) -> None:
    kept = store.keep_file(sha("县表"), b"a")
    writing = kept.with_name(f"{sha('市表')}.1.ab.tmp")
    writing.write_bytes(b"b")
    reopened(tmp_path).close()
    assert left(tmp_path) == [writing]
    older(kept, 10 * LEFT_OVER)
    older(writing, LEFT_OVER / 2)
    reopened(tmp_path).close()
    assert (left(tmp_path), kept.read_bytes()) == ([writing], b"a")
