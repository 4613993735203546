"""One target: its wording, every entry it and its local forms have had, and the forms to depart from it."""

from __future__ import annotations

from data.model import Target
from data.target_overrides import MARK, TargetEntry, base_of
from indicators.inheritance import refused
from indicators.targets import EVALUATED
from layouts import say, scope, tables
from layouts.elements import Child, Element, h
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Words, words
from layouts.views.board_dates import LONGEST_BY, choice, field, form, signed
from layouts.views.indicators_register import asked, finer, for_whom, when
from layouts.views.reading import name_of
from layouts.views.targets_evidence import evidence
from layouts.views.targets_facts import Line
from layouts.views.targets_outlook import outlook
from layouts.views.targets_register import DETAIL
from loaders.register_look import milestones_text

MILESTONES = "2025M06=60；2025M12=80"


def detail(
    services: Services, numbers: Numbers, chosen: Selection, target: Target, line: Line | None
) -> Element:
    spoken, language = words(chosen.lang), chosen.lang
    described = numbers.indicators.all.get(target.indicator)
    name = name_of(described, language) if described else target.object or target.target
    facts = spoken["catalogue.comma"].join(
        part
        for part in (
            f"{target.target} {asked(target, language)}",
            for_whom(target, numbers, language),
            when(target, language),
            target.text,
            *finer(target, language),
            target.basis,
        )
        if part
    )
    return h(
        "div",
        section(
            spoken.say("target_page.one", name=name),
            h("p", facts, class_name="note"),
            outlook(numbers, chosen, line),
            *evidence(services, numbers, chosen, target, line.here if line else None),
            _history(numbers, chosen, target),
            *_forms(services, numbers, chosen, target),
        ),
        id=DETAIL,
    )


def entries_of(numbers: Numbers, chosen: Selection, target: Target) -> tuple[TargetEntry, ...]:
    """What has been entered of it and of its local forms, where the region is shown; repeats once."""
    described = numbers.catalogue.datasets[chosen.dataset]
    found: list[TargetEntry] = []
    last: dict[str, Target | None] = {}
    for entry in numbers.view.target_history(chosen.dataset):
        if base_of(entry.code) != base_of(target.target) or not numbers.catalogue.holds(
            described, entry.region
        ):
            continue
        if entry.code not in last or last[entry.code] != entry.target:
            found.append(entry)
        last[entry.code] = entry.target
    return tuple(found)


def _history(numbers: Numbers, chosen: Selection, target: Target) -> Element:
    spoken = words(chosen.lang)
    heads = ("at", "code", "region", "asked", "reason", "by")
    columns = [tables.Column(spoken[f"target_page.{head}"]) for head in heads]
    rows = []
    for entry in reversed(entries_of(numbers, chosen, target)):
        now = entry.target
        what = f"{asked(now, chosen.lang)} {now.due}".strip() if now else spoken["target_page.withdrawn"]
        how = spoken["target_page.by_page" if entry.submission == 0 else "target_page.by_workbook"]
        rows.append(
            (
                say.moment(entry.at, chosen.lang),
                entry.code,
                scope.region_name(numbers, entry.region, chosen.lang),
                what,
                h("td", entry.why or say.NONE, class_name="wrap"),
                f"{entry.by} {how}",
            )
        )
    title = spoken["target_page.history"]
    return h("div", h("h3", title), tables.table(columns, rows, caption=title, class_name="targets"))


def _forms(services: Services, numbers: Numbers, chosen: Selection, target: Target) -> list[Child]:
    """Set it otherwise below, and withdraw what is local; or the clause by which nobody may."""
    spoken = words(chosen.lang)
    places = _places(numbers, chosen, target)
    reason = _reason(numbers, target, places)
    if reason:
        return [h("p", spoken[f"target_told.{reason}"], class_name="note refusal")]
    if chosen.snapshot or not services.viewer().may("manage"):
        return []
    made: list[Child] = [_override(services, numbers, chosen, target, places)]
    if MARK in target.target:
        made.append(_withdraw(services, numbers, chosen, target))
    return made


