"""What each command does, over the services of app."""

from __future__ import annotations

import argparse
import ipaddress
import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from waitress import create_server

from app import Settings, build_services, create_app, read_definitions, settle
from data.demo_regions import DATASET as DEMO
from data.demo_regions import demo_regions
from data.plans import read_plans
from data.regions import Region
from indicators.scoring_subjects import subjects_of
from layouts.assessing import assess_demonstration
from layouts.menu import PAGES
from layouts.progress import Progress
from layouts.rectifying import rectify_demonstration
from layouts.selection import split
from layouts.services import Services
from layouts.site import export as export_page
from layouts.text import Language
from layouts.unknown import refusal
from layouts.usage import UsageError, or_told
from layouts.views.submit_fill import template_workbook
from layouts.views.submit_marked import marked_file
from layouts.views.submit_template import asked_in_codes
from layouts.working import start_worker
from loaders import demo_life
from loaders.demo_evidence import enter_demo_evidence
from loaders.demo_tasks import enter_demo_tasks
from loaders.demonstration import CORRECTED, build_demo, received_at, write_demo
from loaders.form import read_forms
from loaders.intake import Outcome, receive, receive_paths
from loaders.rules import read_rules
from loaders.scheme_toml import read_schemes

SAMPLES = Path(__file__).parent / "data" / "samples" / "public"
FIRST_LOAD = "first_load"
THREADS = 8
UPLOAD = 32 * 1024 * 1024  # a request stays in memory, so that a refused file is never on a disk
UNUSED = "1900-01"
HIGHEST_PORT = 65535


def init(_given: argparse.Namespace) -> int:
    """Create the record where there is none."""
    settings = Settings.from_env()
    build_services(settings, create=True).store.close()
    print(f"{settings.database}")
    return 0


def check(_given: argparse.Namespace) -> int:
    """Read every definition, and the record's edits of rules; mistakes come out as one CatalogueError."""
    catalogue, indicators = read_definitions()
    forms, settings = read_forms(catalogue), Settings.from_env()
    plans = read_plans(indicators=indicators.all)
    rules = build_services(settings).rules if settings.made else read_rules(catalogue)
    schemes = read_schemes(catalogue, subjects_of(indicators))
    print(
        f"{len(catalogue.datasets)} datasets, {len(catalogue.elements)} data elements, "
        f"{len(catalogue.regions)} regions, {len(indicators.all)} indicators, {len(forms)} forms, "
        f"{len(rules)} rules, {len(plans)} plan items, {len(schemes)} schemes: ok"
    )
    return 0


def load(given: argparse.Namespace) -> list[Outcome]:
    """Take in every file under the paths; progress goes to stderr."""
    missing = [str(path) for path in given.paths if not path.exists()]
    if missing:
        raise UsageError("没有这个文件或文件夹 / no such file or folder: " + ", ".join(missing))
    services = build_services(Settings.from_env(), create=True)
    return _load_paths(services, given.paths, by=given.by or services.by, named=True)


def template(given: argparse.Namespace) -> int:
    """Write the workbook of a form for a region and period: blank, prefilled or for a correction."""
    _needs_xlsx(given.out)
    services = build_services(Settings.from_env(), create=True)

    def written(language: Language) -> bytes:
        place = (given.form, given.region, given.period)
        return template_workbook(
            services, asked_in_codes(services, *place, fill=given.fill, language=language)
        )

    workbook = or_told(written, "zh")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_bytes(workbook)
    print(given.out)
    return 0


def mark(given: argparse.Namespace) -> int:
    """Write the sender's workbook with its findings on it; the original is only read."""
    _needs_xlsx(given.out)
    services = build_services(Settings.from_env())
    marked = or_told(lambda language: marked_file(services, given.submission, language), given.lang)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_bytes(marked.data)
    print(given.out)
    return 0


def export(given: argparse.Namespace) -> int:
    """Write a page's rows for an address's query."""
    shown = {page.code: page for page in PAGES if page.rows}
    if given.page not in shown:
        codes = ", ".join(shown)
        raise UsageError(
            f"没有可导出的页面“{given.page}”，可以写 {codes}"
            f" / no page {given.page!r} to export; there are {codes}"
        )
    extension = given.out.suffix.removeprefix(".").lower()
    if extension not in ("csv", "xlsx"):
        raise UsageError(f"--out {given.out}: 文件名须以 .csv 或 .xlsx 结尾 / end it in .csv or .xlsx")
    services = build_services(Settings.from_env())
    query = split(given.query)
    refused = refusal(query, services.numbers())
    if refused:
        raise UsageError(refused)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_bytes(export_page(services, shown[given.page], query, extension))
    print(given.out)
    return 0


def demo(given: argparse.Namespace) -> int:
    """Make the made-up province's workbooks and take them in by the ordinary door."""
    if not 1 <= given.counties <= 2800 or given.years < 1:
        raise UsageError("--counties 为 1 到 2800，--years 不小于 1 / from 1 to 2800, and from 1")
    services = build_services(Settings.from_env(), create=True)
    try:
        if given.out:
            size = {"counties": given.counties, "years": given.years}
            files = write_demo(given.out, services.catalogue, services.forms, **size)
            _say(f"已写 {len(files)} 个工作簿 / workbooks in {given.out}")
            return 0
        _load_demo(services, counties=given.counties, years=given.years)
    except ValueError as error:
        raise UsageError(f"不能生成 / {error}") from None
    return 0


def serve(given: argparse.Namespace) -> int:
    """Serve what is there."""
    settings = _settings(given)
    services = build_services(settings)
    services.ready.set()
    return _listen(services, given.host, settings.port)


