"""Which year pages and API open with, and the line that names a newer one."""

from __future__ import annotations

from pathlib import Path

from bench import page_request
from builders_store import file, fresh_services, public_services

from app import create_app
from data.model import Period
from layouts.opening import opening
from layouts.selection import parse
from layouts.services import Services

HEARD = {"suit_head_appeared": 1, "suit_heard": 2}


def filed_by(services: Services, year: str, share: float) -> int:
    """So large a share of the units that owe the yearly form files it; how many that is."""
    numbers = services.numbers()
    tree = numbers.catalogue.regions
    owing = [code for code in numbers.axis("demo") if tree.get(code).level in services.forms["annual"].levels]
    owing = [code for code in owing if tree.valid_in(code, f"{year}-01", f"{year}-12")]
    count = round(share * len(owing) + 0.499)
    for code in owing[:count]:
        file(services, code, year, HEARD)
    return count


def test_a_year_that_three_units_have_filed_does_not_open(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    filed_by(services, "2025", 0.5)
    few = filed_by(services, "2026", 0.1)
    found = opening(services.numbers(), "demo")
    assert (found.period, found.newer, found.reported) == (Period.year(2025), Period.year(2026), few)
    assert found.expected > 20


def test_a_year_that_half_of_the_units_have_filed_opens(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    filed_by(services, "2025", 1)
    filed_by(services, "2026", 0.5)
    found = opening(services.numbers(), "demo")
    assert (found.period, found.newer) == (Period.year(2026), None)


def test_where_no_year_has_half_the_newest_with_any_filing_opens(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    file(services, "990101", "2024", HEARD)
    file(services, "990101", "2025", HEARD)
    assert opening(services.numbers(), "demo").period == Period.year(2025)


def test_a_set_without_duty_opens_with_its_newest_year(tmp_path: Path) -> None:
    numbers = public_services(tmp_path).numbers()
    newest = [period for period in numbers.filed_periods("public-renshe") if period.kind == "year"][-1]
    assert opening(numbers, "public-renshe").period == newest


def test_page_and_api_open_with_the_same_year_and_the_page_names_the_newer(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    filed_by(services, "2025", 0.6)
    few = filed_by(services, "2026", 0.1)
    client = create_app(services).server.test_client()
    assert parse({"dataset": "demo"}, services.numbers()).period == "2025"
    rows = client.get("/api/v1/results?dataset=demo&indicator=FY04&region=990101").json["rows"]
    assert {row["period"] for row in rows} == {"2025"}
    shown = client.post("/_dash-update-component", json=page_request("/", "?dataset=demo")).get_data(
        as_text=True
    )
    assert f"2026年已有{few}\\u002f" in shown
    assert "period=2026" in shown
    newer = client.post("/_dash-update-component", json=page_request("/", "?dataset=demo&period=2026"))
    assert "2026年已有" not in newer.get_data(as_text=True)
