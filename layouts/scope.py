"""The scope of a page: option lists of the scope bar, names of regions and periods, address of exports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from layouts import say
from layouts.controls import Option, ScopeIds, scope_bar
from layouts.elements import Element
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.text import Language, words

_PERIOD = RowColumn("period", "报告期", "Period")
_PERIOD_CODE = RowColumn("period_code", "报告期代码", "Period code")
_DATASET = RowColumn("dataset", "数据集", "Dataset")
_LABEL = RowColumn("label", "数据性质", "Kind of data")


@dataclass(frozen=True)
class Span:
    """What a page lets people choose in place of a period, under which key of the address."""

    key: str
    value: str  # a period code as well
    options: list[Option]


def bar(
    numbers: Numbers,
    chosen: Selection,
    *,
    page: str,
    exported: bool,
    variants: bool,
    span: Span | None = None,
) -> Element:
    """The scope bar of a page; every select's id is ``{"type": "control", "key": …}``."""
    described = numbers.catalogue.datasets[chosen.dataset]
    language = chosen.lang
    period = span.key if span else "period"
    links = [(kind, f"/export/{page}.{kind}{chosen.query()}") for kind in ("csv", "xlsx")] if exported else []
    return scope_bar(
        prefix=page,
        language=language,
        datasets=[
            {"value": each.code, "label": each.name if language == "zh" else each.english}
            for each in numbers.catalogue.datasets.values()
        ],
        dataset=chosen.dataset,
        regions=region_options(numbers, chosen),
        region=chosen.region,
        periods=span.options if span else period_options(numbers, chosen),
        period=span.value if span else chosen.period,
        variants=variant_options(numbers, chosen) if variants else (),
        variant=chosen.variant or "default",
        label=described.label if language == "zh" else described.label_english,
        demonstration=described.demonstration,
        export_links=links,
        ids=ScopeIds(*({"type": "control", "key": key} for key in ("dataset", "region", period, "variant"))),
    )


def region_name(numbers: Numbers, code: str, language: Language) -> str:
    """The region's name; English where the list has one."""
    region = numbers.catalogue.regions.get(code)
    return region.name if language == "zh" or not region.english else region.english


def region_options(numbers: Numbers, chosen: Selection) -> list[Option]:
    """The tree of the dataset, each unit before those below it; those that exist in the period."""
    tree = numbers.catalogue.regions
    codes = list(numbers.axis(chosen.dataset))
    if chosen.region not in codes:
        codes.append(chosen.region)
    first, last = (f"{year:04d}-{month:02d}" for year, month in (chosen.span.start, chosen.span.end))
    options: list[Option] = []
    for code in codes:
        if code != chosen.region and not tree.valid_in(code, first, last):
            continue
        options.append({"value": code, "label": region_name(numbers, code, chosen.lang)})
    return options


def period_options(numbers: Numbers, chosen: Selection) -> list[Option]:
    """Newest first; the chosen one is always among them."""
    codes = [period.code for period in reversed(numbers.periods(chosen.dataset))]
    if chosen.period not in codes:
        codes.insert(0, chosen.period)
    return [{"value": code, "label": say.period(code, chosen.lang)} for code in codes]


def variant_options(numbers: Numbers, chosen: Selection) -> list[Option]:
    """The 口径 of the chosen indicator, a letter with its formula in the list; else the letters of all."""
    spoken = words(chosen.lang)
    if chosen.indicator:
        described = numbers.indicators[chosen.indicator]
        return [
            {
                "value": "default" if code == described.default else code,
                "label": code,
                "long": f"{code} {variant.name if chosen.lang == 'zh' else variant.english}",
            }
            for code, variant in described.variants.items()
        ]
    letters = sorted({code for each in numbers.shown() for code in each.variants})
    named = [
        {"value": letter, "label": spoken.say("scope.variant_letter", letter=letter)} for letter in letters
    ]
    return [{"value": "default", "label": spoken["scope.default_variant"]}, *named[1:]]


