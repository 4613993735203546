"""The site: pages, exports, API and health put on one Dash application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import dash
from dash import ClientsideFunction, Dash, Input, Output, State, html
from flask import Response, current_app, g, request

from layouts import api, door, packed, page, say, scope, shell, sign_in
from layouts.asked import keep_told
from layouts.documents.tables import to_csv, to_xlsx
from layouts.elements import Child, Element, h, link
from layouts.headers import guarded
from layouts.notices import notices, snapshot_notes, unknown_notes
from layouts.numbers import Numbers
from layouts.rows import Rows
from layouts.selection import Selection, parse, split
from layouts.services import Services
from layouts.text import words

SITE_TITLE = "法衡 Faheng"
NAVIGATED = "navigated"
SITE = "faheng"  # under which an application keeps its services
NOT_FOUND = "not_found"
LONGEST_OWN = 200  # letters of a page's own choice
# Pages of work are without snapshots; what they list is of no set, or of all. Rules and quality are of one.
TODAY = frozenset(
    (
        *("submit", "board", "publish", "quality", "forms", "rules", "mapping", "audit", "manage"),
        *("tasks", "assessment"),
    )
)
UNSCOPED = TODAY - {"rules", "quality", "tasks", "assessment"}


@dataclass(frozen=True)
class Page:
    """One page: its code in the menu, its address, what it shows and the rows behind it.

    ``body(services, numbers, chosen)`` gives the parts under the scope bar; ``rows`` the records of its
    export (None where there is nothing to export); ``register`` adds callbacks and routes of its own.
    """

    code: str
    path: str
    body: Callable[[Services, Numbers, Selection], list[Element]]
    rows: Callable[[Services, Numbers, Selection], Rows] | None = None
    register: Callable[[Dash, Services], None] | None = None
    own_head: bool = False  # the body opens with page_head, which has the visible h1
    variants: bool = True  # does 口径 apply here
    keys: tuple[str, ...] = ()  # of choices in its address that no other page has: Selection.own
    span: Callable[[Services, Numbers, Selection], scope.Span | None] | None = None  # instead of periods


def create(services: Services, pages: tuple[Page, ...]) -> Dash:
    """The application with every page; importing nothing and reading no environment."""
    app = Dash(
        __name__,
        use_pages=True,
        pages_folder="",
        assets_folder="assets",
        suppress_callback_exceptions=True,
        title=SITE_TITLE,
        update_title="",
        serve_locally=True,
        index_string=shell.index_string(),
    )
    app.server.extensions[SITE] = services
    app.layout = shell.shell(html.Div([dash.page_container, dash.dcc.Store(id=NAVIGATED)]))
    for each in pages:
        dash.register_page(
            f"layouts.pages.{each.code}",
            path=each.path,
            name=each.code,
            title=_title_of,
            layout=_layout(each),
        )
        if each.register:
            each.register(app, services)
    dash.register_page(
        "layouts.pages.not_found_404",
        path="/not-found-404",
        name=NOT_FOUND,
        title=_title_of,
        layout=_not_found(services),
    )
    _navigation(app)
    _server(app, services, {each.code: each for each in pages})
    return app


def answer(services: Services, shown: Page, query: Mapping[str, str]) -> Element:
    """One page for one address: frame, scope bar and body."""
    return titled(services, shown, query)[0]


def titled(services: Services, shown: Page, query: Mapping[str, str]) -> tuple[Element, str]:
    """The page and the title of its tab."""
    numbers = _numbers(services, shown, query)
    chosen = _chosen(shown, query, numbers)
    spoken = words(chosen.lang)
    span = shown.span(services, numbers, chosen) if shown.span else None
    told = replace(chosen, period=span.value) if span else chosen
    drawn = page.frame(
        page=shown.code,
        language=chosen.lang,
        scope_bar=scope.bar(
            numbers,
            chosen,
            page=shown.code,
            exported=shown.rows is not None,
            variants=shown.variants,
            span=span,
        ),
        body=shown.body(services, numbers, chosen),
        region_name=scope.region_name(numbers, chosen.region, chosen.lang),
        query=split(chosen.query() if chosen.dated else chosen.query(period="")),
        title="" if shown.own_head else spoken[f"nav.{shown.code}"],
        print_line=scope.print_line(numbers, told),
        notices=notices(numbers, chosen, query, page=shown.code, ready=services.ready.is_set()),
        seat=seat(services),
        made=f"{spoken['export.made_at']} {say.moment(services.clock(), chosen.lang)}",
    )
    return drawn, tab_title(numbers, shown.code, told)


def seat(services: Services) -> page.Seat:
    """Who sits here, for the menu and the line under it."""
    viewer, login = services.viewer(), services.login
    person = viewer.name if login.on else ""
    return page.Seat(lambda code: door.may_open(viewer, code), person, password=login.mode == "password")


def export(services: Services, shown: Page, query: Mapping[str, str], extension: str) -> bytes:
    """The page's rows as a file; KeyError for an extension that is not offered."""
    numbers = _numbers(services, shown, query)
    chosen = _chosen(shown, query, numbers)
    if shown.rows is None:
        raise KeyError(shown.code)
    rows = shown.rows(services, numbers, chosen)
    if shown.code not in UNSCOPED:
        rows = scope.stamped(numbers, chosen, rows)
    told = (*unknown_notes(numbers, chosen, query, page=shown.code), *snapshot_notes(numbers, chosen))
    rows = replace(rows, notes=[*rows.notes, *told])
    if extension == "csv":
        return to_csv(rows, chosen.lang)
    if extension == "xlsx":
        return to_xlsx(rows, chosen.lang, services.clock())
    raise KeyError(extension)


