"""Reads indicators/catalogue/*.toml: what each indicator is, with its 口径 variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data.catalogue import Catalogue, CatalogueError
from data.strict import Reading, nearest, read_toml
from indicators.breaks import Break, read_breaks
from indicators.variants import Kind, Variant, read_variants

FOLDER = Path(__file__).parent / "catalogue"
DOMAINS = ("lz", "zd", "jc", "zf", "ss", "yj", "tz", "fy", "jd", "pf", "kj", "zz")
HEAD = ("domain", "name", "english")
REQUIRED = (
    "name",
    "short",
    "english",
    "short_english",
    "unit",
    "kind",
    "scale",
    "direction",
    "frequency",
    "aggregation",
    "source",
    "default",
    "definition",
    "definition_english",
    "variants",
)
OPTIONAL = ("part_of_whole", "protected", "sensitive", "level_seen")

Direction = Literal["higher", "lower", "neutral"]
Aggregation = Literal["sum", "ratio_of_sums", "none"]


@dataclass(frozen=True)
class Indicator:
    """One indicator; ``scale`` turns numerator / denominator into ``unit`` (100 for percent)."""

    code: str
    domain: str
    name: str
    short: str
    english: str
    short_english: str
    unit: str
    kind: Kind
    scale: int
    direction: Direction
    frequency: Literal["Y", "Q", "M", "once"]
    aggregation: Aggregation
    protected: bool
    sensitive: bool
    source: str
    definition: str
    definition_english: str
    level_seen: str
    default: str
    variants: Mapping[str, Variant]

    def variant(self, code: str = "") -> Variant:
        """The variant asked for, else the default; KeyError for an unknown one."""
        return self.variants[code or self.default]


@dataclass(frozen=True)
class Domain:
    code: str
    name: str
    english: str


@dataclass(frozen=True)
class Indicators:
    """All indicators in catalogue order, and the element that holds each printed rate or change."""

    domains: Mapping[str, Domain]
    all: Mapping[str, Indicator]
    reported: Mapping[str, str]  # indicator -> element of its printed value
    reported_change: Mapping[str, str]  # indicator -> element of its printed 同比
    units: Mapping[str, str]  # unit -> English
    breaks: tuple[Break, ...] = ()  # days on which what is counted changed, oldest first
    events: tuple[Break, ...] = ()  # policy events, which part nothing, oldest first

    def __getitem__(self, code: str) -> Indicator:
        return self.all[code]

    @property
    def protection(self) -> dict[str, bool]:
        return {code: indicator.protected for code, indicator in self.all.items()}


def read_indicators(catalogue: Catalogue, folder: Path = FOLDER) -> Indicators:
    """Read every domain file; raise CatalogueError with all mistakes when there is any."""
    mistakes: list[str] = []
    domains: dict[str, Domain] = {}
    found: dict[str, Indicator] = {}
    units = {key: str(value) for key, value in read_toml(folder / "units.toml", mistakes).items()}
    for name in DOMAINS:
        _read_domain(folder / f"{name}.toml", catalogue, units, domains, found, mistakes)
    stems = {*DOMAINS, "units", "breaks", "events"}
    strange = [path.name for path in sorted(folder.glob("*.toml")) if path.stem not in stems]
    mistakes += [f"indicators/catalogue/{name}: unknown file{nearest(name[:-5], stems)}" for name in strange]
    reported, changes = _reporting(catalogue, found, mistakes)
    _check_headlines(catalogue, found, mistakes)
    breaks = read_breaks(folder / "breaks.toml", found, mistakes)
    events = read_breaks(folder / "events.toml", found, mistakes, optional=True)  # older copies have none
    if mistakes:
        raise CatalogueError(mistakes)
    return Indicators(domains, found, reported, changes, units, breaks, events)


def _reporting(
    catalogue: Catalogue, found: Mapping[str, Indicator], mistakes: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Indicator -> the one element of its printed value, and -> that of its printed 同比."""
    reported: dict[str, str] = {}
    changes: dict[str, str] = {}
    for element in catalogue.elements.values():
        code = element.reports
        if not code:
            continue
        reading = Reading(mistakes, "data_elements.csv").at(element.code)
        side = changes if element.kind == "change" else reported
        if code not in found:
            reading.wrong(f"unknown indicator {code!r}{nearest(code, found)}")
        elif code in side:
            reading.wrong(f"indicator {code} is already reported by {side[code]!r}")
        side.setdefault(code, element.code)
    return reported, changes


