"""What heads say: the same words mean other things in a year and in a quarter."""

from __future__ import annotations

import pytest
from builders import forms

from data.model import Period
from loaders.heads import Heads, Meaning, may_be_head, says_other

ANNUAL = Heads(forms()["annual"], Period.parse("2024"))
QUARTERLY = Heads(forms()["quarterly"], Period.parse("2024Q3"))
UNDATED = Heads(forms()["annual"], None)


@pytest.mark.parametrize(
    ("heads", "annual", "quarterly"),
    [
        (["本期"], "value", "value"),
        (["本 期 数"], "value", "value"),
        (["２０２４年（万元）"], "value", "other"),
        (["2024"], "value", "other"),
        (["2023年度"], "last_year", "other"),
        (["本年"], "value", "other"),
        (["去年"], "last_year", "other"),
        (["上年同期数"], "last_year", "last_year"),
        (["2024年", "第三季度"], "other", "value"),
        (["2023年", "三季度"], "other", "last_year"),
        (["三季度"], "other", "value"),
        (["7—9月"], "other", "value"),
        (["一季度"], "other", "other"),
        (["数值", "上年同期"], "last_year", "last_year"),
        (["2024年", "件数"], "value", "other"),
        (["2024年", "上年同期"], "other", "other"),
        (["行政争议情况", "本期"], "value", "value"),
        (["本期", "其中：本级"], "other", "other"),
        (["本期", "合计"], "", ""),
        (["本期", "同比增减"], "other", "other"),
        (["上期"], "other", "other"),
        (["数量"], "value", "value"),
        (["指标名称"], "name", "name"),
        (["代　码"], "code", "code"),
        (["计量单位"], "unit", "unit"),
        (["备注"], "skip", "skip"),
        (["东岛镇"], "", ""),
        ([], "", ""),
    ],
)
def test_a_column_is_what_its_heads_say_together(heads: list[str], annual: Meaning, quarterly: Meaning):
    assert (ANNUAL.of_column(heads), QUARTERLY.of_column(heads)) == (annual, quarterly)


def test_without_a_period_in_the_header_no_year_is_taken_for_this_one():
    assert [UNDATED.of_column([head]) for head in ("2024年", "本年", "本期")] == ["other", "value", "value"]


def test_the_heads_of_an_open_form_are_its_own():
    heads = Heads(forms()["public"], Period.parse("2021"))
    said = [heads.meaning(text) for text in ("数值", "限定", "范围", "原文摘句", "出处")]
    assert said == ["value", "qualifier", "scope", "quote", "source"]


@pytest.mark.parametrize(
    ("heads", "unit"),
    [
        (["2024年（万元）"], "万元"),
        (["金额(元)", "本年"], "元"),
        (["2024年", "人次"], "人次"),
        (["本期"], ""),
    ],
)
def test_a_head_may_name_the_unit(heads: list[str], unit: str):
    assert ANNUAL.unit_of(heads) == unit


def test_labels_prose_and_figures_are_no_heads():
    others = ("行政诉讼败诉数", "75件", "2024年共审结行政诉讼案件", "件", "一、行政争议", "/")
    assert [text for text in others if may_be_head(text)] == []
    assert [text for text in ("同比", "2022年", "备注", "占比（%）") if not says_other(text)] == []
    assert not says_other("金额")
