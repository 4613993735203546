"""Properties that hold for any input, against plain-Python oracles."""

import itertools
import tempfile
from collections.abc import Mapping
from pathlib import Path

from builders_numbers import block, computed, definitions, element, elements_of, indicator
from builders_record import ELEMENTS, accept, current, filing, url, view
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.formula import Formula, parse
from data.model import Period
from data.regions import Region, RegionTree
from data.store import Store
from indicators.compute import Tree, compute
from indicators.facts import differences_of, gather, parts_of

# Ratio of sums

NAMES = "abc"
FORMULAS = ("a", "b", "a + b", "a - b", "a + b - 2*c", "3*a + c")
Filed = Mapping[str, Mapping[str, int]]


@st.composite
def countries(draw: st.DrawFn) -> tuple[RegionTree, list[str]]:
    """Any grouping: a province, cities, counties, each under any region one or two levels above."""
    regions = [Region("990000", "省", level="province")]
    cities = range(draw(st.integers(0, 4)))
    regions += [Region(f"99{city + 1:02}00", f"市{city}", level="city", parent="990000") for city in cities]
    above = [region.code for region in regions]
    for number in range(draw(st.integers(0, 7))):
        parent = draw(st.sampled_from(above))
        regions.append(Region(f"9999{number:02}", f"县{number}", parent=parent))
    order = draw(st.permutations([region.code for region in regions]))
    return RegionTree(regions), list(order)


def figures(codes: list[str]) -> st.SearchStrategy[Filed]:
    """Any figures of any regions, with anything missing."""
    one = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 6))
    return st.fixed_dictionaries(dict.fromkeys(codes, one))


def worked_out(formula: Formula, filed: Mapping[str, int]) -> int | None:
    if any(code not in filed for code in formula.elements):
        return None
    return sum(factor * filed[code] for factor, code in formula.terms)


def both(formulas: tuple[Formula, Formula], filed: Mapping[str, int]) -> tuple[int, int] | None:
    above, below = (worked_out(formula, filed) for formula in formulas)
    return None if above is None or below is None else (above, below)


def oracle(
    code: str, tree: RegionTree, formulas: tuple[Formula, Formula], own: Filed, total: Filed
) -> tuple[int, int, int]:
    """Numerator, denominator and number of regions that gave both, worked out region by region."""
    children = tree.children(code)
    whole = both(formulas, total[code])
    mine = both(formulas, own[code] if children else {**total[code], **own[code]})
    parts = [oracle(child.code, tree, formulas, own, total) for child in children]
    reported = (mine is not None or whole is not None) + sum(part[2] for part in parts)
    if whole is not None:
        return (*whole, reported)
    above, below = mine or (0, 0)
    return above + sum(part[0] for part in parts), below + sum(part[1] for part in parts), reported


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_grouping_with_anything_missing_is_the_ratio_of_sums(data: st.DataObject) -> None:
    tree, codes = data.draw(countries())
    own, total = data.draw(figures(codes)), data.draw(figures(codes))
    above, below = data.draw(st.sampled_from(FORMULAS)), data.draw(st.sampled_from(FORMULAS))
    each = indicator("X", above, below)
    known = elements_of([each], [element(name) for name in NAMES])
    filed = block("2024", known, own, total, regions=codes)
    frame = compute(
        gather(Period.year(2024), [filed], known, codes),
        definitions(each),
        known,
        tree=Tree.of(codes, tree, rollup=True),
    )
    for found in frame.to_dict("records"):
        numerator, denominator, reported = oracle(
            found["region"], tree, (parse(above), parse(below)), own, total
        )
        assert found["regions_reported"] == reported
        if reported:
            assert (found["numerator"], found["denominator"]) == (numerator, denominator)
        if reported and denominator:
            assert found["value"] == 100 * numerator / denominator
        else:
            assert found["value"] != found["value"]
            assert found["gap"] != ""


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_the_regions_changes_no_number(data: st.DataObject) -> None:
    tree, codes = data.draw(countries())
    own, total = data.draw(figures(codes)), data.draw(figures(codes))
    each = indicator("X", "a + b", "b + c")
    known = elements_of([each])
    frames = []
    for order in (codes, sorted(codes)):
        facts = gather(Period.year(2024), [block("2024", known, own, total, regions=codes)], known, order)
        made = compute(facts, definitions(each), known, tree=Tree.of(order, tree, rollup=True))
        frames.append({row["region"]: str(row) for row in made.to_dict("records")})
    assert frames[0] == frames[1]


# Formulas

terms = st.lists(st.tuples(st.integers(-9, 9), st.sampled_from("abcdef")), min_size=1, max_size=6)


def text_of(drawn: list[tuple[int, str]]) -> str:
    return " + ".join(f"{factor}*{name}" if factor > 0 else f"(-{-factor}*{name})" for factor, name in drawn)


