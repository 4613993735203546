"""The frame around every page: navigation, scope bar, heading, the passport drawer, the notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from layouts import help as explanation
from layouts.elements import CORE, Child, Element, component, h, hidden
from layouts.markup import compact
from layouts.text import Language, words

PASSPORT = "passport"
PASSPORT_BODY = "passport-body"
PASSPORT_TARGET = "passport-target"  # a Store: address of the number whose passport is wanted
MAIN = "main"

# What a link to another page keeps of the address.
SCOPE_KEYS = ("dataset", "region", "period", "variant", "indicator", "snapshot", "lang", "view")

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "numbers",
        (
            ("overview", "/"),
            ("compare", "/compare"),
            ("matrix", "/matrix"),
            ("trend", "/trend"),
            ("portrait", "/portrait"),
        ),
    ),
    (
        "indicators_group",
        (
            ("indicators", "/indicators"),
            ("targets", "/targets"),
            ("assessment", "/assessment"),
            ("tasks", "/tasks"),
        ),
    ),
    (
        "reporting",
        (
            ("submit", "/submit"),
            ("board", "/board"),
            ("publish", "/publish"),
            ("quality", "/quality"),
            ("forms", "/forms"),
            ("rules", "/rules"),
        ),
    ),
    ("system", (("manage", "/manage"), ("audit", "/audit"))),
)
PATHS: Mapping[str, str] = {page: path for _, pages in GROUPS for page, path in pages}


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits here: the name where somebody has signed in, and the pages that may be opened."""

    opens: Callable[[str], bool]
    person: str = ""
    password: bool = False  # can the password be changed here


def frame(
    *,
    page: str,
    language: Language,
    scope_bar: Child,
    body: Sequence[Child],
    region_name: str,
    query: Mapping[str, str],
    title: str = "",
    print_line: str = "",
    made: str = "",
    notices: Sequence[Child] = (),
    seat: Seat | None = None,
) -> Element:
    """One page: ``page`` is its code in the navigation, ``query`` the address's parameters.

    With ``title`` the h1 is for screen readers only; without one the body must open with ``page_head``.
    ``print_line`` (dataset, region, period, 口径) replaces the scope bar on paper; ``made`` is the time.
    ``notices`` are lines above everything else (layouts/notices).
    """
    spoken = words(language)
    names = "site projector" if "projector" in query.get("view", "").split(",") else "site"
    drawn = h(
        "div",
        h("a", spoken["site.skip"], href=f"#{MAIN}", class_name="skip"),
        _side(page, language, region_name, query, seat),
        _phone(page, language, query, seat),
        h(
            "div",
            scope_bar,
            h(
                "main",
                h("p", print_line, class_name="print-scope") if print_line else None,
                h("div", *notices, class_name="notices") if notices else None,
                h("h1", title, class_name="visually-hidden") if title else None,
                *body,
                id=MAIN,
                class_name="page",
                tab_index=-1,
            ),
            h("footer", h("p", spoken["site.notice"]), class_name="page-foot"),
            h("p", f"{spoken['site.title']}　{print_line}　{made}", class_name="print-foot")
            if print_line
            else None,
            class_name="column",
        ),
        _passport(language),
        explanation.drawer(page, language),
        h("div", id="announcer", class_name="visually-hidden", role="status"),
        class_name=names,
        lang={"zh": "zh-CN", "en": "en"}[language],
    )
    return compact(drawn)


def page_head(title: str, *after: Child, actions: Sequence[Child] = ()) -> Element:
    """The visible h1 with what stands beside it; ``actions`` go to the right."""
    right = h("div", *actions, class_name="actions") if actions else None
    return h("div", h("h1", title), *after, right, class_name="page-head")


def section(title: Child, *body: Child, note: Child = None, end: Child = None, level: str = "h2") -> Element:
    """A section: 2 px rule, bold title, a muted note, something at the right end, then the body."""
    head = h(
        "div",
        h(level, title),
        h("span", note, class_name="note") if note else None,
        h("span", end, class_name="end") if end else None,
        class_name="section-head",
    )
    return h("section", head, *body, class_name="section")


def page_link(page: str, query: Mapping[str, str]) -> str:
    """Address of a page in the same scope."""
    return PATHS[page] + _encoded(tuple((key, query[key]) for key in SCOPE_KEYS if query.get(key)))


