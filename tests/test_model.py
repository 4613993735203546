"""Period codes: what they mean, how they are written, what is none."""

import pytest

from data.model import Period, PeriodError


@pytest.mark.parametrize(
    ("code", "start", "end", "kind"),
    [
        ("2024", (2024, 1), (2024, 12), "year"),
        ("2024H2", (2024, 7), (2024, 12), "half"),
        ("2024Q3", (2024, 7), (2024, 9), "quarter"),
        ("2024M09", (2024, 9), (2024, 9), "month"),
        ("2024M01-M09", (2024, 1), (2024, 9), "span"),
        ("2021M08-2022M07", (2021, 8), (2022, 7), "span"),
    ],
)
def test_a_period_is_its_first_and_last_month(
    code: str, start: tuple[int, int], end: tuple[int, int], kind: str
) -> None:
    period = Period.parse(code)
    assert (period.start, period.end, period.kind) == (start, end, kind)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2024M01-M12", "2024"),
        ("2024M01-M03", "2024Q1"),
        ("2024M01-M06", "2024H1"),
        ("2024M05-M05", "2024M05"),
        ("2024M01-2025M12", "2024M01-2025M12"),
        (" 2024 ", "2024"),
    ],
)
def test_one_span_has_one_code(written: str, code: str) -> None:
    assert Period.parse(written).code == code


def test_twelve_months_that_begin_in_august_are_a_span_and_no_year() -> None:
    assert Period.of(2021, 8, 2022, 7).kind == "span"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024年",
        "2024Q5",
        "2024H3",
        "2024M13",
        "2024M00",
        "2024M09-M01",
        "1899",
        "2200",
        "2024M01-9999M12",
        "2024 Q1",
        "２０２４",
    ],
)
def test_what_is_no_period_is_refused_with_what_was_read(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert repr(text) in str(caught.value)


def test_the_year_before_is_the_same_span_twelve_months_earlier() -> None:
    assert Period.parse("2024M01-M09").year_before.code == "2023M01-M09"


def test_a_period_holds_itself_and_what_lies_inside() -> None:
    year = Period.year(2024)
    assert year.holds(year)
    assert year.holds(Period.parse("2024Q4"))
    assert not year.holds(Period.parse("2024M12-2025M01"))
    assert not Period.parse("2024Q4").holds(year)
