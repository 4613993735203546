"""The written line: the verdict in bold, the worst gap with its regions, what is missing. Made by rules."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import Target
from indicators.definition import Indicator
from layouts import say
from layouts.blocks import written_line
from layouts.elements import Child, Element, h, link, number_link
from layouts.numbers import Number
from layouts.page import PATHS
from layouts.scope import region_name
from layouts.selection import EVERYTHING
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.overview_facts import Card, Red, Scene, counted, not_due, reds, short_of, streak
from layouts.views.overview_filing import Filed
from layouts.views.phrases import listed, phrase
from layouts.views.region_links import named_link

NAMED = 2  # regions named in the line; the rest are counted


def line(scene: Scene, cards: Sequence[Card], filed: Filed | None) -> Element:
    """One paragraph; every figure and every region in it is a link."""
    parts = [
        h("b", *_verdict(scene, cards)),
        *(_worst(scene, cards) if scene.dataset.rollup else _published(scene)),
        *(_missing(scene, filed) if filed else []),
        *_not_due(scene),
    ]
    return written_line(*parts)


def _not_due(scene: Scene) -> list[Child]:
    """How many headlines are not due in the period."""
    if not not_due(scene):
        return []
    matrix = PATHS["matrix"] + scene.chosen.query()
    count = link(str(not_due(scene)), matrix, class_name="quiet-link")
    return phrase(words(scene.chosen.lang)["line.not_due"], n=count)


def _verdict(scene: Scene, cards: Sequence[Card]) -> list[Child]:
    spoken = words(scene.chosen.lang)
    if scene.dataset.headlines:
        numbers, lead = [card.number for card in cards], spoken["verdict.lead"]
    else:
        shown = [scene.number(each.code) for each in scene.numbers.shown()]
        numbers, lead = (
            [number for number in shown if number.value is not None],
            spoken["verdict.lead_public"],
        )
    counts = [_count(scene, status, n) for status, n in counted(numbers)]
    every = link(str(len(numbers)), PATHS["matrix"] + scene.chosen.query(), class_name="quiet-link")
    return [*phrase(lead, n=every), *listed(counts, spoken["verdict.comma"]), spoken["verdict.stop"]]


def _count(scene: Scene, status: str, n: int) -> Element:
    filtered = "pending" if status == "incomplete" else status
    wanted = filtered if filtered in ("missed", "near", "met", "pending", "no_value") else ""
    text = words(scene.chosen.lang).say(f"verdict.{status}", n=n)
    return link(text, PATHS["matrix"] + scene.chosen.query(status=wanted), class_name="quiet-link")


def _worst(scene: Scene, cards: Sequence[Card]) -> list[Child]:
    """The failing headline with the largest missing share; else the one that most regions miss."""
    spoken, headlines = words(scene.chosen.lang), [card.indicator.code for card in cards]
    missed = [red for red in reds(scene, scene.regions) if scene.below and red.indicator.code in headlines]
    failing = [_as_red(card) for card in cards if card.number.status in ("missed", "near")]
    failing = [red for red in failing if not red.few and red.gap is not None]
    failing.sort(key=lambda red: (red.number.status != "missed", -red.severity))
    if failing:
        opening = _gap(scene, failing[0])
        code = failing[0].indicator.code
    elif missed:
        code = max(headlines, key=lambda each: sum(red.indicator.code == each for red in missed))
        opening = _fine(scene, scene.number(code))
    else:
        return [_none_missed(scene)] if scene.below else _own(scene)
    if not scene.below:
        return [*opening, spoken["line.stop"], *_own(scene)]
    return [
        *opening,
        *_regions(scene, [red for red in missed if red.indicator.code == code]),
        spoken["line.stop"],
    ]


def _as_red(card: Card) -> Red:
    if card.target is None:
        raise ValueError(f"{card.indicator.code} is {card.number.status} without a target")
    share = 1.0 if card.number.attainment is None else abs(1.0 - card.number.attainment)
    return Red(card.indicator, card.number, card.target, share)


def _gap(scene: Scene, red: Red) -> list[Child]:
    """“负责人出庭应诉率89.8%，比目标低0.2个百分点（差3件）”, and for a lone region how long already."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    kind = {"floor": "below", "cap": "above"}.get(red.target.kind, "apart")
    amount = reading.gap_text(red.gap, red.indicator.unit).lstrip(f"+{say.MINUS}")
    unit = red.indicator.unit
    gap = spoken.say("line.points", gap=amount) if unit == "%" else amount + say.unit_name(unit, language)
    parts = phrase(
        spoken[f"line.{kind}"],
        indicator=_name(scene, red.indicator),
        value=_value(scene, red.number, red.target),
        gap=_quiet(scene, red, gap),
    )
    cases = short_of(scene, red)
    if cases and kind != "apart":
        unit = reading.unit_of(
            red.indicator.variant(red.number.variant).numerator, scene.numbers.catalogue.elements
        )
        count, word = _quiet(scene, red, say.count(cases)), say.unit_name(unit, language)
        parts += phrase(spoken[f"line.short_{red.target.kind}"], n=count, unit=word)
    length = streak(scene, red) if red.number.status == "missed" else 0
    if length > 1 and not scene.below:
        parts += phrase(spoken["line.streak"], n=_quiet(scene, red, str(length)))
    return parts


