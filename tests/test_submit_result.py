"""The page of one submission: what is offered where figures are locked, and after a file was removed."""

from __future__ import annotations

import io

import builders
import openpyxl
from builders_filing import all_of, buttons, filed, good, page_of, spoiled, texts
from builders_store import AT
from flask.testing import FlaskClient

from layouts.services import Services
from layouts.text import LANGUAGES, words

CORRECTION = "/template/annual/990101/2025.xlsx?fill=current"


def approved(client: FlaskClient, services: Services) -> int:
    number = int(filed(client, good())["submission"])
    services.store.step(number, "approve", by="审核人", at=AT)
    return number


def shown(services: Services, number: int, language: str = "zh") -> str:
    return "".join(texts(page_of(services, number, language)))


def told_on_sheet(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)


def test_a_locked_correction_is_said_to_be_locked_beside_its_link(
    client: FlaskClient, services: Services
) -> None:
    number = approved(client, services)
    for language in LANGUAGES:
        assert words(language).say("life_locked.correct", n=number) in shown(services, number, language)
    services.store.step(number, "unlock", by="审核人", at=AT, why="漏计一件")
    assert "已锁定，现在上传会被退回" not in shown(services, number)


def test_an_older_version_says_that_the_current_one_is_locked(
    client: FlaskClient, services: Services
) -> None:
    first = int(filed(client, good())["submission"])
    number = int(filed(client, good(heard=11), "更正.xlsx")["submission"])
    services.store.step(number, "approve", by="审核人", at=AT)
    assert words("zh").say("life_locked.correct", n=number) in shown(services, first)


def test_the_workbook_of_a_locked_correction_says_so_itself(client: FlaskClient, services: Services) -> None:
    number = approved(client, services)
    told = words("zh").say("life_locked.sheet", n=number)
    assert told in told_on_sheet(client.get(CORRECTION).data)
    services.store.step(number, "unlock", by="审核人", at=AT, why="漏计一件")
    assert told not in told_on_sheet(client.get(CORRECTION).data)


def test_the_desk_is_told_of_the_lock_with_the_address(client: FlaskClient, services: Services) -> None:
    number = approved(client, services)
    asked = "/template?form=annual&region=990101&period=2025&fill="
    page = {"Accept": "application/json"}
    assert client.get(asked + "current", headers=page).json == {
        "address": CORRECTION,
        "told": words("zh").say("life_locked.correct", n=number),
    }
    assert "told" not in client.get(asked + "none", headers=page).json


def test_the_page_of_a_removed_file_offers_nothing_of_it(client: FlaskClient, services: Services) -> None:
    told = filed(client, good())
    services.store.purge(told["sha256"], by="甲某", second="乙某", why="误传涉密件", at=AT)
    for language in LANGUAGES:
        body = page_of(services, told["submission"], language)
        assert words(language)["life_next.purged"] in "".join(texts(body))
        assert buttons(services, f"{told['href']}&lang={language}") == {}
        assert all_of(body, "Ol", className="steps") == []
        assert all_of(body, "Section", className="receipt") == []
        assert "误传涉密件" in "".join(texts(all_of(body, "Ol", className="timeline")))


def test_an_unknown_table_leads_to_saying_what_it_means_first(
    client: FlaskClient, services: Services
) -> None:
    told = filed(client, builders.grid([["单位", "数"], ["甲", 1]]))
    offered = buttons(services, told["href"])
    assert next(iter(offered)) == words("zh")["mapping.link"]
    assert words("zh")["filing_preview.map_next"] in shown(services, told["submission"])
    assert offered[words("zh")["mapping.link"]].startswith("/map?")
    corrected = buttons(services, filed(client, spoiled())["href"])
    assert words("zh")["mapping.link"] not in corrected


def test_a_filed_cell_leads_forward_to_the_numbers_that_it_enters(
    client: FlaskClient, services: Services
) -> None:
    number = int(filed(client, good())["submission"])
    page = page_of(services, number)
    rows = {texts(row)[0]: [each["props"]["href"] for each in all_of(row, "A")] for row in all_of(page, "Tr")}
    view = services.numbers().view
    (cell,) = view.trace("demo", elements=["suit_heard"], regions=["990101"], periods=["2025"])
    links = rows[f"{cell.sheet}!{cell.cell}"]
    assert "/trace?dataset=demo&region=990101&period=2025&indicator=FY04" in links
    services.store.step(number, "withdraw", by="李某", at=AT, why="误报")
    assert "从单元格到指标" not in shown(services, number)
