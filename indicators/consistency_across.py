"""across: every check of one filing against other filings, in one order, each figure told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from data.checking import CrossCheck
from data.model import Finding, Target
from indicators.consistency_case import Case
from indicators.consistency_space import children, rates
from indicators.consistency_targets import equal_near
from indicators.consistency_time import falling, last_year, outlier, previous, tiling

Check = Callable[[Case, CrossCheck], Iterator[Finding]]

# Sure contradictions first: a figure that one of them names is not named again for being unusual.
CONTRADICTIONS: tuple[tuple[str, Check], ...] = (
    ("previous", previous),
    ("tiling", tiling),
    ("falling", falling),
    ("children", children),
)
UNUSUAL: tuple[tuple[str, Check], ...] = (("last_year", last_year), ("outlier", outlier))


def across(case: Case, checks: Mapping[str, CrossCheck], targets: Sequence[Target]) -> tuple[Finding, ...]:
    """Findings of the filing; checks that are switched off or not meant for it are left out."""
    kind = case.period.kind
    used = {code: check for code, check in checks.items() if check.applies(case.level, kind)}
    found: list[Finding] = []
    told: set[tuple[str, str]] = set()
    for code, run in CONTRADICTIONS:
        found += run(case, used[code]) if code in used else ()
    told |= {(finding.sheet, finding.cell) for finding in found}
    for code, run in UNUSUAL:
        new = run(case, used[code]) if code in used else ()
        kept = [finding for finding in new if (finding.sheet, finding.cell) not in told]
        found += kept
        told |= {(finding.sheet, finding.cell) for finding in kept}
    for finding in rates(case, used.get("outlier"), used.get("funnel")):
        if (finding.sheet, finding.cell) not in told:
            found.append(finding)
    if "equal_near" in used:
        found += equal_near(case, used["equal_near"], targets)
    return tuple(found)
