"""Settings from the environment, the services, and the application made of them."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

from dash import Dash

from data.catalogue import Catalogue, read_catalogue
from data.people import SIBLINGS, Siblings
from data.plans import read_plans
from data.store import Store
from indicators.definition import Indicators, read_indicators
from layouts.login import MODES, Login, Mode
from layouts.menu import PAGES
from layouts.services import OPERATOR_UNNAMED, Services
from layouts.site import create
from layouts.working import start_worker
from loaders.form import read_forms
from loaders.maps import MapShelf
from loaders.rules import read_rules

__version__ = "0.1.0"

KEY_BYTES = 32
MAPS = "maps"  # the office's own, in the data folder
Choice = TypeVar("Choice", bound=str)
BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Settings:
    """Where the record is; ``home`` holds the database and the files as received."""

    home: Path
    database: str
    port: int = 8050
    by: str = OPERATOR_UNNAMED
    login: Mode = "off"
    proxy_header: str = Login.header
    proxy_from: tuple[str, ...] = ()
    https: bool = False
    siblings: Siblings = "own"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """FAHENG_HOME (see ``default_home``), FAHENG_DATABASE (default a file in it), PORT, FAHENG_BY,

        FAHENG_LOGIN, FAHENG_PROXY_HEADER, FAHENG_PROXY_FROM, FAHENG_HTTPS, FAHENG_SIBLINGS.
        """
        given = environment.get("FAHENG_HOME")
        home = Path(given).absolute() if given else default_home(Path(__file__).absolute().parent)
        database = environment.get("FAHENG_DATABASE") or f"sqlite:///{home / 'faheng.db'}"
        port = environment.get("PORT") or "8050"
        if not port.isdecimal():
            raise SystemExit(f"PORT={port!r}: write a number from 1 to 65535")
        return cls(
            home,
            database,
            int(port),
            environment.get("FAHENG_BY") or cls.by,
            _one_of(environment, "FAHENG_LOGIN", MODES, cls.login),
            environment.get("FAHENG_PROXY_HEADER") or cls.proxy_header,
            tuple((environment.get("FAHENG_PROXY_FROM") or "").replace(",", " ").split()),
            _one_of(environment, "FAHENG_HTTPS", ("0", "1"), "0") == "1",
            _one_of(environment, "FAHENG_SIBLINGS", SIBLINGS, cls.siblings),
        )

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def made(self) -> bool:
        """Is there a record already (a server's is taken to be there)."""
        local = self.database.removeprefix("sqlite:///")
        return local == self.database or Path(local).exists()


def _one_of(environment: Mapping[str, str], name: str, known: Sequence[Choice], otherwise: Choice) -> Choice:
    """A setting that is one of a few words; SystemExit names them."""
    given = environment.get(name) or otherwise
    found = next((each for each in known if each == given), None)
    if found is None:
        raise SystemExit(f"{name}={given!r}: write one of {', '.join(known)}")
    return found


def login_of(settings: Settings) -> Login:
    """The settings of signing in, with the key that signs sessions: made once, readable by us alone."""
    secret = secret_key(settings.home / "secret.key") if settings.login != "off" else b""
    header, peers = settings.proxy_header, settings.proxy_from
    return Login(settings.login, header, peers, settings.https, settings.siblings, secret)


def secret_key(path: Path) -> bytes:
    """The key of this record; of several processes that start at once one makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = path.read_bytes()
        if len(found) < KEY_BYTES:
            raise SystemExit(f"{path} is no key: delete it, and everybody signs in again") from None
        return found
    with os.fdopen(made, "wb") as file:
        key = os.urandom(KEY_BYTES)
        file.write(key)
    return key


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
        plans=read_plans(indicators=indicators.all),
        store=opened(settings.database, settings.files, tuple(catalogue.elements)),
        clock=lambda: datetime.now(BEIJING),
        operator=settings.by,
        login=login_of(settings),
        version=__version__,
        maps=MapShelf(settings.home / MAPS),
    )
    len(services.rules)  # read now: a broken edit stops start-up, not the first page
    return services


def create_app(services: Services) -> Dash:
    """The Dash application with every page."""
    return create(services, PAGES)


def settle() -> None:
    """Leave what is in memory now out of every later garbage collection: a program that serves keeps it all.

    Definitions, modules and forms are some 240,000 objects; to look at them takes 0.2 s of somebody's page.
    """
    gc.collect()
    gc.freeze()


def wsgi() -> object:
    """The WSGI application for a server of the office's own."""
    services = build_services(Settings.from_env())
    services.ready.set()
    start_worker(services)
    server = create_app(services).server
    settle()
    return server