def _numbers(services: Services, shown: Page, query: Mapping[str, str]) -> Numbers:
    """Today's on the pages where work is done; elsewhere those of the snapshot that the address names."""
    return services.numbers() if shown.code in TODAY else services.numbers_for(query)


def _chosen(shown: Page, query: Mapping[str, str], numbers: Numbers) -> Selection:
    own = tuple((key, query[key][:LONGEST_OWN]) for key in shown.keys if query.get(key))
    return replace(parse(query, numbers), own=own)


def _layout(shown: Page) -> Callable[..., Any]:
    """What Dash calls for a page. Its list of pages is one for the process: whose services answer, the
    application that was asked says."""

    def layout(**given: str | list[str]) -> Any:
        services: Services = current_app.extensions[SITE]
        # Of a repeated key the last counts, as in selection.split.
        query = {key: value if isinstance(value, str) else value[-1] for key, value in given.items()}
        content: Any
        if not door.may_open(services.viewer(), shown.code):
            return _forbidden(services, query)
        content, g.title = titled(services, shown, query)
        return html.Div([content])

    return layout


def _forbidden(services: Services, query: Mapping[str, str]) -> Any:
    """The frame with the pages that may be opened, and why this one may not."""
    spoken = words("en" if query.get("lang") == "en" else "zh")
    g.title = f"{spoken['person.forbidden']} · {spoken['site.title']}"
    body: list[Child] = [page.page_head(spoken["person.forbidden"]), h("p", spoken["person.forbidden_text"])]
    drawn = page.frame(
        page="forbidden",
        language="en" if query.get("lang") == "en" else "zh",
        scope_bar=None,
        body=body,
        region_name=spoken["site.subtitle"],
        query=dict(query),
        seat=seat(services),
    )
    content: Any = drawn
    return html.Div([content])


def _title_of() -> str:
    """The title of the tab for the page that this very request has just laid out."""
    return str(g.get("title", SITE_TITLE))


def tab_title(numbers: Numbers, code: str, chosen: Selection) -> str:
    """“地区对比 · 示例省 · 2025年 · 法衡”, with the indicator where one is chosen."""
    spoken = words(chosen.lang)
    parts = [spoken.choose("nav", code)]
    if chosen.indicator:
        described = numbers.indicators[chosen.indicator]
        parts.append(described.short if chosen.lang == "zh" else described.short_english)
    parts += [
        scope.region_name(numbers, chosen.region, chosen.lang),
        say.period(chosen.period, chosen.lang),
        spoken["site.title"],
    ]
    return " · ".join(parts)


def _not_found(services: Services) -> Callable[..., Any]:
    """The page for an address that is none: the frame, what was asked, and the way to the overview."""

    def layout(**query: str) -> Any:
        numbers = services.numbers()
        chosen = parse(query, numbers)
        spoken = words(chosen.lang)
        g.title = f"{spoken['nav.not_found']} · {spoken['site.title']}"
        content: Any = page.frame(
            page=NOT_FOUND,
            language=chosen.lang,
            scope_bar=None,
            body=[
                page.page_head(spoken["nav.not_found"]),
                h("p", spoken["notice.not_found"]),
                h("p", link(spoken["notice.to_overview"], page.page_link("overview", {"lang": chosen.lang}))),
            ],
            region_name=scope.region_name(numbers, chosen.region, chosen.lang),
            query=split(chosen.query()),
            seat=seat(services),
        )
        return html.Div([content])

    return layout


def _navigation(app: Dash) -> None:
    """Controls write the URL; the URL builds the page. One direction, in the browser."""
    app.clientside_callback(
        ClientsideFunction("faheng", "navigate"),
        Output(NAVIGATED, "data"),
        Input({"type": "control", "key": dash.ALL}, "value"),
        State({"type": "control", "key": dash.ALL}, "name"),
        prevent_initial_call=True,
    )


def _server(app: Dash, services: Services, pages: Mapping[str, Page]) -> None:
    server = app.server
    door.install(server, services)
    packed.install(server)
    keep_told(services.store)
    server.register_blueprint(api.blueprint(services))
    server.register_blueprint(sign_in.blueprint(services))

    @server.route("/healthz")
    def healthz() -> tuple[str, int]:
        """503 while the first loading runs; with ?quiet=1 the word alone, for a page that asks."""
        if services.ready.is_set():
            return "ok", 200
        return "loading", 200 if request.args.get("quiet") else 503

    @server.route("/export/<code>.<extension>")
    def download(code: str, extension: str) -> Response:
        shown = pages.get(code)
        if shown is None or shown.rows is None or extension not in ("csv", "xlsx"):
            return Response("no such export", 404)
        if not door.may_open(services.viewer(), code):
            return Response("no right", 403)
        kinds = {
            "csv": "text/csv; charset=utf-8",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
        response = Response(export(services, shown, request.args, extension), mimetype=kinds[extension])
        response.headers["Content-Disposition"] = f"attachment; filename=faheng-{code}.{extension}"
        return response

    guarded(app, services, {each.path for each in pages.values()})
