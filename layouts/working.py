"""The worker of a process that serves: uploads acknowledged as jobs are taken in beside the pages."""

from __future__ import annotations

from collections.abc import Callable

from layouts.services import Services
from loaders.queueing import RECEIVE, receiving
from loaders.worker import Worker, start


def start_worker(services: Services) -> Callable[[], None]:
    """A thread that does jobs, those of a process that was killed first; what is returned stops it."""
    receive = receiving(lambda _job: services.desk(), services.store.job_file)
    worker = Worker(services.store, {RECEIVE: receive})
    stop = start(worker)
    services.working.set()

    def stopped() -> None:
        services.working.clear()
        stop()

    return stopped
