"""The commands as a person runs them: exit codes, JSON alone on stdout, never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from builders import annual
from builders_cli import ROOT, loaded, run

from app import Settings, default_home

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_init_creates_a_record_and_loads_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "init").returncode == 0
    assert run(home, "init").returncode == 0
    assert (home / "faheng.db").exists()
    assert list((home / "files").iterdir()) == []


def test_check_reads_every_definition(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "check")
    assert (done.returncode, "125 indicators" in done.stdout) == (0, True)


@pytest.mark.parametrize("form", ["annual", "quarterly", "public"])
def test_a_template_is_a_workbook_of_its_form(tmp_path: Path, form: str) -> None:
    period = {"quarterly": "2026Q3"}.get(form, "2025")
    region = "440117" if form == "public" else "990102"
    out = tmp_path / "模板.xlsx"
    done = run(
        tmp_path / "home", "template", "--form", form, "--region", region, "--period", period, "--out", out
    )
    assert done.returncode == 0, done.stderr
    code, (file,) = loaded(tmp_path / "home", out)
    assert (code, file["form"], file["findings"][0]["code"]) == (1, form, "form.empty")


def test_a_template_is_prefilled_or_for_a_correction_when_asked(tmp_path: Path) -> None:
    home, sent, out = tmp_path / "home", tmp_path / "报.xlsx", tmp_path / "更正.xlsx"
    sent.write_bytes(annual("2024", region="990102", suit_heard=6, arbitration_pending_end=16))
    assert loaded(home, sent)[0] == 0
    asked = ("template", "--form", "annual", "--region", "990102", "--out", out)
    assert run(home, *asked, "--period", "2024", "--fill", "current").returncode == 0
    assert loaded(home, out)[0] == 0
    assert run(home, *asked, "--period", "2025", "--fill", "known").returncode == 0
    found = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(out).worksheets
        for row in sheet.iter_rows(min_col=4, max_col=4, min_row=12)
        for cell in row
        if isinstance(cell.value, int)
    }
    assert sorted(found.values()) == [3, 4, 5, 16]


@pytest.mark.parametrize(
    "arguments",
    [
        ["load"],
        ["load", "no-such-file.xlsx"],
        ["template", "--form", "weekly", "--region", "990102", "--period", "2025", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "123456", "--period", "2025", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "990102", "--period", "2025Q9", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "990102", "--period", "2025Q1", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "440117", "--period", "2025", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "990000", "--period", "2025", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "990102", "--period", "2031", "--out", "x.xlsx"],
        ["template", "--form", "annual", "--region", "990102", "--period", "2025", "--out", "x.pdf"],
        [
            "template",
            "--form",
            "annual",
            "--region",
            "990102",
            "--period",
            "2025",
            "--fill",
            "all",
            "--out",
            "x.xlsx",
        ],
        [
            "template",
            "--form",
            "annual",
            "--region",
            "990102",
            "--period",
            "2025",
            "--fill",
            "current",
            "--out",
            "x.xlsx",
        ],
        ["export", "nowhere", "--out", "x.csv"],
        ["mark", "1", "--out", "x.xlsx"],
        ["mark", "1", "--out", "x.pdf"],
        ["mark", "first", "--out", "x.xlsx"],
        ["demo", "--counties", "0"],
        ["serve", "--host", "0.0.0.0"],
        ["serve", "--port", "99999"],
        ["export", "compare", "--query", "indicator=ZZ99", "--out", "x.csv"],
        ["export", "compare", "--query", "scope=everything", "--out", "x.csv"],
        ["nonsense"],
    ],
)
def test_arguments_that_cannot_be_followed_exit_with_2(tmp_path: Path, arguments: list[str]) -> None:
    home = tmp_path / "home"
    run(home, "init")
    done = run(home, *arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert CHINESE.search(done.stderr), done.stderr
    assert " / " in done.stderr, done.stderr  # and in English


def test_a_template_that_cannot_be_written_is_refused_in_both_languages(tmp_path: Path) -> None:
    asked = ("template", "--form", "weekly", "--region", "990102", "--period", "2025", "--out", "x.xlsx")
    told = run(tmp_path / "home", *asked).stderr
    assert told.startswith("没有报表“weekly”")
    assert "There is no form" in told or "no form" in told


def test_mark_writes_the_workbook_with_its_findings_and_leaves_the_original(tmp_path: Path) -> None:
    home, sent, out = tmp_path / "home", tmp_path / "报.xlsx", tmp_path / "出" / "标注.xlsx"
    data = annual("2025", suit_heard=6, suit_head_appeared=7)
    sent.write_bytes(data)
    code, (file,) = loaded(home, sent)
    assert (code, file["status"]) == (1, "returned")
    done = run(home, "mark", str(file["submission"]), "--out", out)
    assert (done.returncode, done.stdout.strip()) == (0, str(out)), done.stderr
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[-1] == "校验结果"
    finding = file["findings"][0]
    assert book[finding["sheet"]][finding["cell"]].comment.text.startswith("强制")
    kept = [path.read_bytes() for path in (home / "files").rglob("*") if path.is_file()]
    assert kept == [data] == [sent.read_bytes()]


def test_another_database_is_refused_plainly(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "init", FAHENG_DATABASE="postgresql://server/faheng")
    assert done.returncode == 1
    assert "SQLite only" in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_without_a_record_says_how_to_make_one(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "serve", "--port", "0")
    assert done.returncode == 1
    assert "faheng init" in done.stderr


@pytest.mark.parametrize(
    ("query", "code", "near"),
    [
        ("indicator=FY4", "'FY4'", "FY04"),
        ("dataset=demo&region=990111", "'990111'", "99010"),
        ("dataset=public-renshe&region=990101", "'990101' in dataset public-renshe", ""),
        ("dataset=dem", "'dem'", "demo"),
        ("dataset=demo&period=2025Q9", "'2025Q9'", ""),
        ("dataset=demo&variant=Q", "'Q'", "A"),
        ("dataset=demo&scope=own", "'scope'", "region"),
    ],
)
def test_an_export_of_an_unknown_code_names_it_and_the_nearest(
    tmp_path: Path, query: str, code: str, near: str
) -> None:
    run(tmp_path / "home", "init")
    done = run(tmp_path / "home", "export", "compare", "--query", query, "--out", tmp_path / "x.csv")
    assert done.returncode == 2
    assert code in done.stderr
    assert near in done.stderr
    assert not (tmp_path / "x.csv").exists()


def test_the_record_is_beside_the_project_when_run_from_its_source_tree(tmp_path: Path) -> None:
    assert Settings.from_env({}).home == ROOT / "var"
    assert Settings.from_env({"FAHENG_HOME": "here"}).home == Path.cwd() / "here"
    assert default_home(tmp_path) == Path.cwd() / "var"


def test_serving_says_where_the_record_is(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "serve", "--port", "0")
    assert f"data folder: {tmp_path / 'home'}" in done.stderr
