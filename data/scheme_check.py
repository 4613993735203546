"""What is wrong with a scheme: unknown codes with the nearest one, rules that cannot be read or applied.

Said of a field of an entry; a loader knows in which cell or line that stands.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from data.catalogue import Catalogue
from data.marking import Unread
from data.marking_parse import parse_rule
from data.period import Period, PeriodError
from data.plans import read_plans
from data.scheme import Item, Scheme, VetoRule
from data.scheme_rules import Subject, rule_mistakes

Section = Literal["scheme", "items", "vetoes", "leagues"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One trouble; ``entry`` is the place in its section, from 0."""

    section: Section
    entry: int
    field: str
    code: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


def check_scheme(
    scheme: Scheme, catalogue: Catalogue, subjects: Mapping[str, Subject], tasks: Collection[str] = ()
) -> tuple[Mistake, ...]:
    """Every mistake at once; ``subjects`` are the indicators that there are, ``tasks`` the codes and plans of
    tasks on record: an item may name one, as it may name a published plan or an item of it.

    A scheme without any marks is a structure and may stand in a dataset without a duty to file; one with
    marks may not, for there nobody is scored.
    """
    found: list[Mistake] = []
    found += _twice("items", [item.code for item in scheme.items])
    found += _twice("vetoes", [veto.code for veto in scheme.vetoes])
    found += _twice("leagues", [league.code for league in scheme.leagues])
    found += _of_scheme(scheme, catalogue)
    for number, item in enumerate(scheme.items):
        found += _of_item(number, item, subjects, tasks)
    for number, veto in enumerate(scheme.vetoes):
        found += _of_veto(number, veto, scheme)
    found += _of_leagues(scheme, catalogue)
    return tuple(found)


def near(word: str, known: Iterable[str]) -> str:
    """The known word closest to it, or nothing."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


def names_one_of(subject: str, codes: Iterable[str]) -> bool:
    """Is it one of the codes of tasks and plans, in whatever case."""
    return subject.casefold() in (code.casefold() for code in codes)


def is_period(code: str) -> bool:
    """Is it a period's code."""
    try:
        Period.parse(code)
    except PeriodError:
        return False
    return True


def _twice(section: Section, codes: list[str]) -> Iterator[Mistake]:
    for number, code in enumerate(codes):
        if not code or code in codes[:number]:
            yield Mistake(section, number, "code", "scheme.bad_code", _told(code, ""))


def _of_scheme(scheme: Scheme, catalogue: Catalogue) -> Iterator[Mistake]:
    yield from _of_place(scheme, catalogue)
    if not is_period(scheme.period):
        yield _head("period", "scheme.bad_period", scheme.period, "2025")
    if not scheme.items:
        yield _head("name", "scheme.no_items", scheme.name, "")
    if scheme.status == "active":
        for name in ("basis", "number", "approver"):
            if not getattr(scheme, name).strip():
                yield _head(name, "scheme.no_basis", "", "")


def _of_place(scheme: Scheme, catalogue: Catalogue) -> Iterator[Mistake]:
    dataset = catalogue.datasets.get(scheme.dataset)
    if dataset is None:
        expected = near(scheme.dataset, catalogue.datasets) or _joined(catalogue.datasets)
        yield _head("dataset", "scheme.unknown_dataset", scheme.dataset, expected)
    elif not dataset.duty and any(item.weight is not None for item in scheme.items):
        yield _head("dataset", "scheme.no_duty", dataset.name, "")
    if scheme.region not in catalogue.regions:
        expected = _joined(catalogue.regions.nearest(scheme.region))
        yield _head("region", "scheme.unknown_region", scheme.region, expected)
    elif dataset is not None and not catalogue.holds(dataset, scheme.region):
        yield _head("region", "scheme.unknown_region", scheme.region, dataset.name)


def _head(name: str, code: str, read: str, expected: str) -> Mistake:
    return Mistake("scheme", 0, name, code, _told(read, expected))


