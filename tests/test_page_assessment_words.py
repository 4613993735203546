"""考核: periods of exported rows, totals that can be told apart, what a change is against, files."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from builders_assessment import ITEMS, ROOT, in_force
from builders_assessment_page import assessed, body, brought, code_of, computed, post, seen
from builders_page import text, with_class
from flask.testing import FlaskClient

from data.model import Finding
from indicators.scoring_model import Place
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.assessment_files import told
from layouts.views.assessment_line import line
from layouts.views.assessment_marks import Against, move, totals_apart
from loaders.scheme_book import write_scheme


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return assessed(tmp_path)


def periods(client: FlaskClient, search: str) -> set[str]:
    """The period columns of the export, as they stand in its lines."""
    answer = client.get(f"/export/assessment.csv?dataset=demo&region={ROOT}&period=2025{search}")
    head, *lines = [line.split(",") for line in answer.get_data().decode("utf-8-sig").splitlines()]
    spot = head.index("报告期")
    assert head[spot + 1] == "报告期代码"
    assert len(head) == len(set(head))
    return {"/".join(line[spot : spot + 2]) for line in lines}


def test_exported_marks_are_of_the_period_of_the_run_or_trial_and_not_of_the_page(
    services: Services, client: FlaskClient
) -> None:
    in_force(services, replace(computed(), scheme="S24", period="2024", number="示例法治办〔2024〕1号"))
    assert periods(client, "&scheme=S24") == {"2024年/2024"}  # its items: nobody is scored yet
    assert code_of(post(client, "begin", scheme="S24", period="2024")) == ""
    assert periods(client, "&scheme=S24") == {"2024年/2024"}
    assert periods(client, "&part=trial&on=2024") == {"2024年/2024"}
    assert periods(client, "&part=trial") == {"2025年/2025"}


def test_the_notes_of_an_exported_workbook_tell_the_period_of_the_trial(client: FlaskClient) -> None:
    answer = client.get(f"/export/assessment.xlsx?dataset=demo&region={ROOT}&period=2025&part=trial&on=2024")
    notes = openpyxl.load_workbook(io.BytesIO(answer.get_data()))["说明"]
    told = dict(row[:2] for row in notes.iter_rows(values_only=True))
    assert told["报告期"] == "2024年"


def place(region: str, marks: str, rank: int | None, league: str = "county") -> Place:
    return Place(region, league, Fraction(marks), rank, 3)


def test_neighbours_of_different_places_never_print_alike() -> None:
    told = totals_apart([place("a", "99", 1), place("b", "98.241", 2), place("c", "98.2436", 3)])
    assert told == {"a": "99.00", "b": "98.241", "c": "98.244"}


def test_ties_other_leagues_and_units_without_a_place_print_as_ever() -> None:
    tied = [place("a", "98.24", 1), place("b", "98.24", 1)]
    others = [place("c", "98.2401", 2, "city"), place("d", "98.2402", None)]
    assert set(totals_apart([*tied, *others]).values()) == {"98.24"}


def test_a_difference_of_the_fourth_digit_is_shown_with_four() -> None:
    told = totals_apart([place("a", "98.24012", 1), place("b", "98.24008", 2)])
    assert told == {"a": "98.24012", "b": "98.24008"}
    assert totals_apart([place("a", "98.2402", 1), place("b", "98.2401", 2)])["a"] == "98.2402"


@pytest.mark.parametrize(
    ("language", "told", "full"),
    [
        ("zh", "比改动前", "满分由 100 分变为 143 分"),
        ("en", "than before the change", "Full marks are now 143, were 100"),
    ],
)
def test_a_simulation_moves_against_what_was_before_the_change_and_tells_other_full_marks(
    services: Services, language: Language, told: str, full: str
) -> None:
    weights = text(body(services, part="trial", lang=language, c1="1|weight|103"))
    assert full in weights
    made = text(body(services, part="trial", lang=language, c1="1|rule|每低1个百分点扣0.1分，扣完为止"))
    assert told in made
    assert words(language)["assess_last.none"] not in made
    assert full not in made


@pytest.mark.parametrize(
    ("places", "against", "told"),
    [
        (1, "last", "1 place up since last time"),
        (-2, "last", "2 places down since last time"),
        (-1, "change", "1 place lower than before the change"),
        (3, "change", "3 places higher than before the change"),
    ],
)
def test_one_place_is_said_as_one(places: int, against: Against, told: str) -> None:
    assert told in text(move(places, "en", against))


def test_english_has_no_full_width_brackets_of_its_own(services: Services) -> None:
    assert "1 负责人出庭应诉率 (60)" in text(body(services, part="trial", lang="en"))
    assert "1 负责人出庭应诉率（60）" in text(body(services, part="trial"))


@pytest.mark.parametrize(("language", "told"), [("zh", "县（区）暂无名次"), ("en", "Counties: no rank yet")])
def test_a_sheet_without_a_place_says_so(
    services: Services, client: FlaskClient, language: Language, told: str
) -> None:
    waiting = replace(ITEMS[1], code="3", kind="manual", subject="", variant="", rule="", weight=None)
    by_hand = replace(waiting, rule="凭佐证材料评分，最高5分", weight=5.0, cap=5.0)
    in_force(services, replace(computed(), scheme="S-hand", items=(*computed().items, by_hand)))
    assert code_of(post(client, "begin", scheme="S-hand", period="2025")) == ""
    made = text(body(services, part="sheet", scheme="S-hand", lang=language))
    assert told in made
    assert "第 —" not in made


@pytest.mark.parametrize(("language", "between"), [("zh", "。"), ("en", ". ")])
def test_sentences_on_several_units_are_parted_as_the_language_parts_them(
    services: Services, client: FlaskClient, language: Language, between: str
) -> None:
    brought(services, client, "feedback")
    found = seen(services, lang=language)
    vars(found)["whole"] = False  # as one who is shown some of the units
    one, two, three = (found.name(each.region) for each in found.board[:3])
    told = text(line(found, found.board[:3]))
    assert f"{between}{two} " in told
    assert f"{between}{three} " in told
    assert f" {one} " in told


def test_every_mistake_of_a_scheme_is_told_in_the_order_of_its_cells(client: FlaskClient) -> None:
    items = [
        replace(ITEMS[0], code=str(n), subject="FY999" if n % 2 else "FY04", rule="看情况扣分")
        for n in range(1, 8)
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(write_scheme(replace(computed(), scheme="bad", items=tuple(items))))
    )
    book["考核项"]["D13"] = "指示"  # a wrong word, in the last line
    book["考核方案"]["B11"] = "去年"
    sent = io.BytesIO()
    book.save(sent)
    answer = post(client, "upload", file=(io.BytesIO(sent.getvalue()), "方案.xlsx"))
    cells = [one.split(" ")[0] for one in answer.get_json()["error"]["message"].split("\n")]
    assert cells == [
        "考核方案!B11",
        *("考核项!E7", "考核项!H7", "考核项!H8", "考核项!E9", "考核项!H9", "考核项!H10"),
        *("考核项!E11", "考核项!H11", "考核项!H12", "考核项!D13", "考核项!E13", "考核项!H13"),
    ]


def test_more_mistakes_than_one_can_read_are_counted() -> None:
    findings = [Finding("scheme.bad_word", "must", "考核项", f"D{n}", {"read": "x"}) for n in range(7, 64)]
    lines = told(findings, "zh").message.split("\n")
    assert len(lines) == 51
    assert lines[-1] == "另有 7 处。"


def test_the_picture_of_the_bands_is_left_out_on_a_phone(services: Services, client: FlaskClient) -> None:
    brought(services, client, "published")
    placed = with_class(body(services), "band-place")
    assert placed
    assert all("wide-only" in each["props"]["className"].split() for each in placed)
