"""Where the name of a region leads: to its portrait, in the scope that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layouts.elements import Element, badge, h, link
from layouts.numbers import Numbers
from layouts.page import PATHS
from layouts.scope import region_name
from layouts.selection import Selection


def portrait_of(chosen: Selection, region: str) -> str:
    """The address; a list's own choices (filter, order, view) stay behind."""
    there = replace(chosen, region=region, units="", domain="", status="", sort="", only="", own=())
    return PATHS["portrait"] + there.query()


def name_cell(name: str, address: str, facts: Sequence[str]) -> Element:
    """A region's name in a table, a link where it leads anywhere, with the facts that qualify its numbers."""
    shown = link(name, address, class_name="quiet-link") if address else name
    return h("span", shown, *[part for fact in facts for part in (" ", badge(fact))])


def named_link(numbers: Numbers, chosen: Selection, region: str, **props: str) -> Element:
    return link(region_name(numbers, region, chosen.lang), portrait_of(chosen, region), **props)
