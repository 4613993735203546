"""A flood of sign-ins: the address waits, the office's own browsers do not, and little is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from builders_people import OWN, account, people_services
from builders_store import AT
from flask.testing import FlaskClient

from app import create_app
from data import passwords
from data.auditing import AuditFilter
from data.passwords import hashed
from data.people import Grant
from layouts import throttle
from layouts.services import Services
from layouts.throttle import FAILURES, WINDOW, Throttle, device_token, is_device, network

PASSWORD = "correct horse battery"
HASH = hashed(PASSWORD)
FLOODER, OTHER_OFFICE = "203.0.113.9", "203.0.113.77"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Thousands of wrong passwords are tried here; what a hash costs is not the matter."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = people_services(tmp_path)
    for name in ("zhang", "li"):
        account(made, name, [Grant("view", OWN)])
        made.store.set_password(name, HASH, by="测试", at=AT, must_change=False)
    return made


def client(services: Services) -> FlaskClient:
    return create_app(services).server.test_client()


def sign_in(browser: FlaskClient, name: str, password: str = PASSWORD, *, peer: str = FLOODER) -> int:
    fields = {"name": name, "password": password}
    return browser.post("/sign-in", data=fields, environ_base={"REMOTE_ADDR": peer}).status_code


def flood(services: Services) -> None:
    """As many wrong names as an address may send, and ten times as many more."""
    browser = client(services)
    for number in range(FAILURES):
        assert sign_in(browser, f"nobody{number}", "x") == 401
    assert {sign_in(browser, f"more{number}", "x") for number in range(10 * FAILURES)} == {429}


def test_an_address_waits_after_many_failures_and_others_do_not(services: Services) -> None:
    flood(services)
    assert sign_in(client(services), "zhang") == 429
    assert sign_in(client(services), "zhang", peer=OTHER_OFFICE) == 303


def test_a_browser_that_has_been_used_before_need_not_wait(services: Services) -> None:
    office = client(services)
    assert sign_in(office, "zhang") == 303
    flood(services)
    assert sign_in(office, "zhang") == 303
    assert sign_in(office, "li") == 429  # the device is known for one account only


def test_who_has_signed_in_stays_signed_in(services: Services) -> None:
    office = client(services)
    sign_in(office, "zhang")
    flood(services)
    assert (
        office.get("/api/v1/regions?dataset=demo", environ_base={"REMOTE_ADDR": FLOODER}).status_code == 200
    )


def test_after_a_while_the_address_may_try_again(services: Services) -> None:
    flood(services)
    services.clock = lambda: AT + WINDOW
    assert sign_in(client(services), "zhang") == 303


def test_a_flood_is_told_once_and_does_not_fill_the_trail(services: Services) -> None:
    flood(services)
    view = services.whole_view()
    assert len(view.audit_entries(AuditFilter(action="sign_in.refused"), limit=1000)[0]) == FAILURES
    (entry,) = view.audit_entries(AuditFilter(action="sign_in.flood"))[0]
    assert FLOODER in entry.detail


def test_passwords_are_not_even_tried_meanwhile(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    flood(services)
    monkeypatch.setattr("data.passwords.matches", lambda *_: pytest.fail("a hash costs 64 MB"))
    assert sign_in(client(services), "zhang") == 429


def test_the_device_is_known_by_its_signed_cookie_only(services: Services) -> None:
    flood(services)
    for forged in ("1.00", "1." + "0" * 64, device_token(b"another key", 1)):
        browser = client(services)
        browser.set_cookie(throttle.DEVICE_COOKIE, forged, path="/sign-in")
        assert sign_in(browser, "zhang") == 429
    assert is_device(b"k", device_token(b"k", 7), 7)
    assert not is_device(b"k", device_token(b"k", 7), 8)


def test_failures_are_forgotten_one_by_one_and_addresses_when_there_are_too_many() -> None:
    kept = Throttle()
    for number in range(FAILURES):
        kept.failed("10.0.0.1", AT + timedelta(seconds=number))
    assert kept.wait("10.0.0.1", AT + timedelta(seconds=60)) == WINDOW - timedelta(seconds=60)
    assert not kept.wait("10.0.0.1", AT + WINDOW)
    for number in range(throttle.MOST_ADDRESSES):
        kept.failed(f"2001:db8:{number:x}::1", AT)
    assert not kept.wait("10.0.0.1", AT + timedelta(seconds=60))


def test_one_machine_is_one_address_however_many_it_takes() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:1")
    assert network("2001:db8::1") != network("2001:db8:0:1::1")