def nonzero(drawn: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [(factor, name) for factor, name in drawn if factor]


def has_terms(drawn: list[tuple[int, str]]) -> bool:
    sums = {name: sum(factor for factor, other in drawn if other == name) for _, name in drawn}
    return any(sums.values())


@given(terms.map(nonzero).filter(has_terms))
def test_a_formula_reads_as_it_is_written(drawn: list[tuple[int, str]]) -> None:
    formula = parse(text_of(drawn))
    assert parse(str(formula)) == formula
    assert len(set(formula.elements)) == len(formula.terms)


@given(
    terms.map(nonzero).filter(has_terms),
    terms.map(nonzero).filter(has_terms),
    st.fixed_dictionaries({name: st.integers(-50, 50) for name in "abcdef"}),
)
def test_formulas_add_up_as_their_values_do(
    one: list[tuple[int, str]], other: list[tuple[int, str]], values: Mapping[str, int]
) -> None:
    expected = sum(factor * values[name] for factor, name in [*one, *other])
    if has_terms([*one, *other]):
        together = parse(f"({text_of(one)}) + ({text_of(other)})")
        assert worked_out(together, values) == expected
    negated = [*one, *((-factor, name) for factor, name in other)]
    if has_terms(negated):
        apart = parse(f"({text_of(one)}) - ({text_of(other)})")
        assert worked_out(apart, values) == sum(factor * values[name] for factor, name in negated)


# Periods

months = st.integers(1900 * 12, 2199 * 12 + 11)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(months)
    return Period(first, min(first + draw(st.integers(0, 40)), 2199 * 12 + 11))


@given(periods())
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert str(period) == period.code


@given(periods())
def test_the_parts_of_a_period_are_held_by_it_and_fill_it(period: Period) -> None:
    parts = [Period(month, month) for month in range(period.first, period.last + 1)]
    assert all(period.holds(part) for part in parts)
    assert len(parts) == period.months


@st.composite
def tiled(draw: st.DrawFn) -> tuple[Period, list[Period]]:
    """A period and two to twelve parts that fill it."""
    lengths = draw(st.lists(st.integers(1, 7), min_size=2, max_size=12))
    first = draw(st.integers(24_000, 24_500))
    ends = list(itertools.accumulate(lengths))
    starts = [0, *ends[:-1]]
    parts = [Period(first + start, first + end - 1) for start, end in zip(starts, ends, strict=True)]
    return Period(first, first + ends[-1] - 1), parts


@given(tiled(), st.data())
def test_parts_that_fill_a_period_are_its_only_tiling_in_any_order(
    given_parts: tuple[Period, list[Period]], data: st.DataObject
) -> None:
    period, parts = given_parts
    shuffled = data.draw(st.permutations(parts))
    assert parts_of(period, shuffled) == [tuple(parts)]
    assert parts_of(period, shuffled[1:]) == []


@given(periods(), st.lists(st.tuples(st.integers(-2, 30), st.integers(1, 9)), max_size=15))
def test_every_tiling_fills_its_period_without_gap_or_overlap(
    period: Period, others: list[tuple[int, int]]
) -> None:
    near = [Period(period.first + start, period.first + start + length - 1) for start, length in others]
    found = parts_of(period, near)
    for parts in found:
        assert parts[0].first == period.first
        assert parts[-1].last == period.last
        assert all(after.first == before.last + 1 for before, after in itertools.pairwise(parts))
    assert [len(parts) for parts in found] == sorted(len(parts) for parts in found)
    assert len(set(found)) == len(found)


@settings(deadline=None)
@given(tiled(), st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_what_is_summed_over_the_parts_comes_back_by_difference(
    given_parts: tuple[Period, list[Period]], numbers: list[int]
) -> None:
    period, parts = given_parts
    known = {"a": element("a")}
    filed = [
        block(part.code, known, {"990101": {"a": number}}, regions=["990101"])
        for part, number in zip(parts, numbers, strict=False)
    ]
    whole = gather(period, filed, known, ["990101"]).values[0, 0, 0]
    assert whole == sum(numbers[: len(parts)])
    head, last = Period(period.first, parts[-1].first - 1), parts[-1]
    cumulative = [
        block(period.code, known, {"990101": {"a": whole}}, regions=["990101"]),
        block(head.code, known, {"990101": {"a": whole - numbers[len(parts) - 1]}}, regions=["990101"]),
    ]
    assert differences_of(last, [period, head]) == [(period, head)]
    assert gather(last, cumulative, known, ["990101"]).values[0, 0, 0] == numbers[len(parts) - 1]


@settings(deadline=None)
@given(st.permutations(["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2024H1", "2024M01-M09"]))
def test_the_order_of_the_blocks_changes_no_number(order: list[str]) -> None:
    each = indicator("X", "a")
    known = elements_of([each])
    filed = {code: number for number, code in enumerate(sorted(order), start=1)}
    blocks = [block(code, known, {"990101": {"a": filed[code]}}) for code in order]
    facts = gather(Period.year(2024), blocks, known, blocks[0].regions)
    same = gather(Period.year(2024), blocks[::-1], known, blocks[0].regions)
    assert computed(facts, known, each).equals(computed(same, known, each))


# Submissions

PLACES = [(region, period) for region in ("990101", "990102", "990201") for period in ("2023", "2024")]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(PLACES))
def test_the_order_of_submissions_of_different_places_changes_nothing(order: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(url(Path(folder)), Path(folder) / "files", ELEMENTS)
        for region, period in order:
            accept(store, filing(region=region, period=period, suit_heard=int(region[-3:]) + int(period)))
        found = {place: current(store, "suit_heard", region=place[0], period=place[1]) for place in PLACES}
        versions = view(store).versions("demo")
        store.close()
    assert found == {(region, period): int(region[-3:]) + int(period) for region, period in PLACES}
    assert versions == {"2023": 3, "2024": 3}
