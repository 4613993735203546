"""An unknown table is returned until it is mapped; then it, and next year's, is read without asking."""

from __future__ import annotations

from builders import annual, codes
from builders_mapping import COUNTIES, book, mapped
from builders_store import AT

from layouts.services import Services
from loaders.intake import Outcome, receive, receive_mapped
from loaders.mapping import FormMapping, switched_off, to_json
from loaders.preview import preview
from loaders.workbook import read

LOST = "suit_lost"
FILE = book(("Sheet1", COUNTIES))
NEXT_YEAR = book(("Sheet1", [["2025年各县区行政应诉情况"], *COUNTIES[1:]]))


def taken(services: Services, data: bytes) -> Outcome:
    return receive("应诉.xlsx", data, desk=services.desk(), by="李某", at=AT)


def save(services: Services, mapping: FormMapping) -> None:
    services.store.save_mapping(mapping.code, mapping.name, to_json(mapping), by="李某", at=AT)


def confirmed(services: Services, data: bytes, **given: str) -> Outcome:
    mapping = mapped(read(data))
    save(services, mapping)
    return receive_mapped("应诉.xlsx", data, desk=services.desk(), mapping=mapping, by="李某", at=AT, **given)


def stored(services: Services, period: str) -> dict[str, float]:
    cells = services.view().trace(
        "demo", elements=["suit_first_instance"], regions=["990101", "990102"], periods=[period]
    )
    return {cell.region: cell.value for cell in cells if cell.value is not None}


def test_an_unknown_table_is_returned_then_mapped_then_filed(services: Services) -> None:
    first = taken(services, FILE)
    assert (first.status, codes(first.findings)) == ("returned", ["form.unknown"])
    outcome = confirmed(services, FILE)
    assert (outcome.status, len(outcome.submissions)) == ("waiting", 2)
    assert stored(services, "2024") == {"990101": 12.0, "990102": 5.0}


def test_the_same_heads_next_year_are_read_without_asking(services: Services) -> None:
    confirmed(services, FILE)
    outcome = taken(services, NEXT_YEAR)
    assert (outcome.status, outcome.known, len(outcome.submissions)) == ("waiting", False, 2)
    assert stored(services, "2025") == {"990101": 12.0, "990102": 5.0}


def test_the_same_file_twice_changes_nothing(services: Services) -> None:
    first = confirmed(services, FILE)
    again = taken(services, FILE)
    assert (again.known, again.status, again.submissions) == (True, "waiting", first.submissions)
    assert len(services.view().submissions(limit=50)) == 2
    assert confirmed(services, FILE).submissions == first.submissions


def test_bytes_returned_as_unknown_are_judged_anew_once_a_mapping_exists(services: Services) -> None:
    returned = taken(services, FILE)
    assert taken(services, FILE).known
    save(services, mapped(read(FILE)))
    outcome = taken(services, FILE)
    assert (outcome.status, outcome.known) == ("waiting", False)
    assert returned.submission not in outcome.submissions


def test_a_mapping_that_is_off_is_not_used(services: Services) -> None:
    confirmed(services, FILE)
    save(services, switched_off(mapped(read(FILE))))
    assert services.mappings == {}
    assert codes(taken(services, NEXT_YEAR).findings) == ["form.unknown"]


def test_a_form_of_our_own_is_never_read_by_a_mapping(services: Services) -> None:
    save(services, mapped(read(FILE)))
    assert taken(services, annual("2024", suit_lost=1)).form == "annual"


def test_only_a_must_finding_returns_the_whole_file(services: Services) -> None:
    confirmed(services, FILE)
    spoilt = book(("Sheet1", [*COUNTIES[:3], [1, "月屿区", "一二", 3], [2, "青荻县", 5, 1]]))
    outcome = taken(services, spoilt)
    assert (outcome.status, codes(outcome.findings, "must")) == ("returned", ["cell.not_a_number"])
    assert stored(services, "2024") == {"990101": 12.0, "990102": 5.0}


def test_a_total_that_differs_has_to_be_explained_and_returns_nothing(services: Services) -> None:
    odd = book(("Sheet1", [*COUNTIES[:5], [None, "合计", 99, 3]]))
    outcome = confirmed(services, odd)
    assert (outcome.status, codes(outcome.findings, "explain")) == ("waiting", ["mapping.total_differs"])
    _, findings = services.view().submission(outcome.submissions[0])
    assert "mapping.total_differs" in codes(findings)


def test_rules_hold_for_mapped_figures_too(services: Services) -> None:
    lines = [
        ["2024年"],
        ["地区", "行政诉讼开庭审理数", "负责人出庭应诉件数"],
        ["月屿区", 6, 7],
    ]
    outcome = confirmed(services, book(("Sheet1", lines)))
    assert any(code.startswith("rule.") for code in codes(outcome.findings))


def test_a_period_that_has_not_begun_to_end_is_refused(services: Services) -> None:
    later = book(("Sheet1", [["2027年各县区行政应诉情况"], *COUNTIES[1:]]))
    assert codes(confirmed(services, later).findings, "must") == ["form.wrong_period"] * 2


def test_a_look_before_filing_counts_the_figures_of_a_mapped_table(services: Services) -> None:
    save(services, mapped(read(FILE)))
    found = preview("应诉.xlsx", FILE, desk=services.desk(), at=AT)
    assert (found.status, found.period, found.figures) == ("accepted", "2024", 4)
