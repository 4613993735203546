"""What is kept of a set is what would be made anew: forgotten with every filing, step and target."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builders_assessment import PERIOD
from builders_assessment_page import assessed, code_of, computed, event, post
from builders_assessment_page import body as page
from builders_page import text
from builders_people import FILERS, OWN, account, client_of, people_services, put
from builders_store import AT, demo_target, file, small_services

from app import create_app
from data.model import Viewer
from data.people import Account, Grant, Reach
from layouts.kept import Kept, kept
from layouts.numbers import Numbers
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.tracing import Trace, trace
from layouts.views.assessment_drawn import tried_out
from layouts.views.compare_lines import Comparison, compare
from layouts.views.compare_modes import KEYS
from layouts.views.compare_table import table

QUERY = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04"}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def choose(services: Services, **query: str) -> Selection:
    own = tuple((key, text) for key, text in query.items() if key in KEYS)
    return replace(parse({**QUERY, **query}, services.numbers()), own=own)


def compared(services: Services, **query: str) -> Comparison:
    return compare(services, services.numbers(), choose(services, **query))


def traced(numbers: Numbers, region: str = "990100") -> Trace:
    period = next(each for each in numbers.periods("demo") if each.code == "2025")
    return trace(numbers, "demo", "FY04", region, period)


def test_a_comparison_and_a_trace_are_made_once_until_something_is_filed(services: Services) -> None:
    before, found = compared(services), traced(services.numbers())
    drawn = table(services.numbers(), before)
    assert compared(services) is before
    assert table(services.numbers(), before) is drawn
    assert traced(services.numbers()) is found
    file(services, "990103", "2025", {"suit_head_appeared": 10, "suit_heard": 10})
    after = compared(services)
    assert after is not before
    by_region = {line.region: line.number.value for line in after.lines}
    assert by_region["990103"] == 100
    assert table(services.numbers(), after) is not drawn
    values = {term.value for term in traced(services.numbers()).terms if term.region == "990103"}
    assert values == {10.0}


def test_a_new_target_forgets_what_was_compared(services: Services) -> None:
    before = compared(services)
    asked = [demo_target(services, "FY04", "floor", 70)]
    services.store.set_targets(asked, sha256="d" * 64, path="目标2.xlsx", size=1, by="测试", at=AT)
    after = compared(services)
    assert (before.target, after.target) != (after.target, before.target)
    assert after.target is not None
    assert after.target.threshold == 70


def test_every_address_has_its_own(services: Services) -> None:
    kinds: tuple[dict[str, str], ...] = (
        {},
        {"indicator": "FY05"},
        {"names": "off"},
        {"lang": "en"},
        {"period": "2024"},
    )
    made = [compared(services, **query) for query in kinds]
    assert [compared(services, **query) is one for query, one in zip(kinds, made, strict=True)] == [True] * 5
    assert len({id(one) for one in made}) == len(kinds)


def test_an_approval_is_seen_in_the_trace_at_once(tmp_path: Path) -> None:
    services = people_services(tmp_path, mode="off")
    number = put(services, OWN, "2023", 400, "waiting")
    period = next(each for each in services.numbers().periods("demo") if each.code == "2023")

    def approver() -> set[str]:
        found = trace(services.numbers(), "demo", "FY04", OWN, period)
        return {term.approved_by for term in found.terms}

    assert approver() == {""}
    services.store.step(number, "approve", by="王审", at=AT)
    assert approver() == {"王审"}


def test_what_one_viewer_was_shown_is_not_another_s(services: Services) -> None:
    numbers = services.numbers()

    def of(viewer: Viewer) -> Any:
        seen = services.store.seen_by(viewer)
        other = Numbers(seen, numbers.catalogue, services.indicators, {}, services._cache, day=numbers.day)
        return kept(other, "demo", "name", object)

    mine = of(numbers.view.viewer)
    assert of(numbers.view.viewer) is mine
    assert of(replace(numbers.view.viewer, name="另一人")) is not mine
    assert of(replace(numbers.view.viewer, unseen=frozenset(("suit_heard",)))) is not mine
    assert of(replace(numbers.view.viewer, reach=Reach({"view": frozenset(("990101",))}))) is not mine


def test_only_the_newest_state_of_a_set_is_held(services: Services) -> None:
    numbers = services.numbers()
    kept(numbers, "demo", "drawn", lambda: "old")
    file(services, "990103", "2025", {"suit_head_appeared": 10, "suit_heard": 10})
    kept(services.numbers(), "demo", "drawn", lambda: "new")
    memos = [name for name in services._cache._frames if isinstance(name, tuple) and name[0] == "memo"]
    assert len(memos) == len(set(memos)) == len({(name[1], name[2], name[4]) for name in memos})
    assert kept(services.numbers(), "demo", "drawn", lambda: "newer") == "new"
    assert (
        kept(numbers, "demo", "drawn", lambda: "for a request that began before")
        == "for a request that began before"
    )


def test_the_longest_unused_are_given_up_by_weight() -> None:
    store = Kept(most=10, weigh=len)
    for name in "abc":
        store.get(name, None, lambda: "1234")
    made: list[str] = []

    def again(name: str) -> str:
        made.append(name)
        return "1234"

    for name in "abc":
        store.get(name, None, partial(again, name))
    assert made == ["a", "b", "c"]  # a was given up for c, b for a, c for b
    assert store.get("whole", None, lambda: "1" * 99) == "1" * 99
    assert store.get("whole", None, lambda: "again") == "1" * 99


def test_made_from_something_else_is_made_anew_and_weighs_once() -> None:
    store = Kept(most=10, weigh=len)
    first, second = object(), object()
    assert store.get("a", first, lambda: "1234567") == "1234567"
    assert store.get("a", second, lambda: "7654321") == "7654321"
    assert store.get("b", None, lambda: "12") == "12"
    assert store.get("a", second, lambda: "lost") == "7654321"


def test_a_trial_is_scored_once_until_a_figure_or_a_rule_is_another(tmp_path: Path) -> None:
    services, scheme = assessed(tmp_path), computed()
    before = tried_out(services, scheme, PERIOD)
    assert tried_out(services, scheme, PERIOD) is before
    assert tried_out(services, replace(scheme, items=scheme.items[:1]), PERIOD).sheets != before.sheets
    assert tried_out(services, scheme, "2024") is not before
    file(services, "990103", PERIOD, {"suit_head_appeared": 10, "suit_heard": 10})
    after = tried_out(services, scheme, PERIOD)
    marks = [{each.region: each.marks for each in found.sheets} for found in (before, after)]
    assert marks[0]["990103"] != marks[1]["990103"]


def test_a_veto_is_seen_in_the_next_trial(tmp_path: Path) -> None:
    services = assessed(tmp_path)
    client = create_app(services).server.test_client()
    before = text(page(services, part="trial"))
    assert text(page(services, part="trial")) == before
    assert code_of(post(client, "veto", **event())) == ""
    assert text(page(services, part="trial")) != before


def test_names_are_no_longer_told_when_the_right_to_review_is_taken_away(tmp_path: Path) -> None:
    services = people_services(tmp_path)
    reviewer = account(services, "li", [Grant("review", OWN)], person="李某")
    address = f"/api/v1/trace?dataset=demo&region={OWN}&period=2025&indicator=FY04"

    def told(one: Account) -> str:
        answer = client_of(services, one).get(address)
        assert answer.status_code == 200
        return json.dumps(answer.get_json(), ensure_ascii=False)

    assert FILERS[OWN] in told(reviewer)
    services.store.revoke("li", Grant("review", OWN), by="测试", at=AT)
    services.store.grant("li", Grant("file", OWN), by="测试", at=AT)
    filer = services.store.account("li")
    assert filer is not None
    assert FILERS[OWN] not in told(filer)


def test_in_a_publication_the_comparison_says_how_a_submission_stands_now(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    services.store.publish("demo", ["2025"], by="发布人", at=AT, catalogue=services.keep_catalogue())

    def filed() -> str:
        numbers = services.numbers(1)
        chosen = parse({**QUERY, "snapshot": "1"}, numbers)
        lines = compare(services, numbers, chosen).lines
        return next(line.filed for line in lines if line.region == "990103")

    assert filed() == "第1版 已发布"
    file(services, "990103", "2025", {"suit_head_appeared": 10, "suit_heard": 10})
    services.store.publish(
        "demo", ["2025"], by="发布人", at=AT, catalogue=services.keep_catalogue(), why="更正"
    )
    assert filed() == "第1版 已更新"
