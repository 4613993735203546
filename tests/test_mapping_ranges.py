"""The wizard's ranges of tables: changed, refused with a reason, kept with the answers of other tables."""

from __future__ import annotations

import re

import pytest
from builders_mapping import book
from builders_store import AT
from flask.testing import FlaskClient

from layouts.services import Services
from layouts.text import words
from layouts.views.mapping_ranges import carried, ranges_of
from loaders.intake import receive
from loaders.workbook import read

HEADS = ["地区", "一审行政诉讼案件数", "行政诉讼败诉数"]
TWO = [
    ["2024年各县区行政应诉情况"],
    HEADS,
    ["月屿区", 12, 3],
    ["青荻县", 5, 2],
    ["地区", 2023, 2022],
    ["月屿区", 7, 8],
    ["青荻县", 9, 10],
]
BROKEN = [*TWO[:3], [], [], ["青荻县", 5, 2]]


def returned(services: Services, lines: list[list[object]]) -> str:
    outcome = receive("应诉.xlsx", book(("Sheet1", lines)), desk=services.desk(), by="李某", at=AT)
    assert outcome.status == "returned"
    return str(outcome.submission)


def asked(client: FlaskClient, what: str, **fields: str) -> dict:
    response = client.post(f"/map/{what}", data={"lang": "zh", **fields})
    assert response.status_code == 200, response.text
    return response.json


def drawn(html: str) -> dict[str, str]:
    """Name -> value of every input that is drawn, and the chosen option of every list."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        parts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        found[parts["name"]] = parts.get("value", "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html):
        chosen = re.search(r'<option[^>]*value="([^"]*)"[^>]*selected|selected[^>]*value="([^"]*)"', options)
        found[name] = (chosen[1] or chosen[2] or "") if chosen else ""
    return found


def redrawn(client: FlaskClient, number: str, **changes: str) -> tuple[dict[str, str], dict]:
    """The fields after a range was changed from what stood before."""
    first = {"area.0": "Sheet1!A2:C7", "was.area.0": "Sheet1!A2:C7", "cuts": ""}
    told = asked(client, "check", submission=number, **{**first, **changes})
    return drawn(told["parts"]), told


def test_two_tables_taken_for_one_are_divided_by_shortening_the_range(
    services: Services, client: FlaskClient
) -> None:
    fields, _ = redrawn(client, returned(services, TWO), **{"area.0": "A2:C4"})
    assert (fields["area.0"], fields["area.1"]) == ("Sheet1!A2:C4", "Sheet1!A5:C7")
    assert fields["cuts"] == "Sheet1!A2:C4"
    assert fields["area.2"] == ""


def test_a_broken_table_is_joined_confirmed_and_read_as_one(services: Services, client: FlaskClient) -> None:
    number = returned(services, BROKEN)
    before = {"area.0": "A2:C6", "was.area.0": "Sheet1!A2:C3", "area.1": "Sheet1!A6:C6", "cuts": ""}
    told = asked(client, "check", submission=number, **before, **{"was.area.1": "Sheet1!A6:C6"})
    fields = drawn(told["parts"])
    assert (fields["area.0"], fields["area.1"], told["ready"]) == ("Sheet1!A2:C6", "", True)
    assert "将报送 2 份" in told["preview"]
    done = asked(client, "confirm", submission=number, by="王某", **fields)
    assert done["href"] == f"/map?submission={number}"
    filed = [one for one in services.view().submissions() if one.status != "returned"]
    assert sorted(one.region for one in filed) == ["990101", "990102"]
    (mapping,) = services.mappings.values()
    assert [cut.text for cut in mapping.cuts] == ["Sheet1!A2:C6"]


@pytest.mark.parametrize(
    ("typed", "code", "read"),
    [
        ("第二行起", "range", "第二行起"),
        ("另一张!A2:C4", "sheet", "另一张"),
        ("A2:C2", "small", "Sheet1!A2:C2"),
        ("A2:Z99", "beyond", "Sheet1!A2:Z99"),
        ("A1:C2", "no_table", "Sheet1!A1:C2"),
        ('<img src=x onerror="alert(1)">', "range", '<img src=x onerror="alert(1)">'),
    ],
)
def test_a_range_that_cannot_be_meant_is_refused_beside_its_field(
    services: Services, client: FlaskClient, typed: str, code: str, read: str
) -> None:
    number = returned(services, TWO)
    fields, told = redrawn(client, number, **{"area.0": typed})
    expected = {"sheet": "Sheet1", "beyond": "Sheet1!A1:C7"}.get(code, "")
    message = words("zh").say(f"mapping_range.{code}", read=read, expected=expected)
    assert message.replace("<", "&lt;").split("&lt;")[0] in told["parts"]
    assert "<img" not in told["parts"]
    assert (fields["was.area.0"], fields["cuts"], told["ready"]) == ("Sheet1!A2:C7", "", False)


def test_a_blank_range_gives_the_table_back_to_the_finder(services: Services, client: FlaskClient) -> None:
    stood = {"area.0": "", "was.area.0": "Sheet1!A2:C4", "cuts": "Sheet1!A2:C4"}
    fields, _ = redrawn(client, returned(services, TWO), **stood)
    assert (fields["area.0"], fields["cuts"]) == ("Sheet1!A2:C7", "")


def test_a_file_in_which_no_table_was_found_can_be_given_one(services: Services, client: FlaskClient) -> None:
    number = returned(services, [["月屿区情况"], ["一审案件数"], ["十二"]])
    page = client.get(f"/map?submission={number}")
    assert page.status_code == 200
    told = asked(client, "check", submission=number, cuts="", **{"area.0": "A1:B3", "was.area.0": ""})
    assert words("zh")["mapping.no_table"] in told["parts"]
    assert not told["ready"]


def test_answers_go_with_their_table_and_those_of_a_changed_one_are_dropped() -> None:
    fields = {
        "was.area.0": "一!A2:C7",
        "was.area.1": "二!A1:B9",
        "col.0.2": "x",
        "row.1.4": "y",
        "unit.row.1.4": "万元",
        "rows.1": "element",
        "name": "表",
    }
    assert carried(fields, {"一!A2:C4": 0, "一!A5:C7": 1, "二!A1:B9": 2}) == {
        "was.area.0": "一!A2:C7",
        "was.area.1": "二!A1:B9",
        "row.2.4": "y",
        "unit.row.2.4": "万元",
        "rows.2": "element",
        "name": "表",
    }


def test_ranges_that_no_person_said_are_none() -> None:
    workbook = read(book(("Sheet1", TWO)))
    same = {"area.0": "Sheet1!A2:C7", "was.area.0": "Sheet1!A2:C7"}
    assert (ranges_of({}, workbook).cuts, ranges_of(same, workbook).cuts) == (None, None)
    assert ranges_of({**same, "cuts": ""}, workbook).cuts == ()
