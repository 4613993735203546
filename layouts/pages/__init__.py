"""The pages, in the order of the menu."""

from __future__ import annotations

from layouts.pages import compare, indicators, matrix, overview, submit, trace, trend
from layouts.site import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    compare.PAGE,
    matrix.PAGE,
    trend.PAGE,
    indicators.PAGE,
    submit.PAGE,
    trace.PAGE,
)
