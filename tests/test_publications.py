"""Publications in the record: what is in force, what changed, snapshots as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_numbers import target
from builders_record import AT, broken_at, filing, opened
from builders_stages import (
    COPY,
    FILER,
    PUBLISHER,
    REVIEWER,
    approve,
    corrected,
    heard,
    publish,
    send,
    status,
    view,
)

from data.publishing import PublishError
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_only_what_is_approved_is_published(store: Store) -> None:
    first = send(store, filing(suit_heard=3))
    send(store, filing(region="990102", suit_heard=5))
    with pytest.raises(PublishError, match="nothing"):
        publish(store)
    approve(store, first)
    number = publish(store)
    assert [item.region for item in view(store).published_items(number)] == ["990101"]
    assert heard(store, region="990102", stage="published") is None


def test_publishing_needs_its_right(store: Store) -> None:
    with pytest.raises(PublishError, match="no_right"):
        store.publish("demo", ["2024"], by="", at=AT, catalogue=COPY, rights={"review"})


def test_a_correction_stands_in_the_register_with_both_figures_and_the_reason(store: Store) -> None:
    _, two = corrected(store)
    (entry,) = view(store).restatements("demo")
    assert (entry.element, entry.scope, entry.region, entry.period) == ("suit_heard", "own", "990101", "2024")
    assert (entry.old_value, entry.new_value, entry.why) == (3, 4, "漏计一件")
    assert (entry.old_place, entry.before, entry.submission, entry.publication) == ("复议应诉!D12", 1, 2, two)
    assert view(store).restatements("demo", elements=["suit_lost"]) == ()


def test_a_snapshot_shows_the_figures_as_they_were_published(store: Store) -> None:
    one, two = corrected(store)
    assert (heard(store, publication=one), heard(store, publication=two)) == (3, 4)
    assert heard(store, stage="published") == 4
    send(store, filing(region="990102", suit_heard=9))
    assert heard(store, region="990102", publication=two) is None


def test_a_snapshot_keeps_what_an_earlier_publication_put_in_force(store: Store) -> None:
    approve(store, send(store, filing(suit_heard=3)))
    publish(store)
    approve(store, send(store, filing(region="990102", suit_heard=5)))
    two = publish(store)
    assert [heard(store, region=code, publication=two) for code in ("990101", "990102")] == [3, 5]
    assert heard(store, region="990102", publication=1) is None
    assert view(store, publication=two).versions("demo").keys() == {"2024", "targets"}
    assert view(store, publication=two).versions("other") == {}


def test_a_snapshot_keeps_the_targets_of_its_time(store: Store) -> None:
    approve(store, send(store, filing(suit_heard=3)))
    store.set_targets([target()], sha256="t" * 64, path="目标.xlsx", size=1, by=FILER, at=AT)
    number = publish(store)
    later = [target(threshold=95.0)]
    store.set_targets(later, sha256="u" * 64, path="目标2.xlsx", size=1, by=FILER, at=AT)
    assert [each.threshold for each in view(store, publication=number).targets("demo")] == [90]
    assert [each.threshold for each in view(store).targets("demo")] == [95]


def test_changing_published_figures_needs_a_reason_and_changes_nothing_without_one(
    store: Store, tmp_path: Path
) -> None:
    first = send(store, filing(suit_heard=3))
    approve(store, first)
    publish(store)
    store.step(first, "unlock", by=REVIEWER, at=AT, why="更正")
    second = send(store, filing(suit_heard=4))
    approve(store, second)
    with pytest.raises(PublishError) as caught:
        publish(store, why=" ")
    assert (caught.value.code, caught.value.changed) == ("why", 1)
    assert (status(store, second), heard(store, stage="published")) == ("accepted", 3)
    assert len(view(store).publications("demo")) == 1
    assert broken_at(tmp_path) is None


def test_parents_wait_for_those_below_them_who_are_named(store: Store) -> None:
    city = send(store, filing(region="990100", suit_heard=1))
    county = send(store, filing(region="990101", suit_heard=3))
    approve(store, city)

    def below(form: str, region: str, period: str) -> tuple[str, ...]:
        return ("990101", "990102") if region == "990100" else ()

    def attempt() -> int:
        return store.publish("demo", ["2024"], by=PUBLISHER, at=AT, catalogue=COPY, below=below)

    with pytest.raises(PublishError) as caught:
        attempt()
    assert caught.value.missing == {"990100 2024": ["990101", "990102"]}
    approve(store, county)
    with pytest.raises(PublishError) as caught:
        attempt()
    assert caught.value.missing == {"990100 2024": ["990102"]}
    approve(store, send(store, filing(region="990102", suit_heard=3)))
    assert attempt() == 1


def test_what_waits_for_publication_is_seen_with_what_is_published(store: Store) -> None:
    corrected(store)
    send(store, filing(region="990102", suit_heard=5))
    found = [(each.region, each.status, each.published) for each in view(store).standings("demo")]
    assert found == [("990101", "published", 2), ("990102", "waiting", None)]


def test_two_versions_are_compared_figure_by_figure(store: Store) -> None:
    corrected(store)
    found = {change.element: change for change in view(store).changes(1, 2)}
    assert [(code, each.restated) for code, each in found.items()] == [
        ("suit_heard", True),
        ("suit_lost", False),
    ]
    assert (found["suit_heard"].old.value, found["suit_heard"].new.place) == (3, "复议应诉!D12")
