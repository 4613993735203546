"""What the forms of 考核 do with schemes: entered, put in force, retired, saved from the simulator."""

from __future__ import annotations

from data.scheme_check import check_scheme
from data.schemes import Approval, SchemeError
from indicators.scoring_subjects import subjects_of
from layouts.text import words
from layouts.views.assessment_changes import applied, changes_of
from layouts.views.assessment_facts import CHANGES
from layouts.views.assessment_files import finding_of, scheme_sent, tasks_named, told
from layouts.views.assessment_sent import Sent, scheme_named
from layouts.views.board_dates import LONGEST_WHY
from loaders.scheme_toml import read_schemes


def activate(sent: Sent) -> None:
    scheme = scheme_named(sent)
    sent.allow("publish", scheme.region)
    approval = Approval(*(sent.text(name) for name in ("basis", "number", "approver", "decided_on")))
    sent.services.store.activate_scheme(
        sent.dataset, scheme.scheme, sent.version, approval, by=sent.by, at=sent.services.clock()
    )


def retire(sent: Sent) -> None:
    """A draft is discarded by those who made it, one in force retired by those who put it there."""
    scheme = scheme_named(sent)
    sent.allow("publish" if scheme.status == "active" else "review", scheme.region)
    why, at = sent.text("why"), sent.services.clock()
    sent.services.store.retire_scheme(sent.dataset, scheme.scheme, sent.version, why=why, by=sent.by, at=at)


def save(sent: Sent) -> None:
    """The scheme with what the simulator changed, as a draft."""
    scheme = scheme_named(sent)
    sent.allow("review", scheme.region)
    own = {key: sent.fields.get(key, "")[:LONGEST_WHY] for key in CHANGES}
    changes = changes_of(own, scheme, words(sent.language))
    if not changes or any(each.problem for each in changes):
        raise SchemeError("same")
    made = applied(scheme, changes)
    subjects, tasks = subjects_of(sent.services.indicators), tasks_named(sent.services, sent.dataset)
    mistakes = check_scheme(made, sent.services.catalogue, subjects, tasks)
    if mistakes:
        raise told([finding_of(each) for each in mistakes], sent.language)
    sent.services.store.save_scheme(made, why=sent.text("why"), by=sent.by, at=sent.services.clock())


def shipped(sent: Sent) -> None:
    """A scheme that comes with the program is entered as a draft."""
    services, code = sent.services, sent.text("scheme")
    known = read_schemes(services.shipped, subjects_of(services.indicators))
    found = next((each for each in known if (each.dataset, each.scheme) == (sent.dataset, code)), None)
    if found is None:
        raise SchemeError("unknown")
    sent.allow("review", found.region)
    services.store.save_scheme(found, by=sent.by, at=services.clock())


def upload(sent: Sent) -> None:
    """A workbook is entered as a draft, whole or not at all."""
    services = sent.services
    sent.allow("review", services.catalogue.datasets[sent.dataset].root)
    by = sent.by
    made = scheme_sent(services, sent.files, sent.dataset, sent.language)
    sent.allow("review", made.region)
    services.store.save_scheme(made, by=by, at=services.clock())