def _quiet(scene: Scene, red: Red, text: str) -> Element:
    """A figure derived from a number, with that number's passport."""
    return _quiet_link(scene, red.number, text)


def _fine(scene: Scene, number: Number) -> list[Child]:
    return phrase(
        words(scene.chosen.lang)["line.fine"],
        indicator=_name(scene, scene.indicator(number.indicator)),
        value=_value(scene, number, scene.target(number)),
        status=_status_word(scene, number),
    )


def _status_word(scene: Scene, number: Number) -> Child:
    """The status inside a sentence; 未报齐 23/24 says more than 未到期."""
    if number.status == "pending" and number.incomplete:
        text = words(scene.chosen.lang).say(
            "front.partial", reported=number.regions_reported, expected=number.regions_expected
        )
        return _quiet_link(scene, number, text)
    return say.status(number.status, scene.chosen.lang, number.warning).lower()


def _quiet_link(scene: Scene, number: Number, text: str) -> Element:
    address = href(scene.chosen, indicator=number.indicator, region=number.region)
    return number_link(text, address, class_name="quiet-link")


def _regions(scene: Scene, missed: Sequence[Red]) -> list[Child]:
    """“；8个县（区）未达标，青石县、东河县差距最大”; those on few cases are counted, never named."""
    spoken = words(scene.chosen.lang)
    if not missed:
        return []
    compare = PATHS["compare"] + scene.chosen.query(indicator=missed[0].indicator.code)
    names = [region_link(scene, red.number.region) for red in missed if not red.few][:NAMED]
    key = "regions" if names else "regions_few"
    if len(names) == len(missed):
        key = "regions_one" if len(missed) == 1 else "regions_two"
    return phrase(
        spoken[f"line.{key}"],
        n=link(say.count(len(missed)), compare),
        level=level_word(scene),
        names=listed(names, spoken["line.and"]),
    )


def _none_missed(scene: Scene) -> str:
    return words(scene.chosen.lang).say("line.none_missed", level=level_word(scene))


def _own(scene: Scene) -> list[Child]:
    """How many targets the region misses in all, beyond the headlines."""
    found = len(reds(scene, (scene.chosen.region,)))
    if not found:
        return []
    matrix = PATHS["matrix"] + scene.chosen.query(status="missed", domain=EVERYTHING)
    return phrase(words(scene.chosen.lang)["line.own_missed"], n=link(say.count(found), matrix))


def _published(scene: Scene) -> list[Child]:
    """For a set without duty: its worst gap, then how many targets have no published value."""
    spoken = words(scene.chosen.lang)
    found = reds(scene, (scene.chosen.region,))
    named = next((red for red in found if not red.few and red.gap is not None), None)
    parts: list[Child] = [*_gap(scene, named), spoken["line.stop"]] if named else []
    silent = len(unanswered(scene))
    if silent:
        matrix = PATHS["matrix"] + scene.chosen.query(status="no_value", domain=EVERYTHING)
        parts += phrase(spoken["line.unanswered"], n=link(say.count(silent), matrix))
    return parts


def unanswered(scene: Scene) -> list[Number]:
    """Numbers with a target in force and no value."""
    found = [scene.number(each.code) for each in scene.numbers.shown()]
    return [number for number in found if number.status == "no_value"]


def _missing(scene: Scene, filed: Filed) -> list[Child]:
    spoken, silent = words(scene.chosen.lang), filed.silent
    if not silent:
        text = spoken.say("line.all_filed", n=say.count(filed.due))
        return [link(text, PATHS["submit"] + scene.chosen.query(), class_name="quiet-link")]
    submit = PATHS["submit"]
    names = [
        link(
            region_name(scene.numbers, region, scene.chosen.lang), submit + scene.chosen.query(region=region)
        )
        for region in silent[:NAMED]
    ]
    more = len(silent) > NAMED
    count = link(say.count(len(silent)), submit + scene.chosen.query())
    template = spoken["line.not_filed_more" if more else "line.not_filed"]
    return phrase(template, names=listed(names, spoken["line.and"]), n=count)


def region_link(scene: Scene, region: str, **props: str) -> Element:
    """A region's name that opens its portrait."""
    return named_link(scene.numbers, scene.chosen, region, **props)


def level_word(scene: Scene) -> str:
    levels = {scene.numbers.catalogue.regions.get(region).level for region in scene.regions}
    return words(scene.chosen.lang)[f"level_word.{levels.pop() if len(levels) == 1 else 'unit'}"]


def _name(scene: Scene, indicator: Indicator) -> str:
    return reading.name_of(indicator, scene.chosen.lang)


def _value(scene: Scene, number: Number, target: Target | None) -> Element:
    indicator = scene.indicator(number.indicator)
    text = say.value(
        number.value,
        indicator.unit,
        scene.chosen.lang,
        qualifier=number.qualifier,
        threshold=reading.threshold_of(target, indicator),
        gap=reading.gap_of(number),
    )
    address = href(scene.chosen, indicator=indicator.code, region=number.region)
    return number_link(text, address, class_name="shown")
