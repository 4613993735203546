"""Jobs: claimed by one worker, resumed after a sudden end, done once; 100 kills lose nothing."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import annual, catalogue, forms
from builders_intake import INDICATORS, RULES
from test_store import AT, ELEMENTS, ROOT, count, raw, url, view

from data.jobs import GAVE_UP, NewJob
from data.store import Store
from loaders.bundles import Received
from loaders.desk import Desk
from loaders.queueing import RECEIVE, Queued, enqueue, members, outcome_of, receiving
from loaders.worker import BROKEN, Worker, start

KILLS = 100
COUNTIES = [f"9901{n:02d}" for n in range(1, 9)]
PERIODS = [str(year) for year in range(2015, 2026)]

# A process that has everything imported, and children of it that are killed at random points. Each child
# acknowledges one upload of one to three files, then works; what it acknowledged is written down first.
# In every other round the child has files that are new and says through a pipe when it begins a job ("j")
# and when it has none left ("."); it is killed soon after it has begun its first or its second one, so that
# enough kills come in the middle of a job however fast the machine is. In the others it may die at any time.
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from test_worker import AT, ELEMENTS, RECEIVE, Received, Store, Worker, desk, enqueue, tasks

folder, kills, chance = Path(sys.argv[2]), int(sys.argv[3]), random.Random(int(sys.argv[4]))
files = sorted((folder / "in").iterdir())
fresh = chance.sample(files, len(files))
desk(None)  # everything is read before the first child is made

def child(chosen, says):
    store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
    sent = [Received(path.name, path.read_bytes(), path.stat().st_size) for path in chosen]
    queued = enqueue(sent, desk=desk(store), queue=store, by="李某", at=AT)
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
    made = Store.create(url(tmp_path), tmp_path / "files", ELEMENTS)
    yield made
    made.close()


def desk(store: Store) -> Desk:
    return Desk(store, catalogue(), forms(), RULES, INDICATORS)


def tasks(store: Store) -> dict:
    return {RECEIVE: receiving(lambda _job: desk(store), store.job_file)}


def sent(*files: tuple[str, bytes]) -> list[Received]:
    return [Received(name, data, len(data)) for name, data in files]


def queue(store: Store, *files: tuple[str, bytes]) -> Queued:
    return enqueue(sent(*files), desk=desk(store), queue=store, by="李某", at=AT)


def work(store: Store) -> int:
    """Everything that waits; how many jobs that were."""
    worker, done = Worker(store, tasks(store)), 0
    while worker.run_one():
        done += 1
    return done


def add(store: Store, *kinds: str) -> None:
    store.enqueue([NewJob(kind) for kind in kinds], batch="b", by="李某", at=AT)


def statuses(store: Store) -> list[tuple[str, str]]:
    return [(job.status, job.result) for job in view(store).jobs("b")]


# ---- claiming


def test_a_job_is_one_workers_alone(store: Store) -> None:
    add(store, "a", "b")
    first, second = store.claim("w1", now=100.0), store.claim("w2", now=100.0)
    assert (first and first.kind, second and second.kind) == ("a", "b")
    assert store.claim("w3", now=100.0) is None


def test_eight_workers_at_once_do_each_job_once(store: Store) -> None:
    add(store, *["count"] * 40)
    done: list[int] = []

    def task(job: object) -> str:
        done.append(job.job)  # type: ignore[attr-defined]
        return "{}"

    def run() -> None:
        worker = Worker(store, {"count": task})
        while worker.run_one():
            pass

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(1, 41))


def test_the_job_of_a_worker_without_heartbeat_is_taken_over(store: Store) -> None:
    add(store, "a")
    assert store.claim("gone", now=100.0, stale=10.0) is not None
    assert store.claim("next", now=109.0, stale=10.0) is None
    store.beat("gone", now=109.0)
    assert store.claim("next", now=115.0, stale=10.0) is None
    taken = store.claim("next", now=120.0, stale=10.0)
    assert taken is not None
    assert taken.tries == 2
    assert not store.finish(taken.job, "gone", "done", "{}", now=121.0)
    assert store.finish(taken.job, "next", "done", '{"n": 1}', now=121.0)
    assert statuses(store) == [("done", '{"n": 1}')]


def test_a_job_that_ends_its_worker_again_and_again_is_given_up(store: Store) -> None:
    add(store, "a", "b")
    for now in (0.0, 20.0, 40.0):
        job = store.claim("w", now=now, stale=10.0, tries=3)
        assert job is not None
        assert job.kind == "a"
    after = store.claim("w", now=60.0, stale=10.0, tries=3)
    assert after is not None
    assert after.kind == "b"
    assert statuses(store)[0] == ("failed", GAVE_UP)


def test_a_worker_that_stops_in_order_gives_its_job_back(store: Store) -> None:
    add(store, "a")
    store.claim("w", now=0.0)
    store.let_go("w")
    again = store.claim("x", now=0.0)
    assert again is not None
    assert again.tries == 1


def test_a_task_that_breaks_fails_alone(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    add(store, "broken", "unknown", "good")

    def broken(_job: object) -> str:
        raise ValueError("broken")

    worker = Worker(store, {"broken": broken, "good": lambda _job: "{}"})
    assert [worker.run_one() for _ in range(4)] == [True, True, True, False]
    assert statuses(store) == [("failed", BROKEN), ("failed", BROKEN), ("done", "{}")]
    assert "broken" in caplog.text


def test_the_heart_beats_while_a_long_job_is_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.worker.BEAT", 0.01)
    add(store, "long")
    beaten = threading.Event()
    times = iter(range(1_000_000))

    def clock() -> float:
        now = next(times)
        if now > 3:
            beaten.set()
        return float(now)

    Worker(store, {"long": lambda _job: "{}" if beaten.wait(10) else ""}, clock=clock).run_one()
    assert statuses(store) == [("done", "{}")]


def test_a_worker_in_a_thread_does_what_comes_and_stops(store: Store) -> None:
    done = threading.Event()

    def task(_job: object) -> str:
        done.set()
        return "{}"

    stop = start(Worker(store, {"a": task}))
    add(store, "a")
    assert done.wait(10)
    stop()
    assert statuses(store) == [("done", "{}")]


# ---- uploads


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
    found = list(members("x.zip", packed.getvalue(), desk(None)))  # type: ignore[arg-type]
    assert [each.path for each in found] == ["x.zip!/a.xlsx", "x.zip!/b.xlsx"]
    wanted = hashlib.sha256(annual(suit_heard=11)).hexdigest()
    chosen = list(members("x.zip", packed.getvalue(), desk(None), [wanted]))  # type: ignore[arg-type]
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


# ---- kills


def test_a_hundred_kills_lose_nothing_and_do_nothing_twice(store: Store, tmp_path: Path) -> None:
    incoming = tmp_path / "in"
    incoming.mkdir()
    for number, region in enumerate(COUNTIES):
        for period in PERIODS:
            data = annual(period, region, suit_heard=number + int(period), suit_lost=number)
            (incoming / f"{region}_{period}.xlsx").write_bytes(data)
    command = [sys.executable, "-c", KILLED, str(ROOT), str(tmp_path), str(KILLS), "20261121"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (0, "killed\n"), done.stderr
    told = (tmp_path / "acknowledged").read_text(encoding="utf-8").split()
    acknowledged = {hashlib.sha256((incoming / name).read_bytes()).hexdigest() for name in told}
    assert len(acknowledged) > len(COUNTIES) * len(PERIODS) // 2

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
    proof = store.prove(at=AT, largest=desk(store).limits.bytes, with_files=True)
    assert proof.faults == ()
    assert proof.files == len(made)
