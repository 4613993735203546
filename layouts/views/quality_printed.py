"""Data quality: printed rates beside those recomputed from counts, and what was changed after publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indicators.consistency import Agreement, Comparison
from layouts import blocks, say, scope
from layouts.elements import Child, Element, h, link, number_link
from layouts.page import section
from layouts.tables import Column, table
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.life_publish import restated_table
from layouts.views.quality_facts import Quality, Scene, by_printed, differing
from layouts.views.quality_filed import percent

MOST, MOST_LISTED, DIGITS = 10, 100, 2
RESULTS: tuple[Agreement, ...] = ("differs", "truncated", "agrees")


def printed(seen: Scene, found: Quality) -> Element:
    """上报数与复算: how often they agree, then each pair that does not."""
    spoken = words(seen.chosen.lang)
    title = spoken["quality.printed"]
    if not found.compared:
        submit = link(spoken["nav.submit"], "/submit" + seen.chosen.query())
        return section(title, blocks.empty(spoken["quality.printed_none"], submit))
    apart = differing(found, seen.regions)
    counts = Counter(each.result for each in found.compared)
    note = spoken.say(
        "quality.printed_note",
        n=say.count(len(found.compared)),
        same=say.count(counts["agrees"]),
        truncated=say.count(counts["truncated"]),
        differs=say.count(counts["differs"]),
        rate=percent(found.agreeing),
    )
    body: list[Child] = [h("p", spoken["quality.printed_all"], class_name="muted")] if not apart else []
    if apart:
        body = [_pairs(seen, apart[:MOST]), _rest(seen, apart[MOST:]), _often(seen, found)]
    return section(title, h("p", note), *body, h("p", spoken["quality.printed_how"], class_name="note"))


def restatements(seen: Scene, found: Quality) -> Element:
    """发布后更正: figures of these periods that a later publication changed."""
    spoken = words(seen.chosen.lang)
    title, publish = spoken["quality.restated"], "/publish" + seen.chosen.query()
    register = link(spoken["quality.to_register"], publish)
    if not found.restated:
        return section(title, h("p", spoken["quality.restated_none"], class_name="muted"), end=register)
    shown = found.restated[:MOST_LISTED]
    rest = len(found.restated) - len(shown)
    more = h("p", spoken.say("quality.more_export", n=rest), class_name="note") if rest else None
    note = spoken.say("quality.restated_note", n=len(found.restated))
    return section(title, restated_table(shown, seen.numbers, seen.chosen), more, note=note, end=register)


def result_word(each: Comparison, seen: Scene) -> str:
    return words(seen.chosen.lang)[f"quality.result_{each.result}"]


def indicator_name(each: Comparison, seen: Scene) -> str:
    """The indicator; of a printed 同比 that it is one."""
    language = seen.chosen.lang
    name = reading.name_of(seen.numbers.indicators[each.figure.indicator], language)
    return words(language).say("quality.change_of", name=name) if each.kind == "change" else name


def _pairs(seen: Scene, apart: Sequence[Comparison]) -> Element:
    spoken = words(seen.chosen.lang)
    columns = [
        Column(spoken["head.region"]),
        Column(spoken["head.period"], class_name="wide-only"),
        Column(spoken["head.indicator"], class_name="words"),
        Column(spoken["quality.was_printed"], "", "number"),
        Column(spoken["quality.computed"], "", "number"),
        Column(spoken["quality.difference"], "", "number"),
        Column(spoken["quality.judged"]),
    ]
    rows = [_pair(seen, each) for each in apart]
    return table(columns, rows, caption=spoken["quality.printed"], class_name="compact quality-table")


def _pair(seen: Scene, each: Comparison) -> list[Child]:
    language, figure = seen.chosen.lang, each.figure
    digits = max(figure.decimals, DIGITS)
    filing = seen.chosen.query(submission=str(figure.submission), region=figure.region, period=figure.period)
    passport = href(
        seen.chosen,
        indicator=figure.indicator,
        region=figure.region,
        period=figure.period,
        variant=each.variant,
    )
    printed_text = say.qualified(say.rate(figure.value, digits=figure.decimals), figure.qualifier, language)
    return [
        scope.region_name(seen.numbers, figure.region, language),
        say.period(figure.period, language),
        indicator_name(each, seen),
        link(printed_text, "/submit" + filing),
        number_link(say.rate(each.computed, digits=digits), passport),
        signed(each.difference, digits),
        h("span", result_word(each, seen), class_name="sev-explain" if each.severity == "explain" else None),
    ]


def signed(difference: float, digits: int) -> str:
    """With its sign and so many decimals, more where they would hide it."""
    text = say.rate(abs(difference), 0, digits=digits)
    return text if not difference else f"{'+' if difference > 0 else say.MINUS}{text}"


def _rest(seen: Scene, rest: Sequence[Comparison]) -> Element | None:
    if not rest:
        return None
    spoken = words(seen.chosen.lang)
    beyond = len(rest) - MOST_LISTED
    more = h("p", spoken.say("quality.more_export", n=beyond), class_name="note") if beyond > 0 else None
    summary = h("summary", spoken.say("quality.others", n=len(rest)))
    return h("details", summary, _pairs(seen, rest[:MOST_LISTED]), more, class_name="twin")


def _often(seen: Scene, found: Quality) -> Element:
    """Which indicators differ how often; those that always agree are only counted."""
    spoken = words(seen.chosen.lang)
    grouped = by_printed(found.compared)
    off = {code: each for code, each in grouped.items() if any(one.result != "agrees" for one in each)}
    columns = [
        Column(spoken["head.indicator"], class_name="words"),
        Column(spoken["quality.comparable"], "", "number"),
        *[Column(spoken[f"quality.result_{result}"], "", "number") for result in RESULTS],
    ]
    rows: list[list[Child]] = []
    for code, each in off.items():
        counts = Counter(one.result for one in each)
        name = reading.name_of(seen.numbers.indicators[code], seen.chosen.lang)
        there = "/indicators" + seen.chosen.query(indicator=code)
        rows.append([link(name, there), str(len(each)), *[str(counts[result]) for result in RESULTS]])
    caption = spoken["quality.often"]
    body = table(columns, rows, caption=caption, class_name="compact quality-table")
    fine = spoken.say("quality.often_fine", n=len(grouped) - len(off))
    summary = h("summary", spoken["quality.often"])
    return h("details", summary, body, h("p", fine, class_name="note"), class_name="twin")
