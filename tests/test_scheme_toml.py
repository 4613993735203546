from dataclasses import replace

import pytest

from data.catalogue import CatalogueError, read_catalogue
from data.marking import Marking
from data.marking_parse import EXAMPLES, parse_rule
from data.scheme import Veto, strikes
from indicators.definition import read_indicators
from indicators.scoring import score_sheets
from indicators.scoring_subjects import subjects_of
from loaders.samples import read_target_rows
from loaders.scheme_book import read_scheme, write_scheme
from loaders.scheme_toml import FOLDER, read_schemes
from loaders.workbook import read

CATALOGUE = read_catalogue()
SUBJECTS = subjects_of(read_indicators(CATALOGUE))
DEMO, GUANGYUAN = read_schemes(CATALOGUE, SUBJECTS)
SMALL = """
scheme = "s"
dataset = "demo"
name = "方案"
region = "990000"
period = "2025"
levels = ["county"]

[[items]]
code = "1"
title = "出庭"
kind = "indicator"
subject = "FY04"
weight = 10
rule = "每低1个百分点扣1分，扣完为止"
"""


def mistakes(tmp_path, old, new):
    (tmp_path / "s.toml").write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_schemes(CATALOGUE, SUBJECTS, tmp_path)
    return raised.value.mistakes


def test_the_schemes_that_ship_are_an_example_and_a_structure():
    assert [(each.scheme, each.status, len(each.unmarked)) for each in (DEMO, GUANGYUAN)] == [
        ("demo-2025", "draft", 0),
        ("guangyuan-2017", "draft", 10),
    ]


def test_the_example_has_100_marks_and_items_with_a_target_in_force():
    assert sum(item.weight for item in DEMO.items) == 100
    targets = read_target_rows((FOLDER.parent / "demo_targets.csv").read_text(encoding="utf-8"))
    known = {target.indicator for target in targets}
    assert {item.subject for item in DEMO.items if item.kind == "indicator"} <= known


def test_the_example_uses_every_kind_of_rule():
    def kinds(words):
        rule = parse_rule(words)
        assert isinstance(rule, Marking)
        return {type(rule.base), *((per.effect, per.side, per.counting) for per in rule.pers)}

    used = set().union(*(kinds(item.rule) for item in DEMO.items))
    assert set().union(*(kinds(words) for words in EXAMPLES)) - used == set()


def test_the_example_may_be_put_in_force_and_says_that_it_is_made_up():
    assert all((DEMO.basis, DEMO.number, DEMO.approver))
    assert "虚构" in DEMO.note


def test_the_structure_has_no_marks_no_rules_and_computes_no_score():
    assert [(item.weight, item.rule) for item in GUANGYUAN.items] == [(None, "")] * 10
    counties = CATALOGUE.regions.children("510800")
    sheets = score_sheets(GUANGYUAN, counties, {})
    assert len(sheets) == len(counties)
    assert {(sheet.league, sheet.state, sheet.marks) for sheet in sheets} == {("A", "none", None)}
    assert {line.reason for sheet in sheets for line in sheet.items} == {"no_marks"}
    assert "不计算得分" in GUANGYUAN.note


def test_the_structure_has_three_leagues():
    assert [league.title for league in GUANGYUAN.leagues] == [
        "县区局和开发区局",
        "市局相关科室",
        "市局相关单位",
    ]


def test_the_zero_of_2017_counts_where_both_happened_and_in_2017_only():
    (rule,) = GUANGYUAN.vetoes
    event = Veto("E1", "public-renshe", "V1", "510824", "2017", "通报", conditions=rule.conditions)
    assert strikes(rule, event, GUANGYUAN)
    assert not strikes(rule, replace(event, conditions=rule.conditions[:1]), GUANGYUAN)
    assert not strikes(rule, replace(event, period="2016"), GUANGYUAN)
    assert not strikes(rule, replace(event, period="2018"), replace(GUANGYUAN, period="2018"))


@pytest.mark.parametrize("scheme", [DEMO, GUANGYUAN], ids=["demo", "guangyuan"])
def test_a_scheme_that_ships_comes_back_from_its_workbook(scheme):
    assert read_scheme(read(write_scheme(scheme)), CATALOGUE, SUBJECTS) == (scheme, ())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"FY04"',
            '"FY044"',
            "[items 1: 1]: subject = 'FY044': scheme.unknown_indicator; did you mean 'FY04'?",
        ),
        ("weight", "wieght", "[items 1]: unknown key 'wieght'; did you mean 'weight'?"),
        ("10", '"10"', "[items 1]: weight = '10'; expected a number"),
        ('"indicator"', '"indikator"', "expected one of indicator, task, manual; did you mean 'indicator'?"),
        (
            "扣完为止",
            "再说",
            "rule = '每低1个百分点扣1分，再说': scheme.unread_rule: read up to '每低1个百分点扣1分'",
        ),
        ('"demo"', '"dema"', "s.toml: dataset = 'dema': scheme.unknown_dataset; did you mean 'demo'?"),
        ('name = "方案"\n', "", "key 'name' is missing"),
        ('["county"]', '["town"]', "levels = 'town'; expected one of"),
        ("\n[[items]]", "\nappeal_days = -1\n[[items]]", "appeal_days = -1; expected a whole number from 0"),
        ("\n[[items]]", "\nvetoes = 3\n[[items]]", "vetoes = 3; expected tables [[vetoes]]"),
    ],
)
def test_every_mistake_of_a_file_names_its_place_and_the_nearest_word(tmp_path, old, new, told):
    assert any(told in each for each in mistakes(tmp_path, old, new))


def test_two_schemes_of_one_code_are_a_mistake(tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    with pytest.raises(CatalogueError, match="scheme 's' is given twice"):
        read_schemes(CATALOGUE, SUBJECTS, tmp_path)
