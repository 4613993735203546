"""The life of a submission: every status, step, right and person, against a table written by hand."""

from itertools import product

import pytest

from data.life import (
    BY_HAND,
    NEXT,
    OPERATOR,
    RULES,
    STATUSES,
    Status,
    Step,
    allowed,
    objection,
    same_person,
    steps_for,
    told_again,
)

# from, step, to: what is not here cannot happen
HAPPENS = {
    ("waiting", "approve"): "accepted",
    ("waiting", "return"): "returned",
    ("waiting", "withdraw"): "withdrawn",
    ("waiting", "supersede"): "superseded",
    ("accepted", "return"): "returned",
    ("accepted", "unlock"): "accepted",
    ("accepted", "publish"): "published",
    ("accepted", "supersede"): "superseded",
    ("published", "unlock"): "published",
    ("published", "supersede"): "superseded",
    ("superseded", "restore"): "waiting",
}
RIGHT = {
    "approve": "review",
    "return": "review",
    "unlock": "review",
    "withdraw": "file",
    "publish": "publish",
    "supersede": "program",
    "restore": "program",
    "purge": "purge",
}
RIGHTS = ("file", "review", "publish", "purge", "program")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("step", RULES)
def test_a_step_leads_where_the_table_says_and_nowhere_else(status: Status, step: Step) -> None:
    expected = HAPPENS.get((status, step))
    if step == "purge":
        expected = None if status == "purged" else "purged"
    assert allowed(status, step) == expected


@pytest.mark.parametrize(("status", "step"), list(product(STATUSES, RULES)))
def test_every_status_step_right_and_person_is_decided(status: Status, step: Step) -> None:
    """All sets of rights × own or another's × reason × explained × locked."""
    sets = [
        frozenset(r for r, has in zip(RIGHTS, bits, strict=True) if has) for bits in product((0, 1), repeat=5)
    ]
    for rights, own, why, unexplained, locked in product(
        sets, (True, False), ("", "错"), (0, 2), (True, False)
    ):
        found = objection(
            status, step, rights=rights, own=own, why=why, unexplained=unexplained, locked=locked
        )
        reasons = {
            "no_right": RIGHT[step] not in rights,
            "not_now": allowed(status, step) is None,
            "own": step in ("approve", "return", "unlock") and own,
            "not_own": step == "withdraw" and not own,
            "not_locked": step == "unlock" and not locked,
            "unexplained": step == "approve" and unexplained > 0,
            "why": step in ("return", "unlock", "withdraw", "purge") and not why,
        }
        expected = next((code for code, stands in reasons.items() if stands), None)
        assert found == expected, (rights, own, why, unexplained, locked)


@pytest.mark.parametrize("why", ["", " ", "\n\t", "　"])
def test_blanks_are_no_reason(why: str) -> None:
    assert objection("waiting", "return", rights=OPERATOR, own=False, why=why) == "why"


def test_nobody_may_do_anything_without_a_right() -> None:
    assert all(
        not steps_for(status, rights=(), own=own, locked=True) for status in STATUSES for own in (True, False)
    )


def test_the_steps_offered_are_those_that_can_be_taken_with_a_reason() -> None:
    assert steps_for("waiting", rights=OPERATOR, own=False, locked=False) == ("approve", "return")
    assert steps_for("waiting", rights=OPERATOR, own=True, locked=False) == ("withdraw",)
    assert steps_for("accepted", rights=OPERATOR, own=False, locked=True) == ("return", "unlock")
    assert steps_for("published", rights=OPERATOR, own=False, locked=True) == ("unlock",)
    assert steps_for("published", rights=OPERATOR, own=False, locked=False) == ()


def test_every_step_has_a_rule_and_every_rule_a_way() -> None:
    assert {step for _, step in NEXT} == set(RULES)
    assert set(BY_HAND) < set(RULES)


@pytest.mark.parametrize("status", STATUSES)
def test_a_known_file_is_told_its_first_outcome_unless_a_person_decided_on_it(status: Status) -> None:
    decided = {
        "accepted": "accepted",
        "published": "accepted",
        "returned": "returned",
        "withdrawn": "returned",
    }
    for outcome in ("accepted", "waiting", "returned", "refused"):
        assert told_again(status, outcome) == decided.get(status, outcome)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("李某", "李 某", True), ("ＬＩ", "li", True), ("李某", "王某", False), ("", "", False)],
)
def test_a_person_is_one_however_the_name_is_typed(one: str, other: str, *, same: bool) -> None:
    assert same_person(one, other) is same
