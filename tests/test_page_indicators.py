"""指标目录: every definition can be read, every target is shown somewhere, every element leads back."""

import json
from typing import Any

import pytest

from layouts.pages import indicators as page
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.indicators_detail import in_words, places, users
from layouts.views.indicators_register import asked, judged
from tests.builders_store import public_services, small_services


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def shown(services: Services, **query: str) -> str:
    """The body's whole text, and its tags where they are finished HTML."""
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "period": "2025", **query}, numbers)
    return "\n".join(_strings(page.body(services, numbers, chosen)))


def _strings(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return [text for child in node for text in _strings(child)]
    return _strings(node["props"].get("children", [])) if isinstance(node, dict) else []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_indicator_can_be_opened(made_up: Services, lang: str) -> None:
    for indicator in made_up.numbers().shown():
        query = {"dataset": "demo", "period": "2025", "indicator": indicator.code, "lang": lang}
        sent = json.dumps(answer(made_up, page.PAGE, query), ensure_ascii=False)
        assert indicator.english in sent, indicator.code
        assert indicator.name in sent, indicator.code


def test_the_definition_has_formula_sources_and_variants(made_up: Services) -> None:
    text = shown(made_up, indicator="FY04")
    assert "100 × (suit_head_appeared) ÷ (suit_heard)" in text
    assert "S4(二十四)" in text
    for variant in made_up.indicators["FY04"].variants.values():
        assert variant.name in text


def test_a_formula_in_words_keeps_signs_and_factors(made_up: Services) -> None:
    numbers = made_up.numbers()
    for indicator in numbers.shown():
        formula = indicator.variant().numerator
        said = in_words(formula, numbers, "zh")
        assert said.count("−") == sum(factor < 0 for factor, _ in formula.terms)
        assert all(numbers.catalogue.elements[code].name in said for code in formula.elements)


def test_the_list_is_the_export(made_up: Services) -> None:
    numbers = made_up.numbers()
    chosen = parse({"dataset": "demo", "period": "2025"}, numbers)
    records = page.rows(made_up, numbers, chosen).records
    text = shown(made_up)
    assert [each["code"] for each in records] == [each.code for each in numbers.shown()]
    assert all(each["code"] in text and each["name"] in text for each in records)
    assert sum(each["value"] is not None for each in records) > 2
    assert all(each["gap"] for each in records if each["value"] is None)


def test_the_domain_narrows_list_and_export(made_up: Services) -> None:
    numbers = made_up.numbers()
    chosen = parse({"dataset": "demo", "domain": "FY"}, numbers)
    assert {each["code"][:2] for each in page.rows(made_up, numbers, chosen).records} == {"FY"}


def test_sensitive_indicators_are_nowhere(made_up: Services) -> None:
    text = shown(made_up)
    hidden = [each for each in made_up.indicators.all.values() if each.sensitive]
    assert hidden
    assert not any(each.name in text for each in hidden)


def test_a_protected_indicator_gives_the_reason_and_no_status_of_its_own(made_up: Services) -> None:
    protected = [each for each in made_up.numbers().shown() if each.protected]
    assert protected
    for indicator in protected:
        text = shown(made_up, indicator=indicator.code)
        assert "行政处罚法" in text
        assert "国办发〔2024〕54号" in text
        assert "S4（二十七）" in text
        assert not any(
            word in text.split("\n") for word in ("达标", "接近", "未达标", "越高越好", "越低越好")
        )


def test_every_target_of_the_register_is_shown(published: Services) -> None:
    numbers = published.numbers()
    targets = numbers.targets("public-renshe")
    landing = shown(published, dataset="public-renshe")
    assert {each.kind for each in targets} >= {"text", "date", "rank", "cadence", "veto", "prohibition"}
    for target in targets:
        hidden = target.indicator and numbers.indicators[target.indicator].sensitive
        text = (
            shown(published, dataset="public-renshe", indicator=target.indicator)
            if target.indicator
            else landing
        )
        assert hidden or (target.object in text and asked(target, "zh") in text), target.target


def test_only_numbers_in_the_indicators_own_unit_are_judged(published: Services) -> None:
    numbers = published.numbers()
    for target in numbers.targets("public-renshe"):
        indicator = numbers.indicators.all.get(target.indicator)
        if judged(target, indicator):
            assert indicator
            assert target.kind in ("floor", "cap", "exact") or (target.kind, indicator.kind) == (
                "rank",
                "rank",
            )
            assert not indicator.protected
    for code, word in (("ZF02", "只登记，不评价"), ("ZZ08", "参加评价"), ("JD05", "凭佐证评价")):
        assert word in shown(published, dataset="public-renshe", indicator=code)
    assert "参加评价" in shown(published, dataset="public-renshe", indicator="FY01")


def test_elements_name_the_form_rows_that_carry_them(made_up: Services) -> None:
    found = list(places(made_up.forms, "suit_heard", "zh"))
    row = next(row for row in made_up.forms["annual"].rows.values() if row.element == "suit_heard")
    assert any(
        row.code in place and row.label in place and made_up.forms["annual"].name in place for place in found
    )
    assert any("suit_heard" in place for place in found)  # the open form of public figures


def test_every_filed_element_leads_back_to_its_indicators(made_up: Services) -> None:
    numbers = made_up.numbers()
    assert "FY04" in {each.code for each in users(numbers, "suit_heard")}
    for indicator in numbers.shown():
        for code in indicator.variant().elements:
            assert indicator in users(numbers, code)


def test_the_landing_lists_every_element_that_may_be_shown(made_up: Services) -> None:
    text = shown(made_up)
    elements = made_up.catalogue.elements.values()
    assert all(f"<code>{each.code}</code>" in text for each in elements if not each.sensitive)
    assert not any(f"<code>{each.code}</code>" in text for each in elements if each.sensitive)
    assert "/indicators?indicator=FY04&amp;dataset=demo" in text


def test_a_gap_has_its_reason_in_the_definitions_head(made_up: Services) -> None:
    assert "— 无案件" in shown(made_up, indicator="FY04", region="990105")


def test_the_other_variant_is_an_address(made_up: Services) -> None:
    numbers = made_up.numbers()
    chosen = parse({"dataset": "demo", "indicator": "TZ05", "variant": "B"}, numbers)
    sent = json.dumps(page.body(made_up, numbers, chosen), ensure_ascii=False)
    assert "(mediation_succeeded) ÷ (mediation_closed)" in sent
    assert "indicator=TZ05&variant=C" in sent
    assert "口径" in sent


def test_the_versions_of_a_definition_and_the_events_that_bear_on_it_are_told(made_up: Services) -> None:
    breaks, events = made_up.indicators.breaks, made_up.indicators.events
    for each in (*breaks, *events):
        for code in each.indicators[:1]:
            told = shown(made_up, indicator=code)
            assert each.name in told, code
            assert each.source in told, code
            assert each.english in shown(made_up, indicator=code, lang="en"), code
    bare = {code for each in (*breaks, *events) for code in each.indicators}
    code = next(each.code for each in made_up.numbers().shown() if each.code not in bare)
    assert "口径没有变过" in shown(made_up, indicator=code)
    assert "前后不比较" in shown(made_up, indicator=breaks[0].indicators[0])
