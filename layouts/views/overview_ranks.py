"""The first and last three of the compared regions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from indicators.definition import Indicator
from indicators.ranking import MINIMUM_SIBLINGS
from layouts import say
from layouts.elements import Element, h, link, number_link, status_badge
from layouts.numbers import Number
from layouts.page import PATHS, section
from layouts.scope import region_name
from layouts.tables import Column, Row, separator, table
from layouts.text import words
from layouts.views.overview_blocks import shown
from layouts.views.overview_facts import Scene, places
from layouts.views.overview_line import region_link

EDGE = 3  # 前三, 后三
MOST_TIED = 5  # more that share a rank stand in one row


def best_and_worst(scene: Scene, indicator: Indicator | None) -> Element | None:
    """前三名、后三名: ties at the edge are all in; few cases take no part."""
    spoken = words(scene.chosen.lang)
    title = spoken["overview.best_worst"]
    if indicator is None:
        return None
    placed = places(scene, indicator)
    if not placed:
        why = spoken.say("front.too_few", n=MINIMUM_SIBLINGS)
        text = spoken["front.not_judged"] if indicator.direction == "neutral" else why
        return section(title, h("p", text, class_name="muted"))
    unit = "%" if indicator.unit == "%" else say.unit_name(indicator.unit, scene.chosen.lang)
    columns = [
        Column(spoken["head.rank"], "", "number", hidden=True),
        Column(spoken["head.region"]),
        Column(unit, "", "number"),
        Column(spoken["front.parts"] if indicator.kind == "ratio" else "", "", "number", "wide-only"),
        Column(spoken["head.status"]),
    ]
    top = [pair for pair in placed if pair[0] <= EDGE]
    edge = placed[-EDGE][0]
    bottom = [pair for pair in placed if pair[0] >= edge and pair not in top]
    lines = _ranked_rows(scene, indicator, top)
    if bottom:
        lines += [
            separator(f"… {spoken['overview.not_ranked']} …", 5),
            *_ranked_rows(scene, indicator, bottom),
        ]
    compare = PATHS["compare"] + scene.chosen.query(indicator=indicator.code)
    return section(
        title,
        table(columns, lines, caption=title, row_head=1, class_name="compact"),
        note=_among(scene),
        end=link(spoken["overview.full_ranking"], compare),
    )


def _among(scene: Scene) -> str:
    """“霁川市各县区”, where the chosen region is one of those that are ranked."""
    if scene.below or not scene.dataset.rollup:
        return ""
    parent = scene.numbers.catalogue.regions.get(scene.chosen.region).parent
    if not parent:
        return ""
    name = region_name(scene.numbers, parent, scene.chosen.lang)
    return words(scene.chosen.lang).say("front.among", region=name, n=len(scene.regions))


def _ranked_rows(scene: Scene, indicator: Indicator, placed: Sequence[tuple[int, Number]]) -> list[Row]:
    spoken, rows = words(scene.chosen.lang), []
    for rank, group in groupby(placed, key=lambda pair: pair[0]):
        members = [number for _, number in group]
        if len(members) > MOST_TIED:
            seen = shown(scene, members[0])
            tied = spoken.say("front.tied", rank=rank, n=len(members))
            compare = PATHS["compare"] + scene.chosen.query(indicator=indicator.code)
            cell = h("td", link(tied, compare), f"　{seen.text}{seen.unit}", col_span=4)
            rows.append(Row((str(rank), cell)))
            continue
        rows += [_ranked_row(scene, rank, number) for number in members]
    return rows


def _ranked_row(scene: Scene, rank: int, number: Number) -> Row:
    seen, language = shown(scene, number), scene.chosen.lang
    parts = ""
    if number.numerator is not None and number.denominator is not None:
        parts = f"{say.count(number.numerator)}/{say.count(number.denominator)}"
    cells = (
        str(rank),
        region_link(scene, number.region, class_name="quiet-link"),
        number_link(seen.text, seen.href),
        h("span", number_link(parts, seen.href) if parts else None, class_name="muted"),
        status_badge(number.status, number.warning, language),
    )
    return Row(cells, "selected" if number.region == scene.chosen.region else None)
