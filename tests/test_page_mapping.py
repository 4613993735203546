"""映射: what is proposed is shown, what is chosen is looked at, confirmed, kept and switched off."""

from __future__ import annotations

import json

import pytest
from builders_mapping import COUNTIES, book
from builders_store import AT
from flask import Flask
from flask.testing import FlaskClient

from layouts.elements import Element
from layouts.pages import mapping, submit
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer, export
from layouts.text import LANGUAGES
from layouts.views.mapping_choices import element_in, period_code, region_in
from layouts.views.mapping_link import mapping_address, mapping_link
from layouts.views.mapping_routes import blueprint, settled
from loaders.intake import receive

NASTY = '<img src=x onerror="alert(1)">'
OPEN = [
    ["2024年各县区行政应诉情况"],
    ["地区", "一审行政诉讼案件数", "败诉"],
    ["月屿区", 12, 3],
    ["青荻县", 5, 1],
]


@pytest.fixture
def client(services: Services) -> FlaskClient:
    server = Flask("test")
    server.register_blueprint(blueprint(services))
    return server.test_client()


def returned(services: Services, lines=COUNTIES) -> str:
    data = book(("Sheet1", lines))
    outcome = receive("应诉.xlsx", data, desk=services.desk(), by="李某", at=AT)
    assert outcome.status == "returned"
    return str(outcome.submission)


def shown(services: Services, **query: str) -> str:
    return json.dumps(answer(services, mapping.PAGE, query), ensure_ascii=False)


def asked(client: FlaskClient, address: str, **fields: str) -> dict:
    response = client.post(f"/map/{address}", data={"by": "李某", **fields})
    assert response.status_code == 200, response.text
    return response.json


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wizard_shows_each_column_with_its_proposal_and_how_sure_it_is(
    services: Services, language: str
) -> None:
    text = shown(services, submission=returned(services), lang=language)
    assert "suit_first_instance" in text
    assert {"zh": "有把握", "en": "sure"}[language] in text
    assert "col.0.3" in text
    assert {"zh": "确认并报送", "en": "Confirm and file"}[language] in text


def test_a_look_at_complete_choices_shows_what_would_be_filed(
    services: Services, client: FlaskClient
) -> None:
    told = asked(client, "check", submission=returned(services))
    assert told["ready"] is True
    assert "将报送 2 份（2 个地区，2024年），2 个填报项，共 4 个数" in told["preview"]
    assert "parts" not in told
    assert len(services.view().submissions(limit=9)) == 1


def test_what_is_not_said_is_listed_and_cannot_be_confirmed(services: Services, client: FlaskClient) -> None:
    number = returned(services, OPEN)
    told = asked(client, "check", submission=number)
    assert (told["ready"], "表 1“败诉”：请指定" in told["preview"]) == (False, True)
    refused = asked(client, "confirm", submission=number)
    assert "href" not in refused
    assert services.view().mappings() == ()


def test_a_confirmed_mapping_is_kept_and_the_file_filed_at_once(
    services: Services, client: FlaskClient
) -> None:
    number = returned(services, OPEN)
    fields = {"col.0.3": "行政诉讼败诉数（suit_lost）", "name": "应诉月报", "by": "王\u202e某"}
    told = asked(client, "confirm", submission=number, **fields)
    assert told["href"] == f"/map?submission={number}"
    (saved,) = services.view().mappings()
    assert (saved.name, saved.by) == ("应诉月报", "王某")
    made = services.store.submissions_of(services.view().submission(int(number))[0].sha256)
    assert [(each.region, each.period) for each, _ in made[1:]] == [("990101", "2024"), ("990102", "2024")]
    text = shown(services, submission=number)
    for each, _ in made[1:]:
        assert f"submission={each.submission}" in text


def test_confirming_twice_keeps_one_mapping_and_one_filing(services: Services, client: FlaskClient) -> None:
    number = returned(services)
    asked(client, "confirm", submission=number, name="甲")
    before = len(services.view().submissions(limit=99))
    asked(client, "confirm", submission=number, name="甲")
    assert len(services.view().submissions(limit=99)) == before
    assert len(services.view().mappings()) == 1


def test_a_file_with_a_must_finding_is_returned_and_its_mapping_kept(
    services: Services, client: FlaskClient
) -> None:
    number = returned(services, [*COUNTIES[:3], [1, "月屿区", "一二", 3], [2, "青荻县", 5, 1]])
    told = asked(client, "check", submission=number)
    assert told["button"] == "保存读法，退回文件"
    asked(client, "confirm", submission=number)
    assert len(services.view().mappings()) == 1
    newest = services.view().submissions(limit=1)[0]
    assert newest.status == "returned"
    assert "必须修改" in shown(services, submission=number)


def test_another_meaning_of_the_rows_draws_the_fields_anew(services: Services, client: FlaskClient) -> None:
    number = returned(services)
    told = asked(
        client, "check", submission=number, **{"rows.0": "element", "was.rows.0": "region", "col.0.4": "x"}
    )
    assert "row.0.4" in told["parts"]
    assert 'value="x"' not in told["parts"]