def _check_headlines(catalogue: Catalogue, found: Mapping[str, Indicator], mistakes: list[str]) -> None:
    """Headlines carry a status on the first page: they exist, and are neither protected nor sensitive."""
    for dataset in catalogue.datasets.values():
        reading = Reading(mistakes, "datasets.toml").at(dataset.code)
        for code in dataset.headlines:
            if code not in found:
                reading.wrong(f"headlines: unknown indicator {code!r}{nearest(code, found)}")
            elif found[code].protected or found[code].sensitive:
                reading.wrong(f"headlines: {code} is protected or sensitive and can be no headline")


def _read_domain(
    path: Path,
    catalogue: Catalogue,
    units: Mapping[str, str],
    domains: dict[str, Domain],
    found: dict[str, Indicator],
    mistakes: list[str],
) -> None:
    reading = Reading(mistakes, f"indicators/catalogue/{path.name}")
    tables = read_toml(path, mistakes)
    if not tables:
        return
    reading.keys({key: tables[key] for key in HEAD if key in tables}, HEAD)
    code = reading.text(tables, "domain")
    if code in domains:
        reading.wrong(f"domain {code!r} is given twice")
    domains[code] = Domain(code, reading.text(tables, "name"), reading.text(tables, "english"))
    for key, entry in tables.items():
        if key in HEAD:
            continue
        here = reading.at(key)
        if not isinstance(entry, dict):
            here.wrong("expected a table")
        elif key in found:
            here.wrong("this code is given twice")
        elif here.keys(entry, REQUIRED, OPTIONAL):
            found[key] = _indicator(key, code, entry, catalogue, units, here)


def _indicator(
    code: str,
    domain: str,
    entry: dict[str, object],
    catalogue: Catalogue,
    units: Mapping[str, str],
    reading: Reading,
) -> Indicator:
    kinds: tuple[Kind, ...] = ("ratio", "count", "flag", "rank")
    kind = reading.choice(reading.text(entry, "kind"), "kind", kinds)
    scale = entry["scale"]
    if not isinstance(scale, int) or isinstance(scale, bool) or scale < 1:
        reading.wrong(f"scale = {scale!r}; expected a whole number from 1")
        scale = 1
    unit = reading.text(entry, "unit")
    if unit not in units:
        reading.wrong(f"unit {unit!r} has no English in units.toml{nearest(unit, units)}")
    whole = reading.flag(entry, "part_of_whole")
    variants = read_variants(entry["variants"], kind, whole, catalogue, reading)
    default = reading.text(entry, "default")
    if default not in variants:
        reading.wrong(f"default = {default!r} is no variant; expected one of {', '.join(variants)}")
    return Indicator(
        code=code,
        domain=domain,
        kind=kind,
        scale=scale,
        unit=unit,
        default=default,
        variants=variants,
        direction=reading.choice(
            reading.text(entry, "direction"), "direction", ("higher", "lower", "neutral")
        ),
        frequency=reading.choice(reading.text(entry, "frequency"), "frequency", ("Y", "Q", "M", "once")),
        aggregation=reading.choice(
            reading.text(entry, "aggregation"), "aggregation", ("sum", "ratio_of_sums", "none")
        ),
        protected=_protected(entry, variants, catalogue, reading),
        sensitive=_sensitive(entry, variants, catalogue, reading),
        **{
            key: reading.text(entry, key)
            for key in (
                "name",
                "short",
                "english",
                "short_english",
                "source",
                "definition",
                "definition_english",
                "level_seen",
            )
        },
    )


def _protected(
    entry: dict[str, object], variants: Mapping[str, Variant], catalogue: Catalogue, reading: Reading
) -> bool:
    """Protected elements may only be the denominator of a procedural rate (design.md, Law)."""
    protected = reading.flag(entry, "protected")
    above = {code for variant in variants.values() for code in variant.numerator.elements}
    guarded = sorted(
        code for code in above if code in catalogue.elements and catalogue.elements[code].protected
    )
    if guarded and not protected:
        reading.wrong(f"is computed from the protected element {guarded[0]!r}; write protected = true")
    return protected


def _sensitive(
    entry: dict[str, object], variants: Mapping[str, Variant], catalogue: Catalogue, reading: Reading
) -> bool:
    """What is computed from a 敏感 element is 敏感 itself (design.md, Law)."""
    sensitive = reading.flag(entry, "sensitive")
    used = {code for variant in variants.values() for code in variant.elements}
    kept = sorted(code for code in used if code in catalogue.elements and catalogue.elements[code].sensitive)
    if kept and not sensitive:
        reading.wrong(f"is computed from the sensitive element {kept[0]!r}; write sensitive = true")
    return sensitive
