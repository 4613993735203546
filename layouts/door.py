"""The door: every request is let in here or turned away. What is not named below is refused.

Who asks is found once and kept in ``g.viewer``; rights over regions are asked where the region is known.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Request, Response, g, redirect, request, session

from data.model import Viewer
from data.people import DRAFTS, FIGURES, Account, Role
from layouts.login import is_loopback
from layouts.services import Services

Need = Sequence[Role]  # one of these roles, anywhere; empty: every account
SESSION_COOKIE = "faheng_session"
SIGN_IN, PASSWORD = "/sign-in", "/password"
TOKEN_COOKIE, TOKEN_HEADER, TOKEN_FIELD = "faheng_token", "X-Faheng-Token", "token"
SESSION_HOURS = 12
SAFE = ("GET", "HEAD", "OPTIONS")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "::1")

# Routes that need nobody: what draws the page of signing in, and whether the program is alive.
OPEN = frozenset(("/static/<path:filename>", "/assets/<path:filename>", "/_favicon.ico", "/healthz", SIGN_IN))
FRAME = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"

# What a route needs, beside the rights over regions that its own verb asks for.
ROUTES: Mapping[str, Need] = {
    FRAME: (),
    "/_dash-layout": (),
    "/_dash-dependencies": (),
    "/_reload-hash": (),
    "/_dash-update-component": (),  # and what its outputs need: CALLBACKS, and PAGES for a page's content
    "/": (),  # Dash's document, empty; its pages are drawn by a callback
    "/<path:path>": (),
    "/sign-out": (),
    PASSWORD: (),
    "/file/<any(receive, preview, explain):what>": ("file", "manage"),
    "/file/<sha256>": FIGURES,
    "/file/<int:submission>/marked.xlsx": FIGURES,
    "/jobs/<batch>": ("file", "manage"),
    "/template": FIGURES,
    "/template/<form>/<region>/<period>.xlsx": FIGURES,
    "/board/<any(deadline, workdays, summary, scan):what>": DRAFTS,
    "/board/summary.xlsx": FIGURES,
    "/board/summary/<int:number>.xlsx": FIGURES,
    "/board/scan/<int:number>/<int:attachment>": FIGURES,
    "/life/<any(step, approve, publish):what>": DRAFTS,
    "/rules/entry": (*FIGURES, "manage"),
    "/rules/register.xlsx": (*FIGURES, "manage"),
    "/rules/save": ("manage",),
    "/rules/register": ("manage",),
    "/compare/group": ("manage",),
    "/targets/<any(override, withdraw):what>": ("manage",),
    "/targets/register.xlsx": FIGURES,
    "/assessment/<what>": DRAFTS,
    "/assessment/scheme.xlsx": FIGURES,
    "/tasks/<any(assign, own, rectify, change, withdraw, step):what>": ("file", "review"),
    "/tasks/register.xlsx": FIGURES,
    "/evidence/<any(add, withdraw):what>": ("file", "review"),
    "/evidence/<int:number>": FIGURES,
    "/map/check": ("manage",),
    "/map/confirm": ("manage",),
    "/map/off": ("manage",),
    "/audit/<any(verify, purge):what>": ("audit", "security"),
    "/manage/<any(add, grant, revoke, reset, disable, enable, end):what>": ("security",),
    "/manage/<any(siblings, sensitive, children, headlines):what>": ("manage",),
    "/api/v1/results": FIGURES,
    "/api/v1/results.csv": FIGURES,
    "/api/v1/indicators": FIGURES,
    "/api/v1/regions": FIGURES,
    "/api/v1/targets": FIGURES,
    "/api/v1/findings": FIGURES,
    "/api/v1/trace": FIGURES,
    "/api/v1/openapi.json": (),
    "/api/v1/<path:name>": FIGURES,
    "/export/<code>.<extension>": (),  # what its page needs
}
CALLBACKS: Mapping[str, Need] = {
    "passport-target.data": FIGURES,
    "passport-body.children": FIGURES,
    "navigated.data": (),
    "_pages_content.children": (),  # what the page of the address needs
    "_pages_store.data": (),
    "_pages_dummy.children": (),
}
PAGES: Mapping[str, Need] = {
    "overview": FIGURES,
    "compare": FIGURES,
    "matrix": FIGURES,
    "trend": FIGURES,
    "portrait": FIGURES,
    "indicators": FIGURES,
    "targets": FIGURES,
    "assessment": FIGURES,
    "tasks": FIGURES,
    "trace": FIGURES,
    "submit": FIGURES,
    "publish": FIGURES,
    "board": FIGURES,
    "quality": FIGURES,
    "forms": FIGURES,
    "rules": (*FIGURES, "manage"),
    "mapping": ("manage",),
    "audit": ("audit",),
    "manage": ("manage", "security"),
}


def may_open(viewer: Viewer, page: str) -> bool:
    """May the viewer open a page; one that is not named is nobody's but the operator's."""
    return viewer.reach is None or _has(viewer, PAGES.get(page))


def first_page(viewer: Viewer, pages: Sequence[tuple[str, str]]) -> str:
    """The address where a person begins: the first of (page, address) that he may open."""
    return next((path for page, path in pages if may_open(viewer, page)), PASSWORD)


def install(server: Flask, services: Services) -> None:
    """Put the door before every request."""
    server.secret_key = services.login.secret or None
    server.config.update(
        SESSION_COOKIE_NAME=SESSION_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=services.login.https,
        PERMANENT_SESSION_LIFETIME=SESSION_HOURS * 3600,
    )

    @server.before_request
    def enter() -> Any:
        return _turned_away(services)

    @server.after_request
    def leave(response: Response) -> Response:
        return _with_token(services, response)


def token_of(services: Services, account: Account) -> str:
    """What every form and script of a signed-in person sends along; it ends with the session."""
    text = f"{account.account}:{account.epoch}:{session.get('since', '')}"
    return hmac.new(services.login.secret, text.encode(), hashlib.sha256).hexdigest()


def same_origin(asking: Request) -> bool:
    """Does the request come from our own pages (or from no page at all, such as a script)?"""
    site = asking.headers.get("Sec-Fetch-Site", "same-origin")
    origin = asking.headers.get("Origin")
    return site in ("same-origin", "none") and (origin is None or urlsplit(origin).netloc == asking.host)


def begin_session(services: Services, account: Account) -> None:
    """A fresh session for an account; nothing of an earlier one stays."""
    session.clear()
    session.permanent = True
    session.update(account=account.account, epoch=account.epoch, since=services.clock().timestamp())


def asking(services: Services) -> Account | None:
    """The open account that asks: by its session, or as a trusted proxy says."""
    login = services.login
    if login.mode == "proxy":
        named = request.headers.get(login.header, "")
        trusted = named and login.trusts(request.remote_addr or "")
        account = services.store.account(named) if trusted else None
        return None if account is None or account.disabled else account
    number, since = session.get("account"), session.get("since", 0.0)
    if not isinstance(number, int) or services.clock().timestamp() - since > SESSION_HOURS * 3600:
        return None
    account = services.store.account_numbered(number)
    if account is None or account.disabled or account.epoch != session.get("epoch"):
        return None
    return account


def _turned_away(services: Services) -> Any:
    """None where the request is let in; else the answer to it."""
    rule = request.url_rule.rule if request.url_rule else ""
    if request.method not in SAFE and not same_origin(request):
        return _refused("cross_site", 403)
    if not services.login.on:
        return None if _local(request.host) else _refused("host", 403)
    if rule in OPEN:
        return None
    account = asking(services)
    if account is None:
        return _sign_in_first()
    g.account, g.viewer = account, services.viewer_of(account)
    if request.method not in SAFE and not _token_fits(services, account):
        return _refused("token", 403)
    if account.must_change and services.login.mode == "password" and rule not in (PASSWORD, "/sign-out"):
        return redirect(PASSWORD) if _is_page() else _refused("password", 401)
    if not _has(g.viewer, ROUTES.get(rule)) or not _outputs_allowed(rule, g.viewer):
        return _refused("right", 403)
    return None


def _local(host: str) -> bool:
    """Without login only this computer's own names: a foreign name that leads here is an attack."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in LOCAL_HOSTS or is_loopback(name.strip("[]"))


