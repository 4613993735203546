"""The demonstration's assessment: two years through every stage, once, all of it labelled as made up."""

from __future__ import annotations

import builders_demo
import pytest
from builders_store import AT, file, fresh_services

from data.model import Period
from layouts.assessing import assess_demonstration
from layouts.services import Services
from loaders.demo_assessment import OBJECTING, STRUCK
from loaders.demonstration import demo_targets

LABEL = "演示"
PLACES = ("990101", "990102", "990103", OBJECTING, "990205", STRUCK)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A few counties with their figures of two years, assessed."""
    made = fresh_services(tmp_path_factory.mktemp("demo"))
    form = builders_demo.forms()["annual"]
    for year in (2024, 2025):
        for region in PLACES:
            filled = builders_demo.figures(region).filled(form, Period.year(year))
            told = {code: each.value for (code, _), each in filled.items() if each.value is not None}
            file(made, region, str(year), told)
    made.store.set_targets(demo_targets(), sha256="f" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    assess_demonstration(made)
    return made


def test_two_years_are_assessed_and_published(services: Services) -> None:
    runs = services.view().runs("demo")
    assert [(run.period, run.stage, run.next) for run in runs] == [
        ("2024", "published", None),
        ("2025", "published", None),
    ]
    assert all(each.status == "active" for each in services.view().schemes("demo"))


def test_a_second_time_changes_nothing(services: Services) -> None:
    before = services.view().runs("demo"), services.view().vetoes("demo"), services.view().schemes("demo")
    assess_demonstration(services)
    assert before == (
        services.view().runs("demo"),
        services.view().vetoes("demo"),
        services.view().schemes("demo"),
    )


def test_one_county_is_zeroed_with_evidence_and_its_score_without_it_stays(services: Services) -> None:
    (veto,) = services.view().vetoes("demo")
    assert veto.veto.region == STRUCK
    assert services.view().evidence("demo", subject="veto", code=veto.veto.code)
    run = services.view().runs("demo")[-1]
    (last,) = [
        each.content
        for each in services.view().sheets(run)
        if (each.region, each.stage) == (STRUCK, "decision")
    ]
    assert last["marks"] == "0"
    assert last["without_veto"] not in ("0", None)


def test_the_struck_county_could_object_to_its_veto(services: Services) -> None:
    (veto,) = services.view().vetoes("demo")
    run = services.view().runs("demo")[-1]
    steps = {step.stage: step.at for step in run.steps}
    assert veto.at < steps["feedback"] < steps["appeal"]
    first = {each.region: each.content for each in services.view().sheets(run) if each.stage == "first"}
    assert first[STRUCK]["marks"] == "0"
    assert first[STRUCK]["without_veto"] not in ("0", None)
    assert [each["rule"] for each in first[STRUCK]["vetoes"]] == [veto.veto.rule]


def test_one_objection_was_accepted_and_raised_the_score(services: Services) -> None:
    (appeal,) = services.view().appeals("demo")
    assert (appeal.region, appeal.answer) == (OBJECTING, "accepted")
    assert services.view().evidence("demo", subject="appeal", code=appeal.code)


def test_everything_made_up_says_so(services: Services) -> None:
    view = services.view()
    words = [each.reason for each in view.appeals("demo")] + [each.words for each in view.appeals("demo")]
    words += [each.veto.event for each in view.vetoes("demo")]
    words += [f"{each.title}{each.document}" for each in view.evidence("demo")]
    words += [each.mark.why for each in view.marks("demo", "demo-2025", "2025")]
    words += [each.scheme.name for each in view.schemes("demo")]
    assert [each for each in words if LABEL not in each] == []


def test_what_was_made_is_vouched_for_by_the_trail(services: Services) -> None:
    assert services.store.prove(at=AT, largest=0).whole
