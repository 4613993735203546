"""Evidence by its addresses and its form: who adds and withdraws it, what is refused, what comes back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, with_class
from builders_people import CITY, OTHER, OWN, account, client_of, people_services
from builders_rights import token
from builders_store import AT, demo_target, small_services
from builders_tasks import task
from flask.testing import FlaskClient

from data.evidence import Evidence, Subject
from data.people import Grant, Role
from layouts.selection import parse
from layouts.services import Services
from layouts.text import LANGUAGES, Language, words
from layouts.views.evidence_parts import evidence_form, evidence_list

TARGET, TASK = "T-FY04-990000", "K1"
PDF = b"%PDF-1.7 sealed"
BACK = "/targets?dataset=demo"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = small_services(tmp_path)
    made.store.set_tasks([task(TASK, OWN)], by="测试", at=AT)
    return made


def post(client: FlaskClient, what: str = "add", **fields: Any) -> tuple[int, dict[str, Any]]:
    given = {
        "dataset": "demo",
        "subject": "target",
        "code": TARGET,
        "region": OWN,
        "on": "2025-03-01",
        "title": "实施方案",
        "document": "示例人社〔2025〕3号",
        "by": "李某",
        "back": BACK,
    }
    kept = {**given, **fields} if what == "add" else fields
    answer = client.post(f"/evidence/{what}", data=kept, headers={"Accept": "application/json"})
    return answer.status_code, answer.get_json()


def scan(data: bytes = PDF, name: str = "方案.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def on_record(services: Services) -> tuple[Evidence, ...]:
    return services.whole_view().evidence("demo")


def test_a_file_is_kept_and_given_back_as_an_attachment_that_cannot_run(
    client: FlaskClient, services: Services
) -> None:
    assert post(client, file=scan()) == (200, {"address": BACK})
    (kept,) = on_record(services)
    assert (kept.name, kept.kind, kept.size, kept.by, kept.at) == ("方案.pdf", "pdf", len(PDF), "李某", AT)
    answer = client.get(f"/evidence/{kept.number}")
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_an_address_or_a_number_is_enough(client: FlaskClient, services: Services) -> None:
    assert post(client, document="", link="https://example.org/a?b=1")[0] == 200
    assert post(client)[0] == 200
    assert [each.link for each in on_record(services)] == ["https://example.org/a?b=1", ""]
    assert client.get("/evidence/1").status_code == 404  # nothing to give back


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"document": ""}, "nothing"),
        ({"document": "", "link": "http://example.org"}, "link"),
        ({"on": "三月"}, "on"),
        ({"on": "2027-01-01"}, "on"),
        ({"period": "近日"}, "period"),
        ({"code": "T-none"}, "code"),
        ({"subject": "figure"}, "code"),
        ({"subject": "task", "code": "T-none"}, "code"),
        ({"subject": "task", "code": TASK, "region": OTHER}, "task_region"),
        ({"subject": "veto", "code": "V1"}, "own_form"),
        ({"subject": "mark", "code": "SL@2025/990101/7"}, "own_form"),
        ({"subject": "appeal", "code": "SL@2025/A1"}, "own_form"),
        ({"link": "https://user:pw@127.0.0.1/"}, "link"),
        ({"link": "https://user@example.org"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://[1"}, "link"),
        ({"link": "https://example.org:port/"}, "link"),
        ({"link": "ftp://example.org"}, "link"),
        ({"region": "123456"}, "region"),
        ({"dataset": "none"}, "region"),
        ({"by": " "}, "no_name"),
        ({"file": (b"MZ no scan", "方案.pdf")}, "scan.kind"),
        ({"file": (PDF, "方案.html")}, "scan.ending"),
        ({"file": (PDF, "绝密★方案.pdf")}, "file.classified"),
        ({"file": (b"", "方案.pdf")}, "file.empty"),
        ({"file": (PDF, "方案.pdf"), "on": ""}, "on"),
    ],
)
def test_what_shows_nothing_is_refused_and_nothing_of_it_is_written(
    client: FlaskClient, services: Services, tmp_path: Path, fields: dict[str, Any], code: str
) -> None:
    if "file" in fields:
        fields = {**fields, "file": scan(*fields["file"])}
    before = sorted(path.name for path in tmp_path.rglob("*"))
    status, told = post(client, **fields)
    assert (status, told["error"]["code"]) == (409, code)
    assert told["error"]["message"]
    assert on_record(services) == ()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_it_is_withdrawn_with_a_reason_and_its_file_is_still_there(
    client: FlaskClient, services: Services
) -> None:
    post(client, file=scan())
    (kept,) = on_record(services)
    told = {"number": str(kept.number), "by": "李某", "back": BACK}
    assert post(client, "withdraw", **told, why=" ")[1]["error"]["code"] == "no_reason"
    assert post(client, "withdraw", **told, why="传错了") == (200, {"address": BACK})
    assert on_record(services) == ()
    assert post(client, "withdraw", **told, why="又")[1]["error"]["code"] == "withdrawn"
    assert post(client, "withdraw", number="99", why="误", by="李某")[0] == 404


def test_a_task_has_evidence_of_its_own_region(client: FlaskClient, services: Services) -> None:
    assert post(client, subject="task", code=TASK) == (200, {"address": BACK})
    assert [(each.subject, each.code, each.region) for each in on_record(services)] == [("task", TASK, OWN)]
    services.store.withdraw_task(TASK, "demo", why="不要了", by="测试", at=AT)
    assert post(client, subject="task", code=TASK, title="又")[1]["error"]["code"] == "code"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["veto", "mark", "appeal"])
def test_evidence_of_an_assessment_stays_while_what_it_shows_counts(
    client: FlaskClient, services: Services, subject: Subject, language: Language
) -> None:
    number = services.store.add_evidence(
        Evidence("demo", subject, "V1", OWN, "2025-03-01", "李某", AT, document="通报一号")
    )
    told = {"number": str(number), "why": "误", "by": "周填"}
    answer = client.post(f"/evidence/withdraw?lang={language}", data=told)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "own_form")
    assert answer.get_json()["error"]["message"] == words(language)["evidence_told.own_form"]
    assert [each.number for each in on_record(services)] == [number]


def entered(services: Services, name: str, role: Role, region: str) -> FlaskClient:
    client = client_of(services, account(services, name, [Grant(role, region)]))
    client.environ_base["HTTP_X_FAHENG_TOKEN"] = token(client)
    return client


def test_those_who_file_or_review_the_region_add_and_those_who_see_it_read(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="all")
    target = demo_target(services, "FY04", "floor", 90)
    services.store.set_targets([target], sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    clients = {
        name: entered(services, name, role, region)
        for name, role, region in (
            ("filer", "file", OWN),
            ("reviewer", "review", CITY),
            ("reader", "view", OWN),
            ("neighbour", "file", OTHER),
            ("neighbours_reader", "view", OTHER),
        )
    }
    added = {name: post(each, file=scan(PDF + name.encode()))[0] for name, each in clients.items()}
    assert added == {
        "filer": 200,
        "reviewer": 200,
        "reader": 403,
        "neighbour": 403,
        "neighbours_reader": 403,
    }
    given = {name: each.get("/evidence/1").status_code for name, each in clients.items()}
    assert given == {"filer": 200, "reviewer": 200, "reader": 200, "neighbour": 404, "neighbours_reader": 404}
    withdrawn = post(clients["neighbour"], "withdraw", number="1", why="误")
    assert withdrawn[0] == 404
    assert [each.by for each in on_record(services)] == ["某filer", "某reviewer"]


def drawn(services: Services, language: Language = "zh", *, with_withdrawn: bool = False) -> list[Any]:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": CITY, "period": "2025", "lang": language}, numbers)
    found = numbers.view.evidence("demo", with_withdrawn=with_withdrawn)
    added = evidence_form(
        services, numbers, chosen, subject="target", code=TARGET, regions=[CITY, OWN], back=BACK
    )
    return [evidence_list(services, numbers, chosen, found, back=BACK), added]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_what_is_on_record_and_what_was_withdrawn(
    services: Services, client: FlaskClient, language: Language
) -> None:
    assert drawn(services, language)[0] is None
    post(client, file=scan(), link="https://example.org/a")
    post(client, "withdraw", number="1", why="传错了", by="李某")
    told = text(drawn(services, language, with_withdrawn=True)[0])
    for part in ("2025-03-01", "实施方案 示例人社〔2025〕3号", "https://example.org/a", "传错了"):
        assert part in told


def test_the_form_is_offered_to_those_who_may_add(services: Services, client: FlaskClient) -> None:
    post(client)
    listed, added = drawn(services)
    assert [each["props"]["action"] for each in with_class([listed, added], "life-form")] == [
        "/evidence/withdraw",
        "/evidence/add",
    ]
    reader = services.viewer_of(account(services, "x", [Grant("view", "*")]))
    services.viewer = lambda: reader
    listed, added = drawn(services)
    assert added is None
    assert with_class(listed, "life-form") == []


def test_every_problem_has_words_in_both_languages() -> None:
    for language in LANGUAGES:
        for code in ("subject", "code", "region", "name", "on", "period", "link", "nothing", "unknown"):
            assert words(language)[f"evidence_told.{code}"]
