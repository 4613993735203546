"""Smaller blocks of the overview: filing, what changed since last time, findings that stand open."""

from __future__ import annotations

from collections.abc import Sequence

from layouts import blocks, say
from layouts.elements import Child, Element, h, link, number_link
from layouts.numbers import Number
from layouts.page import PATHS, section
from layouts.scope import region_name
from layouts.selection import EVERYTHING
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.overview_facts import Scene, moves, previous
from layouts.views.overview_filing import Filed, findings, returns_of
from layouts.views.overview_line import region_link
from layouts.views.phrases import listed, phrase

NAMED = 4
MOST_CODES = 6


def filing(scene: Scene, filed: Filed | None) -> Element | None:
    """报送: how many of the returns due have come, and who is missing."""
    if not scene.dataset.duty:
        return None
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    end = link(spoken["front.go_submit"], PATHS["submit"] + scene.chosen.query())
    if filed is None:
        why = "front.not_yet" if scene.services.ready.is_set() else "front.loading"
        return section(spoken["overview.reporting"], h("p", spoken[why], class_name="muted"), end=end)
    label = spoken.say("front.progress", due=filed.due, done=filed.done)
    share = say.rate(100 * filed.done / filed.due, 100)
    silent: list[Child] = []
    if filed.missing:
        names: list[Child] = [
            link(
                region_name(scene.numbers, region, language),
                PATHS["submit"] + scene.chosen.query(region=region),
            )
            for region in filed.silent[:NAMED]
        ]
        silent = [spoken.say("front.silent", n=len(filed.missing)), *listed(names, spoken["line.and"])]
        if len(filed.silent) > NAMED:
            silent.append(spoken.say("front.and_more", n=len(filed.silent)))
    return section(
        spoken["overview.reporting"],
        blocks.progress(filed.done, 0, filed.due, label),
        h("p", spoken.say("front.received", n=filed.done, share=share), class_name="under-progress"),
        h("p", *silent) if silent else None,
        note=spoken.say(
            "overview.reporting_line", expected=filed.due, kinds=returns_of(filed.kinds, language)
        ),
        end=end,
    )


def since(scene: Scene) -> Element:
    """比上一报告期: which targets are newly missed and newly met."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    before = say.period(previous(scene), language)
    found = moves(scene)
    title = spoken["overview.since_last"]
    if found is None:
        return section(title, h("p", spoken.say("front.no_previous", period=before), class_name="muted"))
    missed, met = found
    lines = [_moved(scene, "missed", missed), _moved(scene, "met", met)] if missed or met else []
    if not lines:
        return section(title, h("p", spoken["front.no_moves"], class_name="muted"), note=before)
    return section(title, h("ul", *[line for line in lines if line], class_name="plain-list"), note=before)


def _moved(scene: Scene, status: str, found: Sequence[Number]) -> Element | None:
    if not found:
        return None
    spoken = words(scene.chosen.lang)
    text = spoken.say(f"overview.newly_{status}", n=len(found))
    counted = link(
        text, PATHS["matrix"] + scene.chosen.query(status=status, domain=EVERYTHING), class_name="quiet-link"
    )
    colon = "：" if scene.chosen.lang == "zh" else ": "
    if not scene.below:
        names: list[Child] = [_indicator_link(scene, number) for number in found[:NAMED]]
        total = len(found)
    else:
        regions = list(dict.fromkeys(number.region for number in found))
        few = [number for number in found if reading.is_small(number, scene.indicator(number.indicator))]
        enough = list(dict.fromkeys(number.region for number in found if number not in few))
        names = [region_link(scene, region) for region in enough[:NAMED]]
        total = len(regions)
    more = [" " + spoken.say("front.and_more", n=total)] if names and total > len(names) else []
    return h(
        "li",
        h("span", counted, class_name=f"mk mk-{status}"),
        colon if names else None,
        *listed(names, spoken["line.and"]),
        *more,
    )


def _indicator_link(scene: Scene, number: Number) -> Element:
    indicator = scene.indicator(number.indicator)
    short = indicator.short if scene.chosen.lang == "zh" else indicator.short_english
    return number_link(
        short, href(scene.chosen, indicator=indicator.code, region=number.region), class_name="shown"
    )


def attention(scene: Scene) -> Element:
    """需要留意的数据: open findings of the submissions behind the numbers, counted by what they are about."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    title = spoken["overview.attention"]
    by_name: dict[str, list[tuple[str, int, int]]] = {}
    asked: set[str] = set()  # what is to be explained, or says so in part
    found = findings(scene)
    for each in found.counts:
        if each.severity != "must":
            name = finding_name(each.code, language)
            by_name.setdefault(name, []).append((each.region, each.submission, each.count))
            asked |= {name} if each.severity == "explain" else set()
    left = h("p", spoken.say("front.unchecked", n=found.unchecked), class_name="note")
    more = left if found.unchecked else None
    if not by_name:
        return section(title, h("p", spoken["front.nothing_open"], class_name="muted"), more)
    ordered = sorted(
        by_name.items(), key=lambda item: (item[0] not in asked, -sum(row[2] for row in item[1]))
    )
    rows = []
    for name, places_ in ordered[:MOST_CODES]:
        regions = {region: submission for region, submission, _ in places_}
        names: list[Child] = [
            link(
                region_name(scene.numbers, region, language),
                PATHS["submit"] + scene.chosen.query(region=region, submission=str(submission)),
            )
            for region, submission in list(regions.items())[:2]
        ]
        key = "front.in_regions" if len(regions) <= len(names) else "front.in_regions_more"
        rows.append(
            h(
                "li",
                h("span", say.severity("explain" if name in asked else "note", language), class_name="badge"),
                " ",
                name,
                " ",
                spoken.say("front.times", n=sum(row[2] for row in places_)),
                *phrase(spoken[key], names=listed(names, spoken["line.and"]), n=str(len(regions))),
            )
        )
    return section(title, h("ul", *rows, class_name="plain-list"), more)


def finding_name(code: str, language: Language) -> str:
    """What a finding is about, in a few words."""
    spoken = words(language)
    family = code.split(".")[0]
    for key in (f"finding_short.{code}", f"finding_short.{family}"):
        if key in spoken:
            return spoken[key]
    return spoken["finding_short.other"]
