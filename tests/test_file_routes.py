"""What is uploaded is judged and told, from our own pages only; what bears a 密级 mark leaves nothing."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import builders
import pytest
from builders_filing import (
    NASTY,
    bad,
    good,
    page,
    post,
    posted,
    texts,
)
from flask.testing import FlaskClient

from layouts.pages import submit
from layouts.services import Services
from layouts.site import answer
from layouts.views.submit_sent import FORM_ROOM


def classified(mark: str = "机密★10年 某某工程") -> bytes:
    def stamp(book: object) -> None:
        book["复议应诉"]["H1"] = mark

    return builders.edited(good(), stamp)


def test_the_same_bytes_again_are_said_to_be_the_first_submission(client: FlaskClient) -> None:
    first = posted(client, "年报.xlsx", good())
    again = posted(client, "别的名字.xlsx", good())
    assert again["known"] is True
    assert again["submission"] == first["submission"]
    assert f"第 {first['submission']} 号" in again["title"]
    assert "待审核" in again["title"]


def test_a_zip_gives_one_outcome_for_each_workbook(client: FlaskClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("县/一.xlsx", good())
        archive.writestr("县/二.xlsx", bad())
    response = post(client, "包.zip", packed.getvalue())
    assert [each["status"] for each in response.json["files"]] == ["waiting", "returned"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
    ],
)
def test_a_file_sent_by_another_site_is_not_taken(
    client: FlaskClient, services: Services, headers: dict[str, str]
) -> None:
    response = post(client, "年报.xlsx", good(), **headers)
    assert response.status_code == 403
    assert response.json["error"]["code"] == "cross_site"
    assert services.view().submissions() == ()


def test_our_own_page_may_send(client: FlaskClient) -> None:
    sent = post(client, "年报.xlsx", good(), Origin="http://localhost", Sec_Fetch_Site="same-origin")
    assert sent.status_code == 200


def test_a_file_over_the_limit_is_not_read(client: FlaskClient, services: Services) -> None:
    limit = services.desk().limits.bytes
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = head + b"\0" * (limit + FORM_ROOM) + b"\r\n--x--\r\n"
    response = client.post("/file/receive", data=body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert response.json["error"]["code"] == "file.too_large"
    assert services.view().submissions() == ()


def test_a_request_without_a_file_is_refused(client: FlaskClient) -> None:
    assert client.post("/file/receive", data={"by": "李某"}).status_code == 400
    assert client.post("/file/receive", data=b"x", content_type="text/plain").status_code == 400
    assert client.get("/file/receive").status_code == 404


def test_a_classified_file_leaves_nothing_and_its_words_are_not_repeated(
    client: FlaskClient, services: Services, tmp_path: Path
) -> None:
    response = post(client, "年报.xlsx", classified())
    (told,) = response.json["files"]
    assert (told["status"], told["submission"], told["href"]) == ("refused", None, None)
    assert "密级" in told["title"]
    assert "某某工程" not in response.text
    assert services.view().submissions() == ()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_the_name_of_the_person_is_one_short_plain_line(client: FlaskClient, services: Services) -> None:
    posted(client, "一.xlsx", good(), by="  李\n\u202e某  " + "长" * 100)
    (first,) = services.view().submissions()
    assert first.by == ("李某 " + "长" * 100)[:40]


@pytest.mark.parametrize("by", ["", " \t ", "\u202e"])
def test_a_file_without_a_name_is_asked_for_one_and_nothing_is_filed(
    client: FlaskClient, services: Services, by: str
) -> None:
    refused = post(client, "二.xlsx", bad(), by=by)
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "no_name")
    assert services.view().submissions() == ()


def test_what_stands_in_a_file_is_shown_as_text(client: FlaskClient, services: Services) -> None:
    told = posted(client, f"{NASTY}.xlsx", bad(), by=NASTY)
    body = page(services, told["href"])
    assert any(NASTY in text for text in texts(body))
    sent = json.dumps(answer(services, submit.PAGE, dict(parse_qsl(urlsplit(told["href"]).query))))
    assert "&lt;img src=x" in sent
    assert "<img" not in sent


def test_a_path_in_the_name_is_dropped(client: FlaskClient, services: Services) -> None:
    posted(client, "/home/李某/年报.xlsx", good())
    (one,) = services.view().submissions()
    assert one.path == "年报.xlsx"
