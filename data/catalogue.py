"""Reads data/catalogue: datasets, regions, data elements. Every mistake is reported at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.model import DataElement, Dataset
from data.regions import Region, RegionAlias, RegionTree, read_aliases, read_regions
from data.strict import CatalogueError, Reading, nearest, read_csv, read_toml

__all__ = ["Catalogue", "CatalogueError", "read_catalogue"]

FOLDER = Path(__file__).parent / "catalogue"
REGION_LISTS = ("regions.csv", "regions_demo.csv")
UNSUMMED = ("rate", "rank", "change")  # kinds of element that never add up
ELEMENT_COLUMNS = (
    "code",
    "name",
    "english",
    "unit",
    "kind",
    "over_time",
    "over_regions",
    "parent",
    "protected",
    "sensitive",
    "reports",
    "source",
)
DATASET_KEYS = (
    "name",
    "english",
    "label",
    "label_english",
    "root",
    "duty",
    "rollup",
    "demonstration",
    "forms",
    "headlines",
)
DATASET_SWITCHES = ("review", "children_first")  # false where they are not given
MOST_WORKDAYS = 250  # of a rule for deadlines: a year


@dataclass(frozen=True)
class Catalogue:
    """What the data layer knows by heart; ``datasets`` keeps the order of its file."""

    datasets: Mapping[str, Dataset]
    regions: RegionTree
    aliases: tuple[RegionAlias, ...]
    elements: Mapping[str, DataElement]

    def dataset_of(self, region: str) -> str | None:
        """The first dataset, in catalogue order, whose tree has the region."""
        for dataset in self.datasets.values():
            if self.holds(dataset, region):
                return dataset.code
        return None

    def holds(self, dataset: Dataset, region: str) -> bool:
        if region not in self.regions or dataset.root not in self.regions:
            return False
        code = self.regions.get(region).code
        return code == dataset.root or dataset.root in {above.code for above in self.regions.ancestors(code)}

    def with_regions(self, regions: Sequence[Region]) -> Catalogue:
        """The same catalogue with an office's own entries added, or put in place of shipped ones."""
        if not regions:
            return self
        own = {region.code: region for region in regions}
        known = [region for root in self.regions.roots() for region in self.regions.descendants(root.code)]
        kept = [region for region in known if region.code not in own]
        return replace(self, regions=RegionTree([*kept, *own.values()], self.aliases))


