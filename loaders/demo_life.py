"""The demonstration explained, approved and published by made-up people: every state is seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TypedDict

from data.explained import key_of
from data.model import Period
from data.publications import Standing
from data.publishing import CatalogueCopy, PublishError
from data.store import Store
from data.view import StoreView
from loaders.desk import Outcome

FILER, REVIEWER, PUBLISHER = "演示经办人", "演示审核人", "演示发布人"
EXPLAINED = "已核对原始台账，数字无误。（演示）"
RETURNED_WHY = "与台账不符，请核对后重报。（演示）"
UNLOCK_WHY = "报送单位来函要求更正。（演示）"
CORRECTED_WHY = "报送单位发现漏报，更正已发布的数字。（演示）"
LEFT = 3  # of the newest quarter every third filing still waits


class _Only(TypedDict):
    regions: Collection[str]
    at: datetime
    by: str


def review(store: Store, view: StoreView, dataset: str, *, at: datetime) -> None:
    """Everything is explained and approved, but of the newest quarter a part waits and one is returned."""
    standings = view.standings(dataset)
    waiting = [each for each in standings if each.status == "waiting"]
    newest = newest_quarter(standings)
    left = [each for each in waiting if each.period == newest][::LEFT]
    if len(left) > 1 and not any(each.status == "accepted" for each in standings if each.period == newest):
        store.step(left[0].submission, "return", by=REVIEWER, at=at, why=RETURNED_WHY)
    done = [each.submission for each in waiting if each not in left]
    for number in done:
        _explain(store, view, number, at)
    store.step_all(done, "approve", by=REVIEWER, at=at)


def publish(store: Store, view: StoreView, dataset: str, copy: CatalogueCopy, *, at: datetime) -> None:
    """A publication for each year; what belongs to the newest quarter is left for a person to publish."""
    standings = view.standings(dataset)
    newest = newest_quarter(standings)
    periods = {each.period for each in standings if each.status == "accepted" and each.period != newest}
    years: dict[int, list[str]] = {}
    for code in sorted(periods):
        years.setdefault(Period.parse(code).last // 12, []).append(code)
    for year, codes in sorted(years.items()):
        _publish(store, dataset, codes, copy, at=at, by=PUBLISHER, note=f"{year}年数据")


def publish_at_once(
    store: Store, view: StoreView, dataset: str, copy: CatalogueCopy, *, at: datetime, by: str
) -> None:
    """Figures that others have published are in force as they come, in one publication."""
    periods = {each.period for each in view.standings(dataset) if each.status == "accepted"}
    if periods:
        _publish(store, dataset, sorted(periods), copy, at=at, by=by, note="首次读入")


def correct(
    store: Store,
    view: StoreView,
    first: int,
    again: Callable[[], Outcome],
    copy: CatalogueCopy,
    *,
    at: datetime,
) -> Outcome:
    """A filing published, unlocked, filed again, approved and published: it enters the register."""
    known = view.submission(first)
    if known is None or known[0].status not in ("waiting", "accepted", "published"):
        return again()
    one = known[0]
    only: _Only = {"regions": {one.region}, "at": at, "by": PUBLISHER}
    _explain(store, view, first, at)
    store.step_all([first], "approve", by=REVIEWER, at=at)
    _publish(store, one.dataset, [one.period], copy, note="先行发布", **only)
    store.step_all([first], "unlock", by=REVIEWER, at=at, why=UNLOCK_WHY)
    outcome = again()
    if outcome.submission is not None:
        _explain(store, view, outcome.submission, at)
        store.step_all([outcome.submission], "approve", by=REVIEWER, at=at)
        _publish(store, one.dataset, [one.period], copy, note="更正", why=CORRECTED_WHY, **only)
    return outcome


def newest_quarter(standings: Sequence[Standing]) -> str:
    """The newest quarter with filings; empty where there is none."""
    spans = [Period.parse(each.period) for each in standings]
    quarters = [span for span in spans if span.kind == "quarter"]
    return max(quarters).code if quarters else ""


def _publish(
    store: Store,
    dataset: str,
    periods: Sequence[str],
    copy: CatalogueCopy,
    *,
    at: datetime,
    by: str,
    note: str,
    why: str = "",
    regions: Collection[str] | None = None,
) -> None:
    try:
        store.publish(dataset, periods, by=by, at=at, catalogue=copy, note=note, why=why, regions=regions)
    except PublishError:  # of a first loading that was cut off: it was published then
        return


def _explain(store: Store, view: StoreView, number: int, at: datetime) -> None:
    found = view.submission(number)
    said = {key_of(each) for each in view.explanations(number)}
    for finding in found[1] if found else ():
        if finding.severity == "explain" and key_of(finding) not in said:
            store.explain(number, finding, EXPLAINED, by=FILER, at=at)
