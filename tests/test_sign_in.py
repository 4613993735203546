"""Signing in through the addresses: locks, forced change, sessions, tokens, proxies, where one is led."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bench import page_request
from builders_people import OTHER, OWN, SECRET, account, client_of, people_services, sign_in_as
from builders_store import AT
from flask.testing import FlaskClient

from app import create_app
from data.auditing import AuditFilter
from data.passwords import hashed
from data.people import TRIES, Grant
from layouts.login import Login
from layouts.services import Services
from layouts.sign_in import safe_next

HTML = {"Accept": "text/html"}
PASSWORD, NEXT = "correct horse battery", "a sentence of one's own"
HASH = hashed(PASSWORD)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = people_services(tmp_path)
    account(made, "zhang", [Grant("file", OWN)], "周填")
    made.store.set_password("zhang", HASH, by="测试", at=AT, must_change=False)
    return made


def sign_in(client: FlaskClient, password: str = PASSWORD, *, name: str = "zhang", query: str = "") -> int:
    return client.post(f"/sign-in{query}", data={"name": name, "password": password}).status_code


def token(client: FlaskClient) -> dict[str, str]:
    found = re.search("faheng_token=([0-9a-f]+)", str(client.get("/", headers=HTML).headers))
    return {"X-Faheng-Token": found[1] if found else ""}


def test_a_page_leads_to_signing_in_and_back(client: FlaskClient) -> None:
    led = client.get("/compare?dataset=demo&period=2024", headers=HTML)
    assert (led.status_code, led.headers["Location"]) == (
        302,
        "/sign-in?next=%2Fcompare%3Fdataset%3Ddemo%26period%3D2024",
    )
    back = client.post(led.headers["Location"], data={"name": "zhang", "password": PASSWORD})
    assert (back.status_code, back.headers["Location"]) == (303, "/compare?dataset=demo&period=2024")


def test_what_is_no_page_is_answered_in_json(client: FlaskClient) -> None:
    for answer in (
        client.get("/api/v1/results"),
        client.post("/_dash-update-component", json=page_request("/", "")),
        client.get("/_dash-layout"),
        client.post("/file/receive"),
    ):
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "sign_in")


@pytest.mark.parametrize(
    "given",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\/evil",
        "javascript:alert(1)",
        "/\tx",
        " /x",
        "x",
    ],
)
def test_nobody_is_led_away_from_this_site(client: FlaskClient, given: str) -> None:
    assert safe_next(given) == "/"
    answer = client.post(
        "/sign-in", query_string={"next": given}, data={"name": "zhang", "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: FlaskClient) -> None:
    told = [
        client.post("/sign-in", data={"name": name, "password": "wrong"})
        .get_data(as_text=True)
        .replace(name, "")
        for name in ("zhang", "wrong1")
    ]
    assert told[0] == told[1]


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(client: FlaskClient) -> None:
    assert [sign_in(client, "wrong") for _ in range(TRIES)] == [401] * (TRIES - 1) + [429]
    assert sign_in(client) == 429
    assert client.get("/_dash-layout").status_code == 401


def test_signing_in_is_in_the_trail(client: FlaskClient, services: Services) -> None:
    sign_in(client, "wrong")
    sign_in(client)
    told = services.whole_view().audit_entries(AuditFilter(actor="周填"))[0]
    assert {"sign_in.done", "sign_in.refused"} <= {entry.action for entry in told}
    assert not any(PASSWORD in entry.detail for entry in told)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(services: Services) -> None:
    def cookie(client: FlaskClient) -> str:
        answer = client.post("/sign-in", data={"name": "zhang", "password": PASSWORD})
        return next(
            each for each in answer.headers.get_all("Set-Cookie") if each.startswith("faheng_session")
        )

    plain = cookie(create_app(services).server.test_client())
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    services.login = replace(services.login, https=True)
    assert "Secure" in cookie(create_app(services).server.test_client())


def test_a_first_password_must_be_changed_before_anything_else(
    client: FlaskClient, services: Services
) -> None:
    services.store.set_password("zhang", HASH, by="测试", at=AT, must_change=True)
    assert sign_in(client) == 303
    assert client.get("/compare", headers=HTML).headers["Location"] == "/password"
    assert client.get("/api/v1/targets").status_code == 401
    page = client.get("/password").get_data(as_text=True)
    given = re.search('name="token" value="([0-9a-f]+)"', page)
    assert given
    form = {"before": PASSWORD, "new": NEXT, "again": NEXT, "token": given[1]}
    assert client.post("/password", data={**form, "new": PASSWORD, "again": PASSWORD}).status_code == 400
    assert client.post("/password", data={**form, "again": "other"}).status_code == 400
    assert client.post("/password", data={**form, "token": "0" * 64}).status_code == 403
    assert client.post("/password", data=form).status_code == 303
    assert client.get("/api/v1/targets").status_code == 200


@pytest.mark.parametrize("change", ["disable", "reset", "end", "sign out"])
def test_a_session_ends_at_once(client: FlaskClient, services: Services, change: str) -> None:
    sign_in(client)
    other = create_app(services).server.test_client()
    sign_in(other)
    assert other.get("/api/v1/targets").status_code == 200
    store = services.store
    if change == "disable":
        store.disable("zhang", disabled=True, by="测试", at=AT)
    elif change == "reset":
        store.set_password("zhang", HASH, by="测试", at=AT, must_change=False)
    elif change == "end":
        store.end_sessions("zhang", by="测试", at=AT)
    else:
        assert client.post("/sign-out", headers=token(client)).status_code == 303
    assert other.get("/api/v1/targets").status_code == 401


def test_a_right_that_is_taken_back_is_gone_with_the_next_request(
    client: FlaskClient, services: Services
) -> None:
    sign_in(client)
    assert client.get("/api/v1/targets").status_code == 200
    services.store.revoke("zhang", Grant("file", OWN), by="测试", at=AT)
    assert client.get("/api/v1/targets").status_code == 403


def test_a_session_of_another_key_or_an_old_one_is_none(client: FlaskClient, services: Services) -> None:
    found = services.store.account("zhang")
    assert found is not None
    sign_in_as(client, found)
    assert client.get("/api/v1/targets").status_code == 200
    with client.session_transaction() as session:
        session["since"] = AT.timestamp() - 13 * 3600
    assert client.get("/api/v1/targets").status_code == 401
    sign_in_as(client, found)
    services.login = replace(services.login, secret=SECRET[::-1] + b"x")
    assert create_app(services).server.test_client().get("/api/v1/targets").status_code == 401


def test_every_write_needs_the_token_of_the_session(client: FlaskClient) -> None:
    sign_in(client)
    body = {"submission": "3", "step": "withdraw", "why": "写错了"}
    assert client.post("/life/step", data=body).get_json()["error"]["code"] == "token"
    assert client.post("/life/step", data=body, headers={"X-Faheng-Token": "0" * 64}).status_code == 403
    assert client.post("/life/step", data=body, headers=token(client)).status_code == 303


def test_the_name_in_the_record_is_that_of_the_account(client: FlaskClient, services: Services) -> None:
    sign_in(client)
    body = {"submission": "3", "step": "withdraw", "why": "写错了", "by": "别人"}
    assert client.post("/life/step", data=body, headers=token(client)).status_code == 303
    assert [each.by for each in services.whole_view().events(3)][-1] == "周填"


def test_nobody_takes_a_step_over_another_region(client: FlaskClient, services: Services) -> None:
    account(services, "judge", [Grant("review", OWN)], "孙审")
    found = services.store.account("judge")
    assert found is not None
    sign_in_as(client, found)
    mark = token(client)
    for number, code in ((4, "no_submission"), (3, "unexplained")):
        body = {"submission": str(number), "step": "approve"}
        assert client.post("/life/step", data=body, headers=mark).get_json()["error"]["code"] == code
    body = {"dataset": "demo", "period": "2025"}
    assert client.post("/life/publish", data=body, headers=mark).get_json()["error"]["code"] == "no_right"


def test_a_publisher_publishes_only_the_regions_given_to_him(client: FlaskClient, services: Services) -> None:
    for number in (3, 4):
        services.store.step(number, "approve", by="孙审", at=AT)
    account(services, "editor", [Grant("publish", OWN)], "钱发")
    found = services.store.account("editor")
    assert found is not None
    sign_in_as(client, found)
    body = {"dataset": "demo", "period": "2025"}
    assert client.post("/life/publish", data=body, headers=token(client)).status_code == 303
    now = [services.whole_view().submission(number) for number in (3, 4)]
    assert [each[0].status for each in now if each] == ["published", "accepted"]


def test_a_file_for_another_region_is_refused_by_the_one_door(services: Services) -> None:
    found = services.store.account("zhang")
    assert found is not None
    with create_app(services).server.test_request_context():
        from flask import g

        g.viewer = services.viewer_of(found)
        barred = services.desk().barred
        assert barred is not None
        assert [barred(OWN), barred(OTHER), barred("")] == [False, True, True]
    of_worker = services.desk(by="周填").barred
    assert of_worker is not None
    assert [of_worker(OWN), of_worker(OTHER)] == [False, True]
    nobody = services.desk(by="没有此人").barred
    assert nobody is not None
    assert nobody(OWN)


@pytest.mark.parametrize(
    ("peer", "given", "status"),
    [
        ("127.0.0.1", "zhang", 200),
        ("10.0.0.9", "zhang", 401),
        ("10.0.0.7", "zhang", 200),
        ("127.0.0.1", "", 401),
        ("127.0.0.1", "stranger", 401),
    ],
)
def test_only_a_trusted_proxy_says_who_is_asking(
    services: Services, peer: str, given: str, status: int
) -> None:
    services.login = Login("proxy", header="X-Remote-User", peers=("10.0.0.7",), secret=SECRET)
    client = create_app(services).server.test_client()
    headers = {"X-Remote-User": given, "X-Forwarded-For": "127.0.0.1"}
    answer = client.get("/api/v1/targets", headers=headers, environ_base={"REMOTE_ADDR": peer})
    assert answer.status_code == status


def test_with_passwords_the_header_of_a_proxy_means_nothing(client: FlaskClient) -> None:
    assert client.get("/api/v1/targets", headers={"X-Remote-User": "zhang"}).status_code == 401


def test_every_answer_has_the_policy_and_is_not_kept(client: FlaskClient) -> None:
    sign_in(client)
    headers = client.get("/", headers=HTML).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "private, no-store"
    assert "Strict-Transport-Security" not in headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers
    assert "no-store" not in client.get("/assets/base.css", buffered=True).headers.get("Cache-Control", "")


def test_a_viewer_without_rights_begins_where_something_is_open(services: Services) -> None:
    keeper = account(services, "keeper", [Grant("security")])
    services.store.set_password("keeper", HASH, by="测试", at=AT, must_change=False)
    client = client_of(services, keeper)
    answer = client.post("/sign-in", data={"name": "keeper", "password": PASSWORD})
    assert answer.headers["Location"] == "/manage"
