"""The browser's files, packed once and kept by the browser for good.

What everybody gets alike (scripts, styles) is packed with gzip when it is first asked for and held in
memory, by its content: a file that changes is packed anew. An address that names the very file it means
(Dash puts the time of the file or the version of the package into it) may be kept for a year unasked.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, request

SHARED = ("/assets/", "/_dash-component-suites/")
TEXTS = ("text/javascript", "application/javascript", "text/css", "application/json", "image/svg+xml")
LEAST = 1000  # bytes; below this the packing costs more than it saves
YEAR = 365 * 24 * 3600


def install(server: Flask) -> None:
    """Pack and date the answers to requests for the browser's files."""
    kept: dict[bytes, bytes] = {}

    @server.after_request
    def pack(response: Response) -> Response:
        if request.path.startswith(SHARED) and response.status_code == HTTPStatus.OK:
            _keep(response)
            if response.mimetype in TEXTS and (response.content_length or 0) >= LEAST:
                _pack(response, kept)
        return response


def _keep(response: Response) -> None:
    """For a year where the address says which file it means, else with a question each time."""
    if response.cache_control.max_age == YEAR or names_its_file(response, request.args):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"


def names_its_file(response: Response, given: Mapping[str, str]) -> bool:
    """Is ``m`` of an asset's address the time of the file that is sent; after an update it is not."""
    try:
        named = float(given.get("m", ""))
    except ValueError:
        return False
    changed = response.last_modified
    return changed is not None and 0 <= named - changed.timestamp() < 1  # the header has whole seconds


def _pack(response: Response, kept: dict[bytes, bytes]) -> None:
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return
    response.direct_passthrough = False
    plain = response.get_data()
    key = hashlib.sha256(plain).digest()
    if key not in kept:
        kept[key] = gzip.compress(plain, mtime=0)
    tag, _ = response.get_etag()
    response.set_data(kept[key])
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    if tag is not None:
        response.set_etag(tag, weak=True)  # the same file, other bytes
        response.make_conditional(request)
