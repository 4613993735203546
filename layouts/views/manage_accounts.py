"""The accounts with what each is granted, and the forms that change them."""

from __future__ import annotations

from datetime import datetime

from data.people import EVERYWHERE, ROLES, Account, Grant
from data.regions import RegionTree
from layouts import say, tables
from layouts.elements import Child, Element, h
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Words, words

LONGEST = {"name": 60, "person": 40, "region": 40}
COLUMNS = ("name", "person", "grants", "state", "last", "change")


def accounts(services: Services, chosen: Selection) -> Element:
    """The list, and under it the form for a new account."""
    spoken = words(chosen.lang)
    columns = [tables.Column(spoken[f"manage.{name}"]) for name in COLUMNS]
    rows = [_row(services, each, chosen) for each in services.store.accounts()]
    listed = tables.table(columns, rows, caption=spoken["manage.accounts"]) if rows else None
    added = _act(
        "add",
        _field(spoken, "name"),
        _field(spoken, "person"),
        h("button", spoken["manage.add"], type="submit", class_name="button"),
    )
    note = h("p", spoken["manage.add_note"], class_name="note")
    return section(spoken["manage.accounts"], listed, added, note, note=spoken["manage.accounts_note"])


def _row(services: Services, one: Account, chosen: Selection) -> tables.Row:
    spoken = words(chosen.lang)
    last = spoken["manage.never"]
    if one.last_at:
        last = say.moment(datetime.fromisoformat(one.last_at), chosen.lang)
    cells: list[Child] = [
        one.name,
        one.person,
        _grants(one, services.catalogue.regions, spoken, chosen),
        _state(services, one, spoken),
        last,
        _acts(one, spoken),
    ]
    return tables.Row(cells)


def _state(services: Services, one: Account, spoken: Words) -> str:
    if one.disabled:
        return spoken["manage.disabled"]
    if one.is_locked(services.clock()):
        return spoken["manage.locked"]
    return spoken["manage.must_change" if one.must_change else "manage.active"]


def _grants(one: Account, tree: RegionTree, spoken: Words, chosen: Selection) -> Element:
    """Each grant with the button that takes it back, then the form that gives another."""
    given = [
        _act(
            "revoke",
            _hidden("name", one.name),
            _hidden("role", grant.role),
            _hidden("region", grant.region),
            h("span", _told(grant, tree, spoken, chosen)),
            h("button", "×", type="submit", class_name="plain", aria_label=spoken["manage.revoke"]),
        )
        for grant in one.grants
    ]
    role = h(
        "select",
        *[h("option", spoken[f"role.{role}"], value=role) for role in ROLES],
        name="role",
        class_name="field",
        aria_label=spoken["manage.role"],
    )
    region = h(
        "input",
        name="region",
        class_name="field",
        maxlength=str(LONGEST["region"]),
        placeholder=spoken["manage.region_hint"],
        aria_label=spoken["manage.region"],
    )
    button = h("button", spoken["manage.grant"], type="submit", class_name="plain")
    more = h(
        "details",
        h("summary", spoken["manage.grant"]),
        _act("grant", _hidden("name", one.name), role, region, button),
    )
    return h("div", *given, more, class_name="manage-grants")


def _told(grant: Grant, tree: RegionTree, spoken: Words, chosen: Selection) -> str:
    """“审核 霁川市”: by name, also where the keeper of accounts sees no figures."""
    place = spoken["manage.everywhere"] if grant.region == EVERYWHERE else grant.region
    if grant.region in tree:
        region = tree.get(grant.region)
        place = region.name if chosen.lang == "zh" or not region.english else region.english
    return f"{spoken.choose('role', grant.role)} {place}"


def _acts(one: Account, spoken: Words) -> Element:
    verbs = ("reset", "end", "enable") if one.disabled else ("reset", "end", "disable")
    buttons = [
        _act(
            verb,
            _hidden("name", one.name),
            h("button", spoken[f"manage.{verb}"], type="submit", class_name="plain"),
        )
        for verb in verbs
    ]
    return h("div", *buttons, class_name="manage-acts")


def _act(verb: str, *fields: Child) -> Element:
    return h("form", *fields, method="post", action=f"/manage/{verb}", class_name="manage-act manage-form")


def _hidden(name: str, value: str) -> Element:
    return h("input", type="hidden", name=name, value=value)


def _field(spoken: Words, name: str) -> Element:
    field = h(
        "input",
        name=name,
        class_name="field",
        maxlength=str(LONGEST[name]),
        autocomplete="off",
        required=True,
    )
    return h("label", h("span", spoken[f"manage.{name}"], class_name="field-label"), field)
