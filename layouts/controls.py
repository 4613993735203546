"""The scope bar and the controls of pages: searchable selects with visible labels, export, copy link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.elements import MANTINE, Child, Element, component, h
from layouts.text import Language, words

Option = Mapping[str, str]  # {"value": …, "label": …}; "long", where given, is what the open list says
ComponentId = str | dict[str, str]


@dataclass(frozen=True, slots=True)
class ScopeIds:
    """Component ids of the four selects; a page's constants."""

    dataset: ComponentId
    region: ComponentId
    period: ComponentId
    variant: ComponentId

    @classmethod
    def of(cls, prefix: str) -> ScopeIds:
        return cls(f"{prefix}-dataset", f"{prefix}-region", f"{prefix}-period", f"{prefix}-variant")


def scope_bar(
    *,
    prefix: str,
    language: Language,
    datasets: Sequence[Option],
    dataset: str,
    regions: Sequence[Option],
    region: str,
    periods: Sequence[Option],
    period: str,
    variants: Sequence[Option] = (),
    variant: str = "",
    label: str = "",
    demonstration: bool = False,
    export_links: Sequence[tuple[str, str]] = (),
    ids: ScopeIds | None = None,
) -> Element:
    """数据集, 地区, 报告期, 口径, the dataset's label, 复制链接, 导出. Same place on every page.

    ``export_links`` are (format, address): ("csv", "/export/compare.csv?…"). A select without options
    is left out.
    """
    spoken, names = words(language), ids or ScopeIds.of(prefix)
    chosen = (
        (names.dataset, "dataset", datasets, dataset),
        (names.region, "region", regions, region),
        (names.period, "period", periods, period),
        (names.variant, "variant", variants, variant),
    )
    selects = [
        choice(id_, spoken[f"scope.{word}"], options, value, language) for id_, word, options, value in chosen
    ]
    tag = h("span", label, class_name="data-label demonstration" if demonstration else "data-label")
    line = [
        _label_of(options, value)
        for _, word, options, value in chosen
        if word in ("region", "period") and options
    ]
    return h(
        "header",
        _line(line, prefix, language),
        h("div", *[part for part in selects if part], tag if label else None, class_name="scope-controls"),
        _actions(export_links, language),
        class_name="scope-bar",
        id=f"{prefix}-scope",
        aria_label=spoken["scope.label"],
    )


def choice(
    control: ComponentId,
    label: str,
    options: Sequence[Option],
    value: str,
    language: Language,
    *,
    searchable: bool = True,
    **props: Any,
) -> Element | None:
    """One select, its label inside the frame, as wide as its text; None where there is no choice."""
    if not options:
        return None
    width = max(text_width(_label_of(options, value)), 3.0)
    if any("long" in option for option in options):  # the short label is no word to search for
        props["renderOption"] = {"function": "longOption"}  # assets/select-options.js
        searchable = False
    spoken = words(language)
    if searchable:
        props["filter"] = {"function": "namedOption"}  # by name, code or pinyin: assets/select-options.js
    return component(
        MANTINE,
        "Select",
        id=control,
        label=label,
        data=list(options),
        value=value,
        name=value,  # what the server chose: assets/navigate.js tells a person's change from it
        searchable=searchable,
        openOnFocus=False,  # the focus comes back after a choice; a click or a key opens the list
        allowDeselect=False,
        clearable=False,
        withCheckIcon=False,
        maxDropdownHeight=100_000,
        nothingFoundMessage=spoken["search.none" if searchable else "scope.nothing_found"],
        comboboxProps={
            "withinPortal": False,
            "shadow": "none",
            "position": "bottom-start",
            "width": "max-content",
        },
        # the list scrolls in the dropdown itself, where the keyboard gets; not in Mantine's scroll area
        attributes={
            "dropdown": {"tabIndex": 0, "role": "group", "aria-label": label},
            **({"input": {"title": spoken["search.hint"]}} if searchable else {}),
        },
        className="choice",
        style={"--text": f"{width:.1f}em"},
        **props,
    )


def segments(options: Sequence[tuple[str, str, str]], current: str, *, label: str) -> Element:
    """A row of links, (code, text, address); the current one is marked."""
    links = [
        h("a", text, href=href, aria_current="true" if code == current else None)
        for code, text, href in options
    ]
    return h("nav", *links, class_name="segments", aria_label=label)


def text_width(text: str) -> float:
    """Width in em, near enough to size a box: a Chinese character is 1, others 0.56.

    >>> text_width("示例省"), text_width("2024")
    (3.0, 2.24)
    """
    return round(sum(1.0 if ord(letter) > 0x2E7F else 0.56 for letter in text), 2)


def _label_of(options: Sequence[Option], value: str) -> str:
    return next((option["label"] for option in options if option["value"] == value), "")


def _line(parts: Sequence[str], prefix: str, language: Language) -> Element:
    """What a narrow window shows instead of the controls, with 更改."""
    change = h(
        "button",
        words(language)["scope.change"],
        class_name="plain change",
        data_toggle=f"{prefix}-scope",
        aria_expanded="false",
        aria_controls=f"{prefix}-scope",
    )
    return h("div", *[h("span", part) for part in parts if part], change, class_name="scope-line")


def _actions(export_links: Sequence[tuple[str, str]], language: Language) -> Element:
    spoken = words(language)
    copy = h(
        "button",
        spoken["scope.copy"],
        class_name="plain",
        data_copy="address",
        data_done=spoken["scope.copied"],
        data_failed=spoken["scope.copy_failed"],
    )
    return h("div", copy, _export(export_links, language), class_name="scope-actions")


def _export(links: Sequence[tuple[str, str]], language: Language) -> Child:
    if not links:
        return None
    spoken = words(language)
    items = [
        h(
            "li",
            h("a", spoken[f"export.{kind}"], href=address, download="", data_export=address.split("?")[0]),
        )
        for kind, address in links
    ]
    return h(
        "details",
        h("summary", spoken["scope.export"], class_name="button"),
        h("ul", *items, class_name="menu-list"),
        class_name="menu",
    )
