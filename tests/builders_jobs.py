"""Uploads as jobs: queued, and worked off."""

from __future__ import annotations

from builders_intake import desk_of
from builders_record import AT

from data.store import Store
from loaders.bundles import Received
from loaders.queueing import RECEIVE, Queued, enqueue, receiving
from loaders.worker import Task, Worker

COUNTIES = [f"9901{n:02d}" for n in range(1, 9)]
PERIODS = [str(year) for year in range(2020, 2026)]


def tasks(store: Store) -> dict[str, Task]:
    return {RECEIVE: receiving(lambda _job: desk_of(store), store.job_file)}


def sent(*files: tuple[str, bytes]) -> list[Received]:
    return [Received(name, data, len(data)) for name, data in files]


def queue(store: Store, *files: tuple[str, bytes]) -> Queued:
    return enqueue(sent(*files), desk=desk_of(store), queue=store, by="李某", at=AT)


def work(store: Store) -> int:
    """Everything that waits; how many jobs that were."""
    worker, done = Worker(store, tasks(store)), 0
    while worker.run_one():
        done += 1
    return done
