"""How 地区对比 is looked at: which view, among whom, with names and ranks or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from data.regions import Region
from layouts import controls
from layouts.elements import Child, Element, h
from layouts.masking import KINDS, LETTERS, OTHER, STEMS
from layouts.selection import Selection
from layouts.text import Language, words

MAP = "map"
VIEWS = ("bars", "funnel", "distribution", "scatter", "multiples", MAP)
# The page's own, in its address.
KEYS = ("view", "peers", "names", "ranks", "interval", "second", "map", "nation", "group")
OFF, ON = "off", "on"
MOST_PEERS = 20  # codes in one address


@dataclass(frozen=True, slots=True)
class Modes:
    """The page's own choices; empty ``peers`` are all the regions, an empty ``second`` the page's default."""

    view: str = VIEWS[0]
    peers: tuple[str, ...] = ()
    names: bool = True
    ranks: bool = True
    interval: bool = False
    second: str = ""
    group: str = ""  # a kept group of peers (compare_groups), and what it is called
    group_name: str = ""

    def tie(self, region: str) -> str:
        """What equal rows stand in order of: the code, which would give a name away where there is none."""
        return region if self.names else sha256(region.encode()).hexdigest()


def modes(chosen: Selection) -> Modes:
    """The choices of an address; what is unknown falls back to the default."""
    own = dict(chosen.own)
    shape = next((part for part in own.get("view", "").split(",") if part in VIEWS), VIEWS[0])
    peers = tuple(dict.fromkeys(code for code in own.get("peers", "").split(",") if code))
    return Modes(
        view=shape,
        peers=peers[:MOST_PEERS],
        names=own.get("names") != OFF,
        ranks=own.get("ranks") != OFF,
        interval=own.get("interval") == ON,
        second=own.get("second", ""),
        group=own.get("group", ""),
    )


def alias(number: int, region: Region, language: Language) -> str:
    """甲县, 乙县 for the first and second row (from 1), then 甲甲县; County A, County B.

    >>> from data.regions import Region
    >>> [_counted(number, STEMS) for number in (1, 10, 11)]
    ['甲', '癸', '甲甲']
    """
    kind, english = KINDS.get(region.level, OTHER)
    return _counted(number, STEMS) + kind if language == "zh" else f"{english} {_counted(number, LETTERS)}"


def view_choice(chosen: Selection) -> Element:
    """The views as a row of links."""
    spoken, looked = words(chosen.lang), modes(chosen)
    projector = [chosen.view] if chosen.view else []
    options = []
    for code in VIEWS:
        parts = [] if code == VIEWS[0] else [code]
        address = chosen.query(view=",".join([*parts, *projector]))
        options.append((code, spoken.choose("comparison", f"view_{code}"), address))
    return controls.segments(options, looked.view, label=spoken["comparison.view"])


def options_line(
    chosen: Selection,
    peers: Child,
    *,
    before: Sequence[Child] = (),
    interval: bool,
    ranked: bool,
) -> Element:
    """Names, ranks, interval and the menu of peers, which needs names."""
    spoken, looked = words(chosen.lang), modes(chosen)
    parts: list[Child] = list(before)
    parts.append(_switch(chosen, "names", on=looked.names, default=True))
    if ranked:
        parts.append(_switch(chosen, "ranks", on=looked.ranks, default=True))
    if interval and looked.view == VIEWS[0]:
        parts.append(_switch(chosen, "interval", on=looked.interval, default=False))
    parts.append(peers if looked.names else None)
    if not looked.names and (looked.peers or looked.group):
        parts.append(h("span", spoken["comparison.peers_hidden"], class_name="muted"))
    return h("div", *parts, class_name="compare-options")


def _switch(chosen: Selection, key: str, *, on: bool, default: bool) -> Element:
    spoken = words(chosen.lang)
    states = [(True, ON), (False, OFF)]
    options = [
        (word, spoken[f"comparison.{key}_{word}"], chosen.query(**{key: "" if state == default else word}))
        for state, word in states
    ]
    return controls.segments(options, ON if on else OFF, label=spoken[f"comparison.{key}"])


def _counted(number: int, signs: str) -> str:
    text = ""
    while number:
        number, place = divmod(number - 1, len(signs))
        text = signs[place] + text
    return text