@lru_cache(maxsize=1024)  # every link of the menu asks for the same
def _encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""


def language_link(page: str, query: Mapping[str, str], language: Language) -> Element:
    """The same page in the other language; the rest of the address stays."""
    spoken = words(language)
    other = "en" if language == "zh" else "zh"
    address = f"{PATHS.get(page, '/')}?{urlencode({**query, 'lang': other})}"
    return h(
        "a",
        spoken["site.language"],
        href=address,
        class_name="language",
        lang={"zh": "zh-CN", "en": "en"}[other],
        data_lang=other,
        aria_label=f"{spoken['site.language']}, {spoken['site.language_label']}",
    )


def _side(
    page: str, language: Language, region_name: str, query: Mapping[str, str], seat: Seat | None
) -> Element:
    spoken = words(language)
    brand = h(
        "a",
        h("b", spoken["site.title"]),
        h("span", region_name),
        href=page_link("overview", query),
        class_name="brand",
        data_page="/",
        title=region_name,
    )
    foot = h(
        "div",
        _person(language, seat),
        explanation.opener(page, language),
        language_link(page, query, language),
        h("p", spoken["site.notice"]),
        class_name="side-foot",
    )
    return h(
        "nav",
        brand,
        *_groups(page, language, query, seat),
        foot,
        class_name="side",
        aria_label=spoken["site.navigation"],
    )


def _phone(page: str, language: Language, query: Mapping[str, str], seat: Seat | None) -> Element:
    spoken = words(language)
    summary = h(
        "summary",
        h("b", spoken["site.title"]),
        h("span", spoken.choose("nav", page)),
        hidden(spoken["site.menu"]),
    )
    links = h(
        "div",
        *_groups(page, language, query, seat),
        _person(language, seat),
        explanation.opener(page, language),
        language_link(page, query, language),
        class_name="phone-list",
    )
    return h(
        "nav",
        h("details", summary, links, class_name="phone-menu"),
        class_name="phone",
        aria_label=spoken["site.navigation"],
    )


def _groups(page: str, language: Language, query: Mapping[str, str], seat: Seat | None) -> list[Element]:
    spoken = words(language)
    return [
        h(
            "div",
            h("p", spoken[f"nav.{group}"], class_name="nav-title"),
            h("ul", *[h("li", _link(code, page, language, query)) for code in pages]),
            class_name="nav-group",
        )
        for group, pages in _offered(seat)
    ]


def _offered(seat: Seat | None) -> list[tuple[str, list[str]]]:
    """The groups of the menu with the pages that may be opened; no empty group."""
    found = [
        (group, [code for code, _ in pages if seat is None or seat.opens(code)]) for group, pages in GROUPS
    ]
    return [(group, pages) for group, pages in found if pages]


def _person(language: Language, seat: Seat | None) -> Element | None:
    """Who has signed in, and the way out."""
    if seat is None or not seat.person:
        return None
    spoken, end = words(language), "?lang=en" if language == "en" else ""
    out = h("button", spoken["person.sign_out"], type="submit", class_name="plain")
    change = h("a", spoken["person.password"], href=f"/password{end}") if seat.password else None
    form = h("form", out, method="post", action=f"/sign-out{end}")
    return h("div", h("b", seat.person), change, form, class_name="person")


def _link(code: str, page: str, language: Language, query: Mapping[str, str]) -> Element:
    spoken = words(language)
    name = spoken[f"nav.{code}"]
    return h(
        "a",
        h("span", name, class_name="long"),
        h("span", spoken[f"nav_short.{code}"], class_name="short"),
        href=page_link(code, query),
        class_name="nav-link",
        title=name,
        data_page=PATHS[code],
        aria_current="page" if code == page else None,
    )


def _passport(language: Language) -> Element:
    spoken = words(language)
    close = h(
        "button", "×", class_name="passport-close", aria_label=spoken["passport.close"], data_close=PASSPORT
    )
    return h(
        "dialog",
        h("div", h("span", spoken["passport.label"]), close, class_name="passport-bar"),
        h("div", id=PASSPORT_BODY, class_name="passport-body", tab_index=0),
        component(CORE, "Store", id=PASSPORT_TARGET),
        id=PASSPORT,
        class_name="passport",
        aria_label=spoken["passport.label"],
    )
