"""A hundred kills lose nothing that was acknowledged and do nothing twice."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import annual
from builders_intake import desk_of
from builders_jobs import COUNTIES, tasks
from builders_record import AT, ROOT, opened, raw

from data.store import Store
from loaders.worker import Worker

KILLS = 100
YEARS = [str(year) for year in range(2015, 2026)]

# A process that has everything imported, and children of it that are killed at random points. Each child
# acknowledges one upload of one to three files, then works; what it acknowledged is written down first.
# In every other round the child has files that are new and says through a pipe when it begins a job ("j")
# and when it has none left ("."); it is killed soon after it has begun its first or its second one, so that
# enough kills come in the middle of a job however fast the machine is. In the others it may die at any time.
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from builders_intake import desk_of
from builders_jobs import tasks
from builders_record import AT, ELEMENTS
from data.store import Store
from loaders.bundles import Received
from loaders.queueing import RECEIVE, enqueue
from loaders.worker import Worker

folder, kills, chance = Path(sys.argv[2]), int(sys.argv[3]), random.Random(int(sys.argv[4]))
files = sorted((folder / "in").iterdir())
fresh = chance.sample(files, len(files))
desk_of(None)  # everything is read before the first child is made

def child(chosen, says):
    store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
    sent = [Received(path.name, path.read_bytes(), path.stat().st_size) for path in chosen]
    queued = enqueue(sent, desk=desk_of(store), queue=store, by="李某", at=AT)
    with open(folder / "acknowledged", "a") as told:
        told.write("".join(f"{path.name}\\n" for path in chosen))
    receive = tasks(store)[RECEIVE]

    def begun(job):
        os.write(says, b"j")
        return receive(job)

    worker = Worker(store, {RECEIVE: begun}, stale=0.0, tries=10_000)
    while True:
        if not worker.run_one():
            os.write(says, b".")
            time.sleep(0.001)

def working(hears, jobs):
    said = b""
    while len(said) < jobs and not said.endswith(b"."):
        heard = os.read(hears, 1)
        assert heard, "the child ended by itself"
        said += heard

for round in range(kills):
    aimed = round % 2
    chosen = chance.sample(files, chance.randint(1, 3))
    if aimed and fresh:
        chosen, fresh = fresh[:len(chosen)], fresh[len(chosen):]
    hears, says = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            child(chosen, says)
        finally:
            os._exit(1)
    os.close(says)
    if aimed:
        working(hears, chance.randint(1, 2))
        time.sleep(0.05 * chance.random() ** 3)  # often at once, at times when the job is long done
    else:
        time.sleep(chance.uniform(0.0, 0.3))
    os.close(hears)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
print("killed", flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_a_hundred_kills_lose_nothing_and_do_nothing_twice(store: Store, tmp_path: Path) -> None:
    incoming = tmp_path / "in"
    incoming.mkdir()
    for number, region in enumerate(COUNTIES):
        for period in YEARS:
            data = annual(period, region, suit_heard=number + int(period), suit_lost=number)
            (incoming / f"{region}_{period}.xlsx").write_bytes(data)
    command = [sys.executable, "-c", KILLED, str(ROOT), str(tmp_path), str(KILLS), "20261121"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (0, "killed\n"), done.stderr
    told = (tmp_path / "acknowledged").read_text(encoding="utf-8").split()
    acknowledged = {hashlib.sha256((incoming / name).read_bytes()).hexdigest() for name in told}
    assert len(acknowledged) > len(COUNTIES) * len(YEARS) // 2

    left = Worker(store, tasks(store), stale=0.0, tries=10_000)
    while left.run_one():
        pass
    with raw(tmp_path) as connection:
        made = connection.execute("SELECT sha256, count(*) FROM submission GROUP BY sha256").fetchall()
        cells = connection.execute("SELECT count(*) FROM cell GROUP BY submission").fetchall()
        jobs = connection.execute("SELECT status, count(*) FROM job GROUP BY status").fetchall()
        tried = connection.execute("SELECT count(*) FROM job WHERE tries > 1").fetchone()[0]
        whole = connection.execute("PRAGMA integrity_check").fetchone()
    assert acknowledged <= {sha256 for sha256, _ in made}
    assert {times for _, times in made} == {1}
    assert len(set(cells)) == 1
    assert len(cells) == len(made)
    assert [status for status, _ in jobs] == ["done"]
    assert tried > 10  # kills did come in the middle of jobs
    assert whole == ("ok",)
    proof = store.prove(at=AT, largest=desk_of(store).limits.bytes, with_files=True)
    assert proof.faults == ()
    assert proof.files == len(made)
