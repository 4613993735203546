"""What the rules of a scheme are given of a number and of the target in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders_assessment import COUNTY, ITEMS
from builders_store import demo_target, small_services

from layouts.assessing import measured


@pytest.mark.parametrize(("unit", "threshold", "wanted"), [("%", 90.0, "floor"), ("次", None, "")])
def test_a_target_in_another_unit_is_not_what_a_rule_compares_with(
    tmp_path: Path, unit: str, threshold: float | None, wanted: str
) -> None:
    services = small_services(tmp_path)
    number = services.numbers().assessed("demo", "2025").number("FY04", COUNTY)
    target = replace(demo_target(services, "FY04", "floor", 90.0), unit=unit)
    found = measured(number, target, services.indicators["FY04"], ITEMS[0])
    assert (found.target, found.wanted) == (threshold, wanted)
    assert found.value == 90.0
