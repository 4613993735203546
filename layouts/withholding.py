"""Withholding: a total above is not shown where taking away what is shown leaves one unit that is not.

A viewer who is shown a city's total and its only other county's figures would know that county's. The rule
stands in docs/decisions/people.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.catalogue import Catalogue
from data.frames import category
from data.people import sees
from data.regions import RegionTree
from indicators.compute import GAPS, adds_up
from indicators.definition import Indicators
from indicators.judgement import STATUSES, WARNINGS
from layouts.assessed import Assessed
from layouts.masking import Mask

WITHHELD, NO_RIGHT = "withheld", "no_right"
FEWEST = 2  # units not shown that a total shown must hold, or none
EMPTIED = ("numerator", "denominator", "value", "difference", "attainment")
UNJUDGED = ("prohibited", "no_target")  # said of an indicator, whatever its value

Flags = NDArray[np.bool_]


def guarded(whole: Assessed, mask: Mask, catalogue: Catalogue, indicators: Indicators) -> pd.DataFrame:
    """The frame of a dataset's whole tree without the totals that would tell a viewer too much."""
    variants = whole.frame["variant"].iloc[:: max(len(whole.regions), 1)]
    adds = [
        adds_up(indicators[code], indicators[code].variant(str(variant)), catalogue.elements)
        for code, variant in zip(whole.indicators, variants, strict=True)
    ]
    rows = telling(
        whole.frame,
        whole.regions,
        above=mask.reach.above,
        shown={code for code in whole.regions if mask.shown(code)},
        tree=catalogue.regions,
        adds=np.array(adds, dtype=bool),
    )
    return withheld(whole.frame, rows)


def telling(
    frame: pd.DataFrame,
    regions: Sequence[str],
    *,
    above: Collection[str],
    shown: Collection[str],
    tree: RegionTree,
    adds: Flags,
) -> Flags:
    """Rows of ``frame`` ([indicator, region]) whose total would give one unit's figures away.

    ``above`` are units whose totals are shown and of which not all below is; ``shown`` all units that are
    shown; ``adds``: indicators whose totals are sums. A total that is withheld is itself not shown, so what
    it hides is hidden in the one above as well.
    """
    shape = (len(adds), len(regions))
    place = {code: number for number, code in enumerate(regions)}
    counted = frame["regions_reported"].to_numpy().reshape(shape) > 0
    filed = counted | ~np.isnan(frame["numerator"].to_numpy().reshape(shape))
    hidden = np.zeros(shape, dtype=np.int64)
    tells = np.zeros(shape, dtype=bool)
    for code in sorted(set(above) & set(place), key=lambda each: -len(tree.ancestors(each))):
        here = place[code]
        for child in tree.children(code):
            if child.code in place:
                at = place[child.code]
                hidden[:, here] += hidden[:, at] if child.code in shown else filed[:, at]
        tells[:, here] = adds & (hidden[:, here] > 0) & (hidden[:, here] < FEWEST)
        hidden[~tells[:, here], here] = 0
    printed = (frame["basis"] == "reported").to_numpy().reshape(shape)
    return (tells & ~printed).ravel()


def without_sensitive(whole: Assessed, indicators: Indicators, entitled: Collection[str]) -> pd.DataFrame:
    """The frame without 敏感 figures of regions to which the viewer is not entitled."""
    sensitive = np.array([indicators[code].sensitive for code in whole.indicators], dtype=bool)
    told = np.array([sees(entitled, code) for code in whole.regions], dtype=bool)
    rows = (sensitive[:, None] & ~told[None, :]).ravel()
    return withheld(whole.frame.assign(reported=whole.frame["reported"].mask(rows)), rows, why=NO_RIGHT)


def withheld(frame: pd.DataFrame, rows: Flags, *, why: str = WITHHELD) -> pd.DataFrame:
    """The frame with these rows emptied: no value, no judgement, and why."""
    if not rows.any():
        return frame
    nothing = {name: frame[name].mask(rows) for name in EMPTIED}
    judged = rows & ~frame["status"].isin(UNJUDGED).to_numpy()
    said = {
        "qualifier": _said(frame["qualifier"], rows, ""),
        "basis": _said(frame["basis"], rows, ""),
        "gap": _said(frame["gap"], rows, why, GAPS),
        "status": _said(frame["status"], judged, "no_value", STATUSES),
        "warning": _said(frame["warning"], rows, "", WARNINGS),
    }
    return frame.assign(**nothing, **said)


def _said(column: pd.Series[str], rows: Flags, word: str, words: Sequence[str] = ()) -> pd.Categorical:
    """A column of a closed vocabulary with this word in these rows."""
    names = list(words) or [str(each) for each in pd.Categorical(column).categories]
    codes = pd.Categorical(column, categories=names).codes.astype(np.int64)
    return category(np.where(rows, names.index(word), codes), names)
