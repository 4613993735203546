"""make bench, last part: reading beside other readers, then a thousand workbooks on one core and two.

Every reader gets the same file before the next file is begun, and what the one before left behind is
collected first, untimed: no reader pays for another's garbage. Readers beside each other are timed by the
processor's clock, so that none pays for what else the machine does; the thousand by the wall's.
"""

from __future__ import annotations

import gc
import hashlib
import io
import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import openpyxl
import pandas as pd

from data.catalogue import Catalogue
from data.demo_regions import demo_regions
from data.model import Filing
from data.store import Store
from layouts.services import Services
from loaders.checks import check
from loaders.demonstration import build_demo
from loaders.extract import extract
from loaders.form import Form
from loaders.places import recognise
from loaders.rules import Rule
from loaders.workbook import read

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
EVERY = 20  # of so many workbooks one is also read by openpyxl
SAME_FACTS, ASKED = "openpyxl values + formulas", 8  # times as slow as read + check, at least


@dataclass(frozen=True)
class Judge:
    """What judging a workbook needs."""

    catalogue: Catalogue
    forms: Mapping[str, Form]
    rules: Sequence[Rule]

    def read_and_check(self, data: bytes) -> Filing | None:
        workbook = read(data)
        form = recognise(workbook, self.forms)
        if form is None:
            return None
        filing = extract(workbook, form, self.catalogue).filing
        if filing:
            check(filing, self.rules, self.catalogue)
        return filing


_pool_judge: list[Judge] = []  # inherited by the processes of the pool


def bench_reading(services: Services, *, counties: int, each: int, thousand: int, folder: Path) -> None:
    catalogue = services.shipped.with_regions(demo_regions(counties))
    judge = Judge(catalogue, services.forms, services.rules)
    made = build_demo(services.shipped, services.forms, counties=counties, years=5, quarters=8)
    files = [data for _, data in islice(made, 1, 1 + thousand)]
    gc.collect()
    gc.freeze()
    by_form: dict[str, list[bytes]] = {}
    for data in [path.read_bytes() for path in sorted(SAMPLES.glob("**/*.xlsx"))] + files:
        form = recognise(read(data), services.forms)
        by_form.setdefault(form.code if form else "", []).append(data)
    for code, found in by_form.items():
        if code:
            _beside_others(judge, code, found[:each])
    _thousand(judge, files)
    _storing(judge, files, folder)
    gc.unfreeze()


def _beside_others(judge: Judge, code: str, files: Sequence[bytes]) -> None:
    readers: dict[str, Callable[[bytes], object]] = {
        "faheng read": read,
        "faheng read + check": judge.read_and_check,
        "openpyxl values": lambda data: openpyxl.load_workbook(io.BytesIO(data), data_only=True),
        SAME_FACTS: _openpyxl_twice,
        "pandas.read_excel": lambda data: pd.read_excel(io.BytesIO(data), sheet_name=None, header=None),
    }
    times: dict[str, list[float]] = {name: [] for name in readers}
    for data in files:
        for name, reader in readers.items():
            times[name].append(_timed(reader, data, clock=time.process_time))
    base = times["faheng read + check"]
    head = f"reading {len(files)} of form {code}"
    print(
        f"\n{head:<30}{'median ms':>10}{'files/s':>9}   x faheng read + check (median of the files' ratios)"
    )
    for name, found in times.items():
        ratio = statistics.median(one / ours for one, ours in zip(found, base, strict=True))
        median = statistics.median(found)
        asked = f" ({ASKED} asked for)" if name == SAME_FACTS else ""
        print(f"{name:<30}{1000 * median:>10.1f}{1 / median:>9.0f}   {ratio:.1f}{asked}")


def _thousand(judge: Judge, files: Sequence[bytes]) -> None:
    """All of them on one core and on two, openpyxl reading some of them in between."""
    ours, theirs = 0.0, 0.0
    for number, data in enumerate(files):
        ours += _timed(judge.read_and_check, data)
        if number % EVERY == 0:
            theirs += _timed(_openpyxl_twice, data)
    theirs *= len(files) / len(range(0, len(files), EVERY))
    print(f"\n{f'{len(files)} workbooks':<36}{'s':>8}{'files/s':>9}")
    _line("read + check, one core", ours, len(files))
    _line(
        "openpyxl values + formulas, one core",
        theirs,
        len(files),
        f"{theirs / ours:.1f} x ({ASKED} asked for), 1 in {EVERY} read",
    )
    _pool_judge.append(judge)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        list(pool.map(_in_pool, files[:4], chunksize=1))  # both processes up
        began = time.perf_counter()
        filings = sum(pool.map(_in_pool, files, chunksize=10))
        both = time.perf_counter() - began
    _pool_judge.clear()
    _line("read + check, two cores", both, len(files), f"{ours / both:.1f} x one core, {filings} filings")


def _storing(judge: Judge, files: Sequence[bytes], folder: Path) -> None:
    """The file and the filing into a record of their own, without the reading."""
    store = Store.create(
        f"sqlite:///{folder / 'bench.db'}", folder / "bench", tuple(judge.catalogue.elements)
    )
    spent, count = 0.0, 0
    for data in files:
        filing = judge.read_and_check(data)
        if filing is None:
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        began = time.perf_counter()
        store.keep_file(sha256, data)
        store.accept(filing, sha256=sha256, path=sha256, size=len(data), by="bench", at=AT)
        spent += time.perf_counter() - began
        count += 1
    store.close()
    _line("storing, apart, one core", spent, count, f"{1000 * spent / count:.1f} ms a filing")


def _line(what: str, seconds: float, files: int, more: str = "") -> None:
    print(f"{what:<36}{seconds:>8.2f}{files / seconds:>9.0f}   {more}")


def _in_pool(data: bytes) -> bool:
    return _pool_judge[0].read_and_check(data) is not None


def _timed(
    work: Callable[[bytes], object], data: bytes, *, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Seconds of one call, with nothing to be collected before it."""
    gc.collect()
    began = clock()
    work(data)
    return clock() - began


def _openpyxl_twice(data: bytes) -> tuple[object, object]:
    return (
        openpyxl.load_workbook(io.BytesIO(data), data_only=True),
        openpyxl.load_workbook(io.BytesIO(data)),
    )
