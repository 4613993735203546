"""Many files in one upload: acknowledged at once, taken in by the worker, asked for by the page."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator

import pytest
from builders import annual
from builders_jobs import COUNTIES, PERIODS
from builders_store import AT
from flask.testing import FlaskClient

from data.jobs import NewJob
from data.passwords import hashed
from data.people import Grant
from layouts.login import Login
from layouts.services import Services
from layouts.working import desk_of, start_worker

FILES = 5


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layouts.views.submit_sent.MANY", FILES - 1)


@pytest.fixture
def working(services: Services) -> Iterator[None]:
    stop = start_worker(services)
    yield
    stop()
    services.store.close()


def packed(files: int, *others: tuple[str, bytes]) -> bytes:
    places = [(region, period) for region in COUNTIES for period in PERIODS][:files]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for region, period in places:
            archive.writestr(f"{region}_{period}.xlsx", annual(period, region, suit_heard=10, suit_lost=1))
        for name, data in others:
            archive.writestr(name, data)
    return out.getvalue()


def send(client: FlaskClient, data: bytes) -> tuple[int, dict]:
    answer = client.post("/file/receive", data={"file": (io.BytesIO(data), "报送.zip"), "by": "李某"})
    return answer.status_code, answer.get_json()


def followed(client: FlaskClient, batch: str) -> dict:
    """What the page is told when everything has ended."""
    for _ in range(600):
        told = client.get(f"/jobs/{batch}").get_json()
        if told["ended"] == told["total"]:
            return told
        time.sleep(0.05)
    raise AssertionError("the jobs did not end")


@pytest.mark.usefixtures("working")
def test_many_files_are_acknowledged_and_then_taken_in(services: Services, client: FlaskClient) -> None:
    bad = ("坏.xlsx", b"no workbook")
    status, told = send(client, packed(FILES, bad))
    assert (status, told["jobs"], told["files"]) == (202, FILES + 1, [])
    done = followed(client, told["batch"])
    assert done["total"] == FILES + 1
    outcomes = {each["path"].split("!/")[1]: each for each in done["files"]}
    assert outcomes["坏.xlsx"]["status"] == "refused"
    assert sum(each["status"] in ("accepted", "waiting") for each in outcomes.values()) == FILES
    one = outcomes["990101_2020.xlsx"]
    assert one["href"].endswith(f"submission={one['submission']}")
    assert len(services.view().submissions(limit=100)) == FILES + 1


@pytest.mark.usefixtures("working")
def test_a_marked_file_among_many_is_refused_at_once(client: FlaskClient) -> None:
    status, told = send(client, packed(FILES, ("秘密★.xlsx", b"x")))
    assert status == 202
    assert [each["findings"][0]["code"] for each in told["files"]] == ["file.classified"]


@pytest.mark.usefixtures("working")
def test_few_files_are_judged_while_the_person_waits(client: FlaskClient) -> None:
    status, told = send(client, packed(2))
    assert (status, len(told["files"])) == (200, 2)


def test_without_a_worker_every_file_is_judged_at_once(client: FlaskClient) -> None:
    status, told = send(client, packed(FILES))
    assert (status, len(told["files"])) == (200, FILES)


def test_a_batch_of_nobody_is_not_found(client: FlaskClient) -> None:
    assert client.get("/jobs/0000").status_code == 404


def test_jobs_that_an_ended_process_left_are_done_at_the_next_start(
    services: Services, client: FlaskClient
) -> None:
    services.working.set()
    _, told = send(client, packed(FILES))
    assert client.get(f"/jobs/{told['batch']}").get_json()["ended"] == 0
    stop = start_worker(services)
    assert len(followed(client, told["batch"])["files"]) == FILES
    stop()
    services.store.close()


def test_a_job_is_done_with_the_rights_that_its_sender_has_then(services: Services) -> None:
    told = {"by": "安全员", "at": AT}
    services.login = Login("password", secret=b"x")
    services.store.add_account("zhang", "张某", hashed("correct horse"), **told)
    services.store.grant("zhang", Grant("file", "990101"), **told)
    services.store.enqueue([NewJob("receive")], batch="b", by="张某", at=AT)
    (job,) = services.whole_view().jobs("b")

    def barred(region: str) -> bool:
        found = desk_of(services, job).barred
        assert found is not None
        return found(region)

    assert [barred(region) for region in ("990101", "990102", "")] == [False, True, True]
    services.store.disable("zhang", disabled=True, **told)
    assert barred("990101")
