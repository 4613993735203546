"""A scan that a form brings, judged before anything of it is written; a kept file given back."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Response, send_file

from layouts import say
from layouts.numbers import Numbers
from layouts.text import Language, finding_message, words
from layouts.views.submit_sent import LONGEST_NAME, asked_language, one_line
from loaders.scan import check_scan

PLAIN = "text/plain; charset=utf-8"


class ToldError(Exception):
    """What was sent cannot be taken; the message is for the one who sent it."""

    def __init__(
        self, code: str, language: Language, status: int = 409, group: str = "board_told", **params: object
    ) -> None:
        super().__init__(code)
        self.code, self.status = code, status
        self.message = words(language).say(f"{group}.{code}", **params)


@dataclass(frozen=True)
class Scan:
    """A file that may be kept; ``kind`` is pdf, png or jpg."""

    name: str
    data: bytes
    kind: str
    sha256: str


def has_file(files: Any) -> bool:
    file = files.get("file")
    return file is not None and bool(file.filename)


def scan_sent(files: Any, language: Language) -> Scan:
    """The scan in the field ``file``; ToldError for none, and for what may not be kept."""
    if not has_file(files):
        raise ToldError("no_file", language)
    file = files["file"]
    name = one_line(say.base_name(file.filename), LONGEST_NAME) or "scan"
    data = file.stream.read()
    kind, findings = check_scan(name, data)
    if findings:
        error = ToldError("no_file", language)
        error.code, error.message = findings[0].code, finding_message(findings[0], language)
        raise error
    return Scan(name, data, kind, hashlib.sha256(data).hexdigest())


def given_back(numbers: Numbers, sha256: str, name: str, kind: str) -> Response:
    """A kept file, for those who may have it; one that was purged is said to be gone."""
    try:
        data = numbers.view.file(sha256)
    except PermissionError:
        return Response(words(asked_language())["board_told.no_right"], 403, content_type=PLAIN)
    except OSError:
        return Response(words(asked_language())["board_told.gone"], 404, content_type=PLAIN)
    return download(data, name, kind)


def download(data: bytes, name: str, kind: str) -> Response:
    """An attachment that a browser neither shows nor runs."""
    response = send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name="file", max_age=0)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="file.{name.rpartition(".")[2] if name.isascii() else "bin"}"; '
        f"filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
