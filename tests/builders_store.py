"""Records for tests: the public figures by the ordinary door, and a small made-up province."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from app import BEIJING, Settings, build_services
from data.model import Filing, Observation, Qualifier, Scope, Target
from layouts.services import Services
from loaders.intake import Outcome, receive
from loaders.samples import build_public

AT = datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)
SAMPLES = Path(__file__).parent.parent / "data" / "samples"
Figures = Mapping[str, float]


def fresh_services(folder: Path) -> Services:
    """An empty record, ready to serve; the clock stands still."""
    services = build_services(Settings(folder, f"sqlite:///{folder / 'faheng.db'}"), create=True)
    services.clock = lambda: AT
    services.operator = "测试"  # whose name the forms begin with
    services.ready.set()
    return services


def public_services(folder: Path) -> Services:
    """The published figures and their targets, taken in by the ordinary door."""
    services = fresh_services(folder)
    for outcome in take_in(services, public_workbooks(services)):
        assert outcome.status == "accepted", (outcome.path, outcome.findings)
    return services


def public_workbooks(services: Services) -> dict[str, bytes]:
    """File name -> workbook, made from the tables of data/samples."""
    return build_public(
        (SAMPLES / "public_figures.csv").read_text(encoding="utf-8"),
        (SAMPLES / "targets.csv").read_text(encoding="utf-8"),
        catalogue=services.catalogue,
        forms=services.forms,
    )


def take_in(services: Services, workbooks: Mapping[str, bytes]) -> list[Outcome]:
    desk = services.desk()
    return [receive(name, data, desk=desk, by="测试", at=AT) for name, data in workbooks.items()]


def small_services(folder: Path) -> Services:
    """Counties 990101–990104 and city 990100 of the made-up province, 2024 and 2025, two targets.

    Appearance in court (FY04) in 2025: 9/10, 18/20, 3/10, 2/2 (few), and the city itself 5/5; 2024 one less
    each. Lost suits (FY05): 1/10, 1/20, 5/10, 0/2, 0/5. Penalties are filed, which are protected.
    990105 has filed 0 of 0; the others have filed nothing.
    """
    services = fresh_services(folder)
    appeared = {"990100": (5, 5), "990101": (9, 10), "990102": (18, 20), "990103": (3, 10), "990104": (2, 2)}
    lost = {"990100": 0, "990101": 1, "990102": 1, "990103": 5, "990104": 0}
    for year in (2024, 2025):
        for region, (came, heard) in appeared.items():
            figures = {
                "suit_head_appeared": came - (2025 - year),
                "suit_heard": heard,
                "suit_lost": lost[region],
                "suit_closed": heard,
                "penalty_decisions": 40 + heard,
            }
            file(services, region, str(year), figures)
        file(services, "990105", str(year), {"suit_head_appeared": 0, "suit_heard": 0})
    targets = [
        demo_target(services, "FY04", "floor", 90, near=3),
        demo_target(services, "FY05", "cap", 8, near=1),
    ]
    services.store.set_targets(targets, sha256="f" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    return services


def file(
    services: Services,
    region: str,
    period: str,
    figures: Figures,
    *,
    form: str = "annual",
    dataset: str = "demo",
    scope: Scope = "own",
    qualifier: Qualifier = "exact",
    workbook: Callable[[], bytes] | None = None,
) -> int:
    """Put figures straight into the record, as one submission of sheet 复议应诉 from D8 downwards."""
    observations = tuple(
        Observation(element, scope, float(value), qualifier, "复议应诉", f"D{8 + place}", f"{value:g}", 0)
        for place, (element, value) in enumerate(figures.items())
    )
    name = f"{region}_{period}_{form}_{len(services.view().submissions(limit=10_000))}.xlsx"
    data = workbook() if workbook else name.encode()
    sha256 = f"{abs(hash(name)):064x}"[-64:]
    services.store.keep_file(sha256, data)
    filing = Filing(form, dataset, region, period, observations)
    return services.store.accept(filing, sha256=sha256, path=name, size=len(data), by="测试", at=AT)


def demo_target(
    services: Services,
    indicator: str,
    kind: str,
    threshold: float,
    *,
    near: float | None = None,
    region: str = "990000",
) -> Target:
    """A made-up provincial target for 2021–2026, binding."""
    described = services.indicators[indicator]
    return Target(
        target=f"T-{indicator}-{region}",
        dataset="demo",
        indicator=indicator,
        variant="",
        region=region,
        levels=("province", "city", "county"),
        first="2021M01",
        last="2026M12",
        every="",
        kind="floor" if kind == "floor" else "cap",
        op=">=" if kind == "floor" else "<=",
        threshold=threshold,
        near=near,
        unit=described.unit,
        due="",
        strength="必须",
        object=described.name,
        source="示例法治办〔2021〕1号",
        text="",
        author="示例省",
        decided_on="2021-01-05",
    )