def up(given: argparse.Namespace) -> int:
    """Create the record, take in the sample data the first time, and serve meanwhile."""
    settings = _settings(given)
    services = build_services(settings, create=True)
    threading.Thread(target=_first_load, args=(services,), daemon=True).start()
    return _listen(services, given.host, settings.port)


def _first_load(services: Services) -> None:
    """Once for each record: it begins only where nothing is filed, and is resumed where it was cut off."""
    noted = services.store.noted(FIRST_LOAD)
    if noted != "done" and (noted or not services.view().submissions(limit=1)):
        services.store.note(FIRST_LOAD, "begun")
        began = time.monotonic()
        _load_paths(services, [SAMPLES], by=services.by)
        _publish_public(services)
        _load_demo(services, counties=24, years=5)
        services.store.note(FIRST_LOAD, "done")
        _say(f"示例数据已读入 / sample data loaded: {time.monotonic() - began:.0f} s")
    services.ready.set()
    _say("可以使用 / ready")


def _load_paths(services: Services, paths: Sequence[Path], *, by: str, named: bool = False) -> list[Outcome]:
    seen = Progress(services, _say, named=named)
    received = receive_paths(paths, desk=services.desk(), by=by, clock=services.clock)
    outcomes = [seen.add(outcome) for outcome in received]
    seen.end()
    return outcomes


def _load_demo(services: Services, *, counties: int, years: int) -> None:
    """Each workbook is made and taken in under its own name, one after the other; then reviewed, published.

    What corrects a filing that was taken in comes last, as a correction of published figures.
    """
    _enter_regions(services, counties)
    _say(f"正在生成并读入演示数据 / making and loading the demonstration: {counties} × {years}")
    seen = Progress(services, _say)
    take, corrections, before = _taker(services), [], None
    for name, data in build_demo(services.catalogue, services.forms, counties=counties, years=years):
        if CORRECTED in name and before is not None and before.taken_in:
            corrections.append((before.submission or 0, name, data))
            continue
        before = seen.add(take(name, data))
    store, view, at = services.store, services.view(), services.clock()
    copy = services.keep_catalogue()
    demo_life.review(store, view, DEMO, at=at)
    demo_life.publish(store, view, DEMO, copy, at=at)
    for first, name, data in corrections:
        again = partial(receive, name, data, desk=services.desk(), by=demo_life.FILER, at=at)
        seen.add(demo_life.correct(store, view, first, again, copy, at=at))
    enter_demo_tasks(store, view, services.catalogue.regions, at=at)
    enter_demo_evidence(store, view, services.catalogue.regions, at=at)
    assess_demonstration(services)
    rectify_demonstration(services)
    seen.end()


def _taker(services: Services) -> Callable[[str, bytes], Outcome]:
    desk, clock = services.desk(), services.clock

    def take(name: str, data: bytes) -> Outcome:
        return receive(name, data, desk=desk, by=demo_life.FILER, at=received_at(name, clock()))

    return take


def _publish_public(services: Services) -> None:
    """Published figures of others need no review; they are in force at once."""
    copy = services.keep_catalogue()
    for code, dataset in services.catalogue.datasets.items():
        if not dataset.review:
            view, at = services.view(), services.clock()
            demo_life.publish_at_once(services.store, view, code, copy, at=at, by=services.by)


def _enter_regions(services: Services, counties: int) -> None:
    """A made-up province of another size: more units are entered, those left out end before all periods."""
    wanted = {region.code: region for region in demo_regions(counties)}
    shipped = services.shipped.regions
    changed: list[Region] = [region for code, region in wanted.items() if code not in shipped]
    root = services.shipped.datasets["demo"].root
    changed += [
        replace(region, valid_to=UNUSED) for region in shipped.descendants(root) if region.code not in wanted
    ]
    if changed:
        services.store.add_regions(changed, by=services.by, at=services.clock())


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _needs_xlsx(out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"--out {out}: 文件名须以 .xlsx 结尾 / end it in .xlsx")


def _settings(given: argparse.Namespace) -> Settings:
    """The settings with the port asked for; where the record is, is said."""
    settings = Settings.from_env()
    port = settings.port if given.port is None else given.port
    if not 0 <= port <= HIGHEST_PORT:
        raise UsageError(f"port {port}: 端口为 1 到 {HIGHEST_PORT} / write 1 to {HIGHEST_PORT}")
    _say(f"数据目录 / data folder: {settings.home}")
    return replace(settings, port=port)


def _listen(services: Services, host: str, port: int) -> int:
    """Serve in the foreground; beside loopback only where people sign in and somebody can."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback and not (services.login.on and services.store.has_accounts()):
        raise UsageError(
            f"--host {host}: 未启用登录时只能是本机地址：写 127.0.0.1，或设 FAHENG_LOGIN=password 并用 "
            "faheng user add 建账户 / without users it listens on this computer only; write 127.0.0.1, "
            "or set FAHENG_LOGIN=password and add an account with: faheng user add"
        )
    logging.getLogger("waitress").setLevel(logging.ERROR)
    try:
        server = create_server(
            create_app(services).server, host=host, port=port, threads=THREADS, inbuf_overflow=UPLOAD
        )
    except OSError as error:
        raise UsageError(
            f"{host}:{port} 不能用，请换一个 --port / cannot listen on {host}:{port}: "
            f"{error.strerror or error}; choose another --port"
        ) from None
    _say(f"http://{host}:{port}/")
    start_worker(services)
    settle()
    server.run()
    return 0
