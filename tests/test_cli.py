"""The commands as a person runs them: exit codes, JSON alone on stdout, never a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import annual, edited, row_of
from builders_store import fresh_services, public_workbooks
from builders_xlsx import compound_file

from app import Settings, default_home
from cli import main

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(home: Path, *arguments: str | Path, **environment: str) -> Done:
    """One command in this process, with the settings a person's shell would give."""
    out, err = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    os.environ.pop("FAHENG_DATABASE", None)
    os.environ.update({"FAHENG_HOME": str(home), **environment})
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return Done(code, out.getvalue(), err.getvalue())


def run_apart(home: Path, *arguments: str | Path) -> Done:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "FAHENG_HOME": str(home), "PYTHONIOENCODING": "ascii"},
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def loaded(home: Path, *paths: Path) -> tuple[int, list[dict[str, Any]]]:
    done = run(home, "load", "--json", *paths)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)["files"]


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return public_workbooks(fresh_services(tmp_path_factory.mktemp("fresh")))


def test_init_creates_a_record_and_loads_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "init").returncode == 0
    assert run(home, "init").returncode == 0
    assert (home / "faheng.db").exists()
    assert list((home / "files").iterdir()) == []


def test_check_reads_every_definition(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "check")
    assert (done.returncode, "125 indicators" in done.stdout) == (0, True)


def test_a_folder_is_taken_in_and_known_the_second_time(tmp_path: Path, workbooks: dict[str, bytes]) -> None:
    folder = tmp_path / "公开数据"
    folder.mkdir()
    for name, data in workbooks.items():
        (folder / name).write_bytes(data)
    code, first = loaded(tmp_path / "home", folder)
    assert (code, {file["status"] for file in first}, len(first)) == (0, {"accepted"}, len(workbooks))
    assert not any(file["known"] for file in first)
    again, second = loaded(tmp_path / "home", folder)
    assert again == 0
    assert all(file["known"] for file in second)
    assert [file["submission"] for file in second] == [file["submission"] for file in first]


def test_a_zip_is_taken_in_member_by_member(tmp_path: Path, workbooks: dict[str, bytes]) -> None:
    bundle = tmp_path / "报送.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in workbooks.items():
            archive.writestr(name, data)
    code, files = loaded(tmp_path / "home", bundle)
    assert code == 0
    assert {file["path"].rsplit("/", 1)[-1] for file in files} == set(workbooks)


@pytest.mark.parametrize(
    ("name", "data", "finding"),
    [
        ("empty.xlsx", b"", "file.empty"),
        ("说明.txt", "不是工作簿".encode(), "file.not_a_workbook"),
        ("hollow.xls", compound_file("Workbook"), "file.damaged"),
        ("locked.xlsx", compound_file("EncryptedPackage"), "file.encrypted"),
        ("torn.xlsx", b"PK\x03\x04" + b"\0" * 200, "file.damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_and_kept(
    tmp_path: Path, name: str, data: bytes, finding: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    code, (file,) = loaded(tmp_path / "home", path)
    assert (code, file["status"], file["findings"][0]["code"]) == (1, "refused", finding)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in file["findings"][0]["message"])
    kept = tmp_path / "home" / "files" / file["sha256"][:2] / file["sha256"]
    assert kept.read_bytes() == data
    assert loaded(tmp_path / "home", path)[1][0]["known"]


def test_an_unknown_table_is_returned(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "这不是我们的表"
    book.save(tmp_path / "other.xlsx")
    code, (file,) = loaded(tmp_path / "home", tmp_path / "other.xlsx")
    assert (code, file["status"], file["findings"][0]["code"]) == (1, "returned", "form.unknown")


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


def test_the_json_stands_alone_on_stdout_in_any_terminal(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    done = run_apart(tmp_path / "home", "load", "--json", tmp_path / "空.xlsx")
    (file,) = json.loads(done.stdout)["files"]
    assert (done.returncode, file["status"], file["path"].endswith("空.xlsx")) == (1, "refused", True)
    assert "已拒收" in done.stderr


def test_load_says_each_finding_of_a_returned_file_with_its_cell(tmp_path: Path) -> None:
    (tmp_path / "报.xlsx").write_bytes(annual("2025", suit_heard=6, suit_head_appeared=7, suit_closed=5))
    done = run(tmp_path / "home", "load", tmp_path / "报.xlsx")
    lines = done.stderr.splitlines()
    found = loaded(tmp_path / "home", tmp_path / "报.xlsx")[1][0]["findings"]
    assert done.returncode == 1
    assert lines[0].startswith(f"已退回 {tmp_path / '报.xlsx'}：强制 ")
    for finding in found:
        place = f"{finding['sheet']}!{finding['cell']}：" if finding["cell"] else ""
        assert any(place + finding["message"] in line for line in lines), finding


def test_load_counts_the_findings_of_an_accepted_file_and_says_what_to_explain(tmp_path: Path) -> None:
    def wider(book: openpyxl.Workbook) -> None:
        sheet = next(sheet for sheet in book if sheet.title == "复议应诉")
        row = row_of(sheet, "suit_heard")
        cell = next(cell for cell in sheet[row] if cell.value == 6)
        cell.value = "６件"

    data = annual("2025", suit_heard=6, suit_head_appeared=5, FY04_reported=99)
    (tmp_path / "报.xlsx").write_bytes(edited(data, wider))
    done = run(tmp_path / "home", "load", tmp_path / "报.xlsx")
    lines = done.stderr.splitlines()
    assert (done.returncode, lines[0].split("：")[1]) == (0, "核实 1，提示 1"), done.stderr
    assert lines[1].strip().startswith("核实 复议应诉!")
    assert not any(line.strip().startswith("提示") for line in lines)


def test_a_known_file_says_which_submission_is_current_instead(tmp_path: Path) -> None:
    home, first, second = tmp_path / "home", tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    first.write_bytes(annual("2025", suit_heard=6, suit_head_appeared=5))
    second.write_bytes(annual("2025", suit_heard=7, suit_head_appeared=5))
    run(home, "load", first)
    assert "现行的是" not in run(home, "load", first).stderr
    run(home, "load", second)
    again = run(home, "load", first)
    assert (again.returncode, "为报送件 1，没有重复读入；现行的是报送件 2" in again.stderr) == (0, True)


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


def test_load_turns_a_link_away_plainly(tmp_path: Path) -> None:
    (tmp_path / "报.xlsx").write_bytes(annual("2025", suit_heard=6, suit_head_appeared=5))
    (tmp_path / "链接.xlsx").symlink_to(tmp_path / "报.xlsx")
    done = run(tmp_path / "home", "load", tmp_path / "链接.xlsx")
    assert (done.returncode, "符号链接" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
