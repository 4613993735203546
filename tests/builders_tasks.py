"""Tasks for tests."""

from __future__ import annotations

from data.task_life import Recurs
from data.tasks import Task, TaskKind, TaskStrength


def task(
    code: str,
    region: str = "990101",
    *,
    start: str = "2024-01-01",
    due: str = "2024-12-31",
    recurs: Recurs = "",
    strength: TaskStrength = "必须",
    lead: str = "法规科",
    assist: str = "",
    kind: TaskKind = "plan",
    dataset: str = "demo",
    indicator: str = "",
) -> Task:
    """A task of county 990101 in 2024, with the same words whatever it is."""
    return Task(
        code=code,
        dataset=dataset,
        plan="示例计划",
        item="1",
        title="印发实施方案（演示）",
        part="一 组织",
        region=region,
        lead=lead,
        assist=assist,
        start=start,
        due=due,
        recurs=recurs,
        strength=strength,
        outcome="方案印发",
        indicator=indicator,
        target="",
        kind=kind,
        made_from="",
    )
