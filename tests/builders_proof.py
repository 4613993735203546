"""A record that is proved, saved and purged: its figures, its faults, programs killed over it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from builders_numbers import target
from builders_record import AT, accept, filing, start

from data.model import Finding
from data.store import Store

LARGEST = 1024 * 1024
SECRET = "绝不该在此的内容"
FOUND = Finding("number.bad", "explain", "复议应诉", "D12", {"read": SECRET})
STOPPED = """
import sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
import data.audit, data.backup, data.purging, data.restoring
from builders_record import AT, ELEMENTS, sha
from data.restoring import restore
from data.store import Store

what, module, name, times = sys.argv[3], sys.modules[sys.argv[4]], sys.argv[5], int(sys.argv[6])
work = getattr(module, name)
def stopping(*args, **kwargs):
    global times
    times -= 1
    if not times:
        print("here", flush=True)
        time.sleep(60)
    return work(*args, **kwargs)
setattr(module, name, stopping)
folder = Path(sys.argv[2])
if what == "restore":
    restore(folder / "b.zip", folder / "new", by="李某", at=AT)
store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
if what == "backup":
    store.backup(folder / "b.zip", by="李某", at=AT)
if what == "purge":
    store.purge(sha("误传"), by="李某", second="王某", why="误传", at=AT)
"""


def filled(store: Store) -> list[int]:
    """Two counties, the first in two versions, with a finding, an explanation and a target."""
    numbers = [
        accept(store, filing(suit_heard=10), name="旧版"),
        accept(store, filing(suit_heard=12), name="误传", findings=(FOUND,)),
        accept(store, filing(region="990102", suit_heard=7), name="邻县"),
    ]
    store.explain(numbers[1], FOUND, SECRET, by="李某", at=AT)
    given = {"sha256": "e" * 64, "path": "目标.xlsx", "size": LARGEST + 1, "by": "李某", "at": AT}
    store.set_targets([target("T1", "FY04")], **given)
    return numbers


def faults(store: Store, **how: object) -> list[tuple[str, int, str]]:
    found = store.prove(at=AT, largest=LARGEST, **how)
    return [(fault.code, fault.entry, fault.thing) for fault in found.faults]


def killed(folder: Path, what: str, module: str, name: str, times: int = 1) -> None:
    """A process of its own, killed where it comes to this function the n-th time."""
    with start(STOPPED, folder, what, module, name, str(times)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        os.kill(process.pid, signal.SIGKILL)
