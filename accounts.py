"""The commands that keep accounts: faheng user add, grant, revoke, disable, enable, reset, list."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import datetime

from app import BEIJING, Settings, build_services
from data import passwords
from data.accounts import AccountError
from data.people import EVERYWHERE, ROLES, Account, Grant, role_of
from layouts.services import Services
from layouts.text import words
from layouts.views.manage_routes import RegionError, region_meant

Verb = Callable[[argparse.Namespace], int]


class UserError(Exception):
    """What was asked for cannot be done; the message says why."""


def add_verb(verb: Callable[[str, Verb, str], argparse.ArgumentParser]) -> None:
    """The parser of ``faheng user``; ``verb(name, run, text)`` makes one."""
    user = verb("user", run, "账号与权限 / accounts and their rights")
    acts = user.add_subparsers(dest="act", required=True, metavar="WHAT")

    def act(name: str, text: str, *, named: bool = True) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=text, description=text)
        if named:
            added.add_argument("name", help="用户名 / user name")
        added.add_argument("--by", default="", help="操作人 / who does it")
        return added

    add = act("add", "新建账号，打印一次性密码 / a new account; its password is printed once")
    add.add_argument("--person", required=True, help="姓名 / the person's name")
    add.add_argument("--password", choices=("made", "asked", "none"), default="made", help=PASSWORD_HELP)
    reset = act("reset", "重置密码 / a new password, to be changed at the next sign-in")
    reset.add_argument("--password", choices=("made", "asked", "none"), default="made", help=PASSWORD_HELP)
    for name, text in (("grant", "授予权限 / give a right"), ("revoke", "收回权限 / take a right back")):
        right = act(name, text)
        right.add_argument("role", choices=ROLES)
        right.add_argument("--region", default=EVERYWHERE, help="地区代码或名称，缺省为全部 / default: all")
    act("disable", "停用 / shut an account and end its sessions")
    act("enable", "启用 / open it again")
    act("list", "列出账号 / list the accounts", named=False)


PASSWORD_HELP = (
    "made 生成并打印一次、asked 从标准输入读、none 只经门户登录 / made, asked on stdin, or proxy only"
)


def run(given: argparse.Namespace) -> int:
    """One change of one account, written in the audit trail, or the list."""
    services = build_services(Settings.from_env())
    try:
        return ACTS[given.act](services, given)
    except AccountError as error:
        said = [words(language)[f"manage_problem.{error.code}"] for language in ("zh", "en")]
        raise UserError(" / ".join(said)) from None
    except RegionError as error:
        said = [words(language)["manage_problem.region"] for language in ("zh", "en")]
        raise UserError(f"{error}: " + " / ".join(said)) from None


def added(services: Services, given: argparse.Namespace) -> int:
    password = _password(given)
    kept = passwords.hashed(password) if password else ""
    made = services.store.add_account(given.name, given.person, kept, by=_by(services, given), at=_now())
    return _told(made.name, password if given.password == "made" else "")


def reset(services: Services, given: argparse.Namespace) -> int:
    password = _password(given)
    kept = passwords.hashed(password) if password else ""
    services.store.set_password(given.name, kept, by=_by(services, given), at=_now(), must_change=bool(kept))
    return _told(given.name, password if given.password == "made" else "")


def granted(services: Services, given: argparse.Namespace) -> int:
    services.store.grant(given.name, _grant(services, given), by=_by(services, given), at=_now())
    return _listed(services, given.name)


def revoked(services: Services, given: argparse.Namespace) -> int:
    services.store.revoke(given.name, _grant(services, given), by=_by(services, given), at=_now())
    return _listed(services, given.name)


def disabled(services: Services, given: argparse.Namespace) -> int:
    shut = given.act == "disable"
    services.store.disable(given.name, disabled=shut, by=_by(services, given), at=_now())
    return _listed(services, given.name)


def listed(services: Services, _given: argparse.Namespace) -> int:
    return _listed(services, "")


def _listed(services: Services, name: str) -> int:
    one = services.store.account(name) if name else None
    for each in (one,) if one else services.store.accounts():
        print(_line(each))
    return 0


def _line(one: Account) -> str:
    grants = " ".join(f"{grant.role}:{grant.region}" for grant in one.grants) or "-"
    return "\t".join(
        (one.name, one.person, "disabled" if one.disabled else "active", grants, one.last_at or "-")
    )


def _password(given: argparse.Namespace) -> str:
    """Made, or asked on a terminal or a pipe; never in the arguments, where others could read it."""
    if given.password == "none":
        return ""
    if given.password == "made":
        return passwords.generated()
    typed = getpass.getpass("密码 / password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    problem = passwords.objection(typed, name=given.name, person=getattr(given, "person", ""))
    if problem:
        raise UserError(" / ".join(words(language)[f"password.{problem}"] for language in ("zh", "en")))
    return typed


def _grant(services: Services, given: argparse.Namespace) -> Grant:
    role = role_of(given.role)
    assert role is not None  # argparse allows no other
    return Grant(role, region_meant(services, given.region))


def _told(name: str, password: str) -> int:
    print(name)
    if password:
        print(f"一次性密码 / password, to be changed at the first sign-in: {password}")
    return 0


def _by(services: Services, given: argparse.Namespace) -> str:
    return given.by or services.operator


def _now() -> datetime:
    return datetime.now(BEIJING)


ACTS: dict[str, Callable[[Services, argparse.Namespace], int]] = {
    "add": added,
    "reset": reset,
    "grant": granted,
    "revoke": revoked,
    "disable": disabled,
    "enable": disabled,
    "list": listed,
}
