from typing import get_args

import pytest

from indicators.scoring_model import Reason
from layouts.text import LANGUAGES, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_a_line_has_a_word(language):
    known = words(language)
    assert [each for each in get_args(Reason) if each != "rule" and f"assess_why.{each}" not in known] == []
