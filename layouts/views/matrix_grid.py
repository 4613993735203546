"""The matrix as a grid of AG Grid: heads grouped by domain, one short text a row, renderers in assets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import dash_ag_grid  # registers the grid's script; the element itself is a dict

from indicators.definition import Indicator
from layouts import say, scope, tracing
from layouts.controls import text_width
from layouts.elements import Element, component, h
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.views.matrix_cells import PARTS, Matrix, cells, sortable
from layouts.views.region_links import portrait_of
from layouts.views.tasks_marks import FLAG, flagged, open_items

GRID = "matrix-grid"
NAMESPACE: str = dash_ag_grid.package_name
INDICATOR, REGION = "INDICATOR", "REGION"  # stand in the address of a passport until the cell is drawn
BETWEEN = "\t"  # cells of a row
FEW = 8  # columns that may grow to fill the page
NARROWEST, WIDEST, EM = {"zh": 84, "en": 108}, 150, 12
STATUS_WORDS = {"m": "met", "n": "near", "x": "missed", "p": "pending", "u": "undecidable", "g": "no_value"}
LOCALE_KEYS = (
    "noRowsToShow",
    "loadingOoo",
    "ariaSortableColumn",
    "ariaPageSizeSelectorLabel",
    "ariaColumn",
    "ariaColumnGroup",
)


def fetch_when_drawn() -> None:
    """Dash sends every library's script with every page; assets/page-matrix.js fetches this one on demand."""
    dash_ag_grid.AgGrid._js_dist[0]["dynamic"] = True


def grid(numbers: Numbers, chosen: Selection, shown: Matrix) -> Element:
    """The whole matrix; hidden on a phone, where one region's list stands instead."""
    spoken = words(chosen.lang)
    rows = row_data(numbers, chosen, shown)
    pinned = 1 if shown.region else 0
    options = {
        "context": context(chosen),
        "pinnedTopRowData": rows[:pinned],
        "suppressNoRowsOverlay": not chosen.status,
        "localeText": {key: spoken[f"matrix_grid.{key}"] for key in LOCALE_KEYS},
        "ensureDomOrder": True,
        "groupHeaderHeight": 24,
        "headerHeight": 40,
        "suppressMovableColumns": True,
        "suppressColumnMoveAnimation": True,
        "suppressRowHoverHighlight": False,
        "suppressCellFocus": False,
        "animateRows": False,
        "enableCellTextSelection": True,
        "accentedSort": False,
    }
    element = component(
        NAMESPACE,
        "AgGrid",
        id=GRID,
        columnDefs=column_defs(numbers, chosen, shown),
        defaultColDef={
            "sortable": False,
            "resizable": False,
            "flex": 1,
            "maxWidth": WIDEST if len(shown.indicators) > FEW else None,
            "suppressHeaderMenuButton": True,
            "cellRenderer": "MatrixCell",
            "valueGetter": {"function": "matrixValue(params)"},
            "cellClass": {"function": "matrixClass(params)"},
            "comparator": {"function": "matrixOrder"},
            "headerComponentParams": {"innerHeaderComponent": "MatrixHead"},
            "sortingOrder": ["asc", "desc", None],
        },
        rowData=rows[pinned:],
        dashGridOptions=options,
        eventListeners={"sortChanged": ["matrixSorted(params)"]},
        className="matrix-grid",
        style={"height": "100%", "width": "100%"},
    )
    return h(
        "div",
        element,
        class_name="matrix-box",
        style={"--matrix-rows": len(rows)},
        role="region",
        aria_label=spoken["matrix.caption"],
    )


def row_data(numbers: Numbers, chosen: Selection, shown: Matrix) -> list[dict[str, Any]]:
    """One record a region, the pinned one first; all its cells in one text."""
    columns = [cells(shown.assessed, indicator, chosen.lang) for indicator in shown.indicators]
    places = {code: place for place, code in enumerate(shown.assessed.regions)}
    rollup, tree = numbers.catalogue.datasets[chosen.dataset].rollup, numbers.catalogue.regions
    leaf = portrait_of(chosen, REGION)
    parents = {code for code in shown.regions if rollup and tree.children(code)}
    items, codes = open_items(numbers, chosen.dataset), [each.code for each in shown.indicators]
    return [
        {
            "r": code,
            "n": scope.region_name(numbers, code, chosen.lang),
            "h": "/matrix" + chosen.query(region=code, units="")
            if code in parents
            else leaf.replace(REGION, code),
            "m": shown.missed[code],
            "w": shown.near[code],
            "c": flagged(
                BETWEEN.join([column[places[code]] for column in columns]),
                code,
                items,
                codes,
                between=BETWEEN,
            ),
        }
        for code in shown.all_regions
    ]


