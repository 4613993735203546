"""Questions to the API: parameters read strictly, codes looked up, mistakes answered plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.model import SCOPES, Dataset, Period, PeriodError, Scope
from layouts.api_table import RESOURCES
from layouts.numbers import Numbers
from layouts.opening import opening
from layouts.services import MOST_DIGITS, Services


class ApiError(Exception):
    """An answer that is an error: HTTP status, code, message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def arguments(name: str, pairs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters of one resource; an unknown one is a mistake, an empty one is left out."""
    given = {key: [text for text in texts if text] for key, texts in pairs.items()}
    known = RESOURCES[name].parameters
    for key in given:
        if key not in known:
            there = f"known are {', '.join(sorted(known))}" if known else "there are none here"
            raise ApiError(400, "malformed", f"unknown parameter {key!r}; {there}")
    return {key: values for key, values in given.items() if values}


def numbers(services: Services, given: Mapping[str, list[str]]) -> Numbers:
    """Today's numbers, or those of the publication that ``snapshot`` names."""
    asked = given.get("snapshot", ["0"])[0]
    if not (asked.isascii() and asked.isdecimal()) or len(asked) >= MOST_DIGITS:
        raise ApiError(400, "malformed", f"snapshot={asked!r}; write a publication's number")
    found = services.numbers(int(asked))
    if int(asked) and not found.view.heads.publication:
        raise ApiError(404, "unknown_snapshot", f"there is no publication {asked}")
    return found


def one(given: Mapping[str, list[str]], key: str) -> str:
    if not given.get(key):
        raise ApiError(400, "malformed", f"parameter {key!r} is missing")
    return given[key][0]


def places(numbers: Numbers, given: Mapping[str, list[str]]) -> tuple[Dataset, list[str]]:
    """The dataset and the regions asked for, each once, with their children where wanted."""
    asked = [region_of(numbers, code) for code in given.get("region", [])]
    if "dataset" in given:
        dataset = dataset_of(numbers, given["dataset"][0])
    elif asked:
        dataset = dataset_of(numbers, numbers.catalogue.dataset_of(asked[0]) or "")
    else:
        raise ApiError(400, "malformed", "parameter 'region' or 'dataset' is missing")
    for code in asked:
        if not numbers.catalogue.holds(dataset, code):
            raise ApiError(404, "unknown_region", f"region {code} is not in dataset {dataset.code}")
    children = given.get("children", ["0"])[0]
    if children not in ("0", "1"):
        raise ApiError(400, "malformed", f"children={children!r}; write 0 or 1")
    places = asked or list(numbers.axis(dataset.code))
    if children == "1":
        below = {code: numbers.catalogue.regions.children(code) for code in places}
        places = [each for code in places for each in (code, *[child.code for child in below[code]])]
    return dataset, list(dict.fromkeys(places))


def dataset_of(numbers: Numbers, code: str) -> Dataset:
    known = numbers.catalogue.datasets
    if code not in known:
        raise ApiError(404, "unknown_dataset", f"no dataset {code!r}; there are {', '.join(known)}")
    return known[code]


def region_of(numbers: Numbers, code: str) -> str:
    tree = numbers.catalogue.regions
    if code not in tree:
        near = tree.nearest(code)
        raise ApiError(
            404, "unknown_region", f"no region {code!r}" + (f"; near: {', '.join(near)}" if near else "")
        )
    return tree.get(code).code


def indicator_of(numbers: Numbers, code: str) -> str:
    known = numbers.indicators.all
    if code not in known:
        raise ApiError(404, "unknown_indicator", f"no indicator {code!r}")
    if code not in numbers.codes():
        raise ApiError(
            403, "sensitive", f"indicator {code} is sensitive and needs a right that you do not have"
        )
    return code


def variant_of(numbers: Numbers, code: str, variant: str) -> str:
    known = numbers.indicators[code].variants
    if variant not in known:
        raise ApiError(
            404, "unknown_variant", f"{code} has no variant {variant!r}; it has {', '.join(known)}"
        )
    return variant


def period_of(code: str) -> Period:
    try:
        return Period.parse(code)
    except PeriodError as error:
        raise ApiError(400, "malformed", str(error)) from None


def scope_of(text: str) -> Scope:
    for scope in SCOPES:
        if scope == text:
            return scope
    raise ApiError(400, "malformed", f"scope={text!r}; write own or total")


def latest(numbers: Numbers, dataset: Dataset) -> list[Period]:
    """The period that the pages open with."""
    found = opening(numbers, dataset.code).period
    if found is None:
        raise ApiError(
            400, "malformed", "parameter 'period' is missing, and nothing is filed to choose it from"
        )
    return [found]
