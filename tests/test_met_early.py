"""Dates with a number: a figure filed for a period that ends by the day meets them, whenever it is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders_store import AT, demo_target, file, fresh_services

from layouts.services import Services

ONE, TWO, THREE = "990101", "990102", "990103"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """SS08 is due by the end of 2024: reached in 2023 and lost again, only in 2025, never."""
    made = fresh_services(tmp_path)
    variant = made.indicators["SS08"].variant()
    done, asked = (
        variant.numerator.elements[0],
        variant.denominator.elements[0] if variant.denominator else "",
    )
    for region, course in ((ONE, (5, 4, 4)), (TWO, (3, 4, 5)), (THREE, (3, 3, 3))):
        for year, count in zip(("2023", "2024", "2025"), course, strict=True):
            file(made, region, year, {done: count, asked: 5})
    due = replace(demo_target(made, "SS08", "floor", 100), kind="date", due="2024-12-31")
    made.store.set_targets([due], sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    return made


def statuses(services: Services, period: str) -> list[str]:
    frame = services.numbers().assessed("demo", period)
    return [frame.number("SS08", region).status for region in (ONE, TWO, THREE)]


def test_what_was_reached_in_time_stays_met(services: Services) -> None:
    assert statuses(services, "2024") == ["met", "missed", "missed"]
    assert statuses(services, "2025") == ["met", "undecidable", "missed"]


def test_a_corrected_figure_of_the_past_changes_the_status_of_today(services: Services) -> None:
    before = statuses(services, "2025")
    variant = services.indicators["SS08"].variant()
    done, asked = (
        variant.numerator.elements[0],
        variant.denominator.elements[0] if variant.denominator else "",
    )
    file(services, THREE, "2023", {done: 5, asked: 5})
    assert (before[2], statuses(services, "2025")[2]) == ("missed", "met")


def test_another_unit_or_another_kind_is_not_looked_up(services: Services) -> None:
    (target,) = services.view().targets("demo")
    other = replace(target, unit="项")
    services.store.set_targets([other], sha256="e" * 64, path="y.xlsx", size=1, by="测试", at=AT)
    known = services.numbers().on_record("demo").known
    assert known is not None
    assert not known.early
