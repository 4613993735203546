"""报送 before and after the findings: what is said before filing, explanations, the picture of the sheet."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import builders
import builders_foreign as foreign
import openpyxl
import pytest
from builders_store import AT, fresh_services, take_in
from flask import Flask
from flask.testing import FlaskClient

from data.model import Finding
from layouts.elements import Element
from layouts.pages import submit, trace
from layouts.selection import parse
from layouts.services import Services
from layouts.text import words
from layouts.views.submit_case import case_of
from layouts.views.submit_routes import blueprint
from layouts.views.submit_sheet import Marked as Mark
from layouts.views.submit_sheet import anchor, picture, row_groups
from loaders.addresses import position_of
from loaders.foreign import read_any
from loaders.workbook import read


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return fresh_services(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    server = Flask("test")
    server.register_blueprint(blueprint(services))
    return server.test_client()


def good(heard: int = 10, period: str = "2025") -> bytes:
    return builders.annual(period, suit_heard=heard, suit_head_appeared=9)


def doubtful() -> bytes:
    """The filed rate is not what the counts give: taken in, and to be explained."""
    return builders.annual("2025", suit_heard=10, suit_head_appeared=9, FY04_reported=75)


def spoiled() -> bytes:
    return builders.annual("2025", suit_heard=6, suit_head_appeared=7)


def send(client: FlaskClient, what: str, name: str, data: bytes, **fields: str) -> list[dict]:
    form = {"lang": "zh", **fields, "file": (io.BytesIO(data), name)}
    answer = client.post(f"/file/{what}", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    return answer.json["files"]


def seen(client: FlaskClient, data: bytes, name: str = "年报.xlsx", **fields: str) -> dict:
    (told,) = send(client, "preview", name, data, **fields)
    return told


def filed(client: FlaskClient, data: bytes, name: str = "年报.xlsx") -> dict:
    (told,) = send(client, "receive", name, data, by="李某")
    return told


def texts(element: object) -> list[str]:
    if isinstance(element, dict):
        return texts(element["props"].get("children"))
    if isinstance(element, list | tuple):
        return [text for each in element for text in texts(each)]
    return [] if element is None else [str(element)]


def all_of(element: object, kind: str, **props: str) -> list[dict]:
    if isinstance(element, list | tuple):
        return [found for each in element for found in all_of(each, kind, **props)]
    if not isinstance(element, dict):
        return []
    mine = element["type"] == kind and all(
        text in str(element["props"].get(key.replace("_", "-"), element["props"].get(key, "")))
        for key, text in props.items()
    )
    return ([element] if mine else []) + all_of(element["props"].get("children"), kind, **props)


def page(services: Services, number: int, language: str = "zh") -> list[Element]:
    numbers = services.numbers()
    chosen = parse({"submission": str(number), "lang": language}, numbers)
    return submit.body(services, numbers, chosen)


def to_explain(services: Services, number: int) -> list[Finding]:
    numbers = services.numbers()
    case = case_of(services, numbers, parse({"submission": str(number)}, numbers))
    assert case is not None
    return list(case.to_explain)


def explain(client: FlaskClient, number: int, finding: Finding, text: str, **fields: str) -> dict:
    form = {"submission": str(number), "text": text, "by": "王某"}
    form |= {name: getattr(finding, name) for name in ("code", "sheet", "cell", "indicator")}
    return client.post("/file/explain", data={**form, **fields}, content_type="multipart/form-data").json


# ---- said before filing


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
    shown = "".join(texts(page(services, first["submission"])))
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
    links = all_of(page(services, told["submission"]), "A", href="/map")
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


# ---- explanations


def test_an_explanation_is_kept_and_shown_wherever_its_finding_is(
    client: FlaskClient, services: Services
) -> None:
    number = filed(client, doubtful())["submission"]
    asked = to_explain(services, number)
    assert asked
    told = explain(client, number, asked[0], "法院按收案口径统计，已核对")
    assert "王某" in told["said"]
    assert len(to_explain(services, number)) == len(asked) - 1 == told["left"]
    shown = "".join(texts(page(services, number)))
    assert shown.count("法院按收案口径统计，已核对") == 2  # beside the finding and in the receipt
    numbers = services.numbers()
    records = submit.rows(services, numbers, parse({"submission": str(number)}, numbers)).records
    assert [record["explained"] for record in records if record["explained"]] == [
        "法院按收案口径统计，已核对（王某，2026年11月20日 09:30）"
    ]


def test_a_second_explanation_leaves_the_first_readable(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "第一次说明的原因")
    explain(client, number, asked, "第二次补充的原因")
    said = [each.text for each in services.view().explanations(number)]
    assert said == ["第一次说明的原因", "第二次补充的原因"]
    shown = "".join(texts(page(services, number)))
    assert shown.index("第一次说明的原因") < shown.index("第二次补充的原因")


@pytest.mark.parametrize(
    ("text", "code"), [("四个字吧", "too_short"), ("  \u202e ", "too_short"), ("长" * 501, "too_long")]
)
def test_an_explanation_has_5_to_500_letters(
    client: FlaskClient, services: Services, text: str, code: str
) -> None:
    number = filed(client, doubtful())["submission"]
    told = explain(client, number, to_explain(services, number)[0], text)
    assert told["error"]["code"] == code
    assert services.view().explanations(number) == ()


def test_only_a_finding_that_is_there_is_explained(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    wrong = explain(client, number, asked, "随便写一个原因", cell="ZZ9")
    missing = explain(client, number, asked, "随便写一个原因", submission="9" * 30)
    words_for_number = explain(client, number, asked, "随便写一个原因", submission="²")
    assert wrong["error"]["code"] == "no_finding"
    assert missing["error"]["code"] == words_for_number["error"]["code"] == "no_submission"
    assert services.view().explanations(number) == ()


def test_what_a_person_writes_is_shown_as_text(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    told = explain(client, number, to_explain(services, number)[0], "<img src=x onerror=alert(1)>")
    assert "<img" not in told["said"]
    assert "&lt;img" in told["said"]


def test_the_list_tells_how_many_are_to_be_explained(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    numbers = services.numbers()

    def left() -> object:
        (record,) = submit.rows(services, numbers, parse({}, numbers)).records
        return record["to_explain"]

    asked = to_explain(services, number)
    assert left() == len(asked) > 0
    for finding in asked:
        explain(client, number, finding, "已经与法院核对一致")
    assert left() == 0


def test_the_marked_workbook_carries_the_explanation(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "法院按收案口径统计")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/file/{number}/marked.xlsx").data))
    listed = [str(cell.value) for row in book["校验结果"] for cell in row if cell.value]
    assert "说明" in listed
    assert any(text.startswith("法院按收案口径统计（王某") for text in listed)
    assert "法院按收案口径统计" in book[asked.sheet][asked.cell].comment.text


def test_an_earlier_versions_explanation_is_offered_again(client: FlaskClient, services: Services) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "法院按收案口径统计")
    services.clock = lambda: AT + timedelta(hours=1)
    later = filed(client, builders.edited(doubtful(), lambda book: None))["submission"]
    offered = all_of(page(services, later), "Button", data_reuse="法院按收案口径统计")
    assert len(offered) == 1
    assert to_explain(services, later)


def test_a_superseded_submission_keeps_its_explanations_and_takes_no_more(
    client: FlaskClient, services: Services
) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = to_explain(services, number)
    explain(client, number, asked, "法院按收案口径统计")
    services.clock = lambda: AT + timedelta(hours=1)
    later = filed(client, good(heard=13))["submission"]
    body = page(services, number)
    shown = "".join(texts(body))
    assert "法院按收案口径统计" in shown
    assert f"第 {later} 号是现行版本：与往期、上下级的比对只对现行版本进行" in shown
    assert all_of(body, "Form", className="explain-form") == []
    assert explain(client, number, asked, "再补一句说明")["error"]["code"] == "no_finding"


def test_the_passport_shows_the_explanation_beside_the_number(
    client: FlaskClient, services: Services
) -> None:
    number = filed(client, doubtful())["submission"]
    (asked, *_) = [each for each in to_explain(services, number) if each.indicator in ("FY04", "")]
    explain(client, number, asked, "法院按收案口径统计")
    numbers = services.numbers()
    asked_for = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "FY04"}
    chosen = parse(asked_for, numbers)
    shown = "".join(texts(trace.body(services, numbers, chosen)))
    assert "法院按收案口径统计" in shown
    assert "有说明 1 条" in shown
    above = parse({**asked_for, "region": "990100"}, numbers)
    assert "月屿区" in "".join(texts(trace.body(services, numbers, above)))
    assert "法院按收案口径统计" in "".join(texts(trace.body(services, numbers, above)))
    notes = dict(trace.rows(services, numbers, chosen).notes)
    assert "法院按收案口径统计" in notes["说明"]


# ---- the picture of the sheet


def drawn(data: bytes, cell: str) -> Element:
    sheet = read_any(data).sheets[0]
    place = position_of(cell)
    assert place is not None
    return picture(sheet, 1, {anchor(sheet, place): Mark("must", "#f-1", "label")}, "zh")


def marked_cells(element: Element) -> list[str]:
    return [cell["props"]["data-at"] for cell in all_of(element, "Td", className="must")]


def table() -> bytes:
    return builders.grid([["甲", "乙", "丙"], *[[str(row), row, row] for row in range(2, 40)]])


def test_a_cell_inside_a_merged_area_is_marked_at_its_first_cell() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Sheet1"].merge_cells("B5:C7")

    data = builders.edited(table(), merge)
    assert marked_cells(drawn(data, "C6")) == ["c-1-B5"]


def test_a_marked_cell_in_a_hidden_row_and_column_is_drawn() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Sheet1"].row_dimensions[9].hidden = True
        book["Sheet1"].column_dimensions["C"].hidden = True

    assert marked_cells(drawn(builders.edited(table(), hide), "C9")) == ["c-1-C9"]


def test_an_empty_cell_outside_the_table_is_drawn() -> None:
    assert marked_cells(drawn(table(), "F60")) == ["c-1-F60"]
    assert row_groups(read(table()).sheets[0], {60})[-1][-1] == 60


def old_workbook() -> bytes:
    """An .xls whose fifth row is hidden."""
    cells = [
        record for row in range(8) for record in (foreign.label(row, 0, "项"), foreign.number(row, 1, row))
    ]
    return foreign.xls([foreign.hidden_row(4), *cells])


def open_document() -> bytes:
    return foreign.ods(
        "".join(foreign.ods_row(foreign.ods_text("项"), foreign.ods_number("3")) for _ in range(8))
    )


@pytest.mark.parametrize("make", [old_workbook, open_document])
def test_other_formats_have_the_same_picture(make: Callable[[], bytes]) -> None:
    assert marked_cells(drawn(make(), "B5")) == ["c-1-B5"]


def test_a_finding_without_a_cell_says_so(client: FlaskClient, services: Services) -> None:
    number = filed(client, builders.grid([["单位", "数"], ["甲", 1]]))["submission"]
    assert words("zh")["filing_findings.no_cell"] in texts(page(services, number))


def test_every_finding_with_a_cell_leads_to_it(services: Services) -> None:
    (outcome,) = take_in(services, {"年报.xlsx": spoiled()})
    body = page(services, outcome.submission or 0)
    places = {cell["props"]["data-at"] for cell in all_of(body, "Td", data_at="c-")}
    rows = all_of(all_of(body, "Ul", className="findings"), "Li")
    assert rows
    assert {row["props"]["data-cell"] for row in rows} <= places


def test_the_answer_to_an_upload_names_the_findings_as_the_page_does(
    client: FlaskClient, services: Services
) -> None:
    told = filed(client, spoiled())
    query = dict(parse_qsl(urlsplit(told["href"]).query))
    body = page(services, int(query["submission"]))
    keys = {row["props"]["data-key"] for row in all_of(body, "Li", data_key="@")}
    assert {finding["key"] for finding in told["findings"]} == keys
    assert json.dumps(told, ensure_ascii=False)
