"""Filings that wait, are approved and published, for tests of their life."""

from __future__ import annotations

from builders_record import AT, ELEMENTS, FORMS, filing

from data.model import Filing, Finding, Viewer
from data.publishing import CatalogueCopy
from data.store import Store
from data.view import StoreView

COPY = CatalogueCopy("c" * 64, 10)
FILER, REVIEWER, PUBLISHER = "李某", "王某", "赵某"


def send(
    store: Store,
    filed: Filing,
    *findings: Finding,
    by: str = FILER,
    status: str = "waiting",
    sha256: str = "",
) -> int:
    """A filing that waits for its review."""
    there = len(view(store).submissions(limit=1000))
    taken = "waiting" if status == "waiting" else "accepted"
    return store.accept(
        filed,
        sha256=sha256 or f"{there:064}",
        path="县表.xlsx",
        size=1,
        by=by,
        at=AT,
        findings=findings,
        status=taken,
    )


def view(store: Store, *, stage: str = "accepted", publication: int = 0) -> StoreView:
    viewer = Viewer("", stage="published" if stage == "published" else "accepted")
    seen = store.seen_by(viewer)
    made = seen.publication(publication)
    return store.as_published(viewer, made, ELEMENTS) if made else seen


def status(store: Store, number: int) -> str:
    found = view(store).submission(number)
    assert found is not None
    return found[0].status


def heard(
    store: Store, *, region: str = "990101", stage: str = "accepted", publication: int = 0
) -> float | None:
    for block in view(store, stage=stage, publication=publication).blocks("demo", FORMS, ["2024"]):
        if region in block.regions:
            return float(block.values[0, 0, block.regions.index(region)])
    return None


def approve(store: Store, *numbers: int) -> None:
    for number in numbers:
        store.step(number, "approve", by=REVIEWER, at=AT)


def publish(store: Store, *, why: str = "", periods: tuple[str, ...] = ("2024",)) -> int:
    return store.publish("demo", periods, by=PUBLISHER, at=AT, catalogue=COPY, why=why)


def told(store: Store, number: int) -> list[tuple[str, str, str]]:
    return [(event.by, event.status, event.why) for event in view(store).events(number)]


def corrected(store: Store) -> tuple[int, int]:
    """Two publications: the first with 3, the second with 4."""
    first = send(store, filing(suit_heard=3, suit_lost=1))
    approve(store, first)
    one = publish(store)
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    approve(store, send(store, filing(suit_heard=4, suit_lost=1)))
    return one, publish(store, why="漏计一件")
