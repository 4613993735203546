"""Settings from the environment, the services, and the application made of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from dash import Dash

from data.catalogue import Catalogue, read_catalogue
from data.store import Store
from indicators.definition import Indicators, read_indicators
from layouts.menu import PAGES
from layouts.services import Services
from layouts.site import create
from layouts.working import start_worker
from loaders.form import read_forms
from loaders.rules import read_rules

__version__ = "0.1.0"

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Settings:
    """Where the record is; ``home`` holds the database and the files as received."""

    home: Path
    database: str
    port: int = 8050
    by: str = "本机经办人"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """FAHENG_HOME (see ``default_home``), FAHENG_DATABASE (default a file in it), PORT, FAHENG_BY."""
        given = environment.get("FAHENG_HOME")
        home = Path(given).absolute() if given else default_home(Path(__file__).absolute().parent)
        database = environment.get("FAHENG_DATABASE") or f"sqlite:///{home / 'faheng.db'}"
        port = environment.get("PORT") or "8050"
        if not port.isdecimal():
            raise SystemExit(f"PORT={port!r}: write a number from 1 to 65535")
        return cls(home, database, int(port), environment.get("FAHENG_BY") or cls.by)

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def made(self) -> bool:
        """Is there a record already (a server's is taken to be there)."""
        local = self.database.removeprefix("sqlite:///")
        return local == self.database or Path(local).exists()


def default_home(program: Path) -> Path:
    """``var`` beside the project when run from its source tree, else in the folder one stands in."""
    return (program if (program / "pyproject.toml").exists() else Path.cwd()) / "var"


def read_definitions() -> tuple[Catalogue, Indicators]:
    """The catalogue and the indicators; CatalogueError lists every mistake."""
    catalogue = read_catalogue()
    return catalogue, read_indicators(catalogue)


def build_services(settings: Settings, *, create: bool = False) -> Services:
    """Everything a page needs, over the record of the settings (made when ``create``).

    A rule edit of the record that cannot run any more stops here: RuleError names the entry.
    """
    catalogue, indicators = read_definitions()
    opened = Store.create if create else Store.open
    services = Services(
        shipped=catalogue,
        indicators=indicators,
        forms=read_forms(catalogue),
        shipped_rules=read_rules(catalogue),
        store=opened(settings.database, settings.files, tuple(catalogue.elements)),
        clock=lambda: datetime.now(BEIJING),
        by=settings.by,
    )
    len(services.rules)  # read now: a broken edit stops start-up, not the first page
    return services


def create_app(services: Services) -> Dash:
    """The Dash application with every page."""
    return create(services, PAGES)


def wsgi() -> object:
    """The WSGI application for a server of the office's own."""
    services = build_services(Settings.from_env())
    services.ready.set()
    start_worker(services)
    return create_app(services).server
