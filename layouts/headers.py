"""Headers of every answer: what a browser may run, frame, send and keep."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from http import HTTPStatus

from dash import Dash
from flask import Response, request

from layouts.services import Services

YEAR = 365 * 24 * 3600
KEPT = ("/assets/", "/static/", "/_dash-component-suites/", "/_favicon.ico")  # the same for everybody
CATCH_ALL = "/<path:path>"  # Dash answers every address with its one document


def guarded(app: Dash, services: Services, paths: Collection[str]) -> None:
    """The headers of every answer; an address that is none is answered as such.

    ``paths`` are the pages' own.
    """

    @app.server.after_request
    def guard(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else ""
        if rule == CATCH_ALL and response.status_code == HTTPStatus.OK and request.path not in paths:
            response.status_code = HTTPStatus.NOT_FOUND  # the page itself is still drawn, and says so
        secured(response, app, https=services.login.https)
        if not services.ready.is_set():
            response.headers["X-Faheng-Loading"] = "1"
        return response


def secured(response: Response, app: Dash, *, https: bool) -> Response:
    """The answer with its headers; one that has a stricter policy of its own keeps it."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    headers.setdefault("Content-Security-Policy", policy(app.csp_hashes()))
    if https or request.is_secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if not request.path.startswith(KEPT):
        headers["Cache-Control"] = "private, no-store"
    return response


def policy(hashes: Sequence[str]) -> str:
    """Scripts of our own and Dash's inline ones by their hashes; nothing from and to anywhere else.

    The hashes are taken for each answer: the pages' own inline script comes with the first request.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *hashes)),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