def print_line(numbers: Numbers, chosen: Selection) -> str:
    """One line of text that stands for the scope bar on paper; made-up figures say so."""
    described = numbers.catalogue.datasets[chosen.dataset]
    spoken = words(chosen.lang)
    line = spoken.say(
        "scope.print_line",
        dataset=described.name if chosen.lang == "zh" else described.english,
        region=region_name(numbers, chosen.region, chosen.lang),
        period=say.period(chosen.period, chosen.lang),
        variant=variant_name(numbers, chosen),
    )
    if chosen.snapshot:
        line += f"　{spoken['snapshot.label']} {chosen.snapshot}"
    if not described.demonstration:
        return line
    return f"{line}　{described.label if chosen.lang == 'zh' else described.label_english}"


def notes(numbers: Numbers, chosen: Selection) -> list[tuple[str, str]]:
    """Scope as pairs, for the 说明 sheet of an export."""
    spoken = words(chosen.lang)
    return [
        *dataset_notes(numbers, chosen),
        (spoken["scope.region"], region_name(numbers, chosen.region, chosen.lang)),
        (spoken["scope.period"], say.period(chosen.period, chosen.lang)),
        (spoken["scope.variant"], variant_name(numbers, chosen)),
        (spoken["publicity.label"], spoken[f"publicity.{publicity(numbers, chosen)}"]),
    ]


def dataset_name(numbers: Numbers, code: str, language: Language) -> str:
    """The dataset's name with its label: 演示数据（演示）; nothing for one that is not known."""
    described = numbers.catalogue.datasets.get(code)
    if described is None:
        return ""
    if language == "zh":
        return f"{described.name}（{described.label}）"
    return f"{described.english} ({described.label_english})"


def dataset_notes(numbers: Numbers, chosen: Selection) -> list[tuple[str, str]]:
    """The dataset with its label, for the 说明 sheet of a list of one dataset."""
    described, chinese = numbers.catalogue.datasets[chosen.dataset], chosen.lang == "zh"
    label = described.label if chinese else described.label_english
    named = f"{described.name if chinese else described.english}（{label}）"
    return [(words(chosen.lang)["scope.dataset"], named)]


def publicity(numbers: Numbers, chosen: Selection) -> Literal["open", "internal", "sensitive"]:
    """The publicity class of what a page shows: 公开 figures are open, 敏感 only where they are told."""
    if not numbers.catalogue.datasets[chosen.dataset].duty:
        return "open"
    sensitive = not chosen.indicator or numbers.indicators[chosen.indicator].sensitive
    return "sensitive" if numbers.entitled and sensitive else "internal"


def variant_name(numbers: Numbers, chosen: Selection) -> str:
    """The 口径 in words: “A 结案数÷…” of the chosen indicator; of many, where each row says its own."""
    spoken = words(chosen.lang)
    if not chosen.indicator:
        letter = chosen.variant
        return spoken.say("scope.variant_letter", letter=letter) if letter else spoken["scope.variant_each"]
    described = numbers.indicators[chosen.indicator]
    found = described.variants.get(chosen.variant) or described.variant()
    return f"{found.code} {found.name if chosen.lang == 'zh' else found.english}"


def stamped(numbers: Numbers, chosen: Selection, rows: Rows) -> Rows:
    """The rows with what a reader of a lone line needs: period (where it has none), dataset, 演示 or 公开."""
    described, chinese = numbers.catalogue.datasets[chosen.dataset], chosen.lang == "zh"
    more = {
        _PERIOD: say.period(chosen.period, chosen.lang),
        _PERIOD_CODE: chosen.period,
        _DATASET: described.name if chinese else described.english,
        _LABEL: described.label if chinese else described.label_english,
    }
    known = {column.key for column in rows.columns}
    added = {column: text for column, text in more.items() if column.key not in known}
    if _PERIOD.key in known:  # each row has its own
        added.pop(_PERIOD_CODE, None)
    stamp = {column.key: text for column, text in added.items()}
    records = [{**record, **stamp} for record in rows.records]
    return replace(rows, columns=(*rows.columns, *added), records=records)
