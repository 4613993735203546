"""The demonstration's assessments: the example scheme in force, two years run and published.

Everything in them is made up and says so. They are made once; a set that has a run already is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from data.appeals import Appeal
from data.deadlines import BEIJING
from data.evidence import Evidence, Subject
from data.runs import Stage
from data.scheme import Mark, Scheme, Veto
from data.schemes import Approval
from data.store import Store
from data.vetoes import mark_code
from data.view import StoreView
from data.workdays import Workdays
from loaders.demo_life import FILER, PUBLISHER, REVIEWER

Sheets = Mapping[str, Mapping[str, Any]]
Scored = Callable[[Scheme], Sheets]

DOCUMENT = "示例法治办〔{year}〕31号（演示）"
EVENT = "某局违法查封被省级通报，并责令限期整改（演示）"
OBJECTION = "本项因换证没有及时报数，附名册证明全部持证（演示）"
ANSWER = "已核对换证名册，情况属实，本项按人工评定（演示）"
CHECKED = "考核组核查记录（演示）"
NO_FEAT, FEAT, SMALL_FEAT = (
    "未申报创新举措（演示）",
    "执法平台获省级推广（演示）",
    "经验做法获市级推广（演示）",
)
STRUCK, OBJECTING = "990206", "990304"  # made-up counties
FEATS = {"990102": (2.0, FEAT), "990303": (1.0, SMALL_FEAT), "990205": (1.0, SMALL_FEAT)}
OBJECTED, RULE, EVENT_PERIOD = "3.2", "V1", "Q3"
BEGINS = (3, 2, 10)  # month, day and hour of the year after, at which the first sheets are made


@dataclass(frozen=True)
class _Run:
    """What every step of one run needs."""

    store: Store
    scheme: Scheme
    scored: Scored
    calendar: Workdays

    @property
    def year(self) -> int:
        return int(self.scheme.period[:4]) + 1

    @property
    def start(self) -> datetime:
        return datetime(self.year, *BEGINS, tzinfo=BEIJING)


def assess_demo(store: Store, view: StoreView, scheme: Scheme, scored: Scored, *, calendar: Workdays) -> None:
    """The year before without events, then the scheme's own year with a veto and an objection."""
    if view.runs(scheme.dataset):
        return
    year = int(scheme.period)
    before = replace(
        scheme,
        scheme=_year_before(scheme.scheme, year),
        name=_year_before(scheme.name, year),
        number=_year_before(scheme.number, year),
        decided_on=_year_before(scheme.decided_on, year),
        period=str(year - 1),
        vetoes=(),
    )
    _taken(_Run(store, before, scored, calendar), eventful=False)
    _taken(_Run(store, scheme, scored, calendar), eventful=True)


def _taken(run: _Run, *, eventful: bool) -> None:
    """One scheme through every stage."""
    scheme, store, start = run.scheme, run.store, run.start
    approval = Approval(scheme.basis, scheme.number, scheme.approver, scheme.decided_on)
    approved = datetime.fromisoformat(scheme.decided_on).replace(hour=BEGINS[2], tzinfo=BEIJING)
    version = store.save_scheme(scheme, by=REVIEWER, at=approved)
    place = (scheme.dataset, scheme.region, scheme.scheme, version)
    store.activate_scheme(scheme.dataset, scheme.scheme, version, approval, by=PUBLISHER, at=approved)
    for item in scheme.items:
        for region, (marks, why) in FEATS.items() if item.kind == "manual" and eventful else ():
            _mark(run, region, item.code, marks, why, start - timedelta(days=3))
    first = run.scored(scheme)
    if eventful and STRUCK in first:  # before the first sheets, so that the county may object to it
        _happened(run, start - timedelta(hours=1))
        first = run.scored(scheme)
    code = store.begin_run(place, scheme.period, first, by=REVIEWER, at=start)
    _step(run, code, "feedback", start + timedelta(days=1))
    opened = start + timedelta(days=2)
    until = run.calendar.after(opened.date(), scheme.appeal_days or 0)
    _step(run, code, "appeal", opened, until=until)
    objected = eventful and OBJECTING in first
    appeal = _object(run, code, opened + timedelta(days=1)) if objected else ""
    closed = datetime(until.year, until.month, until.day, BEGINS[2], tzinfo=BEIJING) + timedelta(days=1)
    _step(run, code, "review", closed + timedelta(hours=1), sheets=first)  # nothing has changed yet
    if appeal:
        at = closed + timedelta(hours=2)
        store.answer_appeal(scheme.dataset, appeal, "accepted", reason=ANSWER, by=REVIEWER, at=at)
        _mark(run, OBJECTING, OBJECTED, scheme.item(OBJECTED).weight or 0.0, ANSWER, at)
    decided = closed + timedelta(days=1)
    _step(run, code, "decision", decided, by=PUBLISHER, sheets=run.scored(scheme) if appeal else first)
    _step(run, code, "published", closed + timedelta(days=2), by=PUBLISHER)


def _step(
    run: _Run,
    code: str,
    stage: Stage,
    at: datetime,
    *,
    until: date | None = None,
    by: str = REVIEWER,
    sheets: Sheets | None = None,
) -> None:
    run.store.step_run(run.scheme.dataset, code, stage, by=by, at=at, sheets=sheets, until=until)


def _object(run: _Run, code: str, at: datetime) -> str:
    """A county objects to one item, with evidence."""
    number = run.store.next_appeal(run.scheme.dataset, code)
    _prove(run, "appeal", number, OBJECTING, CHECKED, at)
    appeal = Appeal(number, run.scheme.dataset, code, OBJECTING, OBJECTED, OBJECTION, FILER, at)
    run.store.enter_appeal(appeal)
    return number


def _happened(run: _Run, at: datetime) -> None:
    """An event of the scheme's own year by which a county's total is zeroed, with evidence."""
    scheme, code = run.scheme, run.store.next_veto(run.scheme.dataset)
    rule = next(rule for rule in scheme.vetoes if rule.code == RULE)
    _prove(run, "veto", code, STRUCK, EVENT, at)
    period = scheme.period + EVENT_PERIOD
    veto = Veto(code, scheme.dataset, RULE, STRUCK, period, EVENT, conditions=rule.conditions)
    run.store.set_veto(scheme.scheme, veto, by=REVIEWER, at=at)


def _mark(run: _Run, region: str, item: str, marks: float, why: str, at: datetime) -> None:
    scheme = run.scheme
    _prove(run, "mark", mark_code(scheme.scheme, scheme.period, region, item), region, CHECKED, at)
    mark = Mark(item, region, marks, why)
    run.store.give_mark(scheme.dataset, scheme.scheme, scheme.period, mark, by=REVIEWER, at=at)


def _prove(run: _Run, subject: Subject, code: str, region: str, title: str, at: datetime) -> None:
    document, on = DOCUMENT.format(year=run.year), at.date().isoformat()
    told = Evidence(
        run.scheme.dataset, subject, code, region, on, REVIEWER, at, title=title, document=document
    )
    run.store.add_evidence(told)


def _year_before(text: str, year: int) -> str:
    """
    >>> _year_before("示例法治办〔2025〕8号", 2025), _year_before("demo-2025", 2025)
    ('示例法治办〔2024〕8号', 'demo-2024')
    """
    return text.replace(str(year), str(year - 1))
