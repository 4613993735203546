"""What the forms of 考核 do: each asks for the right over the one that assesses, then for the verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.appeals import Answer, Appeal
from data.deadlines import day_of
from data.evidence import Subject
from data.runs import SCORED, STAGES, RunError
from data.scheme import Mark, Scheme, Veto
from data.vetoes import VetoError, mark_code, mark_problem, veto_problem
from layouts.assessing import scored, unpublished
from layouts.services import Services
from layouts.views.assessment_changes import number_in
from layouts.views.assessment_scheme_acts import activate, retire, save, shipped, upload
from layouts.views.assessment_sent import (
    Sent,
    all_of,
    prove,
    run_named,
    scheme_in_force,
    unit_named,
)
from layouts.views.assessment_stages import RIGHTS, last_day
from layouts.views.board_dates import LONGEST_WHY
from layouts.views.board_facts import calendar_of
from layouts.views.evidence_parts import LONGEST_LINK
from layouts.views.evidence_routes import check_link
from layouts.views.sent_scan import ToldError
from layouts.views.submit_sent import one_line


def begin(sent: Sent) -> None:
    """初评: the first sheets, of the version in force."""
    services = sent.services
    found = services.whole_view().scheme(sent.dataset, sent.text("scheme"), sent.version)
    if found is None:
        raise RunError("unknown")
    scheme = found.scheme
    sent.allow("review", scheme.region)
    if scheme.status != "active":
        raise RunError("draft")
    by = sent.by
    place = (sent.dataset, scheme.region, scheme.scheme, found.version)
    sheets = scored(services, scheme, scheme.period).contents()
    services.store.begin_run(place, scheme.period, sheets, by=by, at=services.clock())


def step(sent: Sent) -> None:
    """The next stage of a run; its sheets are made anew where the stage asks for it."""
    services, run = sent.services, run_named(sent)
    stage = next((each for each in STAGES if each == sent.fields.get("stage", "")), None)
    if stage is None:
        raise RunError("order")
    sent.allow(RIGHTS[stage], run.region)
    found = services.whole_view().scheme(run.dataset, run.scheme, run.version)
    if found is None:
        raise RunError("unknown")
    sheets = None
    if stage in SCORED and run.next == stage:
        made = scored(services, found.scheme, run.period)
        if stage == "decision" and unpublished(services, found.scheme, run.period, made):
            raise RunError("unpublished")
        sheets = made.contents()
    at = services.clock()
    until = last_day(day_of(at), found.scheme, calendar_of(services.numbers())) if stage == "appeal" else None
    services.store.step_run(
        run.dataset, run.code, stage, by=sent.by, at=at, sheets=sheets, until=until, note=sent.text("note")
    )


def undo(sent: Sent) -> None:
    run = run_named(sent)
    sent.allow("publish", run.region)
    why, at = sent.text("why"), sent.services.clock()
    sent.services.store.withdraw_run(run.dataset, run.code, why=why, by=sent.by, at=at)


def veto(sent: Sent) -> None:
    """An event with its evidence; everything else is found right before the evidence is written."""
    services, scheme = sent.services, scheme_in_force(sent)
    sent.allow("review", scheme.region)
    region, by, at = unit_named(sent, scheme), sent.by, services.clock()
    code = services.store.next_veto(sent.dataset)
    proved = tuple(one_line(each, LONGEST_WHY) for each in all_of(sent.fields, "condition"))
    found = Veto(
        code,
        sent.dataset,
        sent.text("rule"),
        region,
        sent.text("period"),
        sent.text("event"),
        conditions=proved,
    )
    problem = veto_problem(scheme, found)
    if problem:
        raise VetoError(problem)
    _prove(sent, ("veto", code, region), by)
    services.store.set_veto(scheme.scheme, found, by=by, at=at)


def unveto(sent: Sent) -> None:
    services, code = sent.services, sent.text("code")
    kept = [each for each in services.whole_view().vetoes(sent.dataset) if each.veto.code == code]
    if not kept:
        raise VetoError("unknown")
    root = services.catalogue.datasets[sent.dataset].root
    found = services.whole_view().scheme(sent.dataset, kept[0].scheme)
    sent.allow("review", found.scheme.region if found else root)
    services.store.withdraw_veto(sent.dataset, code, why=sent.text("why"), by=sent.by, at=services.clock())


def mark(sent: Sent) -> None:
    """Marks by hand, with reason and evidence."""
    services, scheme = sent.services, scheme_in_force(sent)
    sent.allow("review", scheme.region)
    region, by, item = unit_named(sent, scheme), sent.by, sent.text("item")
    marks = number_in(sent.fields.get("marks", ""))
    if marks is None:
        raise VetoError("bounds")
    given = Mark(item, region, marks, sent.text("why"))
    problem = mark_problem(scheme, given)
    if problem:
        raise VetoError(problem)
    _check_open(services, scheme)
    _prove(sent, ("mark", mark_code(scheme.scheme, scheme.period, region, item), region), by)
    services.store.give_mark(sent.dataset, scheme.scheme, scheme.period, given, by=by, at=services.clock())


def _check_open(services: Services, scheme: Scheme) -> None:
    """VetoError where the assessment is decided: marks come too late."""
    for run in services.whole_view().runs(scheme.dataset):
        same = (run.scheme, run.period) == (scheme.scheme, scheme.period)
        if same and not run.withdrawn and run.reached("decision"):
            raise VetoError("decided")


def _prove(sent: Sent, subject: tuple[Subject, str, str], by: str) -> None:
    check_link(one_line(sent.fields.get("link", ""), LONGEST_LINK))
    prove(sent, subject, by)


def appeal(sent: Sent) -> None:
    """An objection of a unit that has a sheet, by those who file for it, to an item or the whole sheet."""
    services, run = sent.services, run_named(sent)
    region, by = sent.fields.get("region", ""), sent.by
    sent.allow("file", region)
    found = services.whole_view().scheme(run.dataset, run.scheme, run.version)
    if found is None:
        raise RunError("unknown")
    unit_named(sent, found.scheme)
    if region not in {each.region for each in services.whole_view().sheets(run)}:
        raise ToldError("bad_unit", sent.language, group="assess_told")
    if sent.text("item") not in {"", *(each.code for each in found.scheme.items)}:
        raise VetoError("item")
    at, code = services.clock(), services.store.next_appeal(run.dataset, run.code)
    made = Appeal(code, run.dataset, run.code, region, sent.text("item"), sent.text("words"), by, at)
    services.store.check_appeal(made)
    _prove(sent, ("appeal", code, region), by)
    services.store.enter_appeal(made)


def answer(sent: Sent) -> None:
    services, code = sent.services, sent.text("code")
    kept = [each for each in services.whole_view().appeals(sent.dataset) if each.code == code]
    if not kept:
        raise ToldError("unknown", sent.language, group="assess_told")
    runs = {run.code: run for run in services.whole_view().runs(sent.dataset)}
    sent.allow("review", runs[kept[0].run].region)
    given: Answer = "accepted" if sent.fields.get("answer") == "accepted" else "rejected"
    services.store.answer_appeal(
        sent.dataset, code, given, reason=sent.text("why"), by=sent.by, at=services.clock()
    )


Act = Callable[[Sent], None]
ACTS: Mapping[str, Act] = {
    "activate": activate,
    "retire": retire,
    "save": save,
    "shipped": shipped,
    "upload": upload,
    "begin": begin,
    "step": step,
    "undo": undo,
    "veto": veto,
    "unveto": unveto,
    "mark": mark,
    "appeal": appeal,
    "answer": answer,
}
