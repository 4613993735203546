"""The register of schemes: versions and where they stand, one in full, how one is put in force."""

from __future__ import annotations

from data.scheme import Item, Scheme
from data.schemes import SchemeVersion
from layouts import blocks, say, tables
from layouts.elements import Child, Element, badge, h, link
from layouts.page import section
from layouts.services import Services
from layouts.text import Words, words
from layouts.views.assessment_facts import PART, PATH, SCHEME, SCHEMES, VERSION, Scene
from layouts.views.assessment_marks import bracketed
from layouts.views.assessment_stages import assessment_form
from layouts.views.assessment_vetoes import vetoes as veto_sections
from layouts.views.board_dates import field

HEADS = ("name", "version", "status", "period", "who", "items", "basis", "approver", "source", "file")
ITEM_HEADS = ("item", "subject", "full", "rule", "target", "gaps", "clause")


def schemes(services: Services, scene: Scene) -> list[Element]:
    """The list, the scheme that the page is about, the forms."""
    made = [_list(scene)]
    if scene.shown is not None:
        made.append(_detail(services, scene, scene.shown))
    upload = _upload(services, scene)
    return [*made, *([upload] if upload else [])]


def file_address(scene: Scene, each: SchemeVersion) -> str:
    told = {SCHEME: each.scheme.scheme, VERSION: str(each.version), PART: ""}
    return f"{PATH}/scheme.xlsx" + scene.address(**told).removeprefix(PATH)


def status_word(each: SchemeVersion, spoken: Words) -> str:
    return spoken["assess_scheme.shipped" if not each.version else f"assess_scheme.{each.status}"]


def _list(scene: Scene) -> Element:
    spoken = words(scene.chosen.lang)
    title = spoken["assess_scheme.title"]
    if not scene.versions:
        return section(title, blocks.empty(spoken["assess.no_scheme"]))
    columns = [
        tables.Column(
            spoken[f"assess_scheme.{head}"],
            kind="number" if head in ("version", "items") else "text",
            class_name="wide-only" if head in ("who", "items", "approver", "source") else "",
        )
        for head in HEADS
    ]
    rows = [_row(each, scene) for each in scene.versions]
    return section(title, tables.table(columns, rows, caption=title, class_name="schemes"))


def _row(each: SchemeVersion, scene: Scene) -> tables.Row:
    spoken, scheme = words(scene.chosen.lang), each.scheme
    there = scene.address(**{PART: SCHEMES, SCHEME: scheme.scheme, VERSION: str(each.version)})
    basis = " ".join(part for part in (scheme.basis, scheme.number) if part)
    approved = " ".join(part for part in (scheme.approver, scheme.decided_on) if part)
    current = scene.shown is not None and each == scene.shown
    cells = (
        h("th", link(scheme.name, there), h("small", scheme.scheme), scope="row", class_name="wrap"),
        str(each.version) if each.version else say.NONE,
        badge(status_word(each, spoken)),
        say.period(scheme.period, scene.chosen.lang),
        h("td", scene.name(scheme.region), class_name="wide-only"),
        h("td", str(len(scheme.items)), class_name="num wide-only"),
        h("td", basis or say.NONE, class_name="wrap"),
        h("td", approved or say.NONE, class_name="wrap wide-only"),
        h("td", scheme.source or say.NONE, class_name="wrap wide-only"),
        link("xlsx", file_address(scene, each), download=""),
    )
    return tables.Row(
        cells, props={"aria_current": "true"} if current else {}, class_name="selected" if current else None
    )


def _detail(services: Services, scene: Scene, each: SchemeVersion) -> Element:
    """Every item in the document's own words."""
    spoken, scheme = words(scene.chosen.lang), each.scheme
    notes: list[Child] = []
    if scheme.unmarked:
        notes.append(h("p", h("b", spoken["assess.unmarked"]), class_name="note refusal"))
    notes += [h("p", text, class_name="note") for text in (_facts(scene, scheme), scheme.note) if text]
    numbers = ("full", "target")
    columns = [
        tables.Column(
            spoken[f"assess_item.{head}"],
            kind="number" if head in numbers else "text",
            class_name="wide-only" if head in ("gaps", "clause") else "",
        )
        for head in ITEM_HEADS
    ]
    rows = [_item(item, scene) for item in scheme.items]
    title = f"{scheme.name} {status_word(each, spoken)}"
    table = tables.table(columns, rows, caption=title, class_name="scheme-items")
    return section(title, *notes, table, *_leagues(scene, scheme), *_forms(services, scene, each))


def _facts(scene: Scene, scheme: Scheme) -> str:
    """Who is assessed, full marks in all, how long units may object."""
    spoken = words(scene.chosen.lang)
    total = sum(item.weight or 0.0 for item in scheme.items)
    levels = say.join([spoken.choose("level", level) for level in scheme.levels], scene.chosen.lang)
    days = spoken.say("assess_scheme.days", n=scheme.appeal_days) if scheme.appeal_days else ""
    scored = (
        spoken.say("assess_scheme.total", n=f"{total:g}"),
        days,
        spoken.say("assess_scheme.minimum", n=scheme.minimum),
    )
    parts = (spoken.say("assess_scheme.levels", levels=levels), *(() if scheme.unmarked else scored))
    return spoken["catalogue.comma"].join(part for part in parts if part)


