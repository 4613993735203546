"""The vocabulary of assessment (考核): schemes as dated data in the documents' own words, vetoes, marks.

Pure values. Marks are in 分 as the document prints them; ``None`` is an empty mark, which gives no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from data.model import Level
from data.period import Period

ItemKind = Literal["indicator", "task", "manual"]
NoCases = Literal["full", "left_out"]
NotReported = Literal["zero", "left_out"]
VetoKind = Literal["veto", "zero"]
Effect = Literal["item", "total"]
SchemeStatus = Literal["draft", "active", "retired"]

ITEM_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
NO_CASES: tuple[NoCases, ...] = get_args(NoCases)
NOT_REPORTED: tuple[NotReported, ...] = get_args(NotReported)
VETO_KINDS: tuple[VetoKind, ...] = get_args(VetoKind)
EFFECTS: tuple[Effect, ...] = get_args(Effect)
SCHEME_STATUSES: tuple[SchemeStatus, ...] = get_args(SchemeStatus)

MINIMUM = 5  # cases from which a unit is given rank points, where the office sets no other number


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a scheme (考核项).

    ``weight`` is its full marks (0 for items that only add or take away; None: the office gave none).
    ``target`` None: the target in force. ``floor`` and ``cap`` bound its marks; cap None: the full marks
    and what the rule itself adds at most.
    """

    code: str
    title: str
    group: str
    kind: ItemKind
    subject: str  # indicator code, or a task's or plan's; empty for manual items
    variant: str  # 口径; empty for the default
    weight: float | None
    rule: str  # the document's own words
    target: float | None = None
    floor: float = 0.0
    cap: float | None = None
    no_cases: NoCases = "full"
    not_reported: NotReported = "zero"
    source: str = ""  # clause of the document


@dataclass(frozen=True, slots=True)
class VetoRule:
    """一票否决 (veto) or 计“0”分 (zero): an event that zeroes an item or the whole score.

    ``period`` empty: the scheme's. Each of ``conditions`` must have happened, each with its evidence.
    """

    code: str
    title: str  # the event in the document's words
    kind: VetoKind
    effect: Effect
    item: str = ""  # where the effect is on an item
    period: str = ""
    conditions: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class League:
    """Units that are ranked with each other and with nobody else; ``regions`` empty: all of the levels."""

    code: str
    title: str
    levels: tuple[Level, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A dated set of scoring rules (考核方案)."""

    scheme: str
    dataset: str
    name: str
    region: str  # who assesses
    period: str
    levels: tuple[Level, ...]  # who is assessed
    leagues: tuple[League, ...]
    items: tuple[Item, ...]
    vetoes: tuple[VetoRule, ...] = ()
    appeal_days: int | None = None  # 工作日
    minimum: int = MINIMUM
    basis: str = ""  # 依据文件
    number: str = ""  # 文号
    approver: str = ""  # 批准人
    decided_on: str = ""
    status: SchemeStatus = "draft"
    source: str = ""
    note: str = ""  # said beside it wherever it is shown

    @property
    def unmarked(self) -> tuple[Item, ...]:
        """Items without full marks or without a rule: while there is one, nothing is scored."""
        return tuple(item for item in self.items if item.weight is None or not item.rule)

    def item(self, code: str) -> Item:
        """The item of a code; KeyError when there is none."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Veto:
    """That the event of a veto rule happened to a region; ``conditions``: those that are proved."""

    code: str
    dataset: str
    rule: str  # code of the VetoRule
    region: str
    period: str  # when it happened
    event: str
    evidence: tuple[int, ...] = ()  # numbers in the register of evidence
    conditions: tuple[str, ...] = ()
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Marks given by hand for a region's item, with reason and evidence; they stand over computed ones."""

    item: str
    region: str
    marks: float
    why: str
    evidence: tuple[int, ...] = ()


def league_of(scheme: Scheme, region: str, level: str) -> str | None:
    """The code of the league that a region stands in; None: it is not assessed.

    A league that lists its regions goes before one that only names levels. A scheme without leagues has
    one for each of its levels, named like it.
    """
    for league in scheme.leagues:
        if region in league.regions:
            return league.code
    for league in scheme.leagues:
        if not league.regions and level in league.levels:
            return league.code
    return level if not scheme.leagues and level in scheme.levels else None


def strikes(rule: VetoRule, veto: Veto, scheme: Scheme) -> bool:
    """Does the event count: inside the period of scheme and rule, never backwards, every condition proved."""
    happened = Period.parse(veto.period)
    spans = [Period.parse(code) for code in (scheme.period, rule.period) if code]
    proved = set(rule.conditions) <= set(veto.conditions)
    return veto.rule == rule.code and proved and all(span.holds(happened) for span in spans)


def scheme_content(scheme: Scheme) -> dict[str, Any]:
    """The scheme as what JSON can hold; ``scheme_of`` reads it back."""
    return asdict(scheme)


def scheme_of(content: Mapping[str, Any]) -> Scheme:
    """The scheme that ``scheme_content`` wrote, lists for tuples included."""
    leagues = tuple(
        League(**{**each, "levels": tuple(each["levels"]), "regions": tuple(each["regions"])})
        for each in content["leagues"]
    )
    vetoes = tuple(
        VetoRule(**{**each, "conditions": tuple(each["conditions"])}) for each in content["vetoes"]
    )
    parts = {
        "levels": tuple(content["levels"]),
        "leagues": leagues,
        "vetoes": vetoes,
        "items": tuple(Item(**each) for each in content["items"]),
    }
    return Scheme(**{**content, **parts})


def with_item(scheme: Scheme, item: Item) -> Scheme:
    """The scheme with the item of the same code replaced; KeyError when there is none."""
    scheme.item(item.code)
    return replace(scheme, items=tuple(item if each.code == item.code else each for each in scheme.items))
