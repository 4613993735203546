"""Evidence as a form sends it: its fields and its scan, found right before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from data.evidence import Evidence, Subject
from layouts.services import Services
from layouts.text import Language
from layouts.views.board_dates import LONGEST_WHY
from layouts.views.board_routes import day_in
from layouts.views.evidence_parts import LONGEST_LINK
from layouts.views.sent_scan import Scan, has_file, scan_sent
from layouts.views.submit_sent import one_line

Fields = Mapping[str, str]
Place = tuple[str, Subject, str, str]  # dataset, subject, code, region


def evidence_sent(
    fields: Fields, files: Any, language: Language, place: Place, *, by: str, at: datetime
) -> tuple[Evidence, Scan]:
    """What the form says, checked; EvidenceError or ToldError for what cannot be kept."""
    dataset, subject, code, region = place
    day = day_in(fields.get("on", "").strip())
    scan = scan_sent(files, language) if has_file(files) else Scan("", b"", "", "")
    evidence = Evidence(
        dataset,
        subject,
        code,
        region,
        day.isoformat() if day else "",
        by,
        at,
        period=fields.get("period", "").strip(),
        title=one_line(fields.get("title", ""), LONGEST_WHY),
        document=one_line(fields.get("document", ""), LONGEST_WHY),
        link=one_line(fields.get("link", ""), LONGEST_LINK),
        sha256=scan.sha256,
        name=scan.name,
        kind=scan.kind,
        size=len(scan.data),
    )
    evidence.check()
    return evidence, scan


def keep_evidence(services: Services, evidence: Evidence, scan: Scan) -> int:
    """The file first, then what it shows; its number."""
    if scan.sha256:
        services.store.keep_file(scan.sha256, scan.data)
    return services.store.add_evidence(evidence)
