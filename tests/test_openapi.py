"""The description of the API against the API: its routes, parameters, answers and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders_store import public_services, small_services
from flask.testing import FlaskClient

from app import create_app
from layouts.api import FIELDS
from layouts.api_table import PARAMETERS, RESOURCES
from layouts.openapi import PREFIX, schema

DOCS = Path(__file__).parents[1] / "docs" / "api.md"
JSON_TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}
READ = {"type", "enum", "pattern", "items", "properties", "required", "additionalProperties", "$ref"}
# Questions answered with something in every resource; between them each parameter is asked.
GOOD = (
    "results?dataset=demo&region=990100&children=1&period=2025&period=2024&snapshot=0",
    "results?region=990101&indicator=FY04&indicator=FY05&scope=own&scope=total&variant=A",
    "results?dataset=demo",
    "indicators",
    "indicators?domain=FY&domain=TZ",
    "regions?dataset=demo",
    "regions?parent=990100&parent=990200",
    "regions?find=示例",
    "targets",
    "targets?dataset=demo&indicator=FY04&region=990000&snapshot=0",
    "findings?submission=1",
    "trace?indicator=FY04&region=990101&period=2025",
    "trace?dataset=demo&indicator=FY04&region=990100&period=2025&scope=own&variant=A&snapshot=0",
    "openapi.json",
)
BAD = (
    "results",
    "results?dataset=demo&scope=all",
    "results?dataset=demo&children=yes",
    "results?dataset=demo&snapshot=-1",
    "results?dataset=demo&snapshot=99",
    "results?region=nowhere",
    "results?dataset=demo&indicator=YJ04",
    "results.csv",
    "indicators?domain=zzz",
    "regions?dataset=zzz",
    "regions?parent=zzz",
    "targets?indicator=ZZZ",
    "findings",
    "findings?submission=x",
    "findings?submission=999",
    "trace?indicator=FY04&region=990101",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(small_services(tmp_path_factory.mktemp("demo"))).server.test_client()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(public_services(tmp_path_factory.mktemp("public"))).server.test_client()


@pytest.fixture(scope="module")
def told(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get(f"{PREFIX}/openapi.json").get_json())


def strays(value: Any, wanted: dict[str, Any], parts: dict[str, Any], where: str = "$") -> Iterator[str]:
    """Where a value is not as its schema says; a keyword that this does not read is a stray too."""
    if "$ref" in wanted:
        yield from strays(value, parts[wanted["$ref"].rsplit("/", 1)[1]], parts, where)
        return
    yield from (f"{where}: keyword {each}" for each in wanted.keys() - READ - {"description"})
    kinds = [wanted["type"]] if isinstance(wanted["type"], str) else wanted["type"]
    truth = isinstance(value, bool)  # a bool is an int to Python
    if not any(isinstance(value, JSON_TYPES[each]) and truth == (each == "boolean") for each in kinds):
        yield f"{where}: {value!r} is not of {kinds}"
        return
    if "enum" in wanted and value not in wanted["enum"]:
        yield f"{where}: {value!r} is none of {wanted['enum']}"
    if "pattern" in wanted and not re.search(wanted["pattern"], value):
        yield f"{where}: {value!r} is not like {wanted['pattern']}"
    for number, each in enumerate(value if isinstance(value, list) else ()):
        yield from strays(each, wanted["items"], parts, f"{where}[{number}]")
    if isinstance(value, dict):
        yield from _members(value, wanted, parts, where)


def _members(
    value: dict[str, Any], wanted: dict[str, Any], parts: dict[str, Any], where: str
) -> Iterator[str]:
    yield from (f"{where}: no {each}" for each in wanted.get("required", ()) if each not in value)
    known, others = wanted.get("properties", {}), wanted.get("additionalProperties", True)
    for key, each in value.items():
        if key in known:
            yield from strays(each, known[key], parts, f"{where}.{key}")
        elif others is False:
            yield f"{where}: unknown {key}"
        elif others is not True:
            yield from strays(each, others, parts, f"{where}.{key}")


def answered(client: FlaskClient, told: dict[str, Any], address: str) -> tuple[int, list[str]]:
    """The status of an answer, and where it strays from what the description says of that status."""
    answer = client.get(f"{PREFIX}/{address}")
    name = address.split("?")[0]
    content = told["paths"][f"{PREFIX}/{name}"]["get"]["responses"][str(answer.status_code)]["content"]
    wanted = content[answer.mimetype]["schema"]
    value = answer.get_json() if answer.is_json else answer.get_data(as_text=True)
    return answer.status_code, list(strays(value, wanted, told["components"]["schemas"]))


def test_every_route_of_the_api_is_described_and_no_other(client: FlaskClient, told: dict[str, Any]) -> None:
    rules = {rule.rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith(PREFIX)}
    assert set(told["paths"]) == rules - {f"{PREFIX}/<path:name>"}


def test_the_description_is_whole(told: dict[str, Any]) -> None:
    assert told["openapi"] == "3.1.0"
    assert told["info"]["title"]
    operations = [path["get"] for path in told["paths"].values()]
    assert len({each["operationId"] for each in operations}) == len(RESOURCES)
    for each in operations:
        assert set(each["responses"]) == {"200", "400", "401", "403", "404"}
        assert all(answer["description"] and answer["content"] for answer in each["responses"].values())
    references = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert references == set(told["components"]["schemas"])  # each is there, none is spare


@pytest.mark.parametrize("address", GOOD)
def test_an_answer_is_as_described(client: FlaskClient, told: dict[str, Any], address: str) -> None:
    assert answered(client, told, address) == (200, [])


@pytest.mark.parametrize("address", BAD)
def test_a_refusal_is_as_described(client: FlaskClient, told: dict[str, Any], address: str) -> None:
    status, wrong = answered(client, told, address)
    assert status in (400, 403, 404)
    assert wrong == []


@pytest.mark.parametrize("address", ["results?dataset=public-renshe", "targets", "findings?submission=1"])
def test_answers_about_public_figures_are_as_described(public: FlaskClient, address: str) -> None:
    told = public.get(f"{PREFIX}/openapi.json").get_json()
    assert answered(public, told, address) == (200, [])


def test_a_change_of_an_answer_would_be_seen(client: FlaskClient, told: dict[str, Any]) -> None:
    parts = told["components"]["schemas"]
    (row,) = client.get(f"{PREFIX}/results?region=990101&indicator=FY04&period=2025").get_json()["rows"]
    assert list(strays(row, parts["ResultRow"], parts)) == []
    for wrong in (
        {**row, "colour": "red"},
        {**row, "value": "87"},
        {**row, "status": "good"},
        {**row, "regions_reported": 1.5},
        {key: row[key] for key in row if key != "gap"},
    ):
        assert len(list(strays(wrong, parts["ResultRow"], parts))) == 1


def test_the_csv_has_the_columns_that_are_described(client: FlaskClient, told: dict[str, Any]) -> None:
    answer = client.get(f"{PREFIX}/results.csv?region=990101&period=2025")
    content = told["paths"][f"{PREFIX}/results.csv"]["get"]["responses"]["200"]["content"]
    columns = content[answer.mimetype]["schema"]["description"].removeprefix("columns: ").split(", ")
    assert answer.get_data().decode("utf-8-sig").splitlines()[0].split(",") == columns == list(FIELDS)


def test_each_parameter_described_is_taken_and_asked_here(told: dict[str, Any]) -> None:
    for path, methods in told["paths"].items():
        name = path.removeprefix(f"{PREFIX}/")
        described = {each["name"] for each in methods["get"]["parameters"]}
        asked = "results" if name == "results.csv" else name  # the same question
        sent = {
            key for each in GOOD if each.split("?")[0] == asked for key in re.findall(r"[?&](\w+)=", each)
        }
        assert described == sent  # and each of GOOD was answered with 200


@pytest.mark.parametrize("name", list(RESOURCES))
def test_a_parameter_that_is_not_described_is_refused(
    client: FlaskClient, told: dict[str, Any], name: str
) -> None:
    described = {each["name"] for each in told["paths"][f"{PREFIX}/{name}"]["get"]["parameters"]}
    for other in {*PARAMETERS, "colour"} - described:
        answer = client.get(f"{PREFIX}/{name}?{other}=1")
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "malformed"), other


@pytest.mark.parametrize("name", list(RESOURCES))
def test_a_parameter_that_is_required_is_missed(client: FlaskClient, told: dict[str, Any], name: str) -> None:
    good = next((each for each in GOOD if each.startswith(f"{name}?")), name)
    for each in told["paths"][f"{PREFIX}/{name}"]["get"]["parameters"]:
        if each["required"]:
            without = re.sub(rf"(?<=[?&]){each['name']}=[^&]*&?", "", good)
            assert client.get(f"{PREFIX}/{without}").status_code == 400, each["name"]


def test_the_page_of_words_names_each_resource_with_its_parameters() -> None:
    lines = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    written = {re.findall(r"`([\w.]+)`", line)[0]: set(re.findall(r"`(\w+)`", line)) for line in lines}
    assert set(written) == set(RESOURCES)
    snapshots = {"results", "results.csv", "targets", "trace"}  # said of them together, under the table
    for name, resource in RESOURCES.items():
        same = written["results"] if name == "results.csv" else written[name]
        missing = set(resource.parameters) - same - ({"snapshot"} if name in snapshots else set())
        assert not missing, name


def test_a_type_without_a_schema_is_named() -> None:
    with pytest.raises(TypeError, match="complex"):
        schema(complex, {})
