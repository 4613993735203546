"""达标预测 on the overview: which headline targets of the region can still be met."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.elements import Element, h, link
from layouts.page import PATHS, section
from layouts.tables import Column, table
from layouts.text import words
from layouts.views.outlooks import outlooks, said, worst_first
from layouts.views.overview_facts import Card, Scene


def headline_outlook(scene: Scene, cards: Sequence[Card]) -> Element | None:
    """The headlines whose target counts cases, the worst first; None where there is none."""
    chosen, language = scene.chosen, scene.chosen.lang
    spoken = words(language)
    judged = ((card.number, card.target, card.indicator) for card in cards)
    found = worst_first(outlooks(scene.numbers, chosen, judged))
    if not found:
        return None
    title = spoken["portrait.outlook"]
    columns = [Column(spoken["head.indicator"]), Column(spoken["outlook.verdict"])]
    rows = []
    for one in found:
        address = PATHS["targets"] + chosen.query(target=one.target.target) + "#target"
        name = one.indicator.short if language == "zh" else one.indicator.short_english
        told = h("span", said(scene.numbers, one, language), class_name=f"verdict {one.verdict}")
        rows.append([link(name, address, class_name="quiet-link"), told])
    reachable = sum(one.verdict in ("behind", "at_risk", "safe") for one in found)
    key = "over" if found[0].over else "reachable"
    note = spoken.say(f"outlook.{key}", n=len(found), ok=reachable)
    return section(title, table(columns, rows, caption=title, class_name="compact outlook"), note=note)