def _base(numbers: Numbers, chosen: Selection, target: Target) -> Target:
    code = base_of(target.target)
    return next((each for each in numbers.targets(chosen.dataset) if each.target == code), target)


def _places(numbers: Numbers, chosen: Selection, target: Target) -> list[tuple[str, str]]:
    """Regions below the first of its line that may depart from it; the chosen one first."""
    base, tree = _base(numbers, chosen, target), numbers.catalogue.regions
    if base.region not in tree:
        return []
    codes = [
        each.code
        for each in tree.descendants(base.region)
        if each.code != base.region
        and numbers.catalogue.holds(numbers.catalogue.datasets[chosen.dataset], each.code)
        and not refused(base, each.code, indicators=numbers.indicators, tree=tree)
    ]
    first = target.region if MARK in target.target else chosen.region
    codes.sort(key=lambda code: code != first)
    return [(code, f"{scope.region_name(numbers, code, chosen.lang)} {code}") for code in codes]


def _reason(numbers: Numbers, target: Target, places: list[tuple[str, str]]) -> str:
    """Why there is no form for anybody."""
    tree = numbers.catalogue.regions
    if refused(target, target.region, indicators=numbers.indicators, tree=tree) == "protected":
        return "protected"
    return "" if places else "nobody_below"


def _override(
    services: Services, numbers: Numbers, chosen: Selection, target: Target, places: list[tuple[str, str]]
) -> Element:
    spoken = words(chosen.lang)
    known = target.due if target.kind == "date" else target.text
    value = f"{target.threshold:g}" if target.threshold is not None else known
    kind = "number" if target.threshold is not None else "date" if target.kind == "date" else "text"
    return h(
        "div",
        h("h3", spoken["target_page.override"]),
        h("p", spoken["target_page.override_note"], class_name="note"),
        form(
            "/targets/override",
            spoken,
            spoken["target_page.keep"],
            choice("region", spoken["target_page.for_region"], places),
            field("value", spoken.say(f"target_page.value_{kind}", unit=target.unit), value=value),
            *_finer(target, spoken),
            field("reason", spoken["target_page.reason"], wide=True),
            field("basis", spoken["target_page.basis"]),
            field("source", spoken["target_page.source"]),
            field("author", spoken["target_page.author"], longest=LONGEST_BY),
            field("decided_on", spoken["target_page.decided_on"], hint="2026-01-31", longest=10),
            *_common(services, numbers, chosen, target, spoken),
        ),
    )


def _finer(target: Target, spoken: Words) -> list[Child]:
    """What only a number has: the band on either side of it, what is planned for months before the end."""
    if target.threshold is None or target.kind not in EVALUATED:
        return []
    near = f"{target.near:g}" if target.near is not None else ""
    made: list[Child] = [
        field("near", spoken.say("target_page.near", unit=target.unit), value=near, longest=20)
    ]
    if target.kind != "exact":
        steps = milestones_text(target)
        made.append(field("milestones", spoken["target_page.milestones"], value=steps, hint=MILESTONES))
    return made


def _withdraw(services: Services, numbers: Numbers, chosen: Selection, target: Target) -> Element:
    spoken = words(chosen.lang)
    return h(
        "div",
        h("h3", spoken.say("target_page.withdraw", code=target.target)),
        form(
            "/targets/withdraw",
            spoken,
            spoken["target_page.withdraw_button"],
            field("reason", spoken["target_page.reason"], wide=True),
            *_common(services, numbers, chosen, target, spoken),
        ),
    )


def _common(
    services: Services, numbers: Numbers, chosen: Selection, target: Target, spoken: Words
) -> list[Child]:
    hidden = {"dataset": chosen.dataset, "target": target.target, "back": chosen.query()}
    fields: list[Child] = [h("input", type="hidden", name=name, value=text) for name, text in hidden.items()]
    return [*fields, signed(services, numbers, chosen)]
