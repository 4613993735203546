"""The one place where a chart is put on a page: offline, in our language, with its text alternative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.elements import CORE, Element, component, h
from layouts.text import Language, words

Figure = dict[str, Any]

LOCALES: Mapping[Language, str] = {"zh": "zh-CN", "en": "en-US"}


def config(language: Language, filename: str = "") -> dict[str, Any]:
    """plotly's settings: nothing is sent anywhere, no tool bar of plotly's own (ours is under the chart)."""
    return {
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "displaylogo": False,
        "displayModeBar": False,
        "locale": LOCALES[language],
        "doubleClick": False,
        "scrollZoom": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": filename or "faheng"},
    }


def graph(
    chart: str,
    figure: Figure,
    language: Language,
    alt: str,
    *,
    filename: str = "",
    tools: Element | None = None,
) -> Element:
    """A chart with its text alternative in one sentence; its height is known before it is drawn."""
    height = figure["layout"]["height"]
    drawn = component(
        CORE,
        "Graph",
        id=chart,
        figure=figure,
        config=config(language, filename),
        responsive=True,
        style={"height": f"{height}px"},
    )
    place = h("div", drawn, role="img", aria_label=alt, style={"minHeight": f"{height}px"})
    return h("figure", place, tools, class_name="chart")


def chart_tools(chart: str, language: Language, filename: str) -> Element:
    """下载 PNG and 下载 SVG for the chart with that id; assets/download.js does the work in the browser."""
    spoken = words(language)
    buttons = [
        h(
            "button",
            spoken[f"chart.{kind}"],
            class_name="plain",
            data_chart=chart,
            data_download=kind,
            data_filename=filename,
        )
        for kind in ("png", "svg")
    ]
    return h("div", *buttons, class_name="chart-tools", role="group", aria_label=spoken["chart.tools"])
