"""Groups of regions in the record: the newest state counts, nothing is ever changed, all is in the trail."""

from __future__ import annotations

import pytest
from builders_store import AT
from sqlalchemy import exc, text

from data.peer_groups import PeerGroup, PeerGroupError
from layouts.services import Services


def groups(services: Services, dataset: str = "demo") -> tuple[PeerGroup, ...]:
    return services.view().peer_groups(dataset)


def test_a_group_is_kept_under_a_code_of_its_own(services: Services) -> None:
    save = services.store.save_peer_group
    first = save("", "demo", "山区", ["990101", "990102"], by="测试", at=AT)
    second = save("", "demo", "城区", ["990103"], by="测试", at=AT)
    assert first != second
    assert [(each.code, each.name, each.regions) for each in groups(services)] == [
        (first, "山区", ("990101", "990102")),
        (second, "城区", ("990103",)),
    ]


def test_the_newest_state_of_a_code_counts(services: Services) -> None:
    code = services.store.save_peer_group("", "demo", "山区", ["990101"], by="测试", at=AT)
    services.store.save_peer_group(code, "demo", "山区县", ["990101", "990104"], by="另一人", at=AT)
    (found,) = groups(services)
    assert (found.code, found.name, found.regions, found.by) == (
        code,
        "山区县",
        ("990101", "990104"),
        "另一人",
    )


def test_a_dropped_group_is_gone_and_its_code_is_not_given_again(services: Services) -> None:
    code = services.store.save_peer_group("", "demo", "山区", ["990101"], by="测试", at=AT)
    services.store.drop_peer_group(code, "demo", by="测试", at=AT)
    assert groups(services) == ()
    assert services.store.save_peer_group("", "demo", "新组", ["990101"], by="测试", at=AT) != code


def test_a_group_belongs_to_its_dataset(services: Services) -> None:
    code = services.store.save_peer_group("", "demo", "山区", ["990101"], by="测试", at=AT)
    assert groups(services, "public-renshe") == ()
    with pytest.raises(PeerGroupError):
        services.store.save_peer_group(code, "public-renshe", "山区", ["990101"], by="测试", at=AT)
    with pytest.raises(PeerGroupError):
        services.store.drop_peer_group("g99", "demo", by="测试", at=AT)


def test_every_change_is_in_the_trail_and_no_row_is_rewritten(services: Services) -> None:
    code = services.store.save_peer_group("", "demo", "山区", ["990101"], by="测试", at=AT)
    services.store.drop_peer_group(code, "demo", by="另一人", at=AT)
    with services.store._engine.begin() as connection:
        rows = connection.execute(
            text("SELECT action, object, actor FROM audit WHERE action LIKE 'peer_group.%' ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("peer_group.set", code, "测试"),
        ("peer_group.set", code, "另一人"),
    ]
    with pytest.raises(exc.DatabaseError, match="append-only"), services.store._engine.begin() as connection:
        connection.execute(text("UPDATE peer_group SET name = 'x'"))


def test_a_group_that_no_entry_tells_of_is_found(services: Services) -> None:
    services.store.save_peer_group("", "demo", "山区", ["990101"], by="测试", at=AT)
    assert services.store.prove(at=AT, largest=0).whole
    with services.store._engine.begin() as connection:
        connection.execute(
            text(
                'INSERT INTO peer_group (code, dataset, name, regions, "by", at) '
                'SELECT code, dataset, name, regions, "by", at FROM peer_group'
            )
        )
    assert [fault.code for fault in services.store.prove(at=AT, largest=0).faults] == ["groups"]
