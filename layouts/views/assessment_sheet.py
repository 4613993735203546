"""The score sheet of one region: every item with its value, target, marks, and why; printable."""

from __future__ import annotations

from fractions import Fraction

from data.scheme import Item, Scheme
from indicators.definition import Indicator
from indicators.scoring_model import ItemScore, Sheet
from layouts import blocks, say, tables, tracing
from layouts.controls import choice
from layouts.elements import Child, Element, badge, h, number_link
from layouts.page import section
from layouts.text import Words, words
from layouts.views.assessment_facts import Scene, Standing
from layouts.views.assessment_marks import facts_of, marks_text, rank_text, total_text
from layouts.views.assessment_ranking import league_name
from layouts.views.assessment_why import why
from layouts.views.reading import name_of

HEADS = ("item", "value", "target", "full", "got", "taken", "why", "rule")
NUMBERS = ("value", "target", "full", "got", "taken")


def sheet_of(scene: Scene, board: tuple[Standing, ...]) -> list[Element]:
    """The sheet of the chosen unit, with a select of those that are shown."""
    spoken, found = words(scene.chosen.lang), chosen_unit(scene, board)
    if found is None or scene.shown is None:
        return [blocks.empty(spoken["assess_sheet.none"])]
    scheme = scene.shown.scheme
    options = [{"value": each.region, "label": scene.name(each.region)} for each in board]
    control = {"type": "control", "key": "unit"}
    select = choice(control, spoken["assess_rank.unit"], options, found.region, scene.chosen.lang)
    printed = h("button", spoken["assess_sheet.print"], class_name="button", data_print="page", type="button")
    head = h("div", select, printed, class_name="sheet-tools")
    title = spoken.say("assess_sheet.title", unit=scene.name(found.region))
    body = [
        _summary(scene, found, scheme),
        *_struck(scene, found, scheme),
        _table(scene, found, scheme, title),
    ]
    return [head, section(title, *body, note=scheme.name)]


def chosen_unit(scene: Scene, board: tuple[Standing, ...]) -> Standing | None:
    """The unit that the address names, else the region of the page, else the viewer's own, else the first."""
    for code in (scene.own.get("unit", ""), scene.chosen.region):
        found = next((each for each in board if each.region == code), None)
        if found:
            return found
    return board[0] if board else None


def items_of(scene: Scene, sheet: Sheet) -> list[tuple[Item, ItemScore]]:
    """The items of a sheet with those of the scheme, in its order."""
    scheme = scene.shown.scheme if scene.shown else None
    known = {item.code: item for item in scheme.items} if scheme else {}
    return [(known[score.item], score) for score in sheet.items if score.item in known]


def unit_of(scene: Scene, item: Item) -> str:
    indicator = _indicator(scene, item)
    return indicator.unit if indicator else "%"


def _indicator(scene: Scene, item: Item) -> Indicator | None:
    return scene.numbers.indicators.all.get(item.subject) if item.kind == "indicator" else None


def _summary(scene: Scene, found: Standing, scheme: Scheme) -> Element:
    spoken, sheet, place = words(scene.chosen.lang), found.sheet, found.place
    reached = scene.run.stage if scene.run and found.stage else None
    stage = spoken[f"assess_stage.{reached}"] if reached else spoken["assess_trial.word"]
    parts: list[Child] = [
        h("b", total_text(sheet.marks), class_name="sheet-total"),
        h("span", spoken.say("assess_sheet.of", full=marks_text(sheet.full))),
        h("span", _rank(scene, found, scheme)),
        h("span", spoken.say("assess_sheet.stage", stage=stage)),
        *facts_of(sheet, place, scene.chosen.lang),
    ]
    if sheet.vetoes:
        parts.append(
            h(
                "span",
                spoken.say("assess_sheet.without", marks=total_text(sheet.without_veto)),
                class_name="struck mk mk-missed",
            )
        )
    if found.before:
        told = [f"{spoken[f'assess_stage.{stage}']} {total_text(marks)}" for stage, marks in found.course]
        parts.append(h("span", " → ".join(told), class_name="muted"))
    return h("p", *parts, class_name="sheet-summary")


def _rank(scene: Scene, found: Standing, scheme: Scheme) -> str:
    key = "unranked" if found.place.rank is None else "rank"
    league = league_name(scheme, found.sheet.league, scene)
    return words(scene.chosen.lang).say(f"assess_sheet.{key}", rank=rank_text(found.place), league=league)


def _struck(scene: Scene, found: Standing, scheme: Scheme) -> list[Element]:
    """What happened, by which rule, where there is a veto."""
    spoken, rules = words(scene.chosen.lang), {rule.code: rule for rule in scheme.vetoes}
    lines = []
    for veto in found.sheet.vetoes:
        rule = rules.get(veto.rule)
        event = veto.event or spoken["assess_veto.untold"]
        told = {"kind": spoken[f"assess_veto.kind_{rule.kind if rule else 'veto'}"], "event": event}
        told |= {
            "period": say.period(veto.period, scene.chosen.lang),
            "title": rule.title if rule else veto.rule,
        }
        lines.append(h("p", spoken.say("assess_sheet.struck", **told), class_name="note refusal"))
    return lines


