"""One rate, one count and one cap, which the tests of computing and of judging share."""

from typing import Any

from builders_numbers import COUNTIES, indicator, target

ONE, TWO, THREE = COUNTIES
RATE = indicator("X", "a", "b")
COUNT = indicator("X", "a")
CAP_5 = target("cap", 5, unit="件", every="year", first="2021M01", last="2026M12")


def status(found: dict[str, Any]) -> tuple[str, str]:
    return found["status"], found["warning"]


def ab(above: float, below: float) -> dict[str, float]:
    return {"a": above, "b": below}
