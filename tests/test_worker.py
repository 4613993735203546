"""Jobs: claimed by one worker, taken over after a sudden end, done once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_record import AT, opened, view
from sqlalchemy.exc import OperationalError

from data.jobs import GAVE_UP, NewJob
from data.store import Store
from loaders.worker import BROKEN, Worker, start


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def add(store: Store, *kinds: str) -> None:
    store.enqueue([NewJob(kind) for kind in kinds], batch="b", by="李某", at=AT)


def statuses(store: Store) -> list[tuple[str, str]]:
    return [(job.status, job.result) for job in view(store).jobs("b")]


def test_a_job_is_one_workers_alone(store: Store) -> None:
    add(store, "a", "b")
    first, second = store.claim("w1", now=100.0), store.claim("w2", now=100.0)
    assert (first and first.kind, second and second.kind) == ("a", "b")
    assert store.claim("w3", now=100.0) is None


def test_eight_workers_at_once_do_each_job_once(store: Store) -> None:
    add(store, *["count"] * 40)
    done: list[int] = []

    def task(job: object) -> str:
        done.append(job.job)
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


def test_a_task_that_returns_no_json_fails_alone(store: Store) -> None:
    add(store, "words", "good")
    worker = Worker(store, {"words": lambda job: "no json", "good": lambda job: "{}"})
    assert worker.run_one()
    assert worker.run_one()
    assert statuses(store) == [("failed", BROKEN), ("done", "{}")]


def test_a_record_that_is_busy_leaves_the_job_for_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "a")
    worker = Worker(store, {"a": lambda job: "{}"})

    def busy(*_names: object, **_times: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(store, "claim", busy)
        assert not worker.run_one()
    assert worker.run_one()
    assert statuses(store) == [("done", "{}")]