def _of_item(
    number: int, item: Item, subjects: Mapping[str, Subject], tasks: Collection[str]
) -> Iterator[Mistake]:
    def wrong(name: str, code: str, read: str, expected: str = "", **params: str) -> Mistake:
        return Mistake("items", number, name, code, {**_told(read, expected), **params})

    subject = subjects.get(item.subject) if item.kind == "indicator" else None
    if item.kind == "indicator" and subject is None:
        yield wrong("subject", "scheme.unknown_indicator", item.subject, near(item.subject, subjects))
    elif item.kind == "task" and not item.subject:
        yield wrong("subject", "scheme.no_subject", "")
    elif item.kind == "task" and not names_one_of(item.subject, (*tasks, *_planned())):
        yield wrong("subject", "scheme.unknown_task", item.subject, near(item.subject, _planned()))
    if subject is not None:
        yield from _of_subject(wrong, item, subject)
    yield from _of_marks(wrong, item)
    if item.rule:
        yield from _of_rule(wrong, item, subject)
    elif item.weight is not None:
        yield wrong("rule", "scheme.no_rule", "")


@cache
def _planned() -> tuple[str, ...]:
    """The published plans and their items."""
    rows = read_plans()
    return tuple(dict.fromkeys((*(row.plan for row in rows), *(row.code for row in rows))))


def _of_subject(wrong: Callable[..., Mistake], item: Item, subject: Subject) -> Iterator[Mistake]:
    if subject.protected or subject.direction == "neutral":
        code = "scheme.protected" if subject.protected else "scheme.neutral"
        yield wrong("subject", code, item.subject, label=subject.name)
    if item.variant and item.variant not in subject.variants:
        yield wrong("variant", "scheme.unknown_variant", item.variant, _joined(subject.variants))
    if item.target is not None and item.target > 100 and item.variant in subject.wholes:
        yield wrong("target", "scheme.bad_number", f"{item.target:g}", "≤ 100")


def _of_marks(wrong: Callable[..., Mistake], item: Item) -> Iterator[Mistake]:
    if item.weight is not None and item.weight < 0:
        yield wrong("weight", "scheme.bad_number", f"{item.weight:g}", "≥ 0")
    if item.cap is not None and item.cap < item.floor:
        yield wrong("cap", "scheme.bad_number", f"{item.cap:g}", f"≥ {item.floor:g}")


def _of_rule(wrong: Callable[..., Mistake], item: Item, subject: Subject | None) -> Iterator[Mistake]:
    rule = parse_rule(item.rule)
    if isinstance(rule, Unread):
        yield wrong("rule", "scheme.unread_rule", item.rule, rule.nearest, upto=rule.read, rest=rule.rest)
        return
    for name, code, expected in rule_mistakes(rule, item, subject):
        yield wrong(name, code, item.rule, expected)


def _of_veto(number: int, veto: VetoRule, scheme: Scheme) -> Iterator[Mistake]:
    if veto.effect == "item" and veto.item not in [item.code for item in scheme.items]:
        expected = near(veto.item, [item.code for item in scheme.items])
        yield Mistake("vetoes", number, "item", "scheme.unknown_item", _told(veto.item, expected))
    if veto.period and not is_period(veto.period):
        yield Mistake("vetoes", number, "period", "scheme.bad_period", _told(veto.period, scheme.period))


def _of_leagues(scheme: Scheme, catalogue: Catalogue) -> Iterator[Mistake]:
    """Each lists units below the one that assesses, none twice; a level of the scheme has its league."""
    seen: set[str] = set()
    for number, league in enumerate(scheme.leagues):
        for region in league.regions:
            if not _below(region, scheme.region, catalogue):
                expected = _joined(catalogue.regions.nearest(region)) or scheme.region
                yield Mistake("leagues", number, "regions", "scheme.unknown_region", _told(region, expected))
            elif region in seen:
                yield Mistake("leagues", number, "regions", "scheme.region_twice", _told(region, ""))
            seen.add(region)
        strange = [level for level in league.levels if level not in scheme.levels]
        if strange:
            params = _told(_joined(strange), _joined(scheme.levels))
            yield Mistake("leagues", number, "levels", "scheme.strange_level", params)
    listed = any(league.regions for league in scheme.leagues)
    taken = {level for league in scheme.leagues if not league.regions for level in league.levels}
    left = [level for level in scheme.levels if level not in taken]
    if scheme.leagues and left and not listed:
        yield _head("levels", "scheme.level_left", _joined(left), "")


def _below(region: str, above: str, catalogue: Catalogue) -> bool:
    tree = catalogue.regions
    known = region in tree and above in tree
    return known and (tree.get(region).code == tree.get(above).code or tree.is_ancestor(above, region))


def _told(read: str, expected: str) -> dict[str, str]:
    return {"read": read, "expected": expected}


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)
