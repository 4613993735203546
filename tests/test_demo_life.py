"""The demonstration lives: every state is there, a second time changes nothing, a correction is kept."""

from pathlib import Path

import pytest
from builders_store import AT, fresh_services

from data.model import Filing, Finding, Observation
from layouts.services import Services
from loaders import demo_life
from loaders.desk import Outcome

REGIONS = ("990101", "990102", "990103", "990104", "990201")
ODD = Finding("reported.differs", "explain", "复议应诉", "D8")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = fresh_services(tmp_path)
    for period, form in (("2025", "annual"), ("2026Q2", "quarterly"), ("2026Q3", "quarterly")):
        for region in REGIONS:
            send(made, region, period, form, 3)
    return made


def send(services: Services, region: str, period: str, form: str, heard: float) -> int:
    there = len(services.view().submissions(limit=100))
    observation = Observation("suit_heard", "own", heard, "exact", "复议应诉", "D8", f"{heard:g}", 0)
    filing = Filing(form, "demo", region, period, (observation,))
    sha256 = f"{there:064}"
    told = {"path": "县表.xlsx", "size": 1, "by": demo_life.FILER, "at": AT, "findings": (ODD,)}
    return services.store.accept(filing, sha256=sha256, status="waiting", **told)


def live(services: Services) -> None:
    view, store = services.view(), services.store
    demo_life.review(store, view, "demo", at=AT)
    demo_life.publish(store, view, "demo", services.keep_catalogue(), at=AT)


def test_every_state_is_seen_and_the_newest_quarter_is_left_for_a_person(services: Services) -> None:
    live(services)
    assert services.view().status_counts() == {"published": 10, "accepted": 3, "waiting": 1, "returned": 1}
    newest = [one.status for one in services.view().submissions(limit=5)]
    assert sorted(newest) == ["accepted", "accepted", "accepted", "returned", "waiting"]
    made = services.view().publications("demo")
    assert [(each.note, each.by) for each in made] == [
        ("2026年数据", demo_life.PUBLISHER),
        ("2025年数据", demo_life.PUBLISHER),
    ]


def test_what_is_approved_was_explained_and_by_nobody_who_filed_it(services: Services) -> None:
    live(services)
    for one in services.view().submissions(limit=100, statuses=["published", "accepted"]):
        assert services.view().explanations(one.submission)
        assert [event.by for event in services.view().events(one.submission)][1] == demo_life.REVIEWER


def test_a_second_time_publishes_nothing_more(services: Services) -> None:
    live(services)
    live(services)
    assert len(services.view().publications("demo")) == 2
    assert services.view().status_counts()["returned"] == 1


@pytest.mark.parametrize("first", [1, 11, 12])
def test_a_correction_enters_the_register_with_its_reason(services: Services, first: int) -> None:
    live(services)
    known = services.view().submission(first)
    assert known is not None
    one = known[0]

    def again() -> Outcome:
        number = send(services, one.region, one.period, one.form, 5)
        return Outcome("县表_更正.xlsx", "", number, "waiting")

    demo_life.correct(services.store, services.view(), first, again, services.keep_catalogue(), at=AT)
    told = [(each.old_value, each.new_value, each.why) for each in services.view().restatements("demo")]
    expected = [] if one.status == "returned" else [(3, 5, demo_life.CORRECTED_WHY)]
    assert told == expected


def test_published_figures_of_others_are_in_force_at_once(services: Services) -> None:
    filing = Filing("public", "public-renshe", "440117", "2021", ())
    services.store.accept(filing, sha256="f" * 64, path="x.xlsx", size=1, by="本机", at=AT)
    for _ in range(2):
        copy = services.keep_catalogue()
        told = {"at": AT, "by": "本机"}
        demo_life.publish_at_once(services.store, services.view(), "public-renshe", copy, **told)
    (made,) = services.view().publications("public-renshe")
    assert (made.items, made.periods) == (1, ("2021",))
