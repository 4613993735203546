"""The rows of 考核: every item of every sheet that is shown, with the total and place of its unit.

Where nothing has been scored they are the items of the scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from layouts import say
from layouts.rows import RowColumn, Rows
from layouts.scope import notes
from layouts.text import words
from layouts.views.assessment_facts import Scene, Standing
from layouts.views.assessment_ranking import league_name
from layouts.views.assessment_schemes import status_word
from layouts.views.assessment_sheet import items_of, unit_of
from layouts.views.assessment_trial import period_of
from layouts.views.assessment_why import why

COLUMNS = (
    RowColumn("league", "组别", "League"),
    RowColumn("rank", "名次", "Rank", kind="number"),
    RowColumn("of", "参评数", "Ranked units", kind="number"),
    RowColumn("region", "单位", "Unit"),
    RowColumn("region_code", "单位代码", "Unit code"),
    RowColumn("stage", "阶段", "Stage"),
    RowColumn("total", "总分", "Total", kind="number"),
    RowColumn("without_veto", "不含否决的总分", "Total without vetoes", kind="number"),
    RowColumn("veto", "一票否决、计“0”分", "Vetoes"),
    RowColumn("change", "名次变化", "Change of rank", kind="number"),
    RowColumn("group", "类别", "Group"),
    RowColumn("item", "项目编号", "Item"),
    RowColumn("title", "考核项", "Title"),
    RowColumn("value", "值", "Value", kind="number"),
    RowColumn("target", "目标", "Target", kind="number"),
    RowColumn("full", "满分", "Full marks", kind="number"),
    RowColumn("marks", "得分", "Marks", kind="number"),
    RowColumn("lost", "失分", "Lost", kind="number"),
    RowColumn("why", "说明", "Why"),
    RowColumn("rule", "评分规则", "Rule"),
    RowColumn("scheme", "方案", "Scheme"),
    RowColumn("number", "文号", "Document number"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("period_code", "报告期代码", "Period code"),
)


def rows_of(scene: Scene, board: Sequence[Standing]) -> Rows:
    """Each with the period that was scored, which need not be the one of the address."""
    code = _period(scene, board)
    when = {"period": say.period(code, scene.chosen.lang), "period_code": code}
    records = [record for each in board for record in _records(scene, each)] or _structure(scene)
    told = notes(scene.numbers, replace(scene.chosen, period=code))
    return Rows(
        words(scene.chosen.lang)["assess.title"], COLUMNS, [record | when for record in records], told
    )


def _period(scene: Scene, board: Sequence[Standing]) -> str:
    """That of the trial (a sheet without a stage), else of the run, else of the scheme."""
    if any(each.stage is None for each in board):
        return period_of(scene)
    if scene.run is not None:
        return scene.run.period
    return scene.shown.scheme.period if scene.shown else scene.chosen.period


def _records(scene: Scene, each: Standing) -> Iterator[dict[str, Any]]:
    spoken, sheet, version = words(scene.chosen.lang), each.sheet, scene.shown
    if version is None:
        return
    scheme = version.scheme
    common = {
        "league": league_name(scheme, sheet.league, scene),
        "rank": each.place.rank,
        "of": each.place.of,
        "region": scene.name(each.region),
        "region_code": each.region,
        "stage": spoken[f"assess_stage.{each.stage}"] if each.stage else spoken["assess_trial.word"],
        "total": _number(sheet.marks),
        "without_veto": _number(sheet.without_veto),
        "veto": "；".join(veto.event or veto.rule for veto in sheet.vetoes),
        "change": each.place.change,
        "scheme": f"{scheme.name} {scheme.scheme}",
        "number": scheme.number,
    }
    for item, score in items_of(scene, sheet):
        yield common | {
            "group": item.group,
            "item": item.code,
            "title": item.title,
            "value": _number(score.value),
            "target": _number(score.target),
            "full": _number(score.full),
            "marks": _number(score.marks),
            "lost": _number(score.lost),
            "why": why(score, scheme, scene.chosen.lang, unit=unit_of(scene, item)),
            "rule": item.rule,
        }


def _structure(scene: Scene) -> list[dict[str, Any]]:
    """The items of a scheme by which nobody is scored (yet): no unit, no marks."""
    if scene.shown is None:
        return []
    scheme = scene.shown.scheme
    blank = dict.fromkeys((column.key for column in COLUMNS if column.kind == "number"), None)
    blank |= dict.fromkeys((column.key for column in COLUMNS if column.kind == "text"), "")
    common = blank | {
        "stage": status_word(scene.shown, words(scene.chosen.lang)),
        "scheme": f"{scheme.name} {scheme.scheme}",
        "number": scheme.number,
    }
    return [
        common
        | {
            "group": item.group,
            "item": item.code,
            "title": item.title,
            "target": item.target,
            "full": item.weight,
            "rule": item.rule,
        }
        for item in scheme.items
    ]


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