def read_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read every file of the folder; raise CatalogueError with all mistakes when there is any."""
    mistakes: list[str] = []
    regions: dict[str, Region] = {}
    for name in REGION_LISTS:
        found, wrong = read_regions(folder / name)
        mistakes += wrong
        for region in found:
            if region.code in regions:
                mistakes.append(f"{name} [{region.code}]: this code is already in another list")
            regions.setdefault(region.code, region)
    aliases, wrong = read_aliases(folder / "region_aliases.csv", regions.values())
    mistakes += wrong
    elements = _read_elements(folder / "data_elements.csv", mistakes)
    datasets = _read_datasets(folder / "datasets.toml", regions, mistakes)
    if mistakes:
        raise CatalogueError(mistakes)
    return Catalogue(datasets, RegionTree(regions.values(), aliases), tuple(aliases), elements)


def _read_elements(path: Path, mistakes: list[str]) -> dict[str, DataElement]:
    elements: dict[str, DataElement] = {}
    for line, row in read_csv(path, ELEMENT_COLUMNS, mistakes):
        reading = Reading(mistakes, f"{path.name} line {line} [{row['code']}]")
        if row["code"] in elements:
            reading.wrong("this code is given twice")
        if not row["code"].isidentifier():
            reading.wrong("code is no identifier: letters, digits and _ only, no digit first")
        for column in ("name", "english", "unit"):
            if not row[column].strip():
                reading.wrong(f"{column} is empty")
        elements[row["code"]] = DataElement(
            code=row["code"],
            name=row["name"],
            english=row["english"],
            unit=row["unit"],
            kind=reading.choice(row["kind"], "kind", ("count", "amount", "flag", "rate", "rank", "change")),
            over_time=reading.choice(row["over_time"], "over_time", ("sum", "first", "last", "none")),
            over_regions=reading.choice(row["over_regions"], "over_regions", ("sum", "none")),
            parent=row["parent"],
            protected=reading.choice(row["protected"], "protected", ("", "yes")) == "yes",
            sensitive=reading.choice(row["sensitive"], "sensitive", ("", "yes")) == "yes",
            reports=row["reports"],
            source=row["source"],
        )
    for element in elements.values():
        reading = Reading(mistakes, f"{path.name} [{element.code}]")
        if element.kind in UNSUMMED and "sum" in (element.over_time, element.over_regions):
            reading.wrong(f"a {element.kind} never adds up; over_time and over_regions cannot be sum")
        _check_parents(element, elements, reading)
    return elements


def _check_parents(element: DataElement, elements: Mapping[str, DataElement], reading: Reading) -> None:
    seen = {element.code}
    code = element.parent
    while code:
        if code not in elements:
            reading.wrong(f"unknown data element {code!r} as parent{nearest(code, elements)}")
            return
        if code in seen:
            reading.wrong(f"parents run in a circle through {code!r}")
            return
        seen.add(code)
        code = elements[code].parent


def _read_datasets(path: Path, regions: Mapping[str, Region], mistakes: list[str]) -> dict[str, Dataset]:
    datasets: dict[str, Dataset] = {}
    for code, entry in read_toml(path, mistakes).items():
        reading = Reading(mistakes, path.name).at(code)
        if not isinstance(entry, dict):
            reading.wrong("expected a table")
            continue
        if not reading.keys(entry, DATASET_KEYS, (*DATASET_SWITCHES, "deadlines")):
            continue
        if entry.get("children_first") and not entry.get("rollup"):
            reading.wrong("children_first = true needs rollup = true: it is about units below a unit")
        root = reading.text(entry, "root")
        if root not in regions:
            reading.wrong(f"root: unknown region {root!r}{nearest(root, regions)}")
        datasets[code] = Dataset(
            code=code,
            name=reading.text(entry, "name"),
            english=reading.text(entry, "english"),
            label=reading.text(entry, "label"),
            label_english=reading.text(entry, "label_english"),
            root=root,
            duty=reading.flag(entry, "duty"),
            rollup=reading.flag(entry, "rollup"),
            demonstration=reading.flag(entry, "demonstration"),
            review=reading.flag(entry, "review"),
            children_first=reading.flag(entry, "children_first"),
            forms=_once(reading.texts(entry, "forms"), "forms", reading),
            headlines=_once(reading.texts(entry, "headlines"), "headlines", reading),
            deadlines=_deadlines(entry, reading),
        )
    return datasets


def _deadlines(entry: Mapping[str, object], reading: Reading) -> tuple[tuple[str, int], ...]:
    """Working days after a period's end until which each form is due."""
    given = entry.get("deadlines", {})
    if not isinstance(given, dict):
        reading.wrong("deadlines: expected a table of form = working days")
        return ()
    if given and not entry.get("duty"):
        reading.wrong("deadlines: where filing is no duty nothing is due")
    forms = reading.texts(entry, "forms")
    for form, days in given.items():
        if form not in forms:
            reading.wrong(f"deadlines: unknown form {form!r}{nearest(form, forms)}")
        if type(days) is not int or not 1 <= days <= MOST_WORKDAYS:
            reading.wrong(f"deadlines: {form} = {days!r}; expected working days from 1 to {MOST_WORKDAYS}")
    return tuple((form, days) for form, days in given.items() if type(days) is int)


def _once(codes: tuple[str, ...], key: str, reading: Reading) -> tuple[str, ...]:
    """The codes as they are; a code given twice is a mistake."""
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        reading.wrong(f"{key}: {', '.join(twice)} is given twice")
    return codes
