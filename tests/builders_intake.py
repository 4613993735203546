"""A record, a desk and files for tests of the door."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from builders import annual, catalogue, forms

from data.model import Viewer
from data.store import Store
from indicators.definition import read_indicators
from loaders.intake import Desk, Outcome, receive, receive_paths
from loaders.rules import read_rules

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ELEMENTS = tuple(catalogue().elements)
RULES = read_rules(catalogue())
INDICATORS = read_indicators(catalogue()).protection


def opened(tmp_path: Path) -> Iterator[Store]:
    """A record of its own, closed afterwards: what the fixture of a test module gives."""
    made = Store.create(f"sqlite:///{tmp_path / 'f.db'}", tmp_path / "files", ELEMENTS)
    yield made
    made.close()


def desk_of(store: Store, **given: Any) -> Desk:
    return Desk(store, catalogue(), forms(), RULES, INDICATORS, **given)


def taken(desk: Desk, data: bytes, name: str = "年报.xlsx") -> Outcome:
    return receive(name, data, desk=desk, by="经办人", at=AT)


def load(desk: Desk, *paths: Path) -> list[Outcome]:
    return list(receive_paths(paths, desk=desk, by="经办人", clock=lambda: AT))


def stored(store: Store) -> int:
    return len(store.seen_by(Viewer("x")).observations("demo", elements=ELEMENTS, periods=["2024"]))


def kept_files(store: Store, tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def good() -> bytes:
    return annual(suit_closed=12, suit_lost=2, suit_heard=10)
