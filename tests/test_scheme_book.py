import io
from dataclasses import replace

import openpyxl
import pytest
from builders_scoring import item, scheme, veto_rule

from data.catalogue import read_catalogue
from data.scheme import League
from indicators.definition import read_indicators
from indicators.scoring_subjects import subjects_of
from loaders.scheme_book import is_scheme, read_scheme, write_scheme
from loaders.targets import write_targets
from loaders.workbook import read

CATALOGUE = read_catalogue()
SUBJECTS = subjects_of(read_indicators(CATALOGUE))
SCHEME = scheme(
    item("每低1个百分点扣1分，扣完为止", "1.1", source="第三条", no_cases="left_out"),
    item("每发生一起扣2分，最多扣6分", "1.2", subject="FY06", weight=0.0, floor=-6.0),
    item("按完成率计分", "2.1", kind="task", subject="s4", target=95.0, not_reported="left_out"),
    item("凭佐证材料评分，最高5分", "3", kind="manual", subject="", weight=5.0, cap=5.0, variant=""),
    scheme="demo-1",
    region="990000",
    levels=("city", "county"),
    leagues=(League("A", "市", levels=("city",)), League("B", "试点县", regions=("990101", "990102"))),
    vetoes=(veto_rule("item", item="1.2", kind="veto", period="2025", conditions=("被通报", "被要求整改")),),
    appeal_days=5,
    minimum=8,
    basis="考核办法",
    number="某发〔2025〕1号",
    approver="某人",
    decided_on="2025-03-10",
    source="演示",
    note="演示用",
)


def read_back(data):
    return read_scheme(read(data), CATALOGUE, SUBJECTS)


def changed(*cells, made=SCHEME):
    """The workbook with cells (sheet, address, value) written over, read back."""
    book = openpyxl.load_workbook(io.BytesIO(write_scheme(made)))
    for sheet, address, value in cells:
        book[sheet][address] = value
    output = io.BytesIO()
    book.save(output)
    return read_back(output.getvalue())


def test_a_scheme_comes_back_from_its_workbook_as_it_was():
    assert read_back(write_scheme(SCHEME)) == (SCHEME, ())


def test_the_same_scheme_gives_the_same_bytes():
    assert write_scheme(SCHEME) == write_scheme(SCHEME)


def test_a_structure_with_empty_marks_comes_back_empty():
    made = replace(SCHEME, items=(item("", "1", kind="manual", subject="", weight=None),), vetoes=())
    assert read_back(write_scheme(made)) == (made, ())


def test_a_scheme_in_force_comes_back_as_a_draft():
    found, _ = read_back(write_scheme(replace(SCHEME, status="active")))
    assert found.status == "draft"


def test_a_register_of_targets_is_no_scheme():
    workbook = read(write_targets([]))
    assert not is_scheme(workbook)
    assert [each.code for each in read_scheme(workbook, CATALOGUE, SUBJECTS)[1]] == ["scheme.no_register"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([("考核项", "H7", "每低1个百分点扣一点分")], ("考核项!H7", "scheme.unread_rule")),
        ([("考核项", "H7", "")], ("考核项!H7", "scheme.no_rule")),
        ([("考核项", "E7", "FY004")], ("考核项!E7", "scheme.unknown_indicator")),
        ([("考核项", "E7", "ZF02"), ("考核项", "H7", "达标得满分")], ("考核项!E7", "scheme.protected")),
        ([("考核项", "G7", "十分")], ("考核项!G7", "scheme.bad_number")),
        ([("考核项", "D7", "指示")], ("考核项!D7", "scheme.bad_word")),
        ([("考核项", "L7", "零分")], ("考核项!L7", "scheme.bad_word")),
        ([("考核项", "A8", "1.1")], ("考核项!A8", "scheme.bad_code")),
        ([("一票否决和计零", "E7", "9.9")], ("一票否决和计零!E7", "scheme.unknown_item")),
        ([("一票否决和计零", "C7", "否决")], ("一票否决和计零!C7", "scheme.bad_word")),
        ([("分组", "C7", "省市")], ("分组!C7", "scheme.bad_word")),
        ([("分组", "D8", "000000")], ("分组!D8", "scheme.unknown_region")),
        ([("考核方案", "B7", "方案 一")], ("考核方案!B7", "scheme.bad_code")),
        ([("考核方案", "B9", "演示")], ("考核方案!B9", "scheme.unknown_dataset")),
        ([("考核方案", "B10", "110000")], ("考核方案!B10", "scheme.unknown_region")),
        ([("考核方案", "B11", "去年")], ("考核方案!B11", "scheme.bad_period")),
        ([("考核方案", "B12", "各县")], ("考核方案!B12", "scheme.bad_word")),
        ([("考核方案", "B13", "五日")], ("考核方案!B13", "scheme.bad_number")),
        ([("考核方案", "B18", "去年春天")], ("考核方案!B18", "scheme.bad_date")),
    ],
)
def test_every_mistake_is_told_at_its_cell(cells, expected):
    found, findings = changed(*cells)
    assert found is None
    assert expected in [(f"{each.sheet}!{each.cell}", each.code) for each in findings]


def test_a_rule_that_cannot_be_read_tells_its_words_and_the_nearest_rule():
    _, findings = changed(("考核项", "H7", "每低1个百分点扣1分，视心情"))
    (told,) = findings
    assert (told.params["read"], told.params["upto"], told.params["rest"], told.params["expected"]) == (
        "每低1个百分点扣1分，视心情",
        "每低1个百分点扣1分",
        "视心情",
        "每低1个百分点扣1分，扣完为止",
    )


def test_a_missing_sheet_of_items_is_told():
    book = openpyxl.load_workbook(io.BytesIO(write_scheme(SCHEME)))
    del book["考核项"]
    output = io.BytesIO()
    book.save(output)
    found, findings = read_back(output.getvalue())
    assert found is None
    assert "scheme.no_sheet" in [each.code for each in findings]


def test_a_renamed_sheet_is_known_by_its_title():
    book = openpyxl.load_workbook(io.BytesIO(write_scheme(SCHEME)))
    book["考核项"].title = "Sheet2"
    output = io.BytesIO()
    book.save(output)
    assert read_back(output.getvalue()) == (SCHEME, ())


def test_words_in_full_width_forms_are_read():
    found, findings = changed(("考核项", "G7", "１０"), ("考核方案", "B7", "ｄｅｍｏ－1"))
    assert (findings, found.item("1.1").weight, found.scheme) == ((), 10, "demo-1")


@pytest.mark.parametrize("word", ["得0分", "0分", "计0分", "计“0”分", "计 0 分", "得零分", "０分"])
def test_a_nought_is_read_in_every_wording_of_documents_and_pages(word):
    found, findings = changed(("考核项", "M7", word), ("一票否决和计零", "C7", word))
    assert findings == ()
    assert found.item("1.1").not_reported == SCHEME.item("1.1").not_reported == "zero"
    assert found.vetoes[0].kind == "zero"
