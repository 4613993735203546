"""What is said of a file before it is filed."""

from __future__ import annotations

import io
from datetime import timedelta

import builders
import openpyxl
import pytest
from builders_filing import (
    all_of,
    filed,
    good,
    page_of,
    seen,
    send,
    spoiled,
    texts,
)
from builders_store import AT
from flask.testing import FlaskClient

from layouts.services import Services
from layouts.text import words


def test_a_first_submission_is_said_to_be_one_and_not_filed(client: FlaskClient, services: Services) -> None:
    told = seen(client, good())
    assert (told["kind"], told["version"], told["tick"]) == ("accepted", "首次报送", True)
    assert (told["form"], told["region"], told["period"]) == ("法治建设指标年度统计表", "月屿区", "2025年")
    assert told["figures"] == "2 个数"
    assert services.view().submissions() == ()


def test_a_new_version_names_what_it_replaces_and_how_many_cells_differ(
    client: FlaskClient, services: Services
) -> None:
    first = filed(client, good())
    told = seen(client, good(heard=11))
    assert told["version"] == f"新版本：更新第 {first['submission']} 号（2026年11月20日），有 1 格不同"
    same = seen(client, builders.edited(good(), lambda book: None))
    assert same["version"].endswith("读到的数完全相同")


def test_the_same_bytes_are_said_to_be_filed_already(client: FlaskClient) -> None:
    first = filed(client, good())
    told = seen(client, good(), "别的名字.xlsx")
    assert (told["kind"], told["fileable"]) == ("known", False)
    assert told["title"] == f"已报送过：第 {first['submission']} 号（2026年11月20日）"
    assert told["detail"] == "就是现行版本，不必再报。"


def test_an_old_version_sent_again_says_which_is_current_and_what_to_do(
    client: FlaskClient, services: Services
) -> None:
    first = filed(client, good())
    services.clock = lambda: AT + timedelta(hours=1)
    second = filed(client, good(heard=11))
    told = seen(client, good())
    assert (told["kind"], told["fileable"]) == ("known", False)
    assert f"现行的是第 {second['submission']} 号" in told["detail"]
    assert "改动任一单元格" in told["detail"]
    shown = "".join(texts(page_of(services, first["submission"])))
    assert f"要以第 {first['submission']} 号的数为准，请改动任一单元格" in shown


def test_a_file_that_would_be_returned_says_why_and_what_stays_current(client: FlaskClient) -> None:
    first = filed(client, good())
    told = seen(client, spoiled())
    assert told["title"] == "报送后会退回：1 处必须修改"
    assert told["version"] == f"第 {first['submission']} 号（2026年11月20日）仍为现行版本"
    assert [finding["severity"] for finding in told["findings"]] == ["must"]


def test_a_classified_file_is_told_without_its_words(client: FlaskClient) -> None:
    def stamp(book: openpyxl.Workbook) -> None:
        book["复议应诉"]["H1"] = "机密★10年 某某工程"

    data = {"file": (io.BytesIO(builders.edited(good(), stamp)), "年报.xlsx"), "lang": "zh"}
    answer = client.post("/file/preview", data=data, content_type="multipart/form-data")
    (told,) = answer.json["files"]
    assert (told["kind"], told["fileable"], told["findings"]) == ("classified", False, [])
    assert "某某工程" not in answer.text


def test_an_unknown_table_may_be_filed_and_leads_to_the_mapping(
    client: FlaskClient, services: Services
) -> None:
    data = builders.grid([["单位", "数"], ["甲", 1]])
    assert (seen(client, data)["kind"], seen(client, data)["fileable"]) == ("unknown", True)
    told = filed(client, data)
    links = all_of(page_of(services, told["submission"]), "A", href="/map")
    assert [f"submission={told['submission']}" in link["props"]["href"] for link in links] == [True]


def test_only_what_was_seen_is_filed(client: FlaskClient, services: Services) -> None:
    hashes = seen(client, good())["sha256"]
    assert send(client, "receive", "年报.xlsx", good(heard=12), only=hashes) == []
    assert services.view().submissions() == ()
    assert len(send(client, "receive", "年报.xlsx", good(), only=hashes)) == 1


@pytest.mark.parametrize("what", ["preview", "explain"])
def test_another_site_is_shown_nothing(client: FlaskClient, what: str) -> None:
    form = {"file": (io.BytesIO(good()), "年报.xlsx")}
    headers = {"Origin": "http://evil.example"}
    answer = client.post(f"/file/{what}", data=form, content_type="multipart/form-data", headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "cross_site")


def test_both_languages_tell_the_same_of_a_file(client: FlaskClient) -> None:
    filed(client, good())
    english = seen(client, good(heard=11), lang="en")
    assert english["version"].startswith("New version: replaces no. ")
    assert english["version"].endswith("1 cells differ")
    assert seen(client, good(), lang="en")["detail"].startswith("It is the current version")


def test_an_unknown_table_is_told_what_comes_next_before_and_after_it_was_returned(
    client: FlaskClient, services: Services
) -> None:
    data = builders.grid([["单位", "数"], ["甲", 1]])
    assert seen(client, data)["detail"] == words("zh")["filing_preview.unknown_next"]
    filed(client, data)
    assert seen(client, data)["detail"] == words("zh")["filing_preview.known_unmapped_next"]
    filed(client, spoiled())
    assert seen(client, spoiled())["detail"] == words("zh")["filing_preview.known_away_next"]
