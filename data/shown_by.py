"""What evidence of a subject counts: asked inside the transaction that depends on it."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from data import tables
from data.registers import rows_of


def evidence_of(connection: Connection, dataset: str, subject: str, code: str, region: str) -> list[int]:
    """Numbers of the rows of evidence of (subject, code) for a region that are not withdrawn."""
    rows = rows_of(connection, tables.evidence, dataset, code=code)
    told = [(row, json.loads(row.content)) for row in rows]
    gone = {content["number"] for row, content in told if row.withdrawn}
    return [
        row.id
        for row, content in told
        if not row.withdrawn and row.id not in gone and (content["subject"], row.region) == (subject, region)
    ]
