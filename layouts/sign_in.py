"""Signing in and out and changing one's password: plain pages of the server, before any of Dash."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, g, redirect, request, session

from data import passwords
from data.people import Account
from layouts import door, throttle
from layouts.elements import Child, Element, h, link
from layouts.markup import html_of
from layouts.page import PATHS
from layouts.services import Services
from layouts.shell import icon_link
from layouts.text import Language, words

LONGEST_NAME, FORM_ROOM = 80, 16 * 1024
SHEETS = ("tokens", "base", "people")


def blueprint(services: Services) -> Blueprint:
    """GET and POST /sign-in and /password; POST /sign-out."""
    routes = Blueprint("people", __name__)

    def sign_in() -> Any:
        return _sign_in(services)

    def sign_out() -> Any:
        return _signed_out(services)

    def password() -> Any:
        return _password(services)

    routes.add_url_rule(door.SIGN_IN, view_func=sign_in, methods=["GET", "POST"])
    routes.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    routes.add_url_rule(door.PASSWORD, view_func=password, methods=["GET", "POST"])
    return routes


def safe_next(text: str) -> str:
    """An address of this site to go on to; anything else leads to the beginning.

    >>> [safe_next(text) for text in ("/compare?a=1", "//evil.example", "http:x", "/a/../b")]
    ['/compare?a=1', '/', '/', '/a/../b']
    """
    parts = urlsplit(text)
    harmless = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if harmless and not parts.scheme and not parts.netloc and "\\" not in text else "/"


def _sign_in(services: Services) -> Any:
    if not services.login.on:
        return redirect("/")
    if request.method == "GET" or services.login.mode == "proxy":
        return _sign_in_page(services)
    request.max_content_length = FORM_ROOM
    return _signed_in(services)


def _signed_out(services: Services) -> Any:
    """Ends every session of the account, wherever it is open."""
    account: Account | None = g.get("account")
    if account is not None:
        services.store.end_sessions(account.name, by=account.person, at=services.clock())
    session.clear()
    response = redirect(door.SIGN_IN, code=303)
    response.delete_cookie(door.TOKEN_COOKIE)
    return response


def _password(services: Services) -> Any:
    account: Account | None = g.get("account")
    if account is None or services.login.mode != "password":
        return redirect("/")
    if request.method == "GET":
        return _password_page(services, account)
    request.max_content_length = FORM_ROOM
    return _password_changed(services, account)


def _signed_in(services: Services) -> Any:
    """Lets a person in; refuses in the same words whatever was wrong, except that an account is locked."""
    store, at, peer = services.store, services.clock(), request.remote_addr or ""
    name, given = request.form.get("name", "")[:LONGEST_NAME], request.form.get("password", "")
    account = store.account(name)
    if _held(services, account):
        return _sign_in_page(services, "flood", name)
    if account is not None and account.is_locked(at):
        return _sign_in_page(services, "locked", name)
    right = passwords.matches(account.password if account else "", given)
    if account is None or account.disabled or not right:
        tried = store.not_signed_in(name, at=at, peer=peer)
        if services.throttle.failed(peer, at):
            store.flooded(peer, at=at)
        return _sign_in_page(services, "locked" if tried == "locked" else "wrong", name)
    now = store.signed_in(account.name, at=at, peer=peer)
    if now is None:
        return _sign_in_page(services, "wrong", name)
    door.begin_session(services, now)
    there = f"{door.PASSWORD}{_lang_query()}" if now.must_change else safe_next(request.args.get("next", "/"))
    if there == "/":
        there = door.first_page(services.viewer_of(now), tuple(PATHS.items()))
    return _with_device(services, now, redirect(there, code=303))


def _held(services: Services, account: Account | None) -> bool:
    """Does the address wait after too many failures; not for a browser that this account has used before."""
    known = request.cookies.get(throttle.DEVICE_COOKIE, "")
    if account is not None and throttle.is_device(services.login.secret, known, account.account):
        return False
    return bool(services.throttle.wait(request.remote_addr or "", services.clock()))


def _with_device(services: Services, account: Account, response: Any) -> Any:
    response.set_cookie(
        throttle.DEVICE_COOKIE,
        throttle.device_token(services.login.secret, account.account),
        max_age=throttle.DEVICE_DAYS * 24 * 3600,
        secure=services.login.https or request.is_secure,
        samesite="Lax",
        httponly=True,
        path=door.SIGN_IN,
    )
    return response


def _password_changed(services: Services, account: Account) -> Any:
    store, at = services.store, services.clock()
    before, new = request.form.get("before", ""), request.form.get("new", "")
    if account.is_locked(at):
        return _password_page(services, account, "locked")
    if not passwords.matches(account.password, before):
        tried = store.not_signed_in(account.name, at=at, peer=request.remote_addr or "")
        return _password_page(services, account, "locked" if tried == "locked" else "before")
    problem = passwords.objection(new, name=account.name, person=account.person, before=account.password)
    if problem or new != request.form.get("again", ""):
        return _password_page(services, account, problem or "again")
    changed = store.set_password(
        account.name, passwords.hashed(new), by=account.person, at=at, must_change=False
    )
    door.begin_session(services, changed)
    there = door.first_page(services.viewer_of(changed), tuple(PATHS.items()))
    return redirect(there, code=303)


def _sign_in_page(services: Services, problem: str = "", name: str = "") -> Response:
    language = _language()
    spoken = words(language)
    there = safe_next(request.args.get("next", "/"))
    query = urlencode(
        {key: text for key, text in (("next", there), ("lang", language)) if text not in ("/", "zh")}
    )
    told = h("p", spoken[f"sign_in.{problem}"], role="alert", class_name="problem") if problem else None
    if services.login.mode == "proxy":
        form: Child = h("p", spoken["sign_in.proxy"])
    else:
        form = h(
            "form",
            told,
            _field(spoken["sign_in.name"], "name", "text", "username", value=name, focus=not name),
            _field(spoken["sign_in.password"], "password", "password", "current-password", focus=bool(name)),
            h("button", spoken["sign_in.button"], type="submit", class_name="button primary"),
            method="post",
            action=door.SIGN_IN + (f"?{query}" if query else ""),
        )
    status = {"locked": 429, "flood": 429, "wrong": 401}.get(problem, 200)
    other = {"lang": "en" if language == "zh" else "zh", **({"next": there} if there != "/" else {})}
    switch = link(spoken["site.language"], f"{door.SIGN_IN}?{urlencode(other)}", class_name="language")
    return _document(spoken["sign_in.title"], language, [form], switch, status)


def _password_page(services: Services, account: Account, problem: str = "") -> Response:
    language = _language()
    spoken = words(language)
    forced = h("p", spoken["password.must"]) if account.must_change else None
    told = h("p", spoken[f"password.{problem}"], role="alert", class_name="problem") if problem else None
    form = h(
        "form",
        forced,
        told,
        _field(spoken["password.current"], "before", "password", "current-password", focus=True),
        _field(spoken["password.new"], "new", "password", "new-password"),
        _field(spoken["password.repeat"], "again", "password", "new-password"),
        h("p", spoken["password.rules"], class_name="note"),
        h("input", type="hidden", name=door.TOKEN_FIELD, value=door.token_of(services, account)),
        h("button", spoken["password.button"], type="submit", class_name="button primary"),
        method="post",
        action=door.PASSWORD + _lang_query(),
    )
    other = "en" if language == "zh" else "zh"
    switch = link(spoken["site.language"], f"{door.PASSWORD}?lang={other}", class_name="language")
    return _document(spoken["password.title"], language, [form], switch, 400 if problem else 200)


def _field(
    label: str, name: str, kind: str, complete: str, *, value: str = "", focus: bool = False
) -> Element:
    field = h(
        "input",
        type=kind,
        name=name,
        id=f"field-{name}",
        value=value or None,
        required=True,
        autofocus=True if focus else None,
        autocomplete=complete,
        maxlength=str(LONGEST_NAME if kind == "text" else passwords.LONGEST),
        class_name="field",
    )
    return h("label", h("span", label, class_name="field-label"), field)


def _document(title: str, language: Language, body: list[Child], switch: Element, status: int) -> Response:
    """The whole page; nothing in it runs, and its style is the site's own."""
    spoken = words(language)
    content = h(
        "div",
        h("header", h("b", spoken["site.title"]), h("span", spoken["site.subtitle"]), switch),
        h("main", h("h1", title), *body, id="main"),
        h("p", spoken["site.notice"], class_name="secrecy", role="note"),
        class_name="site gate",
    )
    sheets = "".join(f'<link rel="stylesheet" href="/assets/{name}.css">' for name in SHEETS)
    lang = {"zh": "zh-CN", "en": "en"}[language]
    text = (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {escape(spoken['site.title'])}</title>"
        f"{icon_link()}{sheets}</head><body>{html_of(content)}</body></html>"
    )
    return Response(text, status, content_type="text/html; charset=utf-8")


def _language() -> Language:
    return "en" if request.args.get("lang") == "en" else "zh"


def _lang_query() -> str:
    return "?lang=en" if _language() == "en" else ""