def _item(item: Item, scene: Scene) -> tables.Row:
    spoken = words(scene.chosen.lang)
    indicator = scene.numbers.indicators.all.get(item.subject)
    subject: Child = spoken[f"assess_item.kind_{item.kind}"]
    if indicator is not None:
        name = indicator.name if scene.chosen.lang == "zh" else indicator.english
        subject = h("span", f"{name} ", h("small", item.subject))
    full = say.NONE if item.weight is None else f"{item.weight:g}"
    target = spoken["assess_item.in_force"] if item.target is None else f"{item.target:g}"
    gaps = spoken.say(
        "assess_item.gaps_told",
        no_cases=spoken[f"assess_item.no_cases_{item.no_cases}"],
        not_reported=spoken[f"assess_item.not_reported_{item.not_reported}"],
    )
    computed = item.kind == "indicator" and bool(item.rule)
    cells = (
        h("th", f"{item.code} {item.title}", h("small", item.group), scope="row", class_name="wrap"),
        h("td", subject, class_name="wrap"),
        full,
        h("td", item.rule or spoken["assess_sheet.no_rule"], class_name="wrap"),
        h("td", target if computed else say.NONE, class_name="num"),
        h("td", gaps if computed else say.NONE, class_name="wrap gaps wide-only"),
        h("td", item.source or say.NONE, class_name="wrap wide-only"),
    )
    return tables.Row(cells)


def _leagues(scene: Scene, scheme: Scheme) -> list[Child]:
    spoken = words(scene.chosen.lang)
    if not scheme.leagues:
        return []
    language = scene.chosen.lang
    named = [
        bracketed(league.title, str(len(league.regions)), language) if league.regions else league.title
        for league in scheme.leagues
    ]
    told = say.join(named, scene.chosen.lang)
    return [h("p", spoken.say("assess_scheme.leagues", n=len(named), names=told), class_name="note")]


def _forms(services: Services, scene: Scene, each: SchemeVersion) -> list[Child]:
    """Enter one that came with the program, put a draft in force, retire or discard."""
    spoken, scheme = words(scene.chosen.lang), each.scheme
    if not scene.duty or not scene.may("review"):
        return []
    hidden = {"scheme": scheme.scheme, "version": str(each.version)}
    if not each.version:
        return [assessment_form(services, scene, "shipped", spoken["assess_scheme.enter"], hidden)]
    made: list[Child] = []
    if each.status == "draft" and scene.may("publish") and not scheme.unmarked:
        made += [
            h("h3", spoken["assess_scheme.activate_title"]),
            h("p", spoken["assess_scheme.activate_note"], class_name="note"),
            assessment_form(
                services,
                scene,
                "activate",
                spoken["assess_scheme.activate"],
                hidden,
                field("basis", spoken["assess_scheme.basis_field"], value=scheme.basis, wide=True),
                field("number", spoken["assess_scheme.number"], value=scheme.number),
                field("approver", spoken["assess_scheme.approver_field"], value=scheme.approver),
                field(
                    "decided_on",
                    spoken["assess_scheme.decided_on"],
                    value=scheme.decided_on,
                    hint="2026-01-31",
                    longest=10,
                ),
            ),
        ]
    if each.status == "draft" or (each.status == "active" and scene.may("publish")):
        what = "discard" if each.status == "draft" else "retire"
        gone = assessment_form(
            services,
            scene,
            "retire",
            spoken[f"assess_scheme.{what}"],
            hidden,
            field("why", spoken["assess_stage.why"], wide=True),
        )
        made.append(h("details", h("summary", spoken[f"assess_scheme.{what}"]), gone, class_name="twin"))
    return made


def _upload(services: Services, scene: Scene) -> Element | None:
    """A workbook or TOML becomes a draft; what cannot be read is told cell by cell."""
    spoken, viewer = words(scene.chosen.lang), scene.numbers.view.viewer
    root = scene.numbers.catalogue.datasets[scene.chosen.dataset].root
    if not scene.duty or not viewer.may("review", root):
        return None
    file = h("input", type="file", name="file", accept=".xlsx,.toml", class_name="field", required=True)
    label = h("label", h("span", spoken["assess_scheme.upload_file"], class_name="field-label"), file)
    blank = link(
        spoken["assess_scheme.blank"], f"{PATH}/scheme.xlsx?dataset={scene.chosen.dataset}", download=""
    )
    made = assessment_form(services, scene, "upload", spoken["assess_scheme.upload"], {}, label)
    return section(
        spoken["assess_scheme.upload_title"],
        h("p", spoken["assess_scheme.upload_note"], " ", blank, class_name="note"),
        made,
    )


def structure(services: Services, scene: Scene) -> list[Element]:
    """A scheme that computes nothing: its items and veto rules as they are written."""
    return [*schemes(services, scene), *veto_sections(services, scene)[:1]]
