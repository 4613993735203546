"""make bench: page times beside an empty callback, first loads and reading beside others', in one run.

Prints ratios to compare; nothing here is a test. Sizes: FAHENG_BENCH=small for a quick look.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bench_first_load import bench_first_load
from bench_reading import AT, bench_reading
from dash import Dash, Input, Output, html
from werkzeug.test import Client

from app import BEIJING, Settings, build_services, create_app, settle
from data.demo_regions import demo_regions
from data.model import Filing, Observation, Period
from layouts.assessing import assess_demonstration
from layouts.services import Services
from layouts.views.assessment_facts import PARTS
from layouts.views.overview_filing import CHECKING
from loaders.demo_evidence import enter_demo_evidence
from loaders.demo_figures import Figures, units_of
from loaders.demo_recipes import read_recipes
from loaders.demo_tasks import enter_demo_tasks
from loaders.demonstration import demo_targets
from loaders.form import Form

SMALL = os.environ.get("FAHENG_BENCH") == "small"
COUNTIES, YEARS, QUARTERS = (24, 3, 4) if SMALL else (100, 10, 8)
ROUNDS = 40 if SMALL else 120
WORKBOOKS = 12 if SMALL else 30
READ_COUNTIES, THOUSAND = (4, 60) if SMALL else (100, 1000)
PAGES = (
    "/",
    "/compare",
    "/matrix",
    "/trend",
    "/portrait",
    "/indicators",
    "/submit",
    "/trace",
    "/quality",
    "/targets",
    "/assessment",
    "/tasks",
)
EMPTY_REQUEST = {
    "output": "out.children",
    "outputs": {"id": "out", "property": "children"},
    "inputs": [{"id": "in", "property": "children", "value": None}],
    "changedPropIds": ["in.children"],
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings = Settings(home, f"sqlite:///{home / 'faheng.db'}")
        services = build_services(settings, create=True)
        filings = fill(services)
        size = f"{COUNTIES} counties, {YEARS} years + {QUARTERS} quarters"
        print(f"record: {size}, {len(services.indicators.all)} indicators, {filings} submissions")
        bench_pages(services)
        bench_first_load(services)
        bench_reading(services, counties=READ_COUNTIES, each=WORKBOOKS, thousand=THOUSAND, folder=home)


def fill(services: Services) -> int:
    """Figures of the made-up province straight into the record: its workbooks are timed apart."""
    regions = demo_regions(COUNTIES)
    services.store.add_regions(regions, by="bench", at=AT)
    targets = demo_targets()
    services.store.set_targets(targets, sha256="0" * 64, path="targets", size=1, by="bench", at=AT)
    units = units_of([(region.code, region.level, region.parent) for region in regions])
    recipes = read_recipes()
    annual = [("annual", Period.year(2026 - back)) for back in range(1, YEARS + 1)]
    quarterly = [("quarterly", Period.parse("2026Q3").shifted(-3 * back)) for back in range(QUARTERS)]
    count = 0
    for unit in units.values():
        figures = Figures(unit, recipes, services.shipped)
        for code, period in (*annual, *quarterly):
            filing = _filing(services.forms[code], unit.code, period, figures)
            name = f"{unit.code}-{period.code}"
            sha256 = hashlib.sha256(name.encode()).hexdigest()
            services.store.accept(filing, sha256=sha256, path=name, size=1, by="bench", at=AT)
            count += 1
    tree = services.catalogue.regions
    enter_demo_tasks(services.store, services.view(), tree, at=AT)
    enter_demo_evidence(services.store, services.view(), tree, at=AT)
    assess_demonstration(services, most=2 * COUNTIES)
    return count


def bench_pages(services: Services) -> None:
    """Server time of whole pages, warm, by the test client, for choices drawn at random."""
    services.ready.set()
    client = create_app(services).server.test_client()
    empty = _empty_client()
    settle()  # as every way of serving does
    draw = random.Random(7)
    regions = [region.code for region in demo_regions(COUNTIES)]
    indicators = [each.code for each in services.numbers().shown()]
    periods = [period.code for period in services.numbers().periods("demo")]
    searches = [
        f"?dataset=demo&region={draw.choice(regions)}&period={draw.choice(periods)}&indicator={draw.choice(indicators)}"
        for _ in range(ROUNDS)
    ]
    tops = [
        f"?dataset=demo&region=990000&period={period}&indicator={draw.choice(indicators)}"
        for period in periods
    ]
    print(
        f"\n{'page':<28}{'median ms':>10}{'p95 ms':>9}{'max ms':>9}{'kB':>8}"
        "   x empty callback   median first visit"
    )
    nothing = measure(lambda: empty.post("/_dash-update-component", json=EMPTY_REQUEST), ROUNDS)
    _row("(empty callback)", nothing, nothing, 0)
    for path in PAGES:
        for name, drawn in (("any region", searches), ("province", tops)):
            choices = _parts(drawn) if path == "/assessment" else drawn
            first = _warm(client, path, choices)
            times, size = [], 0
            for search in choices:
                began = time.perf_counter()
                size = len(_page(client, path, [search]))
                times.append(1000 * (time.perf_counter() - began))
            _row(f"{path} {name}", times, nothing, size, first)
    cold = [_cold(services, period) for period in periods[:5]]
    print(f"a period computed and assessed anew, all indicators: median {statistics.median(cold):.0f} ms")


def _parts(choices: Sequence[str]) -> list[str]:
    """Every part of the assessment in turn, in the year whose scheme has run."""
    year = re.compile("period=[^&]+")
    return [f"{year.sub('period=2025', each)}&part={PARTS[n % len(PARTS)]}" for n, each in enumerate(choices)]


def _warm(client: Client, path: str, choices: Sequence[str]) -> list[float]:
    """Visit each until the checks that the visit began behind the page are made, then each once more.

    Milliseconds of the first visits, of which some compute a period.
    """
    times = []
    for search in choices:
        began = time.perf_counter()
        _page(client, path, [search])
        times.append(1000 * (time.perf_counter() - began))
        for thread in threading.enumerate():
            if thread.name == CHECKING:
                thread.join()
    _page(client, path, choices)
    return times


def measure(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, after a warm-up."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return times


def _row(
    name: str,
    times: Sequence[float],
    nothing: Sequence[float],
    size: int,
    first: Sequence[float] = (),
) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    median = statistics.median(times)
    print(
        f"{name:<28}{median:>10.1f}{p95:>9.1f}{ordered[-1]:>9.1f}{size / 1000:>8.0f}"
        f"{median / statistics.median(nothing):>19.0f}"
        + (f"{statistics.median(first):>22.1f}" if first else "")
    )


def _page(client: Client, path: str, searches: Sequence[str]) -> bytes:
    answer = b""
    for search in searches:
        response = client.post("/_dash-update-component", json=page_request(path, search))
        answer = response.get_data()
        if response.status_code != 200:
            raise SystemExit(f"{path}{search}: {response.status_code} {answer[:300]!r}")
    return answer


def page_request(path: str, search: str) -> dict[str, Any]:
    """What the browser asks when the address changes."""
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.search"],
    }


def _empty_client() -> Client:
    app = Dash("empty")
    app.layout = html.Div([html.Div(id="out"), html.Div(id="in")])
    app.callback(Output("out", "children"), Input("in", "children"))(lambda given: None)
    return app.server.test_client()


def _cold(services: Services, period: str) -> float:
    fresh = Services(
        services.shipped,
        services.indicators,
        services.forms,
        services.rules,
        services.store,
        lambda: datetime.now(BEIJING),
    )
    began = time.perf_counter()
    fresh.numbers().assessed("demo", period)
    return 1000 * (time.perf_counter() - began)


def _filing(form: Form, region: str, period: Period, figures: Figures) -> Filing:
    observations = tuple(
        Observation(
            element,
            scope,
            figure.value,
            figure.qualifier,
            form.sheets[0].name,
            f"D{number + 8}",
            "" if figure.value is None else f"{figure.value:g}",
            figure.decimals,
        )
        for number, ((element, scope), figure) in enumerate(figures.filled(form, period).items())
    )
    return Filing(form.code, "demo", region, period.code, observations)


if __name__ == "__main__":
    main()
