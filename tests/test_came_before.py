"""A file whose bytes came before: page and command line say the same, of one region and of many."""

from __future__ import annotations

from builders import catalogue
from builders_filing import filed, good, seen
from builders_mapping import COUNTIES, book, mapped
from builders_store import AT
from flask.testing import FlaskClient

from layouts.progress import known_lines
from layouts.services import Services
from loaders.intake import Outcome, receive
from loaders.mapping import to_json
from loaders.workbook import read

FILE = book(("Sheet1", COUNTIES))


def taken(services: Services, data: bytes) -> Outcome:
    return receive("应诉.xlsx", data, desk=services.desk(), by="李某", at=AT)


def by_mapping(services: Services, data: bytes) -> Outcome:
    made = mapped(read(data))
    services.store.save_mapping(made.code, made.name, to_json(made), by="李某", at=AT)
    return taken(services, data)


def names() -> list[str]:
    return [catalogue().regions.get(code).name for code in ("990101", "990102")]


def test_a_file_of_several_regions_sent_again_names_them_all(services: Services, client: FlaskClient) -> None:
    first = by_mapping(services, FILE)
    again = taken(services, FILE)
    assert (again.known, again.region, again.period) == (True, "", "2024")
    assert (again.regions, again.submissions) == (("990101", "990102"), first.submissions)
    one, two = names()
    assert f"{one}、{two}" in seen(client, FILE)["region"]
    assert f"{one}、{two}" in filed(client, FILE)["detail"]
    (line,) = known_lines(again, services)
    assert f"（{one}、{two}，共 2 件）" in line


def test_where_only_some_regions_of_an_old_file_count_the_others_are_named(
    services: Services, client: FlaskClient
) -> None:
    first = by_mapping(services, FILE)
    newer = taken(services, book(("Sheet1", [*COUNTIES[:4], [None, "合计", 12, 3]])))
    assert (newer.known, newer.regions) == (False, ("990101",))
    told = seen(client, FILE)["detail"]
    assert told.startswith(f"现行的是第 {newer.submission} 号报送件。")
    assert f"要以第 {first.submissions[0]} 号的数为准" in told  # only this one counts no more


def test_an_old_version_sent_again_is_told_alike_on_the_page_and_at_the_command_line(
    services: Services, client: FlaskClient
) -> None:
    first = filed(client, good())["submission"]
    second = filed(client, good(heard=11))["submission"]
    what_to_do = f"同一文件不会再次入库；要以第 {first} 号的数为准，请改动任一单元格（如备注）另存后重报。"
    told = f"现行的是第 {second} 号报送件。{what_to_do}"
    assert seen(client, good())["detail"] == told
    assert filed(client, good())["detail"].endswith(told)
    which, do = known_lines(taken(services, good()), services)
    assert which.endswith(f"为报送件 {first}，没有重复读入；现行的是报送件 {second}")
    assert do.strip() == what_to_do


def test_a_file_that_counts_is_only_said_to_have_come(services: Services, client: FlaskClient) -> None:
    first = filed(client, good())["submission"]
    (line,) = known_lines(taken(services, good()), services)
    assert line.endswith(f"为报送件 {first}，没有重复读入")
    assert "现行的是" not in filed(client, good())["detail"]
