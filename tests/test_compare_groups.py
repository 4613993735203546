"""Groups of peers on 地区对比: chosen by their code, kept by those who may, refused in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, walk, with_class
from builders_people import OWN, account, client_of, people_services
from builders_store import AT, small_services
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.people import Grant
from layouts.pages import compare
from layouts.selection import parse
from layouts.services import Services
from layouts.text import LANGUAGES, words
from layouts.views.compare_lines import Comparison
from layouts.views.compare_lines import compare as compared

HILLS = ("990101", "990103")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def kept(services: Services, *regions: str, name: str = "山区") -> str:
    return services.store.save_peer_group("", "demo", name, regions or HILLS, by="测试", at=AT)


def chosen_of(services: Services, **own: str) -> Any:
    query = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04"}
    numbers = services.numbers()
    return replace(parse({**query, **own}, numbers), own=tuple(own.items()))


def comparison(services: Services, **own: str) -> Comparison:
    return compared(services, services.numbers(), chosen_of(services, **own))


def body(services: Services, **own: str) -> Any:
    return compare.body(services, services.numbers(), chosen_of(services, **own))


def post(client: FlaskClient, **fields: str) -> TestResponse:
    given = {"what": "save", "dataset": "demo", "name": "山区", "by": "李某", "regions": ",".join(HILLS)}
    return client.post("/compare/group", data={**given, **fields})


def test_a_group_in_the_address_is_compared_alone(services: Services) -> None:
    code = kept(services)
    assert {line.region for line in comparison(services, group=code).lines} == set(HILLS)
    told = text(body(services, group=code))
    assert "只比“山区”组的 2 个地区，共 8 个" in told
    assert "同类地区：山区（2）" in told


def test_ticked_regions_go_before_a_group(services: Services) -> None:
    code = kept(services)
    lines = comparison(services, group=code, peers="990102").lines
    assert [line.region for line in lines] == ["990102"]


def test_an_unknown_group_compares_all(services: Services) -> None:
    assert len(comparison(services, group="g99").lines) == 8


def test_a_group_without_a_region_here_says_so(services: Services) -> None:
    code = kept(services, "990201", "990202")
    assert len(comparison(services, group=code).lines) == 8
    assert "“山区”组里没有这一级的地区，显示全部" in text(body(services, group=code))


def test_the_boxes_of_a_chosen_group_are_ticked_and_the_group_is_a_link(services: Services) -> None:
    code = kept(services)
    made = body(services, group=code)
    ticked = {
        each["props"]["data-peer"]
        for each in walk(made)
        if each["props"].get("aria-checked") == "true" and "data-peer" in each["props"]
    }
    assert ticked == set(HILLS)
    (links,) = with_class(made, "peer-groups")
    assert text(links) == "山区（2）"
    assert f"group={code}" in next(each for each in walk(links) if each["type"] == "A")["props"]["href"]


def test_the_export_has_the_group_and_says_so(services: Services, client: FlaskClient) -> None:
    code = kept(services)
    address = f"/export/compare.csv?dataset=demo&region=990100&period=2025&indicator=FY04&group={code}"
    lines = client.get(address).get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(HILLS)


def test_a_group_is_kept_changed_and_dropped(services: Services, client: FlaskClient) -> None:
    code = post(client).get_json()["code"]
    again = post(client, code=code, name="山区县", regions="990101,990102,990104").get_json()
    assert again == {"code": code}
    (found,) = services.view().peer_groups("demo")
    assert (found.name, found.regions, found.by) == ("山区县", ("990101", "990102", "990104"), "李某")
    assert post(client, what="drop", code=code).get_json() == {"code": ""}
    assert services.view().peer_groups("demo") == ()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"by": " "}, "no_by"),
        ({"name": "\u202e"}, "no_name"),
        ({"name": "平原"}, "same_name"),
        ({"regions": "990101"}, "few"),
        ({"regions": "990101,123456"}, "unknown_region"),
        ({"dataset": "nothing"}, "unknown"),
        ({"code": "g99"}, "unknown"),
        ({"what": "drop", "code": "g99"}, "unknown"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    services: Services, client: FlaskClient, fields: dict[str, str], reason: str
) -> None:
    kept(services, "990102", "990104", name="平原")
    answer = post(client, **fields)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, reason)
    assert answer.get_json()["error"]["message"] in {words("zh").say(f"group.{reason}", n=2)}
    assert len(services.view().peer_groups("demo")) == 1


def test_who_may_not_keep_groups_chooses_among_them(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="all")
    code = kept(services, OWN, "990102")
    viewer = client_of(services, account(services, "viewer", [Grant("view", "*")]))
    address = f"/export/compare.csv?dataset=demo&region=990100&period=2024&indicator=FY04&group={code}"
    assert len(viewer.get(address).get_data(as_text=True).splitlines()) == 3
    assert post(viewer).status_code == 403


def test_a_group_shows_nobody_whom_the_viewer_may_not_see(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="own")
    code = kept(services, OWN, "990102")
    county = client_of(services, account(services, "county", [Grant("view", OWN)]))
    address = f"/export/compare.csv?dataset=demo&region=990100&period=2024&indicator=FY04&group={code}"
    told = county.get(address).get_data(as_text=True)
    assert "990101" in told
    assert "990102" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_there_for_those_who_may(services: Services, language: str) -> None:
    made = body(services, lang=language)
    (form,) = with_class(made, "group-form")
    assert [each["props"]["name"] for each in walk(form) if "name" in each["props"]] == ["name", "by"]
