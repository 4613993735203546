"""汇总上报 on the page: the summary as it would be now, those kept, the way to sign and file them."""

from __future__ import annotations

from data.summaries import Attachment, KeptSummary
from layouts import blocks, say, scope, tables
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.board_dates import choice, form, signed
from layouts.views.board_facts import follows, parts_of
from layouts.views.board_sums import Wanted, fits, has_below, made, readable, wanted
from layouts.views.board_todo import may
from layouts.views.board_words import address, form_name
from loaders.scan import ENDINGS
from loaders.summary import Figure, Summary

MOST_PERIODS, MOST_KEPT, MOST_UNITS = 12, 30, 24
SHOWN_HASH = 12


def summaries(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    want = wanted(services, numbers, chosen)
    if want is None:
        return [section(spoken["board.summary"], blocks.empty(spoken["board.no_form"]))]
    name = scope.region_name(numbers, want.region, chosen.lang)
    choices = h("div", *_choices(services, numbers, chosen, want), class_name="choices")
    note = spoken["board_sum.note"]
    why = _nothing(services, numbers, want, chosen)
    found = None if why else made(services, numbers, want)
    if found is None:
        text = why or spoken.say(
            "board_sum.nothing_filed",
            region=name,
            period=say.period(want.period, chosen.lang),
            form=form_name(services, want.form, chosen.lang),
        )
        return [
            section(spoken["board.summary"], choices, blocks.empty(text), note=note),
            *_kept(services, numbers, chosen, None),
        ]
    title = spoken.say("board_sum.preview", region=name, period=say.period(want.period, chosen.lang))
    return [
        section(spoken["board.summary"], choices, note=note),
        section(
            title,
            _notes(numbers, found, chosen),
            _table(numbers, found, chosen),
            _make(services, numbers, chosen, want),
            note=spoken["board_sum.preview_note"],
        ),
        *_kept(services, numbers, chosen, found),
    ]


def _nothing(services: Services, numbers: Numbers, want: Wanted, chosen: Selection) -> str:
    """Why there can be no summary here; empty where there can be one."""
    spoken, name = words(chosen.lang), scope.region_name(numbers, want.region, chosen.lang)
    if not has_below(numbers, want.region):
        return spoken.say("board_sum.choose_unit", region=name)
    if not readable(numbers, want.region):
        return spoken["board_told.no_right"]
    if not fits(services.forms[want.form], want.period):
        form_called = form_name(services, want.form, chosen.lang)
        return spoken.say(
            "board_sum.no_period", form=form_called, period=say.period(want.period, chosen.lang)
        )
    return ""


def _choices(services: Services, numbers: Numbers, chosen: Selection, want: Wanted) -> list[Element]:
    """Units with others below, the forms, the periods of the chosen form; the newest first."""
    spoken, language = words(chosen.lang), chosen.lang
    tree, root = numbers.catalogue.regions, numbers.catalogue.datasets[chosen.dataset].root
    units = [each.code for each in tree.descendants(root) if has_below(numbers, each.code)][:MOST_UNITS]
    unit_links = [
        (scope.region_name(numbers, code, language), address(chosen, region=code), code == want.region)
        for code in units
        if follows(numbers, code)
    ]
    duties = numbers.duties(chosen.dataset)
    forms = list(dict.fromkeys(duty.form for duty in duties))
    form_links = [
        (form_name(services, code, language), address(chosen, form=code), code == want.form) for code in forms
    ]
    years = sorted({period.end[0] for period in numbers.filed_periods(chosen.dataset)}, reverse=True)
    parts = [
        part
        for year in years
        for duty in duties
        if duty.form == want.form
        for part in reversed(parts_of(services, duty, year))
        if part in numbers.filed_periods(chosen.dataset)
    ]
    period_links = [
        (say.period(part, language), address(chosen, period=part.code), part.code == want.period)
        for part in parts[:MOST_PERIODS]
    ]
    labelled = (("units", unit_links), ("", form_links), ("periods", period_links))
    return [
        h(
            "nav",
            *[h("a", text, href=href, aria_current="true" if now else None) for text, href, now in links],
            class_name="segments",
            aria_label=spoken[f"board_sum.{name}"] if name else spoken["board.form"],
        )
        for name, links in labelled
        if links
    ]


def _notes(numbers: Numbers, found: Summary, chosen: Selection) -> Element:
    spoken, language, elements = words(chosen.lang), chosen.lang, numbers.catalogue.elements
    told: list[Element] = []
    if found.missing:
        names = say.join([scope.region_name(numbers, code, language) for code in found.missing], language)
        told.append(h("li", spoken.say("board_sum.missing", n=len(found.missing), names=names)))
    else:
        told.append(h("li", spoken["board_sum.complete"]))
    pending = sum(source.status == "waiting" for source in found.sources)
    if pending:
        told.append(h("li", spoken.say("board_sum.pending", n=pending)))
    if found.unsummed:
        told.append(h("li", spoken.say("board_sum.unsummed", n=len(found.unsummed))))
    for each in found.differences:
        element = elements[each.element]
        text = spoken.say(
            "board_sum.differs",
            element=element.name if language == "zh" else element.english,
            region=scope.region_name(numbers, found.region, language),
            filed=say.number(each.filed, element.unit),
            total=say.number(each.total, element.unit),
        )
        told.append(h("li", text, class_name="differs"))
    return h("ul", *told, class_name="summary-notes")


def _table(numbers: Numbers, found: Summary, chosen: Selection) -> Element:
    """Elements by units: 合计 first, then 本级, then the units."""
    spoken, language = words(chosen.lang), chosen.lang
    elements = numbers.catalogue.elements
    names = [
        spoken["board_sum.own"] if code == found.region else scope.region_name(numbers, code, language)
        for code, _ in found.lines
    ]
    columns = [
        tables.Column(spoken["board_sum.element"]),
        tables.Column(spoken["board_sum.total"], "", "number"),
        *[tables.Column(name, "", "number") for name in names],
    ]
    rows: list[list[Child]] = []
    for code in found.elements:
        element = elements[code]
        name = element.name if language == "zh" else element.english
        unit = say.unit_name(element.unit, language)
        figures = [found.totals[code], *[line[code] for _, line in found.lines]]
        shown: list[Child] = [_figure(figure, element.unit, language) for figure in figures]
        rows.append([f"{name}（{unit}）" if language == "zh" else f"{name} ({unit})", *shown])
    caption = spoken.say(
        "board_sum.caption",
        region=scope.region_name(numbers, found.region, language),
        period=say.period(found.period, language),
    )
    return tables.table(columns, rows, caption=caption, dense=True, class_name="summed", scroll="tall")


def _figure(figure: Figure, unit: str, language: Language) -> str:
    if figure.value is not None:
        return say.qualified(say.number(figure.value, unit), figure.qualifier or "exact", language)
    if figure.qualifier == "not_additive":
        return say.NONE
    if not figure.qualifier:
        return words(language)["board_sum.absent"]
    return say.gap_reason(figure.qualifier, language)


def _make(services: Services, numbers: Numbers, chosen: Selection, want: Wanted) -> Element:
    spoken = words(chosen.lang)
    download = link(
        spoken["board_sum.download"],
        address(chosen, "/board/summary.xlsx", form=want.form),
        class_name="button",
        download="",
    )
    if not may(numbers, "file", want.region):
        return h("div", download, class_name="buttons")
    return form(
        "/board/summary",
        spoken,
        spoken["board_sum.make"],
        *[
            h("input", type="hidden", name=name, value=text)
            for name, text in zip(("dataset", "region", "period", "form"), want.place, strict=True)
        ],
        h("input", type="hidden", name="back", value=chosen.query()),
        signed(services, numbers, chosen),
        h("div", download, class_name="buttons"),
        h("p", spoken["board_sum.make_note"], class_name="note"),
    )


def _kept(services: Services, numbers: Numbers, chosen: Selection, now: Summary | None) -> list[Element]:
    """Those kept of the chosen unit, whether they still say what the record says, and the upload."""
    spoken, title = words(chosen.lang), words(chosen.lang)["board_sum.kept"]
    kept = numbers.view.summaries(chosen.dataset, regions=[chosen.region])[:MOST_KEPT]
    if not kept:
        return [section(title, blocks.empty(spoken["board_sum.none_kept"]))] if now else []
    columns = [
        tables.Column(spoken["board_sum.number"], "", "number"),
        tables.Column(spoken["board.form"], class_name="words"),
        tables.Column(spoken["board_sum.made"], class_name="wide-only"),
        tables.Column(spoken["board_sum.hash"], class_name="wide-only"),
        tables.Column(spoken["board_sum.state"], class_name="words"),
        tables.Column(spoken["board_sum.file"], hidden=True),
    ]
    rows = [_kept_row(services, numbers, each, chosen, now) for each in kept]
    return [
        section(title, tables.table(columns, rows, caption=title), _attach(services, numbers, chosen, kept))
    ]


def _kept_row(
    services: Services, numbers: Numbers, each: KeptSummary, chosen: Selection, now: Summary | None
) -> list[Child]:
    spoken, language = words(chosen.lang), chosen.lang
    name = f"{say.period(each.period, language)} {form_name(services, each.form, language)}"
    scans = [h("div", _scan(scan, language)) for scan in each.scans]
    state: list[Child] = [
        h("b", spoken.say("board_sum.filed", n=len(scans)) if scans else spoken["board_sum.unfiled"])
    ]
    if now is not None and (now.period, now.form.code) == (each.period, each.form):
        same = set(now.submissions) == set(each.submissions)
        state.append(h("div", spoken["board_sum.same" if same else "board_sum.changed"], class_name="note"))
    return [
        str(each.summary),
        name,
        f"{each.by} {say.moment(each.at, language)}",
        h("span", each.sha256[:SHOWN_HASH], class_name="hash", title=each.sha256),
        h("div", *state, *scans),
        link(
            spoken["board_sum.file"],
            f"/board/summary/{each.summary}.xlsx",
            download="",
            aria_label=spoken.say("board_sum.file_label", n=each.summary),
        ),
    ]


def _scan(scan: Attachment, language: Language) -> Element:
    text = words(language).say(
        "board_sum.attached",
        name=scan.name,
        size=say.file_size(scan.size),
        by=scan.by,
        at=say.moment(scan.at, language),
    )
    return link(text, f"/board/scan/{scan.summary}/{scan.attachment}", download="")


def _attach(
    services: Services, numbers: Numbers, chosen: Selection, kept: tuple[KeptSummary, ...]
) -> Element | None:
    if not may(numbers, "file", chosen.region):
        return None
    spoken, language = words(chosen.lang), chosen.lang
    options = [
        (
            str(each.summary),
            f"{each.summary}　{say.period(each.period, language)} {form_name(services, each.form, language)}",
        )
        for each in kept
    ]
    endings = ",".join(f".{ending}" for each in ENDINGS.values() for ending in each)
    file = h("input", type="file", name="file", accept=endings, class_name="field")
    return form(
        "/board/scan",
        spoken,
        spoken["board_sum.attach"],
        h("input", type="hidden", name="back", value=chosen.query()),
        choice("summary", spoken["board_sum.scan_which"], options),
        h("label", h("span", spoken["board_sum.scan"], class_name="field-label"), file, class_name="wide"),
        signed(services, numbers, chosen),
    )
