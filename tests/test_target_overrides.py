"""Targets set otherwise for a region: with a reason, in order with workbooks, withdrawn, in the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_store import AT, demo_target, file, fresh_services
from sqlalchemy import exc, text

from data.model import Target
from data.target_overrides import TargetOverrideError
from layouts.services import Services

BASE = "T-FY04-990000"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = fresh_services(tmp_path)
    enter(made, demo_target(made, "FY04", "floor", 90), sha256="f" * 64)
    return made


def enter(services: Services, *targets: Target, sha256: str) -> None:
    services.store.set_targets(targets, sha256=sha256, path="目标.xlsx", size=1, by="测试", at=AT)


def local(services: Services, region: str = "990100", threshold: float = 80, **changes: str) -> Target:
    given = {"region": region, "threshold": threshold, "reason": "山区出庭路远", "decided_on": "2024-01-05"}
    return replace(demo_target(services, "FY04", "floor", threshold), **{**given, **changes})


def keep(services: Services, base: str = BASE, **given: Any) -> str:
    return services.store.override_target(base, local(services, **given), by="王某", at=AT)


def told(services: Services, publication: int = 0) -> list[tuple[str, str, float | None]]:
    view = services.numbers(publication).view
    return [(each.target, each.region, each.threshold) for each in view.targets("demo")]


def test_a_local_target_stands_beside_the_one_it_departs_from(services: Services) -> None:
    code = keep(services)
    assert told(services) == [(BASE, "990000", 90.0), (code, "990100", 80)]
    assert code == f"{BASE}~1"


def test_another_state_of_the_same_region_keeps_its_code_and_another_region_has_its_own(
    services: Services,
) -> None:
    first, again = keep(services), keep(services, threshold=82)
    other = keep(services, region="990101", threshold=70)
    assert first == again != other
    assert told(services)[1:] == [(first, "990100", 82), (other, "990101", 70)]


def test_a_local_target_of_a_local_target_departs_from_the_first(services: Services) -> None:
    keep(services)
    assert keep(services, base=f"{BASE}~1", region="990101") == f"{BASE}~2"


def test_a_withdrawn_local_target_is_gone_and_stays_in_the_history(services: Services) -> None:
    code = keep(services)
    services.store.withdraw_target(code, "demo", why="通路后不再需要", by="王某", at=AT)
    assert told(services) == [(BASE, "990000", 90.0)]
    steps = [each for each in services.view().target_history("demo") if each.code == code]
    assert [(each.target is None, each.why) for each in steps] == [
        (False, "山区出庭路远"),
        (True, "通路后不再需要"),
    ]
    assert keep(services) == code


@pytest.mark.parametrize(
    ("base", "changes", "reason"),
    [
        ("T-nothing", {}, "unknown"),
        (BASE, {"region": "990000"}, "same_region"),
        (BASE, {"reason": " "}, "no_reason"),
    ],
)
def test_what_cannot_be_kept_leaves_no_trace(
    services: Services, base: str, changes: dict[str, str], reason: str
) -> None:
    with pytest.raises(TargetOverrideError, match=reason):
        keep(services, base=base, **changes)
    assert len(services.view().target_history("demo")) == 1


def test_only_a_local_target_is_withdrawn_and_with_a_reason(services: Services) -> None:
    code = keep(services)
    for which, why, reason in ((BASE, "误", "unknown"), (code, " ", "no_reason"), ("x~1", "误", "unknown")):
        with pytest.raises(TargetOverrideError, match=reason):
            services.store.withdraw_target(which, "demo", why=why, by="王某", at=AT)


def test_the_later_of_page_and_workbook_counts(services: Services) -> None:
    code = keep(services)
    enter(services, replace(local(services, threshold=85), target=code), sha256="a" * 64)
    assert told(services)[1] == (code, "990100", 85)
    keep(services, threshold=75)
    assert told(services)[1] == (code, "990100", 75)


def test_a_local_target_of_a_workbook_is_withdrawn_on_the_page(services: Services) -> None:
    enter(services, replace(local(services), target=f"{BASE}~7"), sha256="a" * 64)
    services.store.withdraw_target(f"{BASE}~7", "demo", why="误报", by="王某", at=AT)
    assert told(services) == [(BASE, "990000", 90.0)]
    assert keep(services, region="990101") == f"{BASE}~8"


def test_a_new_local_target_gives_the_register_another_version(services: Services) -> None:
    before = services.view().versions("demo")["targets"]
    keep(services)
    assert services.view().versions("demo")["targets"] > before


def test_every_step_is_in_the_trail_and_no_row_is_rewritten(services: Services) -> None:
    code = keep(services)
    services.store.withdraw_target(code, "demo", why="误报", by="另一人", at=AT)
    with services.store._engine.begin() as connection:
        rows = connection.execute(
            text("SELECT object, actor FROM audit WHERE action = 'target.override' ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [(code, "王某"), (code, "另一人")]
    with pytest.raises(exc.DatabaseError, match="append-only"), services.store._engine.begin() as connection:
        connection.execute(text("UPDATE target_override SET why = 'x'"))


def test_a_local_target_that_no_entry_tells_of_is_found(services: Services) -> None:
    keep(services)
    assert services.store.prove(at=AT, largest=0).whole
    columns = 'dataset, code, content, withdrawn, "after", why, "by", at'
    with services.store._engine.begin() as connection:
        copied = f"INSERT INTO target_override ({columns}) SELECT {columns} FROM target_override"
        connection.execute(text(copied))
    assert [fault.code for fault in services.store.prove(at=AT, largest=0).faults] == ["overrides"]


def test_a_publication_keeps_the_targets_that_it_knew(services: Services) -> None:
    file(services, "990101", "2025", {"suit_head_appeared": 8, "suit_heard": 10})
    code = keep(services)
    copy = services.keep_catalogue()
    number = services.store.publish("demo", ["2025"], by="王某", at=AT, catalogue=copy)
    later = AT + timedelta(days=1)
    services.store.override_target(BASE, local(services, threshold=60), by="王某", at=later)
    assert told(services, number)[1] == (code, "990100", 80)
    assert told(services)[1] == (code, "990100", 60)


def test_an_older_register_filed_again_does_not_revive_what_was_withdrawn(services: Services) -> None:
    code = keep(services)
    keep(services, threshold=75)
    services.store.withdraw_target(code, "demo", why="通路后不再需要", by="王某", at=AT)
    (base, *_) = services.view().targets("demo")
    for number, threshold in enumerate((80.0, 75.0)):  # as it was first, and as it was last
        older = replace(local(services, threshold=threshold), target=code)
        enter(services, base, older, sha256=f"{number}" * 64)
        assert told(services) == [(BASE, "990000", 90.0)]
    changed = replace(local(services), target=code, reason="汛期另定")
    enter(services, base, changed, sha256="b" * 64)
    assert told(services) == [(BASE, "990000", 90.0), (code, "990100", 80)]


def test_the_same_may_be_set_again_on_the_page(services: Services) -> None:
    code = keep(services)
    services.store.withdraw_target(code, "demo", why="误", by="王某", at=AT)
    assert keep(services) == code
    assert told(services)[1:] == [(code, "990100", 80)]


def purge(services: Services, sha256: str) -> None:
    services.store.purge(sha256, by="李某", second="王某", why="误传", at=AT)


def test_a_purged_register_takes_the_local_targets_made_from_it_along(
    services: Services, tmp_path: Path
) -> None:
    secret = "绝不该在此的目标"
    other = replace(demo_target(services, "FY05", "cap", 8), text=secret)
    enter(services, other, sha256="e" * 64)
    words = replace(other, region="990100", threshold=9.0, reason=secret)
    services.store.override_target(other.target, words, by="王某", at=AT)
    kept = keep(services)
    purge(services, "e" * 64)
    assert told(services) == [(BASE, "990000", 90.0), (kept, "990100", 80)]
    assert all(each.code != f"{other.target}~1" for each in services.view().target_history("demo"))
    assert secret.encode() not in (tmp_path / "faheng.db").read_bytes()
    assert services.store.prove(at=AT, largest=0).whole


def test_a_local_target_made_from_another_register_stays(services: Services) -> None:
    enter(services, demo_target(services, "FY04", "floor", 92), sha256="e" * 64)
    enter(services, demo_target(services, "FY04", "floor", 93), sha256="d" * 64)
    code = keep(services)
    purge(services, "e" * 64)
    assert told(services) == [(BASE, "990000", 93.0), (code, "990100", 80)]
    purge(services, "d" * 64)
    assert told(services) == [(BASE, "990000", 90.0)]
