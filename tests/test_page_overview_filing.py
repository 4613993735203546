"""The overview's right side: what was filed, what moved, what needs attention."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from builders_overview import body_of, city_of, seen
from builders_page import section, text, walk
from builders_store import AT, file, public_services, small_services

from data.model import Filing, Finding, Observation
from layouts.services import Services
from layouts.text import finding_templates, words
from layouts.views import overview_filing
from layouts.views.overview_facts import moves
from layouts.views.overview_filing import filed


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("overview"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request waits for its checks, so that what a page says depends on no clock."""
    monkeypatch.setattr(overview_filing, "PATIENCE", 60)


def test_filing_counts_the_returns_due_and_names_who_is_missing(services: Services) -> None:
    whole = filed(seen(services, period="2025"))
    assert whole is not None
    assert (whole.due, whole.done) == (27, 6)
    quarters = filed(seen(services, period="2025M01-M09", region="990101"))
    assert quarters is not None
    assert [place[2] for place in quarters.missing] == ["2025Q1", "2025Q2", "2025Q3"]
    assert (whole.kinds, quarters.kinds) == (("year",), ("quarter",))
    block = section(city_of(services), "报送")
    assert "年报应报 9 件" in text(block)
    assert "6 件已收（66.7%）" in text(block)


def test_moves_since_the_year_before(services: Services) -> None:
    found = moves(seen(services, period="2025"))
    assert found is not None
    missed, met = found
    assert [(each.region, each.indicator) for each in met] == [
        ("990101", "FY04"),
        ("990102", "FY04"),
        ("990104", "FY04"),
    ]
    assert missed == []
    assert moves(seen(services, period="2024")) is None
    assert "2023年没有数值" in text(body_of(services, period="2024"))


def test_open_findings_are_counted_by_code_with_links_to_their_submissions(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    found = (Finding("last_year.differs", "explain"), *[Finding("cell.normalised", "note")] * 2)
    cell = Observation("suit_heard", "own", 4.0, "exact", "应诉", "D8", "4", 0)
    filing = Filing("annual", "demo", "990106", "2025", (cell,))
    number = services.store.accept(
        filing, sha256="a" * 64, path="x.xlsx", size=1, by="测试", at=AT, findings=found
    )
    block = section(body_of(services, period="2025"), "需要留意的数据")
    assert "核实 上年同期与上年所报不同 1 处，" in text(block)
    assert "提示 已按规则读取的数 2 处，" in text(block)
    links = [each["props"]["href"] for each in walk(block) if each["type"] == "A"]
    assert all(link.startswith("/submit?") and f"submission={number}" in link for link in links)
    assert "没有待留意的问题" in text(section(body_of(services, period="2024"), "需要留意的数据"))


def test_what_needs_attention_includes_the_live_checks_of_the_period(public: Services) -> None:
    """从化 2021: printed 75.45 for 74.59, and a change of 258.86 that was cut off, not rounded."""
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021"}
    block = text(section(body_of(public, **query), "需要留意的数据"))
    assert "自报比率与计算值不同" in block
    assert "自报同比按截尾计算" in block


def test_live_checks_are_made_once_until_something_changes(
    public: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021"}
    body_of(public, **query)
    made: list[int] = []
    monkeypatch.setattr(public, "live_findings", lambda number: made.append(number) or ())
    body_of(public, **query)
    assert made == []


def test_a_printed_rate_that_does_not_fit_is_counted_for_the_units_below(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    figures = {"suit_head_appeared": 9, "suit_heard": 10, "FY04_reported": 95}
    file(services, "990101", "2025", figures)
    block = text(section(body_of(services, region="990000", period="2025"), "需要留意的数据"))
    assert "自报比率与计算值不同" in block
    assert "月屿区" in block


def test_a_request_does_not_wait_for_slow_checks_but_shows_them_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = small_services(tmp_path)
    file(services, "990106", "2025", {"suit_head_appeared": 9, "suit_heard": 10, "FY04_reported": 95})
    checked, wait = services.live_findings, threading.Event()
    monkeypatch.setattr(services, "live_findings", lambda number: wait.wait(60) and checked(number))
    monkeypatch.setattr(overview_filing, "PATIENCE", 0.01)
    query = {"region": "990000", "period": "2025"}
    for _ in range(2):
        first = text(section(body_of(services, **query), "需要留意的数据"))
        assert "另有7件正在与其他报送件核对" in first
    wait.set()
    for thread in threading.enumerate():
        if thread.name == overview_filing.CHECKING:
            thread.join()
    second = text(section(body_of(services, **query), "需要留意的数据"))
    assert "另有" not in second
    assert "自报比率与计算值不同" in second


def test_every_live_finding_has_a_short_name_of_its_own() -> None:
    root = Path(__file__).parent.parent
    program = "".join(path.read_text(encoding="utf-8") for path in (root / "indicators").glob("*.py"))
    made = {code for code in finding_templates() if "." in code and f'"{code}"' in program}
    assert made >= {"reported.differs", "change.truncated"}
    for language in ("zh", "en"):
        assert [code for code in sorted(made) if f"finding_short.{code}" not in words(language)] == []
