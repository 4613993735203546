"""达标预测 on the pages of targets and overview: the same counts as on the portrait, region by region."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_page import section, text, with_class
from builders_portrait import filed_counties, of
from builders_store import AT, demo_target, file, small_services
from builders_targets import body, chosen_of, seen

from layouts.pages import overview, targets
from layouts.selection import parse
from layouts.services import Services
from layouts.text import LANGUAGES, Language, words
from layouts.views.outlooks import said
from layouts.views.portrait_lists import outlooks
from layouts.views.targets_outlook import seen as told_of

BASE = "T-FY04-990000"


@pytest.fixture
def running(tmp_path: Path) -> Services:
    """95 of 100 in 2024; 18 of 25 in the first quarter of 2025."""
    services = filed_counties(tmp_path, {"990101": (95, 100)}, "2024")
    file(services, "990101", "2025Q1", {"suit_head_appeared": 18, "suit_heard": 25}, form="quarterly")
    return services


def table(node: Any) -> str:
    return "|".join(text(each) for each in with_class(node, "outlook"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_opened_says_for_each_region_what_is_needed(running: Services, language: Language) -> None:
    made = body(running, region="990101", period="2025Q1", target=BASE, lang=language)
    told = table(made)
    assert words(language)["outlook.misses"] in told
    # 18 of 25 under 90 %, 100 expected: 45 more all good, 3 misses left
    assert "18/25" in told
    assert "10045" in told.replace("|", "")
    (one,) = told_of(
        running.numbers(),
        chosen_of(running, region="990101", period="2025Q1"),
        next(each for each in seen(running, region="990101", period="2025Q1").every),
    )
    assert (one.done, one.cases, one.expected, one.found.needed, one.found.misses) == (18, 25, 100, 45, 3)


def test_the_portrait_says_the_same(running: Services) -> None:
    (there,) = outlooks(of(running, region="990101", period="2025Q1"))
    made = table(body(running, region="990101", period="2025Q1", target=BASE))
    assert said(running.numbers(), there, "zh") in made


def test_a_target_that_counts_no_cases_has_no_outlook(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    plain = demo_target(services, "TZ06", "floor", 50)
    services.store.set_targets(
        [plain], sha256="d" * 64, path="x.xlsx", size=1, by="测试", at=services.clock()
    )
    assert table(body(services, target=plain.target)) == ""


def test_the_export_has_the_outlook_of_every_region(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    found = targets.rows(services, services.numbers(), chosen_of(services))
    by_region = {
        record["region_code"]: record["outlook"] for record in found.records if record["target"] == BASE
    }
    assert by_region["990103"] == "差 6 件（相当于再连续 60 件全部合格）"
    assert by_region["990101"] == "达标，没有余量"
    assert by_region["990105"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_says_which_headlines_can_still_be_met(running: Services, language: Language) -> None:
    numbers = running.numbers()
    query = {"dataset": "demo", "region": "990101", "period": "2025Q1", "lang": language}
    made = overview.body(running, numbers, parse(query, numbers))
    block = section(made, words(language)["portrait.outlook"])
    assert "45" in text(block)
    assert words(language).say("outlook.reachable", n=1, ok=1) in text(block)


def test_a_set_of_published_figures_has_no_outlook_block(running: Services) -> None:
    numbers = running.numbers()
    made = overview.body(running, numbers, parse({"dataset": "public-renshe"}, numbers))
    assert words("zh")["portrait.outlook"] not in text(made)


def test_nobody_is_told_to_inspect_more(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    file(services, "990101", "2025", {"random_results_published": 50, "random_checked": 100})
    services.store.set_targets(
        [demo_target(services, "SS05", "floor", 90)],
        sha256="8" * 64,
        path="抽.xlsx",
        size=1,
        by="测试",
        at=AT,
    )
    portrait = of(services, region="990101", period="2025")
    assert services.numbers().assessed("demo", "2025").number("SS05", "990101").status == "missed"
    assert "SS05" not in [one.indicator.code for one in outlooks(portrait)]
