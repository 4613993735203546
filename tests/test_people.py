"""Accounts: made, granted, locked, shut; every change in the trail."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app import Settings
from cli import main
from data.accounts import AccountError
from data.auditing import AuditFilter
from data.model import Viewer
from data.passwords import hashed, matches, objection
from data.people import TRIES, Grant, Reach
from data.store import Store

AT = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(f"sqlite:///{tmp_path / 'faheng.db'}", tmp_path / "files", ("suit_heard",))
    made.add_account("Zhang", "张某", "hash", by="管理员", at=AT)
    yield made
    made.close()


def trail(store: Store) -> list[str]:
    return [entry.action for entry in store.seen_by(Viewer("")).audit_entries(AuditFilter())[0]][::-1]


def test_a_password_is_known_by_its_hash_only() -> None:
    kept = hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert (matches(kept, PASSWORD), matches(kept, PASSWORD + " "), matches("", PASSWORD)) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "short"),
        ("x" * 300, "long"),
        ("my-zhang-2026", "name"),
        ("aaaaaaaaaaaa", "simple"),
        ("201911222026", "simple"),
        ("password123", "known"),
        (PASSWORD, None),
    ],
)
def test_a_weak_password_is_not_taken(password: str, code: str | None) -> None:
    assert objection(password, name="zhang") == code


def test_the_former_password_is_not_taken_again() -> None:
    assert objection(PASSWORD, name="zhang", before=hashed(PASSWORD)) == "same"


def test_names_are_one_whatever_their_case(store: Store) -> None:
    found = store.account(" ZHANG ")
    assert found is not None
    assert (found.name, found.person, found.must_change) == ("zhang", "张某", True)


@pytest.mark.parametrize(
    ("name", "person", "code"), [("zhang", "李某", "taken"), ("li", "张 某", "person"), ("", "李某", "name")]
)
def test_a_name_and_a_person_are_there_once(store: Store, name: str, person: str, code: str) -> None:
    with pytest.raises(AccountError) as error:
        store.add_account(name, person, "hash", by="管理员", at=AT)
    assert error.value.code == code


def test_five_wrong_passwords_lock_the_account_for_a_while(store: Store) -> None:
    tried = [store.not_signed_in("zhang", at=AT) for _ in range(TRIES)]
    assert tried == ["wrong"] * (TRIES - 1) + ["locked"]
    assert store.signed_in("zhang", at=AT + timedelta(minutes=14)) is None
    assert store.signed_in("zhang", at=AT + timedelta(minutes=16)) is not None


def test_a_right_password_begins_the_count_anew(store: Store) -> None:
    for _ in range(3):
        for _ in range(TRIES - 1):
            assert store.not_signed_in("zhang", at=AT) == "wrong"
        assert store.signed_in("zhang", at=AT) is not None


def test_an_unknown_name_is_refused_and_not_written_down(store: Store) -> None:
    assert store.not_signed_in("my secret typed in the wrong field", at=AT) == "wrong"
    (entry, *_) = store.seen_by(Viewer("")).audit_entries(AuditFilter(action="sign_in.refused"))[0]
    assert "secret" not in entry.thing + entry.detail + entry.actor


def test_what_ends_sessions_raises_the_epoch(store: Store) -> None:
    epochs = []
    for change in (
        lambda: store.set_password("zhang", "other", by="x", at=AT, must_change=True),
        lambda: store.disable("zhang", disabled=True, by="x", at=AT),
        lambda: store.disable("zhang", disabled=False, by="x", at=AT),
        lambda: store.end_sessions("zhang", by="x", at=AT),
    ):
        change()
        found = store.account("zhang")
        epochs.append(found.epoch if found else 0)
    assert epochs == [2, 3, 4, 5]


def test_a_grant_is_given_once_and_taken_back(store: Store) -> None:
    grant = Grant("review", "990100")
    store.grant("zhang", grant, by="x", at=AT)
    store.grant("zhang", grant, by="x", at=AT)
    assert [each.grants for each in store.accounts()] == [(grant,)]
    store.revoke("zhang", grant, by="x", at=AT)
    assert [each.grants for each in store.accounts()] == [()]
    assert trail(store) == ["account.add", "account.grant", "account.revoke"]


def test_the_last_keeper_of_accounts_stays(store: Store) -> None:
    store.grant("zhang", Grant("security"), by="x", at=AT)
    for change in (
        lambda: store.revoke("zhang", Grant("security"), by="x", at=AT),
        lambda: store.disable("zhang", disabled=True, by="x", at=AT),
    ):
        with pytest.raises(AccountError, match="last"):
            change()
    store.add_account("li", "李某", "hash", by="x", at=AT)
    store.grant("li", Grant("security"), by="x", at=AT)
    store.disable("zhang", disabled=True, by="x", at=AT)


def test_nobody_may_anything_by_default() -> None:
    assert not any(Reach({}).may(role) for role in ("file", "review", "publish", "view", "manage"))


def test_a_role_is_over_its_regions_only() -> None:
    reach = Reach({"review": frozenset(("990100", "990101"))})
    assert [reach.may("review", code) for code in ("990100", "990101", "990200", "")] == [
        True,
        True,
        False,
        False,
    ]
    assert not reach.may("file", "990101")
    assert Reach({"view": frozenset(("*",))}).may("view", "990200")


def test_accounts_are_kept_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faheng(*arguments: str) -> tuple[int, str]:
        status = main(["user", *arguments])
        return status, capsys.readouterr().out

    monkeypatch.setattr(
        Settings, "from_env", classmethod(lambda cls: cls(tmp_path, f"sqlite:///{tmp_path}/f.db"))
    )
    main(["init"])
    capsys.readouterr()
    status, told = faheng("add", "Li", "--person", "李某")
    password = told.strip().rsplit(" ", 1)[1]
    assert (status, len(password)) == (0, 19)
    assert faheng("grant", "li", "review", "--region", "霁川市")[1] == "li\t李某\tactive\treview:990100\t-\n"
    assert faheng("revoke", "li", "review", "--region", "990100")[1] == "li\t李某\tactive\t-\t-\n"
    assert faheng("disable", "li")[1].split("\t")[2] == "disabled"
    assert password not in faheng("list")[1]
    assert faheng("grant", "nobody", "view")[0] == 1
    assert faheng("grant", "li", "view", "--region", "亚特兰蒂斯")[0] == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert faheng("reset", "li", "--password", "asked")[0] == 1
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert faheng("reset", "li", "--password", "asked") == (0, "li\n")
