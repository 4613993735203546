"""整改: an item opened from a red, shown where the number stands, proposed for 销号 by a later submission."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_page import text
from builders_site import answered
from builders_store import AT, small_services
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model import Filing, Observation
from data.tasks import Task
from layouts.selection import parse
from layouts.services import Services
from layouts.views.matrix_cells import matrix
from layouts.views.matrix_grid import BETWEEN, row_data
from layouts.views.tasks_facts import register
from layouts.views.tasks_marks import portrait_section
from layouts.views.tasks_rectify import Proposal, proposal

RED, MET = "990103", "990101"  # 3/10 and 9/10 of a target of 90 %
QUERY = f"?dataset=demo&region={RED}&period=2025&indicator=FY04"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def post(client: FlaskClient, what: str, **fields: Any) -> TestResponse:
    given = {"dataset": "demo", "by": "王审", "back": "?dataset=demo", **fields}
    return client.post(f"/tasks/{what}", data=given)


def opened(client: FlaskClient, **fields: str) -> TestResponse:
    given = {"region": RED, "indicator": "FY04", "period": "2025", "due": "2027-03-31", **fields}
    return post(client, "rectify", lead="法规科", start="2026-11-20", **given)


def item(services: Services) -> Task:
    (found,) = (each for each in services.view().tasks("demo") if each.kind == "rectify")
    return found


def proposed(services: Services) -> Proposal | None:
    numbers = services.numbers()
    task = item(services)
    return proposal(numbers, task, register(services, numbers, "demo").opened[task.code])


def later(services: Services, came: int, period: str = "2025") -> int:
    """A filing of the red county, of 10 cases heard, a day after the item was opened."""
    at = AT + timedelta(days=1)
    services.clock = lambda: at
    figures = {"suit_head_appeared": came, "suit_heard": 10}
    cells = tuple(
        Observation(element, "own", float(value), "exact", "复议应诉", f"D{8 + place}", str(value), 0)
        for place, (element, value) in enumerate(figures.items())
    )
    data = f"{period} {came}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    services.store.keep_file(sha256, data)
    filing = Filing("annual", "demo", RED, period, cells)
    return services.store.accept(filing, sha256=sha256, path="后.xlsx", size=len(data), by="测试", at=at)


def cells(services: Services) -> dict[str, str]:
    """Of the red county in the matrix, by indicator."""
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": "990100", "period": "2025", "domain": "all"}, numbers)
    shown = matrix(numbers, chosen)
    row = next(each for each in row_data(numbers, chosen, shown) if each["r"] == RED)
    return dict(zip((each.code for each in shown.indicators), row["c"].split(BETWEEN), strict=True))


def test_the_form_begins_with_indicator_target_region_value_and_due(client: FlaskClient) -> None:
    shown = answered(client, "/tasks", QUERY + "&new=rectify")
    for word in ("负责人出庭应诉率", "≥90%", "30.0%", 'value=\\"2027-03-31\\"', f'value=\\"{RED}\\"'):
        assert word in shown, word


def test_an_item_knows_what_it_was_opened_from(services: Services, client: FlaskClient) -> None:
    assert opened(client).status_code == 200
    made = item(services)
    assert (made.region, made.indicator, made.target) == (RED, "FY04", "T-FY04-990000")
    assert (made.made_from, made.strength, made.due) == ("FY04@2025", "必须", "2027-03-31")
    assert "30.0%" in made.title


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"region": MET}, "not_red"),
        ({"indicator": "ZF01"}, "not_red"),
        ({"indicator": "无"}, "not_red"),
        ({"due": ""}, "no_due"),
        ({"region": "440117"}, "no_place"),
        ({"by": ""}, "no_by"),
    ],
)
def test_no_item_is_opened_where_nothing_is_red(
    services: Services, client: FlaskClient, fields: dict[str, str], code: str
) -> None:
    assert opened(client, **fields).get_json()["error"]["code"] == code
    assert services.view().tasks("demo") == ()


def test_a_red_has_one_open_item_at_a_time_and_a_code_is_never_used_again(
    services: Services, client: FlaskClient
) -> None:
    opened(client)
    assert opened(client).get_json()["error"]["code"] == "is_open"
    first = item(services).code
    post(client, "withdraw", task=first, why="开错")
    assert opened(client).status_code == 200
    assert item(services).code == f"{first}~2"


def test_matrix_passport_and_portrait_show_that_an_item_is_open(
    services: Services, client: FlaskClient
) -> None:
    before, passport = cells(services)["FY04"], answered(client, "/trace", QUERY)
    assert "new=rectify" in passport
    opened(client)
    assert cells(services)["FY04"] == before + "z"
    assert not [
        code for code, each in cells(services).items() if code != "FY04" and "z" in each.split("|")[2]
    ]
    after = answered(client, "/trace", QUERY)
    assert "整改中" in after
    assert "new=rectify" not in after
    assert "已开整改项 1 个" in answered(
        client, "/matrix", "?dataset=demo&region=990100&period=2025&domain=all"
    )
    numbers = services.numbers()
    section = portrait_section(
        services, numbers, parse({"dataset": "demo", "region": RED, "period": "2025"}, numbers)
    )
    assert "整改：负责人出庭应诉率" in text(section)


def test_a_later_submission_that_meets_the_target_proposes_to_close_the_item(
    services: Services, client: FlaskClient
) -> None:
    opened(client)
    assert proposed(services) is None
    number = later(services, 10)
    found = proposed(services)
    assert found is not None
    assert (found.submission, found.period, found.number.value) == (number, "2025", 100.0)
    assert "整改 1 项数据已达标，可以销号" in answered(
        client, "/tasks", "?dataset=demo&region=990100&period=2025"
    )


def test_what_is_proposed_waits_for_a_person_and_is_never_overdue(
    services: Services, client: FlaskClient
) -> None:
    opened(client)
    later(services, 10)
    services.clock = lambda: AT + timedelta(days=400)
    (found,) = register(services, services.numbers(), "demo").found
    assert (found.state, found.past_due) == ("waiting", True)
    later(services, 4)
    services.clock = lambda: AT + timedelta(days=400)
    (found,) = register(services, services.numbers(), "demo").found
    assert found.state == "overdue"


def test_a_later_submission_that_misses_it_proposes_nothing(services: Services, client: FlaskClient) -> None:
    opened(client)
    later(services, 4)
    assert proposed(services) is None
    assert (
        post(client, "step", task=item(services).code, step="confirm", by="赵核").get_json()["error"]["code"]
        == "not_now"
    )


def test_the_next_period_of_the_same_length_counts(services: Services, client: FlaskClient) -> None:
    opened(client)
    later(services, 10, "2026")
    found = proposed(services)
    assert found is not None
    assert found.period == "2026"


def test_another_reviewer_confirms_and_what_was_proposed_is_on_record(
    services: Services, client: FlaskClient
) -> None:
    opened(client)
    code, number = item(services).code, later(services, 10)
    assert post(client, "step", task=code, step="confirm").get_json()["error"]["code"] == "opener"
    assert (
        post(client, "step", task=code, step="confirm", by="测试").get_json()["error"]["code"] == "own"
    )  # who filed it
    assert post(client, "step", task=code, step="confirm", by="赵核").status_code == 200
    steps = [(each.step, each.by, each.submission) for each in services.view().task_steps("demo", code)]
    assert steps == [("propose", "法衡", number), ("confirm", "赵核", 0)]
    assert "z" not in cells(services)["FY04"].split("|")[2]
    assert opened(client).get_json()["error"]["code"] == "not_red"


def test_what_was_restated_after_the_proposal_is_not_closed(services: Services, client: FlaskClient) -> None:
    opened(client)
    code = item(services).code
    later(services, 10)
    post(client, "step", task=code, step="confirm", by="测试")  # refused, but the proposal is on record
    later(services, 2)
    answer = post(client, "step", task=code, step="confirm", by="赵核")
    assert answer.get_json()["error"]["code"] == "restated"


def test_an_item_needs_a_lead(services: Services, client: FlaskClient) -> None:
    given = {"region": RED, "indicator": "FY04", "period": "2025", "due": "2027-03-31", "lead": ""}
    assert post(client, "rectify", **given).get_json()["error"]["code"] == "no_lead"
    assert services.view().tasks("demo") == ()
