"""``faheng load`` as a person runs it: what is taken in, turned away, and said of each file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from builders import annual, edited, row_of
from builders_cli import loaded, run, run_apart
from builders_store import fresh_services, public_workbooks
from builders_xlsx import compound_file


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return public_workbooks(fresh_services(tmp_path_factory.mktemp("fresh")))


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


def test_load_turns_a_link_away_plainly(tmp_path: Path) -> None:
    (tmp_path / "报.xlsx").write_bytes(annual("2025", suit_heard=6, suit_head_appeared=5))
    (tmp_path / "链接.xlsx").symlink_to(tmp_path / "报.xlsx")
    done = run(tmp_path / "home", "load", tmp_path / "链接.xlsx")
    assert (done.returncode, "符号链接" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
