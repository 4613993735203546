"""Deadlines, days, summaries and scans in the record: what was said stays, and the proof counts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from builders_record import AT, opened, raw

from data.model import Viewer
from data.store import Store

PLACE = ("demo", "990100", "2025", "annual")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def filled(store: Store) -> int:
    """A deadline, two days, a summary with its scan; the summary's number."""
    store.set_deadline("demo", "annual", "2025", date(2026, 2, 6), by="王某", at=AT, why="春节")
    store.set_workdays(
        [(date(2027, 1, 1), "off"), (date(2027, 1, 9), "work")], source="通知", by="王某", at=AT
    )
    for name in ("d", "e"):
        store.keep_file(name * 64, b"x")
    made = store.keep_summary(
        PLACE, sha256="d" * 64, name="汇总表.xlsx", size=1, submissions=[3, 4], by="李某", at=AT
    )
    store.attach(made, sha256="e" * 64, name="盖章.pdf", kind="pdf", size=1, by="李某", at=AT)
    return made


def test_what_was_said_is_read_again_in_its_order(store: Store) -> None:
    filled(store)
    store.set_deadline("demo", "annual", "2025", None, by="李某", at=AT, why="恢复")
    view = store.seen_by(Viewer("李某"))
    assert [(each.due, each.by, each.why) for each in view.deadlines("demo")] == [
        (date(2026, 2, 6), "王某", "春节"),
        (None, "李某", "恢复"),
    ]
    assert view.deadlines("other") == ()
    assert [(each.day, each.kind, each.source) for each in view.day_exceptions()] == [
        (date(2027, 1, 1), "off", "通知"),
        (date(2027, 1, 9), "work", "通知"),
    ]


def test_a_summary_is_kept_with_its_submissions_and_its_scan_once(store: Store) -> None:
    made = filled(store)
    assert filled(store) == made
    (kept,) = store.seen_by(Viewer("李某")).summaries("demo")
    assert (kept.region, kept.submissions, kept.at) == ("990100", (3, 4), AT)
    assert [(each.name, each.kind) for each in kept.scans] == [("盖章.pdf", "pdf")]


@pytest.mark.parametrize("number", [0, 99, 2**70])
def test_a_scan_of_no_summary_is_an_error(store: Store, number: int) -> None:
    with pytest.raises(KeyError):
        store.attach(number, sha256="e" * 64, name="a.pdf", kind="pdf", size=1, by="李某", at=AT)
    assert store.seen_by(Viewer("李某")).summary(number) is None


def test_each_raises_the_version_of_what_it_changes(store: Store) -> None:
    before = store.seen_by(Viewer("李某")).versions("*")
    filled(store)
    after = store.seen_by(Viewer("李某")).versions("*")
    assert {name: after[name] - before.get(name, 0) for name in ("deadlines", "workdays", "summaries")} == {
        "deadlines": 1,
        "workdays": 1,
        "summaries": 2,
    }


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("deadline", "deadlines"),
        ("workday", "workdays"),
        ("summary", "summaries"),
        ("attachment", "scans"),
    ],
)
def test_a_row_that_was_taken_out_is_missed_by_the_proof(
    store: Store, tmp_path: Path, table: str, code: str
) -> None:
    filled(store)
    assert store.prove(at=AT, largest=100).whole
    with raw(tmp_path) as connection:
        connection.execute(f"DROP TRIGGER {table}_no_delete")
        connection.execute(f"DELETE FROM {table} WHERE id = 1")
    assert [fault.code for fault in store.prove(at=AT, largest=100).faults] == [code]
