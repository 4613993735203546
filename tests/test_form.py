"""Form definitions, and what the reader makes of workbooks that were moved, merged, mended and spoilt."""

import re
import shutil
from pathlib import Path

import pytest
from builders import (
    CITY,
    catalogue,
    extracted,
    figures,
    forms,
)

from data.model import LEVELS
from indicators.definition import read_indicators
from loaders.form import FOLDER, FormError, read_forms
from loaders.template import write_template

# Definitions


def test_the_shipped_forms_are_read_and_carry_every_indicator_that_is_filed_and_not_sensitive():
    indicators = read_indicators(catalogue())
    published = {"review_corrected"}  # a total that others publish; our forms ask for its parts
    filed = {*forms()["annual"].elements, *published}
    for indicator in indicators.all.values():
        needed = {element for variant in indicator.variants.values() for element in variant.elements}
        assert indicator.sensitive or needed <= filed, indicator.code


def test_every_quarterly_element_has_the_row_code_it_has_in_the_annual_form():
    codes_of = {row.element: row.code for row in forms()["annual"].rows.values()}
    assert all(codes_of[row.element] == row.code for row in forms()["quarterly"].rows.values())


def test_the_quarterly_form_carries_every_quarterly_count_of_the_main_domains():
    filed = set(forms()["quarterly"].elements)
    for indicator in read_indicators(catalogue()).all.values():
        quarterly = indicator.frequency in ("Q", "M") and not indicator.sensitive
        if quarterly and indicator.domain in ("FY", "TZ", "SS", "ZF"):
            assert set(indicator.variant().elements) <= filed, indicator.code


def test_no_sensitive_element_is_in_a_shipped_form():
    elements = [catalogue().elements[code] for form in forms().values() for code in form.elements]
    assert not [element.code for element in elements if element.sensitive]


def test_a_definition_is_read_strictly_with_every_mistake_at_once(tmp_path):
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / "annual.toml").read_text(encoding="utf-8")
    text = text.replace('element = "suit_lost"', 'element = "suit_los"').replace(
        'code = "102"', 'code = "101"'
    )
    text = text.replace('measure = "见表内"', 'mesure = "见表内"')
    (tmp_path / "annual.toml").write_text(text.replace("version = 1", "version = 0"), encoding="utf-8")
    text = (tmp_path / "quarterly.toml").read_text(encoding="utf-8")
    text = text.replace('element = "suit_lost"', 'element = "suit_los"').replace(
        'code = "102"', 'code = "101"'
    )
    text = text.replace('levels = ["county", "city"]', 'levels = ["countie"]')
    (tmp_path / "quarterly.toml").write_text(text.replace("version = 1", "version = 0"), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_forms(catalogue(), tmp_path)
    mistakes = "\n".join(caught.value.mistakes)
    for words in (
        "annual.toml: unknown key 'mesure'; did you mean 'measure'?",
        "annual.toml: key 'measure' is missing",
        "unknown data element 'suit_los'; did you mean 'suit_lost'?",
        "row code '101' is given twice",
        "levels = 'countie'",
        "version = 0",
        "datasets.toml [demo]: unknown form 'annual'",
    ):
        assert words in mistakes


def test_the_open_form_takes_every_level():
    assert forms()["public"].levels == LEVELS


def test_a_city_files_the_annual_form_too():
    data = write_template(
        forms()["annual"], catalogue(), region=CITY, period="2024", filled=figures(suit_closed=3)
    )
    assert extracted(data).place.region == CITY


def test_every_finding_code_of_the_loaders_is_in_the_documentation():
    root = Path(__file__).parent.parent
    documented = (root / "docs" / "forms.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "loaders").glob("*.py"))
    families = r"form|sheet(?!\.macro)|table|column|row|cell|rule|target|number|scope|last_year|system"
    raised = set(re.findall(rf'"((?:{families})\.[a-z_0-9]+)"', sources))
    assert len(raised) > 30
    assert [code for code in sorted(raised) if f"`{code}`" not in documented] == []
