"""Who is served without signing in, under what name; writes from other sites, the key and the settings."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from builders_people import SECRET, account
from builders_store import fresh_services

import commands
from app import Settings, create_app, secret_key
from commands import UsageError, _listen
from layouts.login import Login
from layouts.services import OPERATOR_UNNAMED


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("on", [True, False])
def test_a_write_from_another_site_is_refused(tmp_path: Path, headers: dict[str, str], on: bool) -> None:
    services = fresh_services(tmp_path)
    services.login = Login("password", secret=SECRET) if on else Login()
    client = create_app(services).server.test_client()
    for address in ("/_dash-update-component", "/sign-in", "/file/receive", "/life/step"):
        assert client.post(address, headers=headers, data={}).get_json()["error"]["code"] == "cross_site"


def test_without_login_only_this_computers_own_names_are_served(tmp_path: Path) -> None:
    client = create_app(fresh_services(tmp_path)).server.test_client()
    hosts = ["localhost:8050", "127.0.0.1:8050", "[::1]:8050", "evil.example", "192.168.0.9:8050"]
    assert [client.get("/", headers={"Host": host}).status_code for host in hosts] == [200] * 3 + [403] * 2


def test_without_login_the_name_is_the_one_typed(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    assert (services.signed("李某"), services.signed("")) == ("李某", "")
    assert services.prefilled == services.operator
    services.operator = OPERATOR_UNNAMED  # nobody has set a name: the forms begin empty
    assert services.prefilled == ""


@pytest.mark.parametrize("on", [True, False])
def test_it_listens_elsewhere_only_where_people_sign_in(tmp_path: Path, on: bool) -> None:
    services = fresh_services(tmp_path)
    if not on:
        account(services, "zhang", [])
    services.login = Login("password", secret=SECRET) if on else Login()
    with pytest.raises(UsageError, match="without users"):
        _listen(services, "0.0.0.0", 0)


def test_what_is_there_before_the_first_page_is_left_out_of_garbage_collections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[int] = []

    class Server:
        def run(self) -> None:
            frozen.append(gc.get_freeze_count())

    monkeypatch.setattr(commands, "create_server", lambda *_, **__: Server())
    monkeypatch.setattr(commands, "start_worker", lambda _: None)
    try:
        assert commands._listen(fresh_services(tmp_path), "127.0.0.1", 0) == 0
    finally:
        gc.unfreeze()
    assert frozen[0] > 50_000


def test_the_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "home" / "secret.key")
    assert secret_key(tmp_path / "home" / "secret.key") == key
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o077 == 0


def test_a_setting_that_is_no_word_of_ours_is_refused() -> None:
    with pytest.raises(SystemExit, match="FAHENG_LOGIN='yes': write one of off, password, proxy"):
        Settings.from_env({"FAHENG_LOGIN": "yes"})
