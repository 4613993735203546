"""The evidence of one target that evidence decides: how it stands here, what is on record, a form to add."""

from __future__ import annotations

from data.model import Period, Target
from data.target_overrides import base_of
from indicators.cadence import occurrences
from indicators.target_evidence import way
from layouts import scope
from layouts.elements import Child, h, status_badge
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.evidence_parts import evidence_form, evidence_list
from layouts.views.targets_proved import Cell, said
from layouts.views.targets_register import PATH

MOST_REGIONS = 400  # offered in the form; more are reached by choosing a region first


def evidence(
    services: Services, numbers: Numbers, chosen: Selection, target: Target, here: Cell | None
) -> list[Child]:
    """How it stands in the chosen region, its evidence; nothing for a target that no evidence decides."""
    if not way(target, numbers.indicators.all.get(target.indicator)):
        return []
    spoken, base = words(chosen.lang), base_of(target.target)
    every = numbers.view.evidence(chosen.dataset, subject="target", with_withdrawn=True)
    tree = numbers.catalogue.regions
    inside = {each.code for each in tree.descendants(chosen.region)} if chosen.region in tree else set()
    found = [each for each in every if base_of(each.code) == base and each.region in inside]
    back = PATH + chosen.query(target=target.target)
    return [
        h("h3", spoken["evidence.listed"]),
        _standing(numbers, chosen, here),
        evidence_list(services, numbers, chosen, found, back=back)
        or h("p", spoken["evidence.none"], class_name="muted"),
        evidence_form(
            services,
            numbers,
            chosen,
            subject="target",
            code=base,
            regions=bound(numbers, chosen, target),
            back=back,
            periods=[each.code for each in _occurrences(chosen, target)],
        ),
    ]


def _standing(numbers: Numbers, chosen: Selection, here: Cell | None) -> Child:
    if here is None or here.verdict is None:
        return None
    region = scope.region_name(numbers, chosen.region, chosen.lang)
    badge = status_badge(here.status, here.warning, chosen.lang)
    return h("p", f"{region} ", badge, " ", said(here.verdict, chosen.lang), class_name="standing")


def bound(numbers: Numbers, chosen: Selection, target: Target) -> list[str]:
    """The chosen region and those below it that the target binds."""
    tree, described = numbers.catalogue.regions, numbers.catalogue.datasets[chosen.dataset]
    above = chosen.region == target.region or tree.is_ancestor(target.region, chosen.region)
    top = chosen.region if above else target.region
    if target.region not in tree or top not in tree:
        return []
    found = [
        each.code
        for each in tree.descendants(top)
        if numbers.catalogue.holds(described, each.code)
        and (not target.levels or each.level in target.levels)
    ]
    return found[:MOST_REGIONS]


def _occurrences(chosen: Selection, target: Target) -> tuple[Period, ...]:
    """Those of the year that is looked at, the chosen period's own first."""
    year = Period.year(chosen.span.first // 12)
    now = occurrences(target, chosen.span)
    return (*now, *(each for each in occurrences(target, year) if each not in now))