def column_defs(numbers: Numbers, chosen: Selection, shown: Matrix) -> list[dict[str, Any]]:
    """Region and counts, pinned at the left; then the indicators under their domains."""
    spoken = words(chosen.lang)
    plain = {"flex": 0, "pinned": "left", "lockPinned": True, "headerComponentParams": {}}
    first = {
        **plain,
        "colId": "region",
        "headerName": spoken["head.region"],
        "cellRenderer": "MatrixRegion",
        "valueGetter": {"function": "params.data.n"},
        "cellClass": "matrix-region",
        "headerClass": "matrix-first",
        "cellAriaRole": "rowheader",
        "width": 112 if chosen.lang == "zh" else 150,
        "maxWidth": 220,
    }
    count = {**plain, "cellRenderer": "MatrixCount", "cellClass": "matrix-count", "width": 54}
    counts = [
        {
            **count,
            "colId": status,
            "headerName": spoken[f"head.{status}_count"],
            "valueGetter": {"function": f"params.data.{key}"},
        }
        for status, key in (("missed", "m"), ("near", "w"))
    ]
    heads: list[dict[str, Any]] = [first, {"headerName": spoken["matrix.counts"], "children": counts}]

    def group_of(pair: tuple[int, Indicator]) -> tuple[int, str]:
        return shown.parts[pair[1].code], pair[1].domain

    for (part, domain), group in groupby(enumerate(shown.indicators), key=group_of):
        children = [_head(shown, indicator, place, chosen) for place, indicator in group]
        children[0]["headerClass"] = "group-start"
        named = numbers.indicators.domains[domain]
        name = named.name.split("(")[0] if chosen.lang == "zh" else named.english
        name = spoken.say(f"matrix_page.{PARTS[part]}", domain=name)
        _widen(children, text_width(name) * (EM + 1) + 20)
        heads.append({"headerName": name, "headerClass": "group-start", "children": children})
    return heads


def _widen(children: list[dict[str, Any]], wanted: float) -> None:
    """Columns of a group are together wide enough for its name."""
    more = wanted - sum(child["minWidth"] for child in children)
    for child in children if more > 0 else ():
        child["minWidth"] += round(more / len(children) + 0.5)
        child["maxWidth"] = max(WIDEST, child["minWidth"])


def context(chosen: Selection) -> dict[str, Any]:
    """What every cell needs once: the address of a passport and the words for the voice."""
    spoken = words(chosen.lang)
    statuses = {letter: say.status(status, chosen.lang) for letter, status in STATUS_WORDS.items()}
    return {
        "trace": tracing.href(chosen, indicator=INDICATOR, region=REGION),
        "definition": "/indicators" + chosen.query(indicator=INDICATOR, domain="", status="", sort=""),
        "statuses": statuses,
        "flags": {
            "s": spoken["badge.small"],
            "!": spoken["warning.any"],
            "i": spoken["matrix_page.incomplete"],
            "r": spoken["badge.reported_basis"],
            "l": spoken["target_page.local"],
            FLAG: spoken["rectify.flag"],
        },
        "comma": spoken["matrix_page.comma"],
    }


def target_text(shown: Matrix, indicator: Indicator, language: Language) -> str:
    """The line under a name: the target, else why there is none."""
    spoken = words(language)
    if indicator.protected:
        return say.status("prohibited", language)
    target = shown.targets.get(indicator.code)
    if target:
        return say.target(target.op, target.threshold, target.unit, language, kind=target.kind)
    if indicator.code in shown.targets:
        return spoken["matrix_page.several"]
    unit = say.unit_name(indicator.unit, language)
    return spoken.say("matrix_page.unset_in", unit=unit) if unit else spoken["matrix_page.unset"]


def _head(shown: Matrix, indicator: Indicator, place: int, chosen: Selection) -> dict[str, Any]:
    language, spoken = chosen.lang, words(chosen.lang)
    under = target_text(shown, indicator, language)
    name = indicator.short if language == "zh" else indicator.short_english
    full = indicator.name if language == "zh" else indicator.english
    lower = indicator.direction == "lower" and not indicator.protected
    title: Sequence[str] = (
        f"{full}（{say.unit_name(indicator.unit, language)}）",
        "" if indicator.protected else spoken[f"direction.{indicator.direction}"],
        spoken["indicators.protected_note"] if indicator.protected else under,
    )
    width = max(
        NARROWEST[language] + (22 if chosen.view else 0),
        round(max(text_width(name) + lower, text_width(under)) * EM) + 16,
    )
    return {
        "colId": indicator.code,
        "headerName": name,
        "minWidth": min(width, WIDEST),
        "sortable": sortable(indicator),
        "context": {
            "place": place,
            "under": under,
            "set": indicator.code in shown.targets and not indicator.protected,
            "lower": lower,
            "unit": say.unit_name(indicator.unit, language),
            "title": spoken["matrix_page.comma"].join(part for part in title if part),
        },
    }
