"""Lines above a page that say what is not as asked or not yet complete; none on an ordinary page."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.facts import needed
from layouts import say, scope
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.opening import opening
from layouts.page import PATHS
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.unknown import Unknown, unknown
from layouts.views import reading
from layouts.views.life_facts import unpublished
from layouts.views.variant_line import variant_line

LOADING = "loading"  # the class that assets/loading.js looks for
WITH_NUMBERS = ("overview", "compare", "matrix")
WITH_ONE = ("compare", "trend")  # these show one indicator, their own where none is asked for
WITH_NEWER = ("overview", "compare", "matrix")
LONGEST = 30


def notices(
    numbers: Numbers, chosen: Selection, query: Mapping[str, str], *, page: str, ready: bool
) -> list[Element]:
    """Still loading; unknown codes in the address; a newer year that few have filed."""
    lines: list[Element | None] = [] if ready else [_loading(chosen.lang)]
    lines += [_snapshot(numbers, chosen, query, page)]
    lines += [_unknown(each, numbers, chosen, page) for each in unknown(query, chosen, numbers)]
    lines += [variant_line(numbers, chosen, page)]
    lines += [_newer(numbers, chosen, page)] if page in WITH_NEWER else []
    lines += [_unpublished(numbers, chosen), _masked(numbers, chosen)] if page in WITH_NUMBERS else []
    return [line for line in lines if line is not None]


def _masked(numbers: Numbers, chosen: Selection) -> Element | None:
    """That others stand here without their names, or not at all."""
    how = numbers.hides(chosen.dataset, chosen.region)
    if not how:
        return None
    key = "person.anonymous" if how == "anonymous" else "person.masked"
    return h("p", words(chosen.lang)[key], class_name="notice", role="note")


def unknown_notes(
    numbers: Numbers, chosen: Selection, query: Mapping[str, str], *, page: str
) -> list[tuple[str, str]]:
    """The same about the address, for the notes of an export."""
    spoken = words(chosen.lang)
    return [
        (spoken["notice.address"], _told(each, numbers, chosen, page))
        for each in unknown(query, chosen, numbers)
    ]


def snapshot_notes(numbers: Numbers, chosen: Selection) -> list[tuple[str, str]]:
    """That these are the figures of a publication, for the notes of an export."""
    told = _snapshot_told(numbers, chosen)
    return [(words(chosen.lang)["snapshot.label"], told)] if told else []


def _snapshot(numbers: Numbers, chosen: Selection, query: Mapping[str, str], page: str) -> Element | None:
    """“快照：第3次发布时的数字　看现行数字”; also that there is no such snapshot."""
    spoken, told = words(chosen.lang), _snapshot_told(numbers, chosen)
    if told:
        label = h("b", spoken["snapshot.label"])
        back = link(spoken["snapshot.today"], PATHS.get(page, "/") + chosen.query(snapshot=""))
        return h("p", label, " ", told, " ", back, class_name="notice snapshot", role="note")
    asked = query.get("snapshot", "")
    if not asked:
        return None
    return h("p", spoken.say("snapshot.unknown", given=harmless(asked)), class_name="notice", role="note")


def _snapshot_told(numbers: Numbers, chosen: Selection) -> str:
    made = numbers.view.publication(numbers.view.heads.publication)
    if made is None:
        return ""
    spoken = words(chosen.lang)
    told = spoken.say("snapshot.told", n=made.publication, time=say.moment(made.at, chosen.lang), by=made.by)
    return told + (spoken["snapshot.lost"] if numbers.definitions_lost else "")


def _loading(language: Language) -> Element:
    spoken = words(language)
    again = h("button", spoken["notice.reload"], class_name="plain", data_reload="page", hidden=True)
    text = h("span", spoken["notice.loading"], data_loaded=spoken["notice.loaded"])
    return h("p", text, " ", again, class_name=f"notice {LOADING}", role="status")


def _unknown(each: Unknown, numbers: Numbers, chosen: Selection, page: str) -> Element:
    return h("p", _told(each, numbers, chosen, page), class_name="notice", role="note")


def _told(each: Unknown, numbers: Numbers, chosen: Selection, page: str) -> str:
    spoken = words(chosen.lang)
    near = spoken.say("notice.near", names=say.join(each.near, chosen.lang)) if each.near else ""
    own = each.key == "indicator" and page in WITH_ONE
    shown = spoken["notice.own_indicator"] if own else _shown(each, numbers, chosen)
    told = spoken.say(
        "notice.unknown", what=spoken[f"notice.key_{each.key}"], given=harmless(each.given), near=near
    )
    return told + spoken.say("notice.shown" if shown else "notice.default", shown=shown)


def _shown(each: Unknown, numbers: Numbers, chosen: Selection) -> str:
    match each.key:
        case "dataset":
            return reading.name_of(numbers.catalogue.datasets[each.shown], chosen.lang)
        case "region":
            return scope.region_name(numbers, each.shown, chosen.lang)
        case "period":
            return say.period(each.shown, chosen.lang)
    return ""


def harmless(given: str) -> str:
    """A text from an address, cut short, with only letters, digits and - . _ left as they are.

    >>> harmless("2025Q9"), harmless("<b>x")
    ('2025Q9', '?b?x')
    """
    return "".join(letter if letter.isalnum() or letter in "-._" else "?" for letter in given[:LONGEST])


def _unpublished(numbers: Numbers, chosen: Selection) -> Element | None:
    """“2026年三季度有 26 件尚未发布（待审核 8，审核通过 18）”, for those who see them before all others."""
    heads, dataset = numbers.view.heads, numbers.catalogue.datasets[chosen.dataset]
    if heads.publication or heads.stage == "published" or not dataset.review:
        return None
    sources = needed(chosen.span, numbers.filed_periods(chosen.dataset))
    counts = unpublished(numbers, chosen.dataset, [source.code for source in sources])
    if not counts:
        return None
    spoken = words(chosen.lang)
    parts = [
        spoken.say("life.counted", name=spoken.choose("submission", status), n=n)
        for status, n in sorted(counts.items(), reverse=True)
    ]
    told = spoken.say(
        "publish.unpublished",
        period=say.period(chosen.period, chosen.lang),
        n=sum(counts.values()),
        parts=say.join(parts, chosen.lang),
    )
    see = link(spoken["publish.unpublished_see"], "/publish" + chosen.query())
    return h("p", told, " ", see, class_name="notice unpublished", role="note")


def _newer(numbers: Numbers, chosen: Selection, page: str) -> Element | None:
    """“2026年已有3/27个单位报送　查看”, where the page stands at the year it opens with."""
    found = opening(numbers, chosen.dataset)
    if found.newer is None or found.period is None or chosen.period != found.period.code:
        return None
    spoken = words(chosen.lang)
    newer = say.period(found.newer, chosen.lang)
    told = spoken.say("notice.newer", period=newer, reported=found.reported, expected=found.expected)
    parts: list[Child] = [
        told,
        link(spoken["notice.see"], PATHS[page] + chosen.query(period=found.newer.code)),
    ]
    return h("p", *parts, class_name="notice", role="note")
