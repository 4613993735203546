"""The pages, in the order of the menu."""

from __future__ import annotations

from layouts.pages.assessment import PAGE as ASSESSMENT
from layouts.pages.audit import PAGE as AUDIT
from layouts.pages.board import PAGE as BOARD
from layouts.pages.compare import PAGE as COMPARE
from layouts.pages.forms import PAGE as FORMS
from layouts.pages.indicators import PAGE as INDICATORS
from layouts.pages.manage import PAGE as MANAGE
from layouts.pages.mapping import PAGE as MAPPING
from layouts.pages.matrix import PAGE as MATRIX
from layouts.pages.overview import PAGE as OVERVIEW
from layouts.pages.portrait import PAGE as PORTRAIT
from layouts.pages.publish import PAGE as PUBLISH
from layouts.pages.quality import PAGE as QUALITY
from layouts.pages.rules import PAGE as RULES
from layouts.pages.submit import PAGE as SUBMIT
from layouts.pages.targets import PAGE as TARGETS
from layouts.pages.tasks import PAGE as TASKS
from layouts.pages.trace import PAGE as TRACE
from layouts.pages.trend import PAGE as TREND
from layouts.site import Page

PAGES: tuple[Page, ...] = (
    OVERVIEW,
    COMPARE,
    MATRIX,
    TREND,
    PORTRAIT,
    INDICATORS,
    TARGETS,
    ASSESSMENT,
    TASKS,
    SUBMIT,
    BOARD,
    PUBLISH,
    QUALITY,
    FORMS,
    RULES,
    MAPPING,
    AUDIT,
    MANAGE,
    TRACE,
)
