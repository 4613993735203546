"""Formulas: integer combinations of elements and nothing else."""

import pytest

from data.formula import MAX_LENGTH, FormulaError, parse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", ((1, "a"),)),
        ("a + b - 2*c", ((1, "a"), (1, "b"), (-2, "c"))),
        ("a - (b - c)", ((1, "a"), (-1, "b"), (1, "c"))),
        ("3 * (a + b)", ((3, "a"), (3, "b"))),
        ("a*4", ((4, "a"),)),
        ("-2*a + b", ((-2, "a"), (1, "b"))),
        ("-(a - b)", ((-1, "a"), (1, "b"))),
        ("a + a", ((2, "a"),)),
        ("a + b - a", ((1, "b"),)),
    ],
)
def test_terms_are_added_up_by_element(text: str, terms: tuple[tuple[int, str], ...]) -> None:
    assert parse(text).terms == terms


@pytest.mark.parametrize("text", ["-2*a + b", "a - 3*b", "-a - b", "12*a"])
def test_a_formula_is_written_as_it_is_read(text: str) -> None:
    assert str(parse(text)) == text
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "a - a",
        "a + 1",
        "a * b",
        "a / b",
        "0.5*a",
        "0*a",
        "True*a",
        "2*3",
        "a ** 2",
        "f(a)",
        "a.b",
        "a[0]",
        "a if b else c",
        "__import__('os')",
        "a; b",
        "a =",
        "a\x00b",
        "99999*a",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_the_message_names_the_part_that_is_not_allowed() -> None:
    with pytest.raises(FormulaError, match=r"'b \* c' is not allowed"):
        parse("a + b * c")


def test_a_long_or_deep_formula_is_refused_and_not_run() -> None:
    with pytest.raises(FormulaError, match="at most"):
        parse("a + " * MAX_LENGTH + "a")
    with pytest.raises(FormulaError):
        parse("(" * 900 + "a" + ")" * 900)
    with pytest.raises(FormulaError):
        parse("-" * 1_900 + "a")
