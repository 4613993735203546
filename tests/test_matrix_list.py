"""The list that a phone shows instead of the matrix: one region's numbers, and the way to the others."""

from __future__ import annotations

from pathlib import Path

from builders_page import text, walk, with_class
from builders_store import small_services

from layouts.selection import parse
from layouts.views.matrix_cells import matrix
from layouts.views.matrix_list import region_list

ASSETS = Path(__file__).parents[1] / "layouts" / "assets"


def test_every_region_below_is_a_way_to_its_own_list_with_its_counts(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": "990100", "period": "2025"}, numbers)
    shown = matrix(numbers, chosen)
    rows = list(walk(with_class(region_list(numbers, chosen, shown), "matrix-below")[0]))
    ways = [str(each["props"]["href"]) for each in rows if each["type"] == "A"]
    assert ["region=" + code in way for code, way in zip(shown.regions, ways, strict=True)] == [True] * len(
        ways
    )
    assert all(way.startswith("/matrix?") for way in ways)
    worst = text(next(each for each in rows if each["type"] == "Li"))
    assert worst == f"{services.catalogue.regions.get('990103').name}未达标 2 项，接近 0 项"


def test_a_region_without_any_below_lists_its_own_numbers_only(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": "990103", "period": "2025"}, numbers)
    made = region_list(numbers, chosen, matrix(numbers, chosen))
    assert with_class(made, "matrix-list")
    assert not with_class(made, "matrix-below")


def test_a_cell_on_few_cases_with_a_target_of_its_own_shows_both_marks() -> None:
    style = (ASSETS / "page-matrix.css").read_text(encoding="utf-8")
    both = [line for line in style.splitlines() if ".ag-cell.small.local" in line]
    assert any("::before { border: 0; }" in line for line in both)
    assert any("background-image: linear-gradient(135deg" in line for line in both)
