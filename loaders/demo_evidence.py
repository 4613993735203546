"""Made-up evidence of the made-up province: papers issued in time, late and never, quarterly reports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from data.demo_regions import DATASET
from data.evidence import Evidence
from data.regions import RegionTree
from data.store import Store
from data.view import StoreView
from loaders.demo_life import FILER

ROOT, PAPER, REPORT = "990000", "DEMO-34", "DEMO-35"
SEED = 20250115
DUE = date(2025, 6, 30)
QUARTERS = tuple(
    (f"{year}Q{number}", date(year, 3 * number, 31 if number in (1, 4) else 30))
    for year in (2025, 2026)
    for number in (1, 2, 3, 4)
)
IN_TIME, LATE = 0.8, 0.92  # the rest has nothing
HOUR = time(15)


def enter_demo_evidence(store: Store, view: StoreView, tree: RegionTree, *, at: datetime) -> None:
    """Once: where evidence of a target is on record already nothing is added."""
    if view.evidence(DATASET, subject="target", with_withdrawn=True):
        return
    for each in demo_evidence(tree, at):
        store.add_evidence(each)


def demo_evidence(tree: RegionTree, at: datetime) -> Iterator[Evidence]:
    """The same for the same units, whatever else there is; nothing of days to come."""
    for region in tree.descendants(ROOT):
        if region.level in ("city", "county") and not region.valid_to:
            yield from _one(PAPER, region.code, "", DUE, at)
        if region.level == "city":
            for code, due in QUARTERS:
                yield from _one(REPORT, region.code, code, due, at)


def _one(target: str, region: str, period: str, due: date, at: datetime) -> Iterator[Evidence]:
    drawn = random.Random(f"{SEED} {target} {region} {period}")
    luck, days, number = drawn.random(), drawn.randint(1, 25), drawn.randint(1, 90)
    on = due - timedelta(days=days) if luck < IN_TIME else due + timedelta(days=days)
    if luck >= LATE or on >= at.date():
        return
    words = "工作要点" if target == PAPER else "进展报告"
    yield Evidence(
        dataset=DATASET,
        subject="target",
        code=target,
        region=region,
        on=on.isoformat(),
        by=FILER,
        at=datetime.combine(on, HOUR, at.tzinfo),
        period=period,
        title=f"{words}（演示）",
        document=f"示例{region}〔{on.year}〕{number}号（演示）",
    )