def test_a_change_of_the_place_forgets_regions_and_keeps_elements() -> None:
    fields = {
        "dataset": "demo",
        "was.dataset": "public-renshe",
        "under": "990100",
        "was.under": "990100",
        "rows.0": "region",
        "was.rows.0": "region",
        "was.cols.0": "element",
        "row.0.7": "月屿区",
        "col.0.3": "suit_lost",
        "unit.col.0.3": "件",
    }
    kept, redrawn = settled(fields)
    assert redrawn
    assert kept == {"dataset": "demo", "rows.0": "region", "col.0.3": "suit_lost", "unit.col.0.3": "件"}


def test_a_mapping_is_listed_with_what_it_reads_and_switched_off_as_a_new_entry(
    services: Services, client: FlaskClient
) -> None:
    asked(client, "confirm", submission=returned(services), name="应诉月报")
    (saved,) = services.view().mappings()
    text = shown(services)
    assert "应诉月报" in text
    assert "行政诉讼败诉数" in text
    asked(client, "off", code=saved.code, by="赵某")
    (newest,) = services.view().mappings()
    assert (newest.by, services.mappings) == ("赵某", {})
    assert "停用" in shown(services)
    rows = mapping.rows(services, services.numbers(), parse({}, services.numbers()))
    assert [(row["name"], row["state"], row["by"]) for row in rows.records] == [("应诉月报", "停用", "赵某")]
    assert "应诉月报" in export(services, mapping.PAGE, {}, "csv").decode("utf-8-sig")


def test_returned_files_that_may_be_mapped_are_listed(services: Services) -> None:
    number = returned(services)
    assert f"submission={number}" in shown(services)


@pytest.mark.parametrize("number", ["0", "999", "9" * 30, "x"])
def test_a_submission_that_is_none_shows_the_list(services: Services, number: str) -> None:
    assert "映射清单" in shown(services, submission=number)


def test_hostile_cells_and_fields_are_only_text(services: Services, client: FlaskClient) -> None:
    lines = [[NASTY], ["地区", NASTY, "行政诉讼败诉数"], ["月屿区", NASTY, 3]]
    number = returned(services, lines)
    page = shown(services, submission=number)
    told = asked(
        client,
        "check",
        submission=number,
        **{"was.dataset": "", "dataset": "demo", "col.0.3": NASTY, "period": NASTY, "name": NASTY},
    )
    for text in (page, told["preview"], told["parts"]):
        assert "<img" not in text
    assert client.post("/map/off", data={"code": "'; DROP TABLE mapping; --"}).status_code == 404
    refused = asked(client, "confirm", submission=number, **{"col.0.3": NASTY, "rows.0": "../.."})
    assert "href" not in refused


def test_other_sites_are_refused(services: Services, client: FlaskClient) -> None:
    number = returned(services)
    for address in ("check", "confirm", "off"):
        response = client.post(
            f"/map/{address}", data={"submission": number}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert response.status_code == 403


def test_a_submission_of_a_form_is_no_case_for_the_wizard(client: FlaskClient) -> None:
    assert client.post("/map/check", data={"submission": "77"}).status_code == 404


def test_fields_are_read_by_code_and_by_name(services: Services) -> None:
    known = services.catalogue
    assert element_in("行政诉讼败诉数（suit_lost）", known) == "suit_lost"
    assert element_in("suit_lost", known) == element_in(" 行政诉讼败诉数 ", known) == "suit_lost"
    assert element_in("没有这一项", known) == ""
    assert region_in("示例省霁川市月屿区（990101）", known, "990000") == "990101"
    assert region_in("月屿区", known, "990000") == "990101"
    assert region_in("鼓楼区", known, "100000") == ""
    assert [period_code(text) for text in ("2024年第三季度", "2024Q3", "去年")] == ["2024Q3", "2024Q3", ""]


def test_the_way_to_the_wizard_keeps_the_scope(services: Services) -> None:
    number = returned(services)
    chosen = parse({"lang": "en"}, services.numbers())
    submission, _ = services.view().submission(int(number))
    made: Element = mapping_link(submission, chosen)
    assert made["props"]["href"] == mapping_address(int(number), chosen)
    assert f"submission={number}" in made["props"]["href"]
    assert "lang=en" in made["props"]["href"]


def test_a_mapped_submission_says_how_many_of_its_cells_were_read(
    services: Services, client: FlaskClient
) -> None:
    number = returned(services)
    asked(client, "confirm", submission=number, name="甲")
    first = next(each for each in services.view().submissions(limit=9) if each.region == "990101")
    said = json.dumps(
        answer(services, submit.PAGE, {"submission": str(first.submission)}), ensure_ascii=False
    )
    assert "读出 2 格，1 个工作表" in said
