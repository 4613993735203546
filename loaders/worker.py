"""Does the jobs of the record one after the other; what a killed worker had is taken up again.

A job may be begun more than once and is done once: a task is a verb that changes nothing the second time.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol

from data.engine import Unreachable
from data.jobs import MOST_TRIES, STALE, Job

BEAT = STALE / 4
IDLE = 1.0  # seconds between two looks for work
BROKEN = '{"error": "unforeseen"}'

# What a kind of job does; returns its result as JSON.
Task = Callable[[Job], str]


class Jobs(Protocol):
    """The verbs of the store that a worker needs."""

    def claim(self, worker: str, *, now: float, stale: float = ..., tries: int = ...) -> Job | None: ...

    def beat(self, worker: str, *, now: float) -> None: ...

    def finish(
        self, number: int, worker: str, status: Literal["done", "failed"], result: str, *, now: float
    ) -> bool: ...

    def let_go(self, worker: str) -> None: ...


class Worker:
    """One worker over the record's jobs, in the thread that calls ``run``."""

    def __init__(
        self,
        jobs: Jobs,
        tasks: Mapping[str, Task],
        *,
        stale: float = STALE,
        tries: int = MOST_TRIES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._jobs = jobs
        self._tasks = tasks
        self._stale = stale
        self._tries = tries
        self._clock = clock

    def run(self, stop: threading.Event, *, idle: float = IDLE) -> None:
        """Work until told to stop; a job that is being done is finished first."""
        while not stop.is_set():
            if not self.run_one():
                stop.wait(idle)
        self._jobs.let_go(self.name)

    def run_one(self) -> bool:
        """Do the next job; False when there is none, or the record could not be reached."""
        try:
            job = self._jobs.claim(self.name, now=self._clock(), stale=self._stale, tries=self._tries)
            if job is None:
                return False
            with _Heart(self._jobs, self.name, self._clock):
                status, result = self._done(job)
            self._jobs.finish(job.job, self.name, status, result, now=self._clock())
        except Unreachable:
            logging.getLogger(__name__).exception("the worker could not reach the record")
            return False
        return True

    def _done(self, job: Job) -> tuple[Literal["done", "failed"], str]:
        """The worker's door: our own mistake is logged and told, the next job is still done."""
        try:
            result = self._tasks[job.kind](job)
            json.loads(result)
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error in job %s (%s)", job.job, job.kind)
            return "failed", BROKEN
        return "done", result


class _Heart(AbstractContextManager["_Heart"]):
    """Tells the record while a job is done that its worker is alive."""

    def __init__(self, jobs: Jobs, worker: str, clock: Callable[[], float]) -> None:
        self._jobs, self._worker, self._clock = jobs, worker, clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> _Heart:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT):
            try:
                self._jobs.beat(self._worker, now=self._clock())
            except Unreachable:  # told again at the next beat; the job itself meets it when it ends
                logging.getLogger(__name__).warning("a beat did not reach the record")


def start(worker: Worker) -> Callable[[], None]:
    """The worker in a thread of its own; the function that is returned stops it."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), name="faheng-worker", daemon=True)
    thread.start()

    def stopped() -> None:
        stop.set()
        thread.join()

    return stopped
