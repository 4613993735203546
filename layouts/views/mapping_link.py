"""The way from a returned file to the page where a person says what its tables mean."""

from __future__ import annotations

from data.model import Submission
from layouts.elements import Element, link
from layouts.selection import Selection
from layouts.text import words

PATH = "/map"


def mapping_address(number: int, chosen: Selection) -> str:
    """The wizard for a submission, in the page's own scope."""
    return PATH + chosen.query(submission=str(number))


def mapping_link(submission: Submission, chosen: Selection) -> Element:
    return link(words(chosen.lang)["mapping.link"], mapping_address(submission.submission, chosen))
