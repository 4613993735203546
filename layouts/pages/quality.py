"""数据质量: what came in time, what was answered, what stands open, what is unusual, recomputed, restated."""

from __future__ import annotations

from layouts import blocks, page
from layouts.elements import Child, Element, h, link
from layouts.kept import kept
from layouts.markup import compact
from layouts.numbers import Numbers
from layouts.rows import Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import quality_line as anchors
from layouts.views.quality_facts import Scene, quality, scene
from layouts.views.quality_filed import PATH, completeness, timeliness
from layouts.views.quality_findings import findings, unusual
from layouts.views.quality_line import line
from layouts.views.quality_printed import printed, restatements
from layouts.views.quality_rows import rows_of

DRAWN = "quality drawn"


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    seen = scene(services, numbers, chosen)
    head = page.page_head(words(chosen.lang)["quality.title"])
    if not seen.regions:
        return [head, _closed(seen)]
    name = (seen.name, seen.unchecked, chosen.query())
    drawn: list[Element] = kept(numbers, chosen.dataset, name, lambda: _drawn(seen), store=DRAWN)
    return [head, *drawn]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """Every block, with unrounded numbers."""
    seen = scene(services, numbers, chosen)
    return rows_of(seen, quality(seen))


def _drawn(seen: Scene) -> list[Element]:
    """Everything below the head: it follows from the record alone, so it is drawn once for each address."""
    found = quality(seen)
    left = (
        _block(anchors.FILED, timeliness(seen, found)),
        _block(anchors.FINDINGS, findings(seen, found)),
        _block(anchors.PRINTED, printed(seen, found)),
        _block(anchors.RESTATED, restatements(seen, found)),
    )
    right = (
        _block(anchors.ANSWERED, completeness(seen, found)),
        _block(anchors.UNUSUAL, unusual(seen, found)),
    )
    columns = [h("div", *blocks_, class_name="stack") for blocks_ in (left, right)]
    both = h("div", *columns, class_name="columns two")
    return [h("div", line(seen, found), _hidden(seen), both, class_name="quality")]


def _block(anchor: str, section: Element) -> Element:
    """A section that a link in the line leads to."""
    return h("div", compact(section), id=anchor)


def _hidden(seen: Scene) -> Child:
    """That units below are left out, for those who may not look into them."""
    if not seen.hidden:
        return None
    return h("p", words(seen.chosen.lang).say("quality.hidden", n=seen.hidden), class_name="note")


def _closed(seen: Scene) -> Element:
    """Nothing here is open to the viewer, or nobody ever published: where to go instead."""
    spoken, numbers, chosen = words(seen.chosen.lang), seen.numbers, seen.chosen
    home = PATH + chosen.query(region=numbers.home(chosen.dataset))
    if seen.hidden:
        return blocks.empty(spoken["quality.closed"], link(spoken["quality.to_home"], home))
    return blocks.empty(spoken["quality.no_units"], link(spoken["nav.submit"], "/submit" + chosen.query()))


PAGE = Page("quality", PATH, body, rows, own_head=True, variants=False)
