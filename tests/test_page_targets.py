"""目标: the register for a region, where each target comes from, how it is met; set otherwise, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bench import page_request
from builders_page import text, with_class
from builders_people import OWN, people_services
from builders_store import AT, demo_target, fresh_services, small_services
from builders_targets import CITY, body, entered, plan, seen, statuses
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model import Target
from data.people import Grant
from layouts.services import Services
from layouts.text import LANGUAGES, Language, words
from loaders.intake import receive
from loaders.targets import read_targets, write_targets
from loaders.workbook import read

BASE = "T-FY04-990000"
COUNTY = "990103"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = small_services(tmp_path)
    free = [
        replace(
            demo_target(made, "FY04", "floor", 1),
            target="T-ban",
            indicator="ZF02",
            kind="prohibition",
            op="",
            threshold=None,
        ),
        plan(made),
        demo_target(made, "TZ06", "floor", 50),
    ]
    made.store.set_targets(free, sha256="e" * 64, path="另.xlsx", size=1, by="测试", at=AT)
    return made


def local(services: Services, region: str = COUNTY, threshold: float = 25) -> str:
    told = replace(demo_target(services, "FY04", "floor", threshold), region=region, reason="山区出庭路远")
    return services.store.override_target(BASE, told, by="测试", at=AT)


def post(client: FlaskClient, what: str = "override", **fields: str) -> TestResponse:
    given = {
        "dataset": "demo",
        "target": BASE,
        "region": COUNTY,
        "value": "25",
        "reason": "山区出庭路远",
        "source": "示例法治办〔2025〕3号",
        "author": "乙市",
        "decided_on": "2025-02-01",
        "by": "李某",
        "back": "?dataset=demo",
    }
    return client.post(f"/targets/{what}", data={**given, **fields})


def test_the_matrix_has_the_status_of_every_region_that_the_target_judges(services: Services) -> None:
    found = seen(services)
    assert statuses(found, BASE)[COUNTY] == "missed"
    assert statuses(found, BASE)["990101"] == "met"
    # FY04: 9/10, 18/20, 2/2 against 90 %, 3/10 not; FY05: 1/20, 0/2 against 8 %, 1/10 and 5/10 not;
    # the day of T-plan is over in all eight counties without evidence
    assert set(statuses(found, "T-plan").values()) == {"missed"}
    assert found.counts() == {"met": 5, "near": 0, "missed": 3 + 8}


def test_a_local_target_takes_the_region_out_of_the_row_above_and_has_its_own(services: Services) -> None:
    code = local(services)
    found = seen(services)
    assert COUNTY not in statuses(found, BASE)
    assert statuses(found, code) == {COUNTY: "met"}


def test_a_target_of_the_city_reaches_its_counties_and_says_from_where(services: Services) -> None:
    code = local(services, region=CITY, threshold=80)
    names = [services.catalogue.regions.get(each).name for each in ("990000", CITY)]
    told = text(body(services, region=COUNTY))
    assert f"{names[0]}所定；由更近的{names[1]}所定 {code} 代替" in told
    assert f"承自{names[1]}" in told


def test_a_target_of_counties_lacks_nothing_that_its_counties_have(services: Services) -> None:
    counties = replace(demo_target(services, "FY06", "cap", 5), target="T-counties", levels=("county",))
    services.store.set_targets([counties], sha256="9" * 64, path="县.xlsx", size=1, by="测试", at=AT)
    found = seen(services)
    assert "T-counties" not in [each.target.target for each in found.without_data]
    assert "FY06" not in [each.code for each in found.without_target]


def test_what_lacks_data_and_what_lacks_a_target_is_listed(services: Services) -> None:
    found = seen(services)
    assert [each.target.target for each in found.without_data] == ["T-TZ06-990000"]
    assert [each.target.target for each in found.free] == ["T-plan"]
    assert found.without_target
    assert not {each.code for each in found.without_target} & {"FY04", "FY05"}
    assert not any(each.protected for each in found.without_target)
    assert found.protected > 0


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"kind": "date"}, ["T-plan"]),
        ({"kind": "cap"}, ["T-FY05-990000"]),
        ({"domain": "TZ"}, ["T-TZ06-990000"]),
        ({"strength": "力争"}, []),
    ],
)
def test_the_filters_keep_what_fits(services: Services, query: dict[str, str], kept: list[str]) -> None:
    found = [line.target.target for line in seen(services, **query).lines]
    assert found == kept


def test_a_protected_target_has_no_form_but_the_clause(services: Services) -> None:
    made = body(services, target="T-ban")
    assert words("zh")["target_told.protected"] in text(made)
    assert with_class(made, "life-form") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_opened_has_its_history_and_its_form(services: Services, language: Language) -> None:
    code = local(services)
    services.store.withdraw_target(code, "demo", why="路修好了", by="测试", at=AT)
    made = body(services, target=BASE, lang=language)
    told = text(made)
    assert "路修好了" in told
    assert "山区出庭路远" in told
    assert words(language)["target_page.withdrawn"] in told


def test_a_target_is_set_otherwise_and_withdrawn_by_the_form(services: Services, client: FlaskClient) -> None:
    assert post(client).get_json() == {"address": "/targets?dataset=demo"}
    (found,) = [each for each in services.view().targets("demo") if each.region == COUNTY]
    assert (found.threshold, found.reason, found.source, found.author, found.decided_on) == (
        25.0,
        "山区出庭路远",
        "示例法治办〔2025〕3号",
        "乙市",
        "2025-02-01",
    )
    number = services.numbers().assessed("demo", "2025").number("FY04", COUNTY)
    assert (number.target, number.status) == (found.target, "met")
    assert post(client, "withdraw", target=found.target, reason="误").status_code == 200
    again = services.numbers().assessed("demo", "2025").number("FY04", COUNTY)
    assert (again.target, again.status) == (BASE, "missed")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"target": "T-ban"}, "protected"),
        ({"region": "990000"}, "not_below"),
        ({"region": "123456"}, "not_below"),
        ({"target": "T-none"}, "unknown"),
        ({"value": "900"}, "above_whole"),
        ({"decided_on": "2027-01-01"}, "future"),
        ({"dataset": "none"}, "unknown"),
        ({"reason": " "}, "no_reason"),
        ({"source": ""}, "no_source"),
        ({"by": ""}, "no_by"),
        ({"value": "90"}, "same"),
        ({"value": "多"}, "bad_number"),
        ({"value": "nan"}, "bad_number"),
        ({"target": "T-plan", "value": "明年"}, "bad_day"),
        ({"decided_on": "昨天"}, "bad_decided"),
    ],
)
def test_what_cannot_be_set_otherwise_is_refused_in_words(
    services: Services, client: FlaskClient, fields: dict[str, str], reason: str
) -> None:
    before = services.view().targets("demo")
    answer = post(client, **fields)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, reason)
    assert answer.get_json()["error"]["message"] == words("zh")[f"target_told.{reason}"]
    assert services.view().targets("demo") == before


def test_who_may_not_manage_sees_no_form_and_is_refused(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="all")
    target = demo_target(services, "FY04", "floor", 90)
    services.store.set_targets([target], sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    viewer = entered(services, "viewer", Grant("view", "*"))
    asked = page_request("/targets", f"?dataset=demo&region={CITY}&period=2024&target={BASE}")
    told = viewer.post("/_dash-update-component", json=asked).get_data(as_text=True)
    assert "变动记录" in told
    assert "/targets/override" not in told
    assert post(viewer).status_code == 403


def test_the_local_target_of_another_region_is_hidden_from_a_county(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="own")
    target = demo_target(services, "FY04", "floor", 90)
    services.store.set_targets([target], sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    for region, reason in ((OWN, "本县的理由"), ("990102", "邻县的理由")):
        told = replace(target, region=region, threshold=50.0, reason=reason)
        services.store.override_target(BASE, told, by="王某", at=AT)
    county = entered(services, "county", Grant("view", OWN))
    asked = page_request("/targets", f"?dataset=demo&region={OWN}&period=2024&target={BASE}")
    answers = [
        county.post("/_dash-update-component", json=asked).get_data(as_text=True),
        county.get(f"/export/targets.csv?dataset=demo&region={OWN}&period=2024").get_data(as_text=True),
    ]
    for told in answers:
        assert "本县的理由" in told
        assert "邻县的理由" not in told


def test_local_targets_go_out_and_come_back_by_the_register(services: Services, client: FlaskClient) -> None:
    code = local(services)
    data = client.get("/targets/register.xlsx?dataset=demo").get_data()
    found, findings = read_targets(read(data), services.catalogue, services.indicators.protection)
    assert findings == ()
    assert found == services.view().targets("demo")
    changed = [replace(each, threshold=28.0) if each.target == code else each for each in found]
    assert filed(services, changed) == []
    assert [each.threshold for each in services.view().targets("demo") if each.target == code] == [28.0]


def test_a_local_target_without_a_reason_is_returned_by_the_register(services: Services) -> None:
    wrong = replace(demo_target(services, "FY04", "floor", 60), target=f"{BASE}~1", region=COUNTY)
    assert filed(services, [wrong]) == ["target.no_reason"]
    assert all(each.region != COUNTY for each in services.view().targets("demo"))


def filed(services: Services, register: list[Target]) -> list[str]:
    outcome = receive("目标.xlsx", write_targets(register), desk=services.desk(), by="测试", at=AT)
    return [finding.code for finding in outcome.findings]


def test_the_export_has_a_line_for_each_region_that_a_target_judges(
    services: Services, client: FlaskClient
) -> None:
    code = local(services)
    address = f"/export/targets.csv?dataset=demo&region={CITY}&period=2025"
    lines = client.get(address).get_data().decode("utf-8-sig").splitlines()
    assert [line for line in lines if line.startswith(f"{code},") and f",{COUNTY}," in line]
    assert sum(line.startswith(f"{BASE},") for line in lines) == len(statuses(seen(services), BASE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dataset_without_targets_says_how_they_come(tmp_path: Path, language: Language) -> None:
    services = fresh_services(tmp_path)
    told = text(body(services, lang=language))
    assert words(language)["target_page.empty"] in told


def test_a_choice_that_fits_nothing_says_so(services: Services) -> None:
    assert words("zh")["target_page.none_fit"] in text(body(services, kind="veto"))
