"""A small scheme for tests, taken through the stages of a run by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from builders_store import AT

from data.evidence import Evidence, Subject
from data.runs import STAGES, Run, Stage
from data.scheme import Item, Scheme, Veto, VetoRule
from data.schemes import Approval
from layouts.services import Services

SCHEME, PERIOD, ROOT, COUNTY = "SL", "2025", "990000", "990101"
APPROVAL = Approval(
    "示例省依法治省办考核办法", "示例法治办〔2025〕9号", "示例省依法治省办主任会议", "2025-01-20"
)
UNTIL = date(2026, 11, 27)
ITEMS = (
    Item("1", "负责人出庭应诉率", "应诉", "indicator", "FY04", "", 60, "每低1个百分点扣1分，扣完为止"),
    Item("2", "行政诉讼败诉率", "应诉", "indicator", "FY05", "", 30, "每高1个百分点扣1分，扣完为止"),
    Item("3", "制度建设", "制度", "manual", "", "", 10, "由考核组评定"),
)
VETOES = (
    VetoRule("V1", "发生重大违法行政案件", "veto", "total"),
    VetoRule("V2", "宣传不到位被通报", "zero", "item", item="3"),
)
SHEETS = {COUNTY: {"marks": "88.5", "items": [], "vetoes": []}, "990102": {"marks": "90", "items": []}}


def small_scheme(**changes: Any) -> Scheme:
    made = Scheme(
        SCHEME, "demo", "示例考核", ROOT, PERIOD, ("county",), (), ITEMS, VETOES, appeal_days=5, source="测试"
    )
    return replace(made, **changes)


def in_force(services: Services, scheme: Scheme | None = None) -> int:
    """The version of a scheme that has been kept and put in force."""
    made = scheme or small_scheme()
    number = services.store.save_scheme(made, by="审某", at=AT)
    services.store.activate_scheme("demo", made.scheme, number, APPROVAL, by="发某", at=AT)
    return number


def proved(services: Services, subject: Subject, code: str, region: str = COUNTY) -> int:
    """Evidence of a subject: the number of a document."""
    told = Evidence(
        "demo", subject, code, region, "2025-06-30", "审某", AT, title="通报", document="示例办〔2025〕77号"
    )
    return services.store.add_evidence(told)


def happened(services: Services, region: str = COUNTY, **changes: Any) -> Veto:
    code = services.store.next_veto("demo")
    return replace(Veto(code, "demo", "V1", region, PERIOD, "某局违法强拆，被判确认违法"), **changes)


def begun(services: Services, **place: Any) -> Run:
    version = in_force(services)
    code = services.store.begin_run(
        ("demo", ROOT, SCHEME, version), PERIOD, place.get("sheets", SHEETS), by="审某", at=AT
    )
    return run(services, code)


def brought_to(services: Services, code: str, stage: Stage, at: Any = AT) -> Run:
    """The run taken to a stage, each on the way with what it needs."""
    now = run(services, code)
    for each in STAGES[STAGES.index(now.stage) + 1 : STAGES.index(stage) + 1]:
        services.store.step_run("demo", code, each, sheets=SHEETS, until=UNTIL, by="审某", at=at)
    return run(services, code)


def run(services: Services, code: str) -> Run:
    return next(each for each in services.whole_view().runs("demo") if each.code == code)