def _table(scene: Scene, found: Standing, scheme: Scheme, title: str) -> Element:
    spoken = words(scene.chosen.lang)
    columns = [
        tables.Column(
            spoken[f"assess_sheet.{head}"],
            kind="number" if head in NUMBERS else "text",
            class_name="wide-only" if head == "rule" else "",
        )
        for head in HEADS
    ]
    before = {each.item: each for each in found.before.items} if found.before else {}
    rows: list[tables.Row] = []
    group = ""
    for item, score in items_of(scene, found.sheet):
        if item.group != group:
            group = item.group
            rows.append(_group(scene, found.sheet, group))
        rows.append(_row(scene, found, item, score, before.get(item.code)))
    rows.append(_total(scene, found.sheet))
    return tables.table(columns, rows, caption=title, class_name="score-sheet")


def _group(scene: Scene, sheet: Sheet, group: str) -> tables.Row:
    """The head of a group with its sums."""
    mine = [score for item, score in items_of(scene, sheet) if item.group == group]
    full = sum((score.full or Fraction(0) for score in mine), Fraction(0))
    given = [score.marks for score in mine if score.marks is not None]
    got = marks_text(sum(given, Fraction(0))) if given else say.NONE
    cells = (
        h("th", group, scope="row", col_span=3),
        h("td", marks_text(full), class_name="num"),
        h("td", got, class_name="num"),
        h("td", "", col_span=2),
        h("td", "", class_name="wide-only"),
    )
    return tables.Row(cells, "group-line")


def _row(scene: Scene, found: Standing, item: Item, score: ItemScore, before: ItemScore | None) -> tables.Row:
    spoken, unit = words(scene.chosen.lang), unit_of(scene, item)
    name: list[Child] = [f"{item.code} {item.title}"]
    if item.kind == "manual":
        name += [" ", badge(spoken["assess_sheet.by_hand"])]
    scheme = scene.shown.scheme if scene.shown else None
    told = why(score, scheme, scene.chosen.lang, unit=unit) if scheme else ""
    reasons: list[Child] = [told]
    if before is not None and before.marks != score.marks:
        stage = spoken[f"assess_stage.{found.before_stage}"] if found.before_stage else ""
        reasons.append(
            h("small", spoken.say("assess_sheet.before", stage=stage, marks=marks_text(before.marks)))
        )
    marks = marks_text(score.marks)
    state = None if score.state == "scored" else badge(spoken[f"assess_state.{score.state}"])
    cells = (
        h("th", *name, scope="row", class_name="wrap"),
        h("td", _value(scene, found, item, score, unit), class_name="num"),
        h("td", _target(scene, item, score, unit), class_name="num warm"),
        h("td", marks_text(score.full), class_name="num"),
        h("td", state or marks, class_name="num strong"),
        h("td", _lost(score.lost, spoken), class_name="num"),
        h("td", *reasons, class_name="wrap why"),
        h("td", item.rule or spoken["assess_sheet.no_rule"], class_name="wrap wide-only muted"),
    )
    return tables.Row(cells)


def _value(scene: Scene, found: Standing, item: Item, score: ItemScore, unit: str) -> Child:
    """The value, which opens its passport."""
    if score.value is None:
        return say.NONE
    threshold = float(score.target) if score.target is not None else None
    text = say.value(float(score.value), unit, scene.chosen.lang, threshold=threshold)
    indicator = _indicator(scene, item)
    if indicator is None or found.anonymous or scene.shown is None:
        return text
    period = scene.own.get("on", "") or (scene.run.period if scene.run else scene.shown.scheme.period)
    return number_link(
        text,
        tracing.href(
            scene.chosen, indicator=indicator.code, region=found.region, variant=item.variant, period=period
        ),
        label=f"{name_of(indicator, scene.chosen.lang)} {text}",
    )


def _target(scene: Scene, item: Item, score: ItemScore, unit: str) -> str:
    """The number that the rule measured against, with the sign of the indicator's good direction."""
    indicator = _indicator(scene, item)
    if score.target is None or indicator is None:
        return say.NONE
    op = {"higher": ">=", "lower": "<="}.get(indicator.direction, "")
    return say.target(op, float(score.target), unit, scene.chosen.lang)


def _total(scene: Scene, sheet: Sheet) -> tables.Row:
    spoken = words(scene.chosen.lang)
    note = ""
    if sheet.counted != sheet.full:
        note = spoken.say(
            "assess_sheet.scaled", counted=marks_text(sheet.counted), full=marks_text(sheet.full)
        )
    if sheet.state == "pending":
        note += spoken.say(
            "assess_sheet.pending", waiting=marks_text(sheet.waiting), projected=total_text(sheet.projected)
        )
    lost = None if sheet.marks is None else sheet.full - sheet.marks
    cells = (
        h("th", spoken["assess_sheet.total"], scope="row", col_span=3),
        h("td", marks_text(sheet.full), class_name="num"),
        h("td", total_text(sheet.marks), class_name="num strong"),
        h("td", _lost(lost, spoken), class_name="num"),
        h("td", note, class_name="wrap"),
        h("td", "", class_name="wide-only"),
    )
    return tables.Row(cells, "total")


def _lost(lost: Fraction | None, spoken: Words) -> str:
    """What the item cost; “加 1” where it brought more than full marks."""
    if lost is None or lost >= 0:
        return marks_text(lost)
    return spoken.say("assess_sheet.gained", n=marks_text(-lost))
