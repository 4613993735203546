"""What a form of 考核 brought, and what it names: a scheme, a run, a unit; its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.evidence import EvidenceError
from data.model import Viewer
from data.people import Role
from data.runs import Run, RunError
from data.scheme import Scheme, league_of
from data.schemes import SchemeError
from data.vetoes import VetoError
from layouts.services import Services
from layouts.text import Language
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY
from layouts.views.evidence_sent import evidence_sent, keep_evidence
from layouts.views.sent_scan import ToldError
from layouts.views.submit_sent import one_line

MOST_DIGITS = 6


@dataclass(frozen=True)
class Sent:
    """What a form brought."""

    services: Services
    fields: Mapping[str, str]
    files: Any
    language: Language

    def text(self, name: str) -> str:
        return one_line(self.fields.get(name, ""), LONGEST_WHY)

    @property
    def dataset(self) -> str:
        """A set with a duty to file; figures that others have published are not assessed."""
        code = self.fields.get("dataset", "")
        known = self.services.catalogue.datasets.get(code)
        if known is None or not known.duty:
            raise ToldError("no_duty", self.language, group="assess_told")
        return code

    @property
    def version(self) -> int:
        text = self.fields.get("version", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0

    @property
    def by(self) -> str:
        """The one who is signed in, else the name that was given."""
        by = self.services.signed(one_line(self.fields.get("by", ""), LONGEST_BY))
        if not by:
            raise ToldError("no_name", self.language)
        return by

    def allow(self, role: Role, region: str) -> None:
        viewer: Viewer = self.services.viewer()
        if not viewer.may(role, region):
            raise ToldError("no_right", self.language, 403)


def prove(sent: Sent, subject: tuple[Any, str, str], by: str) -> None:
    """What the form says of evidence is kept; none at all is refused with words of its own."""
    kind, code, region = subject
    place = (sent.dataset, kind, code, region)
    try:
        found, scan = evidence_sent(
            sent.fields, sent.files, sent.language, place, by=by, at=sent.services.clock()
        )
    except EvidenceError as error:
        if error.code == "nothing":
            raise VetoError("no_evidence") from None
        raise
    keep_evidence(sent.services, found, scan)


def scheme_named(sent: Sent) -> Scheme:
    """The version that the form names, as it stands."""
    found = sent.services.whole_view().scheme(sent.dataset, sent.text("scheme"), sent.version)
    if found is None:
        raise SchemeError("unknown")
    return found.scheme


def scheme_in_force(sent: Sent) -> Scheme:
    found = sent.services.whole_view().scheme(sent.dataset, sent.text("scheme"))
    if found is None or found.status != "active":
        raise VetoError("unknown")
    return found.scheme


def run_named(sent: Sent) -> Run:
    code = sent.text("run")
    found = [each for each in sent.services.whole_view().runs(sent.dataset) if each.code == code]
    if not found or found[0].withdrawn:
        raise RunError("unknown")
    return found[0]


def unit_named(sent: Sent, scheme: Scheme) -> str:
    """A unit below the one that assesses, which the scheme assesses."""
    region, tree = sent.fields.get("region", ""), sent.services.catalogue.regions
    below = region in tree and (region == scheme.region or tree.is_ancestor(scheme.region, region))
    if not below or league_of(scheme, region, tree.get(region).level) is None:
        raise ToldError("bad_unit", sent.language, group="assess_told")
    return region


def all_of(fields: Mapping[str, str], name: str) -> list[str]:
    many = getattr(fields, "getlist", None)
    return list(many(name)) if many else [fields[name]] if name in fields else []
