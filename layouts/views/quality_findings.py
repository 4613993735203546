"""Data quality: open findings by severity and code; figures far from the usual, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

from layouts import blocks, say, scope
from layouts.elements import Child, Element, h, link, mark_class
from layouts.page import section
from layouts.tables import Column, table
from layouts.text import finding_parts, words
from layouts.views import explaining
from layouts.views.overview_notes import finding_name
from layouts.views.quality_facts import Quality, Scene
from layouts.views.quality_found import UNUSUAL, Kind, Told

NAMED, MOST, MOST_LISTED = 2, 6, 60


def findings(seen: Scene, found: Quality) -> Element:
    """待处理问题: how often each code stands, how much of it is not explained, in whose filings."""
    spoken = words(seen.chosen.lang)
    title, waiting = spoken["quality.findings"], unchecked(seen)
    note = spoken.say("quality.findings_note", n=found.found.submissions)
    submit = link(spoken["nav.submit"], "/submit" + seen.chosen.query())
    if not seen.filings:
        return section(title, blocks.empty(spoken["quality.no_filings"], submit))
    if not found.found.kinds:
        return section(title, h("p", spoken["quality.no_findings"], class_name="muted"), waiting, note=note)
    columns = [
        Column(spoken["quality.severity"]),
        Column(spoken["quality.problem"]),
        Column(spoken["quality.times"], "", "number"),
        Column(spoken["quality.to_explain"], "", "number"),
        Column(spoken["quality.where"]),
    ]
    rows = [_kind_row(seen, each) for each in found.found.kinds]
    body = table(columns, rows, caption=title, class_name="compact quality-table", row_head=1)
    return section(title, body, waiting, note=note)


def unusual(seen: Scene, found: Quality) -> Element:
    """异常值: what was read, what it was compared with, and what was said of it. In the order of units."""
    spoken = words(seen.chosen.lang)
    title = spoken["quality.unusual"]
    end = h("span", spoken["quality.unusual_no_fault"])
    if not found.found.unusual:
        text = spoken["quality.unusual_none"]
        return section(title, h("p", text, class_name="muted"), unchecked(seen), _method(seen, ()), end=end)
    parts: list[Child] = []
    codes = [code for code in UNUSUAL if any(each.finding.code == code for each in found.found.unusual)]
    for code in codes:
        told = [each for each in found.found.unusual if each.finding.code == code]
        name = finding_name(code, seen.chosen.lang)
        parts += [h("h3", spoken.say("quality.unusual_head", name=name, n=len(told))), *_listed(seen, told)]
    return section(title, *parts, unchecked(seen), _method(seen, codes), end=end)


def submission(seen: Scene, each: Told) -> str:
    """The filing that a finding stands in."""
    return "/submit" + seen.chosen.query(
        region=each.region, period=each.period, submission=str(each.submission)
    )


def unchecked(seen: Scene) -> Element | None:
    """That some filings are still being compared with others."""
    if not seen.unchecked:
        return None
    return h("p", words(seen.chosen.lang).say("front.unchecked", n=seen.unchecked), class_name="note")


def _kind_row(seen: Scene, each: Kind) -> list[Child]:
    language = seen.chosen.lang
    word = say.severity(each.severity, language)
    mark = f"status sev-{each.severity} {mark_class(each.severity)}"
    open_ = h("b", str(each.open)) if each.open else "0"
    none = words(language)["quality.nothing_to_explain"]
    return [
        h("span", word, class_name=mark),
        finding_name(each.code, language),
        str(len(each.told)),
        open_ if each.severity == "explain" else h("span", say.NONE, title=none),
        _where(seen, each),
    ]


def _where(seen: Scene, each: Kind) -> Element:
    """The filings, each once with its count; the first units named, the rest opens."""
    spoken, language = words(seen.chosen.lang), seen.chosen.lang
    counts: dict[int, tuple[Told, int]] = {}
    for one in each.told:
        counts[one.submission] = (one, counts.get(one.submission, (one, 0))[1] + 1)
    links: list[Child] = [
        link(
            spoken.say(
                "quality.filing",
                region=scope.region_name(seen.numbers, one.region, language),
                period=say.period(one.period, language),
                n=n,
            ),
            submission(seen, one),
        )
        for one, n in list(counts.values())[:MOST_LISTED]
    ]
    if len(links) <= NAMED:
        return h("ul", *[h("li", one) for one in links], class_name="filings-of")
    names = [scope.region_name(seen.numbers, code, language) for code in each.regions[:NAMED]]
    key = "quality.units" if len(each.regions) <= NAMED else "quality.units_more"
    named = spoken["quality.comma"].join(names)
    summary = spoken.say(key, names=named, n=len(each.regions))
    listed = h("ul", *[h("li", one) for one in links], class_name="filings-of")
    rest = len(counts) - len(links)
    more = h("p", spoken.say("quality.more_filings", n=rest), class_name="note") if rest > 0 else None
    return h("details", h("summary", summary), listed, more, class_name="where")


def _listed(seen: Scene, told: Sequence[Told]) -> list[Child]:
    """The first few, the others folded."""
    spoken = words(seen.chosen.lang)
    shown = h("ul", *[_unusual_row(seen, each) for each in told[:MOST]], class_name="unusual")
    if len(told) <= MOST:
        return [shown]
    rest = [_unusual_row(seen, each) for each in told[MOST:MOST_LISTED]]
    beyond = len(told) - MOST_LISTED
    more = h("p", spoken.say("quality.more_export", n=beyond), class_name="note") if beyond > 0 else None
    folded = h(
        "details",
        h("summary", spoken.say("quality.others", n=len(told) - MOST)),
        h("ul", *rest, class_name="unusual"),
        more,
        class_name="twin",
    )
    return [shown, folded]


def _unusual_row(seen: Scene, each: Told) -> Element:
    language = seen.chosen.lang
    what, _ = finding_parts(each.finding, language)
    name = scope.region_name(seen.numbers, each.region, language)
    asked = each.finding.severity == "explain" and not each.said
    left = h("span", words(language)["quality.not_explained"], class_name="badge") if asked else None
    return h(
        "li",
        link(f"{name} {say.period(each.period, language)}", submission(seen, each)),
        h("span", what, " ", left),
        explaining.shown(each.said, language),
    )


def _method(seen: Scene, codes: Sequence[str]) -> Element:
    """How far is far, with the office's own limits."""
    spoken, checks = words(seen.chosen.lang), seen.services.rules.checks
    told = []
    for code in codes or UNUSUAL:
        check = checks.get(code.split(".")[0])
        if check is not None:
            limits = {name: f"{value:g}" for name, value in check.limits.items()}
            told.append(h("li", spoken.say(f"quality.method_{check.code}", **limits)))
    rules = link(spoken["quality.to_rules"], "/rules" + seen.chosen.query())
    inside = h("ul", *told, h("li", spoken["quality.method_protected"]), class_name="plain-list")
    return h("details", h("summary", spoken["quality.method"]), inside, rules, class_name="twin")
