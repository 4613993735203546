"""The written line of data quality: what is to be seen to, in bold; then shares beside a year before."""

from __future__ import annotations

from data.model import Period
from indicators.quality import Share, apart
from layouts import say, scope
from layouts.blocks import written_line
from layouts.elements import Child, Element, h, link
from layouts.text import words
from layouts.views.overview_filing import returns_of
from layouts.views.phrases import listed, phrase
from layouts.views.quality_facts import Quality, Scene
from layouts.views.quality_filed import PATH, percent, to_board

FILED, ANSWERED, FINDINGS = "quality-filed", "quality-answered", "quality-findings"
UNUSUAL, PRINTED, RESTATED = "quality-unusual", "quality-printed", "quality-restated"
NAMED = 2


def line(seen: Scene, found: Quality) -> Element:
    """One paragraph; every figure in it leads to where it comes from."""
    duty = seen.dataset.duty
    shares = [*_in_time(seen, found), *_complete(seen, found)] if duty else _published(seen, found)
    return written_line(
        h("b", *_verdict(seen, found)), *shares, *_printed(seen, found), *_restated(seen, found)
    )


def _verdict(seen: Scene, found: Quality) -> list[Child]:
    """What is overdue, unexplained and contradicted; that nothing is, where nothing is."""
    spoken = words(seen.chosen.lang)
    overdue = sum(bool(each.overdue) for each in found.came)
    apart = sum(each.result == "differs" for each in found.compared)
    board = to_board(seen)
    counts = (
        ("overdue", overdue, board),
        ("open", found.found.open, f"#{FINDINGS}"),
        ("apart", apart, f"#{PRINTED}"),
    )
    told: list[list[Child]] = [
        [*phrase(spoken[f"quality.line_{name}"], n=link(say.count(n), there))]
        for name, n, there in counts
        if n
    ]
    if not told:
        fine = spoken["quality.line_fine" if found.came else "quality.line_settled"]
        checking = spoken.say("quality.line_checking", n=seen.unchecked) if seen.unchecked else None
        return [fine, checking]
    parts: list[Child] = []
    for place, each in enumerate(told):
        parts += [spoken["quality.line_and"], *each] if place else each
    return [*parts, spoken["verdict.stop"]]


def _in_time(seen: Scene, found: Quality) -> list[Child]:
    """“到期应报135件，按时报送120件，及时率88.9%，比上年同期低3.2个百分点。”"""
    spoken, share = words(seen.chosen.lang), found.in_time
    if not share.whole:
        return []
    board = to_board(seen)
    before = found.before.in_time if found.before else None
    return phrase(
        spoken["quality.line_in_time"],
        kinds=returns_of({Period.parse(each.place.period).kind for each in found.came}, seen.chosen.lang),
        due=link(say.count(share.whole), board),
        n=link(say.count(share.part), f"#{FILED}"),
        rate=link(f"{percent(share)}%", f"#{FILED}"),
        before=_against(seen, share, before),
    )


def _complete(seen: Scene, found: Quality) -> list[Child]:
    spoken, each = words(seen.chosen.lang), found.total
    if not each.required:
        return []
    before = found.before.complete if found.before else None
    parts = phrase(
        spoken["quality.line_complete"],
        asked=link(say.count(each.required), f"#{ANSWERED}"),
        n=link(say.count(each.filled), f"#{ANSWERED}"),
        rate=link(f"{percent(each.share)}%", f"#{ANSWERED}"),
        before=_against(seen, each.share, before),
    )
    return [*parts, *_emptiest(seen, found), spoken["quality.line_stop"]]


def _emptiest(seen: Scene, found: Quality) -> list[Child]:
    """“空缺最多的是甲县（250格）、乙县（12格）。”"""
    spoken = words(seen.chosen.lang)
    sums = found.answered_by(0)
    lacking = sorted((code for code in sums if sums[code].lacking), key=lambda code: -sums[code].lacking)
    if not lacking or len(sums) == 1:
        return []
    names = [
        link(
            spoken.say(
                "quality.line_unit",
                region=scope.region_name(seen.numbers, code, seen.chosen.lang),
                n=say.count(sums[code].lacking),
            ),
            PATH + seen.chosen.query(region=code),
        )
        for code in lacking[:NAMED]
    ]
    return phrase(spoken["quality.line_emptiest"], names=listed(names, spoken["line.and"]))


def _published(seen: Scene, found: Quality) -> list[Child]:
    """Of a set without duty: how much was published by whom, and that no rate is counted."""
    spoken, units = words(seen.chosen.lang), found.answered_by(0)
    parts = phrase(
        spoken["quality.line_published"],
        units=link(str(len(units)), f"#{ANSWERED}"),
        n=link(say.count(found.total.filled), f"#{ANSWERED}"),
    )
    return [*(parts if units else []), spoken["quality.line_no_duty"]]


def _printed(seen: Scene, found: Quality) -> list[Child]:
    spoken = words(seen.chosen.lang)
    if not found.compared:
        return []
    return phrase(
        spoken["quality.line_printed"],
        n=link(say.count(len(found.compared)), f"#{PRINTED}"),
        rate=link(f"{percent(found.agreeing)}%", f"#{PRINTED}"),
    )


def _restated(seen: Scene, found: Quality) -> list[Child]:
    if not found.restated:
        return []
    count = link(say.count(len(found.restated)), f"#{RESTATED}")
    return phrase(words(seen.chosen.lang)["quality.line_restated"], n=count)


def _against(seen: Scene, now: Share, before: Share | None) -> str:
    """，比上年同期低3.2个百分点; nothing where there is nothing to compare with."""
    spoken = words(seen.chosen.lang)
    change = apart(before.percent if before else None, now.percent)
    if change is None:
        return spoken["quality.line_no_before"]
    if say.signed(change) == say.signed(0):
        return spoken["quality.line_same"]
    key = "quality.line_higher" if change > 0 else "quality.line_lower"
    return spoken.say(key, points=say.rate(abs(change)))
