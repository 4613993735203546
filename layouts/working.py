"""The worker of a process that serves: uploads acknowledged as jobs are taken in beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.jobs import Job
from data.model import Viewer
from data.people import NOWHERE
from layouts.services import Services
from loaders.desk import Desk
from loaders.queueing import RECEIVE, receiving
from loaders.worker import Task, Worker, start


def start_worker(services: Services) -> Callable[[], None]:
    """A thread that does jobs, those of a process that was killed first; what is returned stops it."""
    worker = Worker(services.store, tasks_of(services))
    stop = start(worker)
    services.working.set()

    def stopped() -> None:
        services.working.clear()
        stop()

    return stopped


def tasks_of(services: Services) -> Mapping[str, Task]:
    """What each kind of job does."""
    return {RECEIVE: receiving(lambda job: desk_of(services, job), services.store.job_file)}


def desk_of(services: Services, job: Job) -> Desk:
    """The desk with the rights that the sender of a job has now; nobody's where the account is shut."""
    desk = services.desk()
    if not services.login.on:
        return desk
    account = services.store.account_of(job.by)
    viewer = services.viewer_of(account) if account else Viewer("", reach=NOWHERE)

    def barred(region: str) -> bool:
        return not (viewer.may("file", region) if region else viewer.may("manage"))

    return replace(desk, barred=barred)
