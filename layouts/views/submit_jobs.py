"""GET /jobs/<batch>: what became so far of an upload that was acknowledged as jobs."""

from __future__ import annotations

from flask import Blueprint, Response

from data.jobs import Job
from data.model import Finding
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.submit_sent import as_json, asked_language, records, refusal
from loaders.intake import Outcome
from loaders.queueing import outcome_of


def add_jobs(routes: Blueprint, services: Services) -> None:
    @routes.get("/jobs/<batch>")
    def jobs(batch: str) -> Response:
        return batch_told(services, batch, asked_language())


def batch_told(services: Services, batch: str, language: Language) -> Response:
    """``total`` and ``ended`` jobs, and the ``files`` of those that ended; 404 for a batch of nobody."""
    jobs = services.view().jobs(batch)
    if not jobs:
        return refusal("no_batch", words(language)["filing_upload.server"], 404)
    ended = [job for job in jobs if job.status in ("done", "failed")]
    files = records([_outcome(job) for job in ended], services, language)
    return as_json({"batch": batch, "total": len(jobs), "ended": len(ended), "files": files}, 200)


def _outcome(job: Job) -> Outcome:
    """What the worker kept; a job that broke is our mistake, and its file is kept."""
    kept = outcome_of(job.result)
    if kept is not None:
        return kept
    finding = Finding("system.error", "must", params={"read": job.path, "expected": ""})
    return Outcome(job.path, job.sha256, None, "refused", findings=(finding,))
