"""Who is let in where: every route, page and callback with the roles that may; one in no table fails."""

from __future__ import annotations

from collections.abc import Mapping

from builders_people import CITY
from builders_rights import ACCOUNTS, DRAFTS, FIGURES, NOBODY_TOO, asked

from layouts import door

NONE: frozenset[str] = frozenset()
ROUTES = [
    asked("/static/<path:filename>", "/static/x", NOBODY_TOO),
    asked("/assets/<path:filename>", "/assets/base.css", NOBODY_TOO, given=True),
    asked("/_favicon.ico", "/_favicon.ico", NOBODY_TOO),
    asked("/healthz", "/healthz", NOBODY_TOO, given=True),
    asked("/sign-in", "/sign-in", NOBODY_TOO, given=True),
    asked(door.FRAME, "/_dash-component-suites/dash/html/dash_html_components.min.js", ACCOUNTS),
    asked("/_dash-layout", "/_dash-layout", ACCOUNTS, given=True),
    asked("/_dash-dependencies", "/_dash-dependencies", ACCOUNTS, given=True),
    asked("/_reload-hash", "/_reload-hash", ACCOUNTS),
    asked("/", "/", ACCOUNTS, given=True),
    asked("/<path:path>", "/compare", ACCOUNTS, given=True),
    asked("/password", "/password", ACCOUNTS, given=True),
    asked("/file/<sha256>", "/file/{sha256}", DRAFTS, NONE, given=True),
    asked("/file/<int:submission>/marked.xlsx", "/file/{draft}/marked.xlsx", DRAFTS, NONE, given=True),
    asked("/file/<int:submission>/marked.xlsx", "/file/{published}/marked.xlsx", DRAFTS, NONE, given=True),
    asked("/jobs/<batch>", "/jobs/{batch}", {"file"}, NONE, given=True),
    asked("/template", "/template?form=annual&region={region}&period=2025", FIGURES),
    asked(
        "/template/<form>/<region>/<period>.xlsx", "/template/annual/{region}/2024.xlsx?fill=known", FIGURES
    ),
    asked(
        "/template/<form>/<region>/<period>.xlsx",
        "/template/annual/{region}/2025.xlsx?fill=current",
        DRAFTS,
        NONE,
        given=True,
    ),
    asked(
        "/board/summary.xlsx",
        f"/board/summary.xlsx?dataset=demo&region={CITY}&period=2024&form=annual",
        FIGURES,
    ),
    asked("/board/summary/<int:number>.xlsx", "/board/summary/1.xlsx", FIGURES),
    asked("/board/scan/<int:number>/<int:attachment>", "/board/scan/1/1", FIGURES),
    asked("/rules/entry", "/rules/entry?code=", {*FIGURES, "manage"}),
    asked("/rules/register.xlsx", "/rules/register.xlsx", {*FIGURES, "manage"}, given=True),
    asked("/targets/register.xlsx", "/targets/register.xlsx?dataset=demo", FIGURES, given=True),
    asked("/assessment/scheme.xlsx", "/assessment/scheme.xlsx?dataset=demo", FIGURES, given=True),
    asked("/evidence/<int:number>", "/evidence/1", FIGURES),
    asked("/tasks/register.xlsx", "/tasks/register.xlsx?dataset=demo&region={region}", FIGURES, given=True),
    asked("/api/v1/results", "/api/v1/results?dataset=demo&period=2024&indicator=FY04", FIGURES, given=True),
    asked(
        "/api/v1/results.csv",
        "/api/v1/results.csv?dataset=demo&period=2025&indicator=FY04",
        FIGURES,
        given=True,
    ),
    asked("/api/v1/indicators", "/api/v1/indicators", FIGURES, given=True),
    asked("/api/v1/regions", "/api/v1/regions?dataset=demo", FIGURES, given=True),
    asked("/api/v1/targets", "/api/v1/targets", FIGURES, given=True),
    asked("/api/v1/findings", "/api/v1/findings?submission={published}", FIGURES, NONE, given=True),
    asked("/api/v1/findings", "/api/v1/findings?submission={draft}", DRAFTS, NONE, given=True),
    asked("/api/v1/trace", f"/api/v1/trace?indicator=FY04&region={CITY}&period=2024", FIGURES, given=True),
    asked("/api/v1/openapi.json", "/api/v1/openapi.json", ACCOUNTS, given=True),
    asked("/api/v1/<path:name>", "/api/v1/nothing", FIGURES),
]
POSTS = [
    asked("/assessment/<what>", "/assessment/step", DRAFTS, body={"dataset": "demo"}),
    asked("/file/<any(receive, preview, explain):what>", "/file/explain", {"file", "manage"}, body={}),
    asked("/life/<any(step, approve, publish):what>", "/life/step", DRAFTS, body={"submission": "0"}),
    asked("/board/<any(deadline, workdays, summary, scan):what>", "/board/deadline", DRAFTS, body={}),
    asked("/rules/save", "/rules/save", {"manage"}, body={}),
    asked("/rules/register", "/rules/register", {"manage"}, body={}),
    asked("/compare/group", "/compare/group", {"manage"}, body={}),
    asked("/targets/<any(override, withdraw):what>", "/targets/override", {"manage"}, body={}),
    asked("/evidence/<any(add, withdraw):what>", "/evidence/withdraw", {"file", "review"}, body={}),
    asked(
        "/tasks/<any(assign, own, rectify, change, withdraw, step):what>",
        "/tasks/step",
        {"file", "review"},
        body={},
    ),
    asked("/map/check", "/map/check", {"manage"}, body={}),
    asked("/map/confirm", "/map/confirm", {"manage"}, body={}),
    asked("/map/off", "/map/off", {"manage"}, body={}),
    asked("/audit/<any(verify, purge):what>", "/audit/purge", {"audit", "security"}, body={}),
    asked(
        "/manage/<any(add, grant, revoke, reset, disable, enable, end):what>",
        "/manage/grant",
        {"security"},
        body={"name": "nobody"},
    ),
    asked(
        "/manage/<any(siblings, sensitive, children, headlines):what>",
        "/manage/siblings",
        {"manage"},
        body={"siblings": "x"},
    ),
]
ELSEWHERE = {"/_dash-update-component", "/export/<code>.<extension>", "/sign-out"}  # tests of their own

SHOWN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "overview",
            "compare",
            "matrix",
            "trend",
            "portrait",
            "indicators",
            "targets",
            "assessment",
            "tasks",
            "trace",
        ),
        FIGURES,
    ),
    **dict.fromkeys(("submit", "publish", "board", "forms", "quality"), FIGURES),
    "rules": FIGURES | {"manage"},
    "mapping": frozenset(("manage",)),
    "audit": frozenset(("audit",)),
    "manage": frozenset(("manage", "security")),
}
CALLED: Mapping[str, frozenset[str]] = {
    "passport-target.data": FIGURES,
    "passport-body.children": FIGURES,
    "navigated.data": ACCOUNTS,
    "_pages_content.children": ACCOUNTS,
    "_pages_store.data": ACCOUNTS,
    "_pages_dummy.children": ACCOUNTS,
}
