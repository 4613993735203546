"""What can be published and what is missing, what was published, and the register of restatements."""

from __future__ import annotations

from collections.abc import Sequence

from data.publications import Publication, Restatement
from layouts import blocks, say, scope, tables
from layouts.elements import Child, Element, h, hidden, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.life_facts import PeriodState, period_states

MOST_NAMED, MOST_PERIODS, MOST_SHOWN, MOST_LISTED = 4, 12, 200, 50
LONGEST = 500


def to_publish(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """A line for each period with something to do, and the form that publishes those that are ticked."""
    spoken, dataset = words(chosen.lang), numbers.catalogue.datasets[chosen.dataset]
    every = period_states(services, numbers, chosen.dataset)
    states = [each for each in every if each.count("accepted") or each.count("waiting")]
    shown = states or list(every[:MOST_PERIODS])
    title, note = spoken["publish.waiting"], spoken["publish.waiting_note"]
    if not shown:
        review = link(
            spoken["publish.to_review"], "/submit" + chosen.query(only="waiting"), class_name="button"
        )
        return section(title, blocks.empty(spoken["publish.nothing"], review))
    table = tables.table(
        _period_columns(chosen),
        [_period_row(each, numbers, chosen) for each in shown],
        caption=spoken["publish.caption_waiting"],
        row_head=1,
        class_name="publishing",
    )
    ready = [each for each in states if each.count("accepted")]
    if not ready:
        return section(title, table, h("p", spoken["publish.nothing"], class_name="note"))
    first = spoken["publish.children_first"] if services.office.children_first(dataset) else None
    return section(
        title,
        h(
            "form",
            h("input", type="hidden", name="dataset", value=chosen.dataset),
            table,
            _fields(services, ready, chosen),
            h("p", role="alert", class_name="problem"),
            method="post",
            action="/life/publish",
            class_name="life-form",
            data_failed=spoken["life.failed"],
        ),
        h("p", first, class_name="note") if first else None,
        note=note,
    )


def publications(numbers: Numbers, chosen: Selection) -> Element:
    """Every publication of the dataset, the newest first, each with the way to its snapshot."""
    spoken = words(chosen.lang)
    made = numbers.view.publications(chosen.dataset)
    if not made:
        return section(spoken["publish.list"], blocks.empty(spoken["publish.none"]))
    columns = [
        tables.Column(spoken["publish.number"], "", "number"),
        tables.Column(spoken["publish.time"], class_name="wide-only"),
        tables.Column(spoken["publish.by"], class_name="wide-only"),
        tables.Column(spoken["publish.periods"]),
        tables.Column(spoken["publish.items"], "", "number"),
        tables.Column(spoken["publish.restated"], "", "number"),
        tables.Column(spoken["publish.note"], class_name="wide-only"),
        tables.Column(spoken["snapshot.label"]),
    ]
    rows = [_publication_row(each, chosen) for each in made[:MOST_LISTED]]
    body = tables.table(columns, rows, caption=spoken["publish.caption_list"], class_name="publications")
    return section(spoken["publish.list"], body, note=spoken.say("publish.list_note", n=len(made)))


def register(numbers: Numbers, chosen: Selection) -> Element:
    """What later publications changed, for the chosen region and those below it."""
    spoken = words(chosen.lang)
    every = restated(numbers, chosen, period="")
    if not every:
        return section(spoken["publish.register"], blocks.empty(spoken["publish.register_none"]))
    shown = [each for each in every if chosen.only in ("", each.period)]
    limited = (
        h("p", spoken.say("publish.register_limited", shown=MOST_SHOWN, n=len(shown)), class_name="note")
        if len(shown) > MOST_SHOWN
        else None
    )
    body = restated_table(shown[:MOST_SHOWN], numbers, chosen)
    note = spoken.say("publish.register_note", n=len(every))
    return section(spoken["publish.register"], _filter(every, chosen), body, limited, note=note)


def restated_table(shown: Sequence[Restatement], numbers: Numbers, chosen: Selection) -> Element:
    """Figures of the register: what was published, what is now, why."""
    spoken = words(chosen.lang)
    names = [
        tables.Column(spoken[f"head.{name}"], class_name="wide-only" if name == "period" else "")
        for name in ("region", "period", "element")
    ]
    columns = [
        *names,
        tables.Column(spoken["publish.old"], "", "number"),
        tables.Column(spoken["publish.new"], "", "number"),
        tables.Column(spoken["publish.why"]),
        tables.Column(spoken["publish.number"], "", "number", "wide-only"),
        tables.Column(spoken["publish.submissions"], class_name="wide-only"),
    ]
    rows = [_restated_row(each, numbers, chosen) for each in shown]
    return tables.table(columns, rows, caption=spoken["publish.caption_register"], class_name="restated")


def restated(numbers: Numbers, chosen: Selection, *, period: str) -> tuple[Restatement, ...]:
    """The register of the chosen region and those below it, of one period or of all."""
    described = numbers.catalogue.datasets[chosen.dataset]
    regions: Sequence[str] = ()
    if chosen.region != described.root:
        regions = [each.code for each in numbers.catalogue.regions.descendants(chosen.region)]
    periods = [period] if period else ()
    return numbers.view.restatements(chosen.dataset, regions=regions, periods=periods)


def figure(value: float | None, qualifier: str, unit: str, chosen: Selection) -> str:
    """A filed figure as pages write it; 未填 where nothing was filed."""
    if not qualifier:
        return words(chosen.lang)["publish.absent"]
    if value is None:
        return say.gap_reason(qualifier, chosen.lang)
    return say.qualified(say.number(value, unit), qualifier, chosen.lang)


def _period_columns(chosen: Selection) -> list[tables.Column]:
    spoken = words(chosen.lang)
    counted = ("owed", "filed", "to_be_reviewed", "approved", "published")
    wide = ("owed", "filed")
    return [
        tables.Column(spoken["publish.choose"], class_name="tick"),
        tables.Column(spoken["head.period"]),
        *[
            tables.Column(spoken[f"publish.{name}"], "", "number", "wide-only" if name in wide else "")
            for name in counted
        ],
        tables.Column(spoken["publish.missing"], class_name="wide-only"),
    ]


def _period_row(state: PeriodState, numbers: Numbers, chosen: Selection) -> list[Child]:
    spoken, ready, name = words(chosen.lang), state.count("accepted"), say.period(state.period, chosen.lang)
    tick = (
        h(
            "label",
            h("input", type="checkbox", name="period", value=state.period),
            hidden(spoken.say("publish.choose_period", period=name)),
        )
        if ready
        else None
    )
    waiting = state.count("waiting")
    review = "/submit" + chosen.query(only="waiting", period=state.period)
    return [
        tick,
        name,
        str(state.owed) if state.owed else say.NONE,
        str(len(state.places)),
        link(str(waiting), review) if waiting else "0",
        h("b", str(ready)) if ready else "0",
        str(sum(each.published is not None for each in state.places)),
        _missing(state, numbers, chosen),
    ]


def _missing(state: PeriodState, numbers: Numbers, chosen: Selection) -> str:
    if not state.missing:
        return say.NONE
    names = [scope.region_name(numbers, code, chosen.lang) for code in state.missing[:MOST_NAMED]]
    told = say.join(names, chosen.lang)
    if len(state.missing) <= MOST_NAMED:
        return told
    return words(chosen.lang).say("publish.more", names=told, n=len(state.missing))


def _fields(services: Services, ready: Sequence[PeriodState], chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    corrections = sum(each.corrections for each in ready)
    wanted = [("by", services.prefilled, None), ("note", "", spoken["publish.note_hint"])]
    if corrections:
        wanted.append(("why", "", spoken["publish.why_hint"]))
    fields = [
        h(
            "label",
            h("span", spoken[f"publish.{name}"], class_name="field-label"),
            h(
                "input",
                name=name,
                value=value or None,
                placeholder=hint,
                maxlength=str(40 if name == "by" else LONGEST),
                autocomplete="name" if name == "by" else "off",
                class_name="field",
            ),
            class_name=f"life-{name}",
        )
        for name, value, hint in wanted
    ]
    told = (
        h("p", spoken.say("publish.changes", n=corrections), class_name="note changes")
        if corrections
        else None
    )
    button = h("button", spoken["publish.button"], type="submit", class_name="button primary")
    return h("div", *fields, h("div", button, class_name="buttons"), told, class_name="life-fields")


def _publication_row(made: Publication, chosen: Selection) -> list[Child]:
    spoken, language = words(chosen.lang), chosen.lang
    newest = made.periods[-1] if made.periods else chosen.period
    snapshot = "/" + chosen.query(snapshot=str(made.publication), period=newest, only="")
    periods = [say.period(code, language) for code in made.periods]
    told = (
        say.join(periods, language)
        if len(periods) <= MOST_NAMED
        else spoken.say("publish.all_periods", n=len(periods))
    )
    return [
        str(made.publication),
        say.moment(made.at, language),
        made.by,
        told,
        str(made.items),
        str(made.changes),
        made.note or say.NONE,
        link(spoken["snapshot.open"], snapshot),
    ]


def _filter(every: Sequence[Restatement], chosen: Selection) -> Element:
    """A link for each period that has restatements."""
    spoken, language = words(chosen.lang), chosen.lang
    periods = sorted({each.period for each in every}, reverse=True)
    options = [("", spoken["publish.every_period"], "/publish" + chosen.query(only=""))]
    options += [
        (code, say.period(code, language), "/publish" + chosen.query(only=code))
        for code in periods[:MOST_PERIODS]
    ]
    links = [
        h("a", text, href=href, aria_current="true" if code == chosen.only else None)
        for code, text, href in options
    ]
    return h("nav", *links, class_name="segments", aria_label=spoken["head.period"])


def _restated_row(each: Restatement, numbers: Numbers, chosen: Selection) -> list[Child]:
    element, language = numbers.catalogue.elements.get(each.element), chosen.lang
    unit = element.unit if element else ""
    name = (element.name if language == "zh" else element.english) if element else each.element
    side = words(language).choose("scopes", each.scope) if each.scope == "own" else ""
    return [
        scope.region_name(numbers, each.region, language),
        say.period(each.period, language),
        f"{name}（{side}）" if side and language == "zh" else name,
        figure(each.old_value, each.old_qualifier, unit, chosen),
        figure(each.new_value, each.new_qualifier, unit, chosen),
        each.why or say.NONE,
        str(each.publication),
        link(
            f"{each.before} → {each.submission}",
            "/submit" + chosen.query(submission=str(each.submission), against=str(each.before), only=""),
        ),
    ]
