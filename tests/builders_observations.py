"""The list of public documents for tests, as text and as the workbooks it is filed in."""

from functools import cache

from builders import catalogue, forms
from builders_sources import ROOT

from loaders.samples import OBSERVATIONS, build_observations


@cache
def observations() -> str:
    return (ROOT / "data" / "samples" / OBSERVATIONS).read_text(encoding="utf-8")


@cache
def observation_workbooks() -> dict[str, bytes]:
    return build_observations(observations(), catalogue=catalogue(), forms=forms())
