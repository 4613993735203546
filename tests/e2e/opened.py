"""What tests in a browser share: how a page is opened and watched, and where the tools lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from builders_store import AT
from playwright.sync_api import ConsoleMessage, Page
from served import DESKTOP, PHONE, Site, serving, settle

__all__ = ["AT", "AXE", "DESKTOP", "PHONE", "Opener", "Site", "Watch", "serving", "settle"]

Opener = Callable[..., Page]
REFUSED = "status of 409"  # a step that somebody must not take: refused in words beside the form
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"


@dataclass
class Watch:
    """What a page must never do: complain on the console, or ask another host."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("response", lambda response: self._response(response.status, response.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != self.host:
            self.complaints.append(f"outside request: {url}")

    def _response(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{status}: {url}")
