"""The fields of the wizard: one control for a column or a row, the fields of the whole file."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.elements import Child, Element, h
from layouts.text import Words
from layouts.views.mapping_case import Case, period_of
from layouts.views.mapping_choices import (
    element_in,
    element_text,
    period_text,
    region_text,
    text_of,
    use_text,
)
from layouts.views.mapping_ranges import AREA, BETWEEN, CUTS
from loaders.mapping import NOTHINGS
from loaders.mapping_build import unit_above
from loaders.mapping_elements import MAYBE, word_of
from loaders.mapping_proposal import ColumnProposal, RowProposal, TableProposal

ELEMENTS, REGIONS, PERIODS = "mapping-elements", "mapping-regions", "mapping-periods"
SHAPES = {"sure": "●", "maybe": "◐", "none": "○", "said": "◆"}
MOST_REGIONS = 600
LABEL_USES = ("label", "unit", "skip")
VALUE_USES = ("value", "label", "unit", "skip")

Part = ColumnProposal | RowProposal


def suggestions(case: Case) -> list[Element]:
    """The lists that fields complete from: elements, regions, periods. Each is in the page once."""
    catalogue, lang = case.services.catalogue, case.lang
    elements = [element_text(code, catalogue, lang) for code in catalogue.elements]
    return [
        _list(ELEMENTS, [use_text("skip", lang), *elements]),
        _list(REGIONS, [use_text("skip", lang), use_text("total", lang), *_regions(case)]),
        _list(PERIODS, [period_text(period, lang) for period in period_of(case.services)]),
    ]


def _regions(case: Case) -> list[str]:
    """The regions below the chosen one; of a nation only provinces and cities."""
    catalogue, proposal = case.services.catalogue, case.proposal
    tree = catalogue.regions
    roots = [catalogue.datasets[code].root for code in (proposal.dataset, *proposal.datasets) if code]
    top = proposal.under or (roots[0] if roots else "")
    if not top:
        return []
    found = tree.descendants(top)
    if len(found) > MOST_REGIONS:
        found = tuple(region for region in found if region.level in ("nation", "province", "city"))
    return [region_text(region.code, catalogue, case.lang) for region in found]


def _list(name: str, options: Sequence[str]) -> Element:
    return h("datalist", *[h("option", value=text) for text in options], id=name)


def place_fields(case: Case) -> Element:
    """Dataset, region above, one region, period, spellings of nothing."""
    spoken, proposal, fields = case.spoken, case.proposal, case.fields
    catalogue, lang = case.services.catalogue, case.lang
    names = {
        code: each.name if lang == "zh" else each.english
        for code, each in catalogue.datasets.items()
        if code in proposal.datasets
    }
    named = any(each.rows_are == "region" or each.columns_are == "region" for each in proposal.tables)
    under = region_text(proposal.under, catalogue, lang) if proposal.under else ""
    region = region_text(proposal.region, catalogue, lang) if proposal.region else ""
    period = period_text(proposal.period, lang) if proposal.period else ""
    parts: list[Child] = [
        labelled(spoken["mapping.dataset"], select("dataset", names, proposal.dataset, spoken), wide=True),
        labelled(
            spoken["mapping.under"],
            field("under", under, REGIONS, spoken),
            _chip(spoken, _sure_of(proposal.under, proposal.under_confidence)),
        )
        if named
        else None,
        labelled(
            spoken["mapping.region"],
            field("region", fields.get("region", region), REGIONS, spoken),
            h("span", spoken["mapping.stated"], class_name="note") if region else None,
        )
        if proposal.one_region
        else None,
        h("p", spoken["mapping.period_in_table"], class_name="note fact")
        if proposal.periods_in_table
        else labelled(
            spoken["mapping.period"],
            field("period", fields.get("period", period), PERIODS, spoken),
            h("span", spoken["mapping.stated"], class_name="note") if period else None,
        ),
        *[
            labelled(
                spoken.say("mapping.nothing", text=text),
                select(
                    f"nothing.{number}",
                    {code: spoken[f"mapping_nothing.{code}"] for code in NOTHINGS},
                    fields.get(f"nothing.{number}", meant),
                    spoken,
                ),
            )
            for number, (text, meant) in enumerate(proposal.nothing.items())
        ],
        range_field(case, len(proposal.tables), ""),
        _was("dataset", proposal.dataset),
        _was("under", under),
        h("input", type="hidden", name=CUTS, value=BETWEEN.join(cut.text for cut in proposal.cuts)),
    ]
    return h("div", *parts, class_name="mapping-fields")


def table_fields(case: Case, place: int, table: TableProposal) -> Element:
    """What the rows of a table are."""
    spoken = case.spoken
    options = {code: spoken[f"mapping_rows.{code}"] for code in ("region", "element", "period", "skip")}
    return h(
        "div",
        labelled(
            spoken["mapping.rows_are"],
            select(f"rows.{place}", options, table.rows_are, spoken),
            _chip(spoken, _sure_of(table.rows_are, table.confidence)),
        ),
        range_field(case, place, table.keyed.grid.extent.text),
        _was(f"rows.{place}", table.rows_are),
        _was(f"cols.{place}", table.columns_are),
        class_name="mapping-fields",
    )


def range_field(case: Case, place: int, text: str) -> Element:
    """Where a table stands: a person shortens it, lengthens it, or names one that was not found."""
    spoken, name = case.spoken, f"{AREA}{place}"
    wrong = case.ranges.wrong.get(name)
    typed = case.fields.get(name, text) if wrong else text
    control = h(
        "input",
        class_name="field range",
        name=name,
        value=typed,
        placeholder=spoken["mapping.range_hint"],
        autocomplete="off",
        spellcheck="false",
        title=spoken["mapping.range_help"],
        aria_invalid="true" if wrong else None,
    )
    told: Element | None = None
    if wrong is not None:
        said = spoken.say(f"mapping_range.{wrong.code}", read=wrong.read, expected=wrong.expected)
        told = h("span", said, class_name="problem", role="alert")
    key = "mapping.range" if text else "mapping.range_more"
    made = labelled(spoken[key], control, told or h("span", spoken[f"{key}_note"], class_name="note"))
    return h("div", made, _was(name, text), class_name="range-field")


def part_control(case: Case, kind: str, where: tuple[int, int], part: Part, table: TableProposal) -> Element:
    """The field of a column (``col``) or a row (``row``), how sure it is and why, and what else it may be."""
    spoken, catalogue, lang = case.spoken, case.services.catalogue, case.lang
    name = f"{kind}.{where[0]}.{where[1]}"
    proposed = text_of(part.use if part.confidence >= MAYBE else "", part.code, catalogue, lang)
    text = case.fields.get(name, proposed)
    label = spoken.say(f"mapping.{kind}_label", name=_name_of(part), place=part.address)
    labels = isinstance(part, ColumnProposal) and part.labels
    uses = LABEL_USES if labels else VALUE_USES if kind == "col" and table.columns_are == "value" else ()
    if uses:
        options = {use_text(use, lang): use_text(use, lang) for use in uses}
        chosen: Element = select(name, options, text, spoken, label=label)
    else:
        regions = table.columns_are == "region" if kind == "col" else table.rows_are == "region"
        chosen = field(name, text, REGIONS if regions else ELEMENTS, spoken, label=label)
    said = "said" if name in case.fields and text != proposed else word_of(part.confidence)
    return h(
        "div",
        chosen,
        _chip(spoken, said if text else "none"),
        _why(case, part) if said != "said" else None,
        _detail(case, name, part, text, table) if not uses else None,
        _others(case, name, part) if said in ("none", "maybe") and not uses else None,
        class_name="pick narrow" if uses else "pick",
    )


def _name_of(part: Part) -> str:
    return part.head if isinstance(part, ColumnProposal) else part.label


def _why(case: Case, part: Part) -> Element | None:
    reasons = [case.spoken[f"mapping_why.{code}"] for code in part.why]
    if not reasons:
        return None
    return h("span", ("，" if case.lang == "zh" else ", ").join(reasons), class_name="note why")


def _detail(case: Case, name: str, part: Part, text: str, table: TableProposal) -> Element | None:
    """Unit and scope of an element."""
    code = element_in(text, case.services.catalogue)
    if not code:
        return None
    spoken, fields = case.spoken, case.fields
    stated = part.unit or unit_above(table, case.services.catalogue.elements[code])
    unit: Child = h("span", spoken.say("mapping.unit_stated", unit=stated), class_name="note")
    if not stated:
        unit = h(
            "input",
            class_name="field small",
            name=f"unit.{name}",
            value=fields.get(f"unit.{name}", ""),
            placeholder=spoken["mapping.unit"],
            aria_label=spoken.say("mapping.unit_of", name=_name_of(part)),
            maxLength="8",
        )
    scopes = {each: spoken[f"scopes.{each}"] for each in ("own", "total")}
    chosen = fields.get(f"scope.{name}", part.scope)
    label = spoken.say("mapping.scope_of", name=_name_of(part))
    return h(
        "span",
        unit,
        select(f"scope.{name}", scopes, chosen, spoken, label=label, class_name="field small"),
        class_name="detail",
    )


def _others(case: Case, name: str, part: Part) -> Element | None:
    """Other elements or regions that it may be, each one press away."""
    catalogue, lang = case.services.catalogue, case.lang
    found: list[Child] = []
    for guess in part.others[:3]:
        known = guess.code in catalogue.elements
        text = (element_text if known else region_text)(guess.code, catalogue, lang)
        short = catalogue.elements[guess.code] if known else catalogue.regions.get(guess.code)
        shown = short.name if lang == "zh" or not short.english else short.english
        found.append(h("button", shown, type="button", class_name="plain", data_pick=name, data_text=text))
    return h("span", case.spoken["mapping.perhaps"], *found, class_name="others") if found else None


def _sure_of(value: str, confidence: float) -> str:
    return word_of(confidence) if value else "none"


def _chip(spoken: Words, said: str) -> Element:
    """How sure a proposal is: a shape and a word."""
    shape = h("span", SHAPES[said], aria_hidden="true")
    return h("span", shape, spoken[f"mapping_sure.{said}"], class_name=f"chip chip-{said}")


def labelled(label: str, control: Element, *after: Child, wide: bool = False) -> Element:
    names = "mapping-field wide" if wide else "mapping-field"
    return h("label", h("span", label, class_name="field-label"), control, *after, class_name=names)


def field(name: str, value: str, options: str, spoken: Words, *, label: str = "") -> Element:
    return h(
        "input",
        class_name="field",
        name=name,
        value=value,
        list=options,
        placeholder=spoken["mapping.say"],
        autocomplete="off",
        spellcheck="false",
        aria_label=label or None,
        title=value or None,
    )


def select(
    name: str,
    options: dict[str, str],
    value: str,
    spoken: Words,
    *,
    label: str = "",
    class_name: str = "field",
) -> Element:
    blank = [] if value in options else [h("option", spoken["mapping.say"], value="", selected=True)]
    made = [
        h("option", text, value=code, selected=True if code == value else None)
        for code, text in options.items()
    ]
    return h("select", *blank, *made, name=name, class_name=class_name, aria_label=label or None)


def _was(name: str, value: str) -> Element:
    return h("input", type="hidden", name=f"was.{name}", value=value)
