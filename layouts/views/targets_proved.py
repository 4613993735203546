"""How a target stands in each region: by its number, or by what is on record; said in words.

The status of a number is that of the one computation; a verdict says why, by the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.model import Target
from indicators.definition import Indicator
from indicators.target_evidence import Verdict, way
from indicators.target_verdicts import Row, decided
from layouts import say
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.text import Language, words

UNDATED = ("in_time", "late", "vetoed")  # may be said without the day it happened
UNKNOWN = ("overdue", "not_yet", "unproved")  # nothing says anything


@dataclass(frozen=True, slots=True)
class Cell:
    """One region under a target; ``number`` where it has an indicator, ``verdict`` where evidence counts."""

    status: str
    warning: str = ""
    number: Number | None = None
    verdict: Verdict | None = None

    @property
    def empty(self) -> bool:
        """Is there neither a figure nor evidence."""
        if self.verdict is not None:
            return self.verdict.why in UNKNOWN and not self.verdict.done
        return self.number is None or self.number.value is None


Cells = Mapping[str, Cell]  # by the region where the target counts


def by_number(frame: Assessed, target: Target, regions: Iterable[str]) -> Cells:
    """The numbers that are judged by this very target."""
    read = {code: frame.get(target.indicator, code) for code in regions}
    return {
        code: Cell(number.status, number.warning, number)
        for code, number in read.items()
        if number and number.target == target.target
    }


def by_evidence(
    numbers: Numbers,
    chosen: Selection,
    target: Target,
    indicator: Indicator | None,
    frame: Assessed | None,
    regions: Iterable[str],
) -> Cells:
    """Where evidence decides; nothing where the kind or the words have no rule for it."""
    known = numbers.on_record(chosen.dataset).known
    if known is None or not way(target, indicator):
        return {}
    read = {code: frame.get(target.indicator, code) if frame else None for code in regions}
    behind = {code: numbers.behind_name(chosen.dataset, code) for code in read}
    rows = {behind[code]: _row(number) for code, number in read.items()}
    found = decided(target, indicator, rows, chosen.span, known)
    made = {}
    for code, number in read.items():
        one = found[behind[code]]
        mine = number is not None and number.target == target.target
        status = number.status if mine and number is not None else one.status
        seen = one if numbers.view.viewer.sees(code) or not _kept(numbers, chosen) else _plain(one)
        made[code] = Cell(status, "", number, seen)
    return made


def said(verdict: Verdict, language: Language, *, dated: bool = True) -> str:
    """“2017-04-08 完成”, “应于 2017-04-10 前完成，未见佐证”, “4 次中 3 次”; days only where ``dated``."""
    spoken = words(language)
    params = {"on": verdict.on or "", "due": verdict.due or "", "n": verdict.done, "all": verdict.asked}
    undated = verdict.why in UNDATED and (verdict.on is None or not dated)
    told = spoken.say(f"verdict.{verdict.why}{'_undated' if undated else ''}", **params)
    if not verdict.asked or verdict.why == "vetoed":
        return told
    return spoken.say("verdict.times", told=told, n=verdict.done, all=verdict.asked)


def short(cell: Cell, target: Target, indicator: Indicator | None, language: Language) -> str:
    """What stands in a cell of the matrix: the value, the day, how many of how many."""
    verdict = cell.verdict
    if verdict is not None and verdict.asked:
        return f"{verdict.done}/{verdict.asked}"
    if verdict is not None and verdict.on is not None:
        return words(language)["verdict.veto_cell"] if target.kind == "veto" else verdict.on.isoformat()
    if cell.number is not None and cell.number.value is not None and indicator is not None:
        return say.number(cell.number.value, indicator.unit, target.threshold)
    return say.NONE


def _row(number: Number | None) -> Row:
    if number is None:
        return Row()
    short_of = number.basis == "computed" and number.incomplete
    return Row(number.value, number.qualifier in ("", "exact"), short_of)


def _kept(numbers: Numbers, chosen: Selection) -> bool:
    """Is the dataset one of which a person sees only his part."""
    return bool(numbers.hides(chosen.dataset, numbers.catalogue.datasets[chosen.dataset].root))


def _plain(verdict: Verdict) -> Verdict:
    """Of a region that is shown under an alias: no day by which it could be told."""
    return Verdict(verdict.status, verdict.why, None, verdict.due, verdict.done, verdict.asked)
