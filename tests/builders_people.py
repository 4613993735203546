"""A record with people in it: accounts of every role, one county's and its neighbour's figures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from builders_store import AT, fresh_services
from flask.testing import FlaskClient

from app import create_app
from data.entering import Taken
from data.model import Filing, Finding, Observation
from data.people import Account, Grant, Siblings
from layouts.login import Login, Mode
from layouts.services import Services

OWN, OTHER, CITY, PROVINCE = "990101", "990102", "990100", "990000"
THIRD = "990103"  # a county of the same city that only stands in the totals
PUBLISHED = {OWN: 70013, OTHER: 80023, THIRD: 90037}
DRAFT = {OWN: 710017, OTHER: 820027}
SECRET = b"k" * 32
FILER = "某填"  # of any other county
FILERS = {OWN: "周填", OTHER: "吴报", THIRD: "郑三"}


def people_services(folder: Path, *, siblings: Siblings = "own", mode: Mode = "password") -> Services:
    """2024 is published for three counties, 2025 is filed by two and waits; each figure occurs only once."""
    services = fresh_services(folder)
    for region in (OWN, OTHER):
        put(services, region, "2024", PUBLISHED[region], "accepted")
    copy = services.keep_catalogue()
    services.store.publish("demo", ["2024"], by="钱发", at=AT, catalogue=copy)
    for region in (OWN, OTHER):
        put(services, region, "2025", DRAFT[region], "waiting")
    put(services, THIRD, "2024", PUBLISHED[THIRD], "accepted")
    services.store.publish("demo", ["2024"], by="钱发", at=AT, catalogue=copy)
    services.login = Login(mode, secret=SECRET, siblings=siblings)
    return services


def put(services: Services, region: str, period: str, heard: int, status: Taken) -> int:
    """One annual filing by its county's filer: so many cases heard, the head in court in all but three."""
    figures = {"suit_head_appeared": heard - 3, "suit_heard": heard}
    observations = tuple(
        Observation(element, "own", float(value), "exact", "复议应诉", f"D{8 + place}", str(value), 0)
        for place, (element, value) in enumerate(figures.items())
    )
    data = f"{region} {period} {heard} {FILERS.get(region, FILER)}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    services.store.keep_file(sha256, data)
    filing = Filing("annual", "demo", region, period, observations)
    name = f"{region}_{period}.xlsx"
    return services.store.accept(
        filing,
        sha256=sha256,
        path=name,
        size=len(data),
        by=FILERS.get(region, FILER),
        at=AT,
        status=status,
        findings=[
            Finding("file.foreign", "note", params={"read": ".csv", "expected": ".xlsx", "reason": "csv"})
        ],
    )


def account(services: Services, name: str, grants: Sequence[Grant], person: str = "") -> Account:
    """An open account whose password need not be changed."""
    store = services.store
    store.add_account(name, person or f"某{name}", "", by="测试", at=AT)
    for grant in grants:
        store.grant(name, grant, by="测试", at=AT)
    found = store.account(name)
    assert found is not None
    return found


def client_of(services: Services, one: Account | None = None) -> FlaskClient:
    """A browser that is signed in as this account."""
    client = create_app(services).server.test_client()
    if one is not None:
        sign_in_as(client, one)
    return client


def sign_in_as(client: FlaskClient, one: Account) -> None:
    with client.session_transaction() as session:
        session.clear()
        session.update(account=one.account, epoch=one.epoch, since=AT.timestamp())
