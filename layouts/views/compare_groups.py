"""Peers of 地区对比: boxes to tick, and groups that the office has kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.peer_groups import VERSIONS, PeerGroup
from layouts.elements import Child, Element, h
from layouts.numbers import Numbers
from layouts.page import PATHS
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.board_dates import field
from layouts.views.compare_modes import MOST_PEERS, Modes

LONGEST_NAME, LONGEST_BY = 20, 40
FEWEST = 2  # regions of a group

Named = tuple[str, str]  # code and name of a region


def groups_of(numbers: Numbers, chosen: Selection) -> tuple[PeerGroup, ...]:
    """The dataset's groups, each with the regions that are shown to this viewer; none without any."""
    if not numbers.view.versions("*").get(VERSIONS):
        return ()
    axis = set(numbers.axis(chosen.dataset))
    shown = [
        replace(group, regions=tuple(code for code in group.regions if code in axis))
        for group in numbers.view.peer_groups(chosen.dataset)
    ]
    return tuple(group for group in shown if group.regions)


def with_group(looked: Modes, groups: Sequence[PeerGroup]) -> Modes:
    """The regions of the group that the address names; ticked ones go before it."""
    found = next((group for group in groups if group.code == looked.group), None)
    if found is None or looked.peers:
        return replace(looked, group="")
    return replace(looked, peers=found.regions, group_name=found.name)


def peers_menu(
    services: Services, numbers: Numbers, chosen: Selection, looked: Modes, siblings: Sequence[Named]
) -> Element | None:
    """Groups to choose, boxes to tick (assets/page-compare.js writes the address), and a group to keep."""
    if len(siblings) < 2:
        return None
    spoken = words(chosen.lang)
    inside = {code for code, _ in siblings} & set(looked.peers)
    count = spoken.say("comparison.peers_n", n=len(inside)) if inside else spoken["comparison.peers_all"]
    if looked.group and inside:
        count = spoken.say("group.shown", name=looked.group_name, n=len(inside))
    apply = h("button", spoken["comparison.peers_apply"], type="button", class_name="button", data_peers="")
    everyone = h(
        "a",
        spoken["comparison.peers_clear"],
        href=PATHS["compare"] + chosen.query(peers="", group=""),
    )
    listed = h(
        "div",
        _kept(chosen, looked, groups_of(numbers, chosen)),
        h("p", spoken.say("comparison.peers_note", n=MOST_PEERS), class_name="note"),
        _boxes(chosen, siblings, inside),
        h("div", apply, everyone, class_name="buttons"),
        _form(services, chosen, looked) if services.viewer().may("manage") else None,
        class_name="menu-list peers",
    )
    summary = h("summary", spoken.say("comparison.peers_shown", count=count), class_name="button")
    return h("details", summary, listed, class_name="menu")


def _boxes(chosen: Selection, siblings: Sequence[Named], inside: set[str]) -> Element:
    boxes = [
        h(
            "button",
            name,
            type="button",
            role="checkbox",
            aria_checked="true" if code in inside else "false",
            data_peer=code,
            class_name="peer",
        )
        for code, name in siblings
    ]
    label = words(chosen.lang)["comparison.peers"]
    return h("div", *boxes, class_name="peer-list", role="group", aria_label=label)


def _kept(chosen: Selection, looked: Modes, groups: Sequence[PeerGroup]) -> Element | None:
    """The groups as links: “山区（4）”."""
    if not groups:
        return None
    spoken = words(chosen.lang)
    links = [
        h(
            "a",
            spoken.say("group.shown", name=group.name, n=len(group.regions)),
            href=PATHS["compare"] + chosen.query(group=group.code, peers=""),
            aria_current="true" if group.code == looked.group else None,
        )
        for group in groups
    ]
    return h("nav", *links, class_name="peer-groups", aria_label=spoken["group.kept"])


def _form(services: Services, chosen: Selection, looked: Modes) -> Element:
    """Keep the ticked regions as a group, or change or drop the one that is looked at."""
    spoken, name = words(chosen.lang), looked.group_name if looked.group else ""
    fields: list[Child] = [field("name", spoken["group.name"], value=name, longest=LONGEST_NAME)]
    if not services.login.on:
        fields.append(field("by", spoken["group.by"], value=services.prefilled, longest=LONGEST_BY))
    keep = _button(spoken["group.save"], "save", "")
    buttons: list[Child] = [keep]
    if looked.group:
        change = _button(spoken.say("group.change", name=name), "save", looked.group)
        drop = _button(spoken.say("group.drop", name=name), "drop", looked.group)
        buttons = [change, keep, drop]
    return h(
        "form",
        *fields,
        h("div", *buttons, class_name="buttons"),
        h("p", class_name="problem", role="alert"),
        class_name="group-form",
        data_dataset=chosen.dataset,
        data_failed=spoken["group.failed"],
        aria_label=spoken["group.form"],
    )


def _button(text: str, verb: str, code: str) -> Element:
    return h("button", text, type="button", class_name="plain", data_group=verb, data_code=code)
