"""Accounts as verbs and reads of the record: each change one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from data import audit, tables
from data.engine import writing
from data.entering import raise_version
from data.life import same_person
from data.people import LOCKED_MINUTES, ROLES, TRIES, Account, Grant, role_of
from data.verbs import Verbs

Tried = Literal["right", "wrong", "locked"]


class AccountError(Exception):
    """Why an account was not changed."""

    def __init__(self, code: Literal["name", "taken", "person", "unknown", "role", "last"]) -> None:
        super().__init__(code)
        self.code = code


class AccountVerbs(Verbs):
    """The part of Store that keeps accounts; ``by`` is who changes them."""

    def add_account(self, name: str, person: str, password: str, *, by: str, at: datetime) -> Account:
        """A new account whose password (a hash, or empty) must be changed at the first sign-in."""
        name, person = plain_name(name), " ".join(person.split())
        if not name or not person:
            raise AccountError("name")
        when = audit.stamp(at)
        with writing(self._engine).begin() as connection:
            known = _accounts(connection)
            if any(each.name == name for each in known):
                raise AccountError("taken")
            if any(same_person(each.person, person) for each in known):
                raise AccountError("person")
            row = {"name": name, "person": person, "password": password, "must_change": int(bool(password))}
            row |= {
                "disabled": 0,
                "failed": 0,
                "locked_until": "",
                "epoch": 1,
                "made_at": when,
                "last_at": "",
            }
            connection.execute(tables.account.insert().values(row))
            _sign(connection, "account.add", name, {"person": person}, by, when)
            return _known(connection, name)

    def grant(self, name: str, grant: Grant, *, by: str, at: datetime) -> None:
        """Give a role over a region; what is given already changes nothing."""
        if grant.role not in ROLES:
            raise AccountError("role")
        with writing(self._engine).begin() as connection:
            one = _known(connection, name)
            if grant in one.grants:
                return
            row = {"account": one.account, "role": grant.role, "region": grant.region}
            connection.execute(insert(tables.account_grant).values(row).on_conflict_do_nothing())
            detail = {"role": grant.role, "region": grant.region}
            _sign(connection, "account.grant", one.name, detail, by, audit.stamp(at))

    def revoke(self, name: str, grant: Grant, *, by: str, at: datetime) -> None:
        """Take a role back; the last one that keeps accounts stays, else nobody could."""
        with writing(self._engine).begin() as connection:
            one = _known(connection, name)
            if grant not in one.grants:
                raise AccountError("unknown")
            if grant.role == "security":
                _another_keeper(connection, one, keeps=[each for each in one.grants if each != grant])
            given = tables.account_grant.c
            this = (given.account == one.account, given.role == grant.role, given.region == grant.region)
            connection.execute(delete(tables.account_grant).where(*this))
            detail = {"role": grant.role, "region": grant.region}
            _sign(connection, "account.revoke", one.name, detail, by, audit.stamp(at))

    def disable(self, name: str, *, disabled: bool, by: str, at: datetime) -> None:
        """Shut an account and end its sessions, or open it again."""
        with writing(self._engine).begin() as connection:
            one = _known(connection, name)
            if disabled:
                _another_keeper(connection, one, keeps=())
            _change(connection, one, {"disabled": int(disabled), "epoch": one.epoch + 1})
            action = "account.disable" if disabled else "account.enable"
            _sign(connection, action, one.name, {}, by, audit.stamp(at))

    def set_password(self, name: str, password: str, *, by: str, at: datetime, must_change: bool) -> Account:
        """A new hash; every session of the account ends and its lock is lifted."""
        with writing(self._engine).begin() as connection:
            one = _known(connection, name)
            changed: dict[str, str | int] = {
                "password": password,
                "must_change": int(must_change),
                "epoch": one.epoch + 1,
            }
            _change(connection, one, {**changed, "failed": 0, "locked_until": ""})
            action = "account.reset" if must_change else "account.password"
            _sign(connection, action, one.name, {}, by, audit.stamp(at))
            return _known(connection, name)

    def end_sessions(self, name: str, *, by: str, at: datetime) -> None:
        """Sign an account out wherever it is signed in."""
        with writing(self._engine).begin() as connection:
            one = _known(connection, name)
            _change(connection, one, {"epoch": one.epoch + 1})
            _sign(connection, "account.sign_out", one.name, {}, by, audit.stamp(at))

    def signed_in(self, name: str, *, at: datetime, peer: str = "") -> Account | None:
        """Note a sign-in with the right password; None where the account was shut or locked meanwhile."""
        when = audit.stamp(at)
        with writing(self._engine).begin() as connection:
            one = _known(connection, name)
            if one.disabled or one.is_locked(at):
                return None
            _change(connection, one, {"failed": 0, "locked_until": "", "last_at": when})
            _sign(connection, "sign_in.done", one.name, {"peer": peer}, one.person, when)
            return _known(connection, name)

    def not_signed_in(self, name: str, *, at: datetime, peer: str = "") -> Tried:
        """Note a refused sign-in; after ``TRIES`` in a row the account is locked for a while.

        What an unknown name was is not written down: it may be a password in the wrong field.
        """
        when = audit.stamp(at)
        with writing(self._engine).begin() as connection:
            one = _find(connection, name)
            if one is None:
                _sign(connection, "sign_in.refused", "?", {"peer": peer}, "?", when)
                return "wrong"
            if one.is_locked(at):
                return "locked"
            failed = one.failed + 1
            locked = failed >= TRIES
            until = audit.stamp(at + timedelta(minutes=LOCKED_MINUTES)) if locked else ""
            _change(connection, one, {"failed": 0 if locked else failed, "locked_until": until})
            action = "sign_in.locked" if locked else "sign_in.refused"
            _sign(connection, action, one.name, {"peer": peer, "failed": failed}, one.person, when)
            return "locked" if locked else "wrong"

    def flooded(self, peer: str, *, at: datetime) -> None:
        """Note that an address has to wait after too many refused sign-ins."""
        with writing(self._engine).begin() as connection:
            _sign(connection, "sign_in.flood", "?", {"peer": peer}, "?", audit.stamp(at))

    def account(self, name: str) -> Account | None:
        """The account of a name, as typed."""
        with self._engine.begin() as connection:
            return _find(connection, name)

    def account_of(self, person: str) -> Account | None:
        """The open account of a person."""
        found = (each for each in self.accounts() if same_person(each.person, person) and not each.disabled)
        return next(found, None)

    def account_numbered(self, number: int) -> Account | None:
        with self._engine.begin() as connection:
            return next(iter(_accounts(connection, number=number)), None)

    def accounts(self) -> tuple[Account, ...]:
        """Every account with its grants, by name."""
        with self._engine.begin() as connection:
            return _accounts(connection)

    def has_accounts(self) -> bool:
        """Can anybody sign in."""
        with self._engine.begin() as connection:
            open_ones = select(func.count()).select_from(tables.account).where(tables.account.c.disabled == 0)
            return bool(connection.execute(open_ones).scalar())

    def sizes(self) -> tuple[int, int]:
        """Bytes of the database, and of the files as received."""
        database = Path(self._engine.url.database or "")
        with self._engine.begin() as connection:
            files = connection.execute(select(func.sum(tables.source_file.c.size))).scalar()
        return database.stat().st_size if database.is_file() else 0, int(files or 0)


def plain_name(name: str) -> str:
    """A name as it is kept and compared: lower case, without blanks.

    >>> plain_name(" Li.Ming ")
    'li.ming'
    """
    return "".join(name.split()).casefold()


def _find(connection: Connection, name: str) -> Account | None:
    return next(iter(_accounts(connection, name=plain_name(name))), None)


def _known(connection: Connection, name: str) -> Account:
    found = _find(connection, name)
    if found is None:
        raise AccountError("unknown")
    return found


def _accounts(connection: Connection, *, name: str = "", number: int = 0) -> tuple[Account, ...]:
    one, given = tables.account, tables.account_grant
    query = (
        select(one, given.c.role, given.c.region)
        .join(given, given.c.account == one.c.id, isouter=True)
        .order_by(one.c.name, given.c.id)
    )
    if name:
        query = query.where(one.c.name == name)
    if number:
        query = query.where(one.c.id == number)
    people: dict[int, tuple[Row[tuple[object, ...]], list[Grant]]] = {}
    for row in connection.execute(query):
        grants = people.setdefault(row.id, (row, []))[1]
        role = role_of(row.role) if row.role else None
        if role:
            grants.append(Grant(role, row.region))
    return tuple(_account(row, grants) for row, grants in people.values())


def _account(row: Row[tuple[object, ...]], grants: Sequence[Grant]) -> Account:
    return Account(
        account=row.id,
        name=row.name,
        person=row.person,
        password=row.password,
        must_change=bool(row.must_change),
        disabled=bool(row.disabled),
        failed=row.failed,
        locked_until=row.locked_until,
        epoch=row.epoch,
        made_at=row.made_at,
        last_at=row.last_at,
        grants=tuple(grants),
    )


def _change(connection: Connection, one: Account, values: Mapping[str, str | int]) -> None:
    account = tables.account
    connection.execute(update(account).where(account.c.id == one.account).values(**values))


def _another_keeper(connection: Connection, one: Account, *, keeps: Sequence[Grant]) -> None:
    """Somebody must be left who may change accounts."""
    if not one.has("security") or one.disabled or any(grant.role == "security" for grant in keeps):
        return
    others = [each for each in _accounts(connection) if each.account != one.account]
    if not any(each.has("security") and not each.disabled for each in others):
        raise AccountError("last")


def _sign(
    connection: Connection, action: str, thing: str, detail: Mapping[str, object], by: str, when: str
) -> None:
    raise_version(connection, "*", "people")
    audit.append(connection, at=when, actor=by, action=action, thing=thing, detail=dict(detail))
