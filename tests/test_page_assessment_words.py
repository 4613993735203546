"""考核: periods of the exported rows, totals that can be told apart, what a change is against, file mistakes."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from builders_assessment import ROOT, in_force
from builders_assessment_page import assessed, code_of, computed, post
from flask.testing import FlaskClient

from app import create_app
from layouts.services import Services


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return assessed(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services).server.test_client()


def periods(client: FlaskClient, search: str) -> set[str]:
    """The period columns of the export, as they stand in its lines."""
    answer = client.get(f"/export/assessment.csv?dataset=demo&region={ROOT}&period=2025{search}")
    head, *lines = [line.split(",") for line in answer.get_data().decode("utf-8-sig").splitlines()]
    spot = head.index("报告期")
    assert head[spot + 1] == "报告期代码"
    assert len(head) == len(set(head))
    return {"/".join(line[spot : spot + 2]) for line in lines}


def test_exported_marks_are_of_the_period_of_the_run_or_trial_and_not_of_the_page(
    services: Services, client: FlaskClient
) -> None:
    in_force(services, replace(computed(), scheme="S24", period="2024", number="示例法治办〔2024〕1号"))
    assert periods(client, "&scheme=S24") == {"2024年/2024"}  # its items: nobody is scored yet
    assert code_of(post(client, "begin", scheme="S24", period="2024")) == ""
    assert periods(client, "&scheme=S24") == {"2024年/2024"}
    assert periods(client, "&part=trial&on=2024") == {"2024年/2024"}
    assert periods(client, "&part=trial") == {"2025年/2025"}


def test_the_notes_of_an_exported_workbook_tell_the_period_of_the_trial(client: FlaskClient) -> None:
    answer = client.get(f"/export/assessment.xlsx?dataset=demo&region={ROOT}&period=2025&part=trial&on=2024")
    notes = openpyxl.load_workbook(io.BytesIO(answer.get_data()))["说明"]
    told = dict(row[:2] for row in notes.iter_rows(values_only=True))
    assert told["报告期"] == "2024年"