def _has(viewer: Viewer, need: Need | None) -> bool:
    """Default deny: what is named nowhere is allowed to nobody."""
    return need is not None and (not need or any(viewer.may(role) for role in need))


def _outputs_allowed(rule: str, viewer: Viewer) -> bool:
    """May the viewer call the callback that a request to Dash names."""
    if rule != "/_dash-update-component":
        return True
    asked = request.get_json(silent=True)
    output = str(asked.get("output", "")) if isinstance(asked, dict) else ""
    return all(_has(viewer, CALLBACKS.get(plain_output(each))) for each in outputs_of(output))


def outputs_of(output: str) -> list[str]:
    """The outputs of one callback; several stand between dots: ``..a.x...b.y..``."""
    return [each for each in output.strip(".").split("...") if each] or [output]


def plain_output(output: str) -> str:
    """The id and property of a callback's output, without the hash that tells duplicates apart."""
    return output.split("@", 1)[0]


def _token_fits(services: Services, account: Account) -> bool:
    given = request.headers.get(TOKEN_HEADER) or _token_field()
    return hmac.compare_digest(given, token_of(services, account))


def _token_field() -> str:
    """The field of a plain form; a body that brings files is left for its own parser."""
    plain = request.mimetype == "application/x-www-form-urlencoded"
    return request.form.get(TOKEN_FIELD, "") if plain else ""


def _sign_in_first() -> Any:
    if not _is_page():
        response = _refused("sign_in", 401)
        response.headers["X-Faheng-Sign-In"] = "1"
        return response
    there = request.full_path.rstrip("?")
    return redirect(SIGN_IN + (f"?next={quote(there, safe='')}" if there != "/" else ""))


def _is_page() -> bool:
    """Is it a person's browser that wants a page to show."""
    return request.method in SAFE and "text/html" in request.headers.get("Accept", "")


def _refused(code: str, status: int) -> Response:
    text = f'{{"error": {{"code": "{code}", "message": "{MESSAGES[code]}"}}}}'
    response = Response(text, status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


MESSAGES: Mapping[str, str] = {
    "cross_site": "请求不是从本系统的页面发出的 / the request does not come from a page of this system",
    "host": "未启用登录时只能从本机访问 / without login only this computer is served",
    "sign_in": "请先登录 / sign in first",
    "token": "页面已过期，请刷新后再试 / the page is out of date: reload it",
    "password": "请先修改密码 / change your password first",
    "right": "您没有这项权限 / you have no right to this",
}


def _with_token(services: Services, response: Response) -> Response:
    """The token for scripts of our own pages, as a cookie that they can read."""
    account = g.get("account")
    if account is not None and response.mimetype == "text/html":
        response.set_cookie(
            TOKEN_COOKIE,
            token_of(services, account),
            max_age=SESSION_HOURS * 3600,
            secure=services.login.https or request.is_secure,
            samesite="Strict",
            httponly=False,
        )
    return response
